//! The clipboard.

use super::{chrome::has, fault::Fault, window};
use crate::message::Message;
use wasm_bindgen_futures::JsFuture;

/// Puts a text into the clipboard.
pub async fn copy(text: &str) -> Result<(), Fault> {
    let navigator = window()?.navigator();
    if !has(navigator.as_ref(), "clipboard") {
        return Err(Fault::said("leave.copy.refused"));
    }
    let written = navigator.clipboard().write_text(text);
    JsFuture::from(written).await.map(drop).map_err(|error| {
        let refused = Fault::from(error);
        Fault { message: Message::new("leave.copy.refused"), ..refused }
    })
}
