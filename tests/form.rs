//! Which field of a form gets what: the cases are `tests/forms/*.toml`. Each field there is described as the content script
//! describes it, and `is` says what the plan makes of it: `fill TEXT`, `offer WHY: TEXT | TEXT`, `leave WHY` or `pass`. A text
//! longer than a line is said by what it is: `<facts>`.
#![cfg(feature = "cases")]
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test says so by failing")]

use serde_json::{Value, json};
use std::{fs, path::Path};
use vigie::{
    case::{Capture, Case, Moment},
    report::{
        Answers, Role,
        form::{Entries, Plan, Put, Step, Words, plan},
    },
};

fn case(role: Option<Role>, answers: Answers) -> Case {
    let quote = "Les patients CMU ou AME ne sont pas acceptés.";
    let draft = json!({
        "version": 1,
        "finding": {
            "key": "k1", "criterion": "coverage", "practice": "refusal", "grade": "flag", "rule": "refusal.negated",
            "reason": {"id": "reason.refusal.negated", "args": [["group", "CMU"]]},
            "quote": quote, "at": {"start": 0, "end": quote.encode_utf16().count()}, "scopeAt": [],
            "trace": {"version": "0.1.0"}
        },
        "text": quote,
        "page": {
            "url": "https://www.doctolib.fr/dentiste/lyon/camille-exemple", "title": "Dr Camille Exemple", "lang": "fr",
            "seenAt": "2026-11-21T22:17:48.120Z", "offset": 60, "zone": "Europe/Paris"
        },
        "facts": {
            "jsonld": [], "microdata": [], "h1": ["Dr Camille Exemple"], "og": {}, "title": "Dr Camille Exemple", "site": "doctolib",
            "adapter": {"name": "Dr Camille Exemple", "profession": "Chirurgien-dentiste", "address": "1 rue de l’Exemple, 69001 Lyon"}
        },
        "way": "popup", "agent": "test", "extension": "0.1.0", "private": false
    });
    let capture = Capture::from_draft(&draft.to_string()).unwrap();
    let now = Moment::new("2026-11-22T08:00:00Z", 60, Some("Europe/Paris")).unwrap();
    let mut case = Case::new("test", capture, now).unwrap();
    case.role = role;
    case.answers = answers;
    case
}

fn answers() -> Answers {
    Answers {
        happened: "J’ai appelé, on m’a dit que le cabinet ne prenait pas la CMU.".to_owned(),
        when: "le 21 novembre 2026, vers 10 h".to_owned(),
        steps: "Courrier au cabinet le 22 novembre 2026.".to_owned(),
        replies: "Aucune réponse.".to_owned(),
        name: "Dominique Modèle".to_owned(),
        address: "2 place du Modèle\n74000 Annecy".to_owned(),
        email: "dominique@example.org".to_owned(),
        phone: "06 12 34 56 78".to_owned(),
        place: "Annecy".to_owned(),
        date: "22 novembre 2026".to_owned(),
        represented: "Alex Modèle".to_owned(),
        capacity: "mère et représentante légale".to_owned(),
        organisation: "Santé Modèle".to_owned(),
        ..Answers::default()
    }
}

fn shown(put: &Put) -> String {
    if put.text.contains('\n') || put.text.chars().count() > 90 { format!("<{}>", put.what) } else { put.text.clone() }
}

fn decision(step: &Step) -> String {
    match step {
        Step::Fill(put) => format!("fill {}", shown(put)),
        Step::Offer(puts, why) => {
            format!("offer {}: {}", why.id(), puts.iter().map(shown).collect::<Vec<_>>().join(" | "))
        }
        Step::Leave(why) => format!("leave {}", why.id()),
        Step::Pass => "pass".to_owned(),
    }
}

/// The answers of a form's own, over the usual ones.
fn answers_of(form: &Value) -> Answers {
    let mut all = serde_json::to_value(answers()).unwrap();
    for (name, value) in form.get("answers").and_then(Value::as_object).into_iter().flatten() {
        all[name] = value.clone();
    }
    serde_json::from_value(all).unwrap()
}

#[test]
fn every_field_gets_what_it_asks_for() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/forms");
    let mut files: Vec<_> = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    files.sort();
    let (mut fields, mut faults) = (0, Vec::new());
    for file in files {
        let table: toml::Value = toml::from_str(&fs::read_to_string(&file).unwrap()).unwrap();
        let table = serde_json::to_value(table).unwrap();
        for form in table["form"].as_array().unwrap() {
            let role = form.get("role").map_or(Some(Role::Person), |role| Role::from_id(role.as_str().unwrap()));
            let entries = Entries::of(&case(role, answers_of(form)));
            let described = form["fields"].as_array().unwrap();
            let Plan { steps, .. } = plan(&form["fields"], &entries, &Words::own());
            assert_eq!(steps.len(), described.len());
            for (field, step) in described.iter().zip(&steps) {
                fields += 1;
                let (expected, got) = (field["is"].as_str().unwrap(), decision(step));
                if got != expected {
                    faults.push(format!(
                        "{}: {}: {}\n  expected {expected}\n  got      {got}",
                        file.file_name().unwrap().display(),
                        form["name"].as_str().unwrap(),
                        field["label"].as_str().or(field["name"].as_str()).unwrap_or("?"),
                    ));
                }
            }
        }
    }
    assert!(fields > 100, "only {fields} fields");
    assert!(faults.is_empty(), "{} of {fields} fields\n{}", faults.len(), faults.join("\n"));
}

#[test]
fn what_no_form_says_is_read_without_harm() {
    let entries = Entries::of(&case(Some(Role::Person), answers()));
    for described in [
        json!(null),
        json!({}),
        json!("<script>"),
        json!([null, 1, "x", [], {}]),
        json!([{ "label": 5, "options": {} }]),
    ] {
        let Plan { steps, .. } = plan(&described, &entries, &Words::own());
        assert!(steps.iter().all(|step| matches!(step, Step::Leave(_))), "{described}");
    }
    let long = json!({ "label": "x".repeat(1_000_000), "name": "é".repeat(100_000), "kind": "text", "around": vec!["y"; 1000] });
    let hostile =
        json!({ "label": "__proto__ constructor <script>alert(1)</script>", "name": "__proto__", "kind": "text" });
    let many: Vec<Value> = std::iter::repeat_n([long, hostile], 2500).flatten().collect();
    let plan = plan(&Value::Array(many), &entries, &Words::own());
    assert!(plan.more && plan.steps.len() == 500);
    assert!(plan.steps.iter().all(|step| matches!(step, Step::Leave(_))));
}

#[test]
fn a_report_without_words_fills_only_what_the_page_said() {
    let entries = Entries::of(&case(None, Answers::default()));
    let fields = json!([
        { "label": "Votre nom", "kind": "text" },
        { "label": "Courriel", "kind": "email" },
        { "label": "Vous êtes", "kind": "radio", "options": ["Victime", "Témoin"] },
        { "label": "Personne ou organisme mis en cause", "kind": "text" },
        { "label": "Décrivez les faits", "kind": "textarea" },
        { "label": "Démarches déjà effectuées", "kind": "textarea" },
    ]);
    let decisions: Vec<String> = plan(&fields, &entries, &Words::own()).steps.iter().map(decision).collect();
    let expected =
        ["leave untold", "leave untold", "leave untold", "fill Dr Camille Exemple", "fill <seen>", "leave untold"];
    assert_eq!(decisions, expected);
}

#[test]
fn a_gap_of_the_letter_goes_nowhere() {
    let entries = Entries::of(&case(Some(Role::Person), Answers::default()));
    let fields = json!([{ "label": "Décrivez les faits", "kind": "textarea" }, { "label": "Qu’attendez-vous ?", "kind": "textarea" }]);
    for step in plan(&fields, &entries, &Words::own()).steps {
        let Step::Fill(put) = step else { panic!("{step:?}") };
        assert!(!put.text.contains("à compléter"), "{}", put.text);
    }
}
