//! The words under way between two block tags, and where they come from.

use super::Source;
use crate::span::{ByteSpan, utf16_len};

/// Words not yet made a block.
#[derive(Clone, Debug, Default)]
pub struct Run {
    /// Folded: never begins with white space, and has at most one space in a row.
    pub text: String,
    /// Where they come from.
    pub sources: Vec<Source>,
}

impl Run {
    /// Adds a text's words.
    pub fn push(&mut self, node: u32, text: &str) {
        self.push_from(node, 0, text);
    }

    /// Adds words that begin at a UTF-16 offset of a text.
    pub fn push_from(&mut self, node: u32, offset: u32, text: &str) {
        let mut unit = offset;
        let mut open: Option<(usize, u32)> = None;
        let mut rest = text;
        loop {
            let length = rest.bytes().position(|byte| byte.is_ascii_whitespace()).unwrap_or(rest.len());
            let (word, after) = rest.split_at_checked(length).unwrap_or((rest, ""));
            if !word.is_empty() {
                open.get_or_insert((self.text.len(), unit));
                self.text.push_str(word);
                unit += utf16_len(word);
            }
            let Some(next) = after.get(1..) else { break };
            if self.text.is_empty() || self.text.ends_with(' ') {
                self.close(node, open.take());
            } else {
                open.get_or_insert((self.text.len(), unit));
                self.text.push(' ');
            }
            unit += 1;
            rest = next;
        }
        self.close(node, open);
    }

    fn close(&mut self, node: u32, open: Option<(usize, u32)>) {
        if let Some((start, offset)) = open {
            let span = ByteSpan::new(start, self.text.len());
            self.sources.push(Source { span, node, offset: Some(offset) });
        }
    }

    /// Adds an attribute's words, set apart by spaces; the span that they take.
    pub fn push_attribute(&mut self, node: u32, words: &str) -> ByteSpan {
        self.space();
        let start = self.text.len();
        for word in words.split_ascii_whitespace() {
            if self.text.len() > start {
                self.text.push(' ');
            }
            self.text.push_str(word);
        }
        let span = ByteSpan::new(start, self.text.len());
        self.sources.push(Source { span, node, offset: None });
        self.space();
        span
    }

    /// Sets what follows apart.
    pub fn space(&mut self) {
        if !self.text.is_empty() && !self.text.ends_with(' ') {
            self.text.push(' ');
        }
    }

    /// Takes out the words of an attribute if what was added after them says the same.
    pub fn drop_repeated(&mut self, attribute: ByteSpan) {
        let said = attribute.of(&self.text);
        let after = self.text.get(attribute.end..).unwrap_or_default().trim();
        if said.is_empty() || said != after {
            return;
        }
        let spaces = self.text.bytes().skip(attribute.end).take_while(|b| *b == b' ').count();
        let next = attribute.end + spaces;
        let gone = next - attribute.start;
        self.text.replace_range(attribute.start..next, "");
        self.sources.retain(|s| s.span != attribute || s.offset.is_some());
        for source in self.sources.iter_mut().filter(|s| s.span.start >= next) {
            source.span = ByteSpan::new(source.span.start - gone, source.span.end - gone);
        }
    }

    /// The words, trimmed, or nothing where none are said.
    pub fn take(&mut self) -> Option<Run> {
        let mut run = std::mem::take(self);
        while run.text.ends_with(' ') {
            run.text.pop();
        }
        let end = run.text.len();
        for source in &mut run.sources {
            source.span.end = source.span.end.min(end);
        }
        run.sources.retain(|s| s.span.start < s.span.end);
        (!run.text.trim().is_empty()).then_some(run)
    }

    /// The sources of the words without their first bytes.
    pub fn sources_after(mut self, gone: usize) -> Vec<Source> {
        if gone == 0 {
            return self.sources;
        }
        self.sources.retain(|s| s.span.end > gone);
        for source in &mut self.sources {
            let start = source.span.start.max(gone);
            let skipped = utf16_len(ByteSpan::new(source.span.start, start).of(&self.text));
            source.offset = source.offset.map(|offset| offset + skipped);
            source.span = ByteSpan::new(start - gone, source.span.end - gone);
        }
        self.sources
    }

    /// Whether all its words are attributes'.
    pub fn is_attribute(&self) -> bool {
        self.sources.iter().all(|s| s.offset.is_none())
    }
}
