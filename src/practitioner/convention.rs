//! How far a practitioner keeps to the rates agreed with the Assurance maladie, in the words of the agreement.

use super::profession::fold;

/// Where it stands in a text, and what it says: « secteur 1 », « secteur 2 », « secteur 2 (OPTAM) », « conventionné », « non
/// conventionné ».
pub fn convention(said: &str) -> Option<&'static str> {
    let folded = fold(said).replace(['\u{a0}', '\u{202f}', '-'], " ");
    let has = |words: &str| folded.contains(words);
    let sector = |number: &str| {
        ["secteur ", "secteur n°", "secteur: ", "secteur : "].iter().any(|s| has(&format!("{s}{number}")))
    };
    if ["non conventionne", "pas conventionne", "hors convention", "deconventionne"].iter().any(|words| has(words))
        || sector("3")
    {
        return Some("non conventionné");
    }
    let (one, two) = (sector("1"), sector("2"));
    match (one, two) {
        // « secteur 1 ou 2 », « secteurs 1 et 2 »: a house with several says nothing of one.
        (true, true) => None,
        (true, false) => Some("secteur 1"),
        (false, true) if has("optam") || has("pratique tarifaire maitrisee") => Some("secteur 2 (OPTAM)"),
        (false, true) => Some("secteur 2"),
        (false, false) => has("conventionne").then_some("conventionné"),
    }
}

/// The stretches of a text that may say it: around « conventionn » and « secteur ».
pub(super) fn stretches(text: &str) -> impl Iterator<Item = &str> {
    /// Characters after the word: « conventionné secteur 2 avec OPTAM ».
    const AFTER: usize = 60;
    /// Characters before it: « non », « n’est pas ».
    const BEFORE: usize = 12;
    let mut from = 0;
    std::iter::from_fn(move || {
        while let Some(found) = text[from..].find("onventionn").or_else(|| text[from..].find("ecteur ")) {
            let at = from + found;
            from = text[at..].char_indices().nth(AFTER).map_or(text.len(), |(next, _)| at + next);
            let begin = text[..at].char_indices().rev().nth(BEFORE).map_or(0, |(begin, _)| begin);
            let stretch = &text[begin..from];
            if convention(stretch).is_some() {
                return Some(stretch);
            }
        }
        None
    })
}

#[cfg(test)]
mod tests {
    use super::{convention, stretches};

    #[test]
    fn the_sector_is_read_in_the_words_of_pages() {
        for (said, what) in [
            ("Conventionné secteur 1", Some("secteur 1")),
            ("Conventionnée Secteur\u{a0}2 avec OPTAM-CO", Some("secteur 2 (OPTAM)")),
            ("Secteur 2", Some("secteur 2")),
            ("Médecin non conventionné", Some("non conventionné")),
            ("Praticien déconventionné depuis 2023", Some("non conventionné")),
            ("Secteur 3", Some("non conventionné")),
            ("Conventionné", Some("conventionné")),
            ("Praticiens de secteur 1 et de secteur 2", None),
            ("Secteur géographique : Lyon", None),
            ("", None),
        ] {
            assert_eq!(convention(said), what, "{said}");
        }
    }

    #[test]
    fn only_what_stands_near_the_word_counts() {
        let text = "Le cabinet est au secteur nord. Médecin conventionné secteur 1. Carte Vitale acceptée. ".to_owned()
            + &"x ".repeat(100)
            + "secteur 2";
        let found: Vec<_> = stretches(&text).filter_map(convention).collect();
        assert_eq!(found, ["secteur 1", "secteur 2"]);
    }
}
