//! What the reader of a page emits, without understanding it. Two readers emit it: `extension/content/reader.js` from the
//! DOM and [`html`](crate::html) from a file; the same page gives the same stream, byte for byte.
//!
//! One section is one string:
//!
//! | written | is |
//! | --- | --- |
//! | U+0001 tag (U+0002 name U+0003 value)* U+0004 | an element opens; tag and names in lower case |
//! | U+0005 | the last opened element closes |
//! | U+0006 | from here on, what follows is context: it governs the section from outside |
//! | U+0007 | context ends; elements that it opened stay open |
//! | anything else | text |
//!
//! These seven characters never occur in a page's own text: readers write U+FFFD for them and for unpaired surrogates,
//! one for one. Elements and texts are numbered together from 0 in the order of the section (a text is what stands
//! between two of the above marks, and is never empty); that number is the `node` of an outline's sources. Elements that
//! are still open at the end of a section close there.
//!
//! # What is read
//!
//! All that a visitor can see or open: style is never looked at, so closed `details`, hidden panels and tabs are read.
//! Open shadow roots and declarative ones (and closed ones where the browser gives them to extensions) take the place of
//! their host's children, as an element [`tag::SHADOW_ROOT`]; what is assigned to a slot takes the place of its own
//! content. Not read: `script` (but JSON-LD, raw), `style`, `noscript`, `template`, `iframe`, `title` of the document,
//! `textarea`'s words, what is `contenteditable`, comments, what patients say (elements that markup or names call reviews),
//! and the few others of [`tag::SKIPPED`].
//!
//! The tag is the element's own, or the one that its `role` stands for ([`tag::effective`]): `role="heading"` with
//! `aria-level="3"` is `h3`. Attributes are those of [`tag::attribute_is_read`], in the order of [`tag::ATTRIBUTES`].
//!
//! # Sections
//!
//! A section begins at a heading, at a sectioning element ([`tag::SECTIONING`]), after one, and after an item or another
//! container ([`tag::CONTAINERS`]) that held such a beginning; inside a table, and inside a heading, nothing begins. It
//! also begins at the next block, or row of the table, once there are [`SOFT_LIMIT`] units, and anywhere at
//! [`HARD_LIMIT`]: a longer text is cut, after a sentence or else at white space if there is some within
//! [`CUT_WINDOW`], never inside a surrogate pair. A section in which nothing is said is left out.
//!
//! It starts with its context: the innermost [`REOPENED`] elements that are open there are opened again, and between
//! them stand, each in its place and cut at [`CONTEXT_LIMIT`] units, the headings in force (a heading is in force until
//! one of the same or a higher level, or the end of the container that it stands in), the block just before an open
//! list, the summary, legend or caption of what is open, the term of an open description, and the first row of an open
//! table if it has header cells. Numbers count the context in.

pub mod cutter;
pub mod tag;

/// Opens an element.
pub const OPEN: char = '\u{1}';
/// Comes before an attribute's name.
pub const NAME: char = '\u{2}';
/// Comes before an attribute's value.
pub const VALUE: char = '\u{3}';
/// Ends an element's opening.
pub const OPENED: char = '\u{4}';
/// Closes the last opened element.
pub const CLOSE: char = '\u{5}';
/// Begins context.
pub const CONTEXT: char = '\u{6}';
/// Ends context.
pub const CONTENT: char = '\u{7}';

/// UTF-16 units of own content from which a section ends at the next block, so that few end inside a sentence.
pub const SOFT_LIMIT: usize = 48 * 1024;
/// UTF-16 units of own content at which a section ends. With attributes and context a stream stays under 128 Ki units:
/// 256 KB in the message that carries it.
pub const HARD_LIMIT: usize = 64 * 1024;
/// How many units before a cut the end of a sentence is looked for.
pub const CUT_WINDOW: usize = 4096;
/// How many open elements a section opens again: deeper than pages of people, so that hostile depth stays linear.
pub const REOPENED: usize = 64;
/// UTF-16 units of one block of context.
pub const CONTEXT_LIMIT: usize = 1000;
/// UTF-16 units of one attribute's value.
pub const ATTRIBUTE_LIMIT: usize = 4096;
/// UTF-16 units of one attribute's value in an element that is opened again.
pub const REOPENED_ATTRIBUTE_LIMIT: usize = 120;
/// How many headings are kept in force: more than six only where containers nest.
pub const HEADINGS: usize = 12;

/// One mark or text of a stream.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Event<'a> {
    /// An element opens.
    Open {
        /// Its number.
        node: u32,
        /// Its tag.
        tag: &'a str,
        /// Its attributes as written.
        attributes: Attributes<'a>,
    },
    /// The last opened element closes.
    Close,
    /// A text.
    Text {
        /// Its number.
        node: u32,
        /// Its words.
        text: &'a str,
    },
    /// From here on, what follows is context, or no longer.
    Context(bool),
}

/// An element's attributes, in the order of the stream.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Attributes<'a>(&'a str);

impl<'a> Attributes<'a> {
    /// Name and value of each.
    pub fn iter(self) -> impl Iterator<Item = (&'a str, &'a str)> {
        self.0.split(NAME).skip(1).map(|pair| pair.split_once(VALUE).unwrap_or((pair, "")))
    }

    /// The value of the first one that has this name.
    pub fn get(self, name: &str) -> Option<&'a str> {
        self.iter().find(|(n, _)| *n == name).map(|(_, value)| value)
    }
}

/// The events of one section's stream. Any string has some: what is not well formed is skipped.
pub fn events(stream: &str) -> Events<'_> {
    Events { rest: stream, nodes: 0 }
}

/// Iterator of [`events`].
#[derive(Clone, Debug)]
pub struct Events<'a> {
    rest: &'a str,
    nodes: u32,
}

fn is_mark(c: char) -> bool {
    ('\u{1}'..='\u{7}').contains(&c)
}

/// A text up to the first byte that is such, and the rest. The marks are bytes of their own in UTF-8.
fn parted(text: &str, such: impl Fn(u8) -> bool) -> (&str, &str) {
    let at = text.bytes().position(such).unwrap_or(text.len());
    text.split_at_checked(at).unwrap_or((text, ""))
}

impl<'a> Iterator for Events<'a> {
    type Item = Event<'a>;

    fn next(&mut self) -> Option<Event<'a>> {
        loop {
            let (text, rest) = parted(self.rest, |byte| (1..=7).contains(&byte));
            if !text.is_empty() {
                self.rest = rest;
                return Some(Event::Text { node: self.number(), text });
            }
            let mut marks = rest.chars();
            let mark = marks.next()?;
            self.rest = marks.as_str();
            match mark {
                OPEN => {
                    let (opening, rest) = parted(self.rest, |byte| matches!(byte.into(), OPENED | OPEN | CLOSE));
                    self.rest = rest.strip_prefix(OPENED).unwrap_or(rest);
                    let (tag, attributes) = parted(opening, |byte| char::from(byte) == NAME);
                    return Some(Event::Open { node: self.number(), tag, attributes: Attributes(attributes) });
                }
                CLOSE => return Some(Event::Close),
                CONTEXT | CONTENT => return Some(Event::Context(mark == CONTEXT)),
                _ => {}
            }
        }
    }
}

impl Events<'_> {
    fn number(&mut self) -> u32 {
        let node = self.nodes;
        self.nodes += 1;
        node
    }
}

/// A page's words as a stream may carry them: with U+FFFD in place of the seven marks.
pub fn clean(text: &str) -> std::borrow::Cow<'_, str> {
    if text.contains(is_mark) { text.replace(is_mark, "\u{fffd}").into() } else { text.into() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_stream_is_read_back_mark_by_mark() {
        let stream = "\u{6}\u{1}ul\u{4}\u{7}\u{1}li\u{2}title\u{3}a\u{2}alt\u{3}\u{4}é\u{5}z";
        let read: Vec<Event> = events(stream).collect();
        assert_eq!(read[0], Event::Context(true));
        assert_eq!(read[2], Event::Context(false));
        assert!(matches!(read[3], Event::Open { node: 1, tag: "li", .. }), "{:?}", read[3]);
        let Event::Open { attributes, .. } = read[3] else { return };
        assert_eq!(attributes.iter().collect::<Vec<_>>(), [("title", "a"), ("alt", "")]);
        assert_eq!(read[4..], [Event::Text { node: 2, text: "é" }, Event::Close, Event::Text { node: 3, text: "z" }]);
    }

    #[test]
    fn a_malformed_stream_gives_what_can_be_read() {
        for stream in ["\u{1}p", "\u{1}\u{1}p\u{4}x", "\u{2}\u{3}\u{4}x", "\u{5}\u{5}x\u{1}p\u{2}a", "\u{7}\u{6}"] {
            assert!(events(stream).count() <= stream.len(), "{stream:?}");
        }
        assert!(events("\u{1}\u{1}p\u{4}x").any(|e| matches!(e, Event::Text { text: "x", .. })));
    }
}
