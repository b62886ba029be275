//! The exports of dossier.wasm: the pages on which many cases are kept, reviewed and visited again. Each fills one page.

mod correction;
mod recheck;
mod review;
mod shelf;

use super::page;
use wasm_bindgen::{JsValue, prelude::wasm_bindgen};

/// Fills the dossier page.
#[wasm_bindgen]
pub async fn dossier() -> Result<(), JsValue> {
    page::open(shelf::open).await
}

/// Fills the page of review.
#[wasm_bindgen]
pub async fn review() -> Result<(), JsValue> {
    page::open(review::open).await
}

/// Fills the page on which saved pages are opened again, with the hands of its script.
#[wasm_bindgen]
pub async fn recheck(hands: recheck::Hands) -> Result<(), JsValue> {
    page::open(|page| recheck::open(page, hands)).await
}

/// Opens « Proposer une mention manquée » on a page that app.wasm has opened: its text, and the words that are marked in it.
#[wasm_bindgen]
pub async fn missed(text: String, marked: String) -> Result<(), JsValue> {
    page::join(|page| async move { correction::missed(&page, &text, &marked) }).await
}
