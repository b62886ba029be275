//! The learned weights as they are shipped: what a feature of a sentence says for each [`ASPECTS`]. `build.rs` takes in this
//! file too, so that features are hashed by the same code on both sides.
//!
//! The packed form is a count (LEB128), then the features' hashes in order, each as what it is more than the one before
//! (LEB128), then a column of signed bytes for each of the two aspects that most features speak of; the second says what it is
//! more than the first. Few speak of a practice: for each there is a count, then places of rows, each as how far it is from
//! the one before (LEB128), with its weight. A feature is known by a part of its hash alone: those that share it are one to the
//! training too.

use super::store::Column;

/// What is weighed: whether a sentence is to be flagged, whether a person should look at it, and each practice.
pub const ASPECTS: [&str; 8] =
    ["flag", "notice", "refusal", "restriction", "documents", "payment", "referral", "stigma"];

/// How many of [`ASPECTS`] every feature has a byte for; the others are practices.
pub const DENSE: usize = 2;

/// A weight of 1 is this much.
pub const UNIT: i32 = 8;

/// Of a feature's hash these many bits are kept: of the tens of thousands that texts have, one in ten then shares its own.
const BITS: u32 = 20;

/// What one feature says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Row {
    /// Its hash.
    pub hash: u32,
    /// Its weights, in [`UNIT`]s, one for each of [`ASPECTS`].
    pub weights: [i8; ASPECTS.len()],
}

/// Where the hash of a part begins.
const START: u32 = 0x811c_9dc5;

/// One step of a hash: FNV-1a.
const fn step(hash: u32, byte: u8) -> u32 {
    (hash ^ byte as u32).wrapping_mul(0x0100_0193)
}

/// The hash of a word, letter by letter, and that of its first letters.
pub struct Stemmed {
    /// Of all its letters.
    pub whole: u32,
    /// Of its first ones.
    pub stem: u32,
    left: usize,
}

impl Stemmed {
    /// Of no letter yet; so many belong to the stem.
    pub fn new(stem: usize) -> Self {
        Self { whole: START, stem: START, left: stem }
    }

    /// One letter more.
    #[inline]
    pub fn add(&mut self, letter: u8) {
        self.whole = step(self.whole, letter);
        if self.left > 0 {
            self.left -= 1;
            self.stem = self.whole;
        }
    }
}

/// The hash of a part that is a name.
pub const fn name(name: &str) -> u32 {
    let mut rest = name.as_bytes();
    let mut hash = START;
    while let [byte, after @ ..] = rest {
        hash = step(hash, *byte);
        rest = after;
    }
    hash
}

/// The hash of a feature: its family, then its parts.
pub fn feature(family: u8, parts: impl IntoIterator<Item = u32>) -> u32 {
    let mixed = parts
        .into_iter()
        .fold(u32::from(family), |hash, part| (hash.rotate_left(5) ^ part).wrapping_mul(0x9e37_79b1) ^ (part >> 15));
    mixed >> (u32::BITS - BITS)
}

/// The hash of a feature by its name, as the table of weights spells it: its family's letter, then its parts.
pub fn named(feature_name: &str) -> u32 {
    let mut words = feature_name.split(' ');
    let family = words.next().and_then(|family| family.bytes().next()).unwrap_or_default();
    feature(family, words.map(name))
}

/// The rows of the packed form.
pub fn unpack(bytes: &[u8]) -> Vec<Row> {
    let mut packed = Column(bytes);
    let count = packed.number();
    let mut hash = 0;
    let mut rows: Vec<Row> = (0..count)
        .map(|_| {
            hash += packed.number() as u32;
            Row { hash, weights: [0; ASPECTS.len()] }
        })
        .collect();
    for aspect in 0..DENSE {
        for row in &mut rows {
            let before = if aspect > 0 { row.weights[aspect - 1] } else { 0 };
            row.weights[aspect] = before.wrapping_add(packed.byte() as i8);
        }
    }
    for aspect in DENSE..ASPECTS.len() {
        let mut at = 0;
        for _ in 0..packed.number() {
            at += packed.number();
            let weight = packed.byte() as i8;
            if let Some(row) = rows.get_mut(at) {
                row.weights[aspect] = weight;
            }
        }
    }
    rows
}

/// Which hashes have a row, and which row: a bit each, and how many bits stand before each word of them. Most features of a
/// sentence have no row, which one bit says.
pub struct Known {
    bits: Vec<u64>,
    before: Vec<u16>,
}

impl Known {
    /// Those of rows in the order of their hashes.
    pub fn of(rows: &[Row]) -> Self {
        let mut bits = vec![0; 1 << (BITS - u64::BITS.ilog2())];
        for row in rows {
            if let Some(bits) = bits.get_mut((row.hash / u64::BITS) as usize) {
                *bits |= 1u64 << (row.hash % u64::BITS);
            }
        }
        let mut sum = 0;
        let until = |bits: &u64| {
            sum += bits.count_ones() as u16;
            sum - bits.count_ones() as u16
        };
        let before = bits.iter().map(until).collect();
        Self { bits, before }
    }

    /// The place of a hash's row.
    #[inline]
    pub fn place(&self, hash: u32) -> Option<usize> {
        let at = (hash / u64::BITS) as usize;
        let (bits, bit) = (*self.bits.get(at)?, 1 << (hash % u64::BITS));
        if bits & bit == 0 {
            return None;
        }
        Some(usize::from(*self.before.get(at)?) + (bits & (bit - 1)).count_ones() as usize)
    }
}

/// The features by name, as `weights.tsv` spells them, each with what it says of whether a sentence is to be flagged.
#[cfg(feature = "cli")]
pub fn table() -> Vec<(&'static str, i32)> {
    let lines = include_str!("weights.tsv").lines().filter(|line| !line.starts_with('#'));
    lines
        .filter_map(|line| {
            let mut columns = line.split('\t');
            Some((columns.next()?, columns.next()?.parse().unwrap_or_default()))
        })
        .collect()
}
