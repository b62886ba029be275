//! What a pack brings: others' entries of the log, and cases with their blobs.

use super::{
    super::fault::Fault,
    database::{self, ALL, CASES, LOG},
    journal, window, writing,
};
use crate::{
    case::{Blob, Case},
    dossier::{Dossier, Entry, Subject, Summary},
};

/// A case out of a pack, verified by whoever read it.
pub struct Arrival {
    /// The case.
    pub case: Case,
    /// The same without its blobs, and these: [`Case::split`].
    pub stored: String,
    /// Its blobs.
    pub blobs: Vec<Blob>,
}

/// What became of the cases of a pack.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Merged {
    /// Cases that were not there.
    pub added: usize,
    /// Cases of the same name that were there, and stay as they are: their owner's words are theirs.
    pub known: usize,
    /// Cases that a tombstone keeps out.
    pub removed: usize,
}

impl Arrival {
    /// A case to be merged.
    pub fn new(case: Case) -> Self {
        let (stored, blobs) = case.split();
        Self { case, stored, blobs }
    }
}

/// Merges part of a pack: all of it or nothing. A pack is brought in several parts, its log first: what was merged twice is there
/// once. Another device's tombstone hides a case of this one's, and never destroys it.
pub async fn merge(entries: Vec<Entry>, cases: Vec<Arrival>) -> Result<Merged, Fault> {
    let merged = database::write(&ALL, |stores| async move {
        for entry in &entries {
            journal::put(&stores, entry)?;
        }
        journal::refresh(&stores, entries.iter().filter_map(|entry| entry.act().about()).collect()).await?;
        let mut merged = Merged::default();
        let removed = if cases.is_empty() { Dossier::default() } else { whole(&stores).await? };
        for Arrival { case, stored, blobs } in &cases {
            let capture = &case.capture.manifest.sha256;
            if stores.has(CASES, &case.id.as_str().into()).await? {
                merged.known += 1;
            } else if removed.tombstone(&case.id, capture).is_some() {
                merged.removed += 1;
            } else {
                let text = Subject::of(&case.capture).text;
                let dossier = journal::folded(&stores, &[&case.id, text.as_str()]).await?;
                writing::put_blobs(&stores, blobs).await?;
                let hashes = blobs.iter().map(|blob| &blob.sha256);
                writing::put_record(&stores, &case.id, 1, &case.updated.iso(), stored, hashes)?;
                journal::put_summary(&stores, &Summary::of(case, &dossier))?;
                merged.added += 1;
            }
        }
        Ok(merged)
    })
    .await?;
    window::tell();
    Ok(merged)
}

/// What the whole log says: a tombstone may stand under another name.
async fn whole(stores: &database::Transaction) -> Result<Dossier, Fault> {
    let mut dossier = Dossier::default();
    let lines = stores.all(LOG).await?;
    lines.iter().filter_map(|line| journal::read(&line).ok()).for_each(|entry| dossier.apply(&entry));
    Ok(dossier)
}
