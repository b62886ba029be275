//! Cases that an older version kept, with their pictures in them and without a summary, brought to the present form: each in a
//! transaction of its own, so that whatever interrupts it leaves every case readable, and the next page goes on.

use super::{
    super::{chrome::from_js, fault::Fault},
    Record,
    database::{self, ALL, CASES},
    writing,
};
use crate::{case::Case, dossier::State};
use wasm_bindgen::JsValue;

/// Gives a summary to each of these cases that can be read. What cannot be read stays as it is.
pub async fn settle(keys: Vec<JsValue>) -> Result<(), Fault> {
    for key in keys {
        settle_one(key).await?;
    }
    Ok(())
}

async fn settle_one(key: JsValue) -> Result<(), Fault> {
    database::write(&ALL, |stores| async move {
        let value = stores.get(CASES, &key).await?;
        let Some(record) = from_js::<Record>(&value).ok().filter(|record| key.as_string().as_ref() == Some(&record.id))
        else {
            return Ok(());
        };
        let blobs = writing::blobs_of(&stores, &record.case).await?;
        let Ok(case) = Case::join(&record.case, &blobs) else { return Ok(()) };
        if case.id != record.id {
            return Ok(());
        }
        let (stored, blobs) = case.split();
        writing::put(&stores, &case, &stored, &blobs, record.revision + 1, State::Kept).await
    })
    .await
}
