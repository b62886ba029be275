//! An entry as volunteers write it.

use super::names::{CRITERIA, PRACTICES};
use serde::Deserialize;
use toml::Spanned;

/// The kinds, as files and code name them.
const KINDS: [(&str, &str); 23] = [
    ("group", "Group"),
    ("person", "Person"),
    ("act", "Act"),
    ("verb", "Verb"),
    ("slot", "Slot"),
    ("benefit", "Benefit"),
    ("burden", "Burden"),
    ("paper", "Paper"),
    ("negator", "Negator"),
    ("exceptive", "Exceptive"),
    ("only", "Only"),
    ("time", "Time"),
    ("channel", "Channel"),
    ("yes", "Yes"),
    ("welcome", "Welcome"),
    ("qualifier", "Qualifier"),
    ("shield", "Shield"),
    ("insurer", "Insurer"),
    ("check", "Check"),
    ("must", "Must"),
    ("link", "Link"),
    ("majority", "Majority"),
    ("speciality", "Speciality"),
];

const EFFECTS: [&str; 2] = ["clear", "lower"];

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    entry: Vec<Raw>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Raw {
    id: Spanned<String>,
    kind: String,
    criterion: Option<String>,
    practice: Option<String>,
    effect: Option<String>,
    sign: Option<i8>,
    #[serde(default)]
    weak: bool,
    #[serde(default)]
    check: bool,
    #[serde(default)]
    acute: bool,
    #[serde(default)]
    quiet: bool,
    #[serde(default)]
    name: String,
    #[serde(default)]
    terms: Vec<String>,
    #[serde(default)]
    verbs: Vec<String>,
    source: String,
    #[serde(default)]
    fires: Vec<String>,
    #[serde(default)]
    silent: Vec<String>,
}

/// An entry, checked.
pub struct Entry {
    pub id: String,
    /// File and line.
    pub place: String,
    pub kind: usize,
    pub criterion: Option<&'static str>,
    pub practice: Option<&'static str>,
    pub effect: Option<&'static str>,
    pub sign: i8,
    pub weak: bool,
    pub check: bool,
    pub acute: bool,
    pub quiet: bool,
    pub name: String,
    pub terms: Vec<String>,
    pub verbs: Vec<String>,
    pub fires: Vec<String>,
    pub silent: Vec<String>,
    pub source: String,
}

impl Entry {
    /// A fault of this entry, with its place.
    pub fn fault(&self, what: &str) -> String {
        format!("{}: entry {:?}: {what}", self.place, self.id)
    }

    /// The kind's name in code.
    pub fn kind(&self) -> &'static str {
        KINDS[self.kind].1
    }
}

/// Reads one file's entries.
pub fn read(file: &str, text: &str, entries: &mut Vec<Entry>) -> Result<(), String> {
    let parsed: File = toml::from_str(text).map_err(|e| {
        let at = e.span().map_or(0, |s| s.start).min(text.len());
        let entry = around(text, at).map_or_else(String::new, |id| format!("entry {id:?}: "));
        let message = e.message().trim();
        format!(
            "{file}:{}: {entry}{message}: mend it; src/lexicon/README.md says what an entry holds",
            line_of(text, at)
        )
    })?;
    let mut faults = Vec::new();
    for raw in parsed.entry {
        let place = format!("{file}:{}", line_of(text, raw.id.span().start));
        match check(raw, place) {
            Ok(entry) => entries.push(entry),
            Err(fault) => faults.push(fault),
        }
    }
    if faults.is_empty() { Ok(()) } else { Err(faults.join("\n")) }
}

/// The id of the entry around a place of a file that could not be read.
fn around(text: &str, at: usize) -> Option<&str> {
    let from = text.get(..at)?.rfind("[[entry]]").or_else(|| text.get(at..)?.starts_with("[[entry]]").then_some(at))?;
    let entry = text.get(from + 2..)?.split("[[entry]]").next()?;
    let id = entry.lines().find_map(|line| line.trim().strip_prefix("id")?.trim_start().strip_prefix('='))?;
    id.trim().strip_prefix('"')?.split('"').next()
}

fn line_of(text: &str, at: usize) -> usize {
    text.as_bytes()[..at.min(text.len())].iter().filter(|&&b| b == b'\n').count() + 1
}

fn check(raw: Raw, place: String) -> Result<Entry, String> {
    let id = raw.id.into_inner();
    let fault = |what: String| Err(format!("{place}: entry {id:?}: {what}"));
    let Some(kind) = KINDS.iter().position(|k| k.0 == raw.kind) else {
        let names: Vec<_> = KINDS.iter().map(|k| k.0).collect();
        return fault(format!("unknown kind {:?}: write one of {}", raw.kind, names.join(", ")));
    };
    let named = |value: &Option<String>, names: &[&'static str]| match value {
        None => Ok(None),
        Some(v) => names
            .iter()
            .find(|n| *n == v)
            .map(|n| Some(*n))
            .ok_or_else(|| format!("unknown name {v:?}: write one of {}", names.join(", "))),
    };
    let (criterion, practice, effect) =
        match (named(&raw.criterion, &CRITERIA), named(&raw.practice, &PRACTICES), named(&raw.effect, &EFFECTS)) {
            (Ok(c), Ok(p), Ok(e)) => (c, p, e),
            (Err(what), _, _) | (_, Err(what), _) | (_, _, Err(what)) => return fault(what),
        };
    if raw.terms.is_empty() && raw.verbs.is_empty() {
        return fault("no terms and no verbs: write at least one".into());
    }
    if raw.terms.iter().chain(&raw.verbs).any(|t| t.trim().is_empty()) {
        return fault("an empty term: take it away".into());
    }
    if raw.source.trim().is_empty() {
        return fault("an empty source: say where the wording was seen, or why it belongs here".into());
    }
    if raw.fires.is_empty() && raw.silent.is_empty() {
        return fault("no example: add a text to fires or to silent".into());
    }
    if let Some(blank) = raw.fires.iter().chain(&raw.silent).find(|t| !t.contains(char::is_alphanumeric)) {
        return fault(format!(
            "the example {blank:?} has no words: write a text that a page could have, or take it away"
        ));
    }
    if let Some(both) = raw.fires.iter().find(|t| raw.silent.contains(t)) {
        return fault(format!("the example {both:?} stands in fires and in silent: keep it in one"));
    }
    match KINDS[kind].0 {
        "group" | "majority" if criterion.is_none() || raw.name.is_empty() => {
            return fault(format!("a {} needs criterion and name", raw.kind));
        }
        "speciality" if criterion.is_none() => return fault("a speciality needs the criterion that it limits".into()),
        "qualifier" if effect.is_none() => return fault("a qualifier needs effect = \"clear\" or \"lower\"".into()),
        "burden" | "check" if practice.is_none() => return fault(format!("a {} needs a practice", raw.kind)),
        "act" | "verb" if !matches!(raw.sign, Some(1 | -1)) => {
            return fault("an act or verb needs sign = 1 (receives, grants) or sign = -1 (refuses, withholds)".into());
        }
        _ => {}
    }
    Ok(Entry {
        id,
        place,
        kind,
        criterion,
        practice,
        effect,
        sign: raw.sign.unwrap_or(1),
        weak: raw.weak,
        check: raw.check,
        acute: raw.acute,
        quiet: raw.quiet,
        name: raw.name,
        terms: raw.terms,
        verbs: raw.verbs,
        fires: raw.fires,
        silent: raw.silent,
        source: raw.source,
    })
}
