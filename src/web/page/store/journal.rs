//! The log in the store: entries are appended in the transaction of what they tell of, and summaries follow them.

use super::{
    super::{
        chrome::{from_js, to_js},
        clock::now,
        fault::Fault,
    },
    database::{self, ABOUT, ALL, LOG, META, SUMMARIES, TEXT, Transaction},
    reminder, window,
};
use crate::{
    case::Sha256Hex,
    dossier::{Act, Device, Dossier, Entry, Flaw, Log, State, Summary, log as chain},
};
use serde::{Deserialize, Serialize};
use wasm_bindgen::JsValue;

/// An entry as it is stored.
#[derive(Serialize, Deserialize)]
struct Line {
    device: String,
    seq: u64,
    hash: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    about: Option<String>,
    entry: String,
}

/// This device's name, and the last entry of its log: what is cut off at the end is missed here.
#[derive(Serialize, Deserialize)]
struct Head {
    name: String,
    id: String,
    #[serde(default)]
    last: Option<(u64, Sha256Hex)>,
}

const DEVICE: &str = "device";

/// This device's part of a log that is being written.
pub struct Journal {
    stores: Transaction,
    device: Device,
    last: Option<(u64, Sha256Hex)>,
}

impl Journal {
    /// Opens it; `stores` have `log` and `meta`. A device is named when it writes for the first time.
    pub async fn open(stores: &Transaction) -> Result<Self, Fault> {
        let (device, last) = head(stores).await?.map_or_else(|| Ok((fresh()?, None)), Ok::<_, Fault>)?;
        Ok(Self { stores: stores.clone(), device, last })
    }

    /// Appends an act, and takes it into account in `dossier`.
    pub fn append(&mut self, dossier: &mut Dossier, act: &Act) -> Result<Entry, Fault> {
        let at = dossier.moment(&self.device, act, &now()?);
        let after = self.last.as_ref().map(|(seq, hash)| (*seq, hash));
        let entry = Entry::write(&self.device, after, &at, act).map_err(broken)?;
        put(&self.stores, &entry)?;
        dossier.apply(&entry);
        self.last = Some((entry.seq(), entry.hash().clone()));
        let head = Head { name: DEVICE.to_owned(), id: self.device.as_str().to_owned(), last: self.last.clone() };
        self.stores.put(META, &to_js(&head)?)?;
        if matches!(act, Act::Export { .. }) {
            reminder::exported(&self.stores, &at)?;
        }
        Ok(entry)
    }
}

/// This device's name; it is given one if it has none.
pub async fn device() -> Result<Device, Fault> {
    database::write(&[META], |stores| async move {
        if let Some((device, _)) = head(&stores).await? {
            return Ok(device);
        }
        let device = fresh()?;
        let head = Head { name: DEVICE.to_owned(), id: device.as_str().to_owned(), last: None };
        stores.put(META, &to_js(&head)?)?;
        Ok(device)
    })
    .await
}

async fn head(stores: &Transaction) -> Result<Option<(Device, Option<(u64, Sha256Hex)>)>, Fault> {
    let found = stores.get(META, &DEVICE.into()).await?;
    let Ok(head) = from_js::<Head>(&found) else { return Ok(None) };
    Ok(Device::new(&head.id).ok().map(|device| (device, head.last)))
}

fn fresh() -> Result<Device, Fault> {
    let bytes = js_sys::Uint8Array::new_with_length(16);
    let crypto = js_sys::Reflect::get(&js_sys::global(), &"crypto".into())?;
    let fill: js_sys::Function = js_sys::Reflect::get(&crypto, &"getRandomValues".into())?.into();
    fill.call1(&crypto, &bytes)?;
    let digits: String = bytes.to_vec().iter().map(|byte| format!("{byte:02x}")).collect();
    Device::new(&digits).map_err(broken)
}

fn broken(why: impl ToString) -> Fault {
    Fault::said("store.failed").because(why)
}

/// Writes an entry as it stands.
pub fn put(stores: &Transaction, entry: &Entry) -> Result<(), Fault> {
    let line = Line {
        device: entry.device().as_str().to_owned(),
        seq: entry.seq(),
        hash: entry.hash().as_str().to_owned(),
        about: entry.act().about().map(str::to_owned),
        entry: entry.text().to_owned(),
    };
    stores.put(LOG, &to_js(&line)?)
}

/// An entry out of its record.
pub fn read(value: &JsValue) -> Result<Entry, Flaw> {
    let unknown = |why: String| Flaw { device: String::new(), seq: 0, kind: crate::dossier::FlawKind::Altered(why) };
    let line: Line = from_js(value).map_err(|fault| unknown(fault.detail.unwrap_or_default()))?;
    chain::read(&line.device, line.seq, &line.hash, &line.entry)
}

/// What the log says of these cases and texts. An entry that is not what was written is left out: [`log`] names it.
pub async fn folded(stores: &Transaction, about: &[&str]) -> Result<Dossier, Fault> {
    let mut dossier = Dossier::default();
    for name in about {
        let lines = stores.found(LOG, ABOUT, name).await?;
        lines.iter().filter_map(|line| read(&line).ok()).for_each(|entry| dossier.apply(&entry));
    }
    Ok(dossier)
}

/// The whole log, and everything that is wrong with it.
pub async fn log() -> Result<(Log, Vec<Flaw>), Fault> {
    let (lines, head) =
        database::read(&[LOG, META], |stores| async move { Ok((stores.all(LOG).await?, head(&stores).await?)) })
            .await?;
    let mut flaws = Vec::new();
    let log: Log = lines.iter().filter_map(|line| read(&line).map_err(|flaw| flaws.push(flaw)).ok()).collect();
    flaws.extend(log.flaws());
    if let Some((device, Some((seq, hash)))) = head {
        let there = log.last(&device).is_some_and(|last| last.seq() > seq || *last.hash() == hash);
        if !there {
            let kind = crate::dossier::FlawKind::Missing;
            flaws.push(Flaw { device: device.as_str().to_owned(), seq: seq + 1, kind });
        }
    }
    Ok((log, flaws))
}

/// Writes acts that change no case itself (`amend`, `recheck`, `verdict`, `export`, `restore`), all or none, and the
/// summaries of the cases that they are about; gives the entries. For `keep` and `remove` there are functions that do what they
/// tell.
pub async fn write(acts: Vec<Act>) -> Result<Vec<Entry>, Fault> {
    validate(&[], acts).await
}

/// The same, and says first that somebody has looked at these cases, those among them of which nobody has said so yet: one
/// transaction for all of it.
pub async fn validate(ids: &[String], acts: Vec<Act>) -> Result<Vec<Entry>, Fault> {
    let ids = ids.to_vec();
    let entries = database::write(&ALL, |stores| async move {
        let mut all = Vec::new();
        for id in ids {
            let row = stores.get(SUMMARIES, &id.as_str().into()).await?;
            if let Some(summary) = summary(&row).filter(|summary| summary.state == State::ToValidate) {
                all.push(Act::Keep { case: id, capture: summary.capture, state: State::Kept });
            }
        }
        all.extend(acts);
        let names: Vec<&str> = all.iter().filter_map(Act::about).collect();
        let mut dossier = folded(&stores, &names).await?;
        let mut journal = Journal::open(&stores).await?;
        let mut entries = Vec::new();
        for act in &all {
            entries.push(journal.append(&mut dossier, act)?);
        }
        refresh(&stores, names).await?;
        Ok(entries)
    })
    .await?;
    window::tell();
    Ok(entries)
}

/// Writes the summaries anew that cases' names and texts' hashes are about, each once.
pub async fn refresh(stores: &Transaction, mut about: Vec<&str>) -> Result<(), Fault> {
    about.sort_unstable();
    about.dedup();
    for name in about {
        refresh_one(stores, name).await?;
    }
    Ok(())
}

async fn refresh_one(stores: &Transaction, about: &str) -> Result<(), Fault> {
    let rows = stores.found(SUMMARIES, TEXT, about).await?;
    let own = stores.get(SUMMARIES, &about.into()).await?;
    for row in rows.iter().chain((!own.is_undefined()).then_some(own)) {
        let Some(mut summary) = summary(&row) else { continue };
        let dossier = folded(stores, &[&summary.id, summary.text.as_str()]).await?;
        summary.refresh(&dossier);
        put_summary(stores, &summary)?;
    }
    Ok(())
}

/// The summary of a record.
pub fn summary(row: &JsValue) -> Option<Summary> {
    let text = js_sys::Reflect::get(row, &"summary".into()).ok()?.as_string()?;
    Summary::from_json(&text).ok()
}

/// Writes a summary.
pub fn put_summary(stores: &Transaction, summary: &Summary) -> Result<(), Fault> {
    let row = serde_json::json!({ "id": summary.id, "text": summary.text.as_str(), "summary": summary.to_json() });
    stores.put(SUMMARIES, &to_js(&row)?)
}
