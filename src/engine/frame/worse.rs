//! Worse treatment: no refusal, and no negation, but other hours, another place, a price, papers, a habit, a request.

use super::{Put, Treatment};
use crate::{
    engine::{
        cue::{Cue, Cues},
        polarity::relates,
    },
    finding::{Criterion, Practice},
    lexicon::{Form, Kind, id},
};

impl Put<'_> {
    /// What is said of the group and makes a difference to its disadvantage.
    pub(super) fn treated_worse(&self) -> Option<Treatment> {
        // An exception that no act turns has been judged for what it is.
        let exception = self.excepted && !self.acted();
        let told = (self.cover || self.led) && self.told_of();
        if self.around.equal || self.signs.negated || exception || !told || self.favoured() {
            return None;
        }
        let restricted = self.received_only() || self.rationed();
        restricted
            .then(|| Treatment::flag(Practice::Restriction, "restriction.only"))
            .or_else(|| self.hours())
            .or_else(|| self.channel())
            .or_else(|| self.referral())
            .or_else(|| self.amount())
            .or_else(|| self.led_and_told())
            .or_else(|| self.habit())
            .or_else(|| self.request())
            .or_else(|| self.papers())
    }

    /// Whether something of this kind is said of the group.
    fn says(&self, kind: Kind) -> bool {
        self.any(|c| c.is(kind) && self.of_group(c))
    }

    /// Whether this entry is said of the group.
    fn says_entry(&self, entry: u16) -> bool {
        self.any(|c| c.is_entry(entry) && self.of_group(c))
    }

    fn of_group(&self, cue: &Cue) -> bool {
        relates(self.cues, self.group, cue)
    }

    fn criterion(&self) -> Option<Criterion> {
        self.group.entry().criterion
    }

    fn only(&self) -> bool {
        self.signs.only || self.says(Kind::Only)
    }

    /// « La CMU est acceptée »: an act that nothing limits.
    fn plainly_received(&self) -> bool {
        self.signs.has_act && !self.only()
    }

    /// « Le mercredi : réservé aux enfants » keeps a place for them.
    fn favoured(&self) -> bool {
        let favourable = self.group.is_entry(id::AGE_YOUNG)
            || matches!(self.criterion(), Some(Criterion::Disability | Criterion::Health | Criterion::Family));
        favourable
            && self.pair(|only, whom| {
                only.is(Kind::Only)
                    // « réservé aux », and no bare « uniquement »
                    && only.first + 1 < only.end
                    && matches!(whom.kind(), Kind::Group | Kind::Person)
                    && (only.first + 1..only.end + 3).contains(&self.group.first)
            })
    }

    /// « CMU le mardi uniquement », « CMU acceptée uniquement pour les enfants »
    fn received_only(&self) -> bool {
        if self.only() && [Kind::Time, Kind::Channel, Kind::Slot].into_iter().any(|kind| self.says(kind)) {
            return true;
        }
        // With papers it is not the people that are parted, and who is sent elsewhere is not received.
        let papers = self.any(|c| c.is(Kind::Paper) || c.is_entry(id::BURDEN_PAPER_LIGHT));
        self.signs.has_act
            && !papers
            && !self.says_entry(id::BURDEN_ELSEWHERE)
            && self.cues.iter().position(|c| c.is(Kind::Only)).is_some_and(|at| {
                let before = &self.cues[..at];
                before.has(Kind::Group) && before.has(Kind::Act)
            })
    }

    /// « Les Comoriens ne sont reçus que par l'infirmière », « Les hommes n'ont qu'un jour par trimestre »
    fn rationed(&self) -> bool {
        if !self.signs.only {
            return false;
        }
        let ne = |c: &Cue| c.is_entry(id::NEGATION_NE);
        let some = [Kind::Time, Kind::Slot, Kind::Channel].into_iter().any(|kind| self.says(kind));
        let has_only =
            self.led && some && self.any(|c| ne(c) && c.block == self.group.block && c.first > self.group.first);
        let mut from_group = self.cues.iter().skip_while(|c| !c.is(Kind::Group));
        let subject = from_group.next().is_some_and(|group| {
            from_group.find(|c| ne(c)).is_some_and(|ne| ne.block == group.block) && from_group.any(|c| c.is(Kind::Act))
        });
        has_only || subject && !self.says_entry(id::BURDEN_ELSEWHERE)
    }

    /// « CMU : le jeudi », « les patients AME sont reçus le jeudi matin »
    fn hours(&self) -> Option<Treatment> {
        let received_then = self.pair(|act, time| {
            act.is(Kind::Act) && act.form == Form::Participle && time.is(Kind::Time) && time.strange == 0
        });
        // A day that a column or a heading names is that of everybody in it.
        let time = self.any(|c| c.is(Kind::Time) && self.here(c) && self.of_group(c));
        let people = self.cover || !self.group.entry().weak || self.says(Kind::Person);
        let label = self.around.labelled && (!self.here(self.group) || self.group.first < self.around.start);
        // « Sans rendez-vous » is no slot.
        let free =
            || self.pair(|sans, slot| sans.is_entry(id::NEGATION_SANS) && slot.is(Kind::Slot) && slot.strange == 0);
        let slot = || self.says(Kind::Slot) && !self.signs.has_act && !free();
        let theirs = received_then || self.around.topic && !self.plainly_received() || slot();
        let hours = time && people && (self.cover || label || received_then) && theirs && !self.says(Kind::Yes);
        hours.then(|| Treatment::flag(Practice::Restriction, "restriction.hours"))
    }

    /// « CMU : appeler le secrétariat »
    fn channel(&self) -> Option<Treatment> {
        // The deaf who are asked to write are not parted from anybody.
        let reached = matches!(self.criterion(), Some(Criterion::Disability | Criterion::Language)) && !self.only();
        let told = self.around.topic || self.says(Kind::Must) || self.says_entry(id::ACT_BOOK);
        (told && !reached && self.says_entry(id::CHANNEL_PHONE) && !self.says(Kind::Yes))
            .then(|| Treatment::flag(Practice::Restriction, "restriction.channel"))
    }

    /// « Les bénéficiaires de l'AME sont adressés à l'hôpital », « CMU : à l'hôpital »
    fn referral(&self) -> Option<Treatment> {
        let place = |c: &Cue| c.is_entry(id::BURDEN_ELSEWHERE) && self.here(c);
        let sending = self.says_entry(id::BURDEN_SEND) || self.says_entry(id::BURDEN_REDIRECT);
        let after = |c: &Cue| c.block != self.group.block || c.first > self.group.first || sending;
        if !self.any(|c| place(c) && self.of_group(c) && after(c)) {
            return None;
        }
        // « Paiement : tiers payant, C2S » under a hospital's name sends nobody there.
        let named_there = || self.any(|c| place(c) && c.first >= self.around.start);
        let led_there = (self.around.labelled || self.around.topic && self.cover)
            && !self.around.carried
            && !self.plainly_received()
            && !self.says(Kind::Benefit)
            && named_there();
        (sending || self.made_to_go() || self.only() || led_there)
            .then(|| Treatment::flag(Practice::Referral, "referral.elsewhere"))
    }

    /// « Les AME doivent aller à la PASS », « les AME sont reçus à l'hôpital »
    fn made_to_go(&self) -> bool {
        // « L'assistante sociale demande l'AME » asks nothing of anybody.
        let asked_for =
            || self.pair(|must, group| must.is_entry(id::MUST_MUST) && group.is(Kind::Group) && group.strange == 0);
        let received_there = |act: &Cue, place: &Cue| {
            act.is(Kind::Act)
                && place.is_entry(id::BURDEN_ELSEWHERE)
                && place.strange == 0
                // « vous consultiez au bus dentaire », « se présenter à la PASS »: what is done there.
                && (act.form == Form::Participle || self.led && act.block == place.block)
        };
        self.says(Kind::Must) && !asked_for() || self.pair(received_there)
    }

    /// « CMU : 60 € »
    fn amount(&self) -> Option<Treatment> {
        let dearer = match self.criterion() {
            Some(Criterion::Age) => self.group.is_entry(id::AGE_OLD) || self.group.is_entry(id::AGE_NUMBER_OLD),
            Some(Criterion::Gender | Criterion::Family) => self.group.is_entry(id::GENDER_TRANS),
            // « Demandeurs d'emploi : 30 € » is a lower price as often as not.
            Some(Criterion::Poverty) => self.says(Kind::Must),
            _ => true,
        };
        let theirs = dearer
            && self.any(|c| c.is_entry(id::BURDEN_AMOUNT) && self.here(c) && self.of_group(c))
            && (self.around.topic || self.says(Kind::Must))
            // « Plafond C2S : 440 € » protects, and a table of fees has a column for each cover.
            && !self.any(|c| c.is_entry(id::SHIELD_CEILING))
            && !self.around.tabled;
        let received = || self.welcomed() || self.plainly_received();
        (theirs && !received()).then(|| Treatment::flag(Practice::Payment, "payment.amount"))
    }

    /// « Les étrangers apportent leur titre de séjour », « Les AME : voir l'hôpital », « Les gitans abîment tout »
    fn led_and_told(&self) -> Option<Treatment> {
        if !self.led || self.signs.has_act || self.welcomed() || self.says(Kind::Paper) {
            return None;
        }
        let brings = self.any(|c| c.is_entry(id::MUST_BRING) && c.form != Form::Participle && self.of_group(c));
        if brings && !self.says_entry(id::BURDEN_PAPER_LIGHT) {
            Some(Treatment::flag(Practice::Documents, "documents.asked"))
        } else if self.says_entry(id::BURDEN_SEND) {
            Some(Treatment::flag(Practice::Referral, "referral.elsewhere"))
        } else if !self.cover && self.says_entry(id::BURDEN_VERB) {
            Some(Treatment::flag(Practice::Stigma, "stigma.habit"))
        } else {
            None
        }
    }

    fn welcomed(&self) -> bool {
        self.says(Kind::Yes) || self.says(Kind::Benefit)
    }

    /// « les fauchés chipotent toujours », « les étrangers, c'est toujours en retard »
    fn habit(&self) -> Option<Treatment> {
        let habit = self.pair(|group, habit| {
            group.is(Kind::Group)
                && habit.is_entry(id::BURDEN_HABIT)
                && !habit.own
                && group.block == habit.block
                && (1..=4).contains(&habit.strange)
        });
        (habit && !self.signs.has_act).then(|| Treatment::flag(Practice::Stigma, "stigma.habit"))
    }

    /// « les musulmans sont priés de se laver les dents »: what is asked of them alone, and is neither paper nor price.
    fn request(&self) -> Option<Treatment> {
        // Children, the deaf, the ill are asked many things for their own good.
        let singled = !self.group.entry().weak
            && !matches!(
                self.criterion(),
                Some(
                    Criterion::Age | Criterion::Disability | Criterion::Family | Criterion::Gender | Criterion::Health
                )
            );
        let begun = || self.cues.first().is_some_and(|c| c.is(Kind::Group) || c.is(Kind::Person));
        let asked = self.pair(|group, please| {
            group.is(Kind::Group) && please.is_entry(id::MUST_PLEASE) && group.block == please.block
        }) || self.around.topic && begun() && self.says_entry(id::MUST_PLEASE);
        let papers = || self.says(Kind::Paper) || self.says_entry(id::BURDEN_PAPER_LIGHT);
        (singled && asked && !self.signs.has_act && !self.welcomed() && !papers())
            .then(|| Treatment::flag(Practice::Stigma, "stigma.asked"))
    }

    /// « C2S : attestation à jour »
    fn papers(&self) -> Option<Treatment> {
        let asked = self.says(Kind::Must) || self.around.labelled;
        (asked && self.says_entry(id::BURDEN_PAPER_LIGHT) && !self.plainly_received())
            .then(|| Treatment::check(Practice::Documents, "documents.light"))
    }
}
