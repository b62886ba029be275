//! Whether a page still says what a capture fixed: what is compared, what is an obstacle, how a batch goes on.
#![cfg(feature = "cases")]
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test says so by failing")]

use serde_json::json;
use vigie::{
    case::{Capture, Mask, Moment, Outcome},
    dossier::recheck::{Batch, Obstacle, SPACING, Sight, Sort, Step, difference},
};

const ADDRESS: &str = "https://www.maiia.com/dentiste/69001-lyon/exemple";
const SECTION: &str = "Moyens de paiement\nCarte bancaire et chèques\nPas de CMU ni d’AME au cabinet de Jeanne";

fn capture() -> Capture {
    let quote = "Pas de CMU ni d’AME";
    let start = SECTION[..SECTION.find(quote).unwrap()].encode_utf16().count();
    let draft = json!({
        "version": 1,
        "finding": {
            "key": "k", "criterion": "coverage", "practice": "refusal", "grade": "flag", "rule": "r",
            "reason": {"id": "reason.refusal", "args": []}, "quote": quote,
            "at": {"start": start, "end": start + quote.encode_utf16().count()}, "trace": {}
        },
        "text": SECTION,
        "page": {"url": ADDRESS, "title": "Dr Exemple", "seenAt": "2026-07-31T22:05:09Z", "offset": 120},
        "way": "popup"
    });
    Capture::from_draft(&draft.to_string()).unwrap()
}

/// A section's stream of these lines, under a heading.
fn stream(text: &str) -> String {
    let mut lines = text.lines();
    let heading = lines.next().unwrap_or_default();
    let rest: String = lines.map(|line| format!("\u{1}p\u{4}{line}\u{5}")).collect();
    format!("\u{1}h2\u{4}{heading}\u{5}{rest}")
}

fn page(sections: &[&str]) -> Sight {
    Sight {
        url: ADDRESS.to_owned(),
        title: "Dr Exemple".to_owned(),
        status: 200,
        streams: sections.iter().map(|text| stream(text)).collect(),
        ..Sight::default()
    }
}

fn now() -> Moment {
    Moment::new("2026-08-01T08:00:00Z", 120, None).unwrap()
}

const OTHER: &str = "Horaires\nDu lundi au vendredi, de neuf heures à dix-sept heures, sur rendez-vous";

#[test]
fn the_same_words_are_there_and_others_are_not() {
    let wide = SECTION.replace(' ', "  ");
    let kept = SECTION.replace("Carte bancaire et chèques", "Espèces");
    let mended = SECTION.replace("Pas de CMU ni d’AME", "CMU et AME acceptées");
    let headed = "Moyens de paiement\nCarte bancaire et chèques acceptés, tiers payant possible pour tous les patients du cabinet";
    for (sections, outcome, quoted, section) in [
        (vec![OTHER, SECTION], Outcome::There, true, Some(SECTION)),
        (vec![wide.as_str()], Outcome::There, true, Some(SECTION)),
        (vec![OTHER, &kept], Outcome::Changed, true, Some(kept.as_str())),
        (vec![OTHER, &mended], Outcome::Changed, false, Some(mended.as_str())),
        (vec![headed, OTHER], Outcome::Changed, false, Some(headed)),
        (vec![OTHER], Outcome::Gone, false, None),
        // Not to the letter is not the same.
        (vec![SECTION.to_uppercase().as_str()], Outcome::Gone, false, None),
    ] {
        let found = page(&sections).find(&capture());
        assert_eq!((found.outcome, found.quoted, found.section.as_deref()), (outcome, quoted, section), "{sections:?}");
        assert_eq!(found.obstacle, None);
    }
}

#[test]
fn a_page_that_is_gone_is_told_from_words_that_are() {
    type Change = fn(&mut Sight);
    let changes: &[Change] = &[
        |page| page.status = 404,
        |page| page.status = 410,
        |page| page.title = "Page introuvable – Maiia".to_owned(),
        |page| page.streams.insert(0, stream("Oups !\nCe profil n’existe plus.")),
        |page| (page.url, page.redirects) = ("https://www.maiia.com/".to_owned(), 1),
        |page| (page.url, page.loaded) = ("https://www.maiia.com/".to_owned(), format!("{ADDRESS}?utm=1")),
        // Somebody else under the same headings.
        |page| {
            page.streams = vec![stream(&SECTION.replace("Pas de CMU ni d’AME", "CMU et AME acceptées"))];
            (page.url, page.redirects) = ("https://www.maiia.com/dentiste/69001-lyon/autre".to_owned(), 1);
        },
    ];
    for (place, change) in changes.iter().enumerate() {
        let mut page = page(&[OTHER]);
        change(&mut page);
        assert_eq!(page.find(&capture()).outcome, Outcome::PageGone, "{place}");
    }
    // The same page in another way of writing its address.
    for url in [format!("{ADDRESS}/?utm=1#a"), ADDRESS.replace("www.", "")] {
        let mut page = page(&[OTHER]);
        page.url = url;
        assert_eq!(page.find(&capture()).outcome, Outcome::Gone);
    }
}

#[test]
fn a_login_or_a_captcha_is_recognised() {
    type Change = fn(&mut Sight);
    let changes: &[(Obstacle, Change)] = &[
        (Obstacle::Captcha, |page| page.sources = vec!["https://geo.captcha-delivery.com/captcha/?x".to_owned()]),
        (Obstacle::Captcha, |page| {
            page.sources = vec!["https://challenges.cloudflare.com/turnstile/v0/api.js".to_owned()]
        }),
        (Obstacle::Captcha, |page| page.title = "Just a moment...".to_owned()),
        (Obstacle::Captcha, |page| {
            page.status = 403;
            page.sources = vec!["https://www.google.com/recaptcha/api.js".to_owned()];
        }),
        (Obstacle::Login, |page| page.password = true),
        (Obstacle::Login, |page| page.url = "https://www.maiia.com/connexion?retour=x".to_owned()),
        (Obstacle::Refused, |page| page.status = 429),
        (Obstacle::Refused, |page| page.status = 503),
        (Obstacle::Unreachable, |page| page.streams.clear()),
    ];
    for (place, (obstacle, change)) in changes.iter().enumerate() {
        let mut page = page(&["Bienvenue\nUn instant"]);
        change(&mut page);
        let found = page.find(&capture());
        assert_eq!((found.outcome, found.obstacle), (Outcome::Stopped, Some(*obstacle)), "{place}");
    }
}

/// Nothing is claimed of a page that may not be the site's answer: the person may have used the tab, or it is not whole.
#[test]
fn what_may_be_the_visitors_own_doing_is_no_result() {
    type Change = fn(&mut Sight);
    let other = "https://www.maiia.com/dentiste/69001-lyon/autre";
    let changes: &[(Obstacle, Change)] = &[
        (Obstacle::Elsewhere, |_| ()),
        (Obstacle::Left, |page| page.left = true),
        (Obstacle::Left, |page| (page.touched, page.loaded) = (true, ADDRESS.to_owned())),
        (Obstacle::Endless, |page| (page.url, page.endless) = (ADDRESS.to_owned(), true)),
    ];
    for (place, (obstacle, change)) in changes.iter().enumerate() {
        let mut page = page(&[&SECTION.replace("Pas de CMU ni d’AME", "CMU")]);
        page.url = other.to_owned();
        change(&mut page);
        let found = page.find(&capture());
        assert_eq!((found.outcome, found.obstacle), (Outcome::Stopped, Some(*obstacle)), "{place}");
        assert_eq!((found.section, obstacle.is_for_person()), (None, *obstacle == Obstacle::Left));
        // The very words are there, wherever that is.
        page.streams.push(stream(SECTION));
        assert_eq!(page.find(&capture()).outcome, Outcome::There, "{place}");
    }
}

/// Many booking pages have a captcha beside a form, or a field for a password in their head: the words are what counts.
#[test]
fn what_is_there_is_read_whatever_stands_beside_it() {
    let mut page = page(&[SECTION]);
    page.password = true;
    page.sources = vec!["https://www.google.com/recaptcha/api.js".to_owned()];
    assert_eq!(page.find(&capture()).outcome, Outcome::There);
    page.streams = vec![stream(&format!("{OTHER}. {}", "Nous soignons les dents de tout le monde. ".repeat(100)))];
    assert_eq!(page.find(&capture()).outcome, Outcome::Gone);
}

#[test]
fn what_was_masked_stays_masked() {
    let masked = capture().masked(&Mask::new("Jeanne"));
    let page = page(&[SECTION]);
    let found = page.find(&masked);
    assert_eq!(found.outcome, Outcome::There);
    let again = page.again(&masked, &found, now(), masked.versions.clone());
    assert_eq!((again.section.as_str(), again.verify()), (masked.section.as_str(), Ok(())));
    let mut changed = page.clone();
    changed.streams = vec![stream(&SECTION.replace("Carte", "Bonjour Jeanne, carte"))];
    let found = changed.find(&masked);
    assert_eq!(found.outcome, Outcome::Changed);
    let again = changed.again(&masked, &found, now(), masked.versions.clone());
    assert!(!serde_json::to_string(&again).unwrap().contains("Jeanne"));
}

#[test]
fn what_was_seen_again_is_fixed() {
    let mended = SECTION.replace("Pas de CMU ni d’AME", "CMU et AME acceptées");
    let mut page = page(&[&mended]);
    page.url.push_str("?session=secret");
    let found = page.find(&capture());
    let again = page.again(&capture(), &found, now(), capture().versions);
    assert_eq!((again.outcome, again.section.as_str()), (Outcome::Changed, mended.as_str()));
    assert_eq!((again.page.address.as_str(), again.verify()), (ADDRESS, Ok(())));
}

#[test]
fn a_difference_is_told_word_by_word() {
    let pieces = difference("Pas de CMU au cabinet", "La CMU est acceptée au cabinet");
    let told: Vec<_> = pieces.iter().map(|piece| (piece.sort, piece.text.as_str())).collect();
    assert_eq!(
        told,
        [(Sort::Removed, "Pas de CMU"), (Sort::Added, "La CMU est acceptée"), (Sort::Same, " au cabinet")],
        "words that went together are told together"
    );
    let of = |kept: Sort| {
        pieces
            .iter()
            .filter(|piece| piece.sort == Sort::Same || piece.sort == kept)
            .map(|piece| piece.text.as_str())
            .collect::<String>()
    };
    assert_eq!(
        (of(Sort::Removed), of(Sort::Added)),
        ("Pas de CMU au cabinet".into(), "La CMU est acceptée au cabinet".into())
    );
    let long = "mot ".repeat(60_000);
    assert_eq!(difference(&long, &long).len(), 2, "what is very long is shown as a whole");
}

#[test]
fn pages_are_opened_ten_seconds_apart() {
    assert_eq!(SPACING, 10_000);
    let mut batch = Batch::new([("a", "one"), ("b", "another"), ("c", "one")]);
    assert_eq!((batch.items.len(), &batch.items[0].cases[..]), (2, &["a".to_owned(), "c".to_owned()][..]));
    let start = 1_800_000_000_000;
    assert_eq!(batch.step(start, SPACING), Step::Paused, "nothing is opened unasked");
    batch.paused = false;
    assert_eq!(batch.step(start, SPACING), Step::Open(0));
    batch.open(start);
    // Case « a » was removed meanwhile.
    batch.close(0, vec![("c".to_owned(), Outcome::Changed)], None);
    assert_eq!(batch.items[0].cases, ["c"]);
    // Closed and opened again in between: the time since the last page still counts.
    let mut batch = Batch::from_json(&batch.to_json()).unwrap();
    assert_eq!(batch.step(start + 4_000, SPACING), Step::Wait(6_000));
    assert_eq!(batch.step(start + SPACING, SPACING), Step::Open(1));
    assert_eq!(batch.step(start - 60_000, SPACING), Step::Open(1), "the clock was set back");
    batch.open(start + SPACING);
    // A captcha: the batch stands at this page until the person has done something about it.
    batch.close(1, vec![("b".to_owned(), Outcome::Stopped)], Some(Obstacle::Captcha));
    assert_eq!(batch.step(start + 3 * SPACING, SPACING), Step::Paused);
    batch.paused = false;
    assert_eq!(batch.step(start + 3 * SPACING, SPACING), Step::Open(1));
    batch.pass();
    assert_eq!((batch.step(start, SPACING), batch.done()), (Step::Done, 2));
    assert_eq!((batch.count(Outcome::Changed), batch.count(Outcome::Gone)), (1, 0));
}

#[test]
fn a_site_that_is_allowed_afterwards_is_taken_up() {
    let mut batch = Batch::new([("a", "one"), ("b", "another")]);
    batch.paused = false;
    batch.close(0, vec![("a".to_owned(), Outcome::Stopped)], Some(Obstacle::Permission));
    batch.close(1, vec![("b".to_owned(), Outcome::Stopped)], Some(Obstacle::Refused));
    assert_eq!(batch.step(0, SPACING), Step::Done);
    batch.take_up();
    assert_eq!((batch.step(SPACING, SPACING), batch.count(Outcome::Stopped)), (Step::Open(0), 1));
}

#[test]
fn what_is_no_batch_and_no_page_is_refused() {
    for written in ["", "[]", "{}", r#"{"version": 2}"#, r#"{"version": 1, "items": [3]}"#] {
        assert!(Batch::from_json(written).is_err(), "{written}");
    }
    for report in ["", "null", r#"{"url": 3}"#, r#"{"url": "", "streams": [1]}"#] {
        assert!(Sight::read(report).is_err(), "{report}");
    }
    let hostile =
        json!({"url": "javascript:x", "title": "\u{0}", "streams": ["\u{1}\u{1}p\u{4}\u{5}\u{5}", "x"], "status": 0});
    let sight = Sight::read(&hostile.to_string()).unwrap();
    let found = sight.find(&capture());
    assert_eq!(sight.again(&capture(), &found, now(), capture().versions).page.address, ADDRESS);
}
