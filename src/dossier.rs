//! What became of each case, folded from the logs of all devices: what is kept, what was written beside it, what rechecks and
//! reviewers found, what was removed.
//!
//! Folding takes entries in any order, however often, and never fails: of two that say something of the same thing the
//! later [`Stamp`] holds. Cases themselves (captures, letters) are not in the log; [`Summary`] is both together.

pub mod act;
pub mod chart;
pub mod duplicate;
pub mod entry;
pub mod facet;
pub mod filter;
pub mod log;
pub mod recheck;
pub mod reminder;
pub mod review;
pub mod sight;
pub mod stage;
mod summary;
pub mod table;
pub mod timeline;

pub use act::{Act, Outcome, State, Subject, Verdict};
pub use entry::{Device, Entry, EntryError, Stamp};
pub use log::{Flaw, FlawKind, Log};
pub use stage::Stage;
pub use summary::{LONGEST_TAG, MOST_TAGS, Rechecked, Summary, Tally};

use crate::case::{Capture, Moment, Sha256Hex};
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};

/// What became of all cases.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Dossier {
    cases: BTreeMap<String, Fate>,
    /// By reviewer, device, and whether they settle.
    verdicts: BTreeMap<Subject, BTreeMap<(String, Device, bool), Judgement>>,
    exports: BTreeMap<Stamp, (Sha256Hex, u64)>,
    /// The names under which each capture was removed at some time.
    removed: BTreeMap<Sha256Hex, BTreeSet<String>>,
}

/// What became of one case.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Fate {
    kept: Option<(Stamp, Keeping)>,
    begun: Option<Stamp>,
    fields: BTreeMap<String, (Stamp, Value)>,
    rechecks: BTreeMap<Stamp, Recheck>,
    /// The last removal or restoration.
    removal: Option<(Stamp, Option<Removal>)>,
}

/// What is kept of a case.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Keeping {
    /// The hash of the manifest of its capture.
    pub capture: Sha256Hex,
    /// Whether the user has looked at it.
    pub state: State,
}

/// What opening the page again has shown.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Recheck {
    /// What was found.
    pub outcome: Outcome,
    /// The hash of the manifest of the new capture, where one was made.
    pub capture: Option<Sha256Hex>,
    /// The hash of the text that stood there then.
    pub text: Option<Sha256Hex>,
}

/// A tombstone.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Removal {
    /// The hash of the manifest of what was removed.
    pub capture: Sha256Hex,
    /// Why, in the words of whoever removed it; may be empty.
    pub reason: String,
}

/// One reviewer's last word on a subject.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Judgement {
    /// Who, where and when.
    pub stamp: Stamp,
    /// The judgement.
    pub verdict: Verdict,
    /// Who judged, as they call themselves.
    pub reviewer: String,
    /// The version of the lexicon that had marked it.
    pub lexicon: String,
    /// Why, in their own words.
    pub why: Option<String>,
    /// Whether it settles what others see differently.
    pub settles: bool,
}

/// Puts a value in its place unless a later one stands there.
fn write<T>(place: &mut Option<(Stamp, T)>, stamp: &Stamp, value: T) {
    if place.as_ref().is_none_or(|(last, _)| last < stamp) {
        *place = Some((stamp.clone(), value));
    }
}

impl Dossier {
    /// What a log says.
    pub fn of(log: &Log) -> Self {
        let mut dossier = Self::default();
        log.entries().for_each(|entry| dossier.apply(entry));
        dossier
    }

    /// Takes one more entry into account; one that was there already changes nothing.
    pub fn apply(&mut self, entry: &Entry) {
        let stamp = entry.stamp();
        match entry.act().clone() {
            Act::Keep { case, capture, state } => {
                let fate = self.fate(case);
                if fate.begun.as_ref().is_none_or(|first| stamp < first) {
                    fate.begun = Some(stamp.clone());
                }
                write(&mut fate.kept, stamp, Keeping { capture, state });
            }
            Act::Amend { case, field, value } => {
                let fields = &mut self.fate(case).fields;
                if fields.get(&field).is_none_or(|(last, _)| last < stamp) {
                    fields.insert(field, (stamp.clone(), value));
                }
            }
            Act::Recheck { case, outcome, capture, text } => {
                self.fate(case).rechecks.insert(stamp.clone(), Recheck { outcome, capture, text });
            }
            Act::Verdict { subject, verdict, reviewer, lexicon, why, settles } => {
                let judged = self.verdicts.entry(subject).or_default();
                let key = (reviewer.clone(), entry.device().clone(), settles);
                if judged.get(&key).is_none_or(|last| last.stamp < *stamp) {
                    judged.insert(key, Judgement { stamp: stamp.clone(), verdict, reviewer, lexicon, why, settles });
                }
            }
            Act::Remove { case, capture, reason } => {
                self.removed.entry(capture.clone()).or_default().insert(case.clone());
                write(&mut self.fate(case).removal, stamp, Some(Removal { capture, reason }));
            }
            Act::Restore { case } => write(&mut self.fate(case).removal, stamp, None),
            Act::Export { pack, cases } => {
                self.exports.insert(stamp.clone(), (pack, cases));
            }
            Act::Unknown(_) => {}
        }
    }

    fn fate(&mut self, case: String) -> &mut Fate {
        self.cases.entry(case).or_default()
    }

    /// Every case that the log speaks of, removed ones among them.
    pub fn cases(&self) -> impl Iterator<Item = (&str, &Fate)> {
        self.cases.iter().map(|(id, fate)| (id.as_str(), fate))
    }

    /// What became of a case.
    pub fn case(&self, id: &str) -> Option<&Fate> {
        self.cases.get(id)
    }

    /// The tombstone that keeps a case of this name with this capture out: its own, or that of the same capture under another
    /// name. `None` where it was never removed, or was restored.
    pub fn tombstone(&self, id: &str, capture: &Sha256Hex) -> Option<(&Stamp, &Removal)> {
        let own = |id: &str| self.cases.get(id).and_then(Fate::removal);
        own(id).or_else(|| {
            let names = self.removed.get(capture)?;
            names.iter().filter_map(|name| own(name)).find(|(_, removal)| removal.capture == *capture)
        })
    }

    /// The subjects that somebody judged.
    pub fn subjects(&self) -> impl Iterator<Item = &Subject> {
        self.verdicts.keys()
    }

    /// The last word of each reviewer on a subject, and the last one of theirs that was to settle it.
    pub fn judgements(&self, subject: &Subject) -> impl Iterator<Item = &Judgement> {
        self.verdicts.get(subject).into_iter().flat_map(BTreeMap::values)
    }

    /// The last export: when and where, the pack's hash, how many cases it held.
    pub fn last_export(&self) -> Option<(&Stamp, &Sha256Hex, u64)> {
        self.exports.last_key_value().map(|(stamp, (pack, cases))| (stamp, pack, *cases))
    }

    /// The moment that an entry has to carry so that it holds: now, unless another device whose clock is ahead wrote what it is
    /// to replace.
    pub fn moment(&self, device: &Device, act: &Act, now: &Moment) -> Moment {
        match self.replaced(device, act) {
            Some(last) if (now.utc(), device) < (last.at.utc(), &last.device) => last.at.next(),
            _ => now.clone(),
        }
    }

    /// What an act would replace.
    fn replaced(&self, device: &Device, act: &Act) -> Option<&Stamp> {
        let fate = |case: &String| self.cases.get(case);
        match act {
            Act::Keep { case, .. } => fate(case)?.kept.as_ref().map(|(stamp, _)| stamp),
            Act::Amend { case, field, .. } => fate(case)?.fields.get(field).map(|(stamp, _)| stamp),
            Act::Remove { case, .. } | Act::Restore { case } => fate(case)?.removal.as_ref().map(|(stamp, _)| stamp),
            Act::Verdict { subject, reviewer, settles, .. } => {
                let key = (reviewer.clone(), device.clone(), *settles);
                self.verdicts.get(subject)?.get(&key).map(|judgement| &judgement.stamp)
            }
            _ => None,
        }
    }
}

impl Fate {
    /// When the case was begun, and where.
    pub fn begun(&self) -> Option<&Stamp> {
        self.begun.as_ref()
    }

    /// What is kept; none where the log came in parts.
    pub fn kept(&self) -> Option<&Keeping> {
        self.kept.as_ref().map(|(_, keeping)| keeping)
    }

    /// A field's value. Null is no value.
    pub fn field(&self, name: &str) -> Option<&Value> {
        self.fields.get(name).map(|(_, value)| value).filter(|value| !value.is_null())
    }

    /// All fields that were ever written, with who wrote last.
    pub fn fields(&self) -> impl Iterator<Item = (&str, &Stamp, &Value)> {
        self.fields.iter().map(|(name, (stamp, value))| (name.as_str(), stamp, value))
    }

    /// What opening the page again has shown, the oldest first.
    pub fn rechecks(&self) -> impl DoubleEndedIterator<Item = (&Stamp, &Recheck)> {
        self.rechecks.iter()
    }

    /// The tombstone, unless the case was restored since.
    pub fn removal(&self) -> Option<(&Stamp, &Removal)> {
        self.removal.as_ref().and_then(|(stamp, removal)| Some((stamp, removal.as_ref()?)))
    }

    /// When something was last written about it.
    pub fn touched(&self) -> Option<&Stamp> {
        let fields = self.fields.values().map(|(stamp, _)| stamp);
        let kept = self.kept.iter().map(|(stamp, _)| stamp);
        let removal = self.removal.iter().map(|(stamp, _)| stamp);
        fields.chain(kept).chain(removal).chain(self.rechecks.keys()).max()
    }
}

impl Subject {
    /// What verdicts on a capture are bound to.
    pub fn of(capture: &Capture) -> Self {
        Self { text: review::text(capture), criterion: capture.finding.criterion, practice: capture.finding.practice }
    }
}

/// The hash of a text as it is compared: white space folded, capitals small.
pub fn text_hash(text: &str) -> Sha256Hex {
    let mut folded = String::with_capacity(text.len());
    for word in text.split_whitespace() {
        if !folded.is_empty() {
            folded.push(' ');
        }
        folded.extend(word.chars().flat_map(char::to_lowercase));
    }
    Sha256Hex::of(folded.as_bytes())
}
