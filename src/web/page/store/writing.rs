//! Cases in the store: read with their blobs, kept, removed, brought back.

use super::{
    super::{
        chrome::{from_js, to_js},
        fault::Fault,
    },
    Opened, Record,
    database::{self, ALL, BLOBS, CASES, NEEDS, SUMMARIES, Transaction},
    journal::{self, Journal},
    space, window,
};
use crate::{
    case::{Again, Blob, Case, Outcome, Sha256Hex},
    dossier::{Act, State, Subject, Summary, text_hash},
    json,
};
use js_sys::{Reflect, Uint8Array};
use wasm_bindgen::{JsCast, JsValue};

/// The case of that name, verified; none where there is none.
pub async fn get(id: &str) -> Result<Option<Opened>, Fault> {
    let key = JsValue::from_str(id);
    let found = database::read(&[CASES, BLOBS], |stores| async move {
        let value = stores.get(CASES, &key).await?;
        if value.is_undefined() {
            return Ok(None);
        }
        let record: Record = from_js(&value).map_err(|_| Fault::said("saved.unreadable"))?;
        let blobs = blobs_of(&stores, &record.case).await?;
        Ok(Some((record, blobs)))
    })
    .await?;
    let Some((record, blobs)) = found else { return Ok(None) };
    let case = Case::join(&record.case, &blobs).map_err(|error| Fault::from(error.message()))?;
    Ok(Some(Opened { case, revision: record.revision }))
}

/// The blobs that a stored case needs, as far as they are there.
pub async fn blobs_of(stores: &Transaction, case: &str) -> Result<Vec<Blob>, Fault> {
    let mut blobs = Vec::new();
    for sha256 in Case::blobs(case) {
        let row = stores.get(BLOBS, &sha256.as_str().into()).await?;
        blobs.extend(read_blob(sha256, &row));
    }
    Ok(blobs)
}

fn read_blob(sha256: Sha256Hex, row: &JsValue) -> Option<Blob> {
    let bytes: Uint8Array = Reflect::get(row, &"data".into()).ok()?.dyn_into().ok()?;
    let media = Reflect::get(row, &"media".into()).ok()?.as_string()?;
    Some(Blob { sha256, media, bytes: bytes.to_vec() })
}

/// Keeps a case: `revision` is that of the write which it was read from, none for a new one. Gives that of this write.
///
/// # Errors
/// `store.stale` where another window has written it since; the browser's reason where it could not be written. Nothing has
/// changed then.
pub async fn keep(case: &Case, revision: Option<u32>, state: State) -> Result<u32, Fault> {
    let (stored, blobs) = case.split();
    let case = case.clone();
    let (revision, first) = database::write(&ALL, |stores| async move {
        let now = stores.get(CASES, &case.id.as_str().into()).await?;
        // What cannot be read was never shown, so nobody writes over it knowingly.
        let now: Option<Record> =
            if now.is_undefined() { None } else { Some(from_js(&now).map_err(|_| Fault::said("store.stale"))?) };
        if let Some(now) = &now
            && revision != Some(now.revision)
        {
            return Err(Fault::said("store.stale"));
        }
        let first = now.is_none() && stores.count(CASES).await? == 0;
        let revision = now.as_ref().map_or(0, |now| now.revision) + 1;
        put(&stores, &case, &stored, &blobs, revision, state).await?;
        let old = now.map(|now| now.blobs).unwrap_or_default();
        drop_blobs(&stores, &old).await?;
        Ok((revision, first))
    })
    .await?;
    if first {
        space::persist();
    }
    window::tell();
    Ok(revision)
}

/// Writes a case with all that belongs to it.
pub async fn put(
    stores: &Transaction,
    case: &Case,
    stored: &str,
    blobs: &[Blob],
    revision: u32,
    state: State,
) -> Result<(), Fault> {
    let capture = &case.capture.manifest.sha256;
    let mut dossier = journal::folded(stores, &[&case.id, Subject::of(&case.capture).text.as_str()]).await?;
    let mut acts = Vec::new();
    if dossier.tombstone(&case.id, capture).is_some() {
        acts.push(Act::Restore { case: case.id.clone() });
    }
    let kept = dossier.case(&case.id).and_then(|fate| fate.kept());
    if kept.is_none_or(|kept| kept.capture != *capture || kept.state != state) {
        acts.push(Act::Keep { case: case.id.clone(), capture: capture.clone(), state });
    }
    let mut journal = Journal::open(stores).await?;
    for act in &acts {
        journal.append(&mut dossier, act)?;
    }
    put_blobs(stores, blobs).await?;
    put_record(stores, &case.id, revision, &case.updated.iso(), stored, blobs.iter().map(|blob| &blob.sha256))?;
    journal::put_summary(stores, &Summary::of(case, &dossier))
}

/// Writes a case's record.
pub fn put_record<'a>(
    stores: &Transaction,
    id: &str,
    revision: u32,
    updated: &str,
    stored: &str,
    blobs: impl Iterator<Item = &'a Sha256Hex>,
) -> Result<(), Fault> {
    let record = Record {
        id: id.to_owned(),
        revision,
        updated: updated.to_owned(),
        blobs: blobs.map(|sha256| sha256.as_str().to_owned()).collect(),
        case: stored.to_owned(),
    };
    stores.put(CASES, &to_js(&record)?)
}

/// Writes the blobs that are not there yet.
pub async fn put_blobs(stores: &Transaction, blobs: &[Blob]) -> Result<(), Fault> {
    for blob in blobs {
        if stores.has(BLOBS, &blob.sha256.as_str().into()).await? {
            continue;
        }
        let row = js_sys::Object::new();
        Reflect::set(&row, &"sha256".into(), &blob.sha256.as_str().into())?;
        Reflect::set(&row, &"media".into(), &blob.media.as_str().into())?;
        Reflect::set(&row, &"data".into(), &Uint8Array::from(blob.bytes.as_slice()))?;
        stores.put(BLOBS, &row)?;
    }
    Ok(())
}

/// Takes away those of `old` that no case needs any more.
async fn drop_blobs(stores: &Transaction, old: &[String]) -> Result<(), Fault> {
    for sha256 in old {
        if stores.count_found(CASES, NEEDS, sha256).await? == 0 {
            stores.delete(BLOBS, &sha256.as_str().into())?;
        }
    }
    Ok(())
}

/// Writes down what a case's page said when it was opened again, in the log and, where there is a new capture, with the case;
/// whether the case is still there. Read and written in one transaction: what another window has written meanwhile stays.
pub async fn recheck(id: &str, outcome: Outcome, again: Option<Again>) -> Result<bool, Fault> {
    let id = id.to_owned();
    let noted = database::write(&ALL, |stores| async move {
        let value = stores.get(CASES, &id.as_str().into()).await?;
        if value.is_undefined() {
            return Ok(false);
        }
        let record: Record = from_js(&value).map_err(|_| Fault::said("saved.unreadable"))?;
        let (capture, text) = again.as_ref().map_or((None, None), |again| {
            let text = (!again.section.is_empty()).then(|| text_hash(&again.section));
            (Some(again.manifest.sha256.clone()), text)
        });
        if let Some(again) = again {
            let blobs = blobs_of(&stores, &record.case).await?;
            let mut case = Case::join(&record.case, &blobs).map_err(|error| Fault::from(error.message()))?;
            case.seen_again(again);
            let (stored, blobs) = case.split();
            let hashes = blobs.iter().map(|blob| &blob.sha256);
            put_record(&stores, &id, record.revision + 1, &case.updated.iso(), &stored, hashes)?;
        }
        let mut dossier = journal::folded(&stores, &[&id]).await?;
        let act = Act::Recheck { case: id.clone(), outcome, capture, text };
        Journal::open(&stores).await?.append(&mut dossier, &act)?;
        journal::refresh(&stores, vec![&id]).await?;
        Ok(true)
    })
    .await?;
    window::tell();
    Ok(noted)
}

/// Takes a case away, with a tombstone that says why.
pub async fn remove(ids: &[String], reason: &str) -> Result<(), Fault> {
    let (ids, reason) = (ids.to_vec(), reason.to_owned());
    database::write(&ALL, |stores| async move {
        let mut journal = Journal::open(&stores).await?;
        for id in &ids {
            let value = stores.get(CASES, &id.as_str().into()).await?;
            let record = from_js::<Record>(&value).ok();
            let case = record.as_ref().map(|record| record.case.as_str()).unwrap_or_default();
            let manifest = json::tree(case).ok().and_then(|tree| {
                let sha256 = tree.pointer("/capture/manifest/sha256")?.as_str()?;
                Sha256Hex::try_from(sha256.to_owned()).ok()
            });
            stores.delete(CASES, &id.as_str().into())?;
            stores.delete(SUMMARIES, &id.as_str().into())?;
            drop_blobs(&stores, &record.map(|record| record.blobs).unwrap_or_default()).await?;
            // What was no case has no tombstone: nothing could bring it back.
            if let Some(capture) = manifest {
                let mut dossier = journal::folded(&stores, &[id]).await?;
                let act = Act::Remove { case: id.clone(), capture, reason: reason.clone() };
                journal.append(&mut dossier, &act)?;
            }
        }
        Ok(())
    })
    .await?;
    window::tell();
    Ok(())
}

/// Brings back cases that another device's log has removed; their content was kept until now.
pub async fn restore(ids: &[String]) -> Result<(), Fault> {
    journal::write(ids.iter().map(|id| Act::Restore { case: id.clone() }).collect()).await.map(drop)
}
