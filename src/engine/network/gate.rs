//! The gate before the network: most passages of most pages are like none that it was taught to find. Each word counts for or
//! against by its hash alone, a byte each in one table (`gate.bin`, written by `scripts/train`), which costs next to nothing.

use crate::text::Token;

/// First what a passage must reach (16 bits, little-endian), then what each word adds, by the first bits of its hash.
const GATE: &[u8] = include_bytes!("gate.bin");

/// How many bits of a hash say where its word is in the table.
const BITS: u32 = 14;

/// Whether a passage of these words is to be read.
pub fn opens(words: &[Token]) -> bool {
    let Some(([low, high], table)) = GATE.split_first_chunk() else { return true };
    let mixed = |word: &Token| word.hash.wrapping_mul(0x9e37_79b1) >> (u32::BITS - BITS);
    let adds = |word: &Token| table.get(mixed(word) as usize).map_or(0, |&adds| i32::from(adds as i8));
    words.iter().map(adds).sum::<i32>() > i32::from(i16::from_le_bytes([*low, *high]))
}
