//! Captures and cases: what is kept, that it can be proved unchanged, and that nothing hostile or stored is trusted.
//! `UPDATE_SNAPSHOTS=1 cargo test --test case` writes `tests/case/` anew; a change there means that captures kept by users
//! no longer verify, and needs a migration.
#![cfg(feature = "cases")]
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test says so by failing")]

#[path = "case/copies.rs"]
mod copies;
#[path = "case/evidence.rs"]
mod evidence;
#[path = "case/records.rs"]
mod records;

use serde_json::{Value, json};
use std::{fs, path::PathBuf};
use vigie::{
    case::{Again, CASE_VERSION, Capture, Case, Line, Mask, Media, Moment, Outcome, Page, Sha256Hex, Way},
    finding::Grade,
    message::{Catalogue, Language},
    report::{Recipient, Reported, Role, letter},
};

const PNG: &str = "data:image/png;base64,iVBORw0KGgo=";

fn draft() -> Value {
    let text = "Accueil 🙂 du cabinet.\nMoyens de paiement\nCMU : uniquement le mardi matin. Merci.";
    let quote = "CMU : uniquement le mardi matin";
    let start = text[..text.find(quote).unwrap()].encode_utf16().count();
    json!({
        "version": 1,
        "finding": {
            "key": "k1", "criterion": "coverage", "practice": "restriction", "grade": "flag", "rule": "coverage.slot.1",
            "reason": {"id": "reason.slot", "args": [["group", "CMU"]]},
            "quote": quote, "at": {"start": start, "end": start + quote.len()}, "scopeAt": [{"start": 24, "end": 42}, {"start": 9000, "end": 9001}],
            "trace": {
                "rule": "coverage.slot.1", "clause": quote, "cues": [{"entry": "cmu", "kind": "group", "words": "CMU"}],
                "scope": [], "ended_by": null, "qualifiers": [], "version": "0.1.0+lexicon.1"
            }
        },
        "text": text,
        "page": {
            "url": "https://www.maiia.com/dentiste/69001-lyon/exemple?centerid=5f&session=secret#x",
            "title": "Dr Exemple", "lang": "fr", "seenAt": "2026-07-31T22:05:09.999Z", "offset": 120, "zone": "Europe/Paris"
        },
        "facts": {"jsonld": [], "microdata": [], "h1": ["Dr Exemple"], "og": {}, "title": "", "site": null, "adapter": {}},
        "way": "menu",
        "screenshot": {"data": PNG, "width": 1280, "height": 800},
        "agent": "Mozilla/5.0 Firefox/153.0", "extension": "0.1.0", "private": false
    })
}

fn capture() -> Capture {
    Capture::from_draft(&draft().to_string()).unwrap()
}

/// A capture of a page whose section was read with its markup.
fn laid_out() -> Capture {
    let words = ["Accueil 🙂 du cabinet.", "Moyens de paiement", "CMU : uniquement le mardi matin. Merci."];
    let stream = stream(&format!(
        "[c]<h1>Dr Exemple</h1>[/c]<p>{}</p><h2>{}</h2><ul><li>{}</li></ul>",
        words[0], words[1], words[2]
    ));
    Capture::from_draft(&with_stream(draft(), &stream).to_string()).unwrap()
}

fn with_stream(mut draft: Value, stream: &str) -> Value {
    draft["stream"] = json!(stream);
    draft
}

/// A stream as readers write it, from a sketch: `<p>`, `</p>`, `[c]` and `[/c]` around what governs from above.
fn stream(sketch: &str) -> String {
    let mut stream = String::new();
    let mut rest = sketch;
    while let Some(c) = rest.chars().next() {
        let (written, length) = match rest {
            _ if rest.starts_with("[c]") => ("\u{6}".to_owned(), 3),
            _ if rest.starts_with("[/c]") => ("\u{7}".to_owned(), 4),
            _ if c == '<' => {
                let end = rest.find('>').unwrap();
                let close = rest.starts_with("</");
                (if close { "\u{5}".to_owned() } else { format!("\u{1}{}\u{4}", &rest[1..end]) }, end + 1)
            }
            _ => (c.to_string(), c.len_utf8()),
        };
        stream.push_str(&written);
        rest = &rest[length..];
    }
    stream
}

fn again(case: &Case) -> Again {
    let page = Page { address: case.capture.page.address.clone(), title: "Dr Exemple".to_owned(), lang: None };
    let section = "CMU : uniquement le mardi.".to_owned();
    Again::new(Outcome::Changed, now(), page, section, case.capture.versions.clone())
}

/// One of a capture's parts, as text.
fn part(capture: &Capture, name: &str) -> String {
    let (.., bytes) = capture.files().into_iter().find(|(part, ..)| part == name).unwrap();
    String::from_utf8(bytes).unwrap()
}

/// The draft with the value at `path` replaced.
fn with(path: &str, value: Value) -> String {
    let mut draft = draft();
    *draft.pointer_mut(path).unwrap_or_else(|| panic!("{path}")) = value;
    draft.to_string()
}

fn path(name: &str) -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/case").join(name)
}

fn read(name: &str) -> String {
    fs::read_to_string(path(name)).unwrap()
}

fn now() -> Moment {
    Moment::new("2026-08-01T08:00:00Z", 120, Some("Europe/Paris")).unwrap()
}
