//! A quote in its context: the sentences around it, word for word.

use crate::span::ByteSpan;

/// Sentences on either side of the quote. Two are what a reader needs to judge that nothing before or after turns the
/// meaning, and little enough to stay readable in a letter.
const SENTENCES: usize = 2;

/// The most that is taken on either side, in bytes: a page without full stops must not put all its text into a letter.
const MOST: usize = 600;

/// The stretch of `text` that holds `quote` and the sentences around it. Line feeds end sentences: they stand between
/// blocks.
pub(super) fn around(text: &str, quote: ByteSpan) -> ByteSpan {
    let ends = sentence_ends(text);
    // The start of the sentence that holds the quote, then two more; likewise to the right.
    let before = ends.partition_point(|end| *end <= quote.start);
    let start = match before.checked_sub(SENTENCES + 1) {
        Some(place) => ends[place],
        None => 0,
    };
    let after = ends.partition_point(|end| *end < quote.end);
    let end = ends.get(after + SENTENCES).copied().unwrap_or(text.len());
    let start = boundary_up(text, start.max(quote.start.saturating_sub(MOST)));
    let end = boundary_down(text, end.min(quote.end.saturating_add(MOST)));
    let mut span = ByteSpan { start: start.min(quote.start), end: end.max(quote.end) };
    let trimmed = span.of(text).trim_start();
    span.start = span.end - trimmed.len();
    span.end = span.start + trimmed.trim_end().len();
    span.join(quote)
}

/// Where each sentence ends (the byte after the white space that follows it), in order.
fn sentence_ends(text: &str) -> Vec<usize> {
    let mut ends = Vec::new();
    let mut characters = text.char_indices().peekable();
    let mut word = 0;
    while let Some((at, c)) = characters.next() {
        let next = characters.peek().map(|(_, c)| *c);
        let after = at + c.len_utf8();
        let ends_here = match c {
            '\n' => true,
            '!' | '?' | '…' => next.is_none_or(char::is_whitespace),
            '.' => next.is_none_or(char::is_whitespace) && !abbreviates(&text[word..at]),
            _ => false,
        };
        if ends_here {
            let end = after + next.filter(|c| *c == ' ').map_or(0, char::len_utf8);
            // A full stop at the end of a line is one end, not two.
            match ends.last_mut() {
                Some(last) if text[*last..end].trim().is_empty() => *last = end,
                _ => ends.push(end),
            }
        }
        if c.is_whitespace() || c == '.' {
            word = after;
        }
    }
    ends
}

/// Whether a full stop after this word belongs to it: « Dr. », « C.M.U. ».
fn abbreviates(word: &str) -> bool {
    const SHORT: [&str; 10] = ["dr", "pr", "mr", "mme", "mlle", "av", "bd", "bld", "st", "tél"];
    let mut letters = word.chars();
    let single = letters.next().is_some_and(char::is_alphabetic) && letters.next().is_none();
    single || SHORT.contains(&word.to_lowercase().as_str())
}

fn boundary_up(text: &str, mut at: usize) -> usize {
    while !text.is_char_boundary(at) {
        at += 1;
    }
    at
}

fn boundary_down(text: &str, mut at: usize) -> usize {
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    at
}

#[cfg(test)]
mod tests {
    use super::*;

    fn context(text: &str, quote: &str) -> String {
        let start = text.find(quote).unwrap();
        around(text, ByteSpan::new(start, start + quote.len())).of(text).to_owned()
    }

    #[test]
    fn two_sentences_on_either_side() {
        let text = "Un jour. Deux jours. Trois jours. Pas de CMU. Quatre jours ! Cinq jours ? Six jours.";
        assert_eq!(context(text, "Pas de CMU"), "Deux jours. Trois jours. Pas de CMU. Quatre jours ! Cinq jours ?");
    }

    #[test]
    fn blocks_end_sentences_and_abbreviations_do_not() {
        let text = "Accueil.\nHoraires.\nLe Dr. Martin vous reçoit\nPas de C.M.U. le matin\nMerci\nÀ bientôt\nFin";
        assert_eq!(
            context(text, "Pas de C.M.U."),
            "Horaires.\nLe Dr. Martin vous reçoit\nPas de C.M.U. le matin\nMerci\nÀ bientôt"
        );
    }

    #[test]
    fn a_text_without_stops_is_bounded() {
        let text = format!("{} Pas de CMU {}", "é".repeat(5_000), "à".repeat(5_000));
        let context = context(&text, "Pas de CMU");
        assert!(context.contains("Pas de CMU") && context.len() <= 2 * MOST + 10, "{}", context.len());
    }

    #[test]
    fn the_whole_text_may_be_the_quote() {
        assert_eq!(context("Pas de CMU", "Pas de CMU"), "Pas de CMU");
    }
}
