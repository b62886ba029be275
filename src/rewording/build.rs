//! Checks `src/rewording.toml` and writes it for the pages, as JSON. Every rule of the engine has a proposal: the general
//! one of its practice, if nothing nearer.

use super::names::{CRITERIA, PRACTICES};
use serde::Deserialize;
use std::{collections::BTreeSet, fmt::Write, fs, path::Path};
use toml::Spanned;

/// Where the engine's rules are told of, each as the key of its reason.
const REASONS: &str = "messages/fr/reason.toml";

/// Where each proposal is explained.
const TEXTS: &str = "messages/fr/rewording.toml";

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    rewording: Vec<Entry>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Entry {
    id: Spanned<String>,
    #[serde(default)]
    rules: Vec<String>,
    #[serde(default)]
    practices: Vec<String>,
    #[serde(default)]
    criteria: Vec<String>,
    action: String,
    write: Vec<String>,
    standing: String,
    reviewer: Option<String>,
    source: String,
    date: String,
}

/// Compiles `file` (`src/rewording.toml`) to `out/rewordings.json`.
pub fn build(file: &Path, out: &Path) -> Result<(), String> {
    let name = file.display().to_string();
    let text = read(file)?;
    let line = |at: usize| text.get(..at).unwrap_or_default().matches('\n').count() + 1;
    let File { rewording: entries } = toml::from_str(&text).map_err(|fault| {
        let at = fault.span().map_or(1, |span| line(span.start));
        format!(
            "{name}:{at}: {}: mend the entry, or describe the key in src/rewording/build.rs",
            fault.message().trim()
        )
    })?;
    let beside = file.parent().unwrap_or(Path::new(""));
    let rules = keys(&beside.join(REASONS), "reason.")?;
    let texts = keys(&beside.join(TEXTS), "rewording.")?;
    let mut taken: BTreeSet<(String, String)> = BTreeSet::new();
    let mut ids = BTreeSet::new();
    for entry in &entries {
        let fault =
            |what: String| format!("{name}:{}: entry \"{}\": {what}", line(entry.id.span().start), entry.id.get_ref());
        entry.check(&rules, &texts).map_err(fault)?;
        if !ids.insert(entry.id.get_ref()) {
            return Err(fault("the id is used twice: give one of them another".to_owned()));
        }
        for place in entry.places() {
            if taken.contains(&place) {
                return Err(fault(format!("{} {} has a proposal already: keep one of the two", place.0, place.1)));
            }
            taken.insert(place);
        }
    }
    for practice in PRACTICES {
        if !taken.contains(&(practice.to_owned(), String::new())) {
            return Err(format!("{name}:1: no proposal for the practice \"{practice}\" on every ground: add one"));
        }
    }
    let path = out.join("rewordings.json");
    fs::write(&path, written(&entries)).map_err(|fault| format!("{}: {fault}", path.display()))
}

impl Entry {
    fn check(&self, rules: &BTreeSet<String>, texts: &BTreeSet<String>) -> Result<(), String> {
        if self.rules.is_empty() == self.practices.is_empty() {
            return Err("give it \"rules\" or \"practices\", one of the two".to_owned());
        }
        for rule in &self.rules {
            if !rules.contains(rule) {
                return Err(format!("\"{rule}\" is no rule: the rules are the keys of src/{REASONS}"));
            }
        }
        known(&self.practices, &PRACTICES)?;
        known(&self.criteria, &CRITERIA)?;
        known(std::slice::from_ref(&self.action), &["remove", "replace", "check"])?;
        known(std::slice::from_ref(&self.standing), &["proposed", "reviewed"])?;
        if (self.standing == "reviewed") != self.reviewer.is_some() {
            return Err("\"standing\" is \"reviewed\" exactly where \"reviewer\" names the jurist".to_owned());
        }
        if self.write.is_empty() && self.action != "remove" {
            return Err("\"write\" is empty: propose a sentence, or let the action be \"remove\"".to_owned());
        }
        if self.write.iter().any(|sentence| sentence.trim().is_empty()) {
            return Err("\"write\" has an empty sentence: write it or take it away".to_owned());
        }
        if !texts.contains(self.id.get_ref()) {
            return Err(format!("\"rewording.{}\" is not in src/{TEXTS}: explain it there", self.id.get_ref()));
        }
        if self.source.trim().is_empty() {
            return Err("\"source\" is empty: name the text that was read".to_owned());
        }
        let parts: Vec<usize> = self.date.split('-').map(str::len).collect();
        if parts != [4, 2, 2] || !self.date.bytes().all(|b| b.is_ascii_digit() || b == b'-') {
            return Err(format!("\"{}\" is not a date: write the day it was read as 2026-11-22", self.date));
        }
        Ok(())
    }

    /// What it is for: each rule or practice with each ground, the empty one for all.
    fn places(&self) -> Vec<(String, String)> {
        let every = [String::new()];
        let criteria = if self.criteria.is_empty() { &every[..] } else { &self.criteria };
        let of = self.rules.iter().chain(&self.practices);
        of.flat_map(|of| criteria.iter().map(move |criterion| (of.clone(), criterion.clone()))).collect()
    }
}

fn known(values: &[String], of: &[&str]) -> Result<(), String> {
    match values.iter().find(|value| !of.contains(&value.as_str())) {
        Some(value) => Err(format!("\"{value}\" is none of {}", of.join(", "))),
        None => Ok(()),
    }
}

fn read(path: &Path) -> Result<String, String> {
    fs::read_to_string(path).map_err(|fault| format!("{}: {fault}", path.display()))
}

/// The keys of a catalogue's file that begin so, without that beginning.
fn keys(path: &Path, start: &str) -> Result<BTreeSet<String>, String> {
    let table: toml::Table =
        read(path)?.parse().map_err(|fault: toml::de::Error| format!("{}: {}", path.display(), fault.message()))?;
    Ok(table.keys().filter_map(|key| key.strip_prefix(start)).map(str::to_owned).collect())
}

/// As JSON, which Rust's own quoting is for these texts: no line of them has a control character.
fn written(entries: &[Entry]) -> String {
    let mut json = String::from("[");
    for entry in entries {
        let Entry { rules, practices, criteria, write, source, date, .. } = entry;
        let _ = write!(
            json,
            "{}\n{{\"id\":{:?},\"rules\":{rules:?},\"practices\":{practices:?},\"criteria\":{criteria:?},\"action\":{:?},\"write\":{},\"source\":{},\"date\":{date:?},\"reviewed\":{}}}",
            if json.len() > 1 { "," } else { "" },
            entry.id.get_ref(),
            entry.action,
            list(write),
            quoted(source),
            entry.standing == "reviewed",
        );
    }
    json.push_str("\n]\n");
    json
}

fn list(texts: &[String]) -> String {
    let quoted: Vec<String> = texts.iter().map(|text| self::quoted(text)).collect();
    format!("[{}]", quoted.join(","))
}

fn quoted(text: &str) -> String {
    let text: String = text.chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
    format!("\"{}\"", text.replace('\\', "\\\\").replace('"', "\\\""))
}
