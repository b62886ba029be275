//! The database itself: its schema, its transactions, and what a browser says when one fails.

use super::super::fault::Fault;
use js_sys::{Array, Promise, Reflect};
use std::future::Future;
use wasm_bindgen::{JsCast, JsValue, closure::Closure, prelude::wasm_bindgen};
use wasm_bindgen_futures::JsFuture;
use web_sys::{
    IdbDatabase, IdbFactory, IdbIndexParameters, IdbObjectStore, IdbObjectStoreParameters, IdbOpenDbRequest,
    IdbRequest, IdbTransaction, IdbVersionChangeEvent,
};

/// The database's name.
const NAME: &str = "vigie";

/// The version of its schema. 1: the store `cases` alone. 2: the store `meta`, and an index of `cases` by their last
/// change. 3: summaries, blobs and the log, and which blobs a case needs.
const VERSION: u32 = 3;

/// `{id, revision, updated, blobs: [sha256], case: JSON without its blobs}`
pub const CASES: &str = "cases";
/// `{id, text: sha256, summary: JSON}`
pub const SUMMARIES: &str = "summaries";
/// `{sha256, media, data: Uint8Array}`
pub const BLOBS: &str = "blobs";
/// `{device, seq, hash, about, entry: JSON}`: `about` is the case, or the text that was judged.
pub const LOG: &str = "log";
/// `{name, …}`: `schema`, `device`.
pub const META: &str = "meta";
/// Every store.
pub const ALL: [&str; 5] = [CASES, SUMMARIES, BLOBS, LOG, META];

/// The index of `log` by what an entry is about.
pub const ABOUT: &str = "about";
/// The index of `summaries` by the text that verdicts are bound to.
pub const TEXT: &str = "text";
/// The index of `cases` by the blobs that each needs.
pub const NEEDS: &str = "blobs";
const UPDATED: &str = "updated";

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

/// An open transaction over some stores.
#[derive(Clone)]
pub struct Transaction(IdbTransaction);

impl Transaction {
    /// One of its stores.
    pub fn store(&self, name: &str) -> Result<IdbObjectStore, Fault> {
        self.0.object_store(name).map_err(told)
    }

    /// The record under a key; undefined where there is none.
    pub async fn get(&self, store: &str, key: &JsValue) -> Result<JsValue, Fault> {
        result(&self.store(store)?.get(key).map_err(told)?).await
    }

    /// Whether there is a record under a key.
    pub async fn has(&self, store: &str, key: &JsValue) -> Result<bool, Fault> {
        let count = result(&self.store(store)?.count_with_key(key).map_err(told)?).await?;
        Ok(count.as_f64().is_some_and(|count| count > 0.0))
    }

    /// All records of a store.
    pub async fn all(&self, store: &str) -> Result<Array, Fault> {
        Ok(result(&self.store(store)?.get_all().map_err(told)?).await?.into())
    }

    /// All keys of a store.
    pub async fn keys(&self, store: &str) -> Result<Array, Fault> {
        Ok(result(&self.store(store)?.get_all_keys().map_err(told)?).await?.into())
    }

    /// How many records a store has.
    pub async fn count(&self, store: &str) -> Result<u32, Fault> {
        let count = result(&self.store(store)?.count().map_err(told)?).await?;
        Ok(count.as_f64().unwrap_or_default() as u32)
    }

    /// The records that an index has under a key.
    pub async fn found(&self, store: &str, index: &str, key: &str) -> Result<Array, Fault> {
        let index = self.store(store)?.index(index).map_err(told)?;
        Ok(result(&index.get_all_with_key(&key.into()).map_err(told)?).await?.into())
    }

    /// How many records an index has under a key.
    pub async fn count_found(&self, store: &str, index: &str, key: &str) -> Result<u32, Fault> {
        let index = self.store(store)?.index(index).map_err(told)?;
        Ok(result(&index.count_with_key(&key.into()).map_err(told)?).await?.as_f64().unwrap_or_default() as u32)
    }

    /// Writes a record. That it fails in the end is told by the transaction.
    pub fn put(&self, store: &str, record: &JsValue) -> Result<(), Fault> {
        self.store(store)?.put(record).map(drop).map_err(told)
    }

    /// Takes a record away.
    pub fn delete(&self, store: &str, key: &JsValue) -> Result<(), Fault> {
        self.store(store)?.delete(key).map(drop).map_err(told)
    }

    /// Takes all records of a store away.
    pub fn clear(&self, store: &str) -> Result<(), Fault> {
        self.store(store)?.clear().map(drop).map_err(told)
    }
}

/// Reads: what `work` sees is one state of all these stores. Work that waits for anything but the transaction loses it.
pub async fn read<T, W: Future<Output = Result<T, Fault>>>(
    stores: &[&str],
    work: impl FnOnce(Transaction) -> W,
) -> Result<T, Fault> {
    let database = open().await?;
    let read = match begin(&database, stores, "readonly") {
        Ok(transaction) => work(transaction).await,
        Err(fault) => Err(fault),
    };
    database.close();
    read
}

/// Writes: when this ends well all that `work` wrote is on the disk, else nothing of it has happened. Two writes over one
/// store, of whatever window, follow each other.
pub async fn write<T, W: Future<Output = Result<T, Fault>>>(
    stores: &[&str],
    work: impl FnOnce(Transaction) -> W,
) -> Result<T, Fault> {
    let database = open().await?;
    let written = match begin(&database, stores, "readwrite") {
        Ok(transaction) => finish(transaction, work).await,
        Err(fault) => Err(fault),
    };
    database.close();
    written
}

async fn finish<T, W: Future<Output = Result<T, Fault>>>(
    transaction: Transaction,
    work: impl FnOnce(Transaction) -> W,
) -> Result<T, Fault> {
    let done = completion(&transaction.0);
    match work(transaction.clone()).await {
        Ok(value) => done.await.map(|()| value),
        Err(fault) => {
            // Where the browser has aborted it already, its own cause is the better one.
            let _ = transaction.0.abort();
            let _ = done.await;
            Err(transaction.0.error().map_or(fault, |cause| told(cause.into())))
        }
    }
}

fn begin(database: &IdbDatabase, stores: &[&str], mode: &str) -> Result<Transaction, Fault> {
    let names: Array = stores.iter().map(|name| JsValue::from_str(name)).collect();
    let options = js_sys::Object::new();
    Reflect::set(&options, &"durability".into(), &"strict".into())?;
    let database: &Database = database.unchecked_ref();
    database.transaction_with(&names, mode, &options).map(Transaction).map_err(told)
}

async fn open() -> Result<IdbDatabase, Fault> {
    // A worker has it as a page has, and no window.
    let factory = Reflect::get(&js_sys::global(), &"indexedDB".into()).unwrap_or_default();
    let factory: IdbFactory = factory.dyn_into().map_err(|_| Fault::said("store.none"))?;
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

/// Brings the schema from version `from` to [`VERSION`], a step a version. Records stay as they are: every reader takes them as
/// older versions wrote them, and `settle` brings them to the present form, each in a transaction of its own.
fn migrate(request: &IdbOpenDbRequest, from: u32) -> Result<(), JsValue> {
    let database: IdbDatabase = request.result()?.unchecked_into();
    let transaction = request.transaction().ok_or("no transaction in an upgrade")?;
    let create = |name: &str, key: &JsValue| {
        let parameters = IdbObjectStoreParameters::new();
        parameters.set_key_path(key);
        database.create_object_store_with_optional_parameters(name, &parameters)
    };
    if from < 1 {
        create(CASES, &"id".into())?;
    }
    if from < 2 {
        transaction.object_store(CASES)?.create_index_with_str(UPDATED, UPDATED)?;
        create(META, &"name".into())?;
    }
    if from < 3 {
        let many = IdbIndexParameters::new();
        many.set_multi_entry(true);
        let cases = transaction.object_store(CASES)?;
        cases.create_index_with_str_and_optional_parameters(NEEDS, NEEDS, &many)?;
        create(SUMMARIES, &"id".into())?.create_index_with_str(TEXT, TEXT)?;
        create(BLOBS, &"sha256".into())?;
        // With the hash: a profile that was copied and went on twice has two entries at one place, and neither is lost.
        let key = Array::of3(&"device".into(), &"seq".into(), &"hash".into());
        create(LOG, &key)?.create_index_with_str(ABOUT, ABOUT)?;
        let schema = js_sys::Object::new();
        Reflect::set(&schema, &"name".into(), &"schema".into())?;
        Reflect::set(&schema, &"version".into(), &VERSION.into())?;
        Reflect::set(&schema, &"from".into(), &from.into())?;
        transaction.object_store(META)?.put(&schema)?;
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
