//! Cues: the stretches of a sentence that the lexicon knows. The longest wins; a shield covers what it overlaps.

mod figure;
mod meant;
mod word;

pub use meant::{Meaning, meaning, shielded_anywhere};

use super::{age, clause::LONGEST_SENTENCE, verb};
use crate::{
    lexicon::{self, ENTRIES, Entry, Form, Kind, Phrase, WordId, id},
    outline::BlockIndex,
    span::ByteSpan,
    text::{Gap, Shape, Token, Writing},
};
use figure::{amount, hour, nothing_to_pay};
use word::{elision, mute_ending, name, people, titled};

/// A stretch of a block that the lexicon knows.
#[derive(Clone, Copy, Debug)]
pub struct Cue {
    /// The lexicon's entry, in [`ENTRIES`].
    pub entry: u16,
    /// What it does: its entry's kind, which is asked for more often than anything else.
    pub kind: Kind,
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
    /// The practice speaks of itself just before: « nous », « je », « le cabinet ».
    pub own: bool,
    /// A first name stands just before: « Fatou Ame » is somebody.
    pub named: bool,
    /// « se » stands just before: « la CMU ne se prend pas ici » has no insurer for its subject.
    pub reflexive: bool,
}

impl Cue {
    /// The lexicon's entry.
    pub fn entry(&self) -> &'static Entry {
        &ENTRIES[usize::from(self.entry)]
    }

    /// What it does.
    pub fn kind(&self) -> Kind {
        self.kind
    }

    /// The same as a cue of another entry.
    pub fn named_otherwise(self, entry: u16, form: Form) -> Self {
        Self { entry, kind: ENTRIES[usize::from(entry)].kind, form, ..self }
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

/// What is asked of cues again and again. One copy of each of these loops keeps engine.wasm small.
pub trait Cues {
    /// Whether one of them is of one of these kinds, a bit each.
    fn have(&self, kinds: u32) -> bool;

    /// Whether one of them belongs to this entry.
    fn has_entry(&self, entry: u16) -> bool;

    /// Whether one of them is of this kind.
    #[inline]
    fn has(&self, kind: Kind) -> bool {
        self.have(lexicon::bit(kind))
    }

    /// Whether one of them is of one of these kinds.
    #[inline]
    fn has_any<const N: usize>(&self, kinds: [Kind; N]) -> bool {
        self.have(kinds.iter().fold(0, |bits, kind| bits | lexicon::bit(*kind)))
    }
}

impl Cues for [Cue] {
    #[inline(never)]
    fn have(&self, kinds: u32) -> bool {
        self.iter().any(|cue| lexicon::bit(cue.kind) & kinds != 0)
    }

    #[inline(never)]
    fn has_entry(&self, entry: u16) -> bool {
        self.iter().any(|cue| cue.entry == entry)
    }
}

/// One block's words, and what to look for in them.
#[derive(Clone, Copy)]
pub struct Page<'a> {
    /// Which block.
    pub block: BlockIndex,
    /// Its text.
    pub text: &'a str,
    /// Its words.
    pub tokens: &'a [Token],
    /// The entry that is left out, if any.
    pub without: Option<u16>,
}

/// « avons longtemps refusé »: the participle stands at most this many words after its auxiliary.
const AFTER_HAVE: usize = 3;

/// Finds the cues of the sentence `from..to` of the page's words, verbs and nouns that no list holds among them.
pub fn find(page: Page, from: usize, to: usize, cues: &mut Vec<Cue>) {
    listed(page, from, to, cues);
    verb::add(page, to, cues);
    verb::add_open(page, to, cues);
}

/// Finds the cues of the page's words `from..to` that the lexicon or a figure names: for a whole block, however long.
pub fn listed(page: Page, from: usize, to: usize, cues: &mut Vec<Cue>) {
    let Page { block, text, tokens, without } = page;
    cues.clear();
    let (mut at, mut strange) = (from, 0);
    let (mut own, mut reflexive, mut had) = (false, false, None);
    let aged = age::possible(text, &tokens[from..to]);
    let mut figure = from;
    while at < to {
        let token = &tokens[at];
        figure = figure.max(at);
        while aged && figure < to && tokens[figure].shape != Shape::Number {
            figure += 1;
        }
        // Most words have no figure near: nothing leads to it.
        let near = |at: usize| aged && figure < to && figure < at + age::FARTHEST;
        let age = if near(at) { age::find(text, &tokens[..to], at) } else { None };
        let found = age
            .filter(|(entry, _)| Some(*entry) != without)
            .map(|(entry, end)| (entry, Form::None, end))
            .or_else(|| written(page, to, at));
        let found = found.or_else(|| {
            let (elided, entry, form) = elision(text, token)?;
            own |= elided == b'j';
            reflexive |= elided == b's';
            if elided == b'n' {
                let cue = Cue {
                    entry: id::NEGATION_NE,
                    kind: ENTRIES[usize::from(id::NEGATION_NE)].kind,
                    form: Form::None,
                    block,
                    first: at,
                    end: at,
                    span: token.span,
                    writing: token.writing,
                    strange,
                    own,
                    named: false,
                    reflexive,
                };
                cues.push(cue);
                strange = 0;
            }
            Some((entry, form, at + 1))
        });
        // « patients de plus de 70 ans »: an age that begins inside wins.
        let within = |end| (at + 1..end).any(|at| age::find(text, &tokens[..to], at).is_some());
        if age.is_none() && found.is_some_and(|(_, _, end)| near(end) && within(end)) {
            at += 1;
            continue;
        }
        let found = found.and_then(|found| sense(page, from, at, found, cues, reflexive));
        let Some((entry, form, end)) = found else {
            let word = token.span.of(text);
            strange += usize::from(token.shape == Shape::Word && word.len() > 1 && !word.ends_with("ment"));
            at += 1;
            continue;
        };
        // « Dr Gay », « rue des Italiens »: a name, and nobody who is meant.
        if (token.writing.capital || token.writing.upper)
            && ENTRIES[usize::from(entry)].kind == Kind::Group
            && titled(text, tokens, at)
        {
            at = end;
            continue;
        }
        match entry {
            id::LINK_HAVE => had = Some(end),
            id::LINK_SELF => own = true,
            id::LINK_SELVES => reflexive = true,
            _ => {}
        }
        if matches!(entry, id::LINK_FUNCTION | id::LINK_MODAL | id::LINK_HAVE | id::LINK_SELF | id::LINK_SELVES) {
            at = end;
            continue;
        }
        // « n° » is no negation.
        if entry == id::NEGATION_NE && tokens.get(end).is_some_and(|next| matches!(next.shape, Shape::Sign(_))) {
            at = end;
            continue;
        }
        let accomplished = had.is_some_and(|had| at - had < AFTER_HAVE) && strange == 0;
        let form = tense(text, token, entry, form, accomplished);
        cues.push(Cue {
            entry,
            kind: ENTRIES[usize::from(entry)].kind,
            form,
            block,
            first: at,
            end,
            span: token.span.join(tokens[end - 1].span),
            writing: token.writing,
            strange,
            own,
            named: at > from + 1 && name(text, &tokens[at - 1]),
            reflexive,
        });
        (own, reflexive) = (false, false);
        if entry != id::NEGATION_NE && entry != id::NEGATION_PAS {
            had = None;
        }
        strange = 0;
        at = end;
    }
}

/// An entry, how its verb stands, and where it ends.
type Found = (u16, Form, usize);

/// What the lexicon or a figure says at a token.
fn written(page: Page, to: usize, at: usize) -> Option<Found> {
    let tokens = &page.tokens[..to];
    let phrase = phrase(tokens, at, page.without);
    if phrase.is_some() || tokens[at].shape != Shape::Number {
        phrase
    } else if hour(page.text, &tokens[at]) {
        Some((id::TIME_HOUR, Form::None, at + 1))
    } else if nothing_to_pay(page.text, tokens, at) {
        Some((id::SHIELD_NIL, Form::None, at + 1))
    } else {
        amount(page.text, tokens, at).map(|end| (id::BURDEN_AMOUNT, Form::None, end))
    }
}

/// What an entry's words say here, where they can say something else.
fn sense(page: Page, from: usize, at: usize, found: Found, cues: &[Cue], reflexive: bool) -> Option<Found> {
    let Page { text, tokens, .. } = page;
    let (entry, form, end) = found;
    let before = tokens[from..at].last().map(|t| t.span.of(text));
    let meant = match entry {
        // « Personnes ne parlant pas français »: in the plural they are people, and deny nothing.
        id::NEGATION_AUCUN if people(text, &tokens[at]) => return Some((id::PERSON_PATIENT, form, end.min(at + 1))),
        // « la C2S complète » is a verb: what is full is a list, or stands after a colon.
        id::ACT_FULL => {
            // No further back than a sentence goes: a whole block may be read at once.
            let mut near = cues.iter().rev().take_while(|c| c.first + LONGEST_SENTENCE > at);
            let full = near.any(|c| matches!(c.kind(), Kind::Person | Kind::Slot))
                || tokens[from..at].last().is_some_and(|t| matches!(t.shape, Shape::Sign(_)))
                || matches!(before, Some("est" | "sont"));
            // « tiers payant complet »
            full && !cues.last().is_some_and(|c| c.is(Kind::Benefit) && c.end == at)
        }
        // « plus de 5 000 habitants » denies nothing.
        id::NEGATION_PAS => end == at + 1 || !tokens.get(end).is_some_and(|t| t.shape == Shape::Number),
        // « un avis de non-imposition » denies nothing.
        id::NEGATION_NON => {
            !(tokens.get(at + 1).is_some_and(|t| t.shape == Shape::Sign('-') && t.gap == Gap::None)
                && tokens.get(at + 2).is_some_and(|t| t.word == lexicon::UNKNOWN && t.gap == Gap::None))
        }
        // « deux adresses » are no sending.
        id::BURDEN_SEND => {
            tokens[at].span.of(text).trim_end_matches('s') != "adresse"
                || reflexive
                || matches!(before, Some("vous" | "nous"))
        }
        _ => true,
    };
    meant.then_some(found)
}

/// How a verb stands that is written so.
fn tense(text: &str, token: &Token, entry: u16, form: Form, accomplished: bool) -> Form {
    // What is excluded for good is so today: « nous avons supprimé ces créneaux ».
    let told = ENTRIES[usize::from(entry)].kind == Kind::Act && entry != id::ACT_REMOVE;
    match form {
        // « refuse » is a present tense unless an accent, or capitals that have none, say otherwise.
        Form::Participle if !token.writing.acute_end && !token.writing.upper && mute_ending(text, token) => {
            Form::Finite
        }
        Form::Participle if accomplished && told => Form::Past,
        form => form,
    }
}

/// Whether the longest phrase that begins at a token is of the [`lexicon::GATE`].
pub fn opens(tokens: &[Token], at: usize) -> bool {
    let first = tokens[at].word;
    lexicon::kinds(first) & lexicon::GATE != 0
        && lexicon::may_open(first, word(tokens, following(tokens, at + 1)))
        && phrase(tokens, at, None)
            .is_some_and(|(entry, ..)| lexicon::bit(ENTRIES[usize::from(entry)].kind) & lexicon::GATE != 0)
}

/// The word that stands at a place or, where a sign joins what stands before with what follows, after it: where that is.
#[inline]
fn following(tokens: &[Token], at: usize) -> usize {
    let joint = |at: usize| {
        tokens.get(at).is_some_and(|t| matches!(t.shape, Shape::Sign('-' | '/' | '.')) && at + 1 < tokens.len())
    };
    let mut at = at;
    while joint(at) {
        at += 1;
    }
    at
}

#[inline]
fn word(tokens: &[Token], at: usize) -> WordId {
    tokens.get(at).map_or(lexicon::UNKNOWN, |token| token.word)
}

/// The longest phrase that begins at a token. Called from several loops: one copy of it keeps engine.wasm small.
#[inline(never)]
fn phrase(tokens: &[Token], at: usize, without: Option<u16>) -> Option<(u16, Form, usize)> {
    let first = tokens[at].word;
    if lexicon::kinds(first) == 0 {
        return None;
    }
    let second = following(tokens, at + 1);
    let third = lexicon::readings(word(tokens, following(tokens, second + 1)));
    let mut longest: Option<(&Phrase, usize)> = None;
    lexicon::of_two(first, word(tokens, second), |phrase| {
        let rest = lexicon::rest(phrase);
        // Many phrases begin with « en situation de »: most are told apart by their third word.
        if rest.get(1).is_some_and(|named| !third.contains(named)) {
            return;
        }
        let shorter = longest.is_some_and(|(known, _)| lexicon::rest(known).len() >= rest.len());
        if shorter || Some(phrase.entry) == without {
            return;
        }
        let mut next = at + 1;
        let met = rest.iter().all(|&named| {
            let here = following(tokens, next);
            next = here + 1;
            lexicon::stands_for(named, word(tokens, here))
        });
        if met {
            longest = Some((phrase, next));
        }
    });
    let (phrase, end) = longest.or_else(|| Some((lexicon::alone(first, without)?, at + 1)))?;
    let following = tokens[at + 1..end].iter().map(|t| t.word).filter(|&word| word != lexicon::UNKNOWN);
    Some((phrase.entry, phrase.form(first, following), end))
}
