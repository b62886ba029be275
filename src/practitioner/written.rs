//! Addresses that stand in a page's words: a number and a street, a postcode, a town. Where nothing else gives one, they decide
//! the département; where something does and says otherwise, that is told.

use super::{Address, department::department, profession::fold};

/// Addresses of one page that are kept: a practitioner has one practice, or two, and their site's host has one too.
const MOST: usize = 3;
/// Words between the number and the postcode: « 14 bis, rue du Général de Gaulle, Résidence Les Tilleuls, bâtiment B ».
const LONGEST: usize = 14;
/// Words of a town's name.
const TOWN: usize = 5;

/// What streets are called.
const STREETS: &[&str] = &[
    "allee",
    "allees",
    "av",
    "avenue",
    "bd",
    "boulevard",
    "chaussee",
    "chemin",
    "cite",
    "clos",
    "cour",
    "cours",
    "esplanade",
    "faubourg",
    "fbg",
    "impasse",
    "mail",
    "montee",
    "parvis",
    "passage",
    "place",
    "promenade",
    "quai",
    "residence",
    "rocade",
    "rond-point",
    "route",
    "rue",
    "ruelle",
    "sente",
    "sentier",
    "square",
    "traverse",
    "venelle",
    "villa",
    "voie",
];

/// Small words inside the names of towns.
const INNER: &[&str] =
    &["sur", "sous", "en", "les", "lès", "le", "la", "l", "de", "des", "du", "d", "et", "aux", "saint", "sainte"];

/// The first few addresses of a text, each once.
pub fn addresses(text: &str) -> Vec<Address> {
    let words: Vec<&str> = text.split_whitespace().collect();
    let mut found: Vec<Address> = Vec::new();
    for (at, word) in words.iter().enumerate() {
        if found.len() == MOST {
            break;
        }
        let Some(address) = department(bare(word)).and_then(|_| around(&words, at)) else { continue };
        if !found.contains(&address) {
            found.push(address);
        }
    }
    found
}

fn bare(word: &str) -> &str {
    word.trim_matches(|c: char| !c.is_alphanumeric())
}

/// The address whose postcode stands there.
fn around(words: &[&str], at: usize) -> Option<Address> {
    let from = at.saturating_sub(LONGEST);
    let is_street = |word: &str| STREETS.contains(&fold(bare(word)).as_str());
    // The street that is nearest to the postcode; another one may stand before it.
    let street = (from..at).rev().find(|i| is_street(words[*i]))?;
    let numbered = |i: usize| bare(words[i]).starts_with(|c: char| c.is_ascii_digit()) && bare(words[i]).len() <= 7;
    // « 14 rue », « 14 bis rue », « 14, bis, rue ».
    let first = (street.saturating_sub(2)..street).find(|i| numbered(*i) && !ends_sentence(words, *i, street))?;
    if (first..at).any(|i| words[i].ends_with(['.', ':', ';']) && bare(words[i]).chars().count() > 3) {
        return None;
    }
    let street = words[first..at].join(" ").trim_end_matches([',', '-', '–', '—', ' ']).to_owned();
    let town = town(&words[at + 1..]);
    (!town.is_empty()).then(|| Address { street, postcode: bare(words[at]).to_owned(), town })
}

fn ends_sentence(words: &[&str], from: usize, to: usize) -> bool {
    words[from..to].iter().any(|word| word.ends_with(['.', ';', ':']))
}

/// The name of the town at the beginning of these words: capital letters, and the small words between them.
fn town(words: &[&str]) -> String {
    let mut kept: Vec<&str> = Vec::new();
    for word in words.iter().take(TOWN) {
        let name = bare(word);
        let capital = name.chars().next().is_some_and(char::is_uppercase);
        let inner = INNER.contains(&name.to_lowercase().as_str()) && !kept.is_empty() && !capital;
        // « LYON 3e » and « Rouen Cedex » end there; « Lyon Métro » goes on with another thought, in the same capitals.
        if !(capital && (kept.is_empty() || INNER.contains(&fold(kept[kept.len() - 1]).as_str())) || inner) {
            break;
        }
        kept.push(name);
        if word.ends_with(|c: char| !c.is_alphanumeric()) {
            break;
        }
    }
    while kept.last().is_some_and(|word| INNER.contains(&word.to_lowercase().as_str()) && kept.len() > 1) {
        kept.pop();
    }
    kept.join(" ")
}

#[cfg(test)]
mod tests {
    use super::addresses;

    #[test]
    fn addresses_are_found_in_words() {
        for (text, found) in [
            ("Cabinet 14 rue des Tanneurs, 69003 Lyon Métro Guichard", "14 rue des Tanneurs, 69003 Lyon"),
            (
                "Adresse : 14 bis, avenue du Général de Gaulle – 35000 Rennes.",
                "14 bis, avenue du Général de Gaulle, 35000 Rennes",
            ),
            ("3 allée des Tilleuls 44600 Saint-Nazaire", "3 allée des Tilleuls, 44600 Saint-Nazaire"),
            ("12 place du Marché 62200 Boulogne sur Mer Tél.", "12 place du Marché, 62200 Boulogne sur Mer"),
            ("1 quai A 76000 Le Havre (Port)", "1 quai A, 76000 Le Havre"),
            ("Résidence Les Pins, bât. B, 2 chemin Vert, 20000 Ajaccio", "2 chemin Vert, 20000 Ajaccio"),
        ] {
            let lines: Vec<String> = addresses(text).iter().map(super::Address::line).collect();
            assert_eq!(lines, [found], "{text}");
        }
        for none in [
            "",
            "69003 Lyon",
            "Plus de 10000 patients rue des Tanneurs",
            "Le 14 : rue barrée. Voir 69003 Lyon",
            "RPPS 10003879623 rue 75010",
            "12 rue Haute, 99999 Nulle",
            "12 patients rue Haute 69003 lyon",
        ] {
            assert!(addresses(none).is_empty(), "{none}: {:?}", addresses(none));
        }
        assert_eq!(addresses(&"1 rue A, 69001 Lyon et 2 rue B, 69002 Lyon puis ".repeat(50)).len(), 2);
    }
}
