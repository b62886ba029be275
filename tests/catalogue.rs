//! The public catalogue leaves nothing out: every entry of the vocabulary, every rule that has a reason, every cell of the law.
#![cfg(feature = "cli")]
#![allow(clippy::unwrap_used, missing_docs, reason = "a test fails by panicking")]

use std::{collections::BTreeMap, fs, process::Command};
use toml::Table;

/// What `scripts/catalogue` writes, without the measures.
fn page() -> String {
    let output = Command::new(env!("CARGO_BIN_EXE_vigie")).arg("catalogue").output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).unwrap()
}

/// How often each thing is there.
fn counted<'a>(names: impl Iterator<Item = &'a str>) -> BTreeMap<&'a str, usize> {
    names.fold(BTreeMap::new(), |mut all, name| {
        *all.entry(name).or_default() += 1;
        all
    })
}

#[test]
fn every_entry_of_the_vocabulary_is_in_it_once() {
    let mut entries = Vec::new();
    for file in fs::read_dir("src/lexicon").unwrap() {
        let path = file.unwrap().path();
        if path.extension().is_none_or(|extension| extension != "toml") {
            continue;
        }
        let table: Table = fs::read_to_string(&path).unwrap().parse().unwrap();
        let ids = table.get("entry").and_then(|list| list.as_array()).into_iter().flatten();
        entries.extend(ids.map(|entry| entry["id"].as_str().unwrap().to_owned()));
    }
    assert!(entries.len() > 200, "{} entries were read", entries.len());
    let page = page();
    let shown = counted(page.lines().filter_map(|line| line.strip_prefix("### ")));
    assert_eq!(shown, entries.iter().map(|id| (id.as_str(), 1)).collect());
}

#[test]
fn every_rule_with_a_reason_is_in_it_once() {
    let reasons: Table = fs::read_to_string("src/messages/fr/reason.toml").unwrap().parse().unwrap();
    let rules: Vec<&str> = reasons.keys().filter_map(|key| key.strip_prefix("reason.")).collect();
    assert!(rules.len() > 20, "{} rules were read", rules.len());
    let page = page();
    let shown = counted(page.lines().filter_map(|line| line.strip_prefix("| ")?.split(" |").next()));
    let missing: Vec<_> = rules.iter().filter(|rule| shown.get(*rule) != Some(&1)).collect();
    assert!(missing.is_empty(), "these are not in the catalogue, or more than once: {missing:?}");
}
