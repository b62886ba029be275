//! The words around a place that may say whose card it stands on. Which of them name somebody is judged elsewhere.

use super::{Block, Section};
use crate::finding::Place;
use serde::{Deserialize, Serialize};

/// Lines on either side of a place, and bytes of one: those that name somebody are short and near.
const LINES: usize = 16;
const LONGEST: usize = 90;

/// What stands over, before and after a place.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Card {
    /// Headings, terms, summaries and labels that govern it, nearest first; empty for one that is too long to name somebody.
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
        // What governs a place and is too long to name somebody still parts it from what governs others: an empty text.
        let said = |block: &Block| if block.text.len() <= LONGEST { block.text.clone() } else { String::new() };
        let near = |index: usize| {
            let block = self.blocks.get(index).filter(|block| !block.context)?;
            let over = governors.iter().any(|governor| governor.block == index);
            (over || block.text.len() <= LONGEST).then(|| said(block))
        };
        Card {
            over: governors.iter().filter_map(|governor| self.blocks.get(governor.block)).map(said).collect(),
            before: (0..at).rev().filter_map(near).take(LINES).collect(),
            after: (at + 1..self.blocks.len()).filter_map(near).take(LINES).collect(),
        }
    }
}

#[cfg(all(test, feature = "cli"))]
mod tests {
    use crate::{finding::Place, html::Page, span::ByteSpan};

    #[test]
    fn a_heading_too_long_for_a_name_still_parts_its_card_from_the_next() {
        let long = "Rose".repeat(30);
        let page = Page::new(&format!(
            "<main><h1>Dermatologues</h1><div><h2>Dr {long}</h2><p>Pas de CMU</p></div><div><h2>Dr Malo Kerbrat</h2><p>Carte Vitale</p></div></main>"
        ));
        let sections = page.sections();
        let (section, block) = sections
            .iter()
            .find_map(|section| Some((section, section.blocks.iter().position(|block| block.text == "Pas de CMU")?)))
            .expect("the page says it");
        let card = section.card(Place { block, span: ByteSpan::new(0, 3) });
        assert_eq!(card.over.first().map(String::as_str), Some(""), "{card:?}");
        assert!(card.before.contains(&String::new()), "{card:?}");
    }
}
