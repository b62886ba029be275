//! Verbs that no list holds: between « ne » and « pas », and after « ne sont pas », grammar says that there is one.

use super::cue::{Cue, Cues, Page};
use crate::{
    lexicon::{self, Form, Kind, id},
    text::{Shape, letter},
};

/// « ne » and what ends its negation stand at most this many words apart.
const APART: usize = 5;
/// « ne sont pas » and its participle.
const AFTER: usize = 3;

/// Adds an act for each verb that a negation holds and the lexicon does not know: « nous n'équipons pas les … », « … ne sont
/// pas dépannés ».
pub fn add(page: Page, to: usize, cues: &mut Vec<Cue>) {
    let mut at = 0;
    while let Some(ne) = cues.get(at).copied() {
        at += 1;
        if !ne.is_entry(id::NEGATION_NE) {
            continue;
        }
        let end = cues[at..].iter().position(|c| {
            !c.is_entry(id::NEGATION_NE)
                && matches!(c.entry, id::NEGATION_PAS | id::NEGATION_PLUS | id::NEGATION_AUCUN | id::NEGATION_NI)
        });
        let Some(end) = end.map(|n| at + n) else { continue };
        let close = cues[end];
        if end != at || close.first.saturating_sub(ne.end) > APART {
            continue;
        }
        // « n'ajoute aucune formalité pour un patient CMU »: a noun stands between, and it is what is denied.
        let noun = close.is_entry(id::NEGATION_AUCUN)
            && cues.get(end + 1).is_some_and(|next| {
                next.is_entry(id::SHIELD_NOUN) || next.is(Kind::Burden) || next.strange > 0 && !next.is(Kind::Act)
            });
        if noun {
            continue;
        }
        let unknown = |at: usize| unknown(page, to, at);
        let between = (ne.end..close.first).find(|&at| unknown(at));
        let next = cues.get(end + 1).map_or(to, |c| c.first);
        let after = || {
            (close.end..to.min(close.end + AFTER).min(next + 1))
                .find(|&at| unknown(at) && participle(page.tokens[at].span.of(page.text)))
        };
        let (verb, place) = match between {
            // « M. Petit n'accompagne pas les… »: whom the verb follows is its subject, unless it is the group itself.
            Some(verb) if ne.own || !cues[..at].has(Kind::Group) => (Some(verb), end),
            Some(_) => (None, end),
            None if (ne.end..close.first).any(|at| passive(page.tokens[at].span.of(page.text))) => (after(), end + 1),
            None => (None, end),
        };
        let Some(verb) = verb else { continue };
        let form = if between.is_some() { Form::Finite } else { Form::Participle };
        insert(page, cues, place, ne.named_otherwise(id::ACT_OTHER, form), verb);
    }
}

/// « les fauchés grappillent », « pas de blanchiment pour les CMU »: the verb of a whole group, and what it is refused, where no
/// list knows them.
pub fn add_open(page: Page, to: usize, cues: &mut Vec<Cue>) {
    let text = |at: usize| page.tokens.get(at).filter(|_| at < to).map_or("", |t| t.span.of(page.text));
    let unknown = |at: usize| unknown(page, to, at);
    let mut at = 0;
    while let Some(cue) = cues.get(at).copied() {
        at += 1;
        let free = |place: usize| cues.get(at).is_none_or(|next| next.first > place);
        let (entry, place) = if cue.is(Kind::Group) && !cue.entry().weak {
            let next = if text(cue.end).eq_ignore_ascii_case("se") || text(cue.end).eq_ignore_ascii_case("nous") {
                cue.end + 1
            } else {
                cue.end
            };
            let verb = text(next).ends_with("ent") && !text(next).ends_with("ment") && text(next).len() > 5;
            let plural = cue.first > 0
                && matches!(
                    letter::lowered(text(cue.first - 1)).as_str(),
                    "les" | "ces" | "nos" | "vos" | "patients" | "personnes"
                );
            if !(verb && plural && unknown(next) && free(next)) {
                continue;
            }
            (id::BURDEN_VERB, next)
        } else if matches!(cue.entry, id::NEGATION_PAS | id::NEGATION_AUCUN) && !cues[..at].has_entry(id::NEGATION_NE) {
            let next = cue.end + usize::from(matches!(letter::lowered(text(cue.end)).as_str(), "de" | "d"));
            if !(unknown(next) && free(next)) {
                continue;
            }
            (id::SLOT_OTHER, next)
        } else {
            continue;
        };
        insert(page, cues, at, cue.named_otherwise(entry, Form::None), place);
        at += 1;
    }
}

/// Whether the lexicon does not know a word, and it is long enough to be a verb or a noun.
fn unknown(page: Page, to: usize, at: usize) -> bool {
    at < to
        && page.tokens[at].shape == Shape::Word
        && page.tokens[at].word == lexicon::UNKNOWN
        && page.tokens[at].span.of(page.text).len() > 3
}

/// Puts a cue among the others, `place`th, for the one word at `token`, which the lexicon does not know.
fn insert(page: Page, cues: &mut Vec<Cue>, place: usize, like: Cue, token: usize) {
    // What was a word that nobody knows is one no more.
    if let Some(following) = cues.get_mut(place) {
        following.strange = following.strange.saturating_sub(1);
    }
    let made = Cue {
        first: token,
        end: token + 1,
        span: page.tokens[token].span,
        strange: 0,
        own: false,
        named: false,
        reflexive: false,
        ..like
    };
    cues.insert(place, made);
}

/// Whether a word leads to a passive or to an infinitive: « ne sont pas …és », « ne pouvons pas … ».
fn passive(word: &str) -> bool {
    const BE: [&str; 10] = ["est", "sont", "sera", "seront", "serait", "seraient", "serez", "êtes", "sommes", "etes"];
    const MAY: [&str; 7] = ["peu", "pou", "souhait", "veu", "voul", "saur", "désir"];
    let word = letter::lowered(word);
    BE.contains(&word.as_str()) || MAY.iter().any(|start| word.starts_with(start))
}

/// Whether a word ends as participles and infinitives do.
fn participle(word: &str) -> bool {
    let word = letter::lowered(word);
    [
        "é", "ée", "és", "ées", "er", "ir", "ri", "ris", "rie", "ries", "lis", "nis", "nie", "nies", "us", "ue", "ues",
        "dre", "it", "its", "ite", "ites",
    ]
    .iter()
    .any(|end| word.ends_with(end))
}
