//! The catalogue's build refuses what would be wrong on a page, and says where and what to do.
#![allow(clippy::unwrap_used, reason = "a test says so by failing")]

#[allow(dead_code, missing_docs, reason = "the build script's module, of which the test needs one function")]
#[path = "../src/messages/build.rs"]
mod build;

use std::{fs, path::PathBuf};

/// A catalogue of one French and one English file, compiled.
fn compile(name: &str, french: &str, english: &str) -> Result<String, String> {
    let folder = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join("messages").join(name);
    for (language, text) in [("fr", french), ("en", english)] {
        let sources = folder.join("sources").join(language);
        fs::create_dir_all(&sources).unwrap();
        fs::write(sources.join("page.toml"), text).unwrap();
    }
    build::build(&folder.join("sources"), &folder)?;
    Ok(fs::read_to_string(folder.join("messages.rs")).unwrap())
}

#[test]
fn wrong_catalogues_are_refused() {
    // Name, French, English, and what the error must say: file and line, key, the way out.
    let cases = [
        ("twice", "\"a\" = \"x\"\n\"a\" = \"y\"", "", ["fr/page.toml:2", "duplicate key"]),
        ("invented", "\"a\" = \"x\"", "\n\"b\" = \"y\"", ["en/page.toml:2: \"b\"", "is not in French"]),
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
        let error = compile(name, french, english).expect_err(name);
        for part in said {
            assert!(error.contains(part), "{name}: {error:?} does not say {part:?}");
        }
    }
}

#[test]
fn every_fault_is_told_at_once() {
    let error = compile("several", "\"a\" = 1\n\"b\" = \"\"", "\"c\" = \"x\"").unwrap_err();
    assert_eq!(error.lines().count(), 3, "{error}");
}

#[test]
fn a_translation_may_lack_keys_and_has_plural_forms_of_its_own() {
    let french = "\"a.one\" = \"{n} page\"\n\"a.other\" = \"{n} pages\"\n\"b\" = \"x\"";
    assert!(compile("plurals", french, "\"a.few\" = \"{n} pages\"").is_ok());
}

#[test]
fn pages_are_given_every_text_in_the_order_of_the_keys() {
    let folder = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join("messages/texts");
    compile("texts", "\"page.b\" = \"x = y ?\"\n\"card.a\" = \"a\"\n\"page.a\" = \"z\"", "\"page.b\" = \"e\"").unwrap();
    let text = |language: &str| fs::read_to_string(folder.join(format!("messages/{language}.txt"))).unwrap();
    assert_eq!(text("fr"), "card.a = a\npage.a = z\npage.b = x = y\u{a0}?\n");
    assert_eq!(text("en"), "page.b = e\n");
}

#[test]
fn french_punctuation_keeps_to_its_word() {
    let code = compile("spaces", "\"a\" = \"« Oui » : non ?\"", "\"a\" = \"yes : no ?\"").unwrap();
    assert!(code.contains("«\\u{a0}Oui\\u{a0}»\\u{a0}: non\\u{a0}?"), "{code}");
    assert!(code.contains("yes : no ?"), "{code}");
}
