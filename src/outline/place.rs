//! Where the words of an outline are: in its text, and in the page.

use super::{BlockIndex, Section};
use crate::{
    finding::Place,
    span::{ByteSpan, Utf16Span, utf16_len},
    text::joined,
};
use serde::Serialize;
use std::collections::HashMap;

/// A stretch of the page.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(untagged)]
pub enum Spot {
    /// Words of a text, in UTF-16 units of that text.
    Text {
        /// The text's number in its section's stream.
        node: u32,
        /// The first unit.
        start: u32,
        /// The unit after the last.
        end: u32,
    },
    /// An attribute (or JSON-LD) of an element says it.
    Attribute {
        /// The element's number in its section's stream.
        node: u32,
        /// Always true: tells the two apart where types are not known.
        attribute: bool,
    },
}

impl Section {
    /// What the section says: its blocks but those of context, joined by line feeds.
    pub fn text(&self) -> String {
        let said: Vec<&str> = self.blocks.iter().filter(|b| !b.context).map(|b| b.text.as_str()).collect();
        joined(&said, "\n")
    }

    /// Where a place is in [`text`](Self::text); `None` for one in context.
    pub fn at(&self, place: Place) -> Option<Utf16Span> {
        let block = self.blocks.get(place.block).filter(|b| !b.context)?;
        let before = self.blocks[..place.block].iter().filter(|b| !b.context);
        let start: u32 = before.map(|b| utf16_len(&b.text) + 1).sum();
        Some(shifted(place.span.to_utf16(&block.text), start))
    }

    /// Where a place is in the page, in the order of its words. White space between two spots of one text is joined to
    /// them.
    pub fn spots(&self, place: Place) -> Vec<Spot> {
        let Some(block) = self.blocks.get(place.block) else { return Vec::new() };
        let mut spots: Vec<Spot> = Vec::new();
        for source in &block.sources {
            let start = place.span.start.max(source.span.start);
            let end = place.span.end.min(source.span.end);
            if start >= end {
                continue;
            }
            let Some(offset) = source.offset else {
                spots.push(Spot::Attribute { node: source.node, attribute: true });
                continue;
            };
            let before = utf16_len(ByteSpan::new(source.span.start, start).of(&block.text));
            let from = offset + before;
            let to = from + utf16_len(ByteSpan::new(start, end).of(&block.text));
            match spots.last_mut() {
                Some(Spot::Text { node, end, .. }) if *node == source.node && *end <= from => *end = to,
                _ => spots.push(Spot::Text { node: source.node, start: from, end: to }),
            }
        }
        spots
    }
}

/// The sections of one page.
#[derive(Clone, Debug, Default)]
pub struct Outline {
    /// In reading order.
    pub sections: Vec<Section>,
    /// Of each section, of each block that is not context: the UTF-16 offset in the outline's text.
    starts: Vec<Vec<Option<u32>>>,
    /// The last block before each section that says what a block of its context repeats.
    originals: HashMap<(usize, BlockIndex), (usize, BlockIndex)>,
}

impl Outline {
    /// The outline of a page's sections.
    pub fn new(sections: Vec<Section>) -> Self {
        let mut starts = Vec::with_capacity(sections.len());
        let mut originals = HashMap::new();
        let mut said: HashMap<&str, (usize, BlockIndex)> = HashMap::new();
        let mut at = 0;
        for (s, section) in sections.iter().enumerate() {
            let mut of = Vec::with_capacity(section.blocks.len());
            for (b, block) in section.blocks.iter().enumerate() {
                if block.context {
                    originals.extend(said.get(block.text.as_str()).map(|original| ((s, b), *original)));
                    of.push(None);
                } else {
                    said.insert(&block.text, (s, b));
                    of.push(Some(at));
                    at += utf16_len(&block.text) + 1;
                }
            }
            starts.push(of);
        }
        Self { sections, starts, originals }
    }

    /// What the page says: all blocks but those of context, joined by line feeds.
    pub fn text(&self) -> String {
        let blocks = self.sections.iter().flat_map(|s| &s.blocks).filter(|b| !b.context);
        blocks.map(|b| b.text.as_str()).collect::<Vec<_>>().join("\n")
    }

    /// Where a place of a section is in [`text`](Self::text). A place in context is where an earlier section said it.
    pub fn at(&self, section: usize, place: Place) -> Option<Utf16Span> {
        let (section, index) = self.originals.get(&(section, place.block)).copied().unwrap_or((section, place.block));
        let start = *self.starts.get(section)?.get(index)?.as_ref()?;
        let block = &self.sections[section].blocks[index];
        Some(shifted(place.span.to_utf16(&block.text), start))
    }
}

fn shifted(span: Utf16Span, by: u32) -> Utf16Span {
    Utf16Span { start: span.start + by, end: span.end + by }
}
