//! The exports of engine.wasm, for the background.

use crate::message::Language;
use serde::Serialize;
use serde_wasm_bindgen::Serializer;
use wasm_bindgen::prelude::*;

/// Runs once, when the instance starts.
#[wasm_bindgen(start)]
pub fn start() {
    console_error_panic_hook::set_once();
}

/// The version of the program and of its rules.
#[wasm_bindgen]
pub fn version() -> String {
    crate::VERSION.to_owned()
}

/// Reads one section's stream.
#[wasm_bindgen]
pub fn scan(stream: &str) -> Result<JsValue, JsValue> {
    let answer = serde_json::json!({"text": "", "characters": crate::span::utf16_len(stream), "findings": []});
    Ok(answer.serialize(&Serializer::json_compatible())?)
}

/// The words of the card for a finding.
#[wasm_bindgen]
pub fn card(_found: JsValue, tag: &str) -> Result<JsValue, JsValue> {
    let language = Language::from_tag(tag).unwrap_or_default();
    Ok(serde_json::json!({"lang": language.code()}).serialize(&Serializer::json_compatible())?)
}
