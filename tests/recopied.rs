//! A report of a text that its author copied: the letter says that nobody captured the page, and promises no proof of it.
#![cfg(feature = "cases")]
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test says so by failing")]

use serde_json::{Value, json};
use std::{env, fs, path::Path};
use vigie::{
    case::{Capture, Case, Moment, Screenshot},
    report::{Answers, Letter, Recipient, Role, letter},
};

const QUOTE: &str = "Pas d’AME au cabinet.";
const HASH: usize = 64;

fn draft(url: &str, title: &str) -> Value {
    let before = "Cabinet du Port.\n";
    let start = before.encode_utf16().count();
    json!({
        "version": 1,
        "finding": {
            "key": "k1", "criterion": "coverage", "practice": "refusal", "grade": "flag", "rule": "refusal.negated",
            "reason": {"id": "reason.refusal.negated", "args": [["words", "AME"]]},
            "quote": QUOTE, "at": {"start": start, "end": start + QUOTE.encode_utf16().count()}, "scopeAt": [],
            "trace": {"version": "0.1.0"}
        },
        "text": format!("{before}{QUOTE}\nMerci."),
        "page": {"url": url, "title": title, "lang": "", "seenAt": "2026-11-20T11:00:00.000Z", "offset": 60, "zone": "Europe/Paris"},
        "facts": {"title": title},
        "way": "pasted", "screenshot": null, "agent": "Mozilla/5.0", "extension": "0.1.0", "private": false
    })
}

fn capture(url: &str) -> Capture {
    Capture::from_draft(&draft(url, "Cabinet du Port").to_string()).unwrap()
}

fn written(capture: &Capture, role: Role, recipient: Recipient) -> Letter {
    let answers = Answers { name: "Dominique Modèle".to_owned(), ..Answers::default() };
    letter(&[capture], &answers, role, recipient).unwrap()
}

fn hashes(text: &str) -> usize {
    text.split(|c: char| !c.is_ascii_hexdigit()).filter(|word| word.len() == HASH).count()
}

/// Compares with the snapshot of that name, as tests/letters.rs does with the others.
fn compare(name: &str, text: &str) {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/letters").join(format!("{name}.txt"));
    if env::var_os("UPDATE_SNAPSHOTS").is_some() {
        fs::write(&path, text).unwrap();
    }
    let expected = fs::read_to_string(&path).unwrap_or_else(|fault| panic!("{}: {fault}", path.display()));
    for (line, (got, expected)) in text.lines().zip(expected.lines()).enumerate() {
        assert_eq!(got, expected, "{}:{}", path.display(), line + 1);
    }
    assert_eq!(text.len(), expected.len(), "{}: a part is missing at the end", path.display());
}

#[test]
fn the_letters_word_for_word() {
    let known = capture("https://www.doctolib.fr/dentiste/lyon/a-b?utm_source=x");
    let unknown = capture("");
    let mut text = String::new();
    for (capture, what) in [(&known, "address"), (&unknown, "no address")] {
        for (role, recipient) in [(Role::Witness, Recipient::Defender), (Role::Person, Recipient::Fund)] {
            let letter = written(capture, role, recipient).text();
            text.push_str(&format!("== {} {} ({what})\n\n{letter}\n", role.id(), recipient.id()));
        }
    }
    compare("pasted", &text);
}

#[test]
fn no_capture_is_claimed() {
    let letter = written(&capture("https://www.doctolib.fr/a"), Role::Witness, Recipient::Defender);
    let text = letter.text();
    assert!(text.contains("recopié par l’auteur"), "{text}");
    assert!(text.contains("vendredi 20\u{a0}novembre 2026"), "{text}");
    for claim in ["était affichée", "Copie d’écran", "Une copie d’écran", "empreinte SHA-256", "UTC", "12\u{a0}h"]
    {
        assert!(!text.contains(claim), "{claim}: {text}");
    }
    assert_eq!(hashes(&text), 0, "{text}");
    assert!(letter.enclosures.iter().all(|enclosure| enclosure.sha256.is_empty()));
}

#[test]
fn an_address_that_nobody_knows_is_a_gap() {
    let letter = written(&capture(""), Role::Witness, Recipient::Defender);
    assert!(letter.missing.iter().any(|gap| gap.field == "page.address"), "{:?}", letter.missing);
    let letter = written(&capture("https://www.doctolib.fr/a"), Role::Witness, Recipient::Platform);
    assert!(!letter.missing.iter().any(|gap| gap.field == "page.address"), "{:?}", letter.missing);
    assert!(letter.text().contains("https://www.doctolib.fr/a"));
    // What is not pasted has an address, or is no draft.
    let mut seen = draft("", "");
    seen["way"] = json!("popup");
    assert!(Capture::from_draft(&seen.to_string()).is_err());
    for address in ["javascript:alert(1)", "pas une adresse"] {
        assert!(Capture::from_draft(&draft(address, "").to_string()).is_err(), "{address}");
    }
}

#[test]
fn a_picture_is_its_authors_and_has_its_hash() {
    let picture = Screenshot::from_data_url("data:image/png;base64,iVBORw0KGgo=", 360, 640).unwrap();
    let capture = capture("https://www.doctolib.fr/a").with_screenshot(picture);
    let letter = written(&capture, Role::Witness, Recipient::Defender);
    let text = letter.text();
    assert!(text.contains("Image ajoutée par l’auteur du courrier"), "{text}");
    assert_eq!(hashes(&text), 1, "{text}");
}

#[test]
fn it_says_so_to_its_author_and_is_kept_like_any_other() {
    let capture = capture("");
    assert!(capture.is_pasted());
    assert!(capture.notes.iter().any(|note| note.id == Capture::PASTED));
    let now = Moment::new("2026-11-22T10:00:00Z", 60, None).unwrap();
    let case = Case::new("a-1", capture, now).unwrap();
    assert_eq!(Case::from_json(&case.to_json()).unwrap(), case);
}
