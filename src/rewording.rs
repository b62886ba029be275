//! How to say it otherwise: for each mention, what its author may write instead (`src/rewording.toml`, checked by
//! `build.rs` and written to a file beside app.wasm). Proposals, never advice: each says what it rests on, when that was
//! read, and whether a jurist has read it again.

use crate::{
    finding::{Criterion, Practice},
    json,
};
use serde::Deserialize;

/// Every proposal.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rewordings(Vec<Rewording>);

/// A proposal. `rewording.<id>` in the catalogue says what to do and why, `rewording.<action>` the same in a word.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct Rewording {
    /// Its name.
    pub id: String,
    rules: Vec<String>,
    practices: Vec<String>,
    criteria: Vec<String>,
    /// `remove`, `replace` or `check`.
    pub action: String,
    /// Sentences to publish, in French; none where nothing is to stand in the mention's place.
    pub write: Vec<String>,
    /// What it rests on.
    pub source: String,
    /// When that was read.
    pub date: String,
    /// Whether a jurist has read it.
    pub reviewed: bool,
}

impl Rewordings {
    /// Reads the file that the build writes.
    ///
    /// # Errors
    /// Says what is wrong with it: it is no other version's.
    pub fn from_json(text: &str) -> Result<Self, serde_json::Error> {
        json::of(json::tree(text)?).map(Self)
    }

    /// All of them.
    pub fn all(&self) -> &[Rewording] {
        &self.0
    }

    /// The proposal for a mention: its rule's before its practice's, and one for its ground before one for every ground.
    pub fn of(&self, rule: &str, practice: Practice, criterion: Criterion) -> Option<&Rewording> {
        let has = |all: &[String], name: &str| all.iter().any(|known| known == name);
        let rank = |one: &Rewording| {
            let ruled = has(&one.rules, rule);
            let fits = (ruled || has(&one.practices, practice.name()))
                && (one.criteria.is_empty() || has(&one.criteria, criterion.name()));
            fits.then_some((ruled, !one.criteria.is_empty()))
        };
        self.0.iter().filter_map(|one| Some((rank(one)?, one))).max_by_key(|(rank, _)| *rank).map(|(_, one)| one)
    }
}
