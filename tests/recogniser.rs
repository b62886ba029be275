//! Which pages that no list knows are those of a practice: `tests/recogniser.toml`.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on fails")]

use serde::Deserialize;
use vigie::{html, sites::recogniser::recognise};

#[derive(Deserialize)]
struct Cases {
    page: Vec<Case>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Case {
    name: String,
    booking: bool,
    html: String,
}

#[test]
fn pages_of_practices_are_told_from_others() {
    let Cases { page } = toml::from_str(include_str!("recogniser.toml")).unwrap();
    let mut wrong = Vec::new();
    for Case { name, booking, html } in page {
        let found = recognise(&html::facts(&html), "www.example.org");
        if found.is_some() != booking {
            wrong.push(format!("{name}: {found:?}"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn a_page_of_a_booking_site_is_no_widget_of_itself() {
    let page = r#"<title>Rendez-vous</title><h1>Dentistes</h1><a href="https://www.qare.fr/a">Suite</a>"#;
    assert_eq!(recognise(&html::facts(page), "www.qare.fr"), None);
    assert!(recognise(&html::facts(page), "cabinet.example").is_some());
}
