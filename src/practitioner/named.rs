//! Which headings and titles name somebody: many say what a page is for (« Tarifs », « Choisissez un motif »), or whom it lists.

use super::profession::{self, fold};

/// Before the name of a person.
const TITLES: &[&str] = &[
    "dr",
    "dre",
    "docteur",
    "docteure",
    "pr",
    "professeur",
    "professeure",
    "m",
    "mr",
    "mme",
    "mlle",
    "monsieur",
    "madame",
];

/// What places of care call themselves; a name of their own stands after it.
const HOUSES: &[&str] = &[
    "cabinet",
    "centre",
    "clinique",
    "ehpad",
    "espace",
    "groupe",
    "hopital",
    "institut",
    "laboratoire",
    "maison",
    "officine",
    "pharmacie",
    "pole",
    "polyclinique",
    "scm",
    "selarl",
];

/// Capitals that begin headings of a page's parts, not names.
const PARTS: &[&str] = &[
    "acces",
    "accueil",
    "actualites",
    "bienvenue",
    "consultations",
    "contact",
    "honoraires",
    "horaires",
    "infos",
    "informations",
    "mentions",
    "motifs",
    "nos",
    "notre",
    "prendre",
    "prenez",
    "questions",
    "rendez-vous",
    "tarifs",
    "urgences",
    "vos",
    "votre",
];

/// Words inside names that have no capital.
const INNER: &[&str] = &["de", "du", "des", "d", "la", "le", "les", "et", "l", "von", "van", "el", "ben"];

/// Endings of words for professions that the law's data do not know: « Naturopathe », « Sophrologue ».
const WORK: &[&str] = &["logue", "pathe", "peute", "iatre", "iste", "praticien", "praticienne", "coach"];

/// Words of a person's name.
const LONGEST: usize = 5;

/// Whether a folded word is a title.
pub fn is_title(word: &str) -> bool {
    TITLES.contains(&word)
}

/// Whether a name is that of a place of care, not of a person.
pub fn is_house(name: &str) -> bool {
    let first = name.split(|c: char| !c.is_alphanumeric()).find(|word| !word.is_empty());
    first.is_some_and(|word| HOUSES.contains(&fold(word).as_str()))
}

/// The name in a heading or a part of a title; `None` where it names nobody.
pub fn name(said: &str) -> Option<String> {
    let words: Vec<&str> = said.split_whitespace().collect();
    let bare = |word: &str| fold(word.trim_matches(|c: char| !c.is_alphanumeric()));
    let first = bare(words.first()?);
    if TITLES.contains(&first.as_str()) {
        return (words.len() > 1).then(|| words.join(" "));
    }
    if HOUSES.contains(&first.as_str()) {
        // « Cabinet d’orthophonie » is what it is, not what it is called.
        let own = |word: &&str| {
            capital_of(word) || word.rsplit(['\'', '’']).next().is_some_and(|rest| rest.starts_with(char::is_uppercase))
        };
        return words[1..].iter().any(own).then(|| words.join(" "));
    }
    // « Infirmières du Canal » is what they call themselves, « Dermatologues à Lormeil » a list.
    if profession::within(&first).is_some()
        && words.get(1).is_some_and(|word| ["du", "de", "des"].contains(&bare(word).as_str()))
    {
        return words[1..].iter().any(capital_of).then(|| words.join(" "));
    }
    let work = |word: &str| {
        let word = bare(word);
        profession::within(&word).is_some() || WORK.iter().any(|end| word.ends_with(end))
    };
    let person = words.iter().take_while(|word| !work(word)).count();
    let person = &words[..person];
    let shaped = person.iter().all(|word| capital_of(word) || INNER.contains(&bare(word).as_str()));
    let counted = person.iter().filter(|word| capital_of(word)).count();
    let part = PARTS.contains(&first.as_str());
    (shaped && !part && counted >= 2 && person.len() <= LONGEST).then(|| person.join(" "))
}

/// Whether a word begins with a capital, or is of a script that has none.
fn capital_of(word: &&str) -> bool {
    let word = word.trim_start_matches(|c: char| !c.is_alphanumeric());
    word.starts_with(|c: char| c.is_alphabetic() && !c.is_lowercase())
}

/// The one person whom a page's words name with a title: « Avec le Dr Camille Fontanel ». Of several, none is meant.
pub fn within(words: &str) -> Option<String> {
    let mut people = people(words);
    if people.len() > 1 { None } else { people.pop() }
}

/// The people whom words name with a title; no more than two, as nobody asks who else there is.
pub fn people(words: &str) -> Vec<String> {
    /// Words of a name after its title.
    const NAME: usize = 3;
    // What begins the next line is no part of a name: « Dr Camille Fontanel », and below it « Pas de visites ».
    let words: Vec<(&str, bool)> = words
        .lines()
        .flat_map(|line| {
            let mut words = line.split_whitespace().peekable();
            std::iter::from_fn(move || words.next().map(|word| (word, words.peek().is_none())))
        })
        .collect();
    let mut found: Vec<String> = Vec::new();
    for (at, (word, _)) in words.iter().enumerate() {
        let title = word.trim_end_matches('.');
        if !["Dr", "Docteur", "Pr", "Professeur", "M", "Mme"].contains(&title)
            || title.len() == 1 && !word.ends_with('.')
        {
            continue;
        }
        let mut name = vec![*word];
        for (next, ends) in words[at + 1..].iter().take(NAME) {
            let bare = next.trim_end_matches(|c: char| !c.is_alphanumeric());
            let shouts = bare.chars().count() > 1 && bare.chars().all(char::is_uppercase);
            if !capital_of(next) || profession::within(bare).is_some() || shouts && name.len() > 2 {
                break;
            }
            name.push(bare);
            if *ends || bare.len() < next.len() {
                break;
            }
        }
        if name.len() < 2 {
            continue;
        }
        let name = name.join(" ");
        // « Dr Fontanel » is whoever « Dr Camille Fontanel » was.
        let known = found
            .iter()
            .any(|known| super::agree(known, &name) || name.split(' ').next_back() == known.split(' ').next_back());
        if !known {
            found.push(name);
        }
        if found.len() > 1 {
            break;
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::{name, within};

    #[test]
    fn the_one_person_of_a_text_is_found() {
        for (text, named) in [
            ("Choisissez un motif Avec le Dr Bertille Quincandon Dentiste à Lormeil", Some("Dr Bertille Quincandon")),
            ("M. Amaury Desfougères, kinésithérapeute. M. Desfougères reçoit", Some("M. Amaury Desfougères")),
            ("Dr Rose Delambre et Dr Malo Kerbrat", None),
            ("Le M de Dr", None),
            ("Dr Camille Fontanel\nPas de visites", Some("Dr Camille Fontanel")),
            ("Dr\nCamille Fontanel\nPas de visites", Some("Dr Camille Fontanel")),
            ("", None),
        ] {
            assert_eq!(within(text).as_deref(), named, "{text}");
        }
    }

    #[test]
    fn headings_that_name_somebody_are_told_from_others() {
        for (said, named) in [
            ("Dr Camille Fontanel", Some("Dr Camille Fontanel")),
            ("M. Amaury Desfougères", Some("M. Amaury Desfougères")),
            ("Inès Le Goff", Some("Inès Le Goff")),
            ("DELAMBRE Rose", Some("DELAMBRE Rose")),
            ("Solène Brizard Naturopathe", Some("Solène Brizard")),
            ("Centre de santé des Forges", Some("Centre de santé des Forges")),
            ("Maison de santé de l’Écluse", Some("Maison de santé de l’Écluse")),
            ("Pharmacie du Beffroi", Some("Pharmacie du Beffroi")),
            ("Cabinet d’orthophonie", None),
            ("Cabinet médical", None),
            ("Infirmières du Canal", Some("Infirmières du Canal")),
            ("Dermatologues à Lormeil", None),
            ("Chirurgien-dentiste à Brévenne (35999)", None),
            ("Psychiatres en téléconsultation", None),
            ("Tarifs", None),
            ("Choisissez votre motif de consultation", None),
            ("Questions Fréquentes", None),
            ("Refus de soins : vos droits", None),
            ("Permanence d’accès aux soins de santé (PASS)", None),
            ("Dr", None),
            ("", None),
        ] {
            assert_eq!(name(said).as_deref(), named, "{said}");
        }
    }
}
