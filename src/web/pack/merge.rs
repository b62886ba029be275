//! What the page of packs asks of the store.

use crate::{
    case::Sha256Hex,
    dossier::Act,
    web::page::{fault::Fault, store},
};
use wasm_bindgen::{JsValue, prelude::wasm_bindgen};

/// How many cases are kept, those among them that cannot be read.
#[wasm_bindgen]
pub async fn kept() -> Result<u32, JsValue> {
    let (summaries, unreadable) = store::summaries().await.map_err(thrown)?;
    Ok((summaries.len() + unreadable.len()) as u32)
}

/// Takes away what an import has left that did not come to its end; says whether it had left anything.
#[wasm_bindgen]
pub async fn swept() -> Result<bool, JsValue> {
    store::alone(store::sweep()).await.map_err(thrown)
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
