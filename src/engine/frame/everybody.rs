//! What names no group: who alone is received, and what is asked of everybody.

use super::{Frame, Surroundings};
use crate::{
    engine::{
        cue::{Cue, Cues},
        polarity::{between, local, signs},
    },
    finding::{Criterion, Grade, Practice},
    lexicon::{Kind, id},
};

/// A piece of this many tokens is a note by itself: « Couples mariés uniquement ».
const SHORT_PIECE: usize = 8;

/// « uniquement » bears on what stands this close.
const NEAR_ONLY: usize = 1;

/// Only those who are not protected are received: the others are left out.
pub fn exclusive(cues: &[Cue], around: Surroundings) -> Option<Frame> {
    let signs = signs(cues);
    let majority = cues.iter().find(|c| c.is(Kind::Majority))?;
    if around.equal || signs.negated || signs.acts < 0 || cues.has(Kind::Yes) {
        return None;
    }
    // Who is received alone, and by whom: « salariés uniquement » may be said of anything.
    let practice = cues.iter().any(|c| c.own || matches!(c.kind(), Kind::Person | Kind::Slot | Kind::Act))
        || around.end - around.start <= SHORT_PIECE;
    if !practice {
        return None;
    }
    let entry = majority.entry();
    // « Français exigé »
    let must = entry.criterion == Some(Criterion::Language) && cues.has(Kind::Must);
    if !signs.only && !alone(cues, majority) && !must {
        return None;
    }
    Some(Frame {
        criterion: entry.criterion.unwrap_or(Criterion::Coverage),
        practice: entry.practice.unwrap_or(Practice::Refusal),
        grade: if entry.check { Grade::Check } else { Grade::Flag },
        rule: "refusal.exclusive",
        group: Some(majority.entry),
    })
}

/// « salariés uniquement », « uniquement les salariés »
fn alone(cues: &[Cue], majority: &Cue) -> bool {
    cues.iter().filter(|c| c.is(Kind::Only) && c.block == majority.block).any(|only| {
        let (first, last) = if only.first > majority.first { (majority, only) } else { (only, majority) };
        between(cues, first, last) <= NEAR_ONLY
    })
}

/// What is to be checked whoever is concerned: no third-party payment, an obligatory card.
pub fn unaddressed(cues: &[Cue], around: Surroundings) -> Option<Frame> {
    let find = |kind| cues.iter().find(|c| c.is(kind));
    let (criterion, practice, rule) = if let Some(check) = find(Kind::Check) {
        asked_of_all(cues, check)?
    } else if find(Kind::Exceptive).is_some() {
        return None;
    } else if let Some(benefit) = find(Kind::Benefit) {
        no_third_party(cues, around, benefit)?
    } else if around.equal {
        return None;
    } else {
        paper(cues, find(Kind::Paper)?)?
    };
    Some(Frame { criterion, practice, grade: Grade::Check, rule, group: None })
}

/// What a frame of no group says.
type Said = (Criterion, Practice, &'static str);

/// « Chèque de caution demandé », and not « Pas de chèque de caution ».
fn asked_of_all(cues: &[Cue], check: &Cue) -> Option<Said> {
    let denied = cues.iter().any(|c| c.is(Kind::Negator) && c.block == check.block && c.first < check.first);
    let entry = check.entry();
    Some((entry.criterion?, entry.practice?, "check.asked-of-all")).filter(|_| !denied)
}

/// « Pas de tiers payant »
fn no_third_party(cues: &[Cue], around: Surroundings, benefit: &Cue) -> Option<Said> {
    // « Vous ne payez rien : tiers payant pour tous »: a negation that has its verb denies nothing after the colon.
    let closed = |c: &Cue| c.is_entry(id::NEGATION_NE) && c.block == benefit.block && c.first < around.start;
    if benefit.first >= around.start && cues.iter().any(closed) {
        return None;
    }
    let withheld = signs(cues).polarity() * local(cues, benefit) < 0;
    withheld.then_some((Criterion::Coverage, Practice::Payment, "check.no-third-party"))
}

/// « Sans carte Vitale, pas de consultation », « Carte Vitale obligatoire »
fn paper(cues: &[Cue], paper: &Cue) -> Option<Said> {
    let signs = signs(cues);
    let criterion = paper.entry().criterion.unwrap_or(Criterion::Coverage);
    let denies = |c: &Cue| c.is_entry(id::NEGATION_SANS) || c.is_entry(id::NEGATION_PAS);
    let missing = super::near::pair(cues, |no, paper| denies(no) && paper.is(Kind::Paper));
    let care = signs.has_act || cues.has(Kind::Slot);
    if missing && criterion == Criterion::Coverage && signs.negated && care {
        return Some((criterion, Practice::Documents, "check.no-paper-no-care"));
    }
    let required = cues.iter().any(|c| c.is_entry(id::MUST_MUST) && c.first >= paper.end);
    (required && !signs.negated).then_some((criterion, Practice::Documents, "check.paper-required"))
}
