//! What is proposed in place of a mention: there is something for every rule, and nothing of it is marked itself.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test says so by failing")]

#[path = "../src/rewording/build.rs"]
mod build;
#[allow(dead_code, reason = "a table of data has criteria, practices or both")]
#[path = "../src/finding/names.rs"]
mod names;

use std::{
    env, fs,
    path::Path,
    sync::atomic::{AtomicUsize, Ordering},
};
use vigie::{
    engine::{self, Context},
    finding::{Criterion, Practice},
    message::{Catalogue, Language},
    outline::Section,
    rewording::Rewordings,
};

const FILES: [&str; 3] = ["rewording.toml", "messages/fr/reason.toml", "messages/fr/rewording.toml"];

/// Tests run beside each other: each build has a folder of its own.
static TURN: AtomicUsize = AtomicUsize::new(0);

/// Builds the project's own data after one replacement in one file.
fn built(file: &str, from: &str, to: &str) -> Result<Rewordings, String> {
    let source = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let turn = TURN.fetch_add(1, Ordering::Relaxed);
    let folder = env::temp_dir().join(format!("vigie-rewording-{}-{turn}", std::process::id()));
    fs::create_dir_all(folder.join("messages/fr")).unwrap();
    for known in FILES {
        let text = fs::read_to_string(source.join(known)).unwrap();
        assert!(known != file || text.contains(from), "{file} has no {from}");
        fs::write(folder.join(known), if known == file { text.replacen(from, to, 1) } else { text }).unwrap();
    }
    let answer = build::build(&folder.join("rewording.toml"), &folder);
    let answer = answer.map(|()| fs::read_to_string(folder.join("rewordings.json")).unwrap());
    fs::remove_dir_all(&folder).unwrap();
    answer.map(|json| Rewordings::from_json(&json).unwrap())
}

fn rewordings() -> Rewordings {
    built("rewording.toml", "refusal", "refusal").unwrap()
}

#[test]
fn there_is_a_proposal_for_every_practice_on_every_ground() {
    let all = rewordings();
    for practice in Practice::ALL {
        for criterion in Criterion::ALL {
            assert!(all.of("leaning.refusal", practice, criterion).is_some(), "{practice:?} {criterion:?}");
        }
    }
}

#[test]
fn the_nearest_proposal_wins() {
    let all = rewordings();
    for (rule, practice, criterion, id) in [
        ("refusal.negated", Practice::Refusal, Criterion::Coverage, "refusal.coverage"),
        ("refusal.negated", Practice::Refusal, Criterion::Religion, "refusal"),
        ("restriction.hours", Practice::Restriction, Criterion::Coverage, "restriction.coverage"),
        ("check.paper-required", Practice::Documents, Criterion::Coverage, "documents.paper"),
        ("check.asked-of-all", Practice::Payment, Criterion::Coverage, "asked-of-all.coverage"),
        ("check.asked-of-all", Practice::Documents, Criterion::Residence, "asked-of-all"),
        ("stigma.habit", Practice::Stigma, Criterion::Coverage, "stigma.habit"),
    ] {
        assert_eq!(all.of(rule, practice, criterion).map(|one| one.id.as_str()), Some(id), "{rule}");
    }
}

#[test]
fn nothing_is_found_in_what_is_proposed() {
    for one in rewordings().all() {
        for sentence in &one.write {
            let found = engine::scan(&Section::from_text(sentence), &Context::default());
            let found: Vec<_> = found.iter().map(|f| (f.rule, f.grade, &f.quote)).collect();
            assert!(found.is_empty(), "{}: « {sentence} »: {found:?}", one.id);
        }
    }
}

#[test]
fn every_proposal_is_explained_in_every_language() {
    for language in Language::ALL {
        let catalogue = Catalogue::new(language);
        for one in rewordings().all() {
            for key in [format!("rewording.{}", one.id), format!("rewording.{}", one.action)] {
                assert!(catalogue.has(&key), "{key} in {language:?}");
            }
        }
    }
}

#[test]
fn what_is_wrong_is_refused_with_its_place() {
    for (name, from, to, told) in [
        ("rule", "rules = [\"restriction.condition\"]", "rules = [\"restriction.conditions\"]", "is no rule"),
        ("practice", "practices = [\"stigma\"]", "practices = [\"stigmas\"]", "is none of refusal"),
        ("general", "practices = [\"stigma\"]", "practices = [\"stigma\"]\ncriteria = [\"age\"]", "no proposal for"),
        ("twice", "criteria = [\"poverty\"]", "criteria = [\"coverage\"]", "has a proposal already"),
        ("empty", "action = \"remove\"\nwrite = []", "action = \"replace\"\nwrite = []", "\"write\" is empty"),
        ("unexplained", "id = \"refusal.age\"", "id = \"refusal.old\"", "explain it there"),
        ("reviewed", "standing = \"proposed\"", "standing = \"reviewed\"", "names the jurist"),
        ("date", "date = \"2026-11-22\"", "date = \"hier\"", "is not a date"),
        ("key", "action = \"remove\"", "actions = \"remove\"", "unknown field"),
    ] {
        let fault = built("rewording.toml", from, to).map(drop).unwrap_err();
        assert!(fault.contains(told) && fault.contains("rewording.toml:"), "{name}: {fault}");
    }
    let unknown = built("messages/fr/rewording.toml", "\"rewording.stigma\" =", "\"rewording.stigmata\" =");
    assert!(unknown.unwrap_err().contains("entry \"stigma\""));
}
