//! A text that somebody pasted: the streams that the engine reads it by, and where their words stand in it. Lines are what
//! [`Section::from_text`](crate::outline::Section::from_text) takes them for; those of one paragraph are joined as a
//! page's are, since what is copied out of letters and files is wrapped.

use crate::{
    outline::{Role, plain},
    span::{Utf16Span, utf16_len},
    stream::{CLOSE, CONTENT, CONTEXT, CONTEXT_LIMIT, CUT_WINDOW, HARD_LIMIT, OPEN, OPENED, SOFT_LIMIT, clean},
};

/// The longest text that is read, in bytes: a section's message, and ten times the longest page of a practice.
pub const LONGEST: usize = 256 * 1024;

/// One section of a text.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Pasted {
    /// Its stream.
    pub stream: String,
    /// The number of each of its texts, and where that begins in the whole, in UTF-16 units.
    texts: Vec<(u32, u32)>,
}

impl Pasted {
    /// Where a stretch of one of the stream's texts stands in the whole; `None` for words that are only context.
    pub fn at(&self, node: u32, start: u32, end: u32) -> Option<Utf16Span> {
        let at = self.texts.binary_search_by_key(&node, |(number, _)| *number).ok()?;
        let (_, begins) = self.texts.get(at)?;
        Some(Utf16Span { start: begins + start, end: begins + end })
    }
}

/// The sections of a text, in reading order.
pub fn sections(text: &str) -> Vec<Pasted> {
    let mut writer = Writer::default();
    // Offsets grow with the lines: each is counted from the one before.
    let (mut bytes, mut units) = (0, 0);
    for line in plain::lines(text) {
        let Some(line) = line else {
            writer.blank();
            continue;
        };
        // Its words are a stretch of the text.
        let at = line.words.as_ptr() as usize - text.as_ptr() as usize;
        units += utf16_len(text.get(bytes..at).unwrap_or_default());
        bytes = at;
        writer.line(&line, units);
    }
    writer.end_section();
    writer.done
}

#[derive(Default)]
struct Writer<'a> {
    section: Pasted,
    nodes: u32,
    /// What is open.
    inside: Inside,
    headings: Vec<(u8, &'a str)>,
    /// The paragraph before a list.
    intro: Option<&'a str>,
    done: Vec<Pasted>,
}

#[derive(Clone, Copy, Default, PartialEq, Eq)]
enum Inside {
    #[default]
    Nothing,
    Paragraph,
    List,
}

impl<'a> Writer<'a> {
    fn line(&mut self, line: &plain::Line<'a>, at: u32) {
        let inside = match line.role {
            Role::Heading(_) => Inside::Nothing,
            Role::Item => Inside::List,
            _ => Inside::Paragraph,
        };
        let units = self.section.stream.len();
        if units >= SOFT_LIMIT || units + line.words.len() > HARD_LIMIT && units > 0 {
            self.end_section();
        }
        if self.section.stream.is_empty() && !self.headings.is_empty() {
            self.context(inside);
        }
        if self.inside != inside {
            self.leave();
            match inside {
                Inside::List => self.open("ul"),
                Inside::Paragraph => self.open("p"),
                Inside::Nothing => {}
            }
            self.inside = inside;
        } else if inside == Inside::Paragraph {
            self.open("br");
            self.close();
        }
        match line.role {
            Role::Heading(level) => {
                self.headings.retain(|(known, _)| *known < level);
                self.headings.push((level, line.words));
                self.element(heading(level), line.words, at);
            }
            Role::Item => self.element("li", line.words, at),
            _ => {
                self.intro = Some(line.words);
                self.words(line.words, at);
            }
        }
    }

    /// Items may stand one blank line below what introduces them, and below each other.
    fn blank(&mut self) {
        if self.inside == Inside::Paragraph {
            self.leave();
        }
    }

    /// Says again, in a section that begins in the middle of a text, what governs it.
    fn context(&mut self, inside: Inside) {
        self.section.stream.push(CONTEXT);
        for (level, words) in self.headings.clone() {
            self.open(heading(level));
            self.say(head(words, CONTEXT_LIMIT));
            self.close();
        }
        if let Some(words) = self.intro.filter(|_| inside == Inside::List) {
            self.open("p");
            self.say(head(words, CONTEXT_LIMIT));
            self.close();
        }
        self.section.stream.push(CONTENT);
    }

    fn element(&mut self, tag: &str, words: &str, at: u32) {
        self.open(tag);
        self.words(words, at);
        self.close();
    }

    /// A line's words; one that is longer than a section is cut, after a word if there is one.
    fn words(&mut self, words: &str, mut at: u32) {
        let mut rest = words;
        while rest.len() > HARD_LIMIT {
            let first = head(rest, HARD_LIMIT);
            let last = first.rfind(char::is_whitespace).filter(|cut| cut + CUT_WINDOW > first.len());
            let (now, later) = rest.split_at(last.unwrap_or(first.len()));
            self.text(now, at);
            self.end_section();
            self.open("p");
            self.inside = Inside::Paragraph;
            at += utf16_len(now);
            rest = later;
        }
        self.text(rest, at);
    }

    fn text(&mut self, words: &str, at: u32) {
        self.section.texts.push((self.nodes, at));
        self.say(words);
    }

    fn say(&mut self, words: &str) {
        self.section.stream.push_str(&clean(words));
        self.nodes += 1;
    }

    fn open(&mut self, tag: &str) {
        self.section.stream.extend([OPEN]);
        self.section.stream.push_str(tag);
        self.section.stream.push(OPENED);
        self.nodes += 1;
    }

    fn close(&mut self) {
        self.section.stream.push(CLOSE);
    }

    fn leave(&mut self) {
        if self.inside != Inside::Nothing {
            self.close();
        }
        self.inside = Inside::Nothing;
    }

    fn end_section(&mut self) {
        let section = std::mem::take(&mut self.section);
        if !section.texts.is_empty() {
            self.done.push(section);
        }
        (self.nodes, self.inside) = (0, Inside::Nothing);
    }
}

fn heading(level: u8) -> &'static str {
    ["h1", "h2", "h3", "h4", "h5", "h6"].get(usize::from(level.saturating_sub(1))).copied().unwrap_or("h6")
}

/// The longest beginning that has at most so many bytes.
fn head(words: &str, most: usize) -> &str {
    words.get(..words.floor_char_boundary(most)).unwrap_or(words)
}
