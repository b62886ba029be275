use super::{Catalogue, Language, Message, PAGES, READING};
use std::collections::BTreeSet;

fn keys(code: &str) -> BTreeSet<&'static str> {
    [READING, PAGES]
        .into_iter()
        .flatten()
        .filter(|(language, _)| *language == code)
        .flat_map(|(_, table)| table.iter().map(|(key, _)| *key))
        .collect()
}

#[test]
fn every_folder_is_a_language_and_every_language_a_folder() {
    let folders: BTreeSet<_> = READING.iter().map(|(code, _)| *code).collect();
    assert_eq!(folders, Language::ALL.iter().map(|language| language.code()).collect());
}

#[test]
fn no_translation_lacks_a_key() {
    for language in Language::ALL {
        let missing: Vec<_> = keys("fr").difference(&keys(language.code())).copied().collect();
        assert!(missing.is_empty(), "{} falls back to French for {missing:#?}", language.code());
    }
}

#[test]
fn criterion_practice_and_grade_have_names() {
    use crate::finding::{Criterion, Grade, Practice};
    let catalogue = Catalogue::default();
    let named = |prefix: &str, value: serde_json::Value| {
        let key = format!("{prefix}.{}", value.as_str().unwrap_or_default());
        assert!(catalogue.has(&key), "{key}");
    };
    for criterion in [
        Criterion::Coverage,
        Criterion::Poverty,
        Criterion::Origin,
        Criterion::Language,
        Criterion::Religion,
        Criterion::Health,
        Criterion::Disability,
        Criterion::Orientation,
        Criterion::Gender,
        Criterion::Family,
        Criterion::Age,
        Criterion::Residence,
    ] {
        named("criterion", serde_json::json!(criterion));
    }
    for practice in [
        Practice::Refusal,
        Practice::Restriction,
        Practice::Documents,
        Practice::Payment,
        Practice::Referral,
        Practice::Stigma,
    ] {
        named("practice", serde_json::json!(practice));
    }
    for grade in [Grade::Check, Grade::Flag] {
        named("grade", serde_json::json!(grade));
    }
}

#[test]
fn arguments_are_text_and_are_read_once() {
    let hostile = Message::new("popup.read").with("n", 2).with("sections", 2).with("characters", "{n}<b>");
    let rendered = Catalogue::default().render(&hostile);
    assert!(rendered.contains("{n}<b>"), "{rendered}");
    let silent = Catalogue::default().render(&Message::new("popup.read").with("n", 2));
    assert!(silent.contains("{characters}"), "a missing argument must be seen: {silent}");
}

#[test]
fn plural_forms_follow_the_language() {
    let count = |language, n: u32| Catalogue::new(language).render(&Message::new("popup.flags").with("n", n));
    assert_eq!(count(Language::Fr, 0), "0\u{a0}mention susceptible d’être discriminatoire");
    assert_eq!(count(Language::Fr, 1), "1\u{a0}mention susceptible d’être discriminatoire");
    assert_eq!(count(Language::Fr, 2), "2\u{a0}mentions susceptibles d’être discriminatoires");
    assert_eq!(count(Language::En, 0), "0 wordings that may be discriminatory");
    assert_eq!(count(Language::En, 1), "1 wording that may be discriminatory");
}

#[test]
fn pages_name_keys_that_exist() {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/extension/pages");
    let mut named = 0;
    for entry in std::fs::read_dir(folder).unwrap().map(Result::unwrap) {
        let html = std::fs::read_to_string(entry.path()).unwrap();
        for attribute in ["data-text", "data-label", "data-title", "data-placeholder", "data-alt"] {
            for rest in html.split(&format!("{attribute}=\"")).skip(1) {
                let key = rest.split('"').next().unwrap_or_default();
                assert!(Catalogue::default().has(key), "{}: {key}", entry.path().display());
                named += 1;
            }
        }
    }
    assert!(named > 20, "{named} keys seen");
}

#[test]
fn unknown_key_shows_itself() {
    assert_eq!(Catalogue::default().text("no.such.key"), "no.such.key");
    assert_eq!(Catalogue::default().render(&Message::new("no.such.key").with("n", 3)), "no.such.key");
}

#[test]
fn tags_name_languages() {
    for (tag, language) in [
        ("fr", Some(Language::Fr)),
        ("EN-gb", Some(Language::En)),
        ("en_US", Some(Language::En)),
        ("xx", None),
        ("", None),
    ] {
        assert_eq!(Language::from_tag(tag), language, "{tag:?}");
    }
}

#[test]
fn high_punctuation_does_not_start_a_line() {
    for (key, text) in READING.iter().chain(PAGES).filter(|(code, _)| *code == "fr").flat_map(|(_, table)| *table) {
        for loose in [" »", "« ", " :", " ;", " !", " ?"] {
            assert!(!text.contains(loose), "{key}: {text:?}");
        }
    }
}
