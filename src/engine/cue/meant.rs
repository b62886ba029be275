//! Whether a group's words mean the group: « Ame » is a name, « une âme » a soul, « les AME » patients.

use super::{Cue, Cues};
use crate::{
    finding::Criterion,
    lexicon::{Form, Kind, id},
};

/// How many tokens before a word something may stand that says that it is meant: « pas d'ame », « patients en ame ».
const NEAR: usize = 4;

/// What a group's words say of the group.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Meaning {
    /// They mean it.
    Group,
    /// They have other senses, and nothing beside them says which: no rule speaks of them, but they weigh.
    Hint,
    /// They mean something else.
    Other,
}

/// Whether a shield anywhere in the block, and not in the sentence alone, says what a cue means: see [`meaning`].
pub fn shielded_anywhere(cue: &Cue) -> bool {
    matches!(cue.entry, id::COVERAGE_CSS | id::COVERAGE_ACS | id::COVERAGE_PUMA | id::COVERAGE_CMU | id::ORIGIN_ETHNIC)
}

/// What a group's cue means: words with other senses need something beside them that says so.
pub fn meaning(cues: &[Cue], index: usize, first: usize, shields: &[Cue]) -> Meaning {
    let cue = &cues[index];
    let entry = cue.entry();
    let shielded = match cue.entry {
        // « l'âme (pas « AME ») »: who writes both speaks of the word.
        id::COVERAGE_AME => cues.iter().any(|c| c.is_entry(id::COVERAGE_AME) && c.writing.circumflex),
        id::AGE_YOUTH => cue.writing.circumflex,
        // « Aucune patiente »: only what is denied right before it.
        id::GENDER_PATIENTS => {
            !cues[..index].last().is_some_and(|c| c.is(Kind::Negator) && cue.first - c.end < 2 && cue.strange == 0)
        }
        // « divorcé », « drogué », « greffé »: without their accent they are things.
        id::FAMILY_DIVORCED | id::HEALTH_DRUGGED | id::HEALTH_TREATED => !(cue.writing.acute_end || cue.writing.upper),
        id::COVERAGE_CSS => shields.has_entry(id::SHIELD_CSS),
        id::COVERAGE_ACS => shields.has_entry(id::SHIELD_ACS),
        id::COVERAGE_PUMA => shields.has_entry(id::SHIELD_PUMA),
        id::ORIGIN_ETHNIC => shields.iter().any(|s| s.is_entry(id::SHIELD_LANGUAGES) && s.end <= cue.first),
        id::COVERAGE_CMU => shields.has_entry(id::SHIELD_CMU),
        _ => false,
    };
    let unaccented = entry.acute && !cue.writing.acute_end && !cue.writing.upper;
    if shielded || unaccented || !entry.weak {
        return if shielded || unaccented { Meaning::Other } else { Meaning::Group };
    }
    // « dépistage du VIH », « suivi de grossesse »: an illness that is looked after.
    let looked_after = |c: &Cue| {
        c.is(Kind::Slot) && !c.is_entry(id::SLOT_NEWCOMER)
            || c.is(Kind::Act) && c.form == Form::None
            || c.is_entry(id::SHIELD_ABOUT)
    };
    let state = matches!(
        entry.criterion,
        Some(Criterion::Health | Criterion::Disability | Criterion::Family | Criterion::Gender)
    );
    if state && cues[..index].last().is_some_and(|c| looked_after(c) && cue.first - c.end < NEAR && cue.strange == 0) {
        return Meaning::Hint;
    }
    let beside = cues.iter().enumerate().filter(|(_, c)| !entry.quiet || c.is(Kind::Person)).any(|(other, c)| {
        other != index
            && ((c.is(Kind::Group) && !c.entry().weak && meaning(cues, other, first, shields) == Meaning::Group)
                // « psychologues du quartier »
                || ((matches!(c.kind(), Kind::Person | Kind::Negator | Kind::Act | Kind::Group)
                    || c.is_entry(id::SLOT_NEWCOMER))
                    && !(matches!(cue.entry, id::RESIDENCE_DISTRICT | id::RESIDENCE_PLACE) && cue.strange > 0)
                    && c.end <= cue.first
                    && cue.first - c.end < NEAR))
    });
    // A look-alike in capitals is meant, and so is one that begins a note; a capital alone is a name's.
    let acronym = matches!(cue.entry, id::COVERAGE_AME | id::COVERAGE_CSS | id::COVERAGE_ACS | id::COVERAGE_PUMA);
    let leads = cue.first <= first + 1 && !entry.quiet && !(acronym && cue.writing.capital);
    match !(acronym && cue.named && !beside) && (acronym && cue.writing.upper || beside || leads) {
        true => Meaning::Group,
        // A soul, a style sheet.
        false if acronym => Meaning::Other,
        false => Meaning::Hint,
    }
}
