//! Cuts a page into sections while it is walked, by the rule of [`stream`](super). `extension/content/reader.js` does the
//! same, step for step.

use super::{
    ATTRIBUTE_LIMIT, CLOSE, CONTENT, CONTEXT, CONTEXT_LIMIT, CUT_WINDOW, HARD_LIMIT, HEADINGS, NAME, OPEN, OPENED,
    REOPENED, REOPENED_ATTRIBUTE_LIMIT, SOFT_LIMIT, VALUE, clean,
    tag::{self, BLOCKS, CONTAINERS, LISTS, SECTIONING, WORDS},
};

/// How many of the open elements whose words become context are listened to at once: people nest two.
const CAPTURES: usize = 4;

/// An attribute: its name and its value.
pub type Attribute = (&'static str, String);

/// Builds the streams of a page's sections from its elements and texts in reading order.
#[derive(Default)]
pub struct Cutter {
    /// The elements that are open, outermost first.
    path: Vec<Frame>,
    /// Which of them are containers, and which are tables.
    containers: Vec<usize>,
    tables: Vec<usize>,
    headings: Vec<Heading>,
    captures: Vec<Capture>,
    /// The words since the last block began, and those of the last block that had some.
    run: Words,
    last_run: Option<Words>,
    /// The section under way: nothing is written before something is said in it.
    written: String,
    /// UTF-16 units of it after its context.
    units: usize,
    started: bool,
    worded: bool,
    /// How many of the outermost elements it did not open again.
    floor: usize,
    /// How many sections were begun so far.
    cuts: usize,
    streams: Vec<String>,
}

struct Frame {
    tag: String,
    attributes: Vec<Attribute>,
    cuts: usize,
    /// The block before a list.
    intro: Option<Words>,
    /// The summary, legend or caption, or the last term.
    label: Option<(&'static str, Words)>,
    /// Of a table: how many rows were opened, and the first one's cells.
    rows: usize,
    header: Vec<(String, Vec<Attribute>, Words)>,
}

struct Heading {
    level: u8,
    container: Option<usize>,
    words: Words,
}

struct Capture {
    frame: usize,
    words: Words,
}

/// The beginning of a block's words, to be said again as context.
#[derive(Clone, Default)]
struct Words {
    pieces: Vec<Piece>,
    units: usize,
    worded: bool,
}

#[derive(Clone)]
enum Piece {
    Text(String),
    Attribute(&'static str, String),
}

fn is_space(c: char) -> bool {
    c.is_ascii_whitespace()
}

/// Whether nothing is said in it.
pub fn is_blank(text: &str) -> bool {
    text.chars().all(is_space)
}

fn units(text: &str) -> usize {
    text.chars().map(char::len_utf16).sum()
}

/// The longest beginning of `text` that has at most `limit` UTF-16 units.
fn head(text: &str, limit: usize) -> &str {
    if text.len() <= limit {
        return text;
    }
    let mut left = limit;
    let end = text.char_indices().find(|(_, c)| {
        let fits = c.len_utf16() <= left;
        left = left.saturating_sub(c.len_utf16());
        !fits
    });
    end.map_or(text, |(at, _)| &text[..at])
}

fn write_opening(out: &mut String, tag: &str, attributes: &[Attribute], limit: usize) {
    out.push(OPEN);
    out.push_str(tag);
    for (name, value) in attributes {
        out.push(NAME);
        out.push_str(name);
        out.push(VALUE);
        out.push_str(head(value, limit));
    }
    out.push(OPENED);
}

impl Words {
    fn add(&mut self, piece: &Piece) {
        let left = CONTEXT_LIMIT - self.units;
        let (Piece::Text(words) | Piece::Attribute(_, words)) = piece;
        let kept = head(words, left);
        if kept.is_empty() {
            return;
        }
        self.units += units(kept);
        self.worded |= !is_blank(kept);
        self.pieces.push(match piece {
            Piece::Text(_) => Piece::Text(kept.to_owned()),
            Piece::Attribute(name, _) => Piece::Attribute(name, kept.to_owned()),
        });
    }

    fn write(&self, out: &mut String, tag: &str, attributes: &[Attribute]) {
        write_opening(out, tag, attributes, REOPENED_ATTRIBUTE_LIMIT);
        for piece in &self.pieces {
            match piece {
                Piece::Text(words) => {
                    write_opening(out, "span", &[], 0);
                    out.push_str(words);
                }
                Piece::Attribute(name, words) => {
                    write_opening(out, "span", &[(name, words.clone())], CONTEXT_LIMIT);
                }
            }
            out.push(CLOSE);
        }
        out.push(CLOSE);
    }
}

impl Cutter {
    /// An element opens. `tag` is the effective one; blank attributes are left out.
    pub fn open(&mut self, tag: &str, attributes: Vec<Attribute>) {
        let attributes: Vec<Attribute> = attributes
            .into_iter()
            .filter(|(_, value)| !is_blank(value))
            .map(|(name, value)| (name, head(&clean(&value), ATTRIBUTE_LIMIT).to_owned()))
            .collect();
        let level = tag::heading(tag);
        let block = BLOCKS.contains(&tag);
        let in_heading = self.captures.iter().any(|c| tag::heading(&self.path[c.frame].tag).is_some());
        if (SECTIONING.contains(&tag) || level.is_some()) && self.tables.is_empty() && !in_heading {
            self.cut();
        }
        if block {
            self.end_run();
        }
        let row = tag == "tr" || self.tables.is_empty();
        if self.started && (self.units >= HARD_LIMIT || self.units >= SOFT_LIMIT && block && row) {
            self.cut();
        }
        let worded = attributes.iter().any(|(name, _)| WORDS.contains(name));
        if worded || tag == "table" {
            self.start();
        }
        if let Some(level) = level {
            self.headings.retain(|h| h.level < level);
        }
        let frame = self.path.len();
        if CONTAINERS.contains(&tag) {
            self.containers.push(frame);
        }
        let first_row = match self.tables.last() {
            Some(&table) => {
                self.path[table].rows += usize::from(tag == "tr");
                self.path[table].rows <= 1
            }
            None => false,
        };
        if tag == "table" {
            self.tables.push(frame);
        }
        let cell = matches!(tag, "td" | "th");
        let names = level.is_some() || matches!(tag, "caption" | "dt" | "legend" | "summary");
        let intro = if LISTS.contains(&tag) { self.last_run.take() } else { None };
        if names || CONTAINERS.contains(&tag) {
            self.last_run = None;
        }
        if (names || cell && first_row) && self.captures.len() < CAPTURES {
            self.captures.push(Capture { frame, words: Words::default() });
        }
        if self.started {
            let before = self.written.len();
            write_opening(&mut self.written, tag, &attributes, ATTRIBUTE_LIMIT);
            self.units += units(&self.written[before..]);
        }
        for (name, value) in attributes.iter().filter(|(name, _)| WORDS.contains(name)) {
            self.worded = true;
            self.note(&Piece::Attribute(name, value.clone()));
        }
        self.path.push(Frame {
            tag: tag.to_owned(),
            attributes,
            cuts: self.cuts,
            intro,
            label: None,
            rows: 0,
            header: Vec::new(),
        });
    }

    /// A text stands here.
    pub fn text(&mut self, text: &str) {
        let text = clean(text);
        let mut rest = text.as_ref();
        let json = self.path.last().is_some_and(|f| f.tag == "script");
        while !rest.is_empty() && (self.started || !is_blank(rest)) {
            let room = HARD_LIMIT.saturating_sub(self.units);
            let fits = head(rest, room);
            let kept = if fits.len() == rest.len() || json { fits } else { self.whole_words(fits, room) };
            if !kept.is_empty() {
                self.start();
                self.written.push_str(kept);
                self.units += units(kept);
                self.worded |= !is_blank(kept);
                self.note(&Piece::Text(kept.to_owned()));
            }
            rest = &rest[kept.len()..];
            if json {
                return;
            }
            if !rest.is_empty() {
                self.cut();
            }
        }
    }

    /// The beginning of what fits that ends with a sentence, or else with white space; all of it where there is none and
    /// the section is nearly empty, nothing where a new section would take more.
    fn whole_words<'a>(&self, fits: &'a str, room: usize) -> &'a str {
        let mut looked = 0;
        let mut space = None;
        for (at, c) in fits.char_indices().rev() {
            looked += c.len_utf16();
            if looked > CUT_WINDOW {
                break;
            }
            if is_space(c) {
                let end = at + c.len_utf8();
                if fits[..at].ends_with(['.', '!', '?']) {
                    return &fits[..end];
                }
                space = space.or(Some(end));
            }
        }
        match space {
            Some(end) => &fits[..end],
            None if room < CUT_WINDOW => "",
            None => fits,
        }
    }

    /// The last opened element closes.
    pub fn close(&mut self) {
        let Some(frame) = self.path.pop() else { return };
        let at = self.path.len();
        let tag = frame.tag.as_str();
        if BLOCKS.contains(&tag) {
            self.end_run();
        }
        if let Some(capture) = self.captures.pop_if(|c| c.frame == at) {
            self.name(&frame, capture.words);
        }
        let container = self.containers.pop_if(|c| *c == at).is_some();
        while self.headings.pop_if(|h| h.container.is_some_and(|c| c >= at)).is_some() {}
        self.tables.pop_if(|t| *t == at);
        if container || tag::heading(tag).is_some() || LISTS.contains(&tag) || matches!(tag, "button" | "input") {
            self.last_run = None;
        }
        if self.started {
            if at < self.floor {
                self.cut();
            } else {
                self.written.push(CLOSE);
                self.units += 1;
            }
        }
        if self.tables.is_empty() && (SECTIONING.contains(&tag) || container && self.cuts != frame.cuts) {
            self.cut();
        }
    }

    /// The streams of the page, in reading order.
    pub fn finish(mut self) -> Vec<String> {
        self.cut();
        self.streams
    }

    /// Keeps the words of an element that governs what follows it.
    fn name(&mut self, frame: &Frame, words: Words) {
        if let Some(level) = tag::heading(&frame.tag) {
            if words.worded {
                self.headings.push(Heading { level, container: self.containers.last().copied(), words });
                if self.headings.len() > HEADINGS {
                    self.headings.remove(0);
                }
            }
            return;
        }
        if matches!(frame.tag.as_str(), "td" | "th") {
            if let Some(&table) = self.tables.last() {
                self.path[table].header.push((frame.tag.clone(), frame.attributes.clone(), words));
            }
            return;
        }
        let (label, holder) = match frame.tag.as_str() {
            "summary" => ("summary", "details"),
            "legend" => ("legend", "fieldset"),
            "caption" => ("caption", "table"),
            _ => ("dt", ""),
        };
        // A heading in a summary is context already.
        let said =
            label == "summary" && self.headings.last().is_some_and(|h| h.container == self.path.len().checked_sub(1));
        if let Some(parent) = self.path.last_mut().filter(|p| holder.is_empty() || p.tag == holder) {
            parent.label = (words.worded && !said).then_some((label, words));
        }
    }

    fn note(&mut self, piece: &Piece) {
        self.run.add(piece);
        for capture in &mut self.captures {
            capture.words.add(piece);
        }
    }

    fn end_run(&mut self) {
        let run = std::mem::take(&mut self.run);
        if run.worded {
            self.last_run = Some(run);
        }
    }

    /// A new section begins here, once something is said.
    fn cut(&mut self) {
        let written = std::mem::take(&mut self.written);
        if self.worded {
            self.streams.push(written);
        }
        self.units = 0;
        self.started = false;
        self.worded = false;
        self.cuts += 1;
    }

    /// Writes the context of the section, if it is not there yet.
    fn start(&mut self) {
        if self.started {
            return;
        }
        self.started = true;
        self.floor = self.path.len().saturating_sub(REOPENED);
        let out = &mut self.written;
        out.push(CONTEXT);
        let write_headings = |out: &mut String, of: &dyn Fn(Option<usize>) -> bool| {
            for heading in self.headings.iter().filter(|h| of(h.container)) {
                heading.words.write(out, HEADING_TAGS[usize::from(heading.level)], &[]);
            }
        };
        write_headings(out, &|container| container.is_none_or(|c| c < self.floor));
        for (at, frame) in self.path.iter().enumerate().skip(self.floor) {
            if let Some(intro) = &frame.intro {
                intro.write(out, "p", &[]);
            }
            write_opening(out, &frame.tag, &frame.attributes, REOPENED_ATTRIBUTE_LIMIT);
            write_headings(out, &|container| container == Some(at));
            if let Some((label, words)) = &frame.label
                && (*label != "dt" || self.path.get(at + 1).is_some_and(|f| f.tag == "dd"))
            {
                words.write(out, label, &[]);
            }
            if frame.rows > 1 && frame.header.iter().any(|(tag, ..)| tag == "th") {
                write_opening(out, "tr", &[], 0);
                for (tag, attributes, words) in &frame.header {
                    words.write(out, tag, attributes);
                }
                out.push(CLOSE);
            }
        }
        out.push(CONTENT);
    }
}

const HEADING_TAGS: [&str; 7] = ["h1", "h1", "h2", "h3", "h4", "h5", "h6"];
