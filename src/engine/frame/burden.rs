//! What is laid on the group: a payment, papers, a limit, a reproach.

use super::{Put, Treatment, near::right_before};
use crate::{
    engine::{
        cue::Cue,
        polarity::{local, relates},
    },
    finding::Practice,
    lexicon::{Form, Kind, id},
};

impl<'a> Put<'a> {
    /// « sans tiers payant pour la C2S », « C2S : pas de tiers payant »
    pub(super) fn benefit_withheld(&self) -> Option<Treatment> {
        let benefit = self.cues.iter().find(|c| c.is(Kind::Benefit))?;
        let turned = self.signs.acts != 0 || self.signs.negated || self.excepted;
        let withheld = turned && self.polarity * local(self.cues, benefit) < 0;
        withheld.then(|| Treatment::flag(Practice::Payment, "payment.benefit-withheld"))
    }

    /// « visage découvert exigé », « venez sans vos enfants »: what is asked of all keeps some away.
    pub(super) fn kept_away(&self) -> Option<Treatment> {
        let asked = [id::RELIGION_FACE, id::FAMILY_WITHOUT_CHILDREN].contains(&self.group.entry);
        (asked && !self.signs.negated && self.has(Kind::Must))
            .then(|| Treatment::check(Practice::Restriction, "restriction.condition"))
    }

    /// The burdens that are laid on the group, the worst first, and else in the order of the text.
    pub(super) fn burdens(&self) -> Vec<&'a Cue> {
        let mut burdens: Vec<&Cue> = Vec::new();
        // A stable sort would take 8 KB of engine.wasm for these few.
        for burden in self.cues.iter().filter(|c| self.laid(c)) {
            let at = burdens.partition_point(|c| c.entry().practice <= burden.entry().practice);
            burdens.insert(at, burden);
        }
        burdens
    }

    /// What the burdens make of the frame: the first one that is asked of the group, or denied together with its care.
    pub(super) fn burdened(&self, burdens: &[&Cue]) -> Option<Treatment> {
        if self.around.equal {
            return None;
        }
        let listed = burdens.iter().filter(|c| c.entry().practice == Some(Practice::Documents)).count() > 1;
        burdens.iter().find_map(|burden| {
            let practice = burden.entry().practice.unwrap_or(Practice::Stigma);
            // « Trop d'abus : nous ne recevons plus la CMU » is a refusal first.
            let refused = self.signs.has_act
                && self.polarity < 0
                && practice > Practice::Restriction
                && practice != Practice::Payment;
            if !refused && !self.imposed(burden, practice, listed) || self.papers_name(burden, practice) {
                return None;
            }
            let (practice, rule) = match practice {
                _ if refused && self.signs.acts < 0 => (Practice::Refusal, "refusal.refused"),
                _ if refused => (Practice::Refusal, "refusal.negated"),
                Practice::Payment => (practice, "payment.burden"),
                Practice::Documents => (practice, "documents.asked"),
                Practice::Restriction => (practice, "restriction.limited"),
                _ => (practice, "stigma.disparaged"),
            };
            Some(Treatment::flag(practice, rule))
        })
    }

    /// « aucun dépassement n'est demandé à la C2S »: a burden is spoken of, and none is laid on the group.
    pub(super) fn burden_lifted(&self, burdens: &[&Cue]) -> bool {
        let before_group = |c: &Cue| c.block != self.group.block || c.first < self.group.first;
        let denied_first = || self.any(|c| c.is(Kind::Negator) && before_group(c));
        burdens.iter().any(|c| before_group(c) || !self.signs.negated || !denied_first())
    }

    /// Whether a cue is a burden that is said of the group.
    fn laid(&self, cue: &Cue) -> bool {
        matches!(cue.kind(), Kind::Burden | Kind::Check)
            && !cue.entry().weak
            && self.told_of()
            // Women, children, the deaf are named on every page: only what begins with them, or stands right beside them, is
            // said of them.
            && (self.cover || self.led || right_before(self.cues, self.group, cue))
            && relates(self.cues, self.group, cue)
            && !self.heading(cue)
            && !self.way_to_pay(cue)
            && !self.closed_off(cue)
            && !(cue.entry().practice == Some(Practice::Payment) && (self.paid_by_us(cue) || self.has(Kind::Yes)))
    }

    /// A heading « Payer » asks nothing of those whom a line below it names.
    fn heading(&self, burden: &Cue) -> bool {
        self.around.headed && !self.here(burden) && burden.entry().practice != Some(Practice::Referral)
    }

    /// « Payer : carte, AME, C2S » tells how to pay.
    fn way_to_pay(&self, burden: &Cue) -> bool {
        burden.is_entry(id::BURDEN_PAY)
            && burden.form == Form::Infinitive
            && burden.first < self.around.start
            && burden.first < self.group.first
    }

    /// « dépassement de 300 € (C2S : 0) »: what a comma or a parenthesis has closed is not said of what follows.
    fn closed_off(&self, burden: &Cue) -> bool {
        let Put { group, around, .. } = self;
        let parted = !around.labelled && group.first >= around.start && !self.answered();
        burden.block == group.block
            && burden.first < around.start
            && burden.first < group.first
            && (around.priced || parted)
    }

    /// « Dépassements modérés, jamais pour la C2S »: a negation and a name answer what stands before the comma.
    fn answered(&self) -> bool {
        let after = |c: &&Cue| c.block == self.group.block && c.first >= self.around.start;
        self.signs.negated
            && self
                .cues
                .iter()
                .filter(after)
                .all(|c| matches!(c.kind(), Kind::Negator | Kind::Group | Kind::Person | Kind::Link))
    }

    /// « nous avançons les frais », « nous faisons l'avance »: the practice pays.
    fn paid_by_us(&self, burden: &Cue) -> bool {
        let at = self.cues.iter().position(|c| c.first == burden.first && c.block == burden.block).unwrap_or(0);
        let granted = self.cues[..at].last().is_some_and(|c| {
            c.is_entry(id::VERB_GRANT)
                && c.own
                && c.form == Form::Finite
                && c.block == burden.block
                && burden.strange == 0
        });
        burden.is_entry(id::BURDEN_PAY) && (burden.own && burden.form != Form::Infinitive || granted)
    }

    /// Whether the burden is imposed, and not taken away: « dépassements pour la C2S », not « sans dépassements pour la C2S ».
    fn imposed(&self, burden: &Cue, practice: Practice, listed: bool) -> bool {
        // « merci de ne pas abuser » says that they would.
        let reproach = practice == Practice::Stigma && self.has(Kind::Must);
        // « attestation C2S » alone names a paper, and asks for none.
        let asked = practice != Practice::Documents
            || burden.is(Kind::Check)
            || listed
            || self.around.labelled
            || self.has(Kind::Must)
            || self.signs.acts != 0;
        asked && (reproach || self.polarity * local(self.cues, burden) > 0)
    }

    /// « certificats MDPH »: what a paper is called asks for nothing.
    fn papers_name(&self, burden: &Cue, practice: Practice) -> bool {
        practice == Practice::Documents
            && self.group.entry().weak
            && !self.cover
            && burden.first < self.group.first
            && !self.has(Kind::Must)
            && !self.has(Kind::Person)
    }
}
