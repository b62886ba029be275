//! The catalogue's build refuses what would be wrong on a page, and says where and what to do.
#![allow(clippy::unwrap_used, reason = "a test says so by failing")]

#[allow(dead_code, missing_docs, reason = "the build script's module, of which the test needs one function")]
#[path = "../src/messages/build.rs"]
mod build;

use std::{fs, path::PathBuf};

/// A catalogue of one file in French and one in another language, compiled; what is said of the languages comes from `languages`.
fn compile_in(name: &str, french: &str, (code, other): (&str, &str), languages: &str) -> Result<PathBuf, String> {
    let folder = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join("messages").join(name);
    for (language, text) in [("fr", french), (code, other)] {
        let sources = folder.join("sources").join(language);
        fs::create_dir_all(&sources).unwrap();
        fs::write(sources.join("page.toml"), text).unwrap();
    }
    fs::write(folder.join("sources/languages.toml"), languages).unwrap();
    build::build(&folder.join("sources"), &folder)?;
    Ok(folder)
}

/// The same, complete.
fn compile(name: &str, french: &str, other: (&str, &str)) -> Result<PathBuf, String> {
    compile_in(name, french, other, "reviewed = [\"fr\"]\nunfinished = []")
}

#[test]
fn wrong_catalogues_are_refused() {
    // Name, French, English, and what the error must say: file and line, key, the way out.
    let cases = [
        ("twice", "\"a\" = \"x\"\n\"a\" = \"y\"", "", ["fr/page.toml:2", "duplicate key"]),
        ("invented", "\"a\" = \"x\"", "\n\"b\" = \"y\"", ["en/page.toml:2: \"b\"", "is not in French"]),
        ("missing", "\n\"a\" = \"x\"", "", ["en/page.toml: \"a\" is missing", "fr/page.toml:2"]),
        (
            "lost",
            "\"a\" = \"{host}\"",
            "\"a\" = \"x\"",
            ["en/page.toml:1: \"a\"", "{host} of the French text is missing"],
        ),
        (
            "form",
            "\"a.one\" = \"x\"\n\"a.other\" = \"x\"",
            "\"a.one\" = \"x\"",
            ["\"a.other\" is missing", "fr/page.toml:2"],
        ),
        ("argument", "\"a\" = \"{host}\"", "\"a\" = \"{hots}\"", ["{hots} is not an argument", "host"]),
        ("brace", "\"a\" = \"{host\"", "", ["fr/page.toml:1: \"a\"", "brace"]),
        ("named", "\"a\" = \"{Host 1}\"", "", ["fr/page.toml:1: \"a\"", "brace"]),
        ("number", "\"a\" = 3", "", ["\"a\"", "is not a text"]),
        ("nested", "a.b = \"x\"", "", ["\"a\"", "with the key in quotes"]),
        ("lines", "\"a\" = \"x\\ny\"", "", ["fr/page.toml:1: \"a\"", "several lines"]),
        ("empty", "\"a\" = \" \"", "", ["\"a\"", "is empty"]),
        ("broken", "\"a\" = ", "", ["fr/page.toml:1", ""]),
    ];
    for (name, french, english, said) in cases {
        let error = compile(name, french, ("en", english)).expect_err(name);
        for part in said {
            assert!(error.contains(part), "{name}: {error:?} does not say {part:?}");
        }
    }
}

#[test]
fn every_fault_is_told_at_once() {
    let error = compile("several", "\"a\" = 1\n\"b\" = \"\"", ("en", "\"c\" = \"x\"")).unwrap_err();
    assert_eq!(error.lines().count(), 3, "{error}");
}

#[test]
fn a_number_has_the_plural_forms_of_its_language() {
    let french = "\"a.one\" = \"une page de {of}\"\n\"a.other\" = \"{n} pages de {of}\"";
    let forms = |forms: &[&str]| forms.iter().map(|form| format!("\"a.{form}\" = \"{{of}}\"\n")).collect::<String>();
    let [russian, arabic] = [&["one", "few", "many", "other"][..], &["zero", "one", "two", "few", "many", "other"]];
    compile("plural-ru", french, ("ru", &forms(russian))).unwrap();
    compile("plural-ar", french, ("ar", &forms(arabic))).unwrap();
    // What another language has does not do, nor does what it has not.
    let error = compile("plural-ar-of-ru", french, ("ar", &forms(russian))).unwrap_err();
    assert!(error.contains("\"a.zero\" is missing") && error.contains("\"a.two\" is missing"), "{error}");
    let error = compile("plural-ru-of-ar", french, ("ru", &forms(arabic))).unwrap_err();
    assert!(error.contains("\"a.zero\": is no plural form of ru"), "{error}");
    // A key that only ends like one is a key like others.
    compile("plural-not", "\"who.other\" = \"x\"", ("ar", "\"who.other\" = \"y\"")).unwrap();
}

#[test]
fn only_a_language_that_is_named_may_be_unfinished() {
    let french = "\"a\" = \"x\"";
    let said = "reviewed = []\nunfinished = [\"en\"]";
    assert!(compile_in("unfinished", french, ("en", ""), said).is_ok());
    assert!(compile_in("finished", french, ("en", ""), "reviewed = []\nunfinished = []").is_err());
    let error = compile_in("unknown", french, ("en", french), "reviewed = [\"xx\"]\nunfinished = []").unwrap_err();
    assert!(error.contains("languages.toml") && error.contains("\"xx\""), "{error}");
    let error = compile_in("strange", french, ("en", french), "reviewd = []").unwrap_err();
    assert!(error.contains("languages.toml") && error.contains("reviewd"), "{error}");
}

/// What a file of the catalogue became.
fn text_of(name: &str, file: &str) -> String {
    fs::read_to_string(PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join("messages").join(name).join(file)).unwrap()
}

#[test]
fn pages_are_given_every_text_in_the_order_of_the_keys_and_the_card_its_own() {
    let french = "\"page.b\" = \"x = y ?\"\n\"card.a\" = \"a\"\n\"page.a\" = \"z\"";
    compile("texts", french, ("en", "\"page.b\" = \"e\"\n\"card.a\" = \"f\"\n\"page.a\" = \"g\"")).unwrap();
    assert_eq!(text_of("texts", "messages/fr.txt"), "card.a = a\npage.a = z\npage.b = x = y\u{a0}?\n");
    assert_eq!(text_of("texts", "messages/en.txt"), "card.a = f\npage.a = g\npage.b = e\n");
    assert_eq!(text_of("texts", "messages/card/en.txt"), "card.a = f\n");
}

#[test]
fn french_punctuation_keeps_to_its_word() {
    compile("spaces", "\"a\" = \"« Oui » : non ?\"", ("en", "\"a\" = \"yes : no ?\"")).unwrap();
    assert_eq!(text_of("spaces", "messages/fr.txt"), "a = «\u{a0}Oui\u{a0}»\u{a0}: non\u{a0}?\n");
    assert_eq!(text_of("spaces", "messages/en.txt"), "a = yes : no ?\n");
}

#[test]
fn other_scripts_stand_apart_in_a_text_from_right_to_left() {
    // [ and ] stand for the isolates.
    let cases = [
        ("اتصل بالرقم 39 28 مجانا.", "اتصل بالرقم [39 28] مجانا."),
        ("خلال 8 أيام و15 يوما", "خلال 8 أيام و15 يوما"),
        (
            "المادة L.1110-3 من code de la santé publique، والمادة 225-2 (4°).",
            "المادة [L.1110-3] من [code de la santé publique]، والمادة [225-2 (4°)].",
        ),
        ("«C2S : uniquement le mardi» ثم", "«[C2S : uniquement le mardi]» ثم"),
        ("صندوق التأمين (CPAM) في {name} وVigie.", "صندوق التأمين ([CPAM]) في {name} و[Vigie]."),
        ("ameli.fr. Vigie", "[ameli.fr]. [Vigie]"),
        ("«{words} CMU»", "«{words} [CMU]»"),
        ("عربي", "عربي"),
    ];
    for (index, (text, shown)) in cases.into_iter().enumerate() {
        let name = format!("isolates-{index}");
        let french = if text.contains("{name}") {
            "{name}"
        } else if text.contains("{words}") {
            "{words}"
        } else {
            "x"
        };
        compile(&name, &format!("\"a\" = \"{french}\""), ("ar", &format!("\"a\" = \"{text}\""))).unwrap();
        let shown = shown.replace('[', "\u{2066}").replace(']', "\u{2069}");
        assert_eq!(text_of(&name, "messages/ar.txt"), format!("a = {shown}\n"));
    }
}
