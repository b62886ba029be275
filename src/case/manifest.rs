//! The list of a capture's parts with their hashes, and the one hash that holds them together.

use super::{Sha256Hex, canonical::canonical};
use crate::message::Message;
use serde::{Deserialize, Serialize};
use std::fmt;

pub(super) const JSON: &str = "application/json";
pub(super) const TEXT: &str = "text/plain; charset=utf-8";

/// A part as a file: name, media type, bytes.
pub type File = (String, &'static str, Vec<u8>);

/// A value as the bytes of a part.
pub(super) fn json_file(value: &impl Serialize) -> Vec<u8> {
    canonical(value).into_bytes()
}

/// The list of a capture's parts, and the hash that holds them together.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Manifest {
    /// The parts, by name.
    pub parts: Vec<Part>,
    /// SHA-256 of the list in canonical JSON: `{"format":"vigie-capture","parts":[…],"version":1}`, each part as
    /// `{"bytes":…,"media":…,"name":…,"sha256":…}`.
    pub sha256: Sha256Hex,
}

/// One part of a capture.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Part {
    /// The name of its file.
    pub name: String,
    /// Its media type.
    pub media: String,
    /// Its length in bytes.
    pub bytes: usize,
    /// Its hash.
    pub sha256: Sha256Hex,
}

/// What a check of the hashes found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Difference {
    part: String,
}

impl Difference {
    pub(super) fn of(part: &str) -> Self {
        Self { part: part.to_owned() }
    }

    /// The part that is not what it was when the capture was made; `manifest` for the list itself.
    pub fn part(&self) -> &str {
        &self.part
    }

    /// The same for the user.
    pub fn message(&self) -> Message {
        Message { id: "letter.error.altered".to_owned(), args: vec![("part".to_owned(), self.part.clone())] }
    }
}

impl fmt::Display for Difference {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "the capture's part \"{}\" is not what it was when the capture was made", self.part)
    }
}

impl std::error::Error for Difference {}

impl Manifest {
    /// The list of these parts, and its hash.
    pub(super) fn of(files: Vec<File>) -> Self {
        let parts = files.into_iter().map(|(name, media, bytes)| Part {
            name,
            media: media.to_owned(),
            bytes: bytes.len(),
            sha256: Sha256Hex::of(&bytes),
        });
        let mut manifest = Self { parts: parts.collect(), sha256: Sha256Hex::of(b"") };
        manifest.sha256 = Sha256Hex::of(manifest.canonical().as_bytes());
        manifest
    }

    /// Compares with the list of the parts as they are now.
    pub(super) fn compare(&self, now: &Self) -> Result<(), Difference> {
        let differs = |part: &str| Err(Difference::of(part));
        for part in &now.parts {
            if !self.parts.contains(part) {
                return differs(&part.name);
            }
        }
        for part in &self.parts {
            if !now.parts.contains(part) {
                return differs(&part.name);
            }
        }
        if now != self {
            return differs("manifest");
        }
        Ok(())
    }

    pub(super) fn canonical(&self) -> String {
        canonical(&serde_json::json!({"format": "vigie-capture", "version": 1, "parts": self.parts}))
    }
}
