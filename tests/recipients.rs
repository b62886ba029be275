//! To whom a report can go: by role, profession, place, words and page. What is not known stays a gap.
#![cfg(feature = "cases")]
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test says so by failing")]

use serde_json::{Value, json};
use vigie::{
    case::{Capture, Mask},
    report::{Answers, Recipient, Role, choices, letter, unknown_site},
};

fn draft() -> Value {
    let quote = "Les patients CMU ne sont pas acceptés.";
    json!({
        "version": 1,
        "finding": {
            "key": "k1", "criterion": "coverage", "practice": "refusal", "grade": "flag", "rule": "coverage.refusal.1",
            "reason": {"id": "reason.refusal.negated", "args": [["group", "CMU"]]},
            "quote": quote, "at": {"start": 0, "end": quote.encode_utf16().count()}, "trace": {}
        },
        "text": quote,
        "page": {
            "url": "https://www.doctolib.fr/dentiste/lyon/camille-exemple", "title": "Dr Camille Exemple",
            "seenAt": "2026-11-21T22:17:48Z", "offset": 60, "zone": "Europe/Paris"
        },
        "facts": {"adapter": {"name": "Dr Camille Exemple", "profession": "Chirurgien-dentiste", "address": "1 rue de l’Exemple, 69001 Lyon"}},
        "way": "popup", "agent": "", "extension": "0.1.0", "private": false
    })
}

/// The draft with another value at a place.
fn with(path: &str, value: Value) -> Capture {
    let mut draft = draft();
    *draft.pointer_mut(path).unwrap() = value;
    Capture::from_draft(&draft.to_string()).unwrap()
}

fn offered(role: Role, capture: &Capture, kept: bool) -> Vec<String> {
    choices(role, &[capture], &Answers::default(), kept)
        .into_iter()
        .map(|choice| match choice.withheld {
            None => choice.recipient.id().to_owned(),
            Some(why) => format!("{} – {}", choice.recipient.id(), why.id.trim_start_matches("recipient.why.")),
        })
        .collect()
}

#[test]
fn each_role_is_offered_what_it_may_do() {
    let capture = with("/way", json!("menu"));
    for (role, kept, expected) in [
        (Role::Person, true, &["defender", "cpam", "order", "platform", "practice"][..]),
        (Role::Person, false, &["defender", "cpam", "order", "platform", "practice – keep"]),
        (Role::MandatedAssociation, true, &["defender", "cpam", "order", "platform", "practice"]),
        (Role::Representative, true, &["defender", "cpam – role", "platform", "practice"]),
        (Role::Association, true, &["defender", "cpam – role", "platform", "practice"]),
        (Role::Witness, false, &["defender", "cpam – role", "platform", "practice – keep"]),
        // A comment on words that nothing keeps any more is asked of nobody.
        (Role::Journalist, false, &["practice – comment"]),
        (Role::Journalist, true, &["practice"]),
    ] {
        assert_eq!(offered(role, &capture, kept), expected, "{}", role.id());
    }
}

#[test]
fn what_is_offered_can_be_written_and_nothing_else() {
    let captures = [
        with("/way", json!("menu")),
        with("/facts/adapter/profession", json!("Orthophoniste")),
        with("/facts/adapter/address", json!("Nouméa 98800")),
        with("/page/url", json!("file:///tmp/page.html")),
        with("/finding/grade", json!("check")),
    ];
    let answers = Answers { happened: "J’ai appelé et on m’a répondu non.".to_owned(), ..Answers::default() };
    for capture in &captures {
        for role in Role::ALL {
            let open: Vec<_> = choices(role, &[capture], &answers, true)
                .into_iter()
                .filter(|choice| choice.withheld.is_none())
                .map(|choice| choice.recipient)
                .collect();
            assert!(!open.is_empty());
            for recipient in Recipient::ALL {
                let written = letter(&[capture], &answers, role, recipient).is_ok();
                assert_eq!(written, open.contains(&recipient), "{} {}", role.id(), recipient.id());
            }
        }
    }
}

#[test]
fn the_matter_decides_who_hears_it() {
    for (path, value, expected) in [
        (
            "/facts/adapter/profession",
            json!("Orthophoniste"),
            &["defender", "cpam", "mediator", "platform", "practice"][..],
        ),
        (
            "/facts/adapter/profession",
            json!("Sophrologue"),
            &["defender", "cpam", "order – profession", "platform", "practice"],
        ),
        ("/facts/adapter/profession", json!(null), &["defender", "cpam", "order", "platform", "practice"]),
        ("/facts/adapter/address", json!("98000 Monaco"), &["defender", "cpam – territory", "platform", "practice"]),
        (
            "/facts/adapter/address",
            json!("10115 Berlin, Allemagne"),
            &["defender", "cpam – territory", "platform", "practice"],
        ),
        (
            "/facts/adapter/address",
            json!("BP 12, 98713 Papeete"),
            &["defender", "cpam – territory", "platform", "practice"],
        ),
        (
            "/page/url",
            json!("https://dr-exemple.example/"),
            &["defender", "cpam", "order", "platform – platform", "practice"],
        ),
        // A practice's own site that merely names a platform in its address.
        (
            "/page/url",
            json!("https://www.doctolib.fr.dr-exemple.example/www.doctolib.fr/"),
            &["defender", "cpam", "order", "platform – platform", "practice"],
        ),
        ("/page/url", json!("https://booking.keldoc.com/x"), &["defender", "cpam", "order", "platform", "practice"]),
        ("/page/url", json!("file:///tmp/page.html"), &["defender", "cpam", "order", "platform – site", "practice"]),
        ("/finding/grade", json!("check"), &["defender", "cpam", "order", "platform", "practice – unsettled"]),
    ] {
        assert_eq!(offered(Role::Person, &with(path, value.clone()), true), expected, "{path} {value}");
    }
}

#[test]
fn prices_are_for_consumer_protection_and_third_party_payment_is_not() {
    for (quote, practice, prices) in [
        ("CMU : supplément de 20 €.", "payment", true),
        ("Un acompte est demandé aux patients C2S", "payment", true),
        ("Devis payant pour la CMU", "payment", true),
        ("Pas de tiers payant pour la CMU", "payment", false),
        ("CMU refusée, voir nos tarifs", "refusal", false),
    ] {
        let mut draft = draft();
        draft["text"] = json!(quote);
        draft["finding"]["quote"] = json!(quote);
        draft["finding"]["practice"] = json!(practice);
        draft["finding"]["at"] = json!({"start": 0, "end": quote.encode_utf16().count()});
        let capture = Capture::from_draft(&draft.to_string()).unwrap();
        assert_eq!(offered(Role::Witness, &capture, true).contains(&"dgccrf".to_owned()), prices, "{quote}");
    }
}

/// The notice bears the author's name: on a practice's own site it would tell the practice who writes.
#[test]
fn a_notice_goes_to_a_platform_and_to_no_practice() {
    let own = with("/page/url", json!("https://dr-exemple.example/rendez-vous"));
    let known = with("/way", json!("menu"));
    let says = |platform: bool, captures: &[&Capture]| {
        let answers = Answers { platform, ..Answers::default() };
        let written = letter(captures, &answers, Role::Witness, Recipient::Platform);
        (unknown_site(captures), written.map(|letter| letter.text()).map_err(|error| error.message().id))
    };
    let (asked, written) = says(false, &[&own]);
    assert_eq!((asked.as_deref(), written), (Some("dr-exemple.example"), Err("recipient.why.platform".to_owned())));
    let (asked, written) = says(true, &[&own]);
    assert_eq!(asked.as_deref(), Some("dr-exemple.example"), "the question stays, to be taken back");
    assert!(written.unwrap().contains("\ndr-exemple.example\n"));
    let (asked, written) = says(false, &[&known]);
    assert!(asked.is_none() && written.is_ok(), "of a known platform nothing is asked");
    // What the user said of a site is theirs, and outlives the page.
    let stored = serde_json::to_string(&Answers { platform: true, ..Answers::default() }.cleaned()).unwrap();
    assert!(serde_json::from_str::<Answers>(&stored).unwrap().platform);
    assert!(!serde_json::from_str::<Answers>("{}").unwrap().platform);
}

/// The lines that say to whom.
fn addressed(capture: &Capture, recipient: Recipient) -> String {
    letter(&[capture], &Answers::default(), Role::Person, recipient).unwrap().block("recipient").unwrap().text.clone()
}

#[test]
fn the_place_decides_which_council_and_nothing_is_invented() {
    let gap = "[à compléter\u{a0}: adresse postale du destinataire]";
    for (profession, address, recipient, lines) in [
        (
            "Dentiste",
            "1 rue A, 69001 Lyon",
            Recipient::Order,
            &[
                "Présidence du conseil départemental de l’Ordre des chirurgiens-dentistes",
                "Département\u{a0}: Rhône (69)",
            ][..],
        ),
        (
            "Dentiste",
            "1 rue A, 69001 Lyon",
            Recipient::Fund,
            &["Direction de l’organisme local d’assurance maladie (CPAM)", "Département\u{a0}: Rhône (69)"],
        ),
        (
            "Médecin",
            "20137 Porto-Vecchio",
            Recipient::Order,
            &["Présidence du conseil départemental de l’Ordre des médecins", "Département\u{a0}: Corse-du-Sud (2A)"],
        ),
        (
            "Médecin",
            "97400 Saint-Denis",
            Recipient::Fund,
            &["Direction de l’organisme local d’assurance maladie", "Territoire\u{a0}: La Réunion (974)"],
        ),
        (
            "Pharmacien",
            "35000 Rennes",
            Recipient::Order,
            &["Présidence du conseil régional de l’Ordre des pharmaciens", "Région\u{a0}: Bretagne"],
        ),
        (
            "Pédicure-podologue",
            "97500 Saint-Pierre",
            Recipient::Order,
            &[
                "Présidence du conseil régional de l’Ordre des pédicures-podologues",
                "[à compléter\u{a0}: région du lieu d’exercice]",
            ],
        ),
        (
            "Orthophoniste",
            "7 rue B",
            Recipient::Mediator,
            &[
                "Médiateur de l’organisme local d’assurance maladie (CPAM)",
                "[à compléter\u{a0}: département du lieu d’exercice]",
            ],
        ),
        (
            "Infirmière",
            "12 rue de Belgique, 59000 Lille",
            Recipient::Order,
            &["Présidence du conseil départemental de l’Ordre des infirmiers", "Département\u{a0}: Nord (59)"],
        ),
    ] {
        let mut draft = draft();
        draft["facts"]["adapter"]["profession"] = json!(profession);
        draft["facts"]["adapter"]["address"] = json!(address);
        let capture = Capture::from_draft(&draft.to_string()).unwrap();
        let mut expected = lines.to_vec();
        expected.push(gap);
        assert_eq!(addressed(&capture, recipient).lines().collect::<Vec<_>>(), expected, "{profession}, {address}");
    }
}

#[test]
fn what_the_user_knows_better_decides() {
    let capture = with("/facts/adapter/profession", json!(null));
    let mut answers = Answers::default();
    answers.practitioner.profession = Some("pharmacien".to_owned());
    answers.practitioner.address = Some("2 rue C, 33000 Bordeaux".to_owned());
    let to = letter(&[&capture], &answers, Role::Person, Recipient::Order).unwrap();
    assert!(to.text().contains("Région\u{a0}: Nouvelle-Aquitaine"));
}

#[test]
fn a_notice_has_its_four_elements() {
    let answers =
        Answers { name: "Dominique Modèle".to_owned(), email: "d@example.org".to_owned(), ..Answers::default() };
    let text = letter(&[&with("/way", json!("menu"))], &answers, Role::Witness, Recipient::Platform).unwrap().text();
    for element in [
        "elle semble les écarter des soins",
        "Adresse exacte\u{a0}: https://www.doctolib.fr/dentiste/lyon/camille-exemple\n",
        "Dominique Modèle\nd@example.org",
        "la conviction, de bonne foi",
        "\nDoctolib\n",
    ] {
        assert!(text.contains(element), "{element} is not in\n{text}");
    }
}

#[test]
fn nothing_of_the_author_reaches_the_practice() {
    let said = |text: &str| text.to_owned();
    let answers = Answers {
        happened: said("AAA raconte"),
        when: said("BBB"),
        steps: said("CCC"),
        replies: said("DDD"),
        name: said("EEE"),
        address: said("FFF"),
        email: said("GGG"),
        phone: said("HHH"),
        place: said("III"),
        represented: said("JJJ"),
        capacity: said("KKK"),
        organisation: said("LLL"),
        declared: said("MMM"),
        ..Answers::default()
    };
    let edits = [("person.seen", "NNN"), ("person.defender.sender", "OOO"), ("person.account", "PPP")];
    let edits = edits.map(|(key, text)| (key.to_owned(), text.to_owned())).into();
    for role in Role::ALL.into_iter().filter(|role| *role != Role::Journalist) {
        let letter = letter(&[&with("/way", json!("menu"))], &answers, role, Recipient::Practice).unwrap();
        assert!(letter.enclosures.is_empty() && !letter.text().contains("joint"), "{}", role.id());
        let text = letter.with_edits(&edits).text();
        for letter in 'A'..='P' {
            assert!(!text.contains(&String::from(letter).repeat(3)), "{}: {letter} in\n{text}", role.id());
        }
    }
}

#[test]
fn what_letters_have_in_common_is_rewritten_once() {
    let edits = [("person.seen", "J’ai lu ceci."), ("person.cpam.request", "Je demande ceci.")];
    let edits = edits.map(|(key, text)| (key.to_owned(), text.to_owned())).into();
    let capture = with("/way", json!("menu"));
    let of = |recipient| letter(&[&capture], &Answers::default(), Role::Person, recipient).unwrap().with_edits(&edits);
    for (recipient, seen, request) in [
        (Recipient::Defender, true, false),
        (Recipient::Fund, true, true),
        (Recipient::Platform, true, false),
        (Recipient::Practice, false, false),
    ] {
        let letter = of(recipient);
        assert_eq!(letter.block("seen").unwrap().edited, seen, "{}", recipient.id());
        assert_eq!(letter.block("request").unwrap().edited, request, "{}", recipient.id());
    }
}

#[test]
fn letters_leave_as_files_and_messages() {
    let capture = with("/facts/adapter/name", json!("<b>Dr</b> \"Exemple\" & fils"));
    let letter = letter(&[&capture], &Answers::default(), Role::Witness, Recipient::Defender).unwrap();
    let html = letter.html();
    assert!(html.contains("&lt;b&gt;Dr&lt;/b&gt; &quot;Exemple&quot; &amp; fils") && !html.contains("<b>"), "{html}");
    assert_eq!(html.matches("<section").count(), letter.blocks.len());
    let mail = letter.mail("a b@example.org?cc=c@d", "Collez ici la lettre.");
    assert!(mail.to_paste && mail.address.len() < 2_000, "{}", mail.address);
    assert!(
        mail.address.starts_with("mailto:a%20b@example.org%3Fcc%3Dc@d?subject=signalement%20d"),
        "{}",
        mail.address
    );
    assert!(mail.address.ends_with("&body=Collez%20ici%20la%20lettre."));
}

#[test]
fn masked_words_are_nowhere_in_what_is_kept() {
    let mut draft = draft();
    let text = "Bonjour Dominique Modèle\nLes patients CMU ne sont pas acceptés.\nVotre compte\u{a0}: dominique";
    draft["text"] = json!(text);
    draft["finding"]["at"] = json!({"start": 25, "end": 25 + 38});
    draft["finding"]["trace"] = json!({"clause": "DOMINIQUE MODELE", "cues": ["Modèle"]});
    draft["page"]["title"] = json!("Compte de Dominique – Dr Camille Exemple");
    draft["page"]["url"] = json!("https://www.doctolib.fr/compte/dominique-modele");
    draft["facts"]["og"] = json!({"title": "Dominique Modèle"});
    let capture = Capture::from_draft(&draft.to_string()).unwrap();
    let before = capture.manifest.sha256.clone();
    let masked = capture.clone().masked(&Mask::new("Dominique, Modèle"));
    assert_eq!(masked.verify(), Ok(()));
    assert_ne!(masked.manifest.sha256, before);
    for (name, _, bytes) in masked.files() {
        let text = String::from_utf8_lossy(&bytes).to_lowercase();
        for word in ["dominique", "modèle", "modele"] {
            assert!(!text.contains(word), "{name}: {text}");
        }
    }
    // The words that are reported stay, and stay in their place.
    let at = masked.finding.at;
    let units: Vec<u16> = masked.section.encode_utf16().collect();
    assert_eq!(
        String::from_utf16_lossy(&units[at.start as usize..at.end as usize]),
        "Les patients CMU ne sont pas acceptés."
    );
    assert!(masked.notes.iter().any(|note| note.id == "letter.note.masked"));
    assert_eq!(capture.clone().masked(&Mask::new("Personne")), capture);
}

#[test]
fn who_is_named_in_the_capture_is_told() {
    for (name, text, url, told) in [
        ("Dominique Modèle", "Bonjour DOMINIQUE", "https://www.doctolib.fr/a", true),
        ("Dominique Modèle", "Bonjour", "https://www.doctolib.fr/compte/dominique-modele", true),
        ("Dominique Modèle", "Bonjour", "https://www.doctolib.fr/a", false),
        ("D. Modèle", "Des modèles", "https://www.doctolib.fr/a", false),
        ("", "Bonjour Dominique", "https://www.doctolib.fr/a", false),
    ] {
        let mut draft = draft();
        let quote = draft["text"].as_str().unwrap().to_owned();
        draft["text"] = json!(format!("{quote}\n{text}"));
        draft["page"]["url"] = json!(url);
        let capture = Capture::from_draft(&draft.to_string()).unwrap();
        let answers = Answers { name: name.to_owned(), ..Answers::default() };
        for recipient in [Recipient::Defender, Recipient::Practice] {
            let letter = letter(&[&capture], &answers, Role::Witness, recipient).unwrap();
            let said = letter.cautions.iter().any(|caution| caution.id == "letter.caution.named");
            assert_eq!(said, told, "{name}: {text} {url}");
        }
    }
}

/// Nobody, or several people on one page: the letters name nobody, and say so.
#[test]
fn who_is_not_known_is_a_gap_for_everybody() {
    let person = |name: &str| json!({"@type": "Physician", "name": name}).to_string();
    for facts in
        [json!({}), json!({"jsonld": [person("Dr A. Exemple"), person("Dr B. Modèle")], "h1": ["2 soignants à Lyon"]})]
    {
        let mut draft = draft();
        draft["facts"] = facts;
        draft["page"]["url"] = json!("https://www.doctolib.fr/search?location=lyon");
        draft["page"]["title"] = json!("");
        let capture = Capture::from_draft(&draft.to_string()).unwrap();
        for role in Role::ALL {
            for choice in choices(role, &[&capture], &Answers::default(), true) {
                if choice.withheld.is_some() || (choice.recipient == Recipient::Order) {
                    continue;
                }
                let letter = letter(&[&capture], &Answers::default(), role, choice.recipient).unwrap();
                let missing = letter.missing.iter().any(|gap| gap.field.starts_with("practitioner."));
                let named = ["Exemple", "Modèle"].iter().any(|name| letter.text().contains(name));
                assert!(missing && !named, "{} {}\n{}", role.id(), choice.recipient.id(), letter.text());
            }
        }
        assert!(offered(Role::Person, &capture, true).contains(&"order – profession".to_owned()));
    }
}

/// Markup, control characters and length in every field, to everybody: a letter comes out, fit to be printed, or a reason.
#[test]
fn hostile_values_make_letters_all_the_same() {
    let hostile =
        "<script>{{ x }}</script>\u{0}\u{7}\u{202e}\u{1e}\r\n# Titre\n\n\n".to_owned() + &"mot ".repeat(4_000);
    let mut answers = serde_json::to_value(Answers::default()).unwrap();
    for (name, value) in answers.as_object_mut().unwrap() {
        if value.is_string() {
            *value = json!(hostile);
        } else if name == "practitioner" {
            *value = json!({"name": hostile, "profession": format!("médecin {hostile}"), "address": hostile, "rpps": hostile});
        }
    }
    answers["addressees"] = json!([{"recipient": "cpam", "address": hostile, "email": hostile}]);
    let answers: Answers = serde_json::from_value(answers).unwrap();
    let mut draft = draft();
    let quote = "Pas de CMU, ".repeat(420);
    draft["text"] = json!(quote);
    draft["finding"]["quote"] = json!(quote);
    draft["finding"]["at"] = json!({"start": 0, "end": quote.encode_utf16().count()});
    draft["page"]["title"] = json!(hostile);
    draft["screenshot"] = json!({"data": "data:image/png;base64,broken!", "width": 0, "height": 0});
    let capture = Capture::from_draft(&draft.to_string()).unwrap();
    for role in Role::ALL {
        for choice in choices(role, &[&capture], &answers, true) {
            if choice.withheld.is_some() {
                continue;
            }
            let letter = letter(&[&capture], &answers, role, choice.recipient).unwrap();
            let text = letter.text();
            assert!(!text.chars().any(|c| c.is_control() && c != '\n'), "{}", choice.recipient.id());
            assert!(text.contains("[…]") && text.chars().count() < 60_000, "{}", text.chars().count());
            assert!(!letter.html().contains("<script"));
        }
    }
}
