//! The law as data: what the build refuses, and where it points; and what of it reaches whoever reads a letter.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test says so by failing")]

#[path = "../src/law/build.rs"]
mod build;
#[allow(dead_code, reason = "a table of data has criteria, practices or both")]
#[path = "../src/finding/names.rs"]
mod names;

use std::{env, fs, path::Path};
use vigie::{
    finding::{Criterion, Practice},
    law,
    message::Message,
};

const FILES: [&str; 7] = [
    "articles.toml",
    "grounds.toml",
    "general.toml",
    "coverage.toml",
    "proposals.toml",
    "professions.toml",
    "deontology.toml",
];

/// Builds the project's own data after one replacement in one file.
fn built(name: &str, file: &str, from: &str, to: &str) -> Result<String, String> {
    let source = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/law");
    let folder = env::temp_dir().join(format!("vigie-law-{}-{name}", std::process::id()));
    fs::create_dir_all(&folder).unwrap();
    for known in FILES {
        let text = fs::read_to_string(source.join(known)).unwrap();
        assert!(known != file || text.contains(from), "{file} has no {from}");
        fs::write(folder.join(known), if known == file { text.replacen(from, to, 1) } else { text }).unwrap();
    }
    let answer = build::build(&folder, &folder).map(|()| fs::read_to_string(folder.join("law.rs")).unwrap());
    fs::remove_dir_all(&folder).unwrap();
    answer
}

#[test]
fn the_data_as_it_is_is_built() {
    built("as-is", "general.toml", "general", "general").unwrap();
}

#[test]
fn what_is_wrong_is_refused_with_its_place() {
    for (name, file, from, to, says) in [
        ("key", "general.toml", "basis =", "base =", "general.toml:"),
        ("criterion", "coverage.toml", "criterion = \"coverage\"", "criterion = \"colour\"", "\"colour\" is none of"),
        ("practice", "general.toml", "practice = \"stigma\"", "practice = \"hint\"", "\"hint\" is none of"),
        ("twice", "general.toml", "practice = \"stigma\"", "practice = \"refusal\"", "stands twice"),
        ("ground", "grounds.toml", "criterion = \"age\"", "criterion = \"poverty\"", "stands twice"),
        ("people", "grounds.toml", "people = \"personnes ", "people = \"gens ", "must begin with"),
        ("article", "coverage.toml", "\"ddd-2018-269\"", "\"ddd-1\"", "\"ddd-1\" is not in articles.toml"),
        ("general", "general.toml", "\"csp-l1110-3\"", "\"csp-r1110-8\"", "a general cell cannot cite \"csp-r1110-8\""),
        ("reviewer", "coverage.toml", "standing = \"sourced\"", "standing = \"reviewed\"", "names the jurist"),
        ("source", "articles.toml", "source = \"Code pénal, article 225-1\"", "source = \" \"", "\"source\" is empty"),
        ("date", "articles.toml", "date = \"2026-11-21\"", "date = \"novembre\"", "\"novembre\" is not a date"),
        ("seems", "coverage.toml", "les écarter des soins", "écarter des soins", "neither « les » nor « leur »"),
        ("profession", "deontology.toml", "[\"csp-r4127-7\"]", "[\"csp-r4127-211\"]", "not a text of this profession"),
        ("request", "general.toml", "request = \"que ", "request = \"", "must begin with « que »"),
        ("council", "professions.toml", "council = \"Ordre des médecins\"\n", "", "names the Order"),
        ("unknown", "deontology.toml", "profession = \"médecin\"", "profession = \"mage\"", "\"mage\" is none of"),
        ("deontology", "coverage.toml", "\"ddd-2018-269\"", "\"csp-r4127-7\"", "cite it in deontology.toml"),
        ("sourced", "proposals.toml", "standing = \"unreviewed\"", "standing = \"sourced\"", "only the ground"),
        ("syntax", "grounds.toml", "[[ground]]", "[[ground]", "grounds.toml:"),
    ] {
        let fault = built(name, file, from, to).unwrap_err();
        assert!(fault.contains(says), "{name}: {fault}");
        let place = fault.split_once(file).map(|(_, rest)| rest).unwrap_or_default();
        let line = place.strip_prefix(':').and_then(|rest| rest.split(':').next());
        assert!(line.is_some_and(|line| line.parse::<u32>().is_ok()), "{name}: no line in {fault}");
    }
}

#[test]
fn what_nobody_has_reviewed_is_in_no_letter() {
    let cells = |law: &str| {
        law.lines().filter(|line| line.contains("Some(Criterion::Origin), practice: Practice::Refusal")).count()
    };
    assert_eq!(cells(&built("proposed", "proposals.toml", "origin", "origin").unwrap()), 0);
    let reviewed = "standing = \"reviewed\"\nreviewer = \"Camille Exemple, juriste\"";
    let law = built("reviewed", "proposals.toml", "standing = \"unreviewed\"", reviewed).unwrap();
    assert_eq!(cells(&law), 1);
    let addition = |law: &str| law.matches("Addition { profession: \"médecin\"").count();
    assert_eq!(addition(&law), 2);
    let law = built("unread", "deontology.toml", "standing = \"sourced\"", "standing = \"unreviewed\"").unwrap();
    assert_eq!(addition(&law), 1);
}

#[test]
fn what_a_cell_says_and_a_profession_adds_reaches_the_reader() {
    // Profession, ground and practice; the cell's caution; each addition's caution with its texts.
    let (doctor, dentist) = ("lawful-refusal csp-r4127-7", "lawful-refusal csp-r4127-211");
    for (name, criterion, practice, caution, added) in [
        ("Médecin généraliste", Criterion::Coverage, Practice::Stigma, "", &[doctor][..]),
        ("Médecin, psychiatre", Criterion::Coverage, Practice::Payment, "pathway", &[doctor, "demand css-l162-5-13"]),
        ("chirurgien-dentiste", Criterion::Coverage, Practice::Refusal, "", &[dentist]),
        ("médecin", Criterion::Origin, Practice::Payment, "", &[]),
        ("sage-femme", Criterion::Coverage, Practice::Refusal, "", &[]),
    ] {
        let said = |caution: Option<Message>| caution.unwrap_or_default().id.replace("letter.caution.", "");
        assert_eq!(said(law::cell(criterion, practice).caution()), caution, "{name}, {practice:?}");
        let additions = law::profession(name).unwrap().additions(criterion, practice).map(|addition| {
            let texts: Vec<_> = addition.articles().map(|article| article.id).collect();
            format!("{} {}", said(addition.caution()), texts.join(" "))
        });
        assert_eq!(additions.collect::<Vec<_>>(), added, "{name}, {practice:?}");
    }
    let general = ["penal-225-1", "penal-225-2-4", "csp-l1110-3"];
    let payment = [&general[..], &["csp-r1110-8", "ddd-2018-269", "css-l861-3", "casf-l251-2"]].concat();
    for (criterion, articles) in [(Criterion::Coverage, &payment[..]), (Criterion::Origin, &general)] {
        let ids: Vec<_> = law::cell(criterion, Practice::Payment).articles().map(|article| article.id).collect();
        assert_eq!(ids, articles, "{criterion:?}");
    }
    assert_eq!(["médecine", "mage", ""].map(law::profession), [None; 3]);
}
