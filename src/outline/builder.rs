//! From a section's stream to its blocks, in one pass. Elements are kept on a stack of frames; what governs the blocks
//! that come is kept beside it, each governor with the frame with whose end it loses its force.

use super::{
    Block, BlockIndex, Governor, Governs, Role, Section,
    description::descriptions,
    plain,
    run::Run,
    table::{Cell, Table},
};
use crate::{
    span::ByteSpan,
    stream::{
        self, Attributes, Event,
        tag::{self, BLOCKS, CONTAINERS, LISTS, SHADOW_ROOT, WORDS},
    },
};

/// Governors that a block gets: more than any page of people nests.
const GOVERNORS: usize = 16;
/// Governors in force at once: deeper nesting adds none, so that hostile depth stays linear.
const IN_FORCE: usize = 256;
/// Blocks of one heading or term that govern what follows.
const NAMES: usize = 3;

/// The outline of a stream.
pub fn build(stream: &str) -> Section {
    let mut builder = Builder::default();
    for event in stream::events(stream) {
        match event {
            Event::Open { node, tag, attributes } => builder.open(node, tag, attributes),
            Event::Text { node, text } => builder.text(node, text),
            Event::Close => builder.close(),
            Event::Context(on) => {
                builder.flush();
                builder.context = on;
            }
        }
    }
    while !builder.frames.is_empty() {
        builder.close();
    }
    builder.flush();
    Section { blocks: builder.blocks }
}

struct Frame<'a> {
    tag: &'a str,
    node: u32,
    /// How many blocks there were when it opened.
    first: BlockIndex,
    /// Of an inline element: the span of its attribute's words in the run. Of a block: their block.
    spliced: Option<ByteSpan>,
    attribute: Option<BlockIndex>,
    cell: Cell,
    /// Of a list of descriptions: the terms in force, and whether a description came after them.
    terms: Vec<BlockIndex>,
    described: bool,
}

/// A governor, and the frame with whose end it loses its force; `None` for the section.
struct InForce {
    frame: Option<usize>,
    governor: Governor,
}

/// A block that ends with a colon.
struct Colon {
    block: BlockIndex,
    container: Option<usize>,
    /// Whether lines set apart by `br` follow: it governs them all.
    lines: bool,
    /// Whether a block followed already: from then on it governs only bullets.
    used: bool,
}

#[derive(Default)]
struct Builder<'a> {
    blocks: Vec<Block>,
    frames: Vec<Frame<'a>>,
    in_force: Vec<InForce>,
    /// The frames that are containers, lists of descriptions; the innermost role.
    containers: Vec<usize>,
    lists: Vec<usize>,
    roles: Vec<(usize, Role)>,
    tables: Vec<(usize, Table)>,
    run: Run,
    /// Whether `br` stands just before what comes.
    broken: bool,
    context: bool,
    /// The block that would introduce a list that opens now, and the label just before a control.
    last: Option<BlockIndex>,
    label: Option<BlockIndex>,
    colon: Option<Colon>,
}

fn role(tag: &str) -> Option<Role> {
    Some(match tag {
        "li" => Role::Item,
        "td" => Role::Cell,
        "th" | "caption" => Role::Label,
        "dt" => Role::Term,
        "dd" => Role::Definition,
        "summary" | "legend" => Role::Summary,
        "option" | "button" => Role::Option,
        _ => Role::Heading(tag::heading(tag)?),
    })
}

/// Whether an `aria-label` names what the element holds.
fn is_named(tag: &str) -> bool {
    matches!(
        tag,
        "article"
            | "aside"
            | "dialog"
            | "div"
            | "dl"
            | "fieldset"
            | "form"
            | "main"
            | "nav"
            | "ol"
            | "section"
            | "table"
            | "ul"
    )
}

impl<'a> Builder<'a> {
    fn open(&mut self, node: u32, tag: &'a str, attributes: Attributes<'a>) {
        let at = self.frames.len();
        let mut frame = Frame {
            tag,
            node,
            first: self.blocks.len(),
            spliced: None,
            attribute: None,
            cell: Cell::default(),
            terms: Vec::new(),
            described: false,
        };
        if tag == SHADOW_ROOT {
            self.containers.push(at);
            self.frames.push(frame);
            return;
        }
        if !BLOCKS.contains(&tag) {
            self.splice(&mut frame, attributes);
            self.frames.push(frame);
            return;
        }
        if tag == "br" {
            self.line_break();
            self.frames.push(frame);
            return;
        }
        self.flush();
        if self.colon.as_ref().is_some_and(|c| c.lines && c.used) {
            self.colon = None;
        }
        frame.first = self.blocks.len();
        if let Some(level) = tag::heading(tag) {
            let blocks = &self.blocks;
            self.in_force.retain(|f| !matches!(blocks[f.governor.block].role, Role::Heading(l) if l >= level && f.governor.kind == Governs::Heading));
        }
        if CONTAINERS.contains(&tag) {
            self.containers.push(at);
        }
        if let Some(role) = role(tag) {
            self.roles.push((at, role));
            self.colon = None;
        }
        if LISTS.contains(&tag)
            && let Some(block) = self.last.take()
        {
            let kind = if self.blocks[block].role == Role::Item { Governs::Parent } else { Governs::Intro };
            self.govern(Some(at), Governor { kind, block });
        }
        if CONTAINERS.contains(&tag) || role(tag).is_some() {
            self.last = None;
        }
        match tag {
            "table" => self.tables.push((at, Table::default())),
            "thead" | "tbody" | "tfoot" | "tr" => {
                if let Some((_, table)) = self.tables.last_mut() {
                    table.end_row(&mut self.blocks);
                    if tag != "tr" {
                        table.in_head = tag == "thead";
                    }
                }
            }
            "td" | "th" => frame.cell = Cell::open(tag, attributes),
            "dl" => self.lists.push(at),
            "dt" => {
                if let Some(list) = self.list().filter(|l| l.described) {
                    list.terms.clear();
                    list.described = false;
                }
            }
            "dd" => {
                let terms = self.list().map(|list| {
                    list.described = true;
                    list.terms.clone()
                });
                for block in terms.unwrap_or_default() {
                    self.govern(Some(at), Governor { kind: Governs::Term, block });
                }
            }
            _ => {}
        }
        self.frames.push(frame);
        self.attribute_blocks(node, tag, attributes);
    }

    /// Puts the words of an inline element's attributes before its own.
    fn splice(&mut self, frame: &mut Frame<'a>, attributes: Attributes<'a>) {
        let mut said: Option<&str> = None;
        for (_, words) in attributes.iter().filter(|(name, _)| WORDS.contains(name)) {
            if said != Some(words) {
                self.rejoin(words);
                let span = self.run.push_attribute(frame.node, words);
                frame.spliced = if said.is_some() { None } else { Some(span) };
                said = Some(words);
            }
        }
    }

    /// Makes blocks of the words of a block element's attributes.
    fn attribute_blocks(&mut self, node: u32, tag: &'a str, attributes: Attributes<'a>) {
        let at = self.frames.len() - 1;
        let label = match tag {
            "input" | "textarea" | "select" => self.label.take(),
            _ => None,
        };
        for (name, words) in attributes.iter().filter(|(name, _)| WORDS.contains(name)) {
            self.run.push_attribute(node, words);
            let role = match (name, tag) {
                ("value", _) | ("label", "option") => Role::Option,
                ("label", _) => Role::Summary,
                _ => Role::Attribute,
            };
            let Some(block) = self.flush_as(Some(role)) else { continue };
            self.last = None;
            if let Some(label) = label {
                self.blocks[block].governors.insert(0, Governor { kind: Governs::Summary, block: label });
            }
            if role == Role::Summary || name == "aria-label" && is_named(tag) {
                self.govern(Some(at), Governor { kind: Governs::Summary, block });
            } else if let Some(frame) = self.frames.last_mut() {
                frame.attribute = Some(block);
            }
        }
    }

    fn text(&mut self, node: u32, text: &'a str) {
        match self.frames.last().map(|f| (f.tag, f.node)) {
            Some(("script", script)) => {
                for description in descriptions(text) {
                    self.run.push_attribute(script, &description);
                    self.flush_as(Some(Role::Description));
                }
            }
            Some(("pre" | "listing" | "xmp" | "plaintext", _)) => {
                let mut offset = 0;
                for line in text.split_inclusive('\n') {
                    self.rejoin(line);
                    self.run.push_from(node, offset, line);
                    offset += crate::span::utf16_len(line);
                    if line.ends_with('\n') {
                        self.line_break();
                    }
                }
            }
            _ => {
                self.rejoin(text);
                self.run.push(node, text);
            }
        }
    }

    fn close(&mut self) {
        let Some(frame) = self.frames.pop() else { return };
        let at = self.frames.len();
        let tag = frame.tag;
        if tag == SHADOW_ROOT {
            // Words may run on over its end, unless a heading of its own governs them.
            if self.in_force.last().is_some_and(|f| f.frame >= Some(at)) {
                self.flush();
            }
            self.end_force(at);
            return;
        }
        if !BLOCKS.contains(&tag) {
            if let Some(spliced) = frame.spliced {
                self.run.drop_repeated(spliced);
            }
            return;
        }
        if tag == "br" {
            return;
        }
        let flushed = self.flush();
        self.drop_repeated(&frame);
        self.roles.pop_if(|(f, _)| *f == at);
        let container = self.end_force(at);
        self.lists.pop_if(|f| *f == at);
        if container || role(tag).is_some() || LISTS.contains(&tag) || tag == "input" {
            self.last = None;
        }
        if container || LISTS.contains(&tag) || self.colon.as_ref().is_some_and(|c| c.lines) {
            self.colon = None;
        }
        let own = frame.first..self.blocks.len();
        let parent = self.frames.last().map(|f| f.tag);
        match tag {
            "tr" | "thead" | "tbody" | "tfoot" => {
                if let Some((_, table)) = self.tables.last_mut() {
                    table.end_row(&mut self.blocks);
                }
            }
            "table" => {
                if let Some((_, mut table)) = self.tables.pop_if(|(f, _)| *f == at) {
                    table.end_row(&mut self.blocks);
                }
            }
            "td" | "th" => {
                if let Some((_, table)) = self.tables.last_mut() {
                    table.cell(frame.cell, own);
                }
            }
            "dt" => {
                if let Some(list) = self.list() {
                    list.terms.extend(own.take(NAMES));
                }
            }
            "summary" | "legend" | "caption" => {
                let holder = matches!(
                    (tag, parent),
                    ("summary", Some("details")) | ("legend", Some("fieldset")) | ("caption", Some("table"))
                );
                let named = self.in_force.iter().any(|f| own.contains(&f.governor.block));
                if holder && !named && !own.is_empty() {
                    self.govern(Some(at - 1), Governor { kind: Governs::Summary, block: own.start });
                }
            }
            "label" => self.label = flushed.or(own.last()),
            _ if tag::heading(tag).is_some() => {
                let container = self.containers.last().copied();
                for block in own.take(NAMES) {
                    let governor = Governor { kind: Governs::Heading, block };
                    if !self.in_force.iter().any(|f| f.governor == governor) {
                        self.govern(container, governor);
                    }
                }
            }
            _ => {}
        }
    }

    /// The innermost list of descriptions.
    fn list(&mut self) -> Option<&mut Frame<'a>> {
        let list = *self.lists.last()?;
        self.frames.get_mut(list)
    }

    /// Takes out the block of an attribute if the only block after it in its element says the same.
    fn drop_repeated(&mut self, frame: &Frame<'a>) {
        let Some(attribute) = frame.attribute else { return };
        if attribute + 2 == self.blocks.len() && self.blocks[attribute].text == self.blocks[attribute + 1].text {
            self.blocks.remove(attribute);
            self.last = None;
            self.colon = None;
        }
    }

    /// Takes away what has force in a frame that ends; whether it was a container.
    fn end_force(&mut self, frame: usize) -> bool {
        while self.in_force.pop_if(|f| f.frame.is_some_and(|f| f >= frame)).is_some() {}
        self.containers.pop_if(|f| *f == frame).is_some()
    }

    fn govern(&mut self, frame: Option<usize>, governor: Governor) {
        if self.in_force.len() >= IN_FORCE {
            return;
        }
        // Kept in the order of frames, so that those of a frame that ends are the last ones.
        let after = self.in_force.iter().rposition(|f| f.frame <= frame).map_or(0, |at| at + 1);
        self.in_force.insert(after, InForce { frame, governor });
    }

    fn line_break(&mut self) {
        if self.broken && self.run.text.is_empty() {
            self.colon = None;
        }
        // Whether the sentence goes on is seen when words come.
        if plain::goes_on(&self.run.text) {
            self.broken = true;
            return;
        }
        self.flush();
        self.broken = true;
        if let Some(colon) = &mut self.colon {
            colon.lines |= !colon.used;
        }
    }

    /// Ends the line before a `br`, unless these words go on with its sentence.
    fn rejoin(&mut self, words: &str) {
        if !self.broken {
            return;
        }
        let Some(first) = words.chars().find(|c| !c.is_whitespace()) else { return };
        if first.is_lowercase() && !self.run.text.is_empty() {
            self.run.space();
        } else {
            self.flush();
        }
        self.broken = false;
    }

    fn flush(&mut self) -> Option<BlockIndex> {
        self.flush_as(None)
    }

    /// Makes a block of the run.
    fn flush_as(&mut self, role: Option<Role>) -> Option<BlockIndex> {
        self.broken = false;
        let run = self.run.take()?;
        let enclosing = self.roles.last().map(|(_, role)| *role);
        let plain = if run.is_attribute() { Role::Attribute } else { Role::Paragraph };
        let role = role.unwrap_or(enclosing.unwrap_or(plain));
        let block = self.blocks.len();
        let mut governors: Vec<Governor> = Vec::new();
        let item = plain::item(&run.text);
        let bullet = item.is_some();
        let container = self.containers.last().copied();
        if self.colon.as_ref().is_some_and(|c| c.container != container || c.used && !c.lines && !bullet) {
            self.colon = None;
        }
        if let Some(colon) = &mut self.colon {
            governors.push(Governor { kind: Governs::Intro, block: colon.block });
            colon.used = true;
        }
        governors.extend(self.in_force.iter().rev().map(|f| f.governor).take(GOVERNORS));
        if plain::introduces(&run.text) && matches!(role, Role::Paragraph | Role::Item | Role::Cell | Role::Definition)
        {
            self.colon = Some(Colon { block, container, lines: false, used: false });
        }
        let role = if bullet && role == Role::Paragraph { Role::Item } else { role };
        let gone = item.filter(|_| role == Role::Item).map_or(0, |words| run.text.len() - words.len());
        let text = run.text.get(gone..).unwrap_or_default().to_owned();
        self.blocks.push(Block { role, text, context: self.context, governors, sources: run.sources_after(gone) });
        self.last = Some(block);
        Some(block)
    }
}
