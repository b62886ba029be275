//! What a pack brings: others' entries of the log, and cases with their blobs. A pack of five hundred megabytes is no transaction: its
//! blobs come first, in parts, under hashes that no case names yet; then, in one transaction, all that makes cases of them. Until that
//! one has happened the dossier is what it was, and blobs that nobody needs are swept away: at once where the import fails, at the next
//! opening of the dossier where the browser was killed.

use super::{
    super::fault::Fault,
    database::{self, ALL, BLOBS, CASES, LOG, META, NEEDS, SUMMARIES, Transaction},
    journal, window, writing,
};
use crate::{
    case::{Blob, Case, Sha256Hex},
    dossier::{Dossier, Entry, Summary},
};
use js_sys::{Function, Object, Promise, Reflect};
use std::{cell::RefCell, collections::BTreeSet, future::Future, rc::Rc};
use wasm_bindgen::{JsCast, JsValue, closure::Closure};
use wasm_bindgen_futures::{JsFuture, future_to_promise};

/// The name under which `meta` says that blobs are there which no case needs yet.
const ARRIVING: &str = "arriving";

/// Its member that says whether the import has happened, and only blobs are left over.
const MERGED: &str = "merged";

/// The lock that whoever brings a pack holds, in all windows.
const LOCK: &str = "vigie-arriving";

/// A case out of a pack, verified by whoever read it, without its blobs.
pub struct Arrival {
    summary: Summary,
    stored: String,
    blobs: Vec<Sha256Hex>,
    updated: String,
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
    /// A case to be merged, and its blobs.
    pub fn of(case: &Case) -> (Self, Vec<Blob>) {
        let (stored, blobs) = case.split();
        let summary = Summary::of(case, &Dossier::default());
        let hashes = blobs.iter().map(|blob| blob.sha256.clone()).collect();
        (Self { summary, stored, blobs: hashes, updated: case.updated.iso() }, blobs)
    }
}

/// Does something while no other window brings a pack: waits for the one that does.
pub async fn alone<T: 'static>(work: impl Future<Output = Result<T, Fault>> + 'static) -> Result<T, Fault> {
    let global = js_sys::global();
    let locks = Reflect::get(&Reflect::get(&global, &"navigator".into())?, &"locks".into())?;
    let request: Function = Reflect::get(&locks, &"request".into())?.dyn_into()?;
    let said = Rc::new(RefCell::new(None));
    let saying = Rc::clone(&said);
    let held = Closure::once_into_js(move || {
        future_to_promise(async move {
            *saying.borrow_mut() = Some(work.await);
            Ok(JsValue::UNDEFINED)
        })
    });
    let asked: Promise = request.call2(&locks, &LOCK.into(), &held)?.dyn_into()?;
    JsFuture::from(asked).await?;
    said.take().unwrap_or_else(|| Err(Fault::said("store.failed")))
}

/// Says that blobs come which no case needs yet.
pub async fn begin() -> Result<(), Fault> {
    let row = arriving(false)?;
    database::write(&[META], |stores| async move { stores.put(META, &row) }).await
}

/// The row that says that blobs came, and whether cases were made of those that any needs.
fn arriving(merged: bool) -> Result<JsValue, Fault> {
    let row = Object::new();
    Reflect::set(&row, &"name".into(), &ARRIVING.into())?;
    Reflect::set(&row, &MERGED.into(), &merged.into())?;
    Ok(row.into())
}

/// Brings the blobs of some cases, unless these are there.
pub async fn bring(cases: &[(&Arrival, Vec<Blob>)]) -> Result<(), Fault> {
    database::write(&[CASES, BLOBS], |stores| async move {
        for (case, blobs) in cases {
            if !stores.has(CASES, &case.summary.id.as_str().into()).await? {
                writing::put_blobs(&stores, blobs).await?;
            }
        }
        Ok(())
    })
    .await
}

/// Merges a pack whose blobs are there: all of it or nothing. What was merged twice is there once. Another device's tombstone hides a
/// case of this one's, and never destroys it.
pub async fn merge(entries: Vec<Entry>, cases: Vec<Arrival>) -> Result<Merged, Fault> {
    let merged = database::write(&ALL, |stores| async move {
        for entry in &entries {
            journal::put(&stores, entry)?;
        }
        let dossier = whole(&stores).await?;
        refresh(&stores, &entries, &dossier).await?;
        let (known, brought) = (names(&stores, CASES).await?, names(&stores, BLOBS).await?);
        let mut merged = Merged::default();
        for Arrival { mut summary, stored, blobs, updated } in cases {
            if known.contains(&summary.id) {
                merged.known += 1;
            } else if dossier.tombstone(&summary.id, &summary.capture).is_some() {
                merged.removed += 1;
            } else if blobs.iter().all(|blob| brought.contains(blob.as_str())) {
                summary.refresh(&dossier);
                writing::put_record(&stores, &summary.id, 1, &updated, &stored, blobs.iter())?;
                journal::put_summary(&stores, &summary)?;
                merged.added += 1;
            } else {
                // Another window took away a case with the same picture meanwhile.
                return Err(Fault::said("store.failed").because(format!("the blobs of \"{}\" are gone", summary.id)));
            }
        }
        if merged.known == 0 && merged.removed == 0 {
            // Of what was brought nothing is left over.
            stores.delete(META, &ARRIVING.into())?;
        } else {
            stores.put(META, &arriving(true)?)?;
        }
        Ok(merged)
    })
    .await?;
    window::tell();
    Ok(merged)
}

/// Takes away the blobs that no case needs, if an import has left any; says whether that import was stopped before anything of it was
/// kept. Nobody may bring any meanwhile: see [`alone`].
pub async fn sweep() -> Result<bool, Fault> {
    let row = database::read(&[META], |stores| async move { stores.get(META, &ARRIVING.into()).await }).await?;
    if row.is_undefined() {
        return Ok(false);
    }
    database::write(&[CASES, BLOBS, META], |stores| async move {
        for sha256 in names(&stores, BLOBS).await? {
            if stores.count_found(CASES, NEEDS, &sha256).await? == 0 {
                stores.delete(BLOBS, &sha256.into())?;
            }
        }
        stores.delete(META, &ARRIVING.into())
    })
    .await?;
    Ok(!Reflect::get(&row, &MERGED.into())?.is_truthy())
}

/// Writes the summaries anew that these entries are about.
async fn refresh(stores: &Transaction, entries: &[Entry], dossier: &Dossier) -> Result<(), Fault> {
    let about: BTreeSet<&str> = entries.iter().filter_map(|entry| entry.act().about()).collect();
    for row in stores.all(SUMMARIES).await? {
        let Some(mut summary) = journal::summary(&row) else { continue };
        if about.contains(summary.id.as_str()) || about.contains(summary.text.as_str()) {
            summary.refresh(dossier);
            journal::put_summary(stores, &summary)?;
        }
    }
    Ok(())
}

/// The keys of a store.
async fn names(stores: &Transaction, store: &str) -> Result<BTreeSet<String>, Fault> {
    Ok(stores.keys(store).await?.iter().filter_map(|key| key.as_string()).collect())
}

/// What the whole log says: a tombstone may stand under another name.
async fn whole(stores: &Transaction) -> Result<Dossier, Fault> {
    let mut dossier = Dossier::default();
    let lines = stores.all(LOG).await?;
    lines.iter().filter_map(|line| journal::read(&line).ok()).for_each(|entry| dossier.apply(&entry));
    Ok(dossier)
}
