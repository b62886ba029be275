//! When the whole dossier last left as a file, and until when its owner wants to hear nothing of that.

use super::{
    super::{
        chrome::{from_js, to_js},
        clock::now,
        fault::Fault,
    },
    database::{self, META, Transaction},
};
use crate::{case::Moment, dossier::reminder::Exports};
use serde_json::json;

const EXPORTS: &str = "exports";

/// Writes down that the dossier has left, in the transaction of the entry that says so. Whoever put the reminder off has done what it
/// reminds of.
pub fn exported(stores: &Transaction, at: &Moment) -> Result<(), Fault> {
    put(stores, Exports { last: Some(at.clone()), put_off: None })
}

/// What is known of exports.
pub async fn exports() -> Result<Exports, Fault> {
    database::read(&[META], |stores| async move { read(&stores).await }).await
}

/// Puts the reminder off, from now on.
pub async fn put_off() -> Result<(), Fault> {
    let at = now()?;
    database::write(&[META], |stores| async move {
        let exports = read(&stores).await?;
        put(&stores, Exports { put_off: Some(at), ..exports })
    })
    .await
}

async fn read(stores: &Transaction) -> Result<Exports, Fault> {
    let row = stores.get(META, &EXPORTS.into()).await?;
    Ok(from_js(&row).unwrap_or_default())
}

fn put(stores: &Transaction, exports: Exports) -> Result<(), Fault> {
    stores.put(META, &to_js(&json!({"name": EXPORTS, "last": exports.last, "put_off": exports.put_off}))?)
}
