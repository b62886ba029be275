//! The gate before the network: most passages of most pages are like none that it was taught to find. Each word, and each two that
//! follow each other, count for or against by their hashes alone, a byte each in two tables (`gate.bin`, written by
//! `scripts/train`), which costs next to nothing.

use crate::text::Token;

/// First what a passage must reach (16 bits, little-endian), then what each word adds, by the first bits of its hash, then what each
/// two words add.
const GATE: &[u8] = include_bytes!("gate.bin");

/// How many bits of a hash say where a word, and where two words, are in their tables.
const BITS: u32 = 14;
const BITS_OF_TWO: u32 = 15;

/// Whether a passage of these words is to be read.
pub fn opens(words: &[Token]) -> bool {
    let Some(([low, high], tables)) = GATE.split_first_chunk() else { return true };
    let Some((of_one, of_two)) = tables.split_at_checked(1 << BITS) else { return true };
    let ones = words.iter().map(|word| adds(of_one, BITS, word.hash));
    let both = |[one, next]: &[Token; 2]| one.hash.wrapping_mul(31).wrapping_add(next.hash);
    let twos = words.array_windows().map(|two| adds(of_two, BITS_OF_TWO, both(two)));
    ones.chain(twos).sum::<i32>() > i32::from(i16::from_le_bytes([*low, *high]))
}

fn adds(table: &[u8], bits: u32, hash: u32) -> i32 {
    let at = hash.wrapping_mul(0x9e37_79b1) >> (u32::BITS - bits);
    table.get(at as usize).map_or(0, |&adds| i32::from(adds as i8))
}
