//! Our own sentences as labelled texts: `tests/cases/*.toml`, and the examples of the lexicon's entries.

use super::{Example, Label, Origin};
use serde::Deserialize;
use std::{fs, io, path::Path};
use vigie::{
    engine::{self, Context},
    finding::Grade,
    lexicon::ENTRIES,
    outline::Section,
};

#[derive(Deserialize)]
struct File {
    #[serde(default)]
    case: Vec<Case>,
    #[serde(default)]
    list: Vec<Case>,
}

#[derive(Deserialize)]
struct Case {
    grade: Label,
    practice: Option<String>,
    text: Option<String>,
    #[serde(default)]
    texts: Vec<String>,
}

/// The texts of a file of cases. Those of several sentences that are not clear are left out: which one is meant is not said.
pub fn read(file: &Path) -> io::Result<Vec<Example>> {
    let named = |e: String| io::Error::other(format!("{}: {e}", file.display()));
    let text = fs::read_to_string(file).map_err(|e| named(e.to_string()))?;
    let File { case, list } = toml::from_str(&text).map_err(|e| named(e.to_string()))?;
    let examples = case.iter().chain(&list).flat_map(|case| {
        let texts = case.text.iter().chain(&case.texts);
        texts.flat_map(|text| labelled(text, case.grade, case.practice.as_deref()))
    });
    Ok(examples.collect())
}

/// The examples that the entries of the lexicon carry. Where something must be found, the rules say which grade.
pub fn entries() -> Vec<Example> {
    let fires = ENTRIES.iter().flat_map(|entry| entry.fires).flat_map(|text| {
        let rules = Context { rules_only: true, ..Context::default() };
        let found = engine::scan(&Section::from_text(text), &rules);
        let flagged = found.iter().any(|finding| finding.grade == Grade::Flag);
        labelled(text, if flagged { Label::Flag } else { Label::Check }, None)
    });
    let silent = ENTRIES.iter().flat_map(|entry| entry.silent).flat_map(|text| labelled(text, Label::Clear, None));
    fires.chain(silent).collect()
}

fn labelled(text: &str, label: Label, practice: Option<&str>) -> Vec<Example> {
    let sentences = engine::examples(&Section::from_text(text));
    if label != Label::Clear && sentences.len() != 1 {
        return Vec::new();
    }
    let practice = practice.map(ToString::to_string);
    sentences
        .into_iter()
        .map(|sentence| Example { features: sentence.features, label, practice: practice.clone(), from: Origin::Case })
        .collect()
}
