//! What is weighed in a sentence: its words one by one and two by two, what its cues are and how they follow each other, what
//! governs it, and what the rules found in it. Groups stand for each other: « pas de G » is one feature for all of them.

use crate::{
    engine::{cue::Cue, scope::Head},
    finding::{Finding, Practice},
    lexicon::{self, Kind},
    text::{Shape, Token, letter},
};
use std::ops::Range;

/// A sentence, as far as it is weighed.
#[derive(Clone, Copy)]
pub struct Sentence<'a> {
    /// The block's text.
    pub text: &'a str,
    /// The block's words.
    pub tokens: &'a [Token],
    /// The sentence's first word, and the one after its last.
    pub from: usize,
    /// See `from`.
    pub to: usize,
    /// Its cues.
    pub cues: &'a [Cue],
    /// Words in it that may name a group, and may not.
    pub hints: &'a [Cue],
    /// What governs it.
    pub heads: &'a [Head<'a>],
    /// How many bytes of text its section has.
    pub within: usize,
    /// The sentence before speaks of a group.
    pub carried: bool,
    /// It is a question.
    pub question: bool,
    /// What the rules read in it, whether they found anything or not.
    pub told: &'a [&'static str],
    /// What the rules found in it.
    pub found: &'a [Finding],
}

/// One part of a feature, by what it was taken from.
#[derive(Clone, Copy, Debug)]
pub enum Part<'a> {
    /// These words of the page.
    Words(&'a str),
    /// The first letters of these words of the page.
    Stem(&'a str),
    /// A name of ours.
    Name(&'static str),
    /// The kind of an entry, and which way it counts.
    Kind(u16),
    /// An entry.
    Entry(u16),
}

/// A part with its hash.
#[derive(Clone, Copy, Debug)]
pub struct Symbol<'a> {
    /// Only training spells features.
    #[cfg(feature = "cli")]
    part: Part<'a>,
    #[cfg(not(feature = "cli"))]
    part: std::marker::PhantomData<&'a str>,
    hash: u32,
}

/// What stands at a sentence's beginning and end, for groups, for those who are none, for words that may name a group, for a number, for unknown words.
const START: Symbol = Symbol::name("^");
const END: Symbol = Symbol::name("$");
const GROUP: Symbol = Symbol::name("G");
const MAJORITY: Symbol = Symbol::name("M");
const HINT: Symbol = Symbol::name("g");
const NUMBER: Symbol = Symbol::name("#");
const GAP: Symbol = Symbol::name("_");

/// Tells features: family, parts, and the words of the block that it was read from.
pub type Tell<'t, 'a> = dyn FnMut(u8, &[Symbol<'a>], Range<usize>) + 't;

/// The families of features.
pub mod family {
    /// One word or two.
    pub const WORDS: u8 = b'w';
    /// How one word or two begin, where a word is longer than that.
    pub const STEMS: u8 = b's';
    /// Kinds of cues, one to three.
    pub const KINDS: u8 = b'k';
    /// An entry of the lexicon.
    pub const ENTRY: u8 = b'e';
    /// The ground of a group.
    pub const GROUND: u8 = b'c';
    /// A kind of cue in what governs.
    pub const HEAD: u8 = b'h';
    /// What else there is to say.
    pub const OTHER: u8 = b'o';
    /// What the rules found.
    pub const FOUND: u8 = b'f';
}

/// So many letters begin a word: « refusons » and « refusent » say the same, and so do their misspellings.
const STEM: usize = 6;

/// Words that follow each other in a feature, at most.
const WORDS: usize = 2;

/// Kinds that follow each other in a feature, at most.
const KINDS: usize = 3;

/// Sentences are told apart by length up to this many times [`LENGTH`] items.
const LENGTHS: [&str; 9] = ["0", "1", "2", "3", "4", "5", "6", "7", "8"];

/// See [`LENGTHS`].
const LENGTH: usize = 4;

/// Sections are told apart by size up to these many bytes: a note of a few words is rarely there for nothing, and most of what
/// a long presentation says of people harms nobody.
const SIZES: [(usize, &str); 4] = [(90, "note"), (250, "remark"), (600, "paragraph"), (usize::MAX, "page")];

impl<'a> Symbol<'a> {
    fn new(part: Part<'a>) -> Self {
        let hash = match part {
            Part::Words(words) => lexicon::weights::part(letters(words)),
            Part::Stem(words) => lexicon::weights::part(letters(words).take(STEM)),
            Part::Name(name) => lexicon::weights::name(name),
            Part::Kind(entry) => lexicon::weights().kind(entry),
            Part::Entry(entry) => lexicon::weights().entry(entry),
        };
        Self::hashed(part, hash)
    }

    const fn name(name: &'static str) -> Self {
        Self::hashed(Part::Name(name), lexicon::weights::name(name))
    }

    #[cfg(feature = "cli")]
    const fn hashed(part: Part<'a>, hash: u32) -> Self {
        Self { part, hash }
    }

    #[cfg(not(feature = "cli"))]
    const fn hashed(_part: Part<'a>, hash: u32) -> Self {
        Self { part: std::marker::PhantomData, hash }
    }

    /// As the table of weights spells it.
    #[cfg(feature = "cli")]
    pub fn spelled(&self) -> String {
        match self.part {
            Part::Words(words) => spelled(letters(words)),
            Part::Stem(words) => spelled(letters(words).take(STEM)),
            Part::Name(name) => name.to_string(),
            Part::Kind(entry) => lexicon::kind_name(&lexicon::ENTRIES[usize::from(entry)]),
            Part::Entry(entry) => lexicon::ENTRIES[usize::from(entry)].id.to_string(),
        }
    }
}

#[cfg(feature = "cli")]
fn spelled(letters: impl Iterator<Item = u8>) -> String {
    String::from_utf8_lossy(&letters.collect::<Vec<u8>>()).into_owned()
}

/// The folded letters of some words of a page; `_` stands between words.
fn letters(words: &str) -> impl Iterator<Item = u8> {
    words.chars().flat_map(|c| {
        let [one, two] = match letter::fold(c) {
            letter::Letter::Word(letters) => letters,
            letter::Letter::Accented(letter, _) => [letter, 0],
            letter::Letter::Space | letter::Letter::Apostrophe => [b'_', 0],
            letter::Letter::Sign(sign) if sign.is_ascii_graphic() => [sign as u8, 0],
            letter::Letter::No => [b'-', b'-'],
            letter::Letter::Yes => [b'+', b'+'],
            _ => [0, 0],
        };
        [one, two].into_iter().filter(|&byte| byte != 0)
    })
}

/// Tells the features of a sentence. One may be told more than once, and counts once.
pub fn features<'a>(sentence: &Sentence<'a>, tell: &mut Tell<'_, 'a>) {
    let (mut words, mut stems, mut kinds) = (vec![(START, sentence.from)], vec![START], vec![(START, sentence.from)]);
    let (mut cues, mut hints) = (sentence.cues.iter().peekable(), sentence.hints.iter().peekable());
    let mut at = sentence.from;
    let mut known = true;
    while at < sentence.to {
        let hint = hints.next_if(|cue| cue.first <= at);
        if let Some(cue) = hint.or_else(|| cues.next_if(|cue| cue.first <= at)) {
            let group = match cue.kind() {
                Kind::Group if hint.is_some() => Some(HINT),
                Kind::Group => Some(GROUP),
                Kind::Majority => Some(MAJORITY),
                _ => None,
            };
            let (word, stem, kind) = match group {
                Some(group) => (group, group, group),
                None => {
                    tell(family::ENTRY, &[Symbol::new(Part::Entry(cue.entry))], cue.first..cue.end);
                    let said = cue.span.of(sentence.text);
                    let kind = Symbol::new(Part::Kind(cue.entry));
                    (Symbol::new(Part::Words(said)), Symbol::new(Part::Stem(said)), kind)
                }
            };
            stems.push(stem);
            words.push((word, cue.first));
            kinds.push((kind, cue.first));
            known = true;
            at = at.max(cue.end);
            continue;
        }
        let token = &sentence.tokens[at];
        let said = token.span.of(sentence.text);
        let (word, stem) = match token.shape {
            Shape::Number => (NUMBER, NUMBER),
            _ => (Symbol::new(Part::Words(said)), Symbol::new(Part::Stem(said))),
        };
        stems.push(stem);
        words.push((word, at));
        match token.shape {
            // However many words the lexicon does not know stand together, they are one gap.
            Shape::Word if !known => {}
            Shape::Word => kinds.push((GAP, at)),
            _ => kinds.push((word, at)),
        }
        known = token.shape != Shape::Word;
        at += 1;
    }
    let items = words.len() - 1;
    words.push((END, sentence.to));
    stems.push(END);
    kinds.push((END, sentence.to));
    runs(family::WORDS, WORDS, &words, tell);
    for (at, (&(word, from), &stem)) in words.iter().zip(&stems).enumerate() {
        let longer = stem.hash != word.hash;
        if longer {
            tell(family::STEMS, &[stem], from..from + 1);
        }
        let (Some(&(next, to)), Some(&after)) = (words.get(at + 1), stems.get(at + 1)) else { continue };
        if longer || after.hash != next.hash {
            tell(family::STEMS, &[stem, after], from..to + 1);
        }
    }
    runs(family::KINDS, KINDS, &kinds, tell);
    let nowhere = sentence.from..sentence.from;
    let length = LENGTHS[(items / LENGTH).min(LENGTHS.len() - 1)];
    tell(family::OTHER, &[Symbol::name("length"), Symbol::name(length)], nowhere.clone());
    tell(family::OTHER, &[Symbol::name("always")], nowhere.clone());
    let size = SIZES.iter().find(|(most, _)| sentence.within <= *most).map_or("", |(_, name)| name);
    let size = Symbol::name(size);
    // A refusal that a rule found is there for what it says, however much stands around it.
    if sentence.found.is_empty() {
        tell(family::OTHER, &[Symbol::name("within"), size], nowhere.clone());
    }
    for (holds, name) in [
        (sentence.question, "question"),
        (sentence.carried, "carried"),
        (sentence.heads.iter().any(Head::names), "headed"),
    ] {
        if holds {
            tell(family::OTHER, &[Symbol::name(name)], nowhere.clone());
        }
    }
    for cue in sentence.cues.iter().filter(|cue| matches!(cue.kind(), Kind::Group | Kind::Majority)) {
        let entry = cue.entry();
        let ground = entry.criterion.map_or("none", |criterion| criterion.name());
        let weight = if entry.check {
            "check"
        } else if entry.weak {
            "weak"
        } else {
            "strong"
        };
        tell(family::GROUND, &[Symbol::name(ground), Symbol::name(weight)], nowhere.clone());
    }
    for cue in sentence.hints {
        let ground = cue.entry().criterion.map_or("none", |criterion| criterion.name());
        tell(family::GROUND, &[Symbol::name(ground), Symbol::name("hint")], nowhere.clone());
    }
    for cue in sentence.heads.iter().flat_map(|head| head.cues.iter()) {
        tell(family::HEAD, &[Symbol::new(Part::Kind(cue.entry))], nowhere.clone());
    }
    for name in sentence.told {
        tell(family::FOUND, &[Symbol::name(name)], nowhere.clone());
    }
    for finding in sentence.found {
        let grade = Symbol::name(finding.grade.name());
        tell(family::FOUND, &[grade], nowhere.clone());
        if finding.practice != Practice::Refusal {
            tell(family::FOUND, &[Symbol::name(finding.rule), size], nowhere.clone());
        }
        for name in [finding.rule, finding.criterion.name(), finding.practice.name()] {
            tell(family::FOUND, &[Symbol::name(name), grade], nowhere.clone());
        }
    }
}

/// Tells the runs of up to `longest` symbols.
fn runs<'a>(family: u8, longest: usize, symbols: &[(Symbol<'a>, usize)], tell: &mut Tell<'_, 'a>) {
    for length in 1..=longest {
        for run in symbols.windows(length) {
            let mut parts = [run[0].0; KINDS];
            for (part, (symbol, _)) in parts.iter_mut().zip(run) {
                *part = *symbol;
            }
            tell(family, &parts[..length], run[0].1..run[length - 1].1 + 1);
        }
    }
}

/// The hash of a feature.
pub fn hash(family: u8, symbols: &[Symbol]) -> u32 {
    lexicon::weights::feature(family, symbols.iter().map(|symbol| symbol.hash))
}

/// The name of a feature, as the table of weights spells it.
#[cfg(feature = "cli")]
pub fn name(family: u8, symbols: &[Symbol]) -> String {
    let mut name = char::from(family).to_string();
    for symbol in symbols {
        name.push(' ');
        name.push_str(&symbol.spelled());
    }
    name
}
