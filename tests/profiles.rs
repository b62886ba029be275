//! Whole profiles that treat nobody worse, of every profession and full of near misses: how many of them are flagged, or given
//! to check, stays under the bar.
#![allow(clippy::unwrap_used, clippy::panic, missing_docs, reason = "a test fails by panicking")]

use serde::Deserialize;
use vigie::{
    engine::{self, Context},
    finding::{Finding, Grade},
    outline::Section,
};

/// One line of `tests/corpus/profiles.jsonl`.
#[derive(Deserialize)]
struct Profile {
    id: String,
    text: String,
}

/// At most one profile in a hundred is flagged.
const FLAGGED: usize = 1;
/// At most five in a hundred are given to check.
const CHECKED: usize = 5;

fn profiles() -> Vec<Profile> {
    let lines = std::fs::read_to_string("tests/corpus/profiles.jsonl").unwrap();
    lines.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

fn told(profile: &Profile, finding: &Finding) -> String {
    format!(
        "{}: {:?} {:?} {:?} {} {:?}",
        profile.id, finding.grade, finding.criterion, finding.practice, finding.rule, finding.quote
    )
}

#[test]
fn harmless_profiles_are_left_alone() {
    let profiles = profiles();
    assert!(profiles.len() >= 150, "only {} profiles", profiles.len());
    let (mut flagged, mut checked, mut all) = (0, 0, Vec::new());
    for profile in &profiles {
        let findings = engine::scan(&Section::from_text(&profile.text), &Context::default());
        all.extend(findings.iter().map(|finding| told(profile, finding)));
        if findings.iter().any(|f| f.grade == Grade::Flag) {
            flagged += 1;
        } else if !findings.is_empty() {
            checked += 1;
        }
    }
    println!("{flagged} of {} profiles flagged, {checked} to check\n{}", profiles.len(), all.join("\n"));
    assert!(
        flagged * 100 <= profiles.len() * FLAGGED && checked * 100 <= profiles.len() * CHECKED,
        "{flagged} of {} profiles flagged, {checked} to check:\n{}",
        profiles.len(),
        all.join("\n")
    );
}
