//! The network as it is stored (`learned.bin`, written by `scripts/train`) and as it is used. All numbers are little-endian.
//!
//! | what | how |
//! | --- | --- |
//! | sizes | nine `u16`: width of an input, units of a direction, stems, endings, senses, grounds, kinds of findings, what the rules can read in a sentence, parts of a word's input |
//! | stems, endings, senses, grounds, findings, readings, parts | each a scale (`f32`), then a signed byte a number |
//! | both directions | input to gates, state to gates: matrices |
//! | heads | flag and notice, word, ground, practice: matrices |
//! | words | their count (`u32`), their hashes in order, each as what it is more than the one before (LEB128), then for each part a byte a word |
//!
//! A matrix is a scale (`f32`) and a bias (`f32`) for each row, then a signed byte a number, column by column. A hash is the
//! first 22 bits of a word's own. A part of a word's input is one of 256 that words share.

use super::cell::{Cell, Scaled};
use crate::{
    finding::{Criterion, Practice},
    lexicon::Column,
};
use std::sync::LazyLock;

pub static NETWORK: LazyLock<Network> = LazyLock::new(|| Network::of(&mut Stored(Column(LEARNED))));

const LEARNED: &[u8] = include_bytes!("learned.bin");

/// How many bits of a word's hash are left out.
const LEFT: u32 = 10;

/// Of each part of a word's input there are so many.
const CHOICES: usize = 256;

pub struct Network {
    /// How many numbers stand for a symbol.
    pub width: usize,
    /// How many units read in one direction.
    pub size: usize,
    pub words: Words,
    pub stems: Rows,
    pub endings: Rows,
    pub senses: Rows,
    pub grounds: Rows,
    pub found: Rows,
    pub told: Rows,
    pub cells: [Cell; 2],
    pub judge: Matrix,
    pub tag: Matrix,
    pub ground: Matrix,
    pub practice: Matrix,
}

/// Rows of numbers.
pub struct Rows {
    width: usize,
    values: Vec<f32>,
}

impl Rows {
    pub fn row(&self, at: usize) -> &[f32] {
        self.values.chunks_exact(self.width).nth(at).unwrap_or_default()
    }

    pub fn count(&self) -> usize {
        (self.values.len() / self.width).max(1)
    }
}

/// The words that the network knows.
pub struct Words {
    hashes: Vec<u32>,
    /// For each part, what each word chose.
    chosen: Vec<Vec<u8>>,
    parts: Rows,
}

impl Words {
    pub fn find(&self, hash: u32) -> Option<usize> {
        self.hashes.binary_search(&(hash >> LEFT)).ok()
    }

    /// Adds what stands for a word.
    pub fn add(&self, word: usize, input: &mut [f32]) {
        for (part, (chosen, into)) in self.chosen.iter().zip(input.chunks_exact_mut(self.parts.width)).enumerate() {
            let choice = chosen.get(word).copied().unwrap_or_default();
            for (sum, value) in into.iter_mut().zip(self.parts.row(part * CHOICES + usize::from(choice))) {
                *sum += value;
            }
        }
    }
}

/// A matrix with a bias a row, column by column.
pub struct Matrix {
    bias: Vec<f32>,
    columns: Vec<f32>,
}

impl Matrix {
    /// The product with some numbers, and the bias.
    pub fn times(&self, by: &[f32], product: &mut [f32]) {
        product.copy_from_slice(&self.bias);
        for (value, column) in by.iter().zip(self.columns.chunks_exact(self.bias.len())) {
            for (sum, weight) in product.iter_mut().zip(column) {
                *sum += weight * value;
            }
        }
    }
}

/// Reads the stored form, which the tests read whole; what is missing is 0.
struct Stored<'a>(Column<'a>);

impl<'a> Stored<'a> {
    fn small(&mut self) -> usize {
        usize::from(u16::from_le_bytes([self.0.byte(), self.0.byte()]))
    }

    fn whole(&mut self) -> u32 {
        u32::from_le_bytes([self.0.byte(), self.0.byte(), self.0.byte(), self.0.byte()])
    }

    fn float(&mut self) -> f32 {
        f32::from_bits(self.whole())
    }

    fn floats(&mut self, count: usize) -> Vec<f32> {
        (0..count).map(|_| self.float()).collect()
    }

    fn rows(&mut self, count: usize, width: usize) -> Rows {
        let scale = self.float();
        Rows { width, values: self.0.take(count * width).0.iter().map(|&byte| f32::from(byte as i8) * scale).collect() }
    }

    fn scaled(&mut self, rows: usize, columns: usize) -> Scaled<'a> {
        Scaled { scales: self.floats(rows), bias: self.floats(rows), bytes: self.0.take(rows * columns).0 }
    }

    fn matrix(&mut self, rows: usize, columns: usize) -> Matrix {
        let Scaled { scales, bias, bytes } = self.scaled(rows, columns);
        let values = bytes.iter().zip(scales.iter().cycle());
        Matrix { bias, columns: values.map(|(&byte, scale)| f32::from(byte as i8) * scale).collect() }
    }
}

impl Network {
    fn of(stored: &mut Stored) -> Self {
        let [width, size, stems, endings, senses, grounds, found, told, parts] =
            std::array::from_fn(|_| stored.small());
        let stems = stored.rows(stems, width);
        let endings = stored.rows(endings, width);
        let senses = stored.rows(senses, width);
        let grounds = stored.rows(grounds, width);
        let found = stored.rows(found, width);
        let told = stored.rows(told, width);
        let part = stored.rows(parts * CHOICES, width / parts.max(1));
        let cells = std::array::from_fn(|_| Cell::new(stored.scaled(3 * size, width), stored.scaled(3 * size, size)));
        let judge = stored.matrix(2, 2 * size);
        let tag = stored.matrix(1, 2 * size);
        let ground = stored.matrix(Criterion::ALL.len(), 2 * size);
        let practice = stored.matrix(Practice::ALL.len(), 2 * size);
        let count = stored.whole() as usize;
        let mut hash = 0;
        let hashes: Vec<u32> = (0..count)
            .map(|_| {
                hash += stored.0.number() as u32;
                hash
            })
            .collect();
        let chosen = (0..parts).map(|_| stored.0.take(count).0.to_vec()).collect();
        let words = Words { hashes, chosen, parts: part };
        Self { width, size, words, stems, endings, senses, grounds, found, told, cells, judge, tag, ground, practice }
    }
}

#[cfg(test)]
mod tests {
    use super::{Column, LEARNED, Network, Stored};

    #[test]
    fn the_stored_network_is_read_to_its_last_byte() {
        let mut stored = Stored(Column(LEARNED));
        let network = Network::of(&mut stored);
        assert!(stored.0.0.is_empty(), "{} bytes are left", stored.0.0.len());
        assert!(network.words.hashes.len() > 1000 && network.words.hashes.is_sorted());
        assert!(network.words.chosen.iter().all(|chosen| chosen.len() == network.words.hashes.len()));
    }

    #[test]
    fn a_stored_network_that_breaks_off_reads_as_nothing_and_does_not_panic() {
        for length in [0, 1, 17, 18, LEARNED.len() / 2, LEARNED.len() - 1] {
            Network::of(&mut Stored(Column(&LEARNED[..length])));
        }
    }

    #[test]
    fn a_product_adds_each_column_once() {
        let matrix = super::Matrix { bias: vec![1.0, 2.0], columns: (0..14_u8).map(f32::from).collect() };
        let mut product = [0.0; 2];
        matrix.times(&[1.0, 0.0, 2.0, 0.0, 1.0, 0.0, 3.0], &mut product);
        assert_eq!(product, [1.0 + 0.0 + 2.0 * 4.0 + 8.0 + 3.0 * 12.0, 2.0 + 1.0 + 2.0 * 5.0 + 9.0 + 3.0 * 13.0]);
    }
}
