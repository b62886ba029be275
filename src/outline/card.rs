//! The words around a place that may say whose card it stands on. Which of them name somebody is judged elsewhere.

use super::Section;
use crate::finding::Place;
use serde::{Deserialize, Serialize};

/// Lines on either side of a place, and bytes of one: those that name somebody are short and near.
const LINES: usize = 16;
const LONGEST: usize = 90;

/// What stands over, before and after a place.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Card {
    /// Headings, terms, summaries and labels that govern it, nearest first.
    pub over: Vec<String>,
    /// Short blocks of its section before it, nearest first.
    pub before: Vec<String>,
    /// Short blocks of its section after it.
    pub after: Vec<String>,
}

impl Section {
    /// The words around a place.
    pub fn card(&self, place: Place) -> Card {
        let at = place.block.min(self.blocks.len());
        let governors = self.blocks.get(at).map_or(&[][..], |block| &block.governors);
        let near = |index: usize| {
            let block = self.blocks.get(index).filter(|block| !block.context)?;
            (block.text.len() <= LONGEST).then(|| block.text.clone())
        };
        let over = governors.iter().filter_map(|governor| self.blocks.get(governor.block));
        Card {
            over: over.filter(|block| block.text.len() <= LONGEST).map(|block| block.text.clone()).collect(),
            before: (0..at).rev().filter_map(near).take(LINES).collect(),
            after: (at + 1..self.blocks.len()).filter_map(near).take(LINES).collect(),
        }
    }
}
