//! Where a practice is, as far as its address says: what decides which health insurance body and which council of an Order
//! hear a complaint. Nothing here is guessed: what the address does not say stays a gap.

use super::Answers;
use crate::{
    case::Capture,
    practitioner::{Address, department, fold},
};

/// The place of a practice.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Place {
    /// The number of the département: « 69 », « 2A », « 974 ».
    pub department: Option<&'static str>,
    /// Whether the address is of another country.
    pub foreign: bool,
}

/// Countries whose addresses look like ours, as their names are written in French, and in their own languages.
const COUNTRIES: [&str; 18] = [
    "allemagne",
    "deutschland",
    "belgique",
    "belgie",
    "espagne",
    "espana",
    "italie",
    "italia",
    "luxembourg",
    "monaco",
    "pays-bas",
    "portugal",
    "royaume-uni",
    "suisse",
    "schweiz",
    "switzerland",
    "andorre",
    "andorra",
];

/// Territories where the local law on health insurance and complaints is another: nothing was read of it.
const TERRITORIES: [&str; 3] = ["986", "987", "988"];

/// Regions and the numbers of their départements. Source: code officiel géographique (Insee), regions since 2016.
const REGIONS: [(&str, &[&str]); 18] = [
    ("Auvergne-Rhône-Alpes", &["01", "03", "07", "15", "26", "38", "42", "43", "63", "69", "73", "74"]),
    ("Bourgogne-Franche-Comté", &["21", "25", "39", "58", "70", "71", "89", "90"]),
    ("Bretagne", &["22", "29", "35", "56"]),
    ("Centre-Val de Loire", &["18", "28", "36", "37", "41", "45"]),
    ("Corse", &["2A", "2B"]),
    ("Grand Est", &["08", "10", "51", "52", "54", "55", "57", "67", "68", "88"]),
    ("Hauts-de-France", &["02", "59", "60", "62", "80"]),
    ("Île-de-France", &["75", "77", "78", "91", "92", "93", "94", "95"]),
    ("Normandie", &["14", "27", "50", "61", "76"]),
    ("Nouvelle-Aquitaine", &["16", "17", "19", "23", "24", "33", "40", "47", "64", "79", "86", "87"]),
    ("Occitanie", &["09", "11", "12", "30", "31", "32", "34", "46", "48", "65", "66", "81", "82"]),
    ("Pays de la Loire", &["44", "49", "53", "72", "85"]),
    ("Provence-Alpes-Côte d’Azur", &["04", "05", "06", "13", "83", "84"]),
    ("Guadeloupe", &["971"]),
    ("Martinique", &["972"]),
    ("Guyane", &["973"]),
    ("La Réunion", &["974"]),
    ("Mayotte", &["976"]),
];

impl Place {
    /// The place of the practice that a capture is about, unless the user knows better.
    pub fn of(capture: &Capture, answers: &Answers) -> Self {
        let read = || {
            let place = capture.practitioner.place.clone().unwrap_or_default();
            let line = capture.practitioner.address.as_ref().map(|read| read.value.clone()).unwrap_or_default();
            (place, line)
        };
        let (place, line) = match &answers.practitioner.address {
            Some(line) => (Address::parse(line), line.clone()),
            None => read(),
        };
        let folded = fold(&line);
        let words: Vec<&str> = folded.split(|c: char| c == ',' || c.is_whitespace()).collect();
        // The last words only: « rue de Belgique » is a street of Lyon.
        let foreign = words.iter().rev().find(|word| !word.is_empty()).is_some_and(|last| COUNTRIES.contains(last));
        Self { department: if foreign { None } else { place.department() }, foreign }
    }

    /// The name of the département.
    pub fn name(&self) -> Option<&'static str> {
        self.department.and_then(department::name)
    }

    /// « Rhône (69) ».
    pub fn written(&self) -> Option<String> {
        Some(format!("{} ({})", self.name()?, self.department?))
    }

    /// The region, where a council of a region can be named: overseas the councils do not follow the regions.
    pub fn region(&self) -> Option<&'static str> {
        let number = self.department?;
        REGIONS.iter().find(|(_, numbers)| numbers.contains(&number)).map(|(name, _)| *name)
    }

    /// Whether the health insurance body has another name than « caisse primaire ».
    pub fn overseas(&self) -> bool {
        self.department.is_some_and(|number| number.len() == 3)
    }

    /// Whether the rules that were read do not hold there: another country, or a territory with rules of its own.
    pub fn elsewhere(&self) -> bool {
        self.foreign || self.department.is_some_and(|number| TERRITORIES.contains(&number))
    }
}
