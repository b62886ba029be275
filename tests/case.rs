//! Captures and cases: what is kept, that it can be proved unchanged, and that nothing hostile or stored is trusted.
//! `UPDATE_SNAPSHOTS=1 cargo test --test case` writes `tests/case/` anew; a change there means that captures kept by users
//! no longer verify, and needs a migration.
#![cfg(feature = "cases")]
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test says so by failing")]

use serde_json::{Value, json};
use std::{fs, path::PathBuf};
use vigie::{
    case::{CASE_VERSION, Capture, Case, Media, Moment, Sha256Hex, Way},
    finding::Grade,
    message::{Catalogue, Language},
    report::{Recipient, Reported, Role},
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

#[test]
fn a_draft_becomes_evidence() {
    let capture = capture();
    assert_eq!(capture.page.address, "https://www.maiia.com/dentiste/69001-lyon/exemple?centerid=5f");
    assert_eq!(capture.seen.iso(), "2026-07-31T22:05:09Z");
    assert_eq!(capture.finding.at.of(&capture.section), "CMU : uniquement le mardi matin");
    assert_eq!(capture.context, "Accueil 🙂 du cabinet.\nMoyens de paiement\nCMU : uniquement le mardi matin. Merci.");
    assert_eq!(capture.finding.scope_at.len(), 1, "a scope outside the text is left out");
    assert_eq!(capture.versions.lexicon, "0.1.0+lexicon.1");
    assert_eq!((capture.way, capture.finding.grade), (Way::Menu, Grade::Flag));
    assert_eq!(capture.screenshot.as_ref().unwrap().media(), Media::Png);
    assert_eq!(capture.practitioner.name.as_ref().unwrap().value, "Dr Exemple");
    assert_eq!((capture.notes.len(), capture.verify()), (0, Ok(())));
}

/// The words of a stretch in UTF-16 units.
trait Of {
    fn of(&self, text: &str) -> String;
}

impl Of for vigie::span::Utf16Span {
    fn of(&self, text: &str) -> String {
        let units: Vec<u16> = text.encode_utf16().collect();
        String::from_utf16(&units[self.start as usize..self.end as usize]).unwrap()
    }
}

#[test]
fn every_part_is_held_by_its_hash() {
    type Change = fn(&mut Capture);
    let changes: &[(&str, Change)] = &[
        ("citation.txt", |capture| capture.context.push('.')),
        ("constat.json", |capture| capture.finding.quote.push('.')),
        ("constat.json", |capture| capture.finding.trace["clause"] = json!("")),
        ("horodatage.json", |capture| capture.seen = now()),
        ("outils.json", |capture| capture.versions.browser.clear()),
        ("page.json", |capture| capture.page.address = "https://example.org/".to_owned()),
        ("praticien.json", |capture| capture.practitioner.name = None),
        ("rubrique.txt", |capture| capture.section.push(' ')),
        ("capture.png", |capture| capture.screenshot = None),
        ("manifest", |capture| capture.manifest.sha256 = Sha256Hex::of(b"other")),
    ];
    for (part, change) in changes {
        let mut capture = capture();
        change(&mut capture);
        assert_eq!(capture.verify().unwrap_err().part(), *part);
    }
    let mut added = capture().without_screenshot();
    added.screenshot = capture().screenshot;
    assert_eq!(added.verify().unwrap_err().part(), "capture.png");
}

#[test]
fn a_draft_that_cannot_be_right_is_refused_by_its_name() {
    for (draft, field) in [
        (with("/finding/at", json!({"start": 0, "end": 5})), Some("finding.quote")),
        (with("/finding/at", json!({"start": 5, "end": 5})), Some("finding.at")),
        (with("/finding/at", json!({"start": 9, "end": 2})), Some("finding.at")),
        // In the middle of the emoji's two units.
        (with("/finding/at", json!({"start": 9, "end": 30})), Some("finding.at")),
        (with("/finding/at", json!({"start": 0, "end": 4_000_000_000_u32})), Some("finding.at")),
        (with("/finding/quote", json!("")), Some("finding.quote")),
        (with("/text", json!("")), Some("finding.at")),
        (with("/text", json!("a".repeat(2_000_000))), Some("text")),
        (with("/page/url", json!("javascript:alert(1)")), Some("page.url")),
        (with("/page/seenAt", json!("hier")), Some("page.seenAt")),
        (with("/page/offset", json!(9_000)), Some("page.seenAt")),
        (with("/finding/criterion", json!("colour")), None),
        (with("/finding/grade", json!(7)), None),
        (with("/way", json!("mail")), None),
        (with("/version", json!(2)), None),
        ("{".repeat(200_000), None),
        ("[".repeat(200_000), None),
        ("null".to_owned(), None),
        (String::new(), None),
    ] {
        let error = Capture::from_draft(&draft).unwrap_err();
        assert_eq!(error.field(), field, "{error}");
        assert!(error.to_string().len() < 400, "{error}");
        for language in Language::ALL {
            let said = Catalogue::new(language).render(&error.message());
            assert!(!said.contains("letter.error") && !said.contains('{'), "{said}");
        }
    }
}

#[test]
fn what_can_be_done_without_is_left_out_and_said() {
    for picture in ["data:image/png;base64,PHN2Zz4=", "data:image/svg+xml,<svg>", "https://example.org/a.png", ""] {
        let capture = Capture::from_draft(&with("/screenshot/data", json!(picture))).unwrap();
        assert!(capture.screenshot.is_none() && capture.verify().is_ok(), "{picture}");
        assert_eq!(capture.notes[0].id, "letter.note.screenshot");
    }
    for facts in [json!(null), json!([1]), json!({"adapter": 3}), json!({"h1": [[]]})] {
        let capture = Capture::from_draft(&with("/facts", facts)).unwrap();
        assert_eq!(capture.practitioner.name, None);
    }
    let capture = Capture::from_draft(&with("/page/title", json!(format!("{}\u{0}\n", "t".repeat(5_000))))).unwrap();
    assert!(capture.page.title.chars().count() < 400 && capture.page.title.ends_with("[…]"));
}

#[test]
fn a_very_long_quote_is_cut_and_kept_whole_in_its_section() {
    let quote = "mot ".repeat(10_000);
    let mut draft = draft();
    draft["text"] = json!(quote);
    draft["finding"]["quote"] = json!(quote.trim());
    draft["finding"]["at"] = json!({"start": 0, "end": quote.trim().len()});
    let capture = Capture::from_draft(&draft.to_string()).unwrap();
    assert!(capture.finding.quote.ends_with("[…]") && capture.section == quote);
    assert_eq!(capture.notes[0].id, "letter.note.quote");
}

#[test]
fn a_private_window_is_known_and_never_written() {
    let capture = Capture::from_draft(&with("/private", json!(true))).unwrap();
    assert!(capture.private);
    let written = serde_json::to_value(&capture).unwrap();
    assert_eq!(written.get("private"), None);
}

#[test]
fn a_case_comes_back_as_it_was() {
    let mut case = Case::new("3f2a-1", capture(), now()).unwrap();
    case.role = Some(Role::MandatedAssociation);
    case.answers.happened = "Refusée au téléphone.\nDeux fois.".to_owned();
    case.edit(Recipient::Defender, "request", "Je demande un rendez-vous.");
    let back = Case::from_json(&case.to_json()).unwrap();
    assert_eq!(back, case);
    assert_eq!(back.to_json(), case.to_json());
}

#[test]
fn an_edit_is_read_again_before_it_leaves() {
    let mut case = Case::new("a", capture(), now()).unwrap();
    case.edit(Recipient::Defender, "request", "Sans rôle.");
    assert!(case.letter.edits.is_empty());
    case.role = Some(Role::Witness);
    case.set_reread(Recipient::Defender, Some(now()));
    case.edit(Recipient::Defender, "request", "Autrement.");
    assert_eq!((case.letter.edits.len(), case.letter.reread.len()), (1, 0));
    case.edit(Recipient::Defender, "request", "  ");
    assert!(case.letter.edits.is_empty());
}

#[test]
fn nothing_stored_is_trusted() {
    let case = Case::new("a", capture(), now()).unwrap();
    let stored: Value = serde_json::from_str(&case.to_json()).unwrap();
    let changed = |path: &str, value: Value| {
        let mut stored = stored.clone();
        *stored.pointer_mut(path).unwrap_or_else(|| panic!("{path}")) = value;
        Case::from_json(&stored.to_string()).unwrap_err()
    };
    for (path, value, says) in [
        ("/version", json!(4), "version 4"),
        ("/version", json!("2"), "no version"),
        ("/id", json!("../a"), "../a"),
        ("/role", json!("judge"), "judge"),
        ("/capture/section", json!("Autre chose."), "rubrique.txt"),
        ("/capture/finding/quote", json!("Autre chose."), "constat.json"),
        ("/capture/page/address", json!("https://example.org"), "page.json"),
        ("/capture/screenshot/data", json!("iVBORw0KGgoA"), "capture.png"),
        ("/capture/screenshot/data", json!("PHN2Zz4="), "neither PNG"),
        ("/capture/manifest/sha256", json!("0".repeat(64)), "manifest"),
        ("/capture/manifest/sha256", json!("nothing"), "nothing"),
        ("/capture/seen/utc", json!("hier"), "hier"),
        ("/answers/happened", json!(["a"]), "shape"),
    ] {
        let error = changed(path, value);
        assert!(error.to_string().contains(says), "{path}: {error}");
        for language in Language::ALL {
            let said = Catalogue::new(language).render(&error.message());
            assert!(!said.contains("letter.error") && !said.contains('{'), "{said}");
        }
    }
    assert!(Case::from_json("").is_err() && Case::from_json("[]").is_err());
    let mut hostile = stored.clone();
    hostile["answers"]["name"] = json!("A\u{0}\n\u{202e}B");
    assert_eq!(Case::from_json(&hostile.to_string()).unwrap().answers.name, "A B");
}

/// Cases as older versions wrote them. They are also what holds the form of the hashes: if one no longer verifies, captures
/// that users kept no longer do either. The first two are never written again.
#[test]
fn older_cases_are_still_read() {
    if std::env::var_os("UPDATE_SNAPSHOTS").is_some() {
        let mut case = Case::new("kept-3", capture(), now()).unwrap();
        case.role = Some(Role::Person);
        case.edit(Recipient::Fund, "request", "Je demande une réponse.");
        case.edit(Recipient::Defender, "seen", "J’ai lu ceci.");
        case.set_reread(Recipient::Fund, Some(now()));
        case.report(Recipient::Fund, now());
        fs::write(path("version-3.json"), case.to_json() + "\n").unwrap();
    }
    let third = Case::from_json(&read("version-3.json")).unwrap();
    assert_eq!(third.to_json() + "\n", read("version-3.json"));
    assert_eq!(third.letter.edits.keys().collect::<Vec<_>>(), ["person.cpam.request", "person.seen"]);
    assert_eq!(third.reported.len(), 1);

    let second = Case::from_json(&read("version-2.json")).unwrap();
    assert_eq!(second.capture.manifest_json() + "\n", read("manifest.json"));
    assert_eq!(Sha256Hex::of(second.capture.manifest_json().as_bytes()), second.capture.manifest.sha256);
    let again: Value = serde_json::from_str(&second.to_json()).unwrap();
    assert_eq!(again["version"], json!(CASE_VERSION));

    let first = Case::from_json(&read("version-1.json")).unwrap();
    assert_eq!(first.role, Some(Role::MandatedAssociation));
    assert_eq!(first.updated, first.created);
    assert_eq!((first.answers.organisation.as_str(), first.letter.edits.len()), ("Santé Modèle", 0));
}

/// Version 2 kept the rewritten blocks of one letter a role.
#[test]
fn rewritten_blocks_of_an_older_case_stay_with_their_letter() {
    let mut record: Value = serde_json::from_str(&read("version-2.json")).unwrap();
    record["letter"] = json!({
        "recipient": null,
        "edits": {"person.request": "A", "person.seen": "B", "journalist.closing": "C", "nobody.request": "D"},
        "reread": {"utc": "2026-11-22T09:00:00Z", "offset": 60}
    });
    let case = Case::from_json(&record.to_string()).unwrap();
    let edits: Vec<_> = case.letter.edits.iter().map(|(key, text)| (key.as_str(), text.as_str())).collect();
    assert_eq!(edits, [("journalist.practice.closing", "C"), ("person.defender.request", "A"), ("person.seen", "B")]);
    assert!(case.letter.reread.is_empty() && case.reported.is_empty());
}

/// A record of what was sent is the user's: it is kept, corrected, and never more than can be looked through.
#[test]
fn what_was_reported_is_kept_and_corrected() {
    let mut case = Case::new("a", capture(), now()).unwrap();
    for _ in 0..80 {
        case.report(Recipient::Defender, now());
    }
    assert!(case.reported.len() < 80);
    case.reported.truncate(1);
    case.reported[0].on = "pas un jour".to_owned();
    case.reported[0].note = "dossier\u{0} 12\n34".to_owned();
    let read = Case::from_json(&case.to_json()).unwrap();
    assert_eq!(
        (read.reported[0].on.as_str(), read.reported[0].note.as_str()),
        (Reported::now(Recipient::Order, now()).on.as_str(), "dossier 12 34")
    );
    case.reported.clear();
    assert!(Case::from_json(&case.to_json()).unwrap().reported.is_empty());
}

proptest::proptest! {
    #![proptest_config(proptest::prelude::ProptestConfig::with_cases(128))]

    /// Whatever a page holds, a capture of it verifies, comes back, and can be written about.
    #[test]
    fn any_text_can_be_captured(before in "\\PC{0,200}(\n|\\. )", quote in "\\PC{1,60}", after in "(.|\n){0,200}", title in "(.|\n){0,40}") {
        let text = format!("{before}{quote}{after}");
        let start = before.encode_utf16().count();
        let mut draft = draft();
        draft["text"] = json!(text);
        draft["finding"]["quote"] = json!(quote);
        draft["finding"]["at"] = json!({"start": start, "end": start + quote.encode_utf16().count()});
        draft["page"]["title"] = json!(title);
        match Capture::from_draft(&draft.to_string()) {
            Ok(capture) => {
                proptest::prop_assert!(capture.context.contains(&quote) && text.contains(&capture.context));
                proptest::prop_assert_eq!(capture.verify(), Ok(()));
                let case = Case::new("a", capture, now()).unwrap();
                proptest::prop_assert_eq!(&Case::from_json(&case.to_json()).unwrap(), &case);
                let letter = vigie::report::letter(&[&case.capture], &case.answers, Role::Witness, vigie::report::Recipient::Defender).unwrap();
                let shown = !letter.text().chars().any(|c| c.is_control() && c != '\n');
                proptest::prop_assert!(shown, "{:?}", letter.text());
            }
            // Only white space: nothing that could be quoted.
            Err(error) => proptest::prop_assert!(quote.trim().is_empty(), "{error}"),
        }
    }

    /// No stored or handed-over text, whole or broken anywhere, stops the program.
    #[test]
    fn broken_json_is_answered(cut in 0usize..2_000, byte in proptest::prelude::any::<char>()) {
        let whole = draft().to_string();
        let at = (0..=cut.min(whole.len())).rev().find(|at| whole.is_char_boundary(*at)).unwrap_or_default();
        let broken = format!("{}{byte}{}", &whole[..at], whole[at..].chars().skip(1).collect::<String>());
        if let Ok(capture) = Capture::from_draft(&broken) {
            proptest::prop_assert_eq!(capture.verify(), Ok(()));
        }
        proptest::prop_assert!(Case::from_json(&broken).is_err());
    }
}
