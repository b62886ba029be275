//! Cues: the stretches of a sentence that the lexicon knows. The longest wins; a shield covers what it overlaps.

use crate::{
    lexicon::{self, ENTRIES, Entry, Form, Kind, id},
    outline::BlockIndex,
    span::ByteSpan,
    text::{Shape, Token, Writing},
};

/// A stretch of a block that the lexicon knows.
#[derive(Clone, Copy, Debug)]
pub struct Cue {
    /// The lexicon's entry, in [`ENTRIES`].
    pub entry: u16,
    /// How a verb stands.
    pub form: Form,
    /// The block it is in.
    pub block: BlockIndex,
    /// Its first token in the block.
    pub first: usize,
    /// The token after its last.
    pub end: usize,
    /// Where it is in the block's text.
    pub span: ByteSpan,
    /// How its first word is written.
    pub writing: Writing,
    /// How many words that the lexicon does not know stand between the cue before and this one.
    pub strange: usize,
}

impl Cue {
    /// The lexicon's entry.
    pub fn entry(&self) -> &'static Entry {
        &ENTRIES[usize::from(self.entry)]
    }

    /// What it does.
    pub fn kind(&self) -> Kind {
        self.entry().kind
    }

    /// Whether it is of this kind.
    pub fn is(&self, kind: Kind) -> bool {
        self.kind() == kind
    }

    /// Whether it belongs to this entry.
    pub fn is_entry(&self, entry: u16) -> bool {
        self.entry == entry
    }
}

/// Finds the cues of `tokens[from..to]`.
pub fn find(text: &str, tokens: &[Token], from: usize, to: usize, block: BlockIndex, cues: &mut Vec<Cue>) {
    cues.clear();
    let (mut at, mut strange) = (from, 0);
    while at < to {
        let token = &tokens[at];
        let found =
            phrase(&tokens[..to], at).or_else(|| hour(text, token).then_some((id::TIME_HOUR, Form::None, at + 1)));
        let Some((entry, form, end)) = found else {
            strange += usize::from(matches!(token.shape, Shape::Word));
            at += 1;
            continue;
        };
        if entry == id::LINK_FUNCTION {
            at = end;
            continue;
        }
        // « n° » is no negation.
        if entry == id::NEGATION_NE && tokens.get(end).is_some_and(|next| matches!(next.shape, Shape::Sign(_))) {
            at = end;
            continue;
        }
        let form = match form {
            // « refuse » is a present tense unless an accent, or capitals that have none, say otherwise.
            Form::Participle if !token.writing.acute_end && !token.writing.upper && mute_ending(text, token) => {
                Form::Finite
            }
            form => form,
        };
        cues.push(Cue {
            entry,
            form,
            block,
            first: at,
            end,
            span: token.span.join(tokens[end - 1].span),
            writing: token.writing,
            strange,
        });
        strange = 0;
        at = end;
    }
}

/// The longest phrase that begins at a token.
fn phrase(tokens: &[Token], at: usize) -> Option<(u16, Form, usize)> {
    lexicon::phrases(tokens[at].word).iter().find_map(|phrase| {
        let mut next = at + 1;
        for &word in lexicon::rest(phrase) {
            while tokens
                .get(next)
                .is_some_and(|t| matches!(t.shape, Shape::Sign('-' | '/' | '.')) && next + 1 < tokens.len())
            {
                next += 1;
            }
            if tokens.get(next)?.word != word {
                return None;
            }
            next += 1;
        }
        Some((phrase.entry, phrase.form, next))
    })
}

/// `17h`, `8h30`.
fn hour(text: &str, token: &Token) -> bool {
    let bytes = token.span.of(text).as_bytes();
    token.shape == Shape::Number
        && bytes.len() <= 5
        && bytes
            .iter()
            .position(|b| matches!(b, b'h' | b'H'))
            .is_some_and(|at| at > 0 && bytes[..at].iter().all(u8::is_ascii_digit))
}

fn mute_ending(text: &str, token: &Token) -> bool {
    let word = token.span.of(text);
    let stem = word.strip_suffix('s').unwrap_or(word);
    stem.ends_with('e') && !stem.ends_with("ee")
}

/// How many tokens before a word something may stand that says that it is meant: « pas d'ame », « patients en ame ».
const NEAR: usize = 4;

/// Whether a group's cue means the group: words with other senses need something beside them that says so.
pub fn meant(cues: &[Cue], index: usize, first: usize, shields: &[Cue]) -> bool {
    let cue = &cues[index];
    let entry = cue.entry();
    if !entry.weak {
        return true;
    }
    let shielded = match cue.entry {
        id::COVERAGE_AME => cue.writing.circumflex,
        id::COVERAGE_CSS => shields.iter().any(|s| s.is_entry(id::SHIELD_CSS)),
        id::COVERAGE_ACS => shields.iter().any(|s| s.is_entry(id::SHIELD_ACS)),
        id::COVERAGE_PUMA => shields.iter().any(|s| s.is_entry(id::SHIELD_PUMA)),
        _ => false,
    };
    if shielded {
        return false;
    }
    let beside = cues.iter().enumerate().any(|(other, c)| {
        other != index
            && ((c.is(Kind::Group) && !c.entry().weak)
                || (matches!(c.kind(), Kind::Person | Kind::Negator | Kind::Act | Kind::Group)
                    && c.end <= cue.first
                    && cue.first - c.end < NEAR))
    });
    cue.writing.upper || beside || (cue.first == first && !cue.writing.capital)
}
