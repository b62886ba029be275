//! The exports of dossier.wasm: the pages on which many cases are kept, reviewed and visited again. Each fills one page.

mod review;

use super::page;
use wasm_bindgen::{JsValue, prelude::wasm_bindgen};

/// Fills the dossier page.
#[wasm_bindgen]
pub async fn dossier() -> Result<(), JsValue> {
    page::open(|_| async { Ok(()) }).await
}

/// Fills the page of review.
#[wasm_bindgen]
pub async fn review() -> Result<(), JsValue> {
    page::open(review::open).await
}
