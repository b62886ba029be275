//! People and practices in JSON-LD. What is broken, too deep or of a wrong type is passed by.

use super::{Address, Facts, fold, one_line};
use serde_json::Value;

/// Bytes of one script that are read: more than any page of a practitioner has.
const LONGEST: usize = 256 * 1024;
/// Entities that are looked at.
const ENTITIES: usize = 200;

/// schema.org's types of people and practices.
const PEOPLE: &[&str] = &["Dentist", "IndividualPhysician", "Person", "Physician"];
const PRACTICES: &[&str] = &[
    "Hospital",
    "LocalBusiness",
    "MedicalBusiness",
    "MedicalClinic",
    "MedicalOrganization",
    "Midwifery",
    "Nursing",
    "Optician",
    "Pharmacy",
    "PhysiciansOffice",
    "Physiotherapy",
    "Podiatric",
];
/// Types that say a profession by themselves.
const TELLING: &[&str] = &[
    "Dentist",
    "Midwifery",
    "Nursing",
    "Optician",
    "Pharmacy",
    "Physiotherapy",
    "Podiatric",
    "IndividualPhysician",
    "Physician",
];
/// Keys that lead to what the page is about; authors and reviewers are somebody else.
const WAYS: &[&str] = &["@graph", "mainEntity", "about", "itemListElement", "item", "employee", "member"];

/// A person or a practice.
#[derive(Clone, Debug, Default)]
pub struct Entity {
    /// Whether it is a person.
    pub person: bool,
    /// Its name.
    pub name: String,
    /// Speciality, job, or what its type says.
    pub profession: String,
    /// Its address.
    pub address: Option<Address>,
    /// Its numbers, each with the register's name before it if that is said.
    pub identifiers: Vec<String>,
    /// Its telephone number, as it is written.
    pub phone: String,
}

/// Whether an `itemtype` or `@type` is a person or a practice.
pub fn is_known(kind: &str) -> bool {
    let kind = kind.rsplit('/').next().unwrap_or(kind);
    PEOPLE.contains(&kind) || PRACTICES.contains(&kind)
}

/// All of a page, people first.
pub fn entities(facts: &Facts) -> Vec<Entity> {
    let mut found = Vec::new();
    for script in facts.jsonld.iter().filter(|script| script.len() <= LONGEST) {
        // The parser refuses what is nested deeper than people write.
        if let Ok(value) = serde_json::from_str::<Value>(script) {
            collect(&value, &mut found);
        }
    }
    found.sort_by_key(|entity| !entity.person);
    found
}

fn collect(value: &Value, found: &mut Vec<Entity>) {
    match value {
        Value::Array(values) => values.iter().for_each(|value| collect(value, found)),
        Value::Object(object) => {
            let kinds = strings(object.get("@type"));
            let kinds: Vec<&str> = kinds.iter().map(|kind| kind.rsplit('/').next().unwrap_or(kind)).collect();
            if kinds.iter().any(|kind| is_known(kind)) && found.len() < ENTITIES {
                found.push(entity(value, &kinds));
            }
            WAYS.iter().filter_map(|way| object.get(*way)).for_each(|inner| collect(inner, found));
        }
        _ => {}
    }
}

fn entity(value: &Value, kinds: &[&str]) -> Entity {
    let said = |key: &str| strings(value.get(key)).into_iter().next().unwrap_or_default();
    let telling = || kinds.iter().find(|kind| TELLING.contains(kind)).map(|kind| (*kind).to_owned());
    let work = [said("medicalSpecialty"), said("jobTitle")].into_iter().find(|work| !work.is_empty()).or_else(telling);
    Entity {
        person: kinds.iter().any(|kind| PEOPLE.contains(kind)),
        name: one_line(&said("name")),
        profession: work.unwrap_or_default(),
        address: value.get("address").and_then(address),
        identifiers: identifiers(value.get("identifier")),
        phone: one_line(&said("telephone")),
    }
}

/// The strings of a value that may be one, a list of them, or objects with a name.
fn strings(value: Option<&Value>) -> Vec<String> {
    let list = match value {
        Some(Value::Array(values)) => values.iter().take(20).collect(),
        Some(value) => vec![value],
        None => Vec::new(),
    };
    let string = |value: &Value| match value {
        Value::String(text) => Some(text.clone()),
        Value::Number(number) => Some(number.to_string()),
        Value::Object(object) => object.get("name").or(object.get("@value")).and_then(Value::as_str).map(str::to_owned),
        _ => None,
    };
    list.into_iter().filter_map(string).collect()
}

fn address(value: &Value) -> Option<Address> {
    match value {
        Value::Array(values) => values.iter().find_map(address),
        Value::String(line) => Some(Address::parse(&one_line(line))),
        Value::Object(_) => {
            let said = |key: &str| one_line(&strings(value.get(key)).into_iter().next().unwrap_or_default());
            let (postcode, town, country) = (said("postalCode"), said("addressLocality"), said("addressCountry"));
            let street = said("streetAddress");
            let address = if is_french(&country) {
                Address { street, postcode, town }
            } else {
                // 28001 is Madrid there, and would be Eure-et-Loir here: no postcode of ours.
                Address {
                    street,
                    postcode: String::new(),
                    town: format!("{postcode} {town}, {country}").trim().to_owned(),
                }
            };
            (address != Address::default()).then_some(address)
        }
        _ => None,
    }
}

/// Whether a country, by its code or its name, has the postcodes of France; so it is taken to be where none is told.
fn is_french(country: &str) -> bool {
    const NAMES: [&str; 19] = [
        "",
        "fr",
        "fra",
        "gp",
        "mq",
        "gf",
        "re",
        "yt",
        "pm",
        "bl",
        "mf",
        "nc",
        "pf",
        "wf",
        "guadeloupe",
        "guyane",
        "la reunion",
        "martinique",
        "mayotte",
    ];
    let country = fold(country);
    NAMES.contains(&country.as_str()) || country.starts_with("france")
}

fn identifiers(value: Option<&Value>) -> Vec<String> {
    let list = match value {
        Some(Value::Array(values)) => values.iter().take(20).collect(),
        Some(value) => vec![value],
        None => Vec::new(),
    };
    let said = |value: &Value| match value {
        Value::Object(object) => {
            let part = |key: &str| strings(object.get(key)).into_iter().next().unwrap_or_default();
            Some(format!("{} {}", [part("propertyID"), part("name")].join(" ").trim(), part("value")))
        }
        other => strings(Some(other)).into_iter().next(),
    };
    list.into_iter().filter_map(said).map(|said| one_line(&said)).collect()
}
