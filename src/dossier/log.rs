//! The logs of all devices: each its own chain, together a set. Merging two is the union, whatever the order and however
//! often; what a newer program wrote is passed on.

use super::{
    act::Act,
    entry::{Device, Entry, EntryError},
};
use crate::case::{Moment, Sha256Hex};
use std::{collections::BTreeMap, fmt};

/// The logs of all devices.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Log {
    chains: BTreeMap<Device, BTreeMap<(u64, Sha256Hex), Entry>>,
}

/// What is wrong with a chain, and where.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Flaw {
    /// The device whose chain it is, as the record names it.
    pub device: String,
    /// The place in the chain.
    pub seq: u64,
    /// What is wrong.
    pub kind: FlawKind,
}

/// What can be wrong with a chain.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum FlawKind {
    /// The entry is not what was hashed, or stands under another name.
    Altered(String),
    /// The entry before it is missing: the log came in parts, or something was taken out.
    Missing,
    /// Two entries stand at one place: a profile was copied, and both went on. Nothing is lost by it.
    Fork,
}

impl fmt::Display for Flaw {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { device, seq, kind } = self;
        match kind {
            FlawKind::Altered(why) => write!(f, "entry {seq} of device {device} is not what was written: {why}"),
            FlawKind::Missing => write!(f, "before entry {seq} of device {device} one is missing"),
            FlawKind::Fork => write!(f, "device {device} has two entries {seq}"),
        }
    }
}

impl std::error::Error for Flaw {}

/// Reads a record of a log: under which name it is kept, and its text.
///
/// # Errors
/// Names the entry that is not what was hashed.
pub fn read(device: &str, seq: u64, hash: &str, text: &str) -> Result<Entry, Flaw> {
    let altered = |why: String| Flaw { device: device.to_owned(), seq, kind: FlawKind::Altered(why) };
    let found = Sha256Hex::of(text.as_bytes());
    if found.as_str() != hash {
        return Err(altered(format!("its hash is {}", found.as_str())));
    }
    let entry = Entry::read(text).map_err(|why: EntryError| altered(why.to_string()))?;
    if entry.device().as_str() != device || entry.seq() != seq {
        return Err(altered(format!("it is entry {} of device {}", entry.seq(), entry.device().as_str())));
    }
    Ok(entry)
}

impl Log {
    /// Adds an entry; says whether it was new.
    pub fn insert(&mut self, entry: Entry) -> bool {
        let chain = self.chains.entry(entry.device().clone()).or_default();
        chain.insert((entry.seq(), entry.hash().clone()), entry).is_none()
    }

    /// Adds all entries of another log; gives those that were new, in the order of [`Log::entries`].
    pub fn merge(&mut self, other: Self) -> Vec<Entry> {
        other.chains.into_values().flat_map(BTreeMap::into_values).filter(|entry| self.insert(entry.clone())).collect()
    }

    /// Writes the next entry of a device.
    ///
    /// # Errors
    /// As [`Entry::write`]; the log stays what it was.
    pub fn append(&mut self, device: &Device, now: &Moment, act: &Act) -> Result<Entry, EntryError> {
        let last = self.last(device).map(|last| (last.seq(), last.hash().clone()));
        let entry = Entry::write(device, last.as_ref().map(|(seq, hash)| (*seq, hash)), now, act)?;
        self.insert(entry.clone());
        Ok(entry)
    }

    /// The last entry of a device's log.
    pub fn last(&self, device: &Device) -> Option<&Entry> {
        self.chains.get(device)?.values().next_back()
    }

    /// All entries, device by device, in order.
    pub fn entries(&self) -> impl Iterator<Item = &Entry> {
        self.chains.values().flat_map(BTreeMap::values)
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.chains.values().map(BTreeMap::len).sum()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.chains.is_empty()
    }

    /// Whether each chain is whole; every place where one is not. That its end was cut off cannot be seen in a chain: who
    /// must know it keeps the hash of the last entry beside it.
    pub fn flaws(&self) -> Vec<Flaw> {
        let mut flaws = Vec::new();
        for (device, chain) in &self.chains {
            let mut before = None;
            for ((seq, _), entry) in chain {
                let mut flaw = |kind| flaws.push(Flaw { device: device.as_str().to_owned(), seq: *seq, kind });
                if before == Some(*seq) {
                    flaw(FlawKind::Fork);
                }
                before = Some(*seq);
                let linked = match (seq.checked_sub(1), entry.prev()) {
                    (Some(place), Some(prev)) => chain.contains_key(&(place, prev.clone())),
                    (place, _) => place.is_none(),
                };
                if !linked {
                    flaw(FlawKind::Missing);
                }
            }
        }
        flaws
    }
}

impl FromIterator<Entry> for Log {
    fn from_iter<I: IntoIterator<Item = Entry>>(entries: I) -> Self {
        let mut log = Self::default();
        entries.into_iter().for_each(|entry| {
            log.insert(entry);
        });
        log
    }
}
