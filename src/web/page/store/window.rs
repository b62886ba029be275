//! Two windows on one dossier: each tells the others that it has written.

use wasm_bindgen::{JsCast, JsValue, closure::Closure};
use web_sys::BroadcastChannel;

const CHANNEL: &str = "vigie-dossier";

/// Tells the other windows. That they do not hear it costs them a reload: what they write is compared all the same.
pub fn tell() {
    if let Ok(channel) = BroadcastChannel::new(CHANNEL) {
        let _ = channel.post_message(&JsValue::TRUE);
        channel.close();
    }
}

/// Calls `heard` when another window has written, for as long as the page is open.
pub fn on_change(heard: impl Fn() + 'static) {
    let Ok(channel) = BroadcastChannel::new(CHANNEL) else { return };
    let listener = Closure::<dyn Fn()>::new(heard).into_js_value();
    channel.set_onmessage(Some(listener.unchecked_ref()));
    // The page owns it from here on.
    std::mem::forget(channel);
}
