//! The vocabulary as data: what the build refuses and where it points, and that the same files give the same bytes.
#![allow(clippy::unwrap_used, missing_docs, reason = "a test fails by panicking")]

#[allow(dead_code, missing_docs, reason = "the build script's module, of which the test needs one function")]
#[path = "../src/lexicon/build.rs"]
mod lexicon;
#[allow(dead_code, reason = "a table of data has criteria, practices or both")]
#[path = "../src/finding/names.rs"]
mod names;

use std::{
    fs,
    path::{Path, PathBuf},
};

const GROUP: &str = r#"
[[entry]]
id = "coverage.cmu"
kind = "group"
criterion = "coverage"
name = "les bénéficiaires de la CMU"
terms = ["cmu", "couverture maladie|medicale universelle (complementaire)"]
source = "LAW"
fires = ["Pas de CMU."]
silent = ["CMU acceptée."]
"#;

const ACT: &str = r#"
[[entry]]
id = "act.receive"
kind = "act"
sign = 1
verbs = ["accepter", "prendre en charge"]
source = "Grammaire"
fires = ["Nous n'acceptons pas la CMU."]
"#;

const VERBS: &str = r#"
[[verb]]
lemma = "prendre"
present = "prends prends prend prenons prenez prennent"
stem = "pren"
future = "prendr"
participle = "pris"
"#;

fn folder(name: &str) -> PathBuf {
    let folder = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join("lexicon").join(name);
    fs::create_dir_all(&folder).unwrap();
    folder
}

/// A small vocabulary, in which `from` is replaced by `to` in one file.
fn compile(name: &str, file: &str, from: &str, to: &str) -> Result<Vec<u8>, String> {
    let folder = folder(name);
    for (known, text) in [("group.toml", GROUP), ("act.toml", ACT), ("verbs.toml", VERBS)] {
        assert!(known != file || text.contains(from), "{name}: {file} has no {from}");
        fs::write(folder.join(known), if known == file { text.replacen(from, to, 1) } else { text.into() }).unwrap();
    }
    lexicon::build(&folder, &folder)?;
    Ok(fs::read(folder.join("lexicon.bin")).unwrap())
}

#[test]
fn what_is_wrong_is_refused_with_its_place_and_the_way_out() {
    let twice = GROUP.replace("universelle (complementaire)", "generale");
    // Name, file, what is replaced by what, and what the error must say: file and line, entry, the way out.
    for (name, file, from, to, said) in [
        (
            "id",
            "group.toml",
            "\"coverage.cmu\"",
            "\"act.receive\"",
            &["group.toml:3: entry \"act.receive\"", "act.toml:3", "give this entry another one"][..],
        ),
        (
            "key",
            "group.toml",
            "terms =",
            "termes =",
            &["group.toml:7: entry \"coverage.cmu\"", "unknown field `termes`", "README.md"],
        ),
        ("type", "act.toml", "sign = 1", "sign = \"plus\"", &["act.toml:5: entry \"act.receive\"", "README.md"]),
        ("syntax", "act.toml", "verbs = [", "verbs = [[", &["act.toml:", "entry \"act.receive\"", "mend it"]),
        ("nameless", "act.toml", "id = \"act.receive\"", "", &["act.toml:2", "missing field `id`"]),
        (
            "kind",
            "group.toml",
            "\"group\"",
            "\"grupe\"",
            &["group.toml:3: entry \"coverage.cmu\"", "\"grupe\"", "write one of group"],
        ),
        (
            "criterion",
            "group.toml",
            "\"coverage\"\n",
            "\"colour\"\n",
            &["group.toml:3: entry \"coverage.cmu\"", "\"colour\"", "write one of coverage"],
        ),
        (
            "empty",
            "group.toml",
            "\"cmu\"",
            "\" \"",
            &["group.toml:3: entry \"coverage.cmu\"", "an empty term: take it away"],
        ),
        (
            "letterless",
            "group.toml",
            "\"cmu\"",
            "\"de |\"",
            &["group.toml:3: entry \"coverage.cmu\"", "\"de |\" has an empty word"],
        ),
        (
            "terms",
            "group.toml",
            "[\"cmu\", \"couverture maladie|medicale universelle (complementaire)\"]",
            "[]",
            &["group.toml:3: entry \"coverage.cmu\"", "write at least one"],
        ),
        (
            "taken",
            "act.toml",
            "verbs =",
            "terms = [\"couverture medicale universelle\"]\nverbs =",
            &[
                "entry \"coverage.cmu\"",
                "\"couverture medicale universelle\" is already at",
                "act.toml:3",
                "keep it in one entry",
            ],
        ),
        (
            "gender",
            "group.toml",
            "\"cmu\"",
            "\"assuré·x\"",
            &["entry \"coverage.cmu\"", "\"assuré·x\"", "write both forms"],
        ),
        (
            "long",
            "group.toml",
            "\"cmu\"",
            "\"a b c d e f g h i j k l m n o p q r\"",
            &["coverage.cmu", "more than 16 words", "shorten it"],
        ),
        ("source", "group.toml", "\"LAW\"", "\"\"", &["entry \"coverage.cmu\"", "say where the wording was seen"]),
        (
            "example",
            "act.toml",
            "fires = [\"Nous n'acceptons pas la CMU.\"]",
            "",
            &["act.toml:3: entry \"act.receive\"", "no example: add a text"],
        ),
        (
            "blank",
            "act.toml",
            "\"Nous n'acceptons pas la CMU.\"",
            "\" … \"",
            &["act.toml:3: entry \"act.receive\"", "\" … \" has no words", "take it away"],
        ),
        (
            "both",
            "group.toml",
            "\"CMU acceptée.\"",
            "\"Pas de CMU.\"",
            &[
                "group.toml:3: entry \"coverage.cmu\"",
                "\"Pas de CMU.\" stands in fires and in silent",
                "keep it in one",
            ],
        ),
        ("sign", "act.toml", "sign = 1", "", &["act.toml:3: entry \"act.receive\"", "needs sign = 1"]),
        (
            "verb",
            "act.toml",
            "\"accepter\"",
            "\"recevoir\"",
            &["act.toml:3: entry \"act.receive\"", "no rule conjugates \"recevoir\"", "add it to verbs.toml"],
        ),
        (
            "no verb",
            "act.toml",
            "\"accepter\"",
            "\"vous ~\"",
            &["act.toml:3: entry \"act.receive\"", "no verb in \"vous ~\""],
        ),
        ("irregular", "verbs.toml", "prend prenons ", "", &["verbs.toml", "\"prendre\"", "present needs six forms"]),
        ("verb key", "verbs.toml", "stem =", "radical =", &["verbs.toml:5", "unknown field `radical`"]),
        (
            "verb twice",
            "verbs.toml",
            "[[verb]]",
            &format!("{VERBS}\n[[verb]]"),
            &["verbs.toml", "there twice: take one away"],
        ),
        (
            "entry twice",
            "group.toml",
            "\n[[entry]]",
            &format!("{twice}\n[[entry]]"),
            &["group.toml:13: entry \"coverage.cmu\"", "group.toml:3", "give this entry another one"],
        ),
    ] {
        let fault = compile(name, file, from, to).expect_err(name);
        for part in said {
            assert!(fault.contains(part), "{name}: {fault:?} does not say {part:?}");
        }
    }
}

#[test]
fn every_fault_is_told_at_once() {
    let fault = compile(
        "several",
        "act.toml",
        "sign = 1\nverbs = [\"accepter\"",
        "sign = 1\nverbs = [\"recevoir\", \"devoir\"",
    )
    .unwrap_err();
    assert_eq!(fault.lines().count(), 2, "{fault}");
}

#[test]
fn the_same_files_give_the_same_bytes() {
    let own = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/lexicon");
    let [one, other] = ["one", "other"].map(|name| {
        let folder = folder(name);
        lexicon::build(&own, &folder).unwrap();
        ["lexicon.bin", "lexicon.rs"].map(|file| fs::read(folder.join(file)).unwrap())
    });
    assert!(one == other, "hashes of this process order something that is shipped");
    let changed = compile("changed", "group.toml", "\"cmu\"", "\"cmuc\"").unwrap();
    assert_ne!(compile("unchanged", "group.toml", "\"cmu\"", "\"cmu\"").unwrap(), changed);
}

#[test]
fn a_word_is_found_however_it_is_spelled_and_no_other() {
    use vigie::lexicon::{Kind, UNKNOWN, bit, exact, kinds, singular, stands_for};
    let word = |letters: &str| singular(letters.as_bytes());
    assert_ne!(word("cmu"), UNKNOWN);
    assert_eq!(word("patients"), word("patient"), "the plural is no word of its own");
    assert_eq!(exact(b"patients"), UNKNOWN);
    assert_eq!(word("aceptons"), word("acceptons"), "a doubled consonant is often forgotten");
    assert!(stands_for(word("accepter"), word("accepter")) && !stands_for(word("accepter"), UNKNOWN));
    for form in ["accepte", "acceptera", "acceptaient", "refuses", "recevons"] {
        assert_ne!(kinds(word(form)) & bit(Kind::Act), 0, "{form}");
    }
    for other in ["", "cm", "cmuq", "aceptonss", "acceptonsons", "~accepter"] {
        assert_eq!(word(other), UNKNOWN, "{other:?}");
    }
}
