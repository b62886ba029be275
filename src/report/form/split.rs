//! Names, addresses and dates as people write them in one piece, taken apart where that is sure.

/// A person's name as given name and family name. More than one way is given where the words do not say.
pub(super) fn name(whole: &str) -> Vec<(String, String)> {
    const TITLES: [&str; 10] =
        ["dr", "docteur", "docteure", "pr", "professeur", "m", "mme", "monsieur", "madame", "me"];
    let mut words: Vec<&str> = whole.split_whitespace().take(8).collect();
    while words.first().is_some_and(|word| TITLES.contains(&word.trim_end_matches('.').to_lowercase().as_str())) {
        words.remove(0);
    }
    let capital = |word: &&str| {
        word.chars().filter(|c| c.is_alphabetic()).take(2).count() == 2 && !word.chars().any(char::is_lowercase)
    };
    let (loud, quiet): (Vec<&str>, Vec<&str>) = words.iter().partition(|word| capital(word));
    // « DUPONT Marie », « Marie DUPONT »: French writes the family name in capitals.
    if !loud.is_empty() && !quiet.is_empty() {
        return vec![(quiet.join(" "), loud.join(" "))];
    }
    (1..words.len()).map(|at| (words[..at].join(" "), words[at..].join(" "))).collect()
}

/// A postal address.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Address {
    pub whole: String,
    pub street: String,
    pub postcode: String,
    pub city: String,
}

/// An address in one piece: what stands before the last postcode is the street, what follows the town.
pub(super) fn address(written: &str) -> Address {
    let whole = written.trim().to_owned();
    let digits = |word: &str| word.len() == 5 && word.bytes().all(|b| b.is_ascii_digit());
    let mut at = 0;
    let mut place = None;
    for word in whole.split(|c: char| c.is_whitespace() || c == ',') {
        if digits(word) {
            place = Some(at);
        }
        // Every separator but the line's end is one byte or more: the next word is found by its place, not by counting.
        at += word.len();
        at += whole.get(at..).and_then(|rest| rest.chars().next()).map_or(0, char::len_utf8);
    }
    let Some(place) = place else { return Address { whole, ..Address::default() } };
    let side = |part: &str| part.trim_matches(|c: char| c.is_whitespace() || c == ',' || c == '-').to_owned();
    let after = whole.get(place + 5..).unwrap_or_default();
    let city = after.trim_start().split(['\n', ',']).next().unwrap_or_default();
    // « CEDEX 07 » belongs to the town as the post writes it.
    Address {
        street: side(whole.get(..place).unwrap_or_default()),
        postcode: whole.get(place..place + 5).unwrap_or_default().to_owned(),
        city: side(city),
        whole,
    }
}

const MONTHS: [&str; 12] = [
    "janvier",
    "fevrier",
    "mars",
    "avril",
    "mai",
    "juin",
    "juillet",
    "aout",
    "septembre",
    "octobre",
    "novembre",
    "decembre",
];

/// The day that words name, as `2026-11-22`; `None` where they name none, several, or not wholly.
pub(super) fn day(said: &str) -> Option<String> {
    let folded = super::text::folded(said);
    let words: Vec<&str> = folded.split_ascii_whitespace().collect();
    let mut days = Vec::new();
    for three in words.windows(3) {
        let [first, second, third] = three else { continue };
        let first = first.strip_suffix("er").unwrap_or(first);
        let month = MONTHS.iter().position(|month| month == second).map(|at| at as u32 + 1);
        let number = |word: &str, most: u32| word.parse::<u32>().ok().filter(|n| (1..=most).contains(n));
        let year = |word: &str| {
            if word.len() == 4 { word.parse().ok().filter(|year| (1990..2100).contains(year)) } else { None }
        };
        let found = match (month, year(first)) {
            (Some(month), _) => year(third).zip(number(first, 31)).map(|(year, day): (u32, u32)| (year, month, day)),
            (None, Some(year)) => number(second, 12).zip(number(third, 31)).map(|(month, day)| (year, month, day)),
            (None, None) => {
                let date = number(first, 31).zip(number(second, 12)).zip(year(third));
                date.map(|((day, month), year): ((u32, u32), u32)| (year, month, day))
            }
        };
        days.extend(found.filter(|(year, month, day)| *day <= length(*year, *month)));
    }
    match days.as_slice() {
        [(year, month, day)] => Some(format!("{year}-{month:02}-{day:02}")),
        _ => None,
    }
}

fn length(year: u32, month: u32) -> u32 {
    match month {
        2 if year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400)) => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names() {
        let split = |whole: &str| {
            name(whole).into_iter().map(|(given, family)| format!("{given}|{family}")).collect::<Vec<_>>()
        };
        for (whole, ways) in [
            ("Marie Dupont", &["Marie|Dupont"][..]),
            ("DUPONT Marie", &["Marie|DUPONT"]),
            ("Marie-Claire DE LA TOUR", &["Marie-Claire|DE LA TOUR"]),
            ("Dr Camille Fontanel", &["Camille|Fontanel"]),
            ("Jean Marie Dupont", &["Jean|Marie Dupont", "Jean Marie|Dupont"]),
            ("Dupont", &[]),
            ("MARIE DUPONT", &["MARIE|DUPONT"]),
            ("", &[]),
        ] {
            assert_eq!(split(whole), ways, "{whole}");
        }
    }

    #[test]
    fn addresses() {
        for (written, street, postcode, city) in [
            ("12 rue des Lilas\n69003 Lyon", "12 rue des Lilas", "69003", "Lyon"),
            ("14 rue des Tanneurs, 69003 Lyon", "14 rue des Tanneurs", "69003", "Lyon"),
            (
                "3 allée É. Zola, bât. B, 97400 Saint-Denis, La Réunion",
                "3 allée É. Zola, bât. B",
                "97400",
                "Saint-Denis",
            ),
            ("12345 route du Lac\n74000 Annecy CEDEX 09", "12345 route du Lac", "74000", "Annecy CEDEX 09"),
            ("Lyon", "", "", ""),
            ("", "", "", ""),
        ] {
            let found = address(written);
            assert_eq!(
                (found.street.as_str(), found.postcode.as_str(), found.city.as_str()),
                (street, postcode, city),
                "{written}"
            );
            assert_eq!(found.whole, written);
        }
    }

    #[test]
    fn days() {
        for (said, iso) in [
            ("Le 3 mars 2026, vers 10 h", Some("2026-03-03")),
            ("1er août 2026", Some("2026-08-01")),
            ("03/04/2026", Some("2026-04-03")),
            ("2026-11-22", Some("2026-11-22")),
            ("en mars 2026", None),
            ("31 février 2026", None),
            ("29 février 2028", Some("2028-02-29")),
            ("le 3 mars 2026 et le 5 mars 2026", None),
            ("hier", None),
            ("", None),
        ] {
            assert_eq!(day(said).as_deref(), iso, "{said}");
        }
    }
}
