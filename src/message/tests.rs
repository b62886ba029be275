use super::{Catalogue, Language, Message, TEXTS, lookup};
use std::collections::BTreeSet;

#[test]
fn every_folder_is_a_language_and_every_language_a_folder() {
    let folders: BTreeSet<_> = TEXTS.iter().map(|(code, _)| *code).collect();
    assert_eq!(folders, Language::ALL.iter().map(|language| language.code()).collect());
}

/// The messages whose wording depends on a number: French has a text for one and for other of them.
fn counted() -> Vec<&'static str> {
    let french = |key: &str| lookup(Language::Fr, key).is_some();
    let texts = TEXTS.iter().filter(|(code, _)| *code == "fr").flat_map(|(_, table)| *table);
    let ones = texts.filter_map(|(key, _)| key.strip_suffix(".one"));
    ones.filter(|base| french(&format!("{base}.other"))).collect()
}

#[test]
fn no_translation_lacks_a_text() {
    // Languages that `src/messages/languages.toml` calls unfinished are named there, and nowhere else.
    let data = include_str!("../messages/languages.toml");
    let unfinished = data.split_once("unfinished = [").unwrap().1;
    let (_, french) = TEXTS.iter().find(|(code, _)| *code == "fr").unwrap();
    let counted = counted();
    assert!(counted.len() > 5, "{counted:?}");
    for language in
        Language::ALL.into_iter().filter(|language| !unfinished.contains(&format!("\"{}\"", language.code())))
    {
        let plural = |key: &str| {
            counted.iter().any(|base| key.strip_prefix(base).is_some_and(|end| end == ".one" || end == ".other"))
        };
        let missing = french.iter().filter(|(key, _)| !plural(key) && lookup(language, key).is_none());
        assert_eq!(missing.map(|(key, _)| *key).collect::<Vec<_>>(), Vec::<&str>::new(), "{language:?}");
        for base in &counted {
            for n in (0..=120).chain([1_000, 1_001, 1_000_000]) {
                let key = format!("{base}{}", language.plural(n));
                assert!(lookup(language, &key).is_some(), "{language:?}: {key}, for {n}");
            }
        }
    }
}

#[test]
fn plural_forms_are_those_of_unicode() {
    // The examples of CLDR's plural rules for cardinals (integers), https://www.unicode.org/cldr/charts/latest/supplemental/language_plural_rules.html
    type Forms = &'static [(&'static str, &'static [u64])];
    let cases: [(Language, Forms); 6] = [
        (Language::Fr, &[(".one", &[0, 1]), (".other", &[2, 17, 100, 1_000, 10_000, 100_000])]),
        (Language::En, &[(".one", &[1]), (".other", &[0, 2, 16, 100, 1_000, 10_000, 100_000])]),
        (Language::Es, &[(".one", &[1]), (".other", &[0, 2, 16, 100, 1_000, 10_000, 100_000])]),
        (Language::Pt, &[(".one", &[1]), (".other", &[0, 2, 16, 100, 1_000, 10_000, 100_000])]),
        (
            Language::Ru,
            &[
                (".one", &[1, 21, 31, 41, 51, 61, 71, 81, 101, 1_001]),
                (".few", &[2, 4, 22, 24, 32, 34, 42, 44, 52, 54, 62, 102, 1_002]),
                (".many", &[0, 5, 11, 12, 13, 14, 19, 20, 25, 100, 111, 112, 1_000, 10_000, 100_000, 1_000_000]),
            ],
        ),
        (
            Language::Ar,
            &[
                (".zero", &[0]),
                (".one", &[1]),
                (".two", &[2]),
                (".few", &[3, 10, 103, 110, 1_003]),
                (".many", &[11, 26, 99, 111, 1_011]),
                (".other", &[100, 102, 200, 202, 300, 302, 400, 500, 1_000, 10_000, 100_000, 1_000_000]),
            ],
        ),
    ];
    for (language, forms) in cases {
        for (form, numbers) in forms {
            for n in *numbers {
                assert_eq!(language.plural(*n), *form, "{n} in {language:?}");
            }
        }
    }
}

#[test]
fn arguments_do_not_turn_the_words_around_them() {
    let said =
        |language| Catalogue::new(language).render(&Message::new("settings.paused").with("site", "www.exemple.fr"));
    assert!(said(Language::Ar).contains("\u{2068}www.exemple.fr\u{2069}"), "{}", said(Language::Ar));
    assert!(!said(Language::Ru).contains('\u{2068}'));
    assert_eq!([Language::Ar.dir(), Language::Ru.dir()], ["rtl", "ltr"]);
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
        ("ar-DZ", Some(Language::Ar)),
        ("pt-BR", Some(Language::Pt)),
        ("xx", None),
        ("", None),
    ] {
        assert_eq!(Language::from_tag(tag), language, "{tag:?}");
    }
}

#[test]
fn high_punctuation_does_not_start_a_line() {
    for (key, text) in TEXTS.iter().filter(|(code, _)| *code == "fr").flat_map(|(_, table)| *table) {
        for loose in [" »", "« ", " :", " ;", " !", " ?"] {
            assert!(!text.contains(loose), "{key}: {text:?}");
        }
    }
}

#[test]
fn every_passage_of_a_letter_is_explained() {
    let (_, french) = TEXTS.iter().find(|(code, _)| *code == "fr").unwrap();
    let passages: Vec<_> = french.iter().filter_map(|(key, _)| key.strip_prefix("letter.block.")).collect();
    assert!(passages.len() > 10, "{passages:?}");
    for passage in passages {
        assert!(Catalogue::default().has(&format!("meaning.{passage}")), "{passage}");
    }
}
