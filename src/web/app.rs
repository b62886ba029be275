//! The exports of app.wasm: the popup and the small pages. Each fills one page, but for [`named_on`], which is the background's.

mod check;
mod inquiry;
mod popup;
mod settings;
mod welcome;

use super::page;
use crate::{
    outline::Card,
    practitioner::{Facts, Reading, Subject},
};
use js_sys::Function;
use serde::Deserialize;
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

/// Where a finding stands, as the background asks it.
#[derive(Deserialize)]
struct Place {
    url: String,
    facts: serde_json::Value,
    card: Card,
    quote: String,
}

/// Whom the card names on which a finding stands, where that is somebody else than whom the page is about. `place` is
/// `{url, facts, card, quote}` as JSON (`extension/PROTOCOL.md`).
#[wasm_bindgen]
pub fn named_on(place: &str) -> Option<String> {
    let Place { url, facts, card, quote } = serde_json::from_str(place).ok()?;
    match Reading::of(&Facts::from_value(&facts), &url).subject(&card, &quote) {
        Subject::Card(who) => who.name.map(|name| name.value),
        Subject::Page | Subject::Unsure => None,
    }
}
