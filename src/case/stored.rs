//! A case as a store keeps it: its JSON without the bytes of its pictures and files, and those apart, each under its hash, so
//! that lists never load them and the same bytes are kept once.
//!
//! A *blob* is a member of the capture that has `media` and `data` (bytes in base64): in the store `data` gives way to
//! `sha256` and `bytes`, its length. What is put together again is verified like any other case.

use super::{Case, CaseError, Sha256Hex};
use crate::json;
use base64::{Engine, engine::general_purpose::STANDARD};
use serde_json::{Map, Value, json};

/// Bytes that belong to a case.
#[derive(Clone, PartialEq, Eq)]
pub struct Blob {
    /// The hash of the bytes: their name.
    pub sha256: Sha256Hex,
    /// The media type, as the capture's list of parts has it.
    pub media: String,
    /// The bytes.
    pub bytes: Vec<u8>,
}

impl std::fmt::Debug for Blob {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Blob({} {}, {} bytes)", self.sha256.as_str(), self.media, self.bytes.len())
    }
}

impl Case {
    /// The case without its blobs, as canonical JSON, and these.
    pub fn split(&self) -> (String, Vec<Blob>) {
        // The picture is most of a case: it does not go through base64, and its hash is on the list of parts, which was made or
        // compared when the capture was.
        let mut bare = self.clone();
        let picture = bare.capture.screenshot.take();
        let mut tree = serde_json::to_value(&bare).unwrap_or_default();
        let mut blobs = Vec::new();
        for blob in members(&mut tree) {
            let Some(bytes) = blob.get("data").and_then(Value::as_str).and_then(|data| STANDARD.decode(data).ok())
            else {
                continue;
            };
            let sha256 = Sha256Hex::of(&bytes);
            blob.remove("data");
            blob.insert("sha256".to_owned(), sha256.as_str().into());
            blob.insert("bytes".to_owned(), bytes.len().into());
            let part = self.capture.manifest.parts.iter().find(|part| part.sha256 == sha256);
            let media = part.map_or("application/octet-stream", |part| part.media.as_str()).to_owned();
            blobs.push(Blob { sha256, media, bytes });
        }
        if let Some(picture) = picture {
            let bytes = picture.bytes().to_vec();
            let part = self.capture.part(picture.media().file()).filter(|part| part.bytes == bytes.len());
            let sha256 = part.map_or_else(|| Sha256Hex::of(&bytes), |part| part.sha256.clone());
            debug_assert_eq!(sha256, Sha256Hex::of(&bytes), "the list of parts is of another picture");
            let (width, height) = picture.size();
            tree["capture"]["screenshot"] = json!({
                "media": picture.media(), "width": width, "height": height, "sha256": sha256, "bytes": bytes.len(),
            });
            blobs.push(Blob { sha256, media: picture.media().mime().to_owned(), bytes });
        }
        (super::canonical(&tree), blobs)
    }

    /// The hashes of the blobs that a case needs which is kept without them. Empty for what is no case: joining it says why.
    pub fn blobs(stored: &str) -> Vec<Sha256Hex> {
        let Ok(mut tree) = json::tree(stored) else { return Vec::new() };
        members(&mut tree).filter_map(|blob| named(blob)).collect()
    }

    /// The case without its blobs and unverified, for a list: who opens it joins it.
    ///
    /// # Errors
    /// As [`Case::from_json`], but for what hashes tell.
    pub fn glance(stored: &str) -> Result<Self, CaseError> {
        let Ok(mut tree) = json::tree(stored) else { return Self::from_json(stored) };
        if let Some(capture) = tree.get_mut("capture").and_then(Value::as_object_mut) {
            let gone = |member: &&mut Value| member.as_object().is_some_and(|member| named(member).is_some());
            capture.values_mut().filter(gone).for_each(|member| *member = Value::Null);
        }
        Self::from_tree(tree, false)
    }

    /// The case with its blobs. A case of an older version, which has them in it, is read as well.
    ///
    /// # Errors
    /// As [`Case::from_json`]; a blob that is missing is a part that is not what it was.
    pub fn join(stored: &str, blobs: &[Blob]) -> Result<Self, CaseError> {
        let Ok(mut tree) = json::tree(stored) else { return Self::from_json(stored) };
        let mut missing = None;
        for blob in members(&mut tree) {
            let Some(sha256) = named(blob) else { continue };
            let Some(found) = blobs.iter().find(|found| found.sha256 == sha256) else {
                missing = Some(sha256);
                continue;
            };
            blob.remove("sha256");
            blob.remove("bytes");
            blob.insert("data".to_owned(), STANDARD.encode(&found.bytes).into());
        }
        if let Some(sha256) = missing {
            let parts = tree["capture"]["manifest"]["parts"].as_array();
            let part = parts.into_iter().flatten().find(|part| part["sha256"] == sha256.as_str());
            return Err(CaseError::missing(part.and_then(|part| part["name"].as_str()).unwrap_or(sha256.as_str())));
        }
        Self::from_tree(tree, true)
    }
}

/// The members of a case's capture that are, or can hold, bytes.
fn members(case: &mut Value) -> impl Iterator<Item = &mut Map<String, Value>> {
    let capture = case.get_mut("capture").and_then(Value::as_object_mut);
    let members = capture.into_iter().flat_map(|capture| capture.values_mut());
    members.filter_map(Value::as_object_mut).filter(|member| member.contains_key("media"))
}

/// The hash under which a member's bytes are kept, if they are not in it.
fn named(blob: &Map<String, Value>) -> Option<Sha256Hex> {
    if blob.contains_key("data") {
        return None;
    }
    blob.get("media")?;
    Sha256Hex::try_from(blob.get("sha256")?.as_str()?.to_owned()).ok()
}
