//! How a word is written, and what that says: a name, a plural, a lost apostrophe, a tense.

use crate::{
    lexicon::{self, Entry, Form, Kind},
    text::{Shape, Token, letter},
};

/// Whether a word is written as a first name is.
pub(super) fn name(text: &str, token: &Token) -> bool {
    token.shape == Shape::Word && token.writing.capital && !token.writing.upper && token.span.of(text).len() > 2
}

/// A title stands at most this many tokens before its name. Without a bound, « AME AME AME… » would be walked back for each word.
const AFTER_TITLE: usize = 8;

/// Whether what stands before makes of a word a name: « Dr Gay », « Mme Turc », « place d'Italie ».
pub(super) fn titled(text: &str, tokens: &[Token], at: usize) -> bool {
    const TITLES: [&str; 18] = [
        "dr",
        "docteur",
        "docteure",
        "pr",
        "professeur",
        "mme",
        "mlle",
        "rue",
        "avenue",
        "boulevard",
        "place",
        "impasse",
        "allée",
        "quai",
        "chemin",
        "square",
        "clinique",
        "métro",
    ];
    let word_of_name = tokens[at].span.of(text).eq_ignore_ascii_case("ame");
    let mut before = tokens[at.saturating_sub(AFTER_TITLE)..at]
        .iter()
        .rev()
        // « Dr Rose-Aimée AME »
        .filter(|t| {
            let title = TITLES.contains(&letter::lowered(t.span.of(text)).as_str());
            !matches!(t.shape, Shape::Sign('.' | '-')) && (title || !(word_of_name && t.writing.capital))
        })
        .map(|t| t.span.of(text));
    before.next().is_some_and(|word| {
        TITLES.contains(&letter::lowered(word).as_str())
            || matches!(word, "des" | "de" | "du" | "la" | "d" | "l")
                && before.next().is_some_and(|word| TITLES[7..].contains(&letter::lowered(word).as_str()))
    })
}

/// « Personnes », in the plural.
pub(super) fn people(text: &str, token: &Token) -> bool {
    let word = token.span.of(text);
    word.len() == "personnes".len() && word.ends_with(['s', 'S']) && word.starts_with(['p', 'P'])
}

/// Shorter words than this are not looked for behind a lost apostrophe.
const SHORTEST_ELIDED: usize = 6;

/// A verb behind a lost apostrophe: « nacceptons », « jaccepte », « sabstenir ».
pub(super) fn elision(text: &str, token: &Token) -> Option<(u8, u16, Form)> {
    let word = token.span.of(text);
    if token.word != lexicon::UNKNOWN || !(SHORTEST_ELIDED..=24).contains(&word.len()) {
        return None;
    }
    let mut letters = word.chars().filter_map(|c| match letter::fold(c) {
        letter::Letter::Word([l, 0]) | letter::Letter::Accented(l, _) => Some(l),
        _ => None,
    });
    let elided = letters.next().filter(|l| b"njslmt".contains(l))?;
    let mut rest = [letters.next().filter(|l| b"aeiou".contains(l))?; 24];
    let mut length = 1;
    for (slot, letter) in rest.iter_mut().skip(1).zip(letters) {
        *slot = letter;
        length += 1;
    }
    let word = lexicon::singular(rest.get(..length)?);
    let phrase = lexicon::alone(word, None)?;
    matches!(Entry::of(phrase).kind, Kind::Act | Kind::Verb).then(|| (elided, phrase.entry, phrase.form(word, [])))
}

/// Whether a word may be a present tense: « refuse », and not « reçue ».
pub(super) fn mute_ending(text: &str, token: &Token) -> bool {
    let word = token.span.of(text);
    let stem = word.strip_suffix('s').unwrap_or(word);
    // « reçue », « suivie », « admise » are no present tense of anything.
    const FEMININE: [&str; 8] = ["çue", "vue", "ivie", "llie", "mise", "prise", "crite", "rvie"];
    stem.ends_with('e') && !stem.ends_with("ee") && !FEMININE.iter().any(|end| stem.ends_with(end))
}
