//! Words that its user does not want to hand over, above all their own name: blacked out of a capture's texts, title and
//! address before the hashes are taken again. One sign stands for one sign, so that places in the text stay right. The
//! picture is masked by hand, on the page.

use super::{Capture, Case};
use crate::{
    message::Message,
    practitioner::{Practitioner, Read},
    report::Corrections,
    text::letter::{Letter, fold},
};
use serde_json::Value;
use std::mem::take;

/// What stands for a sign.
pub const BLACK: char = '█';

/// What stands for a part of an address.
pub(super) const BLACK_PART: &str = "***";

/// The fewest letters of a word that is masked: of fewer, every page is full.
const SHORTEST: usize = 2;

/// The most words, and the longest of them in characters.
const MOST: usize = 50;
const LONGEST: usize = 100;

/// Words to black out, whatever their case and accents.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Mask {
    words: Vec<Vec<Sign>>,
}

/// A letter as it is compared.
type Sign = [u8; 2];

impl Mask {
    /// The words of a list, one a line or between commas: « Dominique Modèle, 06 12 34 56 78 ».
    pub fn new(list: &str) -> Self {
        Self::of_words(list.split([',', ';', '\n']).take(MOST))
    }

    /// Words as they stand, as many as there are.
    pub fn of_words<'a>(words: impl IntoIterator<Item = &'a str>) -> Self {
        let signs = words.into_iter().map(|word| word.chars().take(LONGEST).filter_map(sign).collect());
        Self { words: signs.filter(|word: &Vec<Sign>| word.len() >= SHORTEST).collect() }
    }

    /// Each word of a name: a page greets by the first name alone.
    pub fn of_name(name: &str) -> Self {
        Self::new(&name.split_whitespace().collect::<Vec<_>>().join(","))
    }

    /// Whether there is nothing to mask.
    pub fn is_empty(&self) -> bool {
        self.words.is_empty()
    }

    /// The same text with the words blacked out, and how often.
    pub fn cover(&self, text: &str) -> (String, usize) {
        let chars: Vec<char> = text.chars().collect();
        let mut black = vec![false; chars.len()];
        let mut times = 0;
        let mut at = 0;
        while at < chars.len() {
            match self.words.iter().filter_map(|word| reaches(word, &chars, at)).max() {
                Some(end) => {
                    black[at..end].fill(true);
                    times += 1;
                    at = end;
                }
                None => at += 1,
            }
        }
        // Two units of UTF-16 stay two: places are counted in them.
        let sign = |(c, black): (char, bool)| match (black && !c.is_whitespace(), c.len_utf16()) {
            (false, _) => vec![c],
            (true, units) => vec![BLACK; units],
        };
        (chars.iter().copied().zip(black).flat_map(sign).collect(), times)
    }

    /// The same address without the parts of its path and query that hold one of the words.
    pub(super) fn cover_address(&self, address: &str) -> (String, usize) {
        let start = address.find("://").map_or(0, |at| at + 3);
        let start = start + address.get(start..).and_then(|rest| rest.find('/')).unwrap_or_default();
        let (host, path) = address.split_at(start);
        let mut covered = host.to_owned();
        let mut times = 0;
        let mut part = String::new();
        for c in path.chars().chain(['\0']) {
            if !matches!(c, '/' | '?' | '&' | '=' | '\0') {
                part.push(c);
                continue;
            }
            let part = take(&mut part);
            let holds = self.cover(&decoded(&part)).1 > 0;
            times += usize::from(holds);
            covered.push_str(if holds { BLACK_PART } else { &part });
            if c != '\0' {
                covered.push(c);
            }
        }
        (covered, times)
    }
}

/// A letter or digit as it is compared; `None` for what does not count: spaces, hyphens, accents of their own.
fn sign(c: char) -> Option<Sign> {
    match fold(c) {
        Letter::Word(bytes) => Some(bytes),
        Letter::Accented(byte, _) => Some([byte, 0]),
        _ if c.is_alphanumeric() => {
            let lower = c.to_lowercase().next().unwrap_or(c) as u32;
            // Other scripts: the last two bytes of the letter, which tell the letters of one script apart.
            Some([(lower >> 8) as u8 | 0x80, lower as u8])
        }
        _ => None,
    }
}

/// Where `word` ends if it begins at `at`, whole: « Modèle » is not in « modèles ».
fn reaches(word: &[Sign], chars: &[char], at: usize) -> Option<usize> {
    let counts = |place: usize| chars.get(place).is_some_and(|c| sign(*c).is_some());
    if !counts(at) || at.checked_sub(1).is_some_and(counts) {
        return None;
    }
    let mut signs = word.iter();
    let mut next = signs.next();
    let mut place = at;
    while let Some(expected) = next {
        let c = chars.get(place)?;
        match sign(*c) {
            Some(found) if found == *expected => next = signs.next(),
            Some(_) => return None,
            // A line's end, or two signs between two letters, part what is one word or one name.
            None if place > at
                && *c != '\n'
                && (counts(place - 1) || matches!(fold(*c), Letter::Mark(_) | Letter::Nothing)) => {}
            None => return None,
        }
        place += 1;
    }
    // An accent of its own belongs to the last letter.
    while chars.get(place).is_some_and(|c| matches!(fold(*c), Letter::Mark(_) | Letter::Nothing)) {
        place += 1;
    }
    (!counts(place)).then_some(place)
}

/// A part of an address with its percent signs decoded.
fn decoded(part: &str) -> String {
    let mut bytes = Vec::new();
    let mut rest = part.as_bytes();
    while let Some((first, after)) = rest.split_first() {
        let coded = after.get(..2).and_then(|digits| std::str::from_utf8(digits).ok());
        let byte = coded.filter(|_| *first == b'%').and_then(|digits| u8::from_str_radix(digits, 16).ok());
        bytes.push(byte.unwrap_or(*first));
        rest = if byte.is_some() { after.get(2..).unwrap_or_default() } else { after };
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

impl Capture {
    /// Whether one of these words stands in what a letter quotes or encloses.
    pub fn holds(&self, mask: &Mask) -> bool {
        [&self.section, &self.page.title].into_iter().chain(&self.layout.above).any(|text| mask.cover(text).1 > 0)
            || mask.cover_address(&self.page.address).1 > 0
    }

    /// The same capture without these words, sealed anew; its notes say that words were masked.
    #[must_use]
    pub fn masked(mut self, mask: &Mask) -> Self {
        let mut times = 0;
        let mut cover = |text: &mut String| {
            let (covered, found) = mask.cover(text);
            times += found;
            *text = covered;
        };
        cover(&mut self.section);
        cover(&mut self.context);
        cover(&mut self.finding.quote);
        cover(&mut self.page.title);
        self.layout.above.iter_mut().for_each(&mut cover);
        self.finding.reason.args.iter_mut().for_each(|(_, value)| cover(value));
        each_text(&mut self.finding.trace, &mut cover);
        each_read(&mut self.practitioner, &mut cover);
        let (address, found) = mask.cover_address(&self.page.address);
        self.page.address = address;
        if times + found > 0 {
            let note = Message::new("letter.note.masked");
            if !self.notes.contains(&note) {
                self.notes.push(note);
            }
            self.seal();
        }
        self
    }
}

impl Case {
    /// The case with the words blacked out wherever it holds the page's: in the capture, in what the page said when it was opened
    /// again, in the blocks of letters that their user wrote anew, and in what they corrected about the practitioner.
    pub fn masked(mut self, mask: &Mask) -> Self {
        self.capture = self.capture.masked(mask);
        self.again = take(&mut self.again).into_iter().map(|again| again.masked(mask)).collect();
        let Corrections { name, profession, address, rpps } = &mut self.answers.practitioner;
        let corrections = [name, profession, address, rpps].into_iter().flatten();
        let edits = self.letter.edits.iter_mut().filter(|(key, _)| key.ends_with(".seen")).map(|(_, text)| text);
        corrections.chain(edits).for_each(|text| *text = mask.cover(text).0);
        self
    }
}

fn each_text(value: &mut Value, change: &mut impl FnMut(&mut String)) {
    match value {
        Value::String(text) => change(text),
        Value::Array(values) => values.iter_mut().for_each(|value| each_text(value, change)),
        Value::Object(values) => values.values_mut().for_each(|value| each_text(value, change)),
        _ => {}
    }
}

fn each_read(practitioner: &mut Practitioner, change: &mut impl FnMut(&mut String)) {
    let Practitioner { name, profession, address, place, rpps, finess, doubtful, phone, convention } = practitioner;
    for Read { value, alternatives, .. } in
        [name, profession, address, rpps, finess, doubtful, phone, convention].into_iter().flatten()
    {
        change(value);
        alternatives.iter_mut().for_each(|other| change(&mut other.value));
    }
    for place in place.iter_mut() {
        [&mut place.street, &mut place.postcode, &mut place.town].into_iter().for_each(&mut *change);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_go_whatever_their_letters() {
        for (list, text, covered) in [
            ("Dominique Modèle", "Bonjour Dominique Modèle !", "Bonjour █████████ ██████ !"),
            ("dominique modele", "DOMINIQUE\u{a0}MODÈLE", "█████████\u{a0}██████"),
            ("Dominique, Modèle", "Modèle, D. (dominique)", "██████, D. (█████████)"),
            ("Jean-Luc", "Jean Luc et Jean-Luc", "████ ███ et ████████"),
            ("06 12 34 56 78", "Tél. 0612345678", "Tél. ██████████"),
            ("Modèle", "des modèles", "des modèles"),
            ("Mode", "Modèle", "Modèle"),
            ("Élodie", "E\u{301}lodie", "███████"),
            ("Ω, a", "une lettre a seule", "une lettre a seule"),
            ("Иван", "Привет, иван.", "Привет, ████."),
        ] {
            assert_eq!(Mask::new(list).cover(text).0, covered, "{list}: {text}");
        }
    }

    #[test]
    fn addresses_lose_the_parts_that_name() {
        let mask = Mask::new("Dominique Modèle, compte 12");
        for (address, covered) in [
            (
                "https://www.doctolib.fr/dominique-modele/a?pid=practice-12",
                "https://www.doctolib.fr/***/a?pid=practice-12",
            ),
            ("https://a.example/dominique%20mod%C3%A8le", "https://a.example/***"),
            ("https://a.example/x?centerid=compte-12", "https://a.example/x?centerid=***"),
            ("https://dominique-modele.example/", "https://dominique-modele.example/"),
        ] {
            assert_eq!(mask.cover_address(address).0, covered);
        }
    }

    #[test]
    fn nothing_is_masked_by_nothing() {
        for list in ["", " ,;\n", "a", "."] {
            assert!(Mask::new(list).is_empty(), "{list}");
        }
    }
}
