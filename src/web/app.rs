//! The exports of app.wasm: the popup and the small pages. Each fills one page.

mod check;
mod inquiry;
mod popup;
mod settings;
mod welcome;

use super::page;
use js_sys::Function;
use wasm_bindgen::{JsValue, prelude::wasm_bindgen};

/// Fills the toolbar's popup. `filler` loads report.wasm and fills a form with it: pages/popup.js.
#[wasm_bindgen]
pub async fn popup(filler: Function) -> Result<(), JsValue> {
    page::open(|page| popup::open(page, filler)).await
}

/// Fills « Vérifier un texte » and « Un texte lu ailleurs ». `misser` loads dossier.wasm and opens a dialog of its: pages/missed.js.
#[wasm_bindgen]
pub async fn check(misser: Function) -> Result<(), JsValue> {
    page::open(|page| check::open(page, misser)).await
}

/// Fills the page of settings.
#[wasm_bindgen]
pub async fn settings() -> Result<(), JsValue> {
    page::open(settings::open).await
}

/// Fills the first-run page.
#[wasm_bindgen]
pub async fn welcome() -> Result<(), JsValue> {
    page::open(welcome::open).await
}

/// Fills a page that is texts only: the example's banner, « Vos droits ».
#[wasm_bindgen]
pub async fn texts() -> Result<(), JsValue> {
    page::open(|_| async { Ok(()) }).await
}
