//! Frames: group × what is done × polarity, put together from the cues of one piece and of what governs it. Polarity is a
//! parity: the sign of each act and noun, times the negations, times an exception.

mod burden;
mod everybody;
mod near;
mod refusal;
mod veto;
mod worse;

pub use near::concerned;

pub use everybody::{exclusive, unaddressed};

use super::{
    cue::{Cue, Cues},
    polarity::{Signs, excepted, signs, slot_denied},
};
use crate::{
    finding::{Criterion, Grade, Practice},
    lexicon::{Kind, id},
};

/// What stands round a piece.
#[derive(Clone, Copy, Debug, Default)]
pub struct Surroundings {
    /// A colon, a heading or a label parts the group from what is said of it.
    pub topic: bool,
    /// What stands before it offers something: « Détartrage, bilan - sauf CMU ».
    pub excepted_from: bool,
    /// What governs it is a question, or the sentence before.
    pub carried: bool,
    /// A price stands before it in its sentence: who is excepted from it pays less.
    pub priced: bool,
    /// A payment is spoken of before it in its sentence, and nobody who pays it: what is refused after it may be the payment.
    pub paid: bool,
    /// What governs it is a heading.
    pub headed: bool,
    /// It is a colon, a heading or a label, and no comma.
    pub labelled: bool,
    /// It is the label of a row or a column.
    pub tabled: bool,
    /// The sentence says that all are treated alike.
    pub equal: bool,
    /// What governs it asks something of the patient: a plain « non » is the patient's.
    pub asked: bool,
    /// Where the piece's tokens begin in its block.
    pub start: usize,
    /// Where the piece's tokens end in its block.
    pub end: usize,
}

/// A frame, not yet judged.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Frame {
    /// The ground.
    pub criterion: Criterion,
    /// What is done.
    pub practice: Practice,
    /// How far the words carry, before qualifiers.
    pub grade: Grade,
    /// The rule.
    pub rule: &'static str,
    /// The group's entry; none for what is to be checked whoever is concerned.
    pub group: Option<u16>,
}

/// Puts a frame together, if the cues make one.
pub fn frame(cues: &[Cue], around: Surroundings) -> Option<Frame> {
    let put = Put::new(cues, around)?;
    put.treatment().map(|treatment| put.frame(treatment))
}

/// What the cues say of the group beside what they add up to: the network is told.
pub fn told(cues: &[Cue], around: Surroundings, tell: &mut Vec<&'static str>) {
    let Some(put) = Put::new(cues, around) else { return };
    for (holds, name) in [
        (put.vetoed(), "vetoed"),
        (put.signs.has_act && put.polarity > 0, "received"),
        (put.signs.has_act && put.polarity < 0, "refused"),
        (!put.signs.has_act && put.signs.negated, "denied"),
        (put.excepted, "excepted"),
        (put.signs.only, "only"),
        (put.benefit_alone(), "benefit"),
        (put.no_difference(), "alike"),
        (put.burden_lifted(&put.burdens()), "lifted"),
        (put.nobody_refused(), "nobody"),
        (put.led, "led"),
        (around.equal, "equal"),
        (around.asked, "asked"),
    ] {
        if holds && !tell.contains(&name) {
            tell.push(name);
        }
    }
}

/// What is done to a group.
#[derive(Clone, Copy)]
struct Treatment {
    practice: Practice,
    grade: Grade,
    rule: &'static str,
}

impl Treatment {
    /// What the words say.
    fn flag(practice: Practice, rule: &'static str) -> Self {
        Self { practice, grade: Grade::Flag, rule }
    }

    /// What is to be checked.
    fn check(practice: Practice, rule: &'static str) -> Self {
        Self { practice, grade: Grade::Check, rule }
    }
}

/// The cues of a piece and of what governs it, the group that they are about, and what they add up to.
struct Put<'a> {
    cues: &'a [Cue],
    group: &'a Cue,
    around: Surroundings,
    signs: Signs,
    /// The group is what an exception introduces.
    excepted: bool,
    /// Below 0 the group is refused what is spoken of.
    polarity: i8,
    /// The group is a cover: it is named for what it pays, and for nothing else.
    cover: bool,
    /// The sentence begins with the group.
    led: bool,
}

impl<'a> Put<'a> {
    fn new(cues: &'a [Cue], around: Surroundings) -> Option<Self> {
        let group = concerned(cues)?;
        let (signs, excepted) = (signs(cues), excepted(cues));
        Some(Self {
            cues,
            group,
            // « tous les patients, sauf… » treats nobody alike.
            around: Surroundings { equal: around.equal && !excepted, ..around },
            polarity: signs.polarity() * if excepted { -1 } else { 1 },
            signs,
            excepted,
            cover: group.entry().criterion == Some(Criterion::Coverage),
            led: near::led(cues, group),
        })
    }

    /// What is done to the group. What the words say outright goes before what is laid on the group, that before a refusal by
    /// parity, and that before what needs neither act nor negation.
    fn treatment(&self) -> Option<Treatment> {
        if self.vetoed() {
            return None;
        }
        let worded = self.refused_outright().or_else(|| self.benefit_withheld());
        if worded.is_some() || self.benefit_alone() || self.no_difference() {
            return worded;
        }
        let burdens = self.burdens();
        let laid = self.kept_away().or_else(|| self.burdened(&burdens));
        if laid.is_some() || self.burden_lifted(&burdens) || self.nobody_refused() {
            return laid;
        }
        self.refused().or_else(|| self.treated_worse())
    }

    fn frame(&self, Treatment { practice, grade, rule }: Treatment) -> Frame {
        let entry = self.group.entry();
        Frame {
            criterion: entry.criterion.unwrap_or(Criterion::Coverage),
            practice,
            grade: if entry.check { Grade::Check } else { grade },
            rule,
            group: Some(self.group.entry),
        }
    }

    /// Whether some cue is such.
    fn any(&self, such: impl Fn(&Cue) -> bool) -> bool {
        self.cues.iter().any(such)
    }

    /// Whether some cue is of this kind.
    fn has(&self, kind: Kind) -> bool {
        self.cues.has(kind)
    }

    /// Whether some two cues that follow each other are such.
    fn pair(&self, such: impl Fn(&Cue, &Cue) -> bool) -> bool {
        near::pair(self.cues, such)
    }

    /// The block that is read: what governs it stands before.
    fn here(&self, cue: &Cue) -> bool {
        self.cues.last().is_some_and(|last| last.block == cue.block)
    }

    /// « chien guide »: a dog that is refused is its owner refused; what else is said of it is said of nobody.
    fn dog(&self) -> bool {
        self.group.is_entry(id::DISABILITY_DOG)
    }

    /// Something bad may be said of this group beside a refusal: neither a dog nor a group that is only to be checked.
    fn told_of(&self) -> bool {
        !self.group.entry().check && !self.dog()
    }

    /// « pas de rendez-vous », of which the group is deprived. « ne règlent ni consultation ni dépassement » tells who pays.
    fn slot_denied(&self) -> bool {
        self.has(Kind::Slot)
            && self.signs.negated
            && slot_denied(self.cues, self.around)
            && !self.any(|c| c.is_entry(id::BURDEN_PAY))
    }

    /// « Pas de CMU le samedi »: a refusal that leaves other days, or other ways.
    fn time_or_channel(&self) -> bool {
        self.has(Kind::Time) || self.has(Kind::Channel)
    }
}

/// « dépassements », « chèque de caution »
pub fn payment(cue: &Cue) -> bool {
    matches!(cue.kind(), Kind::Burden | Kind::Check) && cue.entry().practice == Some(Practice::Payment)
}
