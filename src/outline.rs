//! What a page says, in reading order: blocks of text with their role and with the blocks that govern them. Built from
//! the [`stream`](crate::stream) by tags and attributes alone, never by style, so that a page and its file agree.

use crate::span::ByteSpan;

mod builder;
mod card;
mod description;
mod place;
pub(crate) mod plain;
mod run;
mod table;

pub use card::Card;
pub use place::{Outline, Spot};

/// One heading's or one card's worth of page: the unit that is read again, whole, when something in it changed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Section {
    /// Blocks in reading order; those that govern the section from outside come first and are marked `context`.
    pub blocks: Vec<Block>,
}

/// The place of a block in its section.
pub type BlockIndex = usize;

/// One block's words. White space (but no-break spaces) is folded to single spaces and trimmed; block tags end a block,
/// inline tags count as nothing. `br` ends one too, unless a line that is long or unfinished goes on after it in lower
/// case. Words in
/// attributes of inline elements stand before the element's own, between spaces, where they say something else.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Block {
    /// What the markup says that the block is.
    pub role: Role,
    /// Its words.
    pub text: String,
    /// Whether it belongs to an earlier section and stands here only because it governs this one: it can give scope,
    /// and nothing is found in it.
    pub context: bool,
    /// The blocks that govern this one, nearest first.
    pub governors: Vec<Governor>,
    /// Where each stretch of `text` comes from, in the order of the text.
    pub sources: Vec<Source>,
}

/// What a block is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Role {
    /// A heading of level 1 to 6.
    Heading(u8),
    /// A paragraph, or any other run of text between block tags.
    Paragraph,
    /// A list's item.
    Item,
    /// A table's data cell.
    Cell,
    /// A table's header cell, or its caption.
    Label,
    /// A term of a description list.
    Term,
    /// A description in a description list.
    Definition,
    /// A `summary` or `legend`: names what it opens or encloses.
    Summary,
    /// A choice in a `select`, or a button.
    Option,
    /// The value of an attribute that is shown or spoken: `title`, `aria-label`, `placeholder`, `alt`. Only where it could
    /// not be spliced into a block's text.
    Attribute,
    /// A description in JSON-LD.
    Description,
}

/// A block that governs another, and how.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Governor {
    /// How it governs.
    pub kind: Governs,
    /// Which block it is, in the same section.
    pub block: BlockIndex,
}

/// How a block governs another.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Governs {
    /// A heading over what follows it.
    Heading,
    /// The block just before a list or a table: its introduction, if its words say so.
    Intro,
    /// A term over its descriptions.
    Term,
    /// The header cell, or else the first cell, of the same row.
    Row,
    /// The header cell of the same column.
    Column,
    /// The summary, legend, caption or option group's label of what encloses the block.
    Summary,
    /// The item that holds a nested list.
    Parent,
}

/// Where a stretch of a block's text comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Source {
    /// The stretch of the block's text.
    pub span: ByteSpan,
    /// The node of the stream that it came from: the n-th opened element or text of its section, from 0.
    pub node: u32,
    /// For a text: the UTF-16 offset in that node's text where the stretch begins, each of its units coming from the
    /// next one there. `None` for an attribute of an element.
    pub offset: Option<u32>,
}

impl Section {
    /// The outline of one section's stream. A malformed stream gives what could be read.
    pub fn from_stream(stream: &str) -> Self {
        builder::build(stream)
    }

    /// A section of plain text: a block a line, without sources. Bullets and numbers make items; a line that ends with a
    /// colon, or stands just before items, introduces what follows it; a short line without final punctuation after a
    /// blank one is a heading of level 2, `#` one of its own level.
    pub fn from_text(text: &str) -> Self {
        plain::build(text)
    }

    /// How many bytes all its blocks have.
    pub fn length(&self) -> usize {
        self.blocks.iter().map(|block| block.text.len()).sum()
    }
}
