//! The network that reads passages: a recurrent one (GRU), word by word in both directions, taught by labelled texts
//! (`scripts/train`, which says from what). It says of a passage whether it is to be flagged, or noticed by a person; of each
//! word whether it belongs to the wording; of a stretch, which ground and which practice it is about.
//!
//! All its numbers are whole, or sums and products of `f32` in a fixed order: the same passage gives the same answer on every
//! machine.

mod cell;
mod gate;
mod stored;

pub use gate::opens;

use super::passage::{NOTHING, Symbol};
use crate::finding::{Criterion, Practice};
use cell::{Factors, State};
use std::ops::Range;
use stored::{NETWORK, Network, Rows};
use wide::f32x4;

/// What the network says of a passage.
pub struct Answer {
    /// How far it is one to be flagged: the logarithm of the odds.
    pub flag: f32,
    /// How far it is one that a person should look at.
    pub notice: f32,
    /// What was read at each of its own words, in both directions; [`LEAST`] throughout where it is nothing.
    states: Vec<f32>,
}

/// Less than any unit says.
const LEAST: f32 = -1.0;

/// What is kept in mind of what stands over a passage: the same for all passages of a block.
pub struct Over(State);

/// Reads what stands over passages.
pub fn over(context: &[Symbol]) -> Over {
    let network = &*NETWORK;
    let [onward, _] = &network.cells;
    let mut state = State::rest(network.size);
    onward.read(&mut state, network.inputs(context.iter()).iter(), |_, _| ());
    Over(state)
}

/// Reads the words of a passage, under what stands over it; what is nothing is passed over.
pub fn read(words: &[Symbol], over: &Over) -> Answer {
    let network = &*NETWORK;
    let size = network.size;
    let mut states = vec![LEAST; words.len() * 2 * size];
    let there = || words.iter().enumerate().filter(|(_, word)| **word != NOTHING);
    let places: Vec<usize> = there().map(|(place, _)| place).collect();
    let mut keep = |direction: usize, word: usize, said: &[f32x4]| {
        let into = states[(2 * places[word] + direction) * size..][..size].as_chunks_mut().0;
        into.iter_mut().zip(said).for_each(|(into, said)| *into = said.to_array());
    };
    let inputs = network.inputs(there().map(|(_, word)| word));
    let [onward, back] = &network.cells;
    onward.read(&mut over.0.clone(), inputs.iter(), |word, said| keep(0, word, said));
    // From its end, what stands over it would come last: nothing asks what is said there.
    let mut state = State::rest(size);
    back.read(&mut state, inputs.iter().rev(), |step, said| keep(1, inputs.len() - 1 - step, said));
    let mut answer = Answer { flag: 0.0, notice: 0.0, states };
    let strongest = answer.strongest(0..usize::MAX);
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
                if state.iter().all(|said| *said == LEAST) {
                    return f32::MIN;
                }
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
        let mut strongest = vec![LEAST; both];
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
    /// What stands for symbols, one after the other.
    fn inputs<'a>(&self, symbols: impl Iterator<Item = &'a Symbol>) -> Vec<Factors> {
        symbols.map(|symbol| Factors::of_input(&self.input(symbol))).collect()
    }

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
