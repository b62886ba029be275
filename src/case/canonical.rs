//! Bytes to hash: JSON written in one way only, and SHA-256.
//!
//! Canonical JSON here is UTF-8 without white space, the names of each object in the order of their code points, strings
//! escaped as `serde_json` does (only `"`, `\` and control characters), integers in decimal. No value of ours is a
//! fraction. Anyone can write the same bytes with any JSON library and hash them again.

use serde::{Deserialize, Serialize};
use serde_json::Value;
use sha2::{Digest, Sha256};

/// A SHA-256 hash in 64 lower-case hexadecimal digits.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Sha256Hex(String);

impl Sha256Hex {
    /// The hash of these bytes.
    pub fn of(bytes: &[u8]) -> Self {
        Self::from_digest(&Sha256::digest(bytes))
    }

    /// A hash that was taken elsewhere, from its bytes.
    pub(crate) fn from_digest(bytes: &[u8]) -> Self {
        let mut digits = String::with_capacity(64);
        for byte in bytes {
            for nibble in [byte >> 4, byte & 15] {
                digits.push(char::from_digit(u32::from(nibble), 16).unwrap_or('0'));
            }
        }
        Self(digits)
    }

    /// The 64 digits.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl TryFrom<String> for Sha256Hex {
    type Error = String;

    fn try_from(digits: String) -> Result<Self, String> {
        if digits.len() == 64 && digits.bytes().all(|b| matches!(b, b'0'..=b'9' | b'a'..=b'f')) {
            return Ok(Self(digits));
        }
        Err(format!("\"{}\" is not a SHA-256 hash in 64 lower-case digits", super::one_line(&digits, 80).text))
    }
}

impl From<Sha256Hex> for String {
    fn from(hash: Sha256Hex) -> Self {
        hash.0
    }
}

/// A value in canonical JSON. Own code rather than `serde_json`'s writer alone, because the order of its objects
/// depends on a feature that any other crate can switch on.
pub(crate) fn canonical(value: &impl Serialize) -> String {
    let mut out = String::new();
    write(&serde_json::to_value(value).unwrap_or_default(), &mut out);
    out
}

fn write(value: &Value, out: &mut String) {
    match value {
        Value::Object(object) => {
            let mut members: Vec<_> = object.iter().collect();
            members.sort_by_key(|(name, _)| *name);
            out.push('{');
            for (place, (name, member)) in members.into_iter().enumerate() {
                if place > 0 {
                    out.push(',');
                }
                out.push_str(&Value::from(name.as_str()).to_string());
                out.push(':');
                write(member, out);
            }
            out.push('}');
        }
        Value::Array(items) => {
            out.push('[');
            for (place, item) in items.iter().enumerate() {
                if place > 0 {
                    out.push(',');
                }
                write(item, out);
            }
            out.push(']');
        }
        plain => out.push_str(&plain.to_string()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn names_are_sorted_at_every_depth() {
        let value = json!({"b": [{"z": 1, "a": "é\n\"<"}], "a": null});
        assert_eq!(canonical(&value), r#"{"a":null,"b":[{"a":"é\n\"<","z":1}]}"#);
    }

    #[test]
    fn the_hash_is_sha_256() {
        // The test vector of FIPS 180-2.
        assert_eq!(Sha256Hex::of(b"abc").as_str(), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    }
}
