//! Sentences, and the pieces that they are cut into: the stretches in which cues bear on each other.

use super::cue::{Cue, Cues};
use crate::{
    lexicon::{self, Form, Kind, id},
    text::{Gap, Shape, Token},
};
use std::ops::Range;

/// What ends a piece.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Border {
    /// A comma, a parenthesis, « et » before another verb: what stands before may still be the topic.
    Comma,
    /// A colon, an arrow, an equals sign: what stands before governs what follows.
    Colon,
    /// A semicolon, a dash, a bullet, « mais ».
    Strong,
    /// The sentence's end.
    Sentence,
}

impl Border {
    /// Its name in a trace.
    pub fn name(self) -> &'static str {
        match self {
            Self::Comma => "comma",
            Self::Colon => "colon",
            Self::Strong => "strong border",
            Self::Sentence => "end of sentence",
        }
    }
}

/// A piece of a sentence.
#[derive(Clone, Debug)]
pub struct Piece {
    /// Its cues, in the sentence's list.
    pub cues: Range<usize>,
    /// Its tokens, in the block.
    pub tokens: Range<usize>,
    /// What ends it.
    pub border: Border,
}

/// A sentence of a block.
#[derive(Clone, Debug)]
pub struct Sentence {
    /// Its tokens, in the block.
    pub tokens: Range<usize>,
    /// Ends in a question mark.
    pub question: bool,
}

/// Nobody writes a longer sentence, in tokens; what is longer is cut, so that reading stays linear.
pub const LONGEST_SENTENCE: usize = 400;

/// Cuts a block into sentences.
pub fn sentences(text: &str, tokens: &[Token]) -> Vec<Sentence> {
    let mut sentences = Vec::new();
    let mut from = 0;
    for (at, token) in tokens.iter().enumerate() {
        let question = token.shape == Shape::Sign('?');
        let end = match token.shape {
            Shape::Sign('!' | '?' | '…') => {
                tokens.get(at + 1).is_none_or(|n| !matches!(n.shape, Shape::Sign('!' | '?' | '»' | '…')))
            }
            Shape::Sign('.') => full_stop(text, tokens, at),
            _ => false,
        };
        if end || at + 1 - from >= LONGEST_SENTENCE {
            sentences.push(Sentence { tokens: from..at + 1, question });
            from = at + 1;
        }
    }
    if from < tokens.len() {
        sentences.push(Sentence { tokens: from..tokens.len(), question: false });
    }
    sentences
}

/// Abbreviations have at most this many letters before their full stop: « Dr. », « M. », « tél. ».
const ABBREVIATION: usize = 3;

fn full_stop(text: &str, tokens: &[Token], at: usize) -> bool {
    let Some(next) = tokens.get(at + 1) else { return true };
    if next.gap == Gap::None {
        return false;
    }
    let abbreviated = at.checked_sub(1).and_then(|b| tokens.get(b)).is_some_and(|before| {
        let word = before.span.of(text);
        before.word == lexicon::UNKNOWN && before.writing.capital && word.chars().count() <= ABBREVIATION
    });
    let lower = matches!(next.shape, Shape::Word) && !next.writing.capital && !next.writing.upper;
    // Careless writers begin sentences in lower case: only after capitals is a full stop part of the word before.
    let acronym =
        at.checked_sub(1).and_then(|b| tokens.get(b)).is_some_and(|b| b.writing.upper && b.span.of(text).contains('.'));
    // « C.M.U. / A.M.E. : NON »
    let goes_on =
        acronym && matches!(next.shape, Shape::Sign('/' | ':' | ',' | ';' | '=' | '→' | '-' | '+' | '&' | '(' | ')'));
    !(abbreviated || goes_on || lower && acronym)
}

/// A negation stands so close to the verb that « et » parts two clauses.
const AFTER_AND: usize = 4;

/// Cuts a sentence into pieces.
pub fn pieces(tokens: &[Token], sentence: &Sentence, cues: &[Cue]) -> Vec<Piece> {
    let mut pieces: Vec<Piece> = Vec::new();
    let (mut from, mut first_cue, mut next_cue) = (sentence.tokens.start, 0, 0);
    let symbols_follow = sentence.tokens.end > from && is_symbol(&tokens[sentence.tokens.end - 1]);
    let mut at = from;
    let mut push = |from: usize, to: usize, cues: Range<usize>, border| {
        if to > from {
            pieces.push(Piece { cues, tokens: from..to, border });
        }
    };
    while at < sentence.tokens.end {
        let token = &tokens[at];
        let cue = cues.get(next_cue).filter(|c| c.first == at);
        let mut border = None;
        let mut before = true;
        if is_symbol(token) {
            border = Some(Border::Comma);
            before = !symbols_follow;
        } else if let Some(cue) = cue {
            let so_far = &cues[first_cue..next_cue];
            let has = |kind| so_far.iter().any(|c| c.is(kind));
            let rest = &cues[next_cue + 1..];
            if cue.is_entry(id::LINK_BUT) {
                border = Some(Border::Strong);
            } else if cue.is_entry(id::LINK_AND) {
                let new_verb = rest.iter().take_while(|c| c.first - cue.end < AFTER_AND).any(|c| {
                    c.is_entry(id::NEGATION_NE)
                        || c.is_entry(id::NEGATION_PAS)
                        || (matches!(c.kind(), Kind::Act | Kind::Verb) && c.form == Form::Finite)
                });
                if new_verb
                    && (has(Kind::Act) || has(Kind::Verb) || has(Kind::Negator) || has(Kind::Benefit) || has(Kind::Yes))
                {
                    border = Some(Border::Comma);
                }
            } else if cue.is_entry(id::NEGATION_PAS)
                && has(Kind::Group)
                && (has(Kind::Act) || has(Kind::Yes))
                && !so_far.has_entry(id::NEGATION_NE)
                && so_far.last().is_some_and(|c| !matches!(c.kind(), Kind::Act | Kind::Verb))
            {
                border = Some(Border::Comma);
            }
        } else {
            border = sign(tokens, cues, next_cue, at);
        }
        if let Some(border) = border {
            let cut = if before { at } else { at + 1 };
            if !before && cue.is_some() {
                next_cue += 1;
            }
            push(from, cut, first_cue..next_cue, border);
            from = cut;
            first_cue = next_cue;
            if !before {
                at += 1;
                continue;
            }
        }
        match cues.get(next_cue).filter(|c| c.first == at) {
            Some(cue) => {
                next_cue += 1;
                at = cue.end;
            }
            None => at += 1,
        }
    }
    push(from, sentence.tokens.end, first_cue..cues.len(), Border::Sentence);
    pieces
}

fn is_symbol(token: &Token) -> bool {
    matches!(token.shape, Shape::Sign('✗' | '✓'))
}

/// The border that a sign makes, if any.
fn sign(tokens: &[Token], cues: &[Cue], next_cue: usize, at: usize) -> Option<Border> {
    let Shape::Sign(sign) = tokens[at].shape else { return None };
    let next = tokens.get(at + 1);
    let digits = at > 0
        && tokens[at - 1].shape == Shape::Number
        && tokens[at].gap == Gap::None
        && next.is_some_and(|n| n.shape == Shape::Number && n.gap == Gap::None);
    if digits {
        return None;
    }
    let spaced = matches!(tokens[at].gap, Gap::Space | Gap::Wide)
        && next.is_some_and(|n| matches!(n.gap, Gap::Space | Gap::Wide));
    // « ne recevons personne, excepté la CMU »: an exception belongs to what it is excepted from.
    let exception = matches!(sign, ',' | ';')
        && cues
            .get(next_cue)
            .is_some_and(|c| (c.is(Kind::Exceptive) || c.is_entry(id::LINK_EVEN)) && c.first <= at + 2);
    if exception {
        return None;
    }
    match sign {
        ':' | '=' | '→' => Some(Border::Colon),
        '>' if next.is_none_or(|n| n.shape != Shape::Sign('>')) => Some(Border::Colon),
        ';' | '•' | '*' => Some(Border::Strong),
        // « (C2S/AME/urgence : 0) »
        '/' if !spaced && next_cue > 0 && cues[next_cue - 1].end == at && cues[next_cue - 1].is(Kind::Group) => None,
        ',' | '/' | '&' if !between_groups(cues, next_cue, at) => Some(Border::Comma),
        '-' if spaced && !between_groups(cues, next_cue, at) => Some(Border::Strong),
        '(' | ')' | '[' | ']' => {
            let inner = cues.get(next_cue).filter(|c| c.first <= at + 2);
            // « dépassement de 300 € (C2S : 0) » labels.
            let labels = tokens[at + 1..]
                .iter()
                .take_while(|t| !matches!(t.shape, Shape::Sign(')' | '.' | ';')))
                .any(|t| t.shape == Shape::Sign(':'));
            let ignored =
                sign == '(' && !labels && inner.is_some_and(|c| matches!(c.kind(), Kind::Exceptive | Kind::Group));
            let closes =
                sign == ')' && next_cue > 0 && cues[next_cue - 1].end == at && cues[next_cue - 1].is(Kind::Group);
            (!ignored && !closes).then_some(Border::Comma)
        }
        _ => None,
    }
}

/// Two names of groups stand this close in a list: « CMU, bénéficiaires de l'AME ».
const IN_LIST: usize = 6;

/// Whether what stands on both sides of a sign are members of one list of groups.
fn between_groups(cues: &[Cue], next_cue: usize, at: usize) -> bool {
    let before = next_cue.checked_sub(1).and_then(|b| cues.get(b)).is_some_and(|c| c.is(Kind::Group) && at - c.end < 2);
    let after = cues[next_cue..]
        .iter()
        .find(|c| !(c.is(Kind::Person) || c.is_entry(id::LINK_AND) || c.is_entry(id::NEGATION_NI)))
        .is_some_and(|c| c.is(Kind::Group) && c.first - at <= IN_LIST);
    let ni = cues.get(next_cue).is_some_and(|c| c.is_entry(id::NEGATION_NI) && c.first == at + 1);
    (before && after) || ni
}
