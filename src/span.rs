//! Stretches of text, in the two units that the project knows. Inside Rust everything is UTF-8 bytes; JavaScript and
//! files count UTF-16 units. The two are types of their own, so that mixing them up does not compile.

use serde::{Deserialize, Serialize};

/// A stretch of one text in UTF-8 bytes, `start..end`, always on character boundaries of its text.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct ByteSpan {
    /// The first byte.
    pub start: usize,
    /// The byte after the last.
    pub end: usize,
}

/// A stretch of one text in UTF-16 units, `start..end`: what JavaScript counts in.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Utf16Span {
    /// The first unit.
    pub start: u32,
    /// The unit after the last.
    pub end: u32,
}

impl ByteSpan {
    /// The span `start..end`.
    pub fn new(start: usize, end: usize) -> Self {
        Self { start, end }
    }

    /// The smallest span that holds both.
    pub fn join(self, other: Self) -> Self {
        Self { start: self.start.min(other.start), end: self.end.max(other.end) }
    }

    /// The words it covers in its text; empty where it does not lie in `text`.
    pub fn of(self, text: &str) -> &str {
        text.get(self.start..self.end).unwrap_or_default()
    }

    /// The same stretch in UTF-16 units of `text`.
    pub fn to_utf16(self, text: &str) -> Utf16Span {
        let start = utf16_len(text.get(..self.start).unwrap_or(text));
        Utf16Span { start, end: start + utf16_len(self.of(text)) }
    }
}

/// The length of a text in UTF-16 units.
pub fn utf16_len(text: &str) -> u32 {
    // Every byte but those that continue a character begins a unit, and what takes four bytes takes two units.
    text.bytes().map(|byte| u32::from(byte & 0xc0 != 0x80) + u32::from(byte >= 0xf0)).sum()
}
