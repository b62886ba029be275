//! Passages: the words of a block as the network reads them, a sentence at a time, with what stands over it and just before.

use super::{
    clause::{self, Sentence},
    cue::{self, Cue, Page},
    drop_unmeant,
};
use crate::{
    finding::{Finding, Grade, Practice},
    outline::{BlockIndex, Section},
    text::{
        self, Shape, Token,
        letter::{self, Letter},
    },
};
use std::ops::Range;

/// A passage is one sentence, so that what stands among harmless ones is not lost among them; but a question, or so few words, are
/// read together with what follows, up to so many words: « À la CMU ? Passez votre chemin. »
const FEW: usize = 3;
const LONGEST: usize = 24;

/// Of a governor, and of the block before, no more than so many words are read: the last ones, which lead into what follows.
const LAST: usize = 16;

/// One word, number or sign, as the network knows it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Symbol {
    /// The hash of its folded letters.
    pub word: u32,
    /// The hash of its first letters.
    pub stem: u32,
    /// The hash of its last letters.
    pub ending: u32,
    /// What the lexicon says that it does, by its kind and sign; 0 for nothing.
    pub sense: u8,
    /// The ground of the group that it names, by its place in [`Criterion::ALL`](crate::finding::Criterion::ALL) and one; 0 for none.
    pub ground: u8,
    /// What the rules found there, by its grade and practice; 0 for nothing.
    pub found: u8,
    /// What the rules read in its sentence, a bit for each thing that it can be.
    pub told: u16,
}

/// What the rules can read in a sentence, whether they find anything in it or not.
const TOLD: [&str; 16] = [
    "cleared", "lowered", "said", "vetoed", "received", "refused", "denied", "excepted", "only", "benefit", "alike",
    "lifted", "nobody", "led", "equal", "asked",
];

/// A sentence with what the rules read in it.
pub struct Told {
    /// Its words, in the block's.
    pub tokens: Range<usize>,
    /// A bit for each of [`TOLD`].
    bits: u16,
}

impl Told {
    /// Of the names that the rules give.
    pub fn new(tokens: Range<usize>, names: &[&str]) -> Self {
        let bit = |(at, known): (usize, &&str)| if names.contains(known) { 1 << at } else { 0 };
        Self { tokens, bits: TOLD.iter().enumerate().map(bit).sum() }
    }
}

/// A sentence of a block, or some.
#[derive(Clone, Debug)]
pub struct Passage {
    /// What is read: a symbol a word.
    pub symbols: Vec<Symbol>,
    /// Its words, in the block's.
    pub tokens: Range<usize>,
    /// Whether it names a group, or may.
    pub named: bool,
}

impl Passage {
    /// Its words.
    pub fn words<'a>(&self, page: Page<'a>) -> &'a [Token] {
        page.tokens.get(self.tokens.clone()).unwrap_or_default()
    }
}

/// Whether any of these names a group, or may.
pub fn names(symbols: &[Symbol]) -> bool {
    symbols.iter().any(|symbol| symbol.ground > 0)
}

/// So many letters are a stem, and so many an ending.
const STEM: usize = 5;
const ENDING: usize = 3;

/// The senses of the lexicon's kinds: two each, for what counts for and against, then words that may name a group, then what
/// parts a passage from what stands over it.
const HINT: u8 = 60;
const BORDER: u8 = 61;

fn sense(cue: &Cue) -> u8 {
    1 + 2 * cue.kind() as u8 + u8::from(cue.entry().sign < 0)
}

/// The symbol of a word that no cue holds.
fn symbol(text: &str, token: &Token) -> Symbol {
    let mut folded = Vec::with_capacity(16);
    match token.shape {
        // A sign that says nothing here: one that nobody sees, `<`, a face.
        Shape::Sign(sign) if sign.is_control() => return NOTHING,
        Shape::Number => folded.push(b'#'),
        _ => letters(token.span.of(text), |letter| folded.push(letter)),
    }
    Symbol {
        word: hash(&folded),
        stem: hash(&folded[..folded.len().min(STEM)]),
        ending: hash(&folded[folded.len().saturating_sub(ENDING)..]),
        ..NOTHING
    }
}

/// The symbols of some words of a block.
fn symbols(page: Page, words: Range<usize>, cues: &mut Vec<Cue>, into: &mut Vec<Symbol>) {
    cue::find(page, words.start, words.end, cues);
    let hints = drop_unmeant(cues, words.start, &[]);
    let first = into.len();
    into.extend(page.tokens[words.clone()].iter().map(|token| symbol(page.text, token)));
    let mut mark = |cue: &Cue, sense: u8| {
        for at in cue.first.max(words.start)..cue.end.min(words.end) {
            let Some(symbol) = into.get_mut(first + at - words.start) else { continue };
            symbol.sense = sense;
            symbol.ground = cue.entry().criterion.map_or(0, |criterion| criterion as u8 + 1);
        }
    };
    hints.iter().for_each(|cue| mark(cue, HINT));
    cues.iter().for_each(|cue| mark(cue, sense(cue)));
    for tag in tags(page.text, &page.tokens[words]) {
        into[first..][tag].fill(NOTHING);
    }
}

/// Where words are markup that was typed into a text: `<br>`, `</b>`, `<img src=x>`.
fn tags(text: &str, words: &[Token]) -> Vec<Range<usize>> {
    let is = |at: usize, sign: &str| words.get(at).is_some_and(|word| word.span.of(text) == sign);
    let mut tags = Vec::new();
    let mut end = 0;
    for at in 0..words.len() {
        if at < end || !is(at, "<") {
            continue;
        }
        let name = if is(at + 1, "/") { at + 2 } else { at + 1 };
        let named = words.get(name).is_some_and(|word| word.shape == Shape::Word);
        let close = (name..words.len()).take_while(|&at| !is(at, "<")).find(|&at| is(at, ">"));
        if let Some(close) = close.filter(|_| named) {
            end = close + 1;
            tags.push(at..end);
        }
    }
    tags
}

/// FNV-1a.
fn hash(letters: &[u8]) -> u32 {
    letters.iter().fold(0x811c_9dc5, |hash, letter| (hash ^ u32::from(*letter)).wrapping_mul(0x0100_0193))
}

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
            Letter::Word(letters) => letters,
            Letter::Accented(letter, _) => [letter, 0],
            Letter::Space | Letter::Apostrophe => [b'_', 0],
            Letter::Sign(sign) if sign.is_ascii_graphic() => [sign as u8, 0],
            Letter::No => [b'-', b'-'],
            Letter::Yes => [b'+', b'+'],
            _ => [0, 0],
        };
        [one, two].into_iter().filter(|&byte| byte != 0).for_each(&mut tell);
    }
}

/// What stands for a word that is left out: nothing at all is known of it.
pub const NOTHING: Symbol = Symbol { word: 0, stem: 0, ending: 0, sense: 0, ground: 0, found: 0, told: 0 };

const BORDERS: Symbol = Symbol { sense: BORDER, ..NOTHING };

/// What stands over a block, outermost first.
pub fn governors(section: &Section, index: BlockIndex) -> Vec<Symbol> {
    of_blocks(section, &over(section, index))
}

/// What stands over a block, and just before it: outermost first.
pub fn context(section: &Section, index: BlockIndex) -> Vec<Symbol> {
    let mut over = over(section, index);
    if let Some(before) = index.checked_sub(1)
        && !over.contains(&before)
    {
        over.push(before);
    }
    of_blocks(section, &over)
}

fn over(section: &Section, index: BlockIndex) -> Vec<BlockIndex> {
    let Some(block) = section.blocks.get(index) else { return Vec::new() };
    let mut over: Vec<BlockIndex> = block.governors.iter().rev().map(|g| g.block).filter(|at| *at != index).collect();
    over.dedup();
    over
}

/// The last words of some blocks, one block after the other.
fn of_blocks(section: &Section, blocks: &[BlockIndex]) -> Vec<Symbol> {
    let (mut symbols, mut tokens, mut cues) = (Vec::new(), Vec::new(), Vec::new());
    for &at in blocks {
        let Some(block) = section.blocks.get(at) else { continue };
        text::read(&block.text, &mut tokens);
        let page = Page { block: at, text: &block.text, tokens: &tokens, without: None };
        let from = tokens.len().saturating_sub(LAST);
        self::symbols(page, from..tokens.len(), &mut cues, &mut symbols);
        symbols.push(BORDERS);
    }
    symbols
}

/// What a finding of the rules is to the network: its grade and practice.
fn found(finding: &Finding) -> u8 {
    1 + finding.practice as u8 + if finding.grade == Grade::Flag { 0 } else { Practice::ALL.len() as u8 }
}

/// A block's words cut into those of its passages.
pub fn cut(text: &str, tokens: &[Token]) -> Vec<Range<usize>> {
    let mut passages: Vec<Range<usize>> = Vec::new();
    let mut goes_on = false;
    for Sentence { tokens, question } in clause::sentences(text, tokens) {
        let leads = question || tokens.len() <= FEW;
        match passages.last_mut().filter(|passage| goes_on && tokens.end - passage.start <= LONGEST) {
            Some(passage) => passage.end = tokens.end,
            None => passages.push(tokens),
        }
        goes_on = leads;
    }
    passages
}

/// What the rules made of a block.
#[derive(Clone, Copy)]
pub struct Ruled<'a> {
    /// What they found.
    pub found: &'a [Finding],
    /// What they read in its sentences, in order.
    pub told: &'a [Told],
}

/// A passage of these words of a block, with what the rules made of it.
pub fn passage(page: Page, tokens: Range<usize>, ruled: Ruled) -> Passage {
    let (mut symbols, mut cues) = (Vec::new(), Vec::new());
    let own = page.tokens.get(tokens.clone()).unwrap_or_default();
    for sentence in clause::sentences(page.text, own) {
        let words = tokens.start + sentence.tokens.start..tokens.start + sentence.tokens.end;
        self::symbols(page, words, &mut cues, &mut symbols);
    }
    let mut told = ruled.told.iter().peekable();
    for ((at, token), symbol) in own.iter().enumerate().zip(&mut symbols) {
        let at = tokens.start + at;
        while told.next_if(|told| told.tokens.end <= at).is_some() {}
        if *symbol == NOTHING {
            continue;
        }
        symbol.told = told.peek().filter(|told| told.tokens.start <= at).map_or(0, |told| told.bits);
        let holds = |f: &&Finding| f.anchor.span.start < token.span.end && token.span.start < f.anchor.span.end;
        symbol.found = ruled.found.iter().find(holds).map_or(0, found);
    }
    let named = names(&symbols);
    Passage { symbols, tokens, named }
}

/// A passage as a learner sees it.
#[cfg(feature = "cli")]
#[derive(Clone, Debug)]
pub struct Example {
    /// What stands over it, as far as it is read with it.
    pub context: Vec<Symbol>,
    /// The passage.
    pub passage: Passage,
    /// Its own words as they are written.
    pub written: Vec<String>,
    /// The hashes of its own words.
    pub hashes: Vec<u32>,
    /// It is the passage before, which names nobody, together with the one before that, which does.
    pub both: bool,
}

/// The passages of a section, after the rules have read it, as [`leaning`](super::leaning) reads them.
#[cfg(feature = "cli")]
pub fn examples(section: &Section) -> Vec<Example> {
    let mut examples = Vec::new();
    let rules_only = super::Context { rules_only: true, ..Default::default() };
    super::read(section, &rules_only, &mut |page, told, found, from| {
        let over = Some(context(section, page.block)).filter(|context| names(context)).unwrap_or_default();
        let governors = governors(section, page.block);
        let ruled = Ruled { found: &found[from..], told };
        let example = |own: Range<usize>, both: bool| {
            let words = &page.tokens[own.clone()];
            let written = words.iter().map(|token| token.span.of(page.text).to_string()).collect();
            let hashes = words.iter().map(|token| token.hash).collect();
            let passage = passage(page, own, ruled);
            let context = if passage.named { governors.clone() } else { over.clone() };
            Example { context, passage, written, hashes, both }
        };
        let mut before: Option<Range<usize>> = None;
        for own in cut(page.text, page.tokens) {
            let read = example(own.clone(), false);
            let named = read.passage.named;
            examples.push(read);
            if let Some(before) = before.take().filter(|_| !named) {
                examples.push(example(before.start..own.end, true));
            }
            before = named.then_some(own);
        }
    });
    examples
}
