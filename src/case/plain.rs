//! Words from outside made fit for a letter: no control characters, no invisible characters that turn the direction of
//! what follows, no more than a given length. A text that was cut says so.

use crate::text::turns;

/// A text after cleaning.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Plain {
    /// The words, with the mark of the cut where there was one.
    pub text: String,
    /// Whether the text was longer than allowed.
    pub cut: bool,
}

/// What stands at the end of a quote or a line that was cut.
const CUT: &str = " […]";

/// What stands at the end of the user's own words where they were cut.
const CUT_ANSWER: &str = " [texte coupé]";

/// One line of at most `most` characters: line breaks and tabs become spaces, white space is folded.
pub fn one_line(text: &str, most: usize) -> Plain {
    let mut clean = String::new();
    for word in text.split(|c: char| c.is_whitespace() || c.is_control()) {
        let word: String = word.chars().filter(|c| !turns(*c)).collect();
        if word.is_empty() {
            continue;
        }
        if !clean.is_empty() {
            clean.push(' ');
        }
        clean.push_str(&word);
    }
    shorten(clean, most, CUT)
}

/// Several lines of at most `most` characters together: line breaks of every kind become line feeds, tabs become
/// spaces, and no more than one empty line stays between two paragraphs.
pub fn lines(text: &str, most: usize) -> Plain {
    let mut clean = String::new();
    let mut empty = 0;
    for line in text.replace("\r\n", "\n").split(['\n', '\r', '\u{b}', '\u{c}', '\u{85}', '\u{2028}', '\u{2029}']) {
        let line: String =
            line.chars().map(|c| if c == '\t' { ' ' } else { c }).filter(|c| !c.is_control() && !turns(*c)).collect();
        let line = line.trim();
        if line.is_empty() {
            empty += 1;
            continue;
        }
        if !clean.is_empty() {
            clean.push_str(if empty > 0 { "\n\n" } else { "\n" });
        }
        empty = 0;
        clean.push_str(line);
    }
    shorten(clean, most, CUT)
}

/// The user's own words, as [`lines`] makes them; a cut is said in a word that they will see.
pub(crate) fn answer(text: &str, most: usize) -> String {
    let whole = lines(text, usize::MAX).text;
    shorten(whole, most, CUT_ANSWER).text
}

/// Cuts so that the mark of the cut counts: what was cut once is not cut again.
fn shorten(text: String, most: usize, mark: &str) -> Plain {
    if text.char_indices().nth(most).is_none() {
        return Plain { text, cut: false };
    }
    let room = most.saturating_sub(mark.chars().count());
    let head: String = text.chars().take(room).collect();
    Plain { text: format!("{}{mark}", head.trim_end()), cut: true }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_lose_control_characters_and_keep_paragraphs() {
        let plain = lines("Un\u{0} mot\r\ndeux\t\u{202e}mots\u{7}\r\n\r\n\r\n\n  trois ", 100);
        assert_eq!(plain.text, "Un mot\ndeux mots\n\ntrois");
        assert!(!plain.cut);
    }

    #[test]
    fn a_line_is_folded() {
        assert_eq!(one_line("  a\u{0}\n b\u{2029}\u{feff} c ", 100).text, "a b c");
    }

    #[test]
    fn a_cut_is_visible_and_made_once() {
        let plain = one_line("éèàùéèàù", 7);
        assert_eq!((plain.text.as_str(), plain.cut), ("éèà […]", true));
        assert!(!one_line("éèàùéèà", 7).cut);
        for text in ["mot ".repeat(50), "\n\nligne".repeat(50), "é".repeat(200)] {
            let once = answer(&text, 60);
            assert!(once.ends_with("[texte coupé]") && once.chars().count() <= 60, "{once}");
            assert_eq!(answer(&once, 60), once);
        }
    }
}
