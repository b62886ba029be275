//! Polarity: a parity, and what it bears on. The sign of each act and noun, times the negations, times an exception.

use super::{
    cue::{Cue, Cues},
    frame::Surroundings,
};
use crate::{
    finding::Criterion,
    lexicon::{Form, Kind, id},
};

/// The signs of a piece.
pub struct Signs {
    /// An odd number of negations.
    pub negated: bool,
    /// The negation stands with « ne »: it needs a verb to bear on.
    pub with_ne: bool,
    /// « ne … que »
    pub only: bool,
    /// The acts' own sign, 0 without any.
    pub acts: i8,
    /// Some act is one of receiving or refusing.
    pub has_act: bool,
}

impl Signs {
    /// The acts' sign, turned by a negation: below 0 somebody is refused something.
    pub fn polarity(&self) -> i8 {
        (if self.acts < 0 { -1 } else { 1 }) * if self.negated { -1 } else { 1 }
    }
}

/// « sans avance de frais »: a preposition bears on the noun that follows it and on nothing else.
pub fn local(cues: &[Cue], noun: &Cue) -> i8 {
    let index = cues.iter().position(|c| c.first == noun.first && c.block == noun.block).unwrap_or(0);
    let sans = cues[..index]
        .iter()
        .rev()
        .take_while(|c| {
            matches!(c.kind(), Kind::Negator | Kind::Link | Kind::Burden | Kind::Benefit)
                || c.is_entry(id::SHIELD_NEEDLESS)
        })
        .any(|c| c.is_entry(id::NEGATION_SANS) || c.is_entry(id::SHIELD_NEEDLESS));
    if sans { -1 } else { 1 }
}

/// Reads a piece's signs.
pub fn signs(cues: &[Cue]) -> Signs {
    let (mut count, mut with_ne, mut only, mut pending) = (0, false, false, false);
    let mut indefinite = false;
    let (mut acts, mut has_act, mut last_act_end) = (0i8, false, None::<usize>);
    for (index, cue) in cues.iter().enumerate() {
        match cue.entry {
            // « avant qu'un rendez-vous ne soit donné » denies nothing; « ce n'est pas de notre ressort » is counted once.
            id::NEGATION_NE if !indefinite && expletive(cues, index) => {}
            id::NEGATION_NE => {
                if !indefinite {
                    count += 1;
                    with_ne = true;
                }
                pending = true;
                indefinite = false;
            }
            id::NEGATION_SANS => {}
            id::NEGATION_PLUS if !pending => {}
            // « 🚫 CMU refusée »: a symbol says once more what the words say.
            id::NEGATION_SYMBOL if index > 0 && cues[index - 1].is_entry(id::NEGATION_SYMBOL) => {}
            id::NEGATION_SYMBOL
                if cues.iter().any(|c| c.is(Kind::Act) && c.entry().sign < 0 || c.is_entry(id::NEGATION_PAS)) => {}
            id::NEGATION_SYMBOL => count += 1,
            id::NEGATION_NON if (index == 0 || !cues[index - 1].is_entry(id::NEGATION_NON)) => {
                count += 1;
            }
            id::NEGATION_PAS | id::NEGATION_PLUS | id::NEGATION_AUCUN | id::NEGATION_ZERO | id::NEGATION_NI
                if !pending && count == 0 =>
            {
                count += 1;
                indefinite = true;
            }
            id::LINK_QUE
                if pending
                    && !cues[..index]
                        .iter()
                        .rev()
                        .take_while(|c| !c.is_entry(id::NEGATION_NE))
                        .any(|c| c.is(Kind::Negator)) =>
            {
                count -= 1;
                pending = false;
                only = true;
            }
            _ if cue.is(Kind::Only) && pending && cue.first > 0 && only_is_que(cues, index) => {
                count -= 1;
                pending = false;
                only = true;
            }
            // « pas besoin de prendre rendez-vous »
            _ if index > 0 && cues[index - 1].is_entry(id::SHIELD_NEEDLESS) => {}
            _ if matches!(cue.kind(), Kind::Act | Kind::Verb) => {
                let sign = cue.entry().sign;
                let chained = last_act_end.is_some_and(|end| {
                    cue.first.saturating_sub(end) <= 3
                        && (cue.form == Form::Infinitive || cue.form == Form::None || cues[index - 1].is(Kind::Verb))
                });
                acts = match acts {
                    0 => sign,
                    before if chained => before * sign,
                    before => before.min(sign),
                };
                has_act |= cue.is(Kind::Act);
                last_act_end = Some(cue.end);
            }
            _ => {}
        }
    }
    Signs { negated: count % 2 == 1, with_ne, only, acts, has_act }
}

/// Whether a « ne » stands without what would end its negation, or before a refusal that has its own.
fn expletive(cues: &[Cue], ne: usize) -> bool {
    let here = cues[ne].block;
    let after = cues[ne + 1..].iter().take_while(|c| c.block == here);
    let denied = after.clone().find(|c| !c.is(Kind::Link)).is_some_and(|c| c.is_entry(id::ACT_DENIED));
    let closed = after.clone().any(|c| {
        c.is(Kind::Negator) && !c.is_entry(id::NEGATION_NE) && !c.is_entry(id::NEGATION_SANS)
            || c.is(Kind::Only)
            || c.is(Kind::Exceptive)
            || c.is_entry(id::LINK_QUE)
            || c.is(Kind::Shield)
    });
    let subordinate = cues[..ne].iter().any(|c| c.is_entry(id::LINK_QUE) && c.block == here);
    denied || !closed && subordinate
}

/// « ne reçoit que le mardi » is written with a phrase of the lexicon that holds the « que ».
fn only_is_que(cues: &[Cue], index: usize) -> bool {
    !cues[..index].iter().rev().take_while(|c| !c.is_entry(id::NEGATION_NE)).any(|c| c.is(Kind::Negator))
}

/// An exception introduces what stands this close after it.
const EXCEPTED: usize = 6;

/// Whether the group is what an exception introduces.
pub fn excepted(cues: &[Cue]) -> bool {
    cues.iter().enumerate().any(|(index, cue)| {
        cue.is(Kind::Exceptive)
            && cues[index + 1..].iter().take_while(|c| matches!(c.kind(), Kind::Group | Kind::Person | Kind::Link)).any(
                |c| {
                    // What governs the piece may hold the exception: its tokens are counted from another block.
                    c.is(Kind::Group) && c.first.checked_sub(cue.end).is_some_and(|after| after < EXCEPTED)
                },
            )
    })
}

/// How many unknown words stand between two cues of one block.
pub fn between(cues: &[Cue], first: &Cue, last: &Cue) -> usize {
    cues.iter()
        .filter(|c| c.block == first.block && c.first > first.first && c.first <= last.first)
        .map(|c| c.strange)
        .sum()
}

/// So many unknown words may stand between a group and what is asked of it, when the group comes first, and when it comes
/// last: « les patients AME [sont priés de bien vouloir] régler », « supplément [modeste] pour la CMU ».
const GROUP_FIRST: usize = 3;
const GROUP_LAST: usize = 2;

/// Whether what is said stands so close to the group that it is said of it.
pub fn relates(cues: &[Cue], group: &Cue, said: &Cue) -> bool {
    if said.block != group.block {
        let own = if said.block > group.block { said } else { group };
        let before: usize =
            cues.iter().filter(|c| c.block == own.block && c.first <= own.first).map(|c| c.strange).sum();
        return before <= GROUP_FIRST;
    }
    if group.first < said.first {
        between(cues, group, said) <= GROUP_FIRST
    } else {
        between(cues, said, group) <= GROUP_LAST
    }
}

/// More unknown words than this between the act and the group, and the act is likely to bear on something else.
const FAR: usize = 3;

/// Whether the act, and the negation that turns it, bear on the group: « ne veut pas dire soins » denies nothing known.
pub fn bears_on(cues: &[Cue], group: &Cue) -> bool {
    let Some(act) = cues.iter().find(|c| c.is(Kind::Act) || c.is(Kind::Verb)) else { return true };
    let ne = cues.iter().rev().find(|c| c.is_entry(id::NEGATION_NE) && c.block == act.block && c.first < act.first);
    let denied_otherwise = ne.is_some_and(|ne| between(cues, ne, act) > 0);
    let apart = match (act.block == group.block, act.first < group.first) {
        (false, _) => 0,
        (true, true) => between(cues, act, group),
        (true, false) => between(cues, group, act),
    };
    !denied_otherwise && apart <= FAR
}

/// Whether a negation without a verb bears on the group itself: « pas de CMU », « CMU : non ».
pub fn bare_negation(cues: &[Cue], around: Surroundings) -> bool {
    let Some(group) = cues.iter().find(|c| c.is(Kind::Group)) else { return false };
    if around.asked || cues.has_entry(id::NEGATION_NE) {
        return false;
    }
    cues.iter().any(|c| {
        c.is(Kind::Negator)
            && !c.is_entry(id::NEGATION_SANS)
            && !c.is_entry(id::NEGATION_ZERO)
            && !of_others(cues, group, c)
            && !both_ways(cues, c)
            && !set_apart(cues, c)
            && if c.block == group.block && c.end <= group.first {
                // « Personne ne vous demandera si… » denies the verb.
                let verb = |v: &Cue| v.is(Kind::Verb) && v.first > c.first && v.first < group.first;
                // « Pas de file spéciale pour la CMU » denies the file.
                let noun = |n: &Cue| n.is_entry(id::SHIELD_NOUN) && n.first >= c.end && n.end <= group.first;
                between(cues, c, group) == 0 && !cues.iter().any(|c| verb(c) || noun(c))
            } else if group.is_entry(id::DISABILITY_DOG) {
                false
            } else {
                // « CMU : pas de chèques » denies something else: only a negation that ends its piece answers.
                c.end + 1 >= around.end && !c.is_entry(id::NEGATION_AUCUN)
                    || (c.is_entry(id::NEGATION_NON) || c.is_entry(id::NEGATION_SYMBOL))
                        && c.block == group.block
                        && c.first < group.end + 3
                    || cues.iter().any(|t| {
                        matches!(t.kind(), Kind::Time | Kind::Channel) && t.first >= c.end && t.first - c.end < 3
                    })
            }
    })
}

/// « les chiens guides sont admis, les autres non »
fn of_others(cues: &[Cue], group: &Cue, no: &Cue) -> bool {
    cues.iter().any(|c| {
        c.is_entry(id::LINK_OTHERS)
            && c.block == no.block
            && c.first < no.first
            && (group.block != no.block || group.first < c.first)
    })
}

/// « la taille de la pierre, et non la C2S »: what is set apart is not refused.
fn set_apart(cues: &[Cue], no: &Cue) -> bool {
    no.is_entry(id::NEGATION_NON)
        && cues.windows(2).any(|p| {
            p[0].is_entry(id::LINK_AND) && p[1].block == no.block && p[1].first == no.first && p[0].end == no.first
        })
}

/// « voilée, pas voilée »: whoever names both names everybody.
fn both_ways(cues: &[Cue], no: &Cue) -> bool {
    let denied = cues.iter().find(|c| c.is(Kind::Group) && c.block == no.block && c.first >= no.end);
    denied.is_some_and(|d| {
        cues.iter().any(|c| c.is(Kind::Group) && c.entry == d.entry && c.block == no.block && c.end <= no.first)
    })
}

/// Whether a negation bears on what would be given: « pas de rendez-vous », « consultation : non ».
pub fn slot_denied(cues: &[Cue], around: Surroundings) -> bool {
    // « pas de rendez-vous nécessaire » denies the need.
    let needed =
        |slot: &Cue| cues.iter().any(|c| c.is_entry(id::MUST_MUST) && c.block == slot.block && c.first == slot.end);
    cues.iter().filter(|c| c.is(Kind::Negator) && !c.is_entry(id::NEGATION_SANS)).any(|no| {
        no.end + 1 >= around.end
            || no.is_entry(id::NEGATION_NON)
            || no.is_entry(id::NEGATION_SYMBOL)
            || cues.iter().any(|s| {
                s.is(Kind::Slot)
                    && s.block == no.block
                    && s.first > no.first
                    && !cues.iter().any(|n| {
                        n.is_entry(id::SHIELD_NOUN) && n.block == s.block && n.first >= no.end && n.end <= s.first
                    })
                    && between(cues, no, s) == 0
                    && !needed(s)
                    && (!s.is_entry(id::SLOT_OTHER) || said_to(cues, s, around))
            })
    })
}

/// Whether what is denied and in no list is denied to the group: right before it, or after its label.
fn said_to(cues: &[Cue], slot: &Cue, around: Surroundings) -> bool {
    cues.iter().filter(|c| c.is(Kind::Group)).any(|group| {
        if group.block == slot.block && group.first > slot.first {
            group.first - slot.end < 4 && between(cues, slot, group) == 0
        } else {
            around.labelled
        }
    })
}

/// Whether the group is what a verb without a meaning of its own acts on: « on ne fait pas la CMU ».
pub fn object(cues: &[Cue]) -> bool {
    cues.windows(2).any(|p| {
        matches!(p[0].kind(), Kind::Verb | Kind::Negator)
            && p[1].is(Kind::Group)
            && p[0].block == p[1].block
            && p[1].first - p[0].end < 3
            && p[1].strange == 0
    }) && cues.has(Kind::Verb)
}

/// Whether the cover is the subject of what it pays for: « la CMU ne couvre pas les implants ».
pub fn insured(cues: &[Cue], group: &Cue, around: Surroundings) -> bool {
    if group.entry().criterion != Some(Criterion::Coverage) {
        return false;
    }
    let agent = cues
        .iter()
        .any(|c| c.is_entry(id::LINK_BY) && c.block == group.block && c.end <= group.first && group.first - c.end < 2);
    let pays = cues.has(Kind::Insurer) && !cues.has(Kind::Person);
    // « la C2S ne prend pas en charge le blanchiment »: whom a finite verb follows is its subject.
    let subject =
        cues.iter().enumerate().filter(|(_, c)| c.is(Kind::Group) && c.block == group.block).any(|(at, named)| {
            let verb = cues[at + 1..].iter().find(|c| !c.is_entry(id::NEGATION_NE));
            verb.is_some_and(|v| {
                (v.is_entry(id::ACT_RECEIVE) || v.is(Kind::Burden))
                    && v.form == Form::Finite
                    && v.block == group.block
                    && v.first - named.end < 3
                    && !(named.first < around.start && around.start <= v.first)
                    && !cues[at + 1..]
                        .iter()
                        .take_while(|c| c.first <= v.first)
                        .any(|c| c.own || c.reflexive || c.strange > 0)
            })
        });
    // « une demande de C2S rejetée »: by the insurer.
    let applied = cues.iter().enumerate().any(|(at, c)| {
        c.is(Kind::Insurer)
            && c.block == group.block
            && c.end == group.first
            && !cues[..at].last().is_some_and(|before| before.is(Kind::Person))
    });
    if applied {
        return true;
    }
    let people = cues.has(Kind::Person);
    (agent || pays || subject && !people) && !cues.has_entry(id::ACT_REFUSE)
}
