//! The texts that one person is shown, one at a time: each once, in an order that is the same for everybody and says nothing of
//! site, practitioner or date. Whoever stops half-way has reviewed the same half as the others.

use super::{Question, Reviewer, Standing};
use crate::dossier::{Dossier, Subject, Verdict};
use std::collections::BTreeMap;

/// One text, with the cases in which it was seen.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Item {
    /// What is asked about.
    pub subject: Subject,
    /// The names of its cases, sorted: the first one is shown.
    pub cases: Vec<String>,
}

/// The texts that one person is shown.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Queue {
    items: Vec<Item>,
    at: usize,
}

impl Queue {
    /// The queue of these cases, each with its subject.
    pub fn of(cases: impl IntoIterator<Item = (Subject, String)>) -> Self {
        let mut subjects: BTreeMap<Subject, Vec<String>> = BTreeMap::new();
        for (subject, case) in cases {
            subjects.entry(subject).or_default().push(case);
        }
        // A subject begins with a hash: its order is as good as drawn by lot, and the same everywhere.
        let items = subjects.into_iter().map(|(subject, mut cases)| {
            cases.sort();
            cases.dedup();
            Item { subject, cases }
        });
        Self { items: items.collect(), at: 0 }
    }

    /// The text that is shown; `None` at the end.
    pub fn current(&self) -> Option<&Item> {
        self.items.get(self.at)
    }

    /// The place of the text that is shown, from 1.
    pub fn place(&self) -> usize {
        self.at + 1
    }

    /// All texts.
    pub fn items(&self) -> &[Item] {
        &self.items
    }

    /// Goes on to the next text that waits for this person, from the one shown on, and from the beginning again after the last.
    /// Texts that were passed over come once all others are done.
    pub fn advance(&mut self, dossier: &Dossier, reviewer: &Reviewer) {
        let from = (self.at + 1).min(self.items.len());
        self.seek(from, dossier, reviewer);
    }

    /// Goes to the first text that waits.
    pub fn start(&mut self, dossier: &Dossier, reviewer: &Reviewer) {
        self.seek(0, dossier, reviewer);
    }

    fn seek(&mut self, from: usize, dossier: &Dossier, reviewer: &Reviewer) {
        let order = || (from..self.items.len()).chain(0..from);
        let next = |wanted: Waits| order().find(|at| waits(&self.items[*at].subject, dossier, reviewer) == wanted);
        self.at = next(Waits::New).or_else(|| next(Waits::Passed)).unwrap_or(self.items.len());
    }

    /// Goes back to the text before; says whether there is one.
    pub fn back(&mut self) -> bool {
        let before = self.at.checked_sub(1);
        self.at = before.unwrap_or(self.at);
        before.is_some()
    }

    /// Goes to a text; says whether it is there.
    pub fn go(&mut self, subject: &Subject) -> bool {
        let place = self.items.iter().position(|item| item.subject == *subject);
        self.at = place.unwrap_or(self.at);
        place.is_some()
    }

    /// How many texts this person has given a verdict on, how many there are for them, and how many they passed over.
    pub fn progress(&self, dossier: &Dossier, reviewer: &Reviewer) -> Progress {
        let mut progress = Progress::default();
        for item in &self.items {
            match waits(&item.subject, dossier, reviewer) {
                Waits::Done => progress.done += 1,
                Waits::Passed => progress.passed += 1,
                Waits::New => progress.new += 1,
                Waits::Settled => {}
            }
        }
        progress
    }
}

/// How far a person is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Progress {
    /// Texts with a verdict of theirs.
    pub done: usize,
    /// Texts that they passed over.
    pub passed: usize,
    /// Texts that they have not been asked about.
    pub new: usize,
}

impl Progress {
    /// All texts that they are asked about.
    pub fn all(&self) -> usize {
        self.done + self.passed + self.new
    }
}

#[derive(PartialEq, Eq)]
enum Waits {
    New,
    Passed,
    Done,
    /// Settled before they were asked: nothing is left to ask.
    Settled,
}

fn waits(subject: &Subject, dossier: &Dossier, reviewer: &Reviewer) -> Waits {
    let question = Question::of(dossier, subject);
    match question.own(reviewer).map(|own| own.verdict) {
        Some(Verdict::Confirm | Verdict::Reject | Verdict::Discuss) => Waits::Done,
        _ if matches!(question.standing(), Standing::Settled(_)) => Waits::Settled,
        Some(_) => Waits::Passed,
        None => Waits::New,
    }
}
