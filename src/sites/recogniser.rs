//! Whether a page that no list knows is one of a practice, or one where an appointment with one is made. Signs are counted; a
//! page needs some that are about care and some that are about a practice, since neither a news article about doctors nor a
//! hairdresser's agenda is meant. It decides only whether an offer is shown: a wrong answer costs a line in the popup.

use super::of_host;
use crate::practitioner::{Facts, Practitioner, convention, is_known_profession, profession};
use serde_json::Value;

/// What a page shows. The order is that in which they are told.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Sign {
    /// schema.org's type of a practitioner or a practice.
    Schema,
    /// A number of a register of health professionals, with a right key.
    Register,
    /// A health profession in its heading or title.
    Profession,
    /// What only a health professional has: a convention sector, the carte Vitale, third-party payment.
    Care,
    /// A frame of, or a link to, a booking site.
    Widget,
    /// A link or button that leads to an appointment.
    Call,
    /// Opening hours.
    Hours,
    /// The telephone number or the address of one practice.
    Contact,
}

impl Sign {
    /// The word under which it is told.
    pub fn name(self) -> &'static str {
        match self {
            Self::Schema => "schema",
            Self::Register => "register",
            Self::Profession => "profession",
            Self::Care => "care",
            Self::Widget => "widget",
            Self::Call => "call",
            Self::Hours => "hours",
            Self::Contact => "contact",
        }
    }

    /// How much it says. A schema type and a register are written by whom they are about; the rest stands on other pages too.
    fn weight(self) -> u32 {
        match self {
            Self::Schema | Self::Register | Self::Widget => 3,
            Self::Profession | Self::Call | Self::Care => 2,
            Self::Hours | Self::Contact => 1,
        }
    }

    /// Whether it is about care; the others are about a practice that receives people.
    fn of_care(self) -> bool {
        matches!(self, Self::Schema | Self::Register | Self::Profession | Self::Care)
    }
}

/// What is needed in all where the page names a health profession or is registered as one: that, and an address.
const NAMED: u32 = 3;

/// What is needed where it names none: an insurer has an address and speaks of the tiers payant, too.
const UNNAMED: u32 = 5;

/// schema.org's types of practitioners and practices. `Person` and `LocalBusiness` say too little.
const SCHEMA: &[&str] = &[
    "Dentist",
    "Hospital",
    "IndividualPhysician",
    "MedicalBusiness",
    "MedicalClinic",
    "MedicalOrganization",
    "Midwifery",
    "Nursing",
    "Optician",
    "Pharmacy",
    "Physician",
    "PhysiciansOffice",
    "Physiotherapy",
    "Podiatric",
];

/// Types of pages that speak about care to everybody, or about other things.
const ELSEWHERE: &[&str] = &[
    "Article",
    "BlogPosting",
    "DiscussionForumPosting",
    "Event",
    "JobPosting",
    "MedicalWebPage",
    "NewsArticle",
    "Product",
    "QAPage",
    "Recipe",
    "VeterinaryCare",
    "VideoObject",
];

/// Words of titles that are no care of people, or no practice.
const NOT_MEANT: &[&str] = &[
    "veterinaire",
    "toilettage",
    "recrut",
    "offre d'emploi",
    "emploi",
    "forum",
    "wikipedia",
    "definition",
    "actualite",
];

/// Words that only a health professional's page has.
const CARE: &[&str] = &[
    "carte vitale",
    "tiers payant",
    "depassements d'honoraires",
    "honoraires",
    "conventionne",
    "centre de sante",
    "numero adeli",
    "ordonnance",
];

/// Places of care that are no profession.
const HOUSES: &[&str] = &[
    "cabinet medical",
    "cabinet dentaire",
    "centre de sante",
    "centre dentaire",
    "centre medical",
    "maison de sante",
    "maison medicale",
    "clinique",
    "hopital",
    "hospitalier",
    "pharmacie",
    "laboratoire de biologie",
    "imagerie medicale",
    "osteopath",
];

/// The signs of a page whose booking sites are told by their hosts, `host` being its own; nothing where it is not such a page.
pub fn recognise(facts: &Facts, host: &str) -> Option<Vec<Sign>> {
    let signs = signs(facts, host);
    let weight = |care: bool| signs.iter().filter(|sign| sign.of_care() == care).map(|sign| sign.weight()).sum::<u32>();
    let (care, practice) = (weight(true), weight(false));
    let named = signs.iter().any(|sign| sign.of_care() && *sign != Sign::Care);
    let enough = if named { NAMED } else { UNNAMED };
    (care > 0 && practice > 0 && care + practice >= enough && !elsewhere(facts)).then_some(signs)
}

fn signs(facts: &Facts, host: &str) -> Vec<Sign> {
    let practitioner = Practitioner::read(facts);
    let titles =
        [facts.h1.join(" "), facts.title.clone(), facts.og.title.clone(), facts.og.site_name.clone()].join(" ");
    let titles = folded(&titles);
    let words = folded(&facts.words);
    let types = types(facts);
    let known =
        |name: &str| titles.split(|c: char| !c.is_alphanumeric() && c != '-').any(|word| word.starts_with(name));
    let mut signs = Vec::new();
    let mut add = |sign, there: bool| signs.extend(there.then_some(sign));
    add(Sign::Schema, types.iter().any(|kind| SCHEMA.contains(&kind.as_str())));
    add(Sign::Register, practitioner.rpps.is_some() || practitioner.finess.is_some());
    let said = practitioner.profession.as_ref().is_some_and(|read| is_known_profession(&read.value));
    let titled = titles.split(['|', '-', ',', '–', ':']).any(|part| is_known_profession(&profession(part)));
    add(
        Sign::Profession,
        said || titled || HOUSES.iter().any(|house| titles.contains(house)) || known("docteur") || known("dr"),
    );
    let sector = convention(&facts.words).is_some();
    add(Sign::Care, sector || CARE.iter().any(|care| words.contains(care)));
    add(Sign::Widget, facts.links.iter().any(|link| link != host && of_host(link).is_some()));
    add(Sign::Call, !facts.calls.is_empty());
    add(Sign::Hours, facts.jsonld.iter().any(|script| script.contains("openingHours")) || hours(&words));
    add(Sign::Contact, practitioner.phone.is_some() || practitioner.place.is_some());
    signs
}

fn elsewhere(facts: &Facts) -> bool {
    let titles = folded(&[facts.h1.join(" "), facts.title.clone(), facts.og.site_name.clone()].join(" "));
    types(facts).iter().any(|kind| ELSEWHERE.contains(&kind.as_str()))
        || NOT_MEANT.iter().any(|word| titles.contains(word))
}

/// Two days of the week with hours after them: « Lundi 9h–12h ».
fn hours(folded: &str) -> bool {
    const DAYS: [&str; 7] = ["lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche"];
    /// Bytes after the day in which an hour stands.
    const NEAR: usize = 24;
    let at_hour = |after: &str| {
        let bytes = after.as_bytes();
        let near = &bytes[..bytes.len().min(NEAR)];
        near.windows(2).any(|pair| pair[0].is_ascii_digit() && matches!(pair[1], b'h' | b':'))
            || near.windows(3).any(|three| three[0].is_ascii_digit() && three[1] == b' ' && three[2] == b'h')
    };
    DAYS.iter().filter(|day| folded.match_indices(**day).any(|(at, _)| at_hour(&folded[at + day.len()..]))).count() >= 2
        || DAYS.iter().any(|day| folded.contains(&format!("du {day} au ")))
            && folded
                .match_indices("du ")
                .any(|(at, _)| at_hour(folded[at..].split_once(" au ").map_or("", |(_, rest)| rest)))
}

/// The types of the page's JSON-LD and microdata, without their address.
fn types(facts: &Facts) -> Vec<String> {
    /// Objects that are looked at.
    const MOST: usize = 500;
    let bare = |kind: &str| kind.rsplit('/').next().unwrap_or(kind).to_owned();
    let mut found: Vec<String> = facts.microdata.iter().map(|item| bare(&item.kind)).collect();
    for script in &facts.jsonld {
        let Ok(value) = serde_json::from_str::<Value>(script) else { continue };
        let mut left = vec![&value];
        let mut looked = 0;
        while let Some(value) = left.pop() {
            looked += 1;
            match value {
                Value::Array(values) => left.extend(values),
                Value::Object(object) => {
                    match object.get("@type") {
                        Some(Value::String(kind)) => found.push(bare(kind)),
                        Some(Value::Array(kinds)) => found.extend(kinds.iter().filter_map(Value::as_str).map(bare)),
                        _ => {}
                    }
                    left.extend(object.values().filter(|v| v.is_object() || v.is_array()));
                }
                _ => {}
            }
            if looked > MOST {
                break;
            }
        }
    }
    found
}

fn folded(text: &str) -> String {
    crate::practitioner::fold(text)
}
