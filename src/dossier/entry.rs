//! One entry of a device's log. It names the hash of the entry before it, so that none can be changed, left out or put in
//! between unseen.
//!
//! An entry is kept and passed on as the text that was hashed, in canonical JSON
//! (`{"act":{"do":…},"at":{"offset":60,"utc":…},"device":…,"prev":…,"seq":…}`): what a newer program wrote into it stays.

use super::act::Act;
use crate::{
    case::{Moment, Sha256Hex, canonical, one_line},
    json,
};
use serde_json::{Value, json};
use std::{cmp::Ordering, fmt};

/// The longest entry, in bytes: notes of ten thousand characters fit.
pub const LONGEST: usize = 64 * 1024;

/// The last year in which an entry can have been written: a clock that is wrong for good must leave room after it.
const LAST_YEAR: i32 = 2199;

/// The name of a device: made at random when its first entry is written, and never anything that tells whose it is.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Device(String);

impl Device {
    /// A device's name, if it can be one: letters, digits and `-`, at most 64.
    ///
    /// # Errors
    /// Quotes what is none.
    pub fn new(name: &str) -> Result<Self, EntryError> {
        if crate::case::is_id(name) {
            return Ok(Self(name.to_owned()));
        }
        Err(EntryError(format!("\"{}\" is not a device's name", one_line(name, 80).text)))
    }

    /// The name.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// What decides who wrote last: the instant, then the device, then the place in its log, then the hash.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stamp {
    /// When, by the clock of the device.
    pub at: Moment,
    /// Where.
    pub device: Device,
    /// The place in that device's log.
    pub seq: u64,
    /// The entry.
    pub hash: Sha256Hex,
}

impl Ord for Stamp {
    fn cmp(&self, other: &Self) -> Ordering {
        // The zone of a clock says nothing of which came first.
        (self.at.utc(), &self.device, self.seq, &self.hash).cmp(&(
            other.at.utc(),
            &other.device,
            other.seq,
            &other.hash,
        ))
    }
}

impl PartialOrd for Stamp {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

/// One entry of a device's log.
#[derive(Clone, Debug, PartialEq)]
pub struct Entry {
    stamp: Stamp,
    prev: Option<Sha256Hex>,
    act: Act,
    text: String,
}

/// Why something is no entry. The words are for whoever mends it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EntryError(String);

impl fmt::Display for EntryError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for EntryError {}

impl Entry {
    /// The next entry of a device: `after` are the place and the hash of its last one.
    ///
    /// # Errors
    /// Says so where the act is longer than an entry may be, or the clock is beyond all years.
    pub fn write(
        device: &Device,
        after: Option<(u64, &Sha256Hex)>,
        at: &Moment,
        act: &Act,
    ) -> Result<Self, EntryError> {
        let text = canonical(&json!({
            "device": device.as_str(),
            "seq": after.map_or(0, |(seq, _)| seq + 1),
            "prev": after.map(|(_, hash)| hash.as_str()),
            "at": at,
            "act": act.to_value(),
        }));
        Self::read(&text)
    }

    /// Reads an entry from the text that was hashed.
    ///
    /// # Errors
    /// Says what is wrong with it: too long, not canonical JSON, a value that cannot be right. An act that is not known is no
    /// error.
    pub fn read(text: &str) -> Result<Self, EntryError> {
        if text.len() > LONGEST {
            return Err(EntryError(format!("an entry of {} bytes is longer than {LONGEST}", text.len())));
        }
        let mut tree = json::tree(text).map_err(|why| EntryError(format!("the entry is not JSON: {why}")))?;
        if canonical(&tree) != text {
            return Err(EntryError("the entry is not written as canonical JSON".to_owned()));
        }
        let device = Device::new(tree["device"].as_str().unwrap_or_default())?;
        let seq = tree["seq"].as_u64().filter(|seq| *seq < 1 << 53);
        let seq = seq.ok_or_else(|| EntryError(format!("{} is not a place in a log", short(&tree["seq"]))))?;
        let wrong = |name: &str, value: &Value| EntryError(format!("{} is not the entry's \"{name}\"", short(value)));
        let prev: Option<Sha256Hex> = match &tree["prev"] {
            Value::Null => None,
            hash => Some(json::of(hash.clone()).map_err(|_| wrong("prev", hash))?),
        };
        if prev.is_none() != (seq == 0) {
            return Err(wrong("prev", &tree["prev"]));
        }
        let at: Moment = json::of(tree["at"].clone()).map_err(|_| wrong("at", &tree["at"]))?;
        if at.utc().year() > LAST_YEAR {
            return Err(wrong("at", &tree["at"]));
        }
        let stamp = Stamp { at, device, seq, hash: Sha256Hex::of(text.as_bytes()) };
        Ok(Self { stamp, prev, act: Act::from_value(tree["act"].take()), text: text.to_owned() })
    }

    /// Who, where and when.
    pub fn stamp(&self) -> &Stamp {
        &self.stamp
    }

    /// The device whose log it stands in.
    pub fn device(&self) -> &Device {
        &self.stamp.device
    }

    /// The place in that log, from 0.
    pub fn seq(&self) -> u64 {
        self.stamp.seq
    }

    /// When, by that device's clock.
    pub fn at(&self) -> &Moment {
        &self.stamp.at
    }

    /// The hash of the entry before it.
    pub fn prev(&self) -> Option<&Sha256Hex> {
        self.prev.as_ref()
    }

    /// SHA-256 of its text.
    pub fn hash(&self) -> &Sha256Hex {
        &self.stamp.hash
    }

    /// What was done.
    pub fn act(&self) -> &Act {
        &self.act
    }

    /// The entry in canonical JSON, byte for byte what was hashed.
    pub fn text(&self) -> &str {
        &self.text
    }
}

fn short(value: &Value) -> String {
    one_line(&value.to_string(), 80).text
}
