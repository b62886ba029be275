//! Cases as they are stored: read again, never trusted, those of older versions too.

use super::*;

#[test]
fn a_page_is_remembered_as_often_as_it_helps() {
    let mut case = Case::new("a", capture(), now()).unwrap();
    for n in 0..40 {
        let mut seen = again(&case);
        seen.page.title = n.to_string();
        case.seen_again(Again::new(seen.outcome, seen.seen, seen.page, seen.section, seen.versions));
    }
    let titles: Vec<_> = case.again.iter().map(|again| again.page.title.as_str()).collect();
    assert_eq!((titles.len(), titles[0], titles[1], titles[23]), (24, "0", "17", "39"));
    let mut stored: Value = serde_json::from_str(&case.to_json()).unwrap();
    stored["again"][3]["section"] = json!("Autre chose.");
    assert!(Case::from_json(&stored.to_string()).unwrap_err().to_string().contains("rubrique.txt"));
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
    case.set_reread(Recipient::Defender, Some(now()));
    case.give_back(Recipient::Defender, "request");
    assert!(case.letter.edits.is_empty() && case.letter.reread.is_empty());
}

#[test]
fn an_emptied_block_leaves_the_letter_until_it_is_given_back() {
    let mut case = Case::new("a", capture(), now()).unwrap();
    case.role = Some(Role::Witness);
    let written = |case: &Case| {
        let case = Case::from_json(&case.to_json()).unwrap();
        letter(&[&case.capture], &case.answers, Role::Witness, Recipient::Defender)
            .unwrap()
            .with_edits(&case.letter.edits)
    };
    let whole = written(&case);
    let ids: Vec<&str> = whole.blocks.iter().map(|block| block.id).collect();
    for id in ids {
        case.edit(Recipient::Defender, id, " \n\n\n ");
        let left = written(&case);
        let gone = whole.block(id).unwrap();
        let (text, html) = (left.text(), left.html());
        // A title that stands in another block as well is no proof.
        if !gone.title.is_empty() {
            assert!(!text.contains(&format!("{}\n\n{}", gone.title, &gone.text)), "{id}\n{text}");
            assert!(!html.contains(&format!("<h2>{}</h2>", gone.title)), "{id}\n{html}");
        }
        assert!(!text.contains(&gone.text), "{id}\n{text}");
        assert!(!text.contains("\n\n\n") && !text.starts_with('\n') && !html.contains("<p></p>"), "{id}\n{text}");
        assert_eq!(html.matches("<section").count(), whole.blocks.len() - 1, "{id}");
        // It stands on the page as one that was changed, with the way back.
        assert!(left.block(id).unwrap().edited && left.block(id).unwrap().is_emptied(), "{id}");
        assert!(left.missing.len() <= whole.missing.len());
        case.give_back(Recipient::Defender, id);
        assert_eq!(written(&case), whole, "{id}");
    }
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
        ("/version", json!(5), "version 5"),
        ("/version", json!("2"), "no version"),
        ("/id", json!("../a"), "../a"),
        ("/role", json!("judge"), "judge"),
        ("/capture/section", json!("Autre chose."), "rubrique.html"),
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
/// that users kept no longer do either. Those of older versions are never written again.
#[test]
fn older_cases_are_still_read() {
    if std::env::var_os("UPDATE_SNAPSHOTS").is_some() {
        let mut case = Case::new("kept-4", laid_out(), now()).unwrap();
        case.role = Some(Role::Person);
        case.edit(Recipient::Fund, "request", "Je demande une réponse.");
        case.edit(Recipient::Defender, "seen", "J’ai lu ceci.");
        case.set_reread(Recipient::Fund, Some(now()));
        case.report(Recipient::Fund, now());
        case.seen_again(again(&case));
        fs::write(path("version-4.json"), case.to_json() + "\n").unwrap();
    }
    let fourth = Case::from_json(&read("version-4.json")).unwrap();
    assert_eq!(fourth.to_json() + "\n", read("version-4.json"));
    assert_eq!((fourth.again.len(), fourth.capture.part("rubrique.html").is_some()), (1, true));

    let third = Case::from_json(&read("version-3.json")).unwrap();
    assert_eq!(third.capture.manifest.parts.len(), 8, "an older capture keeps the parts that it was made with");
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

#[test]
fn a_case_is_kept_without_its_bytes_and_put_together_again() {
    let case = Case::new("c", capture(), now()).unwrap();
    let (stored, blobs) = case.split();
    let [blob] = &blobs[..] else { panic!("{blobs:?}") };
    assert_eq!((blob.media.as_str(), &blob.bytes[..4]), ("image/png", &b"\x89PNG"[..]));
    assert_eq!(blob.sha256, case.capture.part("capture.png").unwrap().sha256);
    assert!(!stored.contains(PNG.rsplit(',').next().unwrap()), "the picture is in {stored}");
    assert_eq!(Case::blobs(&stored), std::slice::from_ref(&blob.sha256));
    assert_eq!(Case::join(&stored, &blobs).unwrap(), case);
    // What is kept as a whole, as older versions did, needs none.
    assert_eq!((Case::blobs(&case.to_json()), Case::join(&case.to_json(), &[]).unwrap()), (vec![], case.clone()));

    let missing = Case::join(&stored, &[]).unwrap_err();
    assert_eq!(missing.to_string(), "the capture's part \"capture.png\" is missing");
    assert_eq!(missing.message().args, [("part".to_owned(), "capture.png".to_owned())]);
    let mut altered = blob.clone();
    altered.bytes.push(0);
    assert!(Case::join(&stored, &[altered]).unwrap_err().to_string().contains("capture.png"));
    for broken in ["", "[]", "{}", "{\"capture\":{\"screenshot\":{\"media\":\"png\",\"sha256\":3}}}"] {
        assert!(Case::blobs(broken).is_empty() && Case::join(broken, &[]).is_err(), "{broken}");
    }
    let without = Case::new("c", capture().without_screenshot(), now()).unwrap();
    assert_eq!(without.split().1, []);
}
