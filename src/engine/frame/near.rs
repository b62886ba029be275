//! Which group a frame is about, and what stands close enough to it to be said of it.

use crate::{
    engine::{cue::Cue, polarity::between},
    lexicon::{Kind, id},
};

/// Unknown words before a group that leads.
const LED: usize = 2;

/// Tokens between a burden and the group that it is laid on.
const NEAR_BURDEN: usize = 5;

/// The group that a frame is about: « femmes voilées » are women who wear a veil, and what makes the difference is the veil.
pub fn concerned(cues: &[Cue]) -> Option<&Cue> {
    let everyday = |c: &Cue| match c.entry {
        id::GENDER_WOMEN | id::GENDER_PATIENTS | id::GENDER_MEN => 2,
        _ if c.entry().check => 1,
        _ => 0,
    };
    cues.iter().filter(|c| c.is(Kind::Group)).min_by_key(|c| everyday(c))
}

/// Whether a sentence begins with its group: « Patients étrangers : … », « Les retraités ne sont reçus que… ».
pub(super) fn led(cues: &[Cue], group: &Cue) -> bool {
    let before: Vec<&Cue> = cues.iter().take_while(|c| !(c.block == group.block && c.first == group.first)).collect();
    before.iter().all(|c| matches!(c.kind(), Kind::Person | Kind::Group | Kind::Link | Kind::Slot | Kind::Only))
        && before.iter().map(|c| c.strange).sum::<usize>() + group.strange <= LED
}

/// Whether a burden stands right before its group: « supplément pour les fauteuils roulants ».
pub(super) fn right_before(cues: &[Cue], group: &Cue, burden: &Cue) -> bool {
    burden.block == group.block
        && burden.first < group.first
        && group.first - burden.end < NEAR_BURDEN
        && between(cues, burden, group) == 0
}

/// Whether two cues that follow each other have no unknown word between them.
pub(super) fn beside(first: &Cue, next: &Cue) -> bool {
    first.block == next.block && next.strange == 0
}

/// Whether some two cues that follow each other are such.
pub(super) fn pair(cues: &[Cue], such: impl Fn(&Cue, &Cue) -> bool) -> bool {
    cues.windows(2).any(|p| such(&p[0], &p[1]))
}
