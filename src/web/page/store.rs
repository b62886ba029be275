//! Where the dossier is: IndexedDB `vigie`. A write is one transaction that the browser says it has flushed to the disk
//! (`durability: "strict"`), or it has not happened: a case, its summary, its pictures and the log's entry are whole or absent
//! together. What is stored is never trusted: whoever reads it judges it.

mod arrival;
mod database;
mod journal;
mod reminder;
mod settle;
mod space;
mod window;
mod writing;

pub use arrival::{Arrival, Merged, alone, begin, bring, merge, sweep};
pub use journal::{device, log, validate, write};
pub use reminder::{exports, put_off};
pub use space::{Room, drop_pack, erase_all, room};
pub use window::on_change;
pub use writing::{get, keep, recheck, remove, restore};

use super::{chrome::from_js, fault::Fault};
use crate::{case::Case, dossier::Summary, json, sites};
use database::{CASES, SUMMARIES};
use js_sys::{Array, Reflect};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use settle::settle;
use std::collections::BTreeSet;
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
    let mut rows = Rows::read().await?;
    let unsettled = rows.unsettled();
    if !unsettled.is_empty() {
        settle(unsettled).await?;
        rows = Rows::read().await?;
    }
    let summaries: Vec<Summary> = rows.texts().filter_map(|text| Summary::from_json(&text).ok()).collect();
    let known: BTreeSet<&str> = summaries.iter().map(|summary| summary.id.as_str()).collect();
    let unreadable = rows.cases.iter().map(|key| named(&key)).filter(|key| !known.contains(key.as_str())).collect();
    Ok((summaries, unreadable))
}

/// What a short list says of a case.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Listed {
    /// The case's name.
    pub id: String,
    /// The words.
    pub quote: String,
    /// Where they stood.
    pub host: String,
    /// When the case was last changed, as ISO 8601 in UTC.
    pub updated: String,
}

/// Every case for a short list, the last changed first, without what a tombstone hides. It only reads, and builds no case:
/// the popup opens with it.
pub async fn listed() -> Result<Vec<Listed>, Fault> {
    let rows = Rows::read().await?;
    let mut listed: Vec<Listed> = rows.texts().filter_map(|text| of_summary(&text)).collect();
    let unsettled = rows.unsettled();
    let records = database::read(&[CASES], |stores| async move {
        let mut records = Vec::new();
        for key in &unsettled {
            records.push(stores.get(CASES, key).await?);
        }
        Ok(records)
    })
    .await?;
    listed.extend(records.iter().filter_map(of_record));
    listed.sort_by(|left, right| right.updated.cmp(&left.updated));
    Ok(listed)
}

fn of_summary(summary: &str) -> Option<Listed> {
    let tree = json::tree(summary).ok()?;
    let text = |name: &str| tree.get(name).and_then(Value::as_str).unwrap_or_default().to_owned();
    let hidden = tree.get("removed").and_then(Value::as_bool).unwrap_or_default();
    (!hidden).then(|| Listed { id: text("id"), quote: text("quote"), host: text("host"), updated: text("updated") })
}

/// Of a case that has no summary yet.
fn of_record(record: &JsValue) -> Option<Listed> {
    let record: Record = from_js(record).ok()?;
    let tree = json::tree(&record.case).ok()?;
    let text = |path: &str| tree.pointer(path).and_then(Value::as_str).unwrap_or_default();
    let host = sites::host_and_path(text("/capture/page/address")).map(|(host, _)| host).unwrap_or_default();
    Some(Listed { quote: text("/capture/finding/quote").to_owned(), host, id: record.id, updated: record.updated })
}

/// The keys of all cases, and all summaries, of one moment.
struct Rows {
    cases: Array,
    known: Array,
    summaries: Array,
}

impl Rows {
    async fn read() -> Result<Self, Fault> {
        database::read(&[CASES, SUMMARIES], |stores| async move {
            Ok(Self {
                cases: stores.keys(CASES).await?,
                known: stores.keys(SUMMARIES).await?,
                summaries: stores.all(SUMMARIES).await?,
            })
        })
        .await
    }

    /// The summaries as they are written.
    fn texts(&self) -> impl Iterator<Item = String> {
        self.summaries.iter().filter_map(|row| Reflect::get(&row, &"summary".into()).ok()?.as_string())
    }

    /// The keys of cases that an older version kept, without a summary.
    fn unsettled(&self) -> Vec<JsValue> {
        let known: BTreeSet<String> = self.known.iter().map(|key| named(&key)).collect();
        self.cases.iter().filter(|key| !known.contains(&named(key))).collect()
    }
}

fn named(key: &JsValue) -> String {
    key.as_string().unwrap_or_else(|| format!("{key:?}"))
}
