//! What an import and an export change in the store. This runs on the page: its store tells other windows.

use super::pour::taken;
use crate::{
    case::{Case, Sha256Hex},
    dossier::{Act, Entry},
    web::page::{fault::Fault, store},
};
use js_sys::{Array, Reflect};
use serde_json::json;
use wasm_bindgen::{JsCast, JsValue, prelude::wasm_bindgen};

/// How many cases are kept, those among them that cannot be read.
#[wasm_bindgen]
pub async fn kept() -> Result<u32, JsValue> {
    let (summaries, unreadable) = store::summaries().await.map_err(thrown)?;
    Ok((summaries.len() + unreadable.len()) as u32)
}

/// Merges part of a pack, all of it or nothing: entries of logs, one a line, and cases, `[{stored, blobs}]`. Each case is verified again
/// here. Gives `{added, known, removed}` as JSON.
#[wasm_bindgen]
pub async fn merge(log: &str, cases: Array) -> Result<String, JsValue> {
    let entries = log.lines().map(Entry::read).collect::<Result<Vec<_>, _>>();
    let entries = entries.map_err(|fault| JsValue::from(fault.to_string()))?;
    let cases = cases.iter().map(|case| arrival(&case)).collect::<Result<Vec<_>, _>>()?;
    let merged = store::merge(entries, cases).await.map_err(thrown)?;
    Ok(json!({"added": merged.added, "known": merged.known, "removed": merged.removed}).to_string())
}

fn arrival(given: &JsValue) -> Result<store::Arrival, JsValue> {
    let stored = Reflect::get(given, &"stored".into())?.as_string().unwrap_or_default();
    let blobs: Array = Reflect::get(given, &"blobs".into())?.dyn_into()?;
    let blobs: Vec<_> = blobs.iter().filter_map(|blob| taken(&blob)).collect();
    let case = Case::join(&stored, &blobs).map_err(|fault| JsValue::from(fault.to_string()))?;
    Ok(store::Arrival::new(case))
}

/// Writes down that the whole dossier left: the reminder counts from there.
#[wasm_bindgen]
pub async fn exported(sha256: String, cases: u32) -> Result<(), JsValue> {
    let pack = Sha256Hex::try_from(sha256).map_err(JsValue::from)?;
    store::write(vec![Act::Export { pack, cases: cases.into() }]).await.map(drop).map_err(thrown)
}

fn thrown(fault: Fault) -> JsValue {
    JsValue::from(fault.detail.unwrap_or(fault.message.id))
}
