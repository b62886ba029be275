//! Reading a pack in the worker: bytes are asked for one stretch after the other. To be verified it is read once, to be imported once
//! more: the file may be another one by then, so nothing is merged before the end of this reading either.

use super::{refused, thrown};
use crate::{
    case::Blob,
    message::Message,
    pack::{Contents, Item, MOST_WORK, Opened, PackError, PackReader, hashed, opened},
    web::page::{fault::Fault, store},
};
use js_sys::{Function, Promise, Reflect, Uint8Array};
use serde_json::json;
use std::io::{self, BufReader, Read};
use wasm_bindgen::{JsCast, JsValue, prelude::wasm_bindgen};
use wasm_bindgen_futures::JsFuture;

/// How much is asked for at a time, in bytes.
const STRETCH: usize = 1 << 20;

/// Pictures that one transaction brings, in bytes: all of them are in memory at once, twice.
const BATCH: usize = 8 << 20;

/// Cases that are verified before the browser may rest: some eight megabytes.
const WITHOUT_REST: usize = 64;

/// A file, of which JavaScript reads stretches: `of(at, length)`.
struct Source {
    at: u64,
    of: Function,
}

impl Read for Source {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        let (at, length) = (JsValue::from(self.at as f64), JsValue::from(into.len() as f64));
        let read = self.of.call2(&JsValue::NULL, &at, &length).map_err(refused)?;
        let read: Uint8Array = read.dyn_into().map_err(refused)?;
        let length = (read.length() as usize).min(into.len());
        read.subarray(0, length as u32).copy_to(&mut into[..length]);
        self.at += length as u64;
        Ok(length)
    }
}

fn source(of: &Function) -> BufReader<Source> {
    BufReader::with_capacity(STRETCH, Source { at: 0, of: of.clone() })
}

type Reader = PackReader<Opened<BufReader<Source>>>;

/// Begins to read a pack; says whether it was encrypted.
fn begun(of: &Function, passphrase: Option<&str>) -> Result<(Reader, bool), PackError> {
    let opened = opened(source(of), passphrase, MOST_WORK)?;
    let sealed = opened.is_unsealed();
    Ok((PackReader::new(opened)?, sealed))
}

/// Reads and verifies a pack; `of(at, length)` gives bytes of the file. Gives what was found as JSON, and throws a fault as JSON.
#[wasm_bindgen]
pub async fn verify(of: Function, passphrase: Option<String>) -> Result<String, JsValue> {
    verified(&of, passphrase.as_deref()).await?.map_err(thrown)
}

/// The outer fault is the browser's.
async fn verified(of: &Function, passphrase: Option<&str>) -> Result<Result<String, PackError>, JsValue> {
    let (mut reader, sealed) = match begun(of, passphrase) {
        Ok(begun) => begun,
        Err(fault) => return Ok(Err(fault)),
    };
    let mut read = 0;
    loop {
        match reader.next() {
            Ok(None) => break,
            Ok(Some(_)) => read += 1,
            Err(fault) => return Ok(Err(fault)),
        }
        if read % WITHOUT_REST == 0 {
            rest().await?;
        }
    }
    Ok(found(reader, of, sealed))
}

/// Lets the browser's own work be done: the stretches that were read are given back only then, and Chromium held two hundred megabytes
/// of them while a large pack was read in one go.
async fn rest() -> Result<(), JsValue> {
    let global = js_sys::global();
    let later: Function = Reflect::get(&global, &"setTimeout".into())?.dyn_into()?;
    let rested = Promise::new(&mut |go, _| {
        // Without a timer nothing would ever go on: then it goes on at once.
        if later.call1(&global, &go).is_err() {
            let _ = go.call0(&JsValue::UNDEFINED);
        }
    });
    JsFuture::from(rested).await.map(drop)
}

fn found(reader: Reader, of: &Function, sealed: bool) -> Result<String, PackError> {
    let contents = reader.finish()?;
    let file = if sealed { hashed(source(of))? } else { contents.sha256.clone() };
    Ok(told(&contents, file.as_str()))
}

fn told(contents: &Contents, file: &str) -> String {
    let entries: Vec<_> = contents.entries.iter().map(|(name, sha256)| json!([name, sha256])).collect();
    json!({
        "sha256": contents.sha256, "file": file, "bytes": contents.bytes, "created": contents.created.iso(),
        "program": contents.program, "cases": contents.cases, "devices": contents.devices, "flaws": contents.flaws.len(),
        "pictures": contents.pictures, "anonymous": contents.anonymous, "entries": entries,
    })
    .to_string()
}

/// Imports a pack, all of it or nothing; gives `{added, known, removed}` as JSON, and throws as [`verify`] does. When all of it is verified
/// `settle()` is asked, and its promise waited for: from there on nobody may say that nothing has changed.
#[wasm_bindgen]
pub async fn take(of: Function, settle: Function, passphrase: Option<String>) -> Result<String, JsValue> {
    let taking = store::alone(async move {
        store::sweep().await?;
        store::begin().await?;
        let taken = taken(&of, &settle, passphrase.as_deref()).await;
        // What was brought for cases that did not come; where that fails, the next page that opens the dossier does it.
        let _ = store::sweep().await;
        taken
    });
    match taking.await {
        Ok(Ok(merged)) => {
            Ok(json!({"added": merged.added, "known": merged.known, "removed": merged.removed}).to_string())
        }
        Ok(Err(fault)) => Err(thrown(fault)),
        Err(fault) => Err(kept_out(&fault)),
    }
}

/// The pack's faults are what is told of it, the store's what failed here.
async fn taken(
    of: &Function,
    settle: &Function,
    passphrase: Option<&str>,
) -> Result<Result<store::Merged, PackError>, Fault> {
    let (mut reader, _) = match begun(of, passphrase) {
        Ok(begun) => begun,
        Err(fault) => return Ok(Err(fault)),
    };
    let (mut entries, mut cases) = (Vec::new(), Vec::new());
    let (mut waiting, mut bytes): (Vec<(usize, Vec<Blob>)>, usize) = Default::default();
    loop {
        let item = match reader.next() {
            Ok(item) => item,
            Err(fault) => return Ok(Err(fault)),
        };
        let ended = item.is_none();
        match item {
            Some(Item::Log(log)) => entries.extend(log),
            Some(Item::Case(case)) => {
                let (case, blobs) = store::Arrival::of(&case);
                bytes += blobs.iter().map(|blob| blob.bytes.len()).sum::<usize>();
                waiting.push((cases.len(), blobs));
                cases.push(case);
            }
            None => {}
        }
        if ended || bytes >= BATCH {
            let parts = std::mem::take(&mut waiting);
            let brought: Vec<_> = parts.into_iter().filter_map(|(at, blobs)| Some((cases.get(at)?, blobs))).collect();
            store::bring(&brought).await?;
            bytes = 0;
        }
        if ended {
            break;
        }
    }
    if let Err(fault) = reader.finish() {
        return Ok(Err(fault));
    }
    let settled: Promise = settle.call0(&JsValue::UNDEFINED)?.dyn_into()?;
    JsFuture::from(settled).await?;
    store::merge(entries, cases).await.map(Ok)
}

/// A fault of the store's, as the pages are told of it.
fn kept_out(fault: &Fault) -> JsValue {
    let message = match fault.message.id.as_str() {
        "store.full" => Message::new("pack.import.full"),
        "store.busy" | "store.none" | "store.newer" => fault.message.clone(),
        _ => Message::new("pack.import.failed").with("detail", fault.detail.clone().unwrap_or_default()),
    };
    JsValue::from(json!({"message": message, "entry": null, "asks": false, "wrong": false}).to_string())
}
