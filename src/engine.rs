//! Judgement: from a section's blocks to findings. Pure, linear, and it cannot fail.
//!
//! A block is folded once; a sentence is read further only where it, or what governs it, names a group. Its cues are cut
//! into pieces; each piece, with the topic, heading or label that governs it, makes at most one frame; qualifiers clear a
//! frame or lower its grade.

#![warn(clippy::disallowed_methods)]

mod age;
mod clause;
mod cue;
mod frame;
mod judge;
mod leaning;
mod network;
pub mod passage;
mod polarity;
mod qualifier;
mod reading;
mod scope;
mod speciality;
mod verb;

#[cfg(feature = "cli")]
pub use leaning::rule as leaning;

use crate::{
    finding::Finding,
    lexicon::{self, GATE, Kind},
    outline::Section,
    text::{self, Token},
};
use cue::{Cue, Meaning, Page};
use passage::Told;
use reading::Reading;
use scope::{Head, Heads};

/// How to judge, beside the words.
#[derive(Clone, Copy, Debug, Default)]
pub struct Context<'a> {
    /// The profession of whom the page is about, in the page's words (« Pédiatre »); empty where it is not known. It limits
    /// as what the section itself says of it does.
    pub profession: &'a str,
    /// An entry of the lexicon to leave out, to see what rests on it.
    pub without: Option<u16>,
    /// Only the rules speak: nothing is weighed.
    pub rules_only: bool,
}

/// What is done with a block after the rules have read it: its words, what they read in its sentences, all findings, where its own begin.
type Each<'e> = dyn FnMut(Page, &[Told], &mut Vec<Finding>, usize) + 'e;

/// Reads one section. Findings come in reading order of their anchors.
pub fn scan(section: &Section, context: &Context<'_>) -> Vec<Finding> {
    let length = section.length();
    let mut findings = read(section, context, &mut |page, told, findings, from| {
        if !context.rules_only {
            leaning::weigh(section, length, page, told, findings, from);
        }
    });
    speciality::elsewhere(section, &mut findings);
    speciality::limit(section, context, &mut findings);
    findings
}

/// Reads the blocks of a section: by the rules the sentences that name a group, or that something governs which does.
fn read(section: &Section, context: &Context<'_>, each: &mut Each) -> Vec<Finding> {
    let (mut tokens, mut told) = (Vec::new(), Vec::new());
    let mut heads = Heads::new(section, context.without);
    let mut findings = Vec::new();
    for (index, block) in section.blocks.iter().enumerate().filter(|(_, block)| !block.context) {
        text::read(&block.text, &mut tokens);
        let own = kinds(&tokens);
        let opens = opens(&block.text, &tokens, own);
        let page = Page { block: index, text: &block.text, tokens: &tokens, without: context.without };
        let from = findings.len();
        told.clear();
        // All that governs is read wherever anything in the block may be.
        let governed = (opens || own & !GATE != 0) && heads.open(&block.governors);
        if opens || governed {
            heads.ask(index);
            let mut governing = heads.over(index);
            governing.extend(heads.asked(index));
            read_block(section, page, (own, opens), &governing, &mut findings, &mut told);
        }
        each(page, &told, &mut findings, from);
    }
    findings
}

/// A piece of a sentence as it was read, whether something was found in it or not.
#[cfg(feature = "cli")]
#[derive(Clone, Debug)]
pub struct Seen {
    /// The words of the piece.
    pub clause: String,
    /// Its cues.
    pub cues: Vec<crate::finding::TracedCue>,
    /// What ended it.
    pub ended_by: &'static str,
}

/// How a section is cut and which cues are seen, for those who ask why nothing was found.
#[cfg(feature = "cli")]
pub fn seen(section: &Section) -> Vec<Seen> {
    let mut all = Vec::new();
    let (mut tokens, mut cues) = (Vec::new(), Vec::new());
    for (index, block) in section.blocks.iter().enumerate() {
        text::read(&block.text, &mut tokens);
        let page = Page { block: index, text: &block.text, tokens: &tokens, without: None };
        for sentence in clause::sentences(&block.text, &tokens) {
            cue::find(page, sentence.tokens.start, sentence.tokens.end, &mut cues);
            drop_unmeant(&mut cues, sentence.tokens.start, &[]);
            for piece in clause::pieces(&tokens, &sentence, &cues) {
                let words = piece.tokens.clone().map(|t| tokens[t].span).reduce(crate::span::ByteSpan::join);
                all.push(Seen {
                    clause: words.map_or_else(String::new, |span| span.of(&block.text).to_string()),
                    cues: cues[piece.cues].iter().map(|c| judge::traced(section, c)).collect(),
                    ended_by: piece.border.name(),
                });
            }
        }
    }
    all
}

/// How many sentences a section has, and how many of them are read further than their words.
#[cfg(feature = "cli")]
pub fn gated(section: &Section) -> (usize, usize) {
    let (mut all, mut passed) = (0, 0);
    let mut tokens = Vec::new();
    let mut heads = Heads::new(section, None);
    for block in section.blocks.iter().filter(|block| !block.context) {
        text::read(&block.text, &mut tokens);
        let governed = heads.open(&block.governors);
        for sentence in clause::sentences(&block.text, &tokens) {
            all += 1;
            let words = &tokens[sentence.tokens];
            let own = kinds(words);
            passed += usize::from(opens(&block.text, words, own) || governed && own & !GATE != 0);
        }
    }
    (all, passed)
}

/// The kinds of entries that may begin in these words.
fn kinds(tokens: &[Token]) -> u32 {
    tokens.iter().fold(0, |kinds, token| kinds | lexicon::kinds(token.word))
}

/// Whether something of the gate stands in these words, of which the kinds are known: a whole phrase, since « carte » alone
/// opens nothing, or an age.
fn opens(text: &str, tokens: &[Token], kinds: u32) -> bool {
    kinds & GATE != 0 && (0..tokens.len()).any(|at| cue::opens(tokens, at)) || age::possible(text, tokens)
}

/// Takes away the names of groups that mean something else here, or may; gives those that may mean a group.
fn drop_unmeant(cues: &mut Vec<Cue>, first: usize, shields: &[Cue]) -> Vec<Cue> {
    let mut hints = Vec::new();
    let keep: Vec<bool> = (0..cues.len())
        .map(|i| {
            let meaning = if cues[i].is(Kind::Group) { cue::meaning(cues, i, first, shields) } else { Meaning::Group };
            if meaning == Meaning::Hint {
                hints.push(cues[i]);
            }
            meaning == Meaning::Group
        })
        .collect();
    let mut keep = keep.into_iter();
    cues.retain(|_| keep.next().unwrap_or(true));
    hints
}

/// The look-alikes and set phrases of a block.
fn shielding(page: Page) -> Vec<Cue> {
    let mut shields = Vec::new();
    cue::listed(page, 0, page.tokens.len(), &mut shields);
    shields.retain(|cue| cue.is(Kind::Shield));
    shields
}

/// `own` are the kinds of entries that may begin in the block, `opens` whether something of the gate stands in it.
fn read_block(
    section: &Section,
    page: Page,
    (own, opens): (u32, bool),
    heads: &[Head],
    findings: &mut Vec<Finding>,
    told: &mut Vec<Told>,
) {
    let Page { block: index, text, tokens, .. } = page;
    let mut carried: Option<Head<'static>> = None;
    let mut shields: Option<Vec<Cue>> = None;
    let mut cues = Vec::new();
    let headed = heads
        .iter()
        .any(|h| h.cues.iter().any(|c| matches!(c.kind(), Kind::Group | Kind::Majority | Kind::Benefit | Kind::Paper)));
    let quotations = qualifier::quotations(tokens);
    for sentence in clause::sentences(text, tokens) {
        let words = &tokens[sentence.tokens.clone()];
        let opens = if words.len() < tokens.len() { self::opens(text, words, kinds(words)) } else { opens };
        if !headed && carried.is_none() && !opens {
            continue;
        }
        cue::find(page, sentence.tokens.start, sentence.tokens.end, &mut cues);
        // Few words ask for the whole block's shields.
        let asking = own & lexicon::bit(Kind::Shield) != 0 && cues.iter().any(cue::shielded_anywhere);
        let shields = asking.then(|| &*shields.get_or_insert_with(|| shielding(page)));
        drop_unmeant(&mut cues, sentence.tokens.start, shields.map_or(&[], Vec::as_slice));
        let pieces = clause::pieces(tokens, &sentence, &cues);
        let reading = Reading {
            section,
            index,
            cues: &cues,
            pieces: &pieces,
            heads,
            carried: carried.as_ref(),
            question: sentence.question,
            quotations: &quotations,
        };
        told.push(Told::new(sentence.tokens.clone(), &reading.judge(findings)));
        carried = scope::carried(&cues, sentence.question);
    }
}
