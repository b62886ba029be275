//! Whom a page is about: what is read where pages say it, contradict themselves, or are hostile.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on fails")]

use serde_json::{Value, json};
use vigie::practitioner::{Facts, Origin, Practitioner, Read};

fn read(facts: &Value) -> Practitioner {
    Practitioner::read(&Facts::from_value(facts))
}

fn said(read: &Option<Read>) -> (&str, Option<Origin>) {
    read.as_ref().map_or(("", None), |read| (read.value.as_str(), Some(read.origin)))
}

fn physician(name: &str) -> String {
    json!({"@type": "Physician", "name": name}).to_string()
}

#[test]
fn a_postcode_of_another_country_is_no_departement_of_ours() {
    let place = |address: serde_json::Value| {
        let entity = json!({"@type": "Dentist", "name": "Dr Alba Ejemplo", "address": address});
        read(&json!({"jsonld": [entity.to_string()]})).place.unwrap_or_default()
    };
    let of = |postcode: &str, town: &str, country: serde_json::Value| {
        place(
            json!({"@type": "PostalAddress", "postalCode": postcode, "addressLocality": town, "addressCountry": country}),
        )
    };
    for (postcode, town, country, department) in [
        ("28001", "Madrid", json!("ES"), None),
        ("20121", "Milano", json!({"@type": "Country", "name": "Italia"}), None),
        ("10115", "Berlin", json!("Allemagne"), None),
        ("28000", "Chartres", json!("FR"), Some("28")),
        ("28000", "Chartres", json!({"@type": "Country", "name": "France"}), Some("28")),
        ("97400", "Saint-Denis", json!("RE"), Some("974")),
        ("97200", "Fort-de-France", json!("Martinique"), Some("972")),
        ("28000", "Chartres", json!(null), Some("28")),
    ] {
        assert_eq!(of(postcode, town, country.clone()).department(), department, "{postcode} {town} {country}");
    }
}

#[test]
fn the_adapter_is_believed_first_and_what_others_say_is_kept() {
    let read = read(&json!({
        "jsonld": [json!({"@type": "Dentist", "name": "Cabinet des Tisserands", "address": "1 rue A, 59999 Lormeil"}).to_string()],
        "h1": ["Dr Capucine Vernaison"],
        "og": {"title": "Dr Capucine Vernaison : prenez rendez-vous"},
        "adapter": {"name": "Dr Capucine Vernaison", "profession": "Dentiste", "address": "14 rue B 59999 Lormeil",
                    "legal": "Informations légales Numéro RPPS : 1000 3879 623 SIREN : 123456782"},
    }));
    assert_eq!(said(&read.name), ("Dr Capucine Vernaison", Some(Origin::Adapter)));
    assert_eq!(said(&read.profession), ("chirurgien-dentiste", Some(Origin::Adapter)));
    assert_eq!(said(&read.address), ("14 rue B 59999 Lormeil", Some(Origin::Adapter)));
    assert_eq!(said(&read.rpps), ("10003879623", Some(Origin::Adapter)));
    let place = read.place.unwrap();
    assert_eq!((place.street.as_str(), place.postcode.as_str(), place.town.as_str()), ("14 rue B", "59999", "Lormeil"));
    let name = read.name.unwrap();
    assert_eq!(name.alternatives.len(), 1);
    assert_eq!(name.alternatives[0].value, "Cabinet des Tisserands");
    assert_eq!(read.address.unwrap().alternatives[0].value, "1 rue A, 59999 Lormeil");
}

#[test]
fn without_an_adapter_the_generic_sources_are_read() {
    let read = read(&json!({
        "microdata": [
            {"type": "https://schema.org/Physician", "props": [["name", "Dr A"], ["medicalSpecialty", "Cardiologue"]]},
            {"type": "https://schema.org/PostalAddress", "props": [["streetAddress", "2 place du Lavoir"], ["postalCode", "35999"], ["addressLocality", "Brévenne"]]},
        ],
        "title": "Dr A, cardiologue à Brévenne | Annuaire",
        "registers": ["RPPS 10003879624", "RPPS : 10003879623", "FINESS 750712184"],
    }));
    assert_eq!(said(&read.name), ("Dr A", Some(Origin::Microdata)));
    assert_eq!(said(&read.profession), ("médecin cardiologue", Some(Origin::Microdata)));
    assert_eq!(said(&read.address), ("2 place du Lavoir, 35999 Brévenne", Some(Origin::Microdata)));
    assert_eq!(said(&read.rpps), ("10003879623", Some(Origin::Text)));
    assert_eq!(said(&read.finess), ("750712184", Some(Origin::Text)));
    let only = titled("Mme Rosalba Quintard, sage-femme à Brévenne – Annuaire");
    assert_eq!(said(&only.name), ("Mme Rosalba Quintard", Some(Origin::Title)));
    assert_eq!(said(&only.profession), ("sage-femme", Some(Origin::Title)));
}

fn titled(title: &str) -> Practitioner {
    read(&json!({ "title": title }))
}

#[test]
fn a_heading_that_counts_people_names_none_of_them() {
    let list = json!({"h1": ["3 soignants à Grenoble"], "title": "Médecins à Grenoble – Exemple"});
    assert_eq!(read(&list).name, None);
    let house = json!({"h1": ["3 soignants à Grenoble"], "jsonld": [physician("Dr Capucine Vernaison")]});
    assert_eq!(said(&read(&house).name), ("Dr Capucine Vernaison", Some(Origin::JsonLd)));
}

#[test]
fn a_list_of_people_is_about_nobody_unless_the_heading_names_one() {
    let scripts = [physician("Dr Sixtine Ame"), physician("Dr Florian Puma")];
    assert_eq!(read(&json!({"jsonld": scripts, "h1": ["Endocrinologues à Lormeil"]})), Practitioner::default());
    let one = read(&json!({"jsonld": scripts, "h1": ["Docteur Florian Puma"]}));
    assert_eq!(said(&one.name), ("Dr Florian Puma", Some(Origin::JsonLd)));
}

#[test]
fn markup_in_a_name_is_letters() {
    let name = "Dr <img src=x onerror=alert(1)> \u{202e}Malo";
    let read = read(&json!({"jsonld": [physician(name)], "h1": ["Dr <b>x</b>"]}));
    assert_eq!(said(&read.name), ("Dr <img src=x onerror=alert(1)> Malo", Some(Origin::JsonLd)));
    assert_eq!(read.name.unwrap().alternatives[0].value, "Dr <b>x</b>");
}

/// A name that turns the direction of what follows would turn the words of ours that stand around it.
#[test]
fn nothing_in_a_name_turns_what_stands_around_it() {
    let tricked = |name: &str| format!("{name}\u{202e}\u{2066}\u{0}\u{7}");
    let read = read(
        &json!({"jsonld": [physician(&tricked("Dr Autre Nom"))], "adapter": {"name": tricked("Dr Capucine Vernaison")}}),
    );
    let name = read.name.unwrap();
    assert_eq!(name.value, "Dr Capucine Vernaison");
    assert_eq!(name.alternatives[0].value, "Dr Autre Nom");
}

#[test]
fn hostile_data_gives_what_can_be_read() {
    let deep = format!("{}1{}", "[".repeat(50_000), "]".repeat(50_000));
    let many = json!({"@graph": vec![json!({"@type": "LocalBusiness", "name": "x"}); 5_000]}).to_string();
    let wrong =
        json!({"@type": [1, {"name": "Physician"}], "name": {"a": 1}, "address": [[], 3], "identifier": [[[]]]});
    for script in [deep, many, wrong.to_string(), "{\"@type\":".into(), String::new(), "null".into(), "\u{0}".into()] {
        let read = read(&json!({"jsonld": [script], "h1": ["Dr Malo"]}));
        let name = read.name.unwrap();
        let names: Vec<&str> = std::iter::once(&name.value)
            .chain(name.alternatives.iter().map(|a| &a.value))
            .map(String::as_str)
            .collect();
        assert!(names.contains(&"Dr Malo"), "{names:?}");
    }
    for facts in [
        json!(null),
        json!(3),
        json!({"jsonld": 1, "h1": {}, "adapter": "x", "og": [], "microdata": [1, {"props": [[1], "a"]}]}),
    ] {
        assert_eq!(read(&facts), Practitioner::default(), "{facts}");
    }
    let long = read(&json!({"h1": [format!("Dr {}", "é".repeat(100_000))]}));
    assert_eq!(long.name.unwrap().value.chars().count(), 300);
}

#[test]
fn a_practitioner_is_kept_and_read_back() {
    let read = read(&json!({"jsonld": [physician("Dr A")], "h1": ["Dr B"], "registers": ["RPPS 10003879623"]}));
    let kept = serde_json::to_string(&read).unwrap();
    assert_eq!(serde_json::from_str::<Practitioner>(&kept).unwrap(), read);
}

/// The page of an address.
fn at(address: &str, facts: &Value) -> Practitioner {
    Practitioner::of_page(&Facts::from_value(facts), address)
}

#[test]
fn maiia_s_data_is_read_and_what_contradicts_it_is_kept() {
    let data = json!({"props": {"pageProps": {"list": [1, {"center": {
        "title": "Dr", "firstName": "Florian", "lastName": "Puma", "speciality": {"name": "Dermatologue"}, "rpps": "10003879623",
        "publicInformation": {"officeDescription": "…", "convention": "Conventionné secteur 2",
            "address": {"number": "4", "street": "rue des Lices", "zipCode": "35999", "city": "Brévenne"},
            "officeInformation": {"phoneNumber": "+33299001234"}}}}]}}});
    let read = at(
        "https://www.maiia.com/dermatologue/35999-brevenne/puma-florian",
        &json!({"data": [data.to_string()], "h1": ["Dr Florian Pumas"], "words": "Médecin conventionné secteur 1."}),
    );
    assert_eq!(said(&read.name), ("Dr Florian Puma", Some(Origin::Data)));
    assert_eq!(read.name.unwrap().alternatives[0].value, "Dr Florian Pumas");
    assert_eq!(said(&read.profession), ("médecin dermatologue", Some(Origin::Data)));
    assert_eq!(said(&read.address), ("4 rue des Lices, 35999 Brévenne", Some(Origin::Data)));
    assert_eq!(said(&read.phone), ("02 99 00 12 34", Some(Origin::Data)));
    assert_eq!(said(&read.rpps), ("10003879623", Some(Origin::Data)));
    assert_eq!(said(&read.convention), ("secteur 2", Some(Origin::Data)));
    assert_eq!(read.convention.unwrap().alternatives[0].value, "secteur 1");
    assert_eq!(read.place.unwrap().department(), Some("35"));
}

#[test]
fn the_path_of_a_known_site_says_profession_and_postcode() {
    let facts = json!({"h1": ["Cabinet des Tisserands"]});
    let read = at("https://www.keldoc.com/cabinet-dentaire/lorient-56100/tisserands", &facts);
    assert_eq!(said(&read.profession), ("chirurgien-dentiste", Some(Origin::Address)));
    assert_eq!(read.place.unwrap().department(), Some("56"));
    let pharmacy = at(
        "https://app.ordoclic.fr/app/pharmacie/des-halles",
        &json!({"h1": ["Pharmacie des Halles"],
        "jsonld": [json!({"@type": "Pharmacy", "name": "Pharmacie des Halles", "telephone": "04 99 00 12 34"}).to_string()]}),
    );
    assert_eq!(said(&pharmacy.profession), ("pharmacien", Some(Origin::JsonLd)));
    assert_eq!(said(&pharmacy.phone), ("04 99 00 12 34", Some(Origin::JsonLd)));
    let house = at("https://www.keldoc.com/centre-hospitalier-regional/lorient-56100/x", &facts);
    assert_eq!(house.profession, None);
}

#[test]
fn a_list_known_by_its_address_is_about_nobody() {
    let facts = json!({"h1": ["Dentistes à Lyon"], "jsonld": [physician("Dr Sixtine Ame")]});
    assert_eq!(at("https://www.doctolib.fr/dentiste/lyon", &facts), Practitioner::default());
    assert!(at("https://www.doctolib.fr/dentiste/lyon/sixtine-ame", &facts).name.is_some());
}

#[test]
fn a_number_with_a_wrong_key_is_told_and_not_believed() {
    let read = read(&json!({"registers": ["RPPS : 10003879624", "FINESS 750712184"]}));
    assert_eq!(read.rpps, None);
    assert_eq!(said(&read.doubtful), ("RPPS 10003879624", Some(Origin::Text)));
    assert_eq!(said(&read.finess), ("750712184", Some(Origin::Text)));
}
