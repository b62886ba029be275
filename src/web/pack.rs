//! The exports of pack.wasm: what the pages of packs say, and, in a worker that is thrown away afterwards, writing, reading and
//! encrypting. The worker knows no window; it is handed bytes and hands bytes out.

mod merge;
mod pour;
mod take;

use super::page;
use crate::{
    message::{self, Catalogue, Language, Message},
    pack::PackError,
};
use serde_json::json;
use wasm_bindgen::{JsValue, prelude::wasm_bindgen};

/// Fills the texts of a page of packs.
#[wasm_bindgen]
pub async fn open() -> Result<(), JsValue> {
    page::open(|_| async { Ok(()) }).await
}

/// A message of the worker's, `{"id", "args"}` as JSON, in the language of the page.
#[wasm_bindgen]
pub fn said(message: &str) -> String {
    let language = web_sys::window()
        .and_then(|window| window.document()?.document_element()?.get_attribute("lang"))
        .and_then(|tag| Language::from_tag(&tag))
        .unwrap_or_default();
    let message = serde_json::from_str(message).unwrap_or_else(|_| Message::new("error.answer"));
    Catalogue::new(language).render(&message)
}

/// Gives the worker the French texts, which a pack's table is written in.
#[wasm_bindgen]
pub fn speak(texts: String) {
    console_error_panic_hook::set_once();
    message::load(Language::Fr, texts);
}

/// A fault as the pages are told of it.
fn thrown(fault: PackError) -> JsValue {
    let told = json!({
        "message": fault.message(),
        "entry": fault.entry(),
        "asks": fault.asks_passphrase(),
        "wrong": fault.is_wrong_passphrase(),
    });
    JsValue::from(told.to_string())
}

/// Why JavaScript could not do what it was asked.
fn refused(value: JsValue) -> std::io::Error {
    use wasm_bindgen::JsCast;
    let why = value.dyn_ref::<js_sys::Error>().map(|error| String::from(error.message())).unwrap_or_default();
    std::io::Error::other(why)
}
