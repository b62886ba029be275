//! Each letter, word for word. A change that moves a sentence shows in `tests/letters/*.txt`:
//! `UPDATE_SNAPSHOTS=1 cargo test --test letters` writes them anew.
#![cfg(feature = "cases")]
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test says so by failing")]

use serde_json::{Value, json};
use std::{collections::BTreeMap, fs, path::Path};
use vigie::{
    case::Capture,
    finding::{Criterion, Practice},
    law,
    message::{Catalogue, Language, Message},
    report::{Addressee, Answers, Event, Letter, LetterError, Recipient, Role, Source, letter},
};

const PRACTICES: [(&str, &str); 6] = [
    ("refusal", "Les patients CMU ou AME ne sont pas acceptés."),
    ("restriction", "CMU : uniquement le mardi matin."),
    ("documents", "Patients AME : attestation, pièce d’identité et justificatif de domicile."),
    ("payment", "Pas de tiers payant pour la C2S."),
    ("referral", "Les patients AME sont invités à consulter à l’hôpital."),
    ("stigma", "CMU : merci d’être propres et à l’heure."),
];

fn draft(practice: &str, quote: &str) -> Value {
    let before = "Le cabinet vous accueille du lundi au vendredi.\n";
    let start = before.encode_utf16().count();
    json!({
        "version": 1,
        "finding": {
            "key": "k1", "criterion": "coverage", "practice": practice, "grade": "flag", "rule": "coverage.refusal.1",
            "reason": {"id": "reason.refusal.negated", "args": [["group", "CMU"]]},
            "quote": quote, "at": {"start": start, "end": start + quote.encode_utf16().count()}, "scopeAt": [],
            "trace": {"rule": "coverage.refusal.1", "clause": quote, "cues": [], "scope": [], "ended_by": null, "qualifiers": [], "version": "0.1.0"}
        },
        "text": format!("{before}{quote}\nMerci de votre compréhension."),
        "page": {
            "url": "https://www.doctolib.fr/dentiste/lyon/camille-exemple?pid=practice-12&utm_source=x#infos",
            "title": "Dr Camille Exemple, chirurgien-dentiste à Lyon", "lang": "fr",
            "seenAt": "2026-11-21T22:17:48.120Z", "offset": 60, "zone": "Europe/Paris"
        },
        "facts": {
            "jsonld": [], "microdata": [], "h1": ["Dr Camille Exemple"], "og": {}, "title": "Dr Camille Exemple", "site": "doctolib",
            "adapter": {"name": "Dr Camille Exemple", "profession": "Chirurgien-dentiste", "address": "1 rue de l’Exemple, 69001 Lyon"}
        },
        "way": "popup",
        "screenshot": {"data": "data:image/png;base64,iVBORw0KGgo=", "width": 1280, "height": 800},
        "agent": "Mozilla/5.0 (X11; Linux x86_64; rv:153.0) Gecko/20100101 Firefox/153.0",
        "extension": "0.1.0",
        "private": false
    })
}

fn capture(practice: &str) -> Capture {
    let (_, quote) = PRACTICES.iter().find(|(known, _)| *known == practice).unwrap();
    Capture::from_draft(&draft(practice, quote).to_string()).unwrap()
}

fn answers() -> Answers {
    Answers {
        happened: "Je cherchais un rendez-vous pour une carie. J’ai lu cette mention et j’ai renoncé à appeler."
            .to_owned(),
        when: "le 21 novembre 2026".to_owned(),
        steps: "Aucune.".to_owned(),
        name: "Dominique Modèle".to_owned(),
        address: "2 place du Modèle\n69002 Lyon".to_owned(),
        email: "dominique@example.org".to_owned(),
        place: "Lyon".to_owned(),
        date: "22 novembre 2026".to_owned(),
        represented: "Alex Modèle".to_owned(),
        capacity: "trésorière".to_owned(),
        organisation: "Santé Modèle".to_owned(),
        declared: "2004".to_owned(),
        deadline: "Le 1er décembre 2026".to_owned(),
        approval: "12 mars 2010, n° 2010AG0001".to_owned(),
        addressees: [Recipient::Fund, Recipient::Order, Recipient::Mediator]
            .map(|recipient| {
                let address = "3 avenue du Modèle\n69003 Lyon".to_owned();
                Addressee { recipient, address, email: "contact@example.org".to_owned() }
            })
            .into(),
        ..Answers::default()
    }
}

/// Compares with the snapshot of that name, without the hashes: they are tested with the captures.
fn compare(name: &str, text: &str) {
    let text = &text
        .split_inclusive(|c: char| !c.is_ascii_hexdigit())
        .map(|word| if word.len() > 64 { format!("…{}", &word[64..]) } else { word.to_owned() })
        .collect::<String>();
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/letters").join(format!("{name}.txt"));
    if std::env::var_os("UPDATE_SNAPSHOTS").is_some() {
        fs::write(&path, text).unwrap();
        return;
    }
    let expected = fs::read_to_string(&path).unwrap_or_else(|fault| panic!("{}: {fault}", path.display()));
    for (line, (got, expected)) in text.lines().zip(expected.lines()).enumerate() {
        assert_eq!(got, expected, "{}:{}", path.display(), line + 1);
    }
    assert_eq!(text.len(), expected.len(), "{}: a part is missing at the end", path.display());
}

/// What brings a matter to a recipient: only some professions have a mediator, only some words are about prices.
fn capture_for(recipient: Recipient, practice: &str) -> Option<Capture> {
    let (_, quote) = PRACTICES.iter().find(|(known, _)| *known == practice).unwrap();
    let mut draft = draft(practice, quote);
    match recipient {
        Recipient::Mediator => draft["facts"]["adapter"]["profession"] = json!("Orthophoniste"),
        Recipient::Consumers if practice == "payment" => draft = self::draft(practice, "C2S : supplément de 20 €."),
        Recipient::Consumers => return None,
        _ => {}
    }
    Some(Capture::from_draft(&draft.to_string()).unwrap())
}

/// Every letter there is: each role to each of its recipients about each practice.
fn every_letter(answers: &Answers) -> Vec<(Role, Recipient, &'static str, Letter)> {
    let mut letters = Vec::new();
    for role in Role::ALL {
        for recipient in role.recipients() {
            for (practice, _) in PRACTICES {
                let Some(capture) = capture_for(*recipient, practice) else { continue };
                letters.push((role, *recipient, practice, letter(&[&capture], answers, role, *recipient).unwrap()));
            }
        }
    }
    letters
}

/// One file a role and recipient: the first practice's letter whole, of the others the blocks that differ.
#[test]
fn each_role_recipient_and_practice_word_for_word() {
    let mut files: BTreeMap<String, (Letter, String)> = BTreeMap::new();
    for (role, recipient, practice, letter) in every_letter(&answers()) {
        let place = format!("{}.{}", role.id(), recipient.id());
        assert_eq!(letter.missing, [], "{place} {practice}");
        match files.get_mut(&place) {
            None => {
                let text = format!("== {practice}\n\n{}", letter.text());
                files.insert(place, (letter, text));
            }
            Some((first, text)) => {
                *text += &format!("\n== {practice}: what differs\n");
                assert_eq!(letter.blocks.len(), first.blocks.len());
                for (block, before) in letter.blocks.iter().zip(&first.blocks).filter(|(block, before)| block != before)
                {
                    assert_eq!(block.id, before.id);
                    *text += &format!("\n[{}]\n{}\n", block.id, block.text);
                }
            }
        }
    }
    assert_eq!(files.len(), 5 + 1 + 2 * 3 + 5 + 5 + 5);
    for (name, (_, text)) in files {
        compare(&name, &text);
    }
}

#[test]
fn gaps_are_seen_and_listed_until_they_are_filled() {
    for (role, recipient, practice, empty) in every_letter(&Answers::default()) {
        assert!(!empty.missing.is_empty(), "{} {} {practice}", role.id(), recipient.id());
        for gap in &empty.missing {
            assert!(empty.text().contains(&gap.written()), "{} {}: {}", role.id(), recipient.id(), gap.field);
        }
        assert!(empty.text().matches("[à compléter").count() >= empty.missing.len());
    }
    for role in Role::ALL {
        let empty = letter(&[&capture("refusal")], &Answers::default(), role, role.recipients()[0]).unwrap();
        assert!(empty.missing.len() >= 4, "{}: {:?}", role.id(), empty.missing);
        for gap in &empty.missing {
            assert!(empty.text().contains(&gap.written()), "{}: {}", role.id(), gap.field);
        }
        assert!(empty.text().matches("[à compléter").count() >= empty.missing.len());
        compare(&format!("{}.empty", role.id()), &empty.text());
        let full = letter(&[&capture("refusal")], &answers(), role, role.recipients()[0]).unwrap();
        assert!(!full.text().contains("[à compléter"), "{}", role.id());
    }
}

#[test]
fn a_block_that_the_user_rewrote_is_theirs() {
    let edits = BTreeMap::from([
        ("witness.defender.place".to_owned(), "Villeurbanne, le 23 novembre 2026".to_owned()),
        ("witness.defender.nothing".to_owned(), "A block that no letter has.".to_owned()),
        ("person.defender.subject".to_owned(), "Another role’s subject.".to_owned()),
    ]);
    let before = letter(&[&capture("refusal")], &Answers::default(), Role::Witness, Recipient::Defender).unwrap();
    let after = before.clone().with_edits(&edits);
    assert!(before.missing.iter().any(|gap| gap.field == "place"));
    assert!(!after.missing.iter().any(|gap| gap.field == "place" || gap.field == "date"));
    assert_eq!(after.block("place").unwrap().text, "Villeurbanne, le 23 novembre 2026");
    assert!(after.block("place").unwrap().edited && !after.block("subject").unwrap().edited);
    assert_eq!(after.blocks.len(), before.blocks.len());
}

#[test]
fn what_the_words_alone_do_not_settle_needs_a_fact() {
    let mut draft = draft("payment", "Pas de tiers payant.");
    draft["finding"]["grade"] = json!("check");
    let capture = Capture::from_draft(&draft.to_string()).unwrap();
    for role in Role::ALL {
        let recipient = role.recipients()[0];
        let empty = Answers { happened: "oui.".to_owned(), ..answers() };
        assert_eq!(letter(&[&capture], &empty, role, recipient).unwrap_err(), LetterError::NeedsFact, "{}", role.id());
        let told = letter(&[&capture], &answers(), role, recipient).unwrap();
        assert!(told.text().contains("renoncé à appeler"), "{}", role.id());
        if recipient == Recipient::Defender {
            assert!(told.text().contains("ne suffisent pas, à eux seuls"), "{}", role.id());
        }
    }
}

#[test]
fn each_role_asks_what_it_may_ask() {
    let of = |role: Role| letter(&[&capture("refusal")], &answers(), role, role.recipients()[0]).unwrap().text();
    for role in [Role::Witness, Role::Association] {
        assert!(of(role).contains("L’article\u{a0}8 de la loi organique n°\u{a0}2011-333"), "{}", role.id());
        assert!(!of(role).contains("s’estimant lésée"), "{}", role.id());
    }
    for role in [Role::Person, Role::Representative, Role::MandatedAssociation] {
        assert!(of(role).contains("vous saisir") && !of(role).contains("d’office"), "{}", role.id());
    }
    let journalist = of(Role::Journalist);
    assert!(journalist.contains("demande de commentaire") && !journalist.contains("Libre réponse"));
    assert!(journalist.contains("ni une plainte, ni un signalement"));
    assert_eq!(
        letter(&[&capture("refusal")], &answers(), Role::Journalist, Recipient::Defender).unwrap_err(),
        LetterError::Recipient(Role::Journalist, Recipient::Defender, Message::new("recipient.why.role"))
    );
    assert_eq!(letter(&[], &answers(), Role::Person, Recipient::Defender).unwrap_err(), LetterError::NoCapture);
}

/// Words that judge, accuse, or say of the author what only they may say.
const FORBIDDEN: &[&str] = &[
    "illégal",
    "illicite",
    "raciste",
    "racisme",
    "coupable",
    "infraction",
    "délit",
    "fautif",
    "plainte contre",
    "je bénéficie",
    "ma cmu",
    "mon ame",
    "ma c2s",
    "sécurité sociale n",
    "est discriminatoire",
    "sont discriminatoires",
    "racial",
];

#[test]
fn no_letter_judges_or_says_what_only_its_author_may_say() {
    for criterion in Criterion::ALL.map(Criterion::name) {
        for (practice, quote) in PRACTICES {
            let mut draft = draft(practice, quote);
            draft["finding"]["criterion"] = json!(criterion);
            let capture = Capture::from_draft(&draft.to_string()).unwrap();
            for (role, recipient) in pairs() {
                let Ok(letter) = letter(&[&capture], &answers(), role, recipient) else { continue };
                let words = letter.text().to_lowercase();
                for forbidden in FORBIDDEN {
                    assert!(!words.contains(forbidden), "{criterion} {practice} {}: {forbidden}", role.id());
                }
                assert!(words.contains("susceptible d’être"), "{criterion} {practice} {}", role.id());
                assert!(words.contains(&quote.to_lowercase()), "{criterion} {practice} {}", role.id());
            }
        }
    }
}

/// Each role with each of its recipients.
fn pairs() -> impl Iterator<Item = (Role, Recipient)> {
    Role::ALL.into_iter().flat_map(|role| role.recipients().iter().map(move |recipient| (role, *recipient)))
}

#[test]
fn what_may_be_justified_is_said_beside_the_letter() {
    for (criterion, caution) in [
        ("coverage", None),
        ("origin", None),
        ("health", Some("letter.caution.medical")),
        ("disability", Some("letter.caution.medical")),
        ("family", Some("letter.caution.medical")),
        ("age", Some("letter.caution.speciality")),
        ("gender", Some("letter.caution.speciality")),
    ] {
        let mut draft = draft("refusal", "Pas de patients de ce groupe.");
        draft["finding"]["criterion"] = json!(criterion);
        draft["facts"]["adapter"]["profession"] = json!("Orthophoniste");
        let capture = Capture::from_draft(&draft.to_string()).unwrap();
        let letter = letter(&[&capture], &answers(), Role::Person, Recipient::Defender).unwrap();
        let ids: Vec<_> = letter.cautions.iter().map(|caution| caution.id.as_str()).collect();
        assert_eq!(ids, caution.into_iter().collect::<Vec<_>>(), "{criterion}");
    }
}

#[test]
fn only_the_cover_cites_more_than_the_general_articles() {
    let cited = |criterion: &str| {
        let mut draft = draft("payment", "Supplément de 20 € pour ces patients.");
        draft["finding"]["criterion"] = json!(criterion);
        draft["facts"]["adapter"]["profession"] = json!("Médecin");
        let capture = Capture::from_draft(&draft.to_string()).unwrap();
        letter(&[&capture], &answers(), Role::Person, Recipient::Defender).unwrap().block("basis").unwrap().text.clone()
    };
    for criterion in Criterion::ALL[1..].iter().map(|criterion| criterion.name()) {
        let basis = cited(criterion);
        assert_eq!(basis.lines().filter(|line| line.starts_with('–')).count(), 3, "{criterion}");
    }
    let basis = cited("coverage");
    for article in ["L.861-3", "L.251-2", "L.162-5-13", "R.4127-7", "R.1110-8", "2018-269"] {
        assert!(basis.contains(article), "{article}");
    }
}

#[test]
fn what_a_page_or_a_user_says_is_not_read_as_a_template() {
    let mut draft = draft("refusal", "Pas de <b>CMU</b> & d’AME <script>alert(1)</script>");
    draft["facts"]["adapter"]["name"] = json!("<img src=x onerror=alert(1)>\u{202e}Dr\u{0} Exemple\n");
    draft["page"]["title"] = json!("</section><h1>Titre</h1>");
    let capture = Capture::from_draft(&draft.to_string()).unwrap();
    let answers =
        Answers { happened: "J’ai lu <em>ceci</em>\r\n{{ answers.name }} \u{7}hier".to_owned(), ..answers() };
    let letter = letter(&[&capture], &answers, Role::Person, Recipient::Defender).unwrap();
    let text = letter.text();
    assert!(text.contains("«\u{a0}Pas de <b>CMU</b> & d’AME <script>alert(1)</script>\u{a0}»"), "{text}");
    assert!(text.contains("Nom\u{a0}: <img src=x onerror=alert(1)>Dr Exemple\n"), "{text}");
    assert!(text.contains("J’ai lu <em>ceci</em>\n{{ answers.name }} hier"));
}

#[test]
fn a_long_quote_is_shortened_and_says_so() {
    let quote = format!("Pas de CMU {}", "très ".repeat(1_000));
    let capture = Capture::from_draft(&draft("refusal", quote.trim()).to_string()).unwrap();
    let letter = letter(&[&capture], &answers(), Role::Person, Recipient::Defender).unwrap();
    let seen = &letter.block("seen").unwrap().text;
    assert!(seen.contains("[…]") && seen.contains("le texte intégral est joint"), "{seen}");
    assert!(seen.chars().count() < 2_000, "{}", seen.chars().count());
    assert!(capture.section.contains(quote.trim()));
}

#[test]
fn without_a_practitioner_the_letter_says_what_is_missing() {
    let mut draft = draft("refusal", "Pas de CMU.");
    draft["facts"] = json!({"jsonld": ["{broken"], "h1": 3, "adapter": {"name": ["a"]}});
    let capture = Capture::from_draft(&draft.to_string()).unwrap();
    let unknown = letter(&[&capture], &answers(), Role::Person, Recipient::Defender).unwrap();
    let fields: Vec<_> = unknown.missing.iter().map(|gap| gap.field.as_str()).collect();
    assert_eq!(fields, ["practitioner.name", "practitioner.address"]);
    let mut known = answers();
    known.practitioner.name = Some("Cabinet du Modèle".to_owned());
    known.practitioner.address = Some("non indiquée".to_owned());
    let known = letter(&[&capture], &known, Role::Person, Recipient::Defender).unwrap();
    assert!(known.missing.is_empty() && known.text().contains("Nom\u{a0}: Cabinet du Modèle"));
}

#[test]
fn several_mentions_make_one_letter() {
    let captures = [capture("refusal"), capture("referral")];
    let captures: Vec<_> = captures.iter().collect();
    for role in [Role::Person, Role::Journalist] {
        let letter = letter(&captures, &answers(), role, role.recipients()[0]).unwrap();
        assert_eq!(letter.enclosures.iter().map(|enclosure| enclosure.number).collect::<Vec<_>>(), [1, 2, 3, 4]);
        // One page: its address stands once.
        assert_eq!(letter.text().matches("https://www.doctolib.fr/").count(), 1);
        compare(&format!("{}.several", role.id()), &letter.text());
    }
    let many: Vec<_> = std::iter::repeat_n(captures[0], 21).collect();
    assert_eq!(letter(&many, &answers(), Role::Person, Recipient::Defender).unwrap_err(), LetterError::TooMany(21));
}

#[test]
fn without_a_picture_no_picture_is_promised() {
    let with = letter(&[&capture("refusal")], &answers(), Role::Witness, Recipient::Defender).unwrap();
    let without = capture("refusal").without_screenshot();
    assert_eq!(without.verify(), Ok(()));
    let without = letter(&[&without], &answers(), Role::Witness, Recipient::Defender).unwrap();
    assert!(with.text().contains("copie d’écran") && with.enclosures.len() == 2);
    assert!(!without.text().to_lowercase().contains("copie d’écran") && without.enclosures.len() == 1);
}

#[test]
fn the_users_words_stay_apart_from_the_tools() {
    let letter = letter(&[&capture("refusal")], &answers(), Role::Person, Recipient::Defender).unwrap();
    for block in &letter.blocks {
        let theirs = block.text.contains("renoncé à appeler");
        assert_eq!(theirs, block.id == "account", "{}", block.id);
        if block.id == "account" {
            assert_eq!(block.source, Source::User);
        }
    }
}

#[test]
fn every_message_of_law_and_letters_has_its_words() {
    let mut ids = vec![];
    for role in Role::ALL {
        let letter = letter(&[&capture("refusal")], &answers(), role, role.recipients()[0]).unwrap();
        ids.extend(letter.blocks.iter().map(|block| format!("letter.block.{}", block.id)));
        ids.extend(letter.cautions.iter().map(|caution| caution.id.clone()));
    }
    for criterion in Criterion::ALL {
        ids.extend(law::caution(criterion).map(|caution| caution.id));
        for (practice, _) in PRACTICES {
            let practice: Practice = serde_json::from_value(json!(practice)).unwrap();
            ids.push(law::basis(criterion, practice).id);
        }
    }
    for (_, _, _, letter) in every_letter(&answers()) {
        ids.extend(letter.cautions.iter().map(|caution| caution.id.clone()));
    }
    ids.push("letter.caution.named".to_owned());
    for recipient in Recipient::ALL {
        let id = recipient.id();
        ids.extend(["", ".help", ".next", ".limits", ".post"].map(|part| format!("recipient.{id}{part}")));
    }
    ids.extend(
        ["role", "profession", "territory", "site", "keep", "private", "unsettled"]
            .map(|why| format!("recipient.why.{why}")),
    );
    ids.extend(Event::ALL.map(|event| format!("event.{}", event.id())));
    ids.extend(["receipt", "heard", "conciliation"].map(|due| format!("due.{due}")));
    for error in [
        LetterError::NoCapture,
        LetterError::TooMany(30),
        LetterError::Recipient(Role::Person, Recipient::Practice, Message::new("letter.error.recipient")),
        LetterError::NeedsFact,
        LetterError::Template(String::new()),
    ] {
        ids.push(error.message().id);
    }
    for language in Language::ALL {
        let catalogue = Catalogue::new(language);
        for id in &ids {
            assert!(catalogue.has(id), "{} {id}", language.code());
        }
    }
}

#[test]
fn templates_keep_punctuation_with_its_word() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/report/letters");
    let listed = [folder.clone(), folder.join("parts")].into_iter().flat_map(|folder| fs::read_dir(folder).unwrap());
    let templates = listed.map(|entry| entry.unwrap().path()).filter(|path| path.is_file());
    for (path, text) in templates.map(|path| (path.clone(), fs::read_to_string(path).unwrap())) {
        for (number, line) in text.lines().enumerate() {
            for broken in ["« ", " »", " :", " ;", " ?", "n° ", "article L", "article R", "article 2", "article 8"] {
                let place = format!("{}:{}", path.display(), number + 1);
                assert!(!line.contains(broken), "{place}: put a no-break space (U+00A0) into {broken:?}");
            }
        }
    }
}
