//! The drafts of this session, which every page of a report has in the background, and how pages hear that they are gone.

use super::{chrome, fault::Fault};
use serde::de::IgnoredAny;
use serde_json::json;
use wasm_bindgen::JsValue;
use web_sys::BroadcastChannel;

/// Where a page tells the others of this browser that the session's drafts are gone.
const ERASED: &str = "vigie-erased";

/// The channel on which that is told; none where the browser has no channels. A channel does not hear itself.
pub fn erased() -> Option<BroadcastChannel> {
    BroadcastChannel::new(ERASED).ok()
}

/// Tells the other pages that the session's drafts are gone: what one still shows of a draft it would put down again.
pub fn tell(others: &BroadcastChannel) -> Result<(), Fault> {
    Ok(others.post_message(&JsValue::TRUE)?)
}

/// Takes every draft of this session away, with what was written beside it.
pub async fn forget() -> Result<(), Fault> {
    chrome::ask::<IgnoredAny>(&json!({ "type": "clear-drafts" })).await.map(drop)
}
