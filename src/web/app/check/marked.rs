//! The copy of the text that lies behind the field and has the marks. Both have the same words in the same letters, so that
//! each mark stands under the word that it is about.

use super::found::Mention;
use crate::{
    span::Utf16Span,
    web::page::{Page, fault::Fault},
};
use web_sys::{Document, Element};

/// A mark: where it stands, its look, and which mention it is of.
#[derive(Clone)]
struct Mark {
    at: Utf16Span,
    kind: &'static str,
    mention: usize,
}

/// The copy.
pub struct Marked {
    document: Document,
    copy: Element,
    /// The text's UTF-16 units.
    text: Vec<u16>,
    /// In the order of the text; none overlaps another.
    marks: Vec<Mark>,
}

impl Marked {
    /// The copy of the page, empty.
    pub fn new(page: &Page) -> Result<Self, Fault> {
        let document = page.document.clone();
        Ok(Self { document, copy: page.get("copy")?, text: Vec::new(), marks: Vec::new() })
    }

    /// Takes over a changed text. Marks before and after what changed go with their words; those that it touched go.
    pub fn follow(&mut self, text: &str) -> Result<(), Fault> {
        let text: Vec<u16> = text.encode_utf16().collect();
        let before = self.text.iter().zip(&text).take_while(|(old, new)| old == new).count();
        let rest = self.text.len().min(text.len()) - before;
        let after =
            self.text.iter().rev().zip(text.iter().rev()).take(rest).take_while(|(old, new)| old == new).count();
        let (changed, kept) = (before as u32, (self.text.len() - after) as u32);
        let moved = text.len() as i64 - self.text.len() as i64;
        self.marks.retain_mut(|mark| {
            if mark.at.start >= kept {
                let shift = |at: u32| (i64::from(at) + moved) as u32;
                mark.at = Utf16Span { start: shift(mark.at.start), end: shift(mark.at.end) };
                return true;
            }
            mark.at.end <= changed
        });
        self.text = text;
        self.paint()
    }

    /// Marks exactly these mentions.
    pub fn mark(&mut self, mentions: &[Mention]) -> Result<(), Fault> {
        let of = |(mention, one): (usize, &Mention)| {
            let kind = one.kind();
            one.places.iter().map(move |at| Mark { at: *at, kind, mention }).collect::<Vec<_>>()
        };
        self.marks = mentions.iter().enumerate().flat_map(of).collect();
        self.marks.sort_by_key(|mark| (mark.at.start, mark.at.end));
        let mut end = 0;
        self.marks.retain_mut(|mark| {
            mark.at.start = mark.at.start.max(end);
            end = end.max(mark.at.end);
            mark.at.start < mark.at.end
        });
        self.paint()
    }

    /// Where a mention is marked first; `None` where its words are gone.
    pub fn first(&self, mention: usize) -> Option<(Utf16Span, Element)> {
        let mark = self.marks.iter().position(|mark| mark.mention == mention)?;
        Some((self.marks.get(mark)?.at, self.copy.children().item(mark as u32)?))
    }

    fn paint(&self) -> Result<(), Fault> {
        self.copy.set_text_content(None);
        let words = |from: u32, to: u32| {
            String::from_utf16_lossy(self.text.get(from as usize..to as usize).unwrap_or_default())
        };
        let mut at = 0;
        for mark in &self.marks {
            self.say(&words(at, mark.at.start))?;
            let element = self.document.create_element("mark")?;
            element.set_attribute("data-kind", mark.kind)?;
            element.set_text_content(Some(&words(mark.at.start, mark.at.end)));
            self.copy.append_child(&element)?;
            at = mark.at.end;
        }
        // The zero-width space gives a last, empty line its height.
        self.say(&(words(at, self.text.len() as u32) + "\u{200b}"))
    }

    fn say(&self, words: &str) -> Result<(), Fault> {
        self.copy.append_child(&self.document.create_text_node(words))?;
        Ok(())
    }
}
