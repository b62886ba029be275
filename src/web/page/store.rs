//! Where saved cases are: IndexedDB `vigie`. A write is one transaction that the browser says it has flushed to the disk
//! (`durability: "strict"`), or it has not happened. What is stored is never trusted: whoever reads it judges it.

use super::{
    chrome::{from_js, to_js},
    fault::Fault,
    window,
};
use js_sys::{Array, Promise};
use serde::{Deserialize, Serialize};
use wasm_bindgen::{JsCast, JsValue, closure::Closure, prelude::wasm_bindgen};
use wasm_bindgen_futures::JsFuture;
use web_sys::{
    IdbDatabase, IdbObjectStoreParameters, IdbOpenDbRequest, IdbRequest, IdbTransaction, IdbVersionChangeEvent,
};

/// The database's name.
const NAME: &str = "vigie";

/// The version of its schema. 1: the store `cases` alone. 2: the store `meta`, and an index of `cases` by their last
/// change.
const VERSION: u32 = 2;

const CASES: &str = "cases";
const META: &str = "meta";
const UPDATED: &str = "updated";

/// A case as it is stored: what a list needs to sort it by, and the case itself as JSON.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Record {
    /// The case's name, which is the record's key.
    pub id: String,
    /// When it was last saved, as ISO 8601 in UTC.
    #[serde(default)]
    pub updated: String,
    /// The case, as `crate::case` writes it.
    pub case: String,
}

/// What stands in the store.
pub enum Stored {
    /// Something of a record's shape.
    Record(Record),
    /// Something else under this key: shown as such, and kept.
    Unreadable(String),
}

// web-sys has the options of a transaction behind its unstable interfaces only.
#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(extends = IdbDatabase)]
    type Database;
    #[wasm_bindgen(method, catch, js_name = transaction)]
    fn transaction_with(
        this: &Database,
        stores: &JsValue,
        mode: &str,
        options: &JsValue,
    ) -> Result<IdbTransaction, JsValue>;
}

/// Keeps a case; one of the same name is replaced. Nothing changes unless all of it could be written.
pub async fn put(record: &Record) -> Result<(), Fault> {
    let value = to_js(record)?;
    write(|transaction| transaction.object_store(CASES)?.put(&value).map(drop).map_err(told)).await
}

/// Takes a case away.
pub async fn delete(id: &str) -> Result<(), Fault> {
    write(|transaction| transaction.object_store(CASES)?.delete(&id.into()).map(drop).map_err(told)).await
}

/// The case of that name.
pub async fn get(id: &str) -> Result<Option<Stored>, Fault> {
    let database = open().await?;
    let found = result(&begin(&database, "readonly")?.object_store(CASES)?.get(&id.into())?).await;
    database.close();
    let found = found?;
    Ok(if found.is_undefined() { None } else { Some(stored(found, id.to_owned())) })
}

/// Whether any case is kept. That it cannot be told, as where the browser keeps nothing, is a no.
pub async fn any() -> bool {
    let Ok(database) = open().await else { return false };
    let count = match begin(&database, "readonly").and_then(|all| Ok(all.object_store(CASES)?.count()?)) {
        Ok(request) => result(&request).await.ok(),
        Err(_) => None,
    };
    database.close();
    count.and_then(|count| count.as_f64()).is_some_and(|count| count > 0.0)
}

/// Every case, the last changed first; what cannot be read comes last.
pub async fn all() -> Result<Vec<Stored>, Fault> {
    let database = open().await?;
    let cases = begin(&database, "readonly")?.object_store(CASES)?;
    // Both requests stand in one transaction: they see the same records in the same order.
    let (keys, values) = (cases.get_all_keys()?, cases.get_all()?);
    let (keys, values) = (result(&keys).await, result(&values).await);
    database.close();
    let (keys, values) = (Array::from(&keys?), Array::from(&values?));
    let mut all: Vec<Stored> = values
        .iter()
        .zip(keys.iter())
        .map(|(value, key)| stored(value, key.as_string().unwrap_or_else(|| format!("{key:?}"))))
        .collect();
    all.sort_by(|left, right| right.changed().cmp(left.changed()));
    Ok(all)
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

async fn write(change: impl FnOnce(&IdbTransaction) -> Result<(), Fault>) -> Result<(), Fault> {
    let database = open().await?;
    let done = match begin(&database, "readwrite") {
        Ok(transaction) => {
            // The listeners must stand before anything can fail.
            let finished = completion(&transaction);
            match change(&transaction) {
                Ok(()) => finished.await,
                Err(fault) => {
                    let _ = transaction.abort();
                    Err(fault)
                }
            }
        }
        Err(fault) => Err(fault),
    };
    database.close();
    done
}

fn begin(database: &IdbDatabase, mode: &str) -> Result<IdbTransaction, Fault> {
    let options = to_js(&serde_json::json!({ "durability": "strict" }))?;
    let database: &Database = database.unchecked_ref();
    database.transaction_with(&CASES.into(), mode, &options).map_err(told)
}

async fn open() -> Result<IdbDatabase, Fault> {
    let factory = window()?.indexed_db().ok().flatten().ok_or_else(|| Fault::said("store.none"))?;
    let request = factory.open_with_u32(NAME, VERSION).map_err(told)?;
    let upgrading = request.clone();
    let upgrade = Closure::once_into_js(move |event: IdbVersionChangeEvent| {
        if let Err(error) = migrate(&upgrading, event.old_version() as u32) {
            // The upgrade is one transaction: the database stays what it was, and opening it fails.
            web_sys::console::error_1(&error);
            if let Some(transaction) = upgrading.transaction() {
                let _ = transaction.abort();
            }
        }
    });
    request.set_onupgradeneeded(Some(upgrade.unchecked_ref()));
    let opened = promise(|resolve, reject| {
        request.set_onsuccess(Some(resolve));
        request.set_onerror(Some(reject));
        // Another page of ours holds an older version open; pages close it after every use, so this one can be tried again.
        request.set_onblocked(Some(reject));
    });
    if opened.await.is_err() {
        return Err(match request.error() {
            Ok(Some(error)) => told(error.into()),
            _ => Fault::said("store.busy"),
        });
    }
    Ok(request.result()?.unchecked_into())
}

/// Brings the schema from version `from` to [`VERSION`], a step a version; the cases themselves carry a version of their
/// own and are migrated when they are read.
fn migrate(request: &IdbOpenDbRequest, from: u32) -> Result<(), JsValue> {
    let database: IdbDatabase = request.result()?.unchecked_into();
    if from < 1 {
        let key = IdbObjectStoreParameters::new();
        key.set_key_path(&"id".into());
        database.create_object_store_with_optional_parameters(CASES, &key)?;
    }
    if from < 2 {
        let transaction = request.transaction().ok_or("no transaction in an upgrade")?;
        transaction.object_store(CASES)?.create_index_with_str(UPDATED, UPDATED)?;
        let key = IdbObjectStoreParameters::new();
        key.set_key_path(&"name".into());
        let meta = database.create_object_store_with_optional_parameters(META, &key)?;
        let migrated = to_js(&serde_json::json!({ "name": "schema", "version": VERSION, "from": from }));
        meta.put(&migrated.map_err(|fault| fault.detail.unwrap_or_default())?)?;
    }
    Ok(())
}

/// A request's result.
async fn result(request: &IdbRequest) -> Result<JsValue, Fault> {
    let done = promise(|resolve, reject| {
        request.set_onsuccess(Some(resolve));
        request.set_onerror(Some(reject));
    });
    match done.await {
        Ok(_) => Ok(request.result()?),
        Err(_) => {
            Err(request.error().ok().flatten().map_or_else(|| Fault::said("store.failed"), |error| told(error.into())))
        }
    }
}

/// Waits until the transaction is on the disk; an abort is told by its cause.
fn completion(transaction: &IdbTransaction) -> impl Future<Output = Result<(), Fault>> + use<> {
    let done = promise(|resolve, reject| {
        transaction.set_oncomplete(Some(resolve));
        transaction.set_onabort(Some(reject));
    });
    let transaction = transaction.clone();
    async move {
        match done.await {
            Ok(_) => Ok(()),
            Err(_) => Err(transaction.error().map_or_else(|| Fault::said("store.failed"), |error| told(error.into()))),
        }
    }
}

fn promise(mut listen: impl FnMut(&js_sys::Function, &js_sys::Function)) -> JsFuture {
    JsFuture::from(Promise::new(&mut |resolve, reject| listen(&resolve, &reject)))
}

/// What the browser says of its storage, for people.
fn told(error: JsValue) -> Fault {
    let name = error.dyn_ref::<web_sys::DomException>().map(web_sys::DomException::name).unwrap_or_default();
    let id = match name.as_str() {
        "QuotaExceededError" => "store.full",
        "VersionError" => "store.newer",
        "InvalidStateError" | "SecurityError" => "store.none",
        _ => "store.failed",
    };
    Fault::said(id).because(if name.is_empty() { format!("{error:?}") } else { name })
}
