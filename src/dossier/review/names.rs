//! What stands in a correction for what tells who somebody is.

use super::passage::{telling, telling_of};
use crate::case::{BLACK, Capture, Mask};
use std::collections::BTreeSet;

/// What stands for a name, and for a number or an address on the net.
const NAME: &str = "Vallombreuse";
const NUMBER: &str = "…";

/// The words that tell who somebody is, and what stands for them.
#[derive(Clone, Debug)]
pub struct Names {
    names: Mask,
    numbers: Mask,
}

impl Names {
    /// Those of a capture: what its page says of the practitioner, and whom its words name.
    pub fn of(capture: &Capture) -> Self {
        Self::among(telling(capture))
    }

    /// The people, telephone numbers and addresses on the net that a text names: nothing else is known of it.
    pub fn of_text(text: &str) -> Self {
        Self::among(telling_of(text))
    }

    fn among(words: BTreeSet<String>) -> Self {
        let (numbers, names): (Vec<String>, Vec<String>) =
            words.into_iter().partition(|word| word.contains(|c: char| c.is_ascii_digit() || "@/".contains(c)));
        let mask = |words: &[String]| Mask::of_words(words.iter().map(String::as_str));
        Self { names: mask(&names), numbers: mask(&numbers) }
    }

    /// The text with an invented name for every name, so that its sentences stay sentences.
    pub fn replaced(&self, text: &str) -> String {
        let text = replaced(&self.numbers.cover(text).0, NUMBER);
        replaced(&self.names.cover(&text).0, NAME)
    }
}

/// What stands for each run of black signs, and of runs between which there is one space only.
fn replaced(text: &str, by: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find(BLACK) {
        let (before, run) = rest.split_at(at);
        out.push_str(before);
        out.push_str(by);
        let mut end = 0;
        for (place, c) in run.char_indices() {
            match c {
                BLACK => end = place + c.len_utf8(),
                ' ' | '\u{a0}' | '-' if place == end => {}
                _ => break,
            }
        }
        rest = run.get(end..).unwrap_or_default();
    }
    out.push_str(rest);
    out
}
