//! What a page says of a field, folded to words of small ASCII letters and digits with one space between and around them, so
//! that a phrase is found by looking for ` phrase `.

use crate::text::letter::{Letter, fold};

/// The most bytes of one text that are looked at: what is longer is no label.
const LONGEST: usize = 240;

/// Folds a label.
pub(super) fn folded(said: &str) -> String {
    let mut words = String::from(" ");
    for c in said.chars() {
        match fold(c) {
            Letter::Word([first, second]) => {
                words.push(char::from(first));
                if second != 0 {
                    words.push(char::from(second));
                }
            }
            Letter::Accented(letter, _) => words.push(char::from(letter)),
            Letter::Mark(_) | Letter::Nothing => {}
            _ if words.ends_with(' ') => {}
            _ => words.push(' '),
        }
        if words.len() >= LONGEST {
            break;
        }
    }
    if !words.ends_with(' ') {
        words.push(' ');
    }
    words
}

/// Folds a name that a program gave: `codePostal_2` is « code postal 2 ».
pub(super) fn folded_name(name: &str) -> String {
    let mut apart = String::new();
    let mut before = ' ';
    for c in name.chars().take(LONGEST) {
        if (before.is_lowercase() && c.is_uppercase()) || before.is_alphabetic() && c.is_ascii_digit() {
            apart.push(' ');
        }
        apart.push(c);
        before = c;
    }
    folded(&apart)
}

/// Whether a folded text has one of the phrases of a table's row.
pub(super) fn says(text: &str, phrases: &str) -> bool {
    longest(text, phrases) > 0
}

/// The length of the longest phrase of a row that a folded text has; 0 where it has none.
pub(super) fn longest(text: &str, phrases: &str) -> usize {
    phrases.split('|').filter(|phrase| finds(text, phrase, 0).is_some()).map(str::len).max().unwrap_or(0)
}

/// Where a phrase stands in a folded text, from an offset on; its end is that and its length.
pub(super) fn finds(text: &str, phrase: &str, from: usize) -> Option<usize> {
    let (text, phrase) = (text.as_bytes(), phrase.as_bytes());
    let first = phrase.first()?;
    // Word by word: what the library's search prepares takes longer than a label.
    (from.max(1)..text.len()).find(|at| {
        text[*at] == *first
            && text[at - 1] == b' '
            && text[*at..].starts_with(phrase)
            && text.get(at + phrase.len()) == Some(&b' ')
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn labels_are_folded_to_words() {
        for (said, words) in [
            ("Prénom *", " prenom "),
            ("N° et libellé de la voie (obligatoire)", " n et libelle de la voie obligatoire "),
            ("D\u{e9}crivez l’e\u{301}ve\u{301}nement…", " decrivez l evenement "),
            ("", " "),
            ("***", " "),
        ] {
            assert_eq!(folded(said), words, "{said}");
        }
        assert!(folded(&"mot ".repeat(500_000)).len() <= LONGEST + 2);
    }

    #[test]
    fn names_of_programs_are_taken_apart() {
        for (name, words) in [
            ("codePostal", " code postal "),
            ("form[contact][nom_2]", " form contact nom 2 "),
            ("adresse1", " adresse 1 "),
            ("__proto__", " proto "),
        ] {
            assert_eq!(folded_name(name), words, "{name}");
        }
    }

    #[test]
    fn phrases_are_whole_words() {
        assert!(says(" votre nom de famille ", "prenom|nom"));
        assert!(!says(" prenom ", "nom"));
        assert!(!says(" nomade ", "nom"));
        assert_eq!(longest(" votre nom de famille ", "nom|nom de famille"), 14);
        assert!(!says(" nom ", ""));
    }
}
