//! What is kept so that people and other programs find the words again, and what is masked in it.

use super::*;

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
