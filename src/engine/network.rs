//! The network that reads passages: a recurrent one (GRU), word by word in both directions, taught by labelled texts
//! (`scripts/train`, which says from what). It says of a passage whether it is to be flagged, or noticed by a person; of each
//! word whether it belongs to the wording; of a stretch, which ground and which practice it is about.
//!
//! All its numbers are sums and products of `f32` in a fixed order: the same passage gives the same answer on every machine.

mod gate;
mod stored;

pub use gate::opens;

use super::passage::{Passage, Symbol};
use crate::finding::{Criterion, Practice};
use std::ops::Range;
use stored::{NETWORK, Network, Rows};

/// What the network says of a passage.
pub struct Answer {
    /// How far it is one to be flagged: the logarithm of the odds.
    pub flag: f32,
    /// How far it is one that a person should look at.
    pub notice: f32,
    /// What was read at each of its own words, in both directions.
    states: Vec<f32>,
}

/// Reads a passage.
pub fn read(passage: &Passage) -> Answer {
    let network = &*NETWORK;
    let size = network.size;
    let inputs: Vec<f32> = passage.symbols.iter().flat_map(|symbol| network.input(symbol)).collect();
    let count = passage.symbols.len();
    let own = count - passage.own.min(count);
    let mut states = vec![0.0; own * 2 * size];
    for (direction, cell) in network.cells.iter().enumerate() {
        let mut state = vec![0.0; size];
        let mut sums = vec![0.0; 6 * size];
        for step in 0..count {
            let at = if direction == 0 { step } else { count - 1 - step };
            let input = &inputs[at * network.width..(at + 1) * network.width];
            let (from_input, from_state) = sums.split_at_mut(3 * size);
            cell.input.times(input, from_input);
            cell.state.times(&state, from_state);
            for unit in 0..size {
                let reset = sigmoid(from_input[unit] + from_state[unit]);
                let keep = sigmoid(from_input[size + unit] + from_state[size + unit]);
                let new = tanh(from_input[2 * size + unit] + reset * from_state[2 * size + unit]);
                state[unit] = new + keep * (state[unit] - new);
            }
            if let Some(word) = at.checked_sub(passage.own) {
                states[(2 * word + direction) * size..][..size].copy_from_slice(&state);
            }
        }
    }
    let mut answer = Answer { flag: 0.0, notice: 0.0, states };
    let strongest = answer.strongest(0..own);
    let mut said = [0.0; 2];
    network.judge.times(&strongest, &mut said);
    [answer.flag, answer.notice] = said;
    answer
}

impl Answer {
    /// How far each of the passage's own words belongs to the wording: the logarithm of the odds.
    pub fn words(&self) -> Vec<f32> {
        let network = &*NETWORK;
        let mut said = [0.0];
        self.states
            .chunks_exact(2 * network.size)
            .map(|state| {
                network.tag.times(state, &mut said);
                said[0]
            })
            .collect()
    }

    /// What some of its own words are about: the likeliest ground and practice, and how far the practice is likelier than any other.
    pub fn about(&self, words: Range<usize>) -> (Criterion, Practice, f32) {
        let network = &*NETWORK;
        let strongest = self.strongest(words);
        let (mut grounds, mut practices) = ([0.0; Criterion::ALL.len()], [0.0; Practice::ALL.len()]);
        network.ground.times(&strongest, &mut grounds);
        network.practice.times(&strongest, &mut practices);
        let practice = greatest(&practices);
        let others = practices.iter().enumerate().filter(|(at, _)| *at != practice).map(|(_, other)| *other);
        let sure = practices[practice] - others.fold(f32::MIN, f32::max);
        (Criterion::ALL[greatest(&grounds)], Practice::ALL[practice], sure)
    }

    /// The greatest that each unit said at some words.
    fn strongest(&self, words: Range<usize>) -> Vec<f32> {
        let both = 2 * NETWORK.size;
        let mut strongest = vec![-1.0_f32; both];
        for state in self.states.chunks_exact(both).take(words.end).skip(words.start) {
            for (most, value) in strongest.iter_mut().zip(state) {
                *most = most.max(*value);
            }
        }
        strongest
    }
}

fn greatest(values: &[f32]) -> usize {
    (0..values.len()).fold(0, |best, at| if values[at] > values[best] { at } else { best })
}

impl Network {
    /// What stands for a symbol: the sum of what stands for its word, stem, ending, sense, ground, and for what the rules
    /// made of it.
    fn input(&self, symbol: &Symbol) -> Vec<f32> {
        let mut input = vec![0.0; self.width];
        if let Some(word) = self.words.find(symbol.word) {
            self.words.add(word, &mut input);
        }
        let told = (0..u16::BITS as usize).filter(|bit| symbol.told >> bit & 1 != 0).map(|bit| (&self.told, bit));
        let parts: [(&Rows, usize); 5] = [
            (&self.stems, symbol.stem as usize % self.stems.count()),
            (&self.endings, symbol.ending as usize % self.endings.count()),
            (&self.senses, symbol.sense.into()),
            (&self.grounds, symbol.ground.into()),
            (&self.found, symbol.found.into()),
        ];
        for (rows, at) in parts.into_iter().chain(told) {
            for (sum, value) in input.iter_mut().zip(rows.row(at)) {
                *sum += value;
            }
        }
        input
    }
}

fn sigmoid(x: f32) -> f32 {
    0.5 + 0.5 * tanh(0.5 * x)
}

/// The hyperbolic tangent by its continued fraction: within 0.001 everywhere, and the same on every machine.
fn tanh(x: f32) -> f32 {
    let x = x.clamp(-4.9, 4.9);
    let square = x * x;
    let above = x * (135_135.0 + square * (17_325.0 + square * (378.0 + square)));
    let below = 135_135.0 + square * (62_370.0 + square * (3_150.0 + square * 28.0));
    above / below
}
