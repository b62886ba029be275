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

pub use arrival::{Arrival, Merged, merge};
pub use journal::{device, log, write};
pub use settle::settle;
pub use space::{Space, erase_all, persist, space};
pub use window::on_change;
pub use writing::{blob, get, keep, remove, restore};

use super::{chrome::from_js, fault::Fault};
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

/// What stands in the store.
pub enum Stored {
    /// Something of a record's shape.
    Record(Record),
    /// Something else under this key: shown as such, and kept.
    Unreadable(String),
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

/// Every case without its blobs, the last changed first; what cannot be read comes last.
pub async fn all() -> Result<Vec<Stored>, Fault> {
    let (keys, values) =
        database::read(&[CASES], |stores| async move { Ok((stores.keys(CASES).await?, stores.all(CASES).await?)) })
            .await?;
    let mut all: Vec<Stored> = values.iter().zip(keys.iter()).map(|(value, key)| stored(value, named(&key))).collect();
    all.sort_by(|left, right| right.changed().cmp(left.changed()));
    Ok(all)
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

impl Stored {
    fn changed(&self) -> &str {
        match self {
            Self::Record(record) => &record.updated,
            Self::Unreadable(_) => "",
        }
    }
}

fn stored(value: JsValue, key: String) -> Stored {
    match from_js::<Record>(&value) {
        Ok(record) if record.id == key => Stored::Record(record),
        _ => Stored::Unreadable(key),
    }
}
