//! From a draft that the background hands over to the case that it begins.

use super::{clock, fault::Fault};
use crate::case::{Capture, Case};
use js_sys::JSON;
use wasm_bindgen::JsValue;

/// The case of that name that a draft (`Draft` of extension/PROTOCOL.md) begins.
pub fn begun(id: &str, draft: &JsValue) -> Result<Case, Fault> {
    let json = JSON::stringify(draft)?.as_string().ok_or_else(|| Fault::said("error.answer"))?;
    let capture = Capture::from_draft(&json).map_err(|error| Fault::from(error.message()))?;
    Case::new(id, capture, clock::now()?).map_err(|error| Fault::from(error.message()))
}
