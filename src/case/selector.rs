//! Where a capture's words stand, in the forms that others know: selectors of W3C Web Annotation over the section's text,
//! and a `#:~:text=` address, with which a browser opens the page at the passage.

use super::{Capture, mask::BLACK};
use crate::span::ByteSpan;
use serde_json::{Value, json};
use std::fmt::Write;

/// Characters of a quote's prefix and suffix, as other annotation tools write them.
const AROUND: usize = 32;

/// The longest quote that stands whole in an address, in characters: of a longer one its first and last words do.
const LONGEST_EXACT: usize = 200;

/// Words that stand for the beginning and the end of a long quote.
const ENDS: usize = 8;

/// Words on either side that may be needed to tell a quote from the same words elsewhere in the section.
const MOST_NEIGHBOURS: usize = 6;

impl Capture {
    /// The address that opens the page at the passage; `None` where the address or the words are masked or unknown.
    pub fn link(&self) -> Option<String> {
        let address = &self.page.address;
        let at = super::capture::to_bytes(&self.section, self.finding.at)?;
        let web = address.starts_with("https://") || address.starts_with("http://");
        (web && !address.contains(super::mask::BLACK_PART)).then_some(())?;
        Some(format!("{address}#{}", fragment(&self.section, at)?))
    }

    /// The selectors, as a `SpecificResource` of <https://www.w3.org/TR/annotation-model/>. Positions are UTF-16 units of
    /// the part `rubrique.txt`.
    pub(super) fn selectors(&self) -> Value {
        let mut selectors = vec![json!({
            "type": "TextPositionSelector",
            "start": self.finding.at.start,
            "end": self.finding.at.end,
        })];
        if let Some(at) = super::capture::to_bytes(&self.section, self.finding.at) {
            let (before, after) = (&self.section[..at.start], &self.section[at.end..]);
            let from = before.char_indices().rev().nth(AROUND - 1).map_or(0, |(at, _)| at);
            let to = after.char_indices().nth(AROUND).map_or(after.len(), |(at, _)| at);
            selectors.insert(
                0,
                json!({
                    "type": "TextQuoteSelector",
                    "exact": at.of(&self.section),
                    "prefix": before[from..],
                    "suffix": after[..to],
                }),
            );
        }
        json!({
            "@context": "http://www.w3.org/ns/anno.jsonld",
            "type": "SpecificResource",
            "source": self.page.address,
            "selector": selectors,
            "part": "rubrique.txt",
            "unit": "utf-16",
            "link": self.link(),
        })
    }
}

/// A text directive for the words at a place, with the words before and after it where the section says the same twice.
/// <https://wicg.github.io/scroll-to-text-fragment/>: each part of it stands within one block, and at borders of words.
fn fragment(text: &str, at: ByteSpan) -> Option<String> {
    let at = whole_words(text, at);
    let exact = at.of(text);
    if exact.is_empty() || exact.contains(BLACK) {
        return None;
    }
    let (start, end) = ends(exact);
    let before = text[..at.start].trim_end().rsplit('\n').next().unwrap_or_default();
    let after = text[at.end..].trim_start().split('\n').next().unwrap_or_default();
    let (mut prefix, mut suffix) = ("", "");
    for words in 1..=MOST_NEIGHBOURS {
        if is_alone(text, prefix, start, suffix) {
            break;
        }
        prefix = last_words(before, words);
    }
    for words in 1..=MOST_NEIGHBOURS {
        // After the first words of a long quote stand others of it.
        if end.is_some() || is_alone(text, prefix, start, suffix) {
            break;
        }
        suffix = first_words(after, words);
    }
    let part = |part: &str| (!part.is_empty() && !part.contains(BLACK)).then(|| percent(part, "._~"));
    let mut directive = String::from(":~:text=");
    if let Some(prefix) = part(prefix) {
        let _ = write!(directive, "{prefix}-,");
    }
    directive.push_str(&part(start)?);
    if let Some(end) = end {
        let _ = write!(directive, ",{}", part(end)?);
    }
    if let Some(suffix) = part(suffix) {
        let _ = write!(directive, ",-{suffix}");
    }
    Some(directive)
}

/// What stands for a quote: all of it, or its first and last words.
fn ends(exact: &str) -> (&str, Option<&str>) {
    let lines = (exact.split('\n').next().unwrap_or_default(), exact.rsplit('\n').next().unwrap_or_default());
    let several = exact.contains('\n');
    if !several && exact.chars().count() <= LONGEST_EXACT {
        return (exact, None);
    }
    let (start, end) = (first_words(lines.0, ENDS), last_words(lines.1, ENDS));
    if !several && start.len() + end.len() >= exact.len() { (exact, None) } else { (start, Some(end)) }
}

/// The stretch widened to whole words, without white space at its ends.
fn whole_words(text: &str, at: ByteSpan) -> ByteSpan {
    let of_word = |c: char| c.is_alphanumeric();
    let exact = at.of(text);
    let trimmed = exact.trim();
    let start = at.start + (exact.len() - exact.trim_start().len());
    let end = start + trimmed.len();
    let mut span = ByteSpan::new(start, end);
    if trimmed.starts_with(of_word) {
        span.start -= text[..start].chars().rev().take_while(|c| of_word(*c)).map(char::len_utf8).sum::<usize>();
    }
    if trimmed.ends_with(of_word) {
        span.end += text[end..].chars().take_while(|c| of_word(*c)).map(char::len_utf8).sum::<usize>();
    }
    span
}

fn first_words(line: &str, most: usize) -> &str {
    let line = line.trim();
    let end = line.char_indices().filter(|(_, c)| c.is_whitespace()).map(|(at, _)| at).nth(most - 1);
    line[..end.unwrap_or(line.len())].trim_end()
}

fn last_words(line: &str, most: usize) -> &str {
    let line = line.trim();
    let gap = line.char_indices().rev().filter(|(_, c)| c.is_whitespace()).nth(most - 1);
    line[gap.map_or(0, |(at, c)| at + c.len_utf8())..].trim_start()
}

/// Whether these words stand in the text once only, whatever their case, as browsers look for them.
fn is_alone(text: &str, prefix: &str, exact: &str, suffix: &str) -> bool {
    let fold = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase();
    let wanted = fold(&[prefix, exact, suffix].join(" "));
    fold(text).match_indices(&wanted).count() <= 1
}

/// Percent-encoded, but for ASCII letters and digits and what `kept` names.
pub(crate) fn percent(text: &str, kept: &str) -> String {
    let mut encoded = String::new();
    for byte in text.bytes() {
        let c = char::from(byte);
        if byte.is_ascii_alphanumeric() || (byte.is_ascii() && kept.contains(c)) {
            encoded.push(c);
        } else {
            let _ = write!(encoded, "%{byte:02X}");
        }
    }
    encoded
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(text: &str, words: &str) -> Option<String> {
        let start = text.find(words).unwrap();
        fragment(text, ByteSpan::new(start, start + words.len()))
    }

    #[test]
    fn words_that_stand_once_need_no_neighbours() {
        assert_eq!(of("Accueil.\nPas de CMU, merci.", "Pas de CMU").as_deref(), Some(":~:text=Pas%20de%20CMU"));
        // A hyphen, a comma and an ampersand mean something in a directive.
        assert_eq!(of("Sur rendez-vous, A&B", "rendez-vous, A&B").as_deref(), Some(":~:text=rendez%2Dvous%2C%20A%26B"));
        assert_eq!(of("Refusés : « é »", "Refus").as_deref(), Some(":~:text=Refus%C3%A9s"), "words are whole");
    }

    #[test]
    fn words_that_stand_twice_are_told_apart() {
        for (text, at, expected) in [
            ("Paris : pas de CMU.\nLyon : pas de CMU.", 1, "Lyon%20%3A-,pas%20de%20CMU"),
            ("Lundi\nPas de CMU\nMardi\nPas de CMU", 0, "Lundi-,Pas%20de%20CMU"),
            ("Pas de CMU ici. Pas de CMU là.", 0, "Pas%20de%20CMU,-ici."),
        ] {
            let start = text.to_lowercase().match_indices("pas de cmu").nth(at).unwrap().0;
            let found = fragment(text, ByteSpan::new(start, start + "pas de CMU".len())).unwrap();
            assert_eq!(found, format!(":~:text={expected}"));
        }
    }

    #[test]
    fn a_long_quote_is_named_by_its_ends() {
        let long = format!(
            "Un deux trois quatre cinq six sept huit neuf {} fin de la longue phrase que voici.",
            "mot ".repeat(80)
        );
        let found = of(&long, &long).unwrap();
        assert_eq!(
            found,
            ":~:text=Un%20deux%20trois%20quatre%20cinq%20six%20sept%20huit,fin%20de%20la%20longue%20phrase%20que%20voici."
        );
        assert_eq!(
            of("Patients\nCMU refusés", "Patients\nCMU refusés").as_deref(),
            Some(":~:text=Patients,CMU%20refus%C3%A9s")
        );
    }

    #[test]
    fn masked_words_have_no_link() {
        assert_eq!(of("Bonjour █████, pas de CMU", "█████, pas de CMU"), None);
    }
}
