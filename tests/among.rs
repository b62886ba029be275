//! What is read where a text stands alone is read the same on a page: among other sentences, between other paragraphs, under a
//! heading, in a list. What stands around is taken from whole harmless profiles of which the network learned nothing.
#![cfg(feature = "cli")]
#![allow(clippy::unwrap_used, clippy::panic, missing_docs, reason = "a test fails by panicking")]

use serde::Deserialize;
use std::collections::HashSet;
use vigie::{
    engine::{self, Context},
    finding::Grade,
    html,
    outline::Section,
};

/// So many in a hundred of the harmless texts that are not flagged alone are flagged in any place, at most.
const NEW: usize = 3;

/// One line of `tests/corpus/held`.
#[derive(Deserialize)]
struct Text {
    text: Option<String>,
    label: String,
}

fn texts(path: &str) -> Vec<Text> {
    let lines = std::fs::read_to_string(path).unwrap();
    lines.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

/// Where a text stands.
#[derive(Clone, Copy, Debug)]
enum Place {
    Sentences,
    Lines,
    Paragraphs,
    Heading,
    List,
}

impl Place {
    const ALL: [Self; 5] = [Self::Sentences, Self::Lines, Self::Paragraphs, Self::Heading, Self::List];

    /// So many in a hundred of the mentions that are found alone are found there, at least. Of a sentence among others the network must be
    /// surer than of one that stands alone.
    fn kept(self) -> usize {
        if matches!(self, Self::Sentences) { 85 } else { 90 }
    }

    fn sections(self, before: &str, text: &str, after: &str) -> Vec<Section> {
        let escaped = |text: &str| text.replace('&', "&amp;").replace('<', "&lt;");
        let [b, t, a] = [before, text, after].map(escaped);
        match self {
            Self::Sentences => {
                let stop = if text.ends_with(['.', '!', '?', '…']) { "" } else { "." };
                vec![Section::from_text(&format!("{before} {text}{stop} {after}"))]
            }
            Self::Lines => vec![Section::from_text(&format!("{before}\n{text}\n{after}"))],
            Self::Paragraphs => html::sections(&format!("<p>{b}</p><p>{t}</p><p>{a}</p>")),
            Self::Heading => html::sections(&format!(
                "<h1>Dr Camille Roy</h1><h2>Présentation</h2><p>{t}</p><h2>Horaires</h2><p>{a}</p>"
            )),
            Self::List => {
                html::sections(&format!("<p>Informations pratiques :</p><ul><li>{b}</li><li>{t}</li><li>{a}</li></ul>"))
            }
        }
    }
}

fn flagged(sections: &[Section]) -> bool {
    let context = Context::default();
    sections.iter().flat_map(|section| engine::scan(section, &context)).any(|finding| finding.grade == Grade::Flag)
}

/// Sentences of harmless profiles, two by two.
fn surroundings() -> Vec<String> {
    let mut all = Vec::new();
    for profile in texts("tests/corpus/held/plain.jsonl") {
        let text = profile.text.unwrap().replace('\n', ". ");
        let sentences: Vec<&str> = text.split_inclusive(". ").map(str::trim).filter(|s| s.len() > 20).collect();
        let pairs = sentences.chunks_exact(2).map(|pair| pair.join(" "));
        all.extend(pairs.filter(|pair| !flagged(&[Section::from_text(pair)])));
    }
    all
}

#[test]
fn what_is_found_alone_is_found_among_harmless_things_and_nothing_new() {
    let around = surroundings();
    assert!(around.len() > 300, "{} pairs of sentences", around.len());
    let mut held = texts("tests/corpus/held/first.jsonl");
    held.extend(texts("tests/corpus/held/second.jsonl"));
    let short =
        |text: &&Text| text.label != "check" && text.text.as_ref().is_some_and(|t| t.split_whitespace().count() < 60);
    let held: Vec<&Text> = held.iter().filter(short).collect();
    let alone: Vec<bool> =
        held.iter().map(|text| flagged(&[Section::from_text(text.text.as_ref().unwrap())])).collect();
    for place in Place::ALL {
        let (mut kept, mut of, mut new, mut silent) = (0, 0, 0, 0);
        for (at, (text, alone)) in held.iter().zip(&alone).enumerate() {
            let [before, after] = [7 * at, 7 * at + 3].map(|at| &around[at % around.len()]);
            let there = flagged(&place.sections(before, text.text.as_ref().unwrap().trim(), after));
            match (text.label.as_str(), alone) {
                ("flag", true) => (kept, of) = (kept + usize::from(there), of + 1),
                ("clear", false) => (new, silent) = (new + usize::from(there), silent + 1),
                _ => {}
            }
        }
        println!(
            "{place:?}: of {of} mentions found alone {kept} are found, of {silent} harmless texts {new} are flagged"
        );
        assert!(
            kept * 100 >= of * place.kept() && new * 100 <= silent * NEW,
            "{place:?}: {kept} of {of}, {new} of {silent}"
        );
    }
}

#[test]
fn nothing_is_learned_from_what_measures() {
    let folder = |path: &str| {
        let entries = std::fs::read_dir(path).unwrap().map(|entry| entry.unwrap().path());
        let files = entries.filter(|path| path.extension().is_some_and(|extension| extension == "jsonl"));
        files.flat_map(|path| texts(path.to_str().unwrap())).filter_map(|text| Some(letters(&text.text?)))
    };
    let learned: HashSet<String> = folder("tests/corpus").chain(folder("tests/corpus/tuned")).collect();
    let both: Vec<String> = folder("tests/corpus/held").filter(|text| learned.contains(text)).collect();
    assert!(learned.len() > 100_000 && both.is_empty(), "of {} learned texts {both:?} measure", learned.len());
}

/// So that a text is not taken for another because of a full stop.
fn letters(text: &str) -> String {
    text.to_lowercase().chars().filter(|c| c.is_alphanumeric()).collect()
}
