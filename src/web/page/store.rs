//! Where the dossier is: IndexedDB `vigie`. A write is one transaction that the browser says it has flushed to the disk
//! (`durability: "strict"`), or it has not happened: a case, its summary, its pictures and the log's entry are whole or absent
//! together. What is stored is never trusted: whoever reads it judges it.

mod arrival;
mod database;
mod journal;
mod settle;
mod space;
mod window;
mod writing;

pub use arrival::{Arrival, merge};
pub use journal::{device, log, write};
pub use settle::settle;
pub use space::{Room, erase_all, room};
pub use window::on_change;
pub use writing::{get, keep, remove, restore};

use super::fault::Fault;
use crate::{case::Case, dossier::Summary};
use database::{CASES, SUMMARIES};
use js_sys::{Array, Reflect};
use serde::{Deserialize, Serialize};
use wasm_bindgen::JsValue;

/// A case as it is stored.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Record {
    /// The case's name, which is the record's key.
    pub id: String,
    /// One more with each write: who writes over another one than they read is refused.
    #[serde(default)]
    pub revision: u32,
    /// When it was last saved, as ISO 8601 in UTC.
    #[serde(default)]
    pub updated: String,
    /// The hashes of its blobs.
    #[serde(default)]
    pub blobs: Vec<String>,
    /// The case without its blobs ([`Case::split`]), or with them, as older versions kept it.
    pub case: String,
}

/// A case that was read, and which write of it.
pub struct Opened {
    /// The case.
    pub case: Case,
    /// To be given back with [`keep`].
    pub revision: u32,
}

/// Whether any case is kept. That it cannot be told, as where the browser keeps nothing, is a no.
pub async fn any() -> bool {
    database::read(&[CASES], |stores| async move { stores.count(CASES).await }).await.is_ok_and(|count| count > 0)
}

/// The summary of every case, in no order, and the keys of what cannot be read.
pub async fn summaries() -> Result<(Vec<Summary>, Vec<String>), Fault> {
    settle().await?;
    let (keys, values) = database::read(&[CASES, SUMMARIES], |stores| async move {
        Ok((stores.keys(CASES).await?, stores.all(SUMMARIES).await?))
    })
    .await?;
    let texts = values.iter().filter_map(|value| Reflect::get(&value, &"summary".into()).ok()?.as_string());
    let summaries: Vec<Summary> = texts.filter_map(|text| Summary::from_json(&text).ok()).collect();
    let unreadable = unreadable(&keys, &summaries);
    Ok((summaries, unreadable))
}

/// The keys of cases that have no summary.
fn unreadable(keys: &Array, summaries: &[Summary]) -> Vec<String> {
    let known: std::collections::BTreeSet<&str> = summaries.iter().map(|summary| summary.id.as_str()).collect();
    keys.iter().map(|key| named(&key)).filter(|key| !known.contains(key.as_str())).collect()
}

fn named(key: &JsValue) -> String {
    key.as_string().unwrap_or_else(|| format!("{key:?}"))
}
