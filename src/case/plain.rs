//! Words from outside made fit for a letter: no control characters, no invisible characters that turn the direction of
//! what follows, no more than a given length. A text that was cut says so.

/// A text after cleaning.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Plain {
    /// The words, with the mark of the cut where there was one.
    pub text: String,
    /// Whether the text was longer than allowed.
    pub cut: bool,
}

/// What stands at the end of a text that was cut.
pub(crate) const CUT: &str = " […]";

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
    shorten(clean, most)
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
    shorten(clean, most)
}

/// Characters that reorder or hide what stands around them: bidirectional overrides and isolates, the byte-order mark.
/// The marks U+200E and U+200F stay: Arabic and Hebrew names need them.
fn turns(c: char) -> bool {
    matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{feff}')
}

fn shorten(text: String, most: usize) -> Plain {
    let Some((at, _)) = text.char_indices().nth(most) else {
        return Plain { text, cut: false };
    };
    let head = text[..at].trim_end();
    Plain { text: format!("{head}{CUT}"), cut: true }
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
    fn a_cut_is_visible_and_never_inside_a_character() {
        let plain = one_line("éèàù", 2);
        assert_eq!((plain.text.as_str(), plain.cut), ("éè […]", true));
        assert!(!one_line("éèàù", 4).cut);
    }
}
