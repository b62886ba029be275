//! Each letter, word for word. A change that moves a sentence shows in `tests/letters/*.txt`:
//! `UPDATE_SNAPSHOTS=1 cargo test --test letters` writes them anew.
#![cfg(feature = "report")]
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test says so by failing")]

use serde_json::{Value, json};
use std::{collections::BTreeMap, fs, path::Path};
use vigie::{
    case::Capture,
    finding::{Criterion, Practice},
    law,
    message::{Catalogue, Language},
    report::{Answers, LetterError, Recipient, Role, Source, letter},
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
        deadline: "le 1er décembre 2026".to_owned(),
        ..Answers::default()
    }
}

fn compare(name: &str, text: &str) {
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

#[test]
fn each_role_and_practice_word_for_word() {
    for role in Role::ALL {
        for (practice, _) in PRACTICES {
            let letter = letter(&[&capture(practice)], &answers(), role, role.recipients()[0]).unwrap();
            assert_eq!(letter.missing, [], "{} {practice}", role.id());
            compare(&format!("{}.{practice}", role.id()), &letter.text());
        }
    }
}
