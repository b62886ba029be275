//! Whom a capture is about, as the page says: plain text, cut to the length of a line.

use super::one_line;
use crate::practitioner::{Facts, Practitioner, Read};
use serde::{Deserialize, Serialize};

/// The longest value, in characters: an address of a hospital's department fits twice.
const LONGEST: usize = 300;

/// What the page says about the practitioner.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Identity {
    /// The name.
    pub name: Option<Value>,
    /// The profession.
    pub profession: Option<Value>,
    /// The address of the practice.
    pub address: Option<Value>,
    /// The number in the register of health professionals.
    pub rpps: Option<Value>,
}

/// A value, and where on the page it was read.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Value {
    /// The value.
    pub value: String,
    /// Where it was read.
    pub origin: String,
}

impl Identity {
    /// What can be read in a draft's `facts`. What is missing or has a wrong type is left out.
    pub fn from_facts(facts: &serde_json::Value) -> Self {
        let read = Practitioner::read(&Facts::from_value(facts));
        let value = |read: Option<Read>| {
            read.map(|read| Value { value: one_line(&read.value, LONGEST).text, origin: read.origin.name().to_owned() })
        };
        Self {
            name: value(read.name),
            profession: value(read.profession),
            address: value(read.address),
            rpps: value(read.rpps),
        }
    }
}
