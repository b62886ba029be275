//! What makes no frame, whatever else the words say: the group is not whom they refuse, or pays less than others.

use super::{Put, near::beside, payment};
use crate::{
    engine::{cue::Cue, polarity::insured},
    lexicon::{Form, Kind, id},
};

impl Put<'_> {
    /// Whether the cues make no frame at all.
    pub(super) fn vetoed(&self) -> bool {
        insured(self.cues, self.group, self.around)
            || self.excepted && self.dog()
            || self.asked_of_patient()
            || self.spared()
            || self.freed()
            || self.payment_refused()
            || self.nothing_to_pay()
            || self.payers()
            || self.left_by_others()
            || self.bare_hors()
            || self.served_here_only()
            || self.verb_denied_elsewhere()
            || self.nothing_denied()
    }

    /// « Avez-vous une mutuelle ? Dépassements : non »: the answer is the patient's.
    fn asked_of_patient(&self) -> bool {
        self.around.asked && self.any(payment)
    }

    /// « 60 € (hors C2S) », « dépassements, sauf CMU »: those who are excepted pay less.
    fn spared(&self) -> bool {
        let paid_before = || self.cues.iter().take_while(|c| !c.is(Kind::Exceptive)).any(payment);
        self.excepted && !self.has(Kind::Benefit) && (self.around.priced || paid_before())
    }

    /// « pas de complément pour l'examen, la C2S… », « je renonce aux dépassements pour la C2S »: it is the payment that is denied.
    fn freed(&self) -> bool {
        let negators = self.cues.iter().filter(|c| c.is(Kind::Negator)).count();
        let denied = negators == 1
            && !self.signs.with_ne
            && self.pair(|no, paid| no.is(Kind::Negator) && payment(paid) && beside(no, paid));
        let waived = self.pair(|act, paid| {
            act.is(Kind::Act) && act.entry().sign < 0 && act.own && payment(paid) && beside(act, paid)
        });
        denied || waived
    }

    /// « Dépassements affichés, interdits avec la C2S »: what is refused before the cover is named is the payment.
    fn payment_refused(&self) -> bool {
        let own: Vec<&Cue> = self.cues.iter().filter(|c| c.first >= self.around.start && self.here(c)).collect();
        self.cover
            && self.around.paid
            && own.first().is_some_and(|c| {
                matches!(c.kind(), Kind::Act | Kind::Verb)
                    && c.entry().sign < 0
                    && matches!(c.form, Form::Participle | Form::None)
                    && !c.own
            })
            && own[1..].iter().all(|c| matches!(c.kind(), Kind::Group | Kind::Link))
    }

    /// « Consultation, C2S : 0 € », « Reste à charge C2S : néant »: it is what is paid that is denied.
    fn nothing_to_pay(&self) -> bool {
        self.any(|c| c.is_entry(id::SHIELD_NIL))
    }

    /// « ni Sécurité sociale, ni C2S, ni mutuelle »: those who pay.
    fn payers(&self) -> bool {
        self.any(|c| c.is_entry(id::PAPER_MUTUELLE) && c.block == self.group.block)
            && self.cues.iter().filter(|c| c.is_entry(id::NEGATION_NI)).count() > 1
    }

    /// « les patients précaires qu'elle ne peut plus suivre »: somebody else does not.
    fn left_by_others(&self) -> bool {
        self.cues.windows(3).any(|p| {
            p[0].is(Kind::Group)
                && p[1].is_entry(id::LINK_QUE)
                && p[1].first == p[0].end
                && p[2].is_entry(id::NEGATION_NE)
                && !p[2].own
        })
    }

    /// « Tarifs (hors C2S) »: nobody acts, and nobody is spoken of.
    fn bare_hors(&self) -> bool {
        self.excepted
            && self.any(|c| c.is_entry(id::EXCEPTIVE_HORS))
            && !self.motive()
            && !self.any(|c| {
                matches!(c.kind(), Kind::Act | Kind::Person | Kind::Only | Kind::Benefit)
                    || c.is(Kind::Burden) && !c.entry().weak
            })
    }

    /// « … pour qui un cabinet ordinaire n'est pas possible »: this one is.
    fn served_here_only(&self) -> bool {
        self.cues.iter().position(|c| c.is_entry(id::LINK_WHOM)).is_some_and(|at| {
            self.cues[..at].last().is_some_and(|c| c.is(Kind::Group))
                && self.cues[at..].iter().any(|c| c.is_entry(id::NEGATION_NE) && !c.own)
        })
    }

    /// « ne » denies a verb that stands beside it, and none of a heading's.
    fn verb_denied_elsewhere(&self) -> bool {
        let ne = self.cues.iter().find(|c| c.is_entry(id::NEGATION_NE));
        ne.is_some_and(|ne| {
            self.signs.with_ne
                && self.signs.acts != 0
                && !self.any(|c| matches!(c.kind(), Kind::Act | Kind::Verb) && c.block == ne.block)
        })
    }

    /// « le tiers payant n'a pas fonctionné »: what the negation bears on is not known.
    fn nothing_denied(&self) -> bool {
        self.signs.with_ne && self.signs.acts == 0 && !self.has(Kind::Burden) && !self.excepted && !self.slot_denied()
    }

    /// « Tiers payant, C2S », « C2S : tiers payant sans avance »: only what is good is spoken of.
    pub(super) fn benefit_alone(&self) -> bool {
        self.has(Kind::Benefit) && !self.any(|c| c.is(Kind::Burden) && !c.entry().weak)
    }

    /// « pas plus d'abus avec la CMU qu'avec les autres » compares, and says that there is no difference.
    pub(super) fn no_difference(&self) -> bool {
        self.pair(|more, abuse| {
            more.is_entry(id::BURDEN_QUOTA) && abuse.is_entry(id::BURDEN_DISPARAGE) && abuse.strange == 0
        })
    }
}
