//! Refusals: worded outright, by an act and its parity, by a bare negation, by an exception.

use super::{Put, Treatment, near::beside, payment};
use crate::{
    engine::{
        cue::Cue,
        polarity::{bare_negation, bears_on, between, object},
    },
    finding::{Criterion, Practice},
    lexicon::{Form, Kind, id},
};

impl Put<'_> {
    /// The words of a refusal side by side: nothing beside them softens that.
    pub(super) fn refused_outright(&self) -> Option<Treatment> {
        if self.around.equal || self.has(Kind::Benefit) {
            None
        } else if !self.excepted && denied_outright(self.cues) {
            Some(Treatment::flag(Practice::Refusal, "refusal.negated"))
        } else if !self.excepted && !self.signs.negated && self.pair(refused_beside) {
            Some(Treatment::flag(Practice::Refusal, "refusal.refused"))
        } else {
            None
        }
    }

    /// Whether what is refused is nobody: a thing, a building, what a verb of no list denies.
    pub(super) fn nobody_refused(&self) -> bool {
        self.denied_apart() || self.thing() || self.unless() || self.building()
    }

    /// A refusal by an act, a negation or an exception.
    pub(super) fn refused(&self) -> Option<Treatment> {
        if self.acted() {
            self.refused_by_act()
        } else if self.excepted {
            self.refused_by_exception()
        } else {
            self.refused_barely()
        }
    }

    /// Whether something is done or given that a negation, an exception or its own sign can take from the group.
    pub(super) fn acted(&self) -> bool {
        self.signs.has_act
            || self.excepted && self.has(Kind::Slot)
            || self.slot_denied()
            // « on ne fait pas la CMU »
            || self.signs.acts != 0 && self.polarity < 0 && object(self.cues)
    }

    /// « Nous ne recevons pas la CMU », « CMU refusée », « Rendez-vous pour tous sauf CMU »
    fn refused_by_act(&self) -> Option<Treatment> {
        if self.polarity >= 0 || self.around.equal || self.infinitive() || !bears_on(self.cues, self.group) {
            return None;
        }
        Some(if self.time_or_channel() {
            Treatment::flag(Practice::Restriction, "restriction.refused-then")
        } else if self.excepted {
            Treatment::flag(Practice::Refusal, "refusal.excepted")
        } else if self.signs.acts < 0 {
            Treatment::flag(Practice::Refusal, "refusal.refused")
        } else {
            Treatment::flag(Practice::Refusal, "refusal.negated")
        })
    }

    /// « Pas de CMU », « CMU : non »; « Pas de dépassements pour la CMU » denies a payment.
    fn refused_barely(&self) -> Option<Treatment> {
        let bare = self.signs.negated
            && !self.around.equal
            && !self.any(payment)
            && !self.pair(welcomed_beside)
            && bare_negation(self.cues, self.around);
        bare.then(|| {
            if self.time_or_channel() {
                Treatment::flag(Practice::Restriction, "restriction.refused-then")
            } else {
                Treatment::flag(Practice::Refusal, "refusal.bare")
            }
        })
    }

    /// « Patients de tous horizons, sauf CMU »: what the group is excepted from stands before the exception.
    fn refused_by_exception(&self) -> Option<Treatment> {
        let open_to = |c: &Cue| {
            matches!(
                c.kind(),
                Kind::Person
                    | Kind::Slot
                    | Kind::Only
                    | Kind::Time
                    | Kind::Act
                    | Kind::Yes
                    | Kind::Channel
                    | Kind::Majority
            )
        };
        let from = self.around.excepted_from || self.cues.iter().take_while(|c| !c.is(Kind::Exceptive)).any(open_to);
        // « Consultation 60 €, hors C2S »: another price is no refusal.
        let priced = self.any(|c| c.is_entry(id::BURDEN_AMOUNT));
        let hors = self.any(|c| c.is_entry(id::EXCEPTIVE_HORS)) && !self.has(Kind::Only) && !self.motive();
        (from && !priced && !hors && !self.signs.negated)
            .then(|| Treatment::flag(Practice::Refusal, "refusal.excepted"))
    }

    /// « Consultation (hors CMU) » is a choice that others have; in a table it names a fee.
    pub(super) fn motive(&self) -> bool {
        self.cover
            && !self.around.tabled
            && self
                .pair(|slot, hors| slot.is(Kind::Slot) && hors.is_entry(id::EXCEPTIVE_HORS) && slot.block == hors.block)
            && self.cues.iter().all(|c| {
                matches!(
                    c.kind(),
                    Kind::Slot | Kind::Group | Kind::Link | Kind::Exceptive | Kind::Person | Kind::Speciality
                )
            })
    }

    /// « Refuser un patient est illégal »: an infinitive alone refuses nobody.
    fn infinitive(&self) -> bool {
        self.signs.acts < 0
            && !self.signs.negated
            && !self.has(Kind::Must)
            && !self.any(|c| c.own)
            && self.any(|c| c.is_entry(id::ACT_REFUSE) && c.form == Form::Infinitive && c.first < self.group.first)
            && !self.any(|c| c.is(Kind::Act) && c.form != Form::Infinitive)
    }

    /// A verb that no list holds denies what stands right beside it, and nothing further.
    fn denied_apart(&self) -> bool {
        let Some(act) = self.cues.iter().find(|c| c.is_entry(id::ACT_OTHER)) else { return false };
        if self.excepted || self.cues.iter().filter(|c| c.is(Kind::Act)).count() != 1 {
            return false;
        }
        let (first, last) = if act.first < self.group.first { (act, self.group) } else { (self.group, act) };
        let parted = self.any(|c| {
            c.block == act.block
                && (first.first + 1..last.first).contains(&c.first)
                && matches!(c.kind(), Kind::Burden | Kind::Slot | Kind::Act)
        });
        // « nous n'opérons pas les… » and « les… ne sont pas opérés » deny the group, and not the other way round.
        let misplaced = (act.form == Form::Finite) != (act.first < self.group.first);
        act.block != self.group.block || between(self.cues, first, last) > 1 || parted || misplaced
    }

    /// « Nous ne réparons pas les fauteuils roulants »: a thing that is not dealt with is nobody who is refused.
    fn thing(&self) -> bool {
        let thing = (self.group.entry().weak && !self.cover || self.dog()) && !self.has(Kind::Person);
        thing && self.has(Kind::Act) && !self.any(|c| c.is(Kind::Act) && !c.is_entry(id::ACT_OTHER))
    }

    /// « Aucune patiente ne sera examinée sans son accord »
    fn unless(&self) -> bool {
        self.group.entry().criterion == Some(Criterion::Gender)
            && self.any(|c| c.is_entry(id::NEGATION_SANS) && c.block == self.group.block && c.first > self.group.first)
    }

    /// A building that is not accessible is a fact, and no refusal.
    fn building(&self) -> bool {
        self.group.entry().criterion == Some(Criterion::Disability)
            && self.any(|c| c.is_entry(id::ACT_ACCESSIBLE) || c.is_entry(id::SHIELD_BUILDING))
    }
}

/// « CMU refusée », « AME incompatible avec nos honoraires »
fn refused_beside(group: &Cue, act: &Cue) -> bool {
    group.is(Kind::Group)
        && act.is(Kind::Act)
        && act.entry().sign < 0
        && matches!(act.form, Form::None | Form::Participle)
        && beside(group, act)
}

/// « CMU ok »: a welcome right beside its group, or on another line.
fn welcomed_beside(first: &Cue, next: &Cue) -> bool {
    (first.is(Kind::Group) && next.is(Kind::Yes) || first.is(Kind::Yes) && next.is(Kind::Group))
        && (first.block != next.block || next.strange == 0)
}

/// « Les sans-logis ne sont pas servis », « nous ne recevons plus les CMU »
fn denied_outright(cues: &[Cue]) -> bool {
    let closes = |c: &Cue| matches!(c.entry, id::NEGATION_PAS | id::NEGATION_PLUS);
    let act = |c: &Cue| c.is_entry(id::ACT_RECEIVE);
    let words: Vec<&Cue> = cues.iter().filter(|c| !matches!(c.kind(), Kind::Person | Kind::Link)).collect();
    let said = |w: &[&Cue]| {
        let passive = w[0].is(Kind::Group)
            && w[1].is_entry(id::NEGATION_NE)
            && closes(w[2])
            && act(w[3])
            && w[3].form == Form::Participle;
        let active = w[0].is_entry(id::NEGATION_NE) && act(w[1]) && closes(w[2]) && w[3].is(Kind::Group);
        (passive || active) && w.windows(2).all(|p| beside(p[0], p[1]))
    };
    // « ne reçoit plus la CMU que le jeudi », « sans rendez-vous »: something is left.
    let left =
        |c: &Cue| c.is_entry(id::NEGATION_SANS) || c.is_entry(id::LINK_QUE) || c.is(Kind::Time) || c.is(Kind::Channel);
    words.iter().filter(|c| c.is_entry(id::NEGATION_NE)).count() == 1
        && words.windows(4).any(said)
        && !cues.iter().any(left)
}
