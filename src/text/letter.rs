//! One character's folding: what a reader takes it for, whatever it is written with. Shared with `src/lexicon/build.rs`,
//! so that the vocabulary and the pages are folded by the same code.

/// What a character is to the engine.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Letter {
    /// A letter or digit, as one or two ASCII bytes (the second is 0 where there is one only).
    Word([u8; 2]),
    /// A letter whose accent tells words apart: « refuse » and « refusé », « ame » and « âme ».
    Accented(u8, Accent),
    /// An accent of its own, as decomposed text has it: belongs to the letter before.
    Mark(Option<Accent>),
    /// Nothing to a reader: soft hyphen, zero-width characters, variation selectors.
    Nothing,
    /// White space of any kind.
    Space,
    /// An apostrophe of any kind.
    Apostrophe,
    /// A symbol that says no: ❌ 🚫 ✗ ⛔.
    No,
    /// A symbol that says yes: ✅ ✓ ✔.
    Yes,
    /// Punctuation, or a symbol that separates, in its plain form; `\0` for any other.
    Sign(char),
}

/// The accents that are kept beside the folded letter.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Accent {
    /// é
    Acute,
    /// â, î, ô…
    Circumflex,
}

/// Folds one character.
pub fn fold(c: char) -> Letter {
    let one = |b: u8| Letter::Word([b, 0]);
    match c {
        'a'..='z' | '0'..='9' => one(c as u8),
        'A'..='Z' => one(c as u8 + 32),
        ' '
        | '\t'
        | '\n'
        | '\r'
        | '\u{a0}'
        | '\u{1680}'
        | '\u{2000}'..='\u{200a}'
        | '\u{2028}'
        | '\u{2029}'
        | '\u{202f}'
        | '\u{205f}'
        | '\u{3000}' => Letter::Space,
        '\'' | '’' | '‘' | 'ʼ' | '‛' | '′' | '`' | '´' | '＇' => Letter::Apostrophe,
        'é' | 'É' => Letter::Accented(b'e', Accent::Acute),
        'â' | 'Â' => Letter::Accented(b'a', Accent::Circumflex),
        'û' | 'Û' => Letter::Accented(b'u', Accent::Circumflex),
        'à' | 'á' | 'ã' | 'ä' | 'å' | 'À' | 'Á' | 'Ã' | 'Ä' | 'Å' => one(b'a'),
        'è' | 'ê' | 'ë' | 'È' | 'Ê' | 'Ë' => one(b'e'),
        'ì' | 'í' | 'î' | 'ï' | 'Ì' | 'Í' | 'Î' | 'Ï' => one(b'i'),
        'ò' | 'ó' | 'ô' | 'õ' | 'ö' | 'ø' | 'Ò' | 'Ó' | 'Ô' | 'Õ' | 'Ö' | 'Ø' => one(b'o'),
        'ù' | 'ú' | 'ü' | 'Ù' | 'Ú' | 'Ü' => one(b'u'),
        'ç' | 'Ç' => one(b'c'),
        'ñ' | 'Ñ' => one(b'n'),
        'ÿ' | 'ý' | 'Ÿ' | 'Ý' => one(b'y'),
        'œ' | 'Œ' => Letter::Word(*b"oe"),
        'æ' | 'Æ' => Letter::Word(*b"ae"),
        'ß' => Letter::Word(*b"ss"),
        '\u{301}' => Letter::Mark(Some(Accent::Acute)),
        '\u{302}' => Letter::Mark(Some(Accent::Circumflex)),
        '\u{300}'..='\u{36f}' | '\u{20d0}'..='\u{20ff}' => Letter::Mark(None),
        '\u{ad}'
        | '\u{200b}'..='\u{200f}'
        | '\u{2060}'..='\u{2064}'
        | '\u{feff}'
        | '\u{fe00}'..='\u{fe0f}'
        | '\u{180e}' => Letter::Nothing,
        '❌' | '❎' | '🚫' | '⛔' | '✗' | '✘' | '✖' | '🙅' | '👎' | '⊘' => Letter::No,
        '✅' | '✓' | '✔' | '☑' | '👍' | '🆗' => Letter::Yes,
        '–' | '—' | '―' | '−' | '‐' | '‑' | '‒' => Letter::Sign('-'),
        '…' => Letter::Sign('…'),
        '«' | '“' | '„' | '‹' => Letter::Sign('«'),
        '»' | '”' | '›' => Letter::Sign('»'),
        '"' | ':' | ';' | ',' | '.' | '!' | '?' | '(' | ')' | '[' | ']' | '/' | '+' | '=' | '-' | '_' | '€' | '%'
        | '&' | '*' | '>' => Letter::Sign(c),
        '→' | '➜' | '➔' | '⇒' | '➡' | '►' => Letter::Sign('→'),
        '•' | '·' | '|' | '●' | '▪' | '◦' | '‣' => Letter::Sign('•'),
        '\u{ff01}'..='\u{ff5e}' => char::from_u32(c as u32 - 0xfee0).map_or(Letter::Sign('\0'), fold),
        '\u{1d400}'..='\u{1d6a3}' => one(b'a' + ((c as u32 - 0x1d400) % 26) as u8),
        '\u{1d7ce}'..='\u{1d7ff}' => one(b'0' + ((c as u32 - 0x1d7ce) % 10) as u8),
        '\u{24b6}'..='\u{24e9}' => one(b'a' + ((c as u32 - 0x24b6) % 26) as u8),
        '\u{1f130}'..='\u{1f149}' => one(b'a' + (c as u32 - 0x1f130) as u8),
        '\u{1f170}'..='\u{1f189}' => one(b'a' + (c as u32 - 0x1f170) as u8),
        _ => look_alike(c).map_or_else(|| if c.is_alphanumeric() { one(b'~') } else { Letter::Sign('\0') }, one),
    }
}

/// The byte with which the small accented letters of French begin in UTF-8.
pub const LATIN: u8 = 0xc3;

/// The small accented letter that [`LATIN`] and this byte make, folded as [`fold`] does, without decoding it.
pub fn small_latin(byte: u8) -> Option<(u8, Option<Accent>)> {
    Some(match byte {
        0xa9 => (b'e', Some(Accent::Acute)),
        0xa8 | 0xaa | 0xab => (b'e', None),
        0xa0 => (b'a', None),
        0xa2 => (b'a', Some(Accent::Circumflex)),
        0xa7 => (b'c', None),
        0xae | 0xaf => (b'i', None),
        0xb4 => (b'o', None),
        0xb9 => (b'u', None),
        0xbb => (b'u', Some(Accent::Circumflex)),
        _ => return None,
    })
}

/// The small letter of a capital of French or English. All of Unicode's capitals would take as much room in engine.wasm as
/// half of the vocabulary.
pub fn lower(c: char) -> char {
    match c {
        'A'..='Z' | 'À'..='Ö' | 'Ø'..='Þ' => char::from_u32(c as u32 + 32).unwrap_or(c),
        'Œ' => 'œ',
        'Ÿ' => 'ÿ',
        _ => c,
    }
}

/// A word in small letters.
pub fn lowered(word: &str) -> String {
    word.chars().map(lower).collect()
}

/// Whether two words are the same but for capitals; `small` has none.
pub fn same(word: &str, small: &str) -> bool {
    word.len() == small.len() && word.chars().map(lower).eq(small.chars())
}

/// Cyrillic and Greek letters that look Latin: a page may be written with them to slip past.
fn look_alike(c: char) -> Option<u8> {
    Some(match c {
        'А' | 'а' | 'Α' | 'α' => b'a',
        'В' | 'Β' => b'b',
        'С' | 'с' | 'Ϲ' => b'c',
        'Е' | 'е' | 'Ε' | 'Ё' | 'ё' => b'e',
        'Н' | 'Η' => b'h',
        'І' | 'і' | 'Ι' | 'ι' => b'i',
        'Ј' | 'ј' => b'j',
        'К' | 'к' | 'Κ' | 'κ' => b'k',
        'М' | 'м' | 'Μ' => b'm',
        'Ν' => b'n',
        'О' | 'о' | 'Ο' | 'ο' => b'o',
        'Р' | 'р' | 'Ρ' | 'ρ' => b'p',
        'Ѕ' | 'ѕ' => b's',
        'Т' | 'т' | 'Τ' => b't',
        'υ' => b'u',
        'Х' | 'х' | 'Χ' | 'χ' => b'x',
        'У' | 'у' | 'Υ' => b'y',
        'Ζ' => b'z',
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn letters_are_folded_alike_decoded_or_not() {
        let mut known = 0;
        for byte in 0x80..0xc0 {
            let Some((letter, accent)) = small_latin(byte) else { continue };
            let bytes = [LATIN, byte];
            let c = std::str::from_utf8(&bytes).unwrap().chars().next().unwrap();
            let folded = accent.map_or(Letter::Word([letter, 0]), |accent| Letter::Accented(letter, accent));
            assert_eq!(fold(c), folded, "{c}");
            assert!(c.is_lowercase(), "{c}");
            known += 1;
        }
        assert!(known > 10);
    }

    #[test]
    fn capitals_have_their_small_letters() {
        for c in ('\0'..='ÿ').chain("ŒŸ".chars()) {
            assert_eq!(lower(c).to_string(), c.to_lowercase().to_string(), "{c}");
        }
        assert!(same("À", "à") && same("ÂGÉ", "âgé") && !same("AGE", "âge") && !same("ans.", "ans"));
    }
}
