//! Checks `src/report/form/words.toml` and compiles it to `form.txt`: a line a row, its columns parted by tabs,
//! phrases by `|`.

use serde::Deserialize;
use std::{collections::BTreeSet, fmt::Write, fs, path::Path};
use toml::Spanned;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Words {
    thing: Vec<Thing>,
    party: Vec<Party>,
    option: Vec<Choice>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Thing {
    id: Spanned<String>,
    says: Vec<String>,
    #[serde(default)]
    names: Vec<String>,
    #[serde(default)]
    tokens: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Party {
    id: Spanned<String>,
    says: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Choice {
    of: String,
    id: Spanned<String>,
    says: Vec<String>,
}

/// Compiles `file` into `out/form.txt`. Its ids are those of `src/report/form/thing.rs`, whose tests compare them.
pub fn build(file: &Path, out: &Path) -> Result<(), String> {
    let text = fs::read_to_string(file).map_err(|fault| format!("{}: {fault}", file.display()))?;
    let line = |at: usize| text.get(..at).unwrap_or_default().matches('\n').count() + 1;
    let words: Words = toml::from_str(&text).map_err(|fault| {
        let line = fault.span().map_or(1, |span| line(span.start));
        format!("{}:{line}: {}: the keys are described at the top of the file", file.display(), fault.message().trim())
    })?;
    let fault = |id: &Spanned<String>, what: String| {
        format!("{}:{}: entry \"{}\": {what}", file.display(), line(id.span().start), id.get_ref())
    };
    let mut rows = String::new();
    let mut known = BTreeSet::new();
    for Thing { id, says, names, tokens } in &words.thing {
        check(says.iter().chain(names), " ").map_err(|what| fault(id, what))?;
        check(tokens, "-").map_err(|what| fault(id, what))?;
        // The same words for two things would recognise neither.
        if let Some(twice) = says.iter().find(|phrase| !known.insert(phrase.as_str())) {
            return Err(fault(id, format!("\"{twice}\" stands at another thing or twice here: keep one of them")));
        }
        let names: Vec<&str> = names.iter().filter(|name| !says.contains(name)).map(String::as_str).collect();
        let _ =
            writeln!(rows, "thing\t{}\t{}\t{}\t{}", id.get_ref(), says.join("|"), names.join("|"), tokens.join("|"));
    }
    for Party { id, says } in &words.party {
        check(says, " ").map_err(|what| fault(id, what))?;
        let _ = writeln!(rows, "party\t{}\t{}", id.get_ref(), says.join("|"));
    }
    for Choice { of, id, says } in &words.option {
        check(says, " ").map_err(|what| fault(id, what))?;
        if !words.thing.iter().any(|thing| thing.id.get_ref() == of) {
            return Err(fault(
                id,
                format!("it is of \"{of}\", which is no thing of this file: correct one of the two"),
            ));
        }
        let _ = writeln!(rows, "option\t{of}\t{}\t{}", id.get_ref(), says.join("|"));
    }
    fs::write(out.join("form.txt"), rows).map_err(|fault| format!("form.txt: {fault}"))
}

/// Phrases are compared with folded text: whatever else they are written with is never found.
fn check<'a>(phrases: impl IntoIterator<Item = &'a String>, between: &str) -> Result<(), String> {
    for phrase in phrases {
        let word = |word: &str| !word.is_empty() && word.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit());
        if !phrase.split(between).all(word) {
            return Err(format!(
                "\"{phrase}\" is not in small letters without accents and signs, with one \"{between}\" between words"
            ));
        }
    }
    Ok(())
}
