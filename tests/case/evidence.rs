//! Captures: what becomes one, what is refused, and that it can be proved unchanged.

use super::*;

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
        // Other parts are made of the same words: the first of them is named.
        ("rubrique.html", |capture| capture.section.push(' ')),
        ("rubrique.html", |capture| capture.layout.lines.push(Line::Term)),
        ("rubrique.html", |capture| capture.format = 1),
        ("capture.png", |capture| capture.screenshot = None),
        ("manifest", |capture| capture.manifest.sha256 = Sha256Hex::of(b"other")),
    ];
    for (part, change) in changes {
        let mut capture = laid_out();
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
