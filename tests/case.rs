//! Captures and cases: what is kept, that it can be proved unchanged, and that nothing hostile or stored is trusted.
//! `UPDATE_SNAPSHOTS=1 cargo test --test case` writes `tests/case/` anew; a change there means that captures kept by users
//! no longer verify, and needs a migration.
#![cfg(feature = "cases")]
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test says so by failing")]

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

#[test]
fn the_words_are_found_again_by_selectors_that_others_know() {
    let selectors: Value = serde_json::from_str(&part(&laid_out(), "selecteurs.json")).unwrap();
    assert_eq!(
        selectors["selector"],
        json!([
            {
                "type": "TextQuoteSelector", "exact": "CMU : uniquement le mardi matin",
                "prefix": " du cabinet.\nMoyens de paiement\n", "suffix": ". Merci."
            },
            {"type": "TextPositionSelector", "start": 42, "end": 73},
        ])
    );
    let address = "https://www.maiia.com/dentiste/69001-lyon/exemple?centerid=5f";
    assert_eq!(selectors["source"], json!(address));
    assert_eq!(selectors["link"], json!(format!("{address}#:~:text=CMU%20%3A%20uniquement%20le%20mardi%20matin")));
}

#[test]
fn a_section_is_kept_as_a_page_that_can_be_read() {
    let page = part(&laid_out(), "rubrique.html");
    for words in [
        "<p>Sous : Dr Exemple</p>",
        "<main lang=\"fr\">\n<p>Accueil 🙂 du cabinet.</p>\n<h2>Moyens de paiement</h2>\n<ul>\n<li><mark>CMU : uniquement le mardi matin</mark>. Merci.</li>\n</ul>\n</main>",
        "content=\"default-src 'none'; style-src 'unsafe-inline'\"",
        "Vue le : 2026-07-31T22:05:09Z",
    ] {
        assert!(page.contains(words), "{words}\n{page}");
    }
    // Without its markup the section is lines.
    let plain = part(&capture(), "rubrique.html");
    assert!(plain.contains("<p>Moyens de paiement</p>\n<p><mark>CMU"), "{plain}");
    // A stream of other words is not that of the section.
    let other = with_stream(draft(), &stream("<h1>Autre chose</h1>"));
    assert_eq!(part(&Capture::from_draft(&other.to_string()).unwrap(), "rubrique.html"), plain);
}

/// Lists in lists, tables and what is hostile: always well-formed, and nothing of the page's markup in it.
#[test]
fn the_readable_copy_is_well_formed() {
    for (sketch, expected) in [
        (
            "<ul><li>Un<ul><li>Deux</li><li>Trois</li></ul></li><li>Quatre</li></ul><p>CMU non</p>",
            "<ul>\n<li>Un\n<ul>\n<li>Deux</li>\n<li>Trois</li>\n</ul>\n</li>\n<li>Quatre</li>\n</ul>\n<p><mark>CMU non</mark></p>\n",
        ),
        (
            "<table><tr><th>Jour</th><th>Heures</th></tr><tr><td>Lundi</td><td>9 h</td></tr><tr><td>Mardi</td><td>CMU non</td></tr></table>",
            "<table>\n<tr><th>Jour</th><th>Heures</th></tr>\n<tr><td>Lundi</td><td>9 h</td></tr>\n<tr><td>Mardi</td><td><mark>CMU non</mark></td></tr>\n</table>\n",
        ),
        (
            "<dl><dt>Paiement</dt><dd>CMU non</dd></dl><button>Rendez-vous</button>",
            "<dl>\n<dt>Paiement</dt>\n<dd><mark>CMU non</mark></dd>\n</dl>\n<p>Rendez-vous</p>\n",
        ),
    ] {
        let stream = stream(sketch);
        let text = vigie::outline::Section::from_stream(&stream).text();
        let at = text[..text.find("CMU non").unwrap()].encode_utf16().count();
        let mut draft = draft();
        draft["text"] = json!(text);
        draft["finding"]["quote"] = json!("CMU non");
        draft["finding"]["at"] = json!({"start": at, "end": at + 7});
        let page = part(&Capture::from_draft(&with_stream(draft, &stream).to_string()).unwrap(), "rubrique.html");
        assert!(page.contains(&format!(">\n{expected}</main>")), "{page}");
    }
    let mut hostile = draft();
    hostile["text"] = json!("CMU <script>alert(1)</script> & \"x\"");
    hostile["finding"]["quote"] = json!("CMU <script>");
    hostile["finding"]["at"] = json!({"start": 0, "end": 12});
    hostile["page"]["lang"] = json!("fr\"><script>");
    hostile["page"]["title"] = json!("</title><script>");
    let page = part(&Capture::from_draft(&hostile.to_string()).unwrap(), "rubrique.html");
    assert!(!page.contains("<script") && page.contains("<mark>CMU &lt;script&gt;</mark>alert(1)"), "{page}");
}

#[test]
fn what_is_masked_is_in_no_part() {
    let mut draft = with_stream(draft(), &stream("[c]<h1>Bonjour Jeanne</h1>[/c]<p>Jeanne : CMU le mardi, Jeanne</p>"));
    draft["text"] = json!("Jeanne : CMU le mardi, Jeanne");
    draft["finding"]["quote"] = json!("CMU le mardi, Jeanne");
    draft["finding"]["at"] = json!({"start": 9, "end": 29});
    draft["page"]["title"] = json!("Compte de Jeanne");
    draft["page"]["url"] = json!("https://www.maiia.com/jeanne/rendez-vous");
    let capture = Capture::from_draft(&draft.to_string()).unwrap();
    assert!(part(&capture, "rubrique.html").contains("Sous : Bonjour Jeanne"));
    let masked = capture.clone().masked(&Mask::new("Jeanne"));
    assert_eq!(masked.verify(), Ok(()));
    for (name, _, bytes) in masked.files() {
        assert!(!String::from_utf8_lossy(&bytes).to_lowercase().contains("jeanne"), "{name}");
    }
    assert_eq!(masked.link(), None);
    let page = Page { address: "https://a.example/jeanne".to_owned(), title: "Jeanne".to_owned(), lang: None };
    let again = Again::new(Outcome::There, now(), page, "Jeanne".to_owned(), masked.versions.clone());
    let mut case = Case::new("a", capture, now()).unwrap();
    case.again.push(again);
    case.role = Some(Role::Person);
    case.edit(Recipient::Defender, "seen", "La page me dit : Bonjour Jeanne");
    case.edit(Recipient::Defender, "account", "Je suis Jeanne.");
    case.answers.practitioner.name = Some("Dr Jeanne".to_owned());
    let masked = case.masked(&Mask::new("Jeanne"));
    assert!(masked.again.iter().all(|again| again.verify().is_ok()));
    // What its user says of themselves in the letter is theirs to say.
    let json = masked.to_json().replace("Je suis Jeanne.", "");
    assert!(!json.to_lowercase().contains("jeanne"), "{json}");
}

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
