//! What a reviewer is shown of a case, and what their verdict is bound to: the words in their context, without names.
//!
//! Names go before anything is hashed. So the hash is the same for a case and for its pseudonymised copy, and for the same
//! text on the pages of two practitioners; and it tells nobody whose page it was.

use crate::{
    case::{BLACK, Capture, Mask, Sha256Hex},
    practitioner::{Read, is_house, is_title, people, phone},
    span::Utf16Span,
    text::letter::{Accent, Letter, fold},
};
use std::collections::BTreeSet;

/// The fewest letters of a part of a name that is looked for by itself: shorter ones are words of every sentence.
const SHORTEST_NAME: usize = 3;

/// People whom one text names: the directory of a hospital is longer, and stays within what a page may cost.
const MOST_PEOPLE: usize = 200;

/// What stands beside names in capitals and is none: a mention without them says nothing.
const NO_NAMES: [&str; 16] = [
    "acs", "ald", "ame", "c2s", "caf", "cmu", "cmuc", "cpam", "css", "ehpad", "puma", "rsa", "sida", "vih", "aah",
    "pmr",
];

/// What ends the quote in what is hashed; nothing folds to it.
const END: char = '\u{1f}';

/// A stretch of what is shown.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stretch {
    /// The words.
    pub words: String,
    /// Whether they carry the mark.
    pub marked: bool,
}

/// A quote in its context.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Passage {
    /// The words, in reading order.
    pub stretches: Vec<Stretch>,
}

impl Passage {
    /// The passage of a capture as it stands. Who must not see names asks for that of `capture.masked(&names(&capture))`.
    pub fn of(capture: &Capture) -> Self {
        let marks = std::iter::once(&capture.finding.at).chain(&capture.finding.scope_at);
        let words: Vec<&str> = marks.filter_map(|at| units(&capture.section, *at)).collect();
        Self::marking(&capture.context, &words).unwrap_or_else(|| Self::bare(&capture.finding.quote, &capture.context))
    }

    /// The context with these words marked, each where it first stands; `None` if one is not there.
    fn marking(context: &str, words: &[&str]) -> Option<Self> {
        let mut spans: Vec<(usize, usize)> = Vec::new();
        let (anchor, scope) = words.split_first()?;
        let at = context.find(anchor)?;
        spans.push((at, at + anchor.len()));
        // What governs the words may stand outside of what is quoted.
        spans.extend(scope.iter().filter_map(|words| context.find(words).map(|at| (at, at + words.len()))));
        spans.sort_unstable();
        let mut stretches = Vec::new();
        let mut done = 0;
        let mut put = |from: usize, to: usize, marked: bool| {
            if let Some(words) = context.get(from..to).filter(|words| !words.is_empty()) {
                stretches.push(Stretch { words: words.to_owned(), marked });
            }
        };
        for (start, end) in spans {
            put(done, start, false);
            put(start.max(done), end, true);
            done = done.max(end);
        }
        put(done, context.len(), false);
        Some(Self { stretches })
    }

    /// The quote by itself, where its place in the context is not known; the context beside it, if it says more.
    fn bare(quote: &str, context: &str) -> Self {
        let mut stretches = vec![Stretch { words: quote.to_owned(), marked: true }];
        if !context.is_empty() && context != quote {
            stretches.push(Stretch { words: format!("\n{context}"), marked: false });
        }
        Self { stretches }
    }

    /// All words.
    pub fn text(&self) -> String {
        self.stretches.iter().map(|stretch| stretch.words.as_str()).collect()
    }
}

/// The stretch of a text between two places in UTF-16 units.
fn units(text: &str, span: Utf16Span) -> Option<&str> {
    let place = |wanted: u32| {
        let mut units = 0;
        let ends = text.char_indices().map(|(at, c)| (at, c.len_utf16() as u32)).chain([(text.len(), 0)]);
        for (at, wide) in ends {
            if units == wanted {
                return Some(at);
            }
            units += wide;
        }
        None
    };
    text.get(place(span.start)?..place(span.end)?).filter(|words| !words.is_empty())
}

/// The hash of what a verdict on a capture is bound to: its quote and its context, without names, as they are compared.
pub fn text(capture: &Capture) -> Sha256Hex {
    let mask = names(capture);
    let folded = |text: &str| folded(&mask.cover(text).0);
    let text = format!("{}{END}{}", folded(&capture.finding.quote), folded(&capture.context));
    Sha256Hex::of(text.as_bytes())
}

/// The words that tell who it is, for [`Capture::masked`]: the practitioner's name, numbers and address as the page says them, and
/// the people, telephone numbers and addresses on the net that its words name. What is masked by them has none of them.
pub fn names(capture: &Capture) -> Mask {
    Mask::of_words(telling(capture).iter().map(String::as_str))
}

/// The words of [`names`].
pub(super) fn telling(capture: &Capture) -> BTreeSet<String> {
    let who = &capture.practitioner;
    let mut words = BTreeSet::new();
    for read in [&who.name, &who.address, &who.phone, &who.rpps, &who.finess, &who.doubtful].into_iter().flatten() {
        let Read { value, alternatives, .. } = read;
        for value in std::iter::once(value).chain(alternatives.iter().map(|other| &other.value)) {
            add(value, &mut words);
        }
    }
    if let Some(place) = &who.place {
        [&place.street, &place.postcode, &place.town].into_iter().for_each(|part| add(part, &mut words));
    }
    let said = [capture.page.title.as_str(), &capture.section, &capture.context, &capture.finding.quote].join("\n");
    named(&said, &mut words);
    words
}

/// The same of a text by itself.
pub(super) fn telling_of(text: &str) -> BTreeSet<String> {
    let mut words = BTreeSet::new();
    named(text, &mut words);
    words
}

/// A value that tells who it is; of a person's name or a town's each word, since pages greet by one of them.
fn add(value: &str, words: &mut BTreeSet<String>) {
    if is_house(value) || value.chars().any(|c| c.is_ascii_digit()) {
        return put(value, words);
    }
    let folded = |word: &str| crate::practitioner::fold(word.trim_matches(|c: char| !c.is_alphanumeric()));
    let own = |word: &&str| {
        !is_house(word)
            && !is_title(&folded(word))
            && word.starts_with(|c: char| c.is_alphabetic() && !c.is_lowercase())
    };
    value.split_whitespace().filter(own).for_each(|word| put(word, words));
}

fn put(word: &str, words: &mut BTreeSet<String>) {
    let letters: String = word.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect();
    if letters.chars().count() >= SHORTEST_NAME && !NO_NAMES.contains(&letters.as_str()) {
        words.insert(word.to_owned());
    }
}

/// The people, numbers and addresses on the net that a text names.
fn named(text: &str, words: &mut BTreeSet<String>) {
    // Two people at a time: those who are known are blacked out, and it is asked who is left.
    let mut rest = text.to_owned();
    for _ in 0..MOST_PEOPLE {
        let found = people(&rest);
        if found.is_empty() {
            break;
        }
        found.iter().for_each(|name| add(name, words));
        rest = Mask::of_words(found.iter().map(String::as_str)).cover(&rest).0;
    }
    let parts = |c: char| c.is_whitespace() || matches!(c, ',' | ';' | '(' | ')' | '<' | '>' | '«' | '»');
    for line in text.lines() {
        words.extend(phones(line));
        for word in line.split(parts).map(|word| word.trim_end_matches(['.', ':', '!', '?'])) {
            let mail = word.split_once('@').is_some_and(|(who, host)| !who.is_empty() && host.contains('.'));
            if mail || word.contains("://") || word.starts_with("www.") {
                words.insert(word.to_owned());
            }
        }
    }
}

/// The telephone numbers of a line.
fn phones(line: &str) -> impl Iterator<Item = String> {
    let mut rest = line.to_owned();
    std::iter::from_fn(move || {
        let found = phone(&rest)?;
        // As it is written in France, and as it is written abroad.
        let abroad = format!("33{}", found.trim_start_matches('0'));
        let covered = Mask::of_words([found.as_str(), &abroad]).cover(&rest);
        rest = if covered.1 > 0 { covered.0 } else { String::new() };
        Some([found, abroad])
    })
    .flatten()
}

/// A text as it is hashed: small letters without accents but for those that tell words apart, single spaces, plain signs. What is
/// blacked out is nothing.
fn folded(text: &str) -> String {
    let mut folded = String::with_capacity(text.len());
    let mut space = false;
    for c in text.chars().filter(|c| *c != BLACK) {
        let letter = fold(c);
        match letter {
            Letter::Space => {
                space = true;
                continue;
            }
            Letter::Nothing => continue,
            _ if c.is_control() => continue,
            _ if space && !folded.is_empty() => folded.push(' '),
            _ => {}
        }
        space = false;
        match letter {
            // Letters that no word of the vocabulary has.
            Letter::Word([b'~', _]) => folded.extend(c.to_lowercase()),
            Letter::Word(bytes) => folded.extend(bytes.into_iter().filter(|byte| *byte != 0).map(char::from)),
            Letter::Accented(byte, accent) => {
                folded.push(char::from(byte));
                folded.extend(mark(Some(accent)));
            }
            Letter::Mark(accent) => folded.extend(mark(accent)),
            Letter::Apostrophe => folded.push('\''),
            Letter::No => folded.push('✗'),
            Letter::Yes => folded.push('✓'),
            // Rare signs as they are: two texts that differ in them differ.
            Letter::Sign('\0') => folded.push(c),
            Letter::Sign(sign) => folded.push(sign),
            Letter::Space | Letter::Nothing => {}
        }
    }
    folded
}

/// An accent that tells words apart, as the sign that stands after its letter.
fn mark(accent: Option<Accent>) -> Option<char> {
    accent.map(|accent| match accent {
        Accent::Acute => '\u{301}',
        Accent::Circumflex => '\u{302}',
    })
}
