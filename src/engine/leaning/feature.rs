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
    /// The first word that is weighed: the sentence's, or that of the question that it answers.
    pub from: usize,
    /// The sentence's own first word.
    pub own: usize,
    /// The word after its last.
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
#[cfg_attr(not(feature = "cli"), allow(dead_code, reason = "only training spells features"))]
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

/// A part as features are made of it: by its hash alone, or by its name too, which only training asks for.
pub trait Symbol<'a>: Copy {
    /// Of a part with its hash.
    fn of(part: Part<'a>, hash: u32) -> Self;

    /// Its hash.
    fn hash(self) -> u32;

    /// Of one of our names.
    #[inline]
    fn name(name: &'static str) -> Self {
        Self::of(Part::Name(name), lexicon::weights::name(name))
    }

    /// Of words of a page: they, and their first letters. Both are hashed at once.
    fn said(words: &'a str) -> (Self, Self) {
        let mut hashes = lexicon::weights::Stemmed::new(STEM);
        letters(words, |letter| hashes.add(letter));
        (Self::of(Part::Words(words), hashes.whole), Self::of(Part::Stem(words), hashes.stem))
    }
}

/// What is weighed.
#[derive(Clone, Copy)]
pub struct Hashed(u32);

impl<'a> Symbol<'a> for Hashed {
    #[inline]
    fn of(_: Part<'a>, hash: u32) -> Self {
        Self(hash)
    }

    #[inline]
    fn hash(self) -> u32 {
        self.0
    }
}

/// What training spells.
#[cfg(feature = "cli")]
#[derive(Clone, Copy)]
pub struct Named<'a>(Part<'a>, u32);

#[cfg(feature = "cli")]
impl<'a> Symbol<'a> for Named<'a> {
    fn of(part: Part<'a>, hash: u32) -> Self {
        Self(part, hash)
    }

    fn hash(self) -> u32 {
        self.1
    }
}

/// What stands at a sentence's beginning and end, for groups, for those who are none, for words that may name a group, for a
/// number, for unknown words.
const START: &str = "^";
const END: &str = "$";
const GROUP: &str = "G";
const MAJORITY: &str = "M";
const HINT: &str = "g";
const NUMBER: &str = "#";
const GAP: &str = "_";

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

/// Sentences are told apart by length up to this many times [`LENGTH`] items.
const LENGTHS: [&str; 9] = ["0", "1", "2", "3", "4", "5", "6", "7", "8"];

/// See [`LENGTHS`].
const LENGTH: usize = 4;

/// Sections are told apart by size up to these many bytes: a note of a few words is rarely there for nothing, and most of what
/// a long presentation says of people harms nobody.
const SIZES: [(usize, &str); 4] = [(90, "note"), (250, "remark"), (600, "paragraph"), (usize::MAX, "page")];

/// Tells the folded letters of some words of a page; `_` stands between words.
#[inline]
fn letters(words: &str, mut tell: impl FnMut(u8)) {
    let bytes = words.as_bytes();
    let mut at = 0;
    while let Some(&byte) = bytes.get(at) {
        if byte.is_ascii_lowercase() {
            at += 1;
            tell(byte);
            continue;
        }
        let Some(c) = words.get(at..).and_then(|rest| rest.chars().next()) else { return };
        at += c.len_utf8();
        let [one, two] = match letter::fold(c) {
            letter::Letter::Word(letters) => letters,
            letter::Letter::Accented(letter, _) => [letter, 0],
            letter::Letter::Space | letter::Letter::Apostrophe => [b'_', 0],
            letter::Letter::Sign(sign) if sign.is_ascii_graphic() => [sign as u8, 0],
            letter::Letter::No => [b'-', b'-'],
            letter::Letter::Yes => [b'+', b'+'],
            _ => [0, 0],
        };
        [one, two].into_iter().filter(|&byte| byte != 0).for_each(&mut tell);
    }
}

/// Tells the features of a sentence. One may be told more than once, and counts once.
/// `tell` is told family, parts, and the words of the block that the feature was read from.
pub fn features<'a, S: Symbol<'a>>(sentence: &Sentence<'a>, tell: &mut impl FnMut(u8, &[S], Range<usize>)) {
    let weights = lexicon::weights();
    let kind_of = |entry: u16| S::of(Part::Kind(entry), weights.kind(entry));
    let (start, end, number, gap) = (S::name(START), S::name(END), S::name(NUMBER), S::name(GAP));
    let room = sentence.to - sentence.from + 2;
    let (mut words, mut stems, mut kinds) =
        (Vec::with_capacity(room), Vec::with_capacity(room), Vec::with_capacity(room));
    words.push((start, sentence.from));
    stems.push(start);
    kinds.push((start, sentence.from));
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
            let (word, stem, kind) = match group.map(S::name) {
                Some(group) => (group, group, group),
                None => {
                    let entry = S::of(Part::Entry(cue.entry), weights.entry(cue.entry));
                    tell(family::ENTRY, &[entry], cue.first..cue.end);
                    let (word, stem) = S::said(cue.span.of(sentence.text));
                    (word, stem, kind_of(cue.entry))
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
        let (word, stem) = match token.shape {
            Shape::Number => (number, number),
            _ => S::said(token.span.of(sentence.text)),
        };
        stems.push(stem);
        words.push((word, at));
        match token.shape {
            // However many words the lexicon does not know stand together, they are one gap.
            Shape::Word if !known => {}
            Shape::Word => kinds.push((gap, at)),
            _ => kinds.push((word, at)),
        }
        known = token.shape != Shape::Word;
        at += 1;
    }
    let items = words.len() - 1;
    words.push((end, sentence.to));
    stems.push(end);
    kinds.push((end, sentence.to));
    runs::<S, 1>(family::WORDS, &words, tell);
    runs::<S, 2>(family::WORDS, &words, tell);
    for (at, (&(word, from), &stem)) in words.iter().zip(&stems).enumerate() {
        let longer = stem.hash() != word.hash();
        if longer {
            tell(family::STEMS, &[stem], from..from + 1);
        }
        let (Some(&(next, to)), Some(&after)) = (words.get(at + 1), stems.get(at + 1)) else { continue };
        if longer || after.hash() != next.hash() {
            tell(family::STEMS, &[stem, after], from..to + 1);
        }
    }
    runs::<S, 1>(family::KINDS, &kinds, tell);
    runs::<S, 2>(family::KINDS, &kinds, tell);
    runs::<S, 3>(family::KINDS, &kinds, tell);
    let nowhere = sentence.from..sentence.from;
    let length = LENGTHS[(items / LENGTH).min(LENGTHS.len() - 1)];
    tell(family::OTHER, &[S::name("length"), S::name(length)], nowhere.clone());
    tell(family::OTHER, &[S::name("always")], nowhere.clone());
    let size = SIZES.iter().find(|(most, _)| sentence.within <= *most).map_or("", |(_, name)| name);
    let size = S::name(size);
    // A refusal that a rule found is there for what it says, however much stands around it.
    if sentence.found.is_empty() {
        tell(family::OTHER, &[S::name("within"), size], nowhere.clone());
    }
    for (holds, name) in [
        (sentence.question, "question"),
        (sentence.carried, "carried"),
        (sentence.from < sentence.own, "answer"),
        (sentence.heads.iter().any(Head::names), "headed"),
    ] {
        if holds {
            tell(family::OTHER, &[S::name(name)], nowhere.clone());
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
        tell(family::GROUND, &[S::name(ground), S::name(weight)], nowhere.clone());
    }
    for cue in sentence.hints {
        let ground = cue.entry().criterion.map_or("none", |criterion| criterion.name());
        tell(family::GROUND, &[S::name(ground), S::name("hint")], nowhere.clone());
    }
    for cue in sentence.heads.iter().flat_map(|head| head.cues.iter()) {
        tell(family::HEAD, &[kind_of(cue.entry)], nowhere.clone());
    }
    for name in sentence.told {
        tell(family::FOUND, &[S::name(name)], nowhere.clone());
    }
    for finding in sentence.found {
        let grade = S::name(finding.grade.name());
        tell(family::FOUND, &[grade], nowhere.clone());
        if finding.practice != Practice::Refusal {
            tell(family::FOUND, &[S::name(finding.rule), size], nowhere.clone());
        }
        for name in [finding.rule, finding.criterion.name(), finding.practice.name()] {
            tell(family::FOUND, &[S::name(name), grade], nowhere.clone());
        }
    }
}

/// Tells the runs of so many symbols.
#[inline]
fn runs<'a, S: Symbol<'a>, const LENGTH: usize>(
    family: u8,
    symbols: &[(S, usize)],
    tell: &mut impl FnMut(u8, &[S], Range<usize>),
) {
    for run in symbols.array_windows::<LENGTH>() {
        let parts = run.map(|(symbol, _)| symbol);
        tell(family, &parts, run[0].1..run[LENGTH - 1].1 + 1);
    }
}

/// The hash of a feature.
#[inline]
pub fn hash<'a, S: Symbol<'a>>(family: u8, symbols: &[S]) -> u32 {
    lexicon::weights::feature(family, symbols.iter().map(|symbol| symbol.hash()))
}

/// The name of a feature, as the table of weights spells it.
#[cfg(feature = "cli")]
pub fn name(family: u8, symbols: &[Named]) -> String {
    let mut name = vec![family];
    for Named(part, _) in symbols {
        name.push(b' ');
        let begun = name.len();
        match *part {
            Part::Words(words) => letters(words, |letter| name.push(letter)),
            Part::Stem(words) => {
                letters(words, |letter| name.push(letter));
                name.truncate(begun + STEM);
            }
            Part::Name(said) => name.extend_from_slice(said.as_bytes()),
            Part::Kind(entry) => name.extend(lexicon::kind_name(&lexicon::ENTRIES[usize::from(entry)]).bytes()),
            Part::Entry(entry) => name.extend(lexicon::ENTRIES[usize::from(entry)].id.bytes()),
        }
    }
    String::from_utf8_lossy(&name).into_owned()
}
