//! Review by volunteers: what each of them says of which wording.
//!
//! A verdict is bound to a text, a criterion and a practice ([`Subject`]): the same words seen on five pages are reviewed once,
//! and what was said of them outlives a new version of the rules. Whoever gives it is known by name and device, so that two
//! people who call themselves alike stay two.

mod agreement;
mod names;
mod passage;
mod proposal;
mod queue;

pub use agreement::{Agreement, Coefficient, alpha, kappa};
pub use names::Names;
pub use passage::{Passage, Stretch, names, text};
pub use proposal::{Expected, Lack, Proposal, REPOSITORY};
pub use queue::{Item, Progress, Queue};

use super::{Device, Dossier, Judgement, Subject, Verdict};
use std::collections::{BTreeMap, BTreeSet};

/// Who gives verdicts.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Reviewer {
    /// The name that they chose; a pseudonym will do.
    pub name: String,
    /// The device on which they did.
    pub device: Device,
}

impl Reviewer {
    fn of(judgement: &Judgement) -> Self {
        Self { name: judgement.reviewer.clone(), device: judgement.stamp.device.clone() }
    }

    fn gave(&self, judgement: &Judgement) -> bool {
        self.name == judgement.reviewer && self.device == judgement.stamp.device
    }
}

/// How far a subject is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standing {
    /// Nobody has given a verdict.
    Open,
    /// All verdicts are the same, and none asks to discuss.
    Agreed(Verdict),
    /// Verdicts differ, or somebody asks to discuss.
    Divided,
    /// A verdict settled it.
    Settled(Verdict),
}

/// What is said of one subject.
#[derive(Clone, Copy, Debug)]
pub struct Question<'a> {
    dossier: &'a Dossier,
    subject: &'a Subject,
}

impl<'a> Question<'a> {
    /// What a dossier's logs say of a subject.
    pub fn of(dossier: &'a Dossier, subject: &'a Subject) -> Self {
        Self { dossier, subject }
    }

    /// The verdicts that stand: without what was passed over, what was taken back, and what only settles.
    pub fn opinions(&self) -> impl Iterator<Item = &'a Judgement> {
        let judgements = self.dossier.judgements(self.subject);
        judgements.filter(|given| !given.settles && !matches!(given.verdict, Verdict::Skip | Verdict::Withdraw))
    }

    /// The verdict that settles it: of several the last one. One that says « à discuter » opens it again.
    pub fn settlement(&self) -> Option<&'a Judgement> {
        let settling = self.dossier.judgements(self.subject);
        let settling =
            settling.filter(|given| given.settles && !matches!(given.verdict, Verdict::Skip | Verdict::Withdraw));
        let last = settling.max_by(|one, other| one.stamp.cmp(&other.stamp));
        last.filter(|given| given.verdict != Verdict::Discuss)
    }

    /// What this reviewer says of it, « passer » included.
    pub fn own(&self, reviewer: &Reviewer) -> Option<&'a Judgement> {
        let mut judgements = self.dossier.judgements(self.subject);
        judgements.find(|given| !given.settles && given.verdict != Verdict::Withdraw && reviewer.gave(given))
    }

    /// How far it is.
    pub fn standing(&self) -> Standing {
        if let Some(settled) = self.settlement() {
            return Standing::Settled(settled.verdict);
        }
        let said: BTreeSet<Verdict> = self.opinions().map(|given| given.verdict).collect();
        match (said.len(), said.first()) {
            (0, _) => Standing::Open,
            (1, Some(verdict)) if *verdict != Verdict::Discuss => Standing::Agreed(*verdict),
            _ => Standing::Divided,
        }
    }

    /// Whether this person may see what others say of it: who reviews says something first; who settles what others reviewed sees
    /// everything.
    pub fn is_open_to(&self, reviewer: &Reviewer, settles: bool) -> bool {
        settles || self.own(reviewer).is_some_and(|own| own.verdict != Verdict::Skip)
    }
}

/// The verdict that this reviewer gave last and did not take back: what « annuler » undoes.
pub fn last_of<'a>(dossier: &'a Dossier, reviewer: &Reviewer) -> Option<(&'a Subject, &'a Judgement)> {
    let own = |subject| Some((subject, Question::of(dossier, subject).own(reviewer)?));
    // On one device the log's order counts, whatever its clock did.
    dossier.subjects().filter_map(own).max_by_key(|(_, given)| (given.stamp.seq, given.stamp.hash.clone()))
}

/// Everybody who gave verdicts on these subjects that stand, with how many.
pub fn reviewers<'a>(dossier: &Dossier, subjects: impl IntoIterator<Item = &'a Subject>) -> BTreeMap<Reviewer, usize> {
    let mut reviewers = BTreeMap::new();
    for subject in subjects {
        for given in Question::of(dossier, subject).opinions() {
            *reviewers.entry(Reviewer::of(given)).or_default() += 1;
        }
    }
    reviewers
}

/// How far reviewers agree over these subjects.
pub fn agreement<'a>(dossier: &Dossier, subjects: impl IntoIterator<Item = &'a Subject>) -> Agreement {
    let verdicts =
        |subject| Question::of(dossier, subject).opinions().map(|given| (Reviewer::of(given), given.verdict)).collect();
    Agreement::of(&subjects.into_iter().map(verdicts).collect::<Vec<BTreeMap<_, _>>>())
}

/// How a person is called among these: by their name, and by the beginning of their device's name where several have it.
pub fn called(reviewer: &Reviewer, among: &BTreeSet<Reviewer>) -> String {
    /// Characters of a device's name that tell a few apart.
    const SHORT: usize = 4;
    let Reviewer { name, device } = reviewer;
    if among.iter().filter(|other| other.name == *name).count() < 2 {
        return name.clone();
    }
    format!("{name} ({})", device.as_str().chars().take(SHORT).collect::<String>())
}

/// Everybody who said something of these subjects, or settled one.
pub fn people<'a>(dossier: &Dossier, subjects: impl IntoIterator<Item = &'a Subject>) -> BTreeSet<Reviewer> {
    subjects.into_iter().flat_map(|subject| dossier.judgements(subject)).map(Reviewer::of).collect()
}

#[cfg(test)]
mod tests;
