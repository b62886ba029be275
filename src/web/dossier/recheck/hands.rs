//! What `extension/pages/recheck.js` does for the page: tabs and time are the browser's.

use crate::{dossier::recheck::Obstacle, web::page::fault::Fault};
use js_sys::JsString;
use wasm_bindgen::{JsCast, JsValue, closure::Closure, prelude::wasm_bindgen};

#[wasm_bindgen]
extern "C" {
    /// The page's hands.
    pub type Hands;
    /// The shortest time from page to page, where a test build has another.
    #[wasm_bindgen(method, getter)]
    pub fn spacing(this: &Hands) -> Option<f64>;
    /// Whether the page is in a private window.
    #[wasm_bindgen(method, js_name = isPrivate)]
    pub fn is_private(this: &Hands) -> bool;
    /// Whether no other window is at it.
    #[wasm_bindgen(method, catch)]
    pub async fn first(this: &Hands) -> Result<JsValue, JsValue>;
    /// Waits until no other window is at it.
    #[wasm_bindgen(method, catch)]
    pub async fn turn(this: &Hands) -> Result<JsValue, JsValue>;
    #[wasm_bindgen(method, catch, js_name = sleep)]
    async fn wait(this: &Hands, ms: f64) -> Result<JsValue, JsValue>;
    #[wasm_bindgen(method, catch, js_name = admit)]
    async fn ask(this: &Hands, address: &str) -> Result<JsValue, JsValue>;
    #[wasm_bindgen(method, catch, js_name = visit)]
    async fn go(this: &Hands, address: &str, enough: &JsValue) -> Result<JsValue, JsValue>;
}

impl Hands {
    /// Waits so many milliseconds.
    pub async fn sleep(&self, ms: u64) -> Result<(), Fault> {
        self.wait(ms as f64).await?;
        Ok(())
    }

    /// Why a page must not be opened, if it must not.
    pub async fn admit(&self, address: &str) -> Result<Option<Obstacle>, Fault> {
        // What was masked is not opened under another name.
        let web = address.starts_with("https://") || address.starts_with("http://");
        if !web || address.contains("***") {
            return Ok(Some(Obstacle::Address));
        }
        Ok(obstacle(&text(&self.ask(address).await?)))
    }

    /// Opens a page: what its reader reported, or why there is nothing. `enough` says of a report that the page needs not be
    /// read again.
    pub async fn visit(
        &self,
        address: &str,
        enough: impl Fn(&str) -> bool + 'static,
    ) -> Result<Result<String, Obstacle>, Fault> {
        let enough = Closure::<dyn Fn(JsString) -> bool>::new(move |report: JsString| enough(&String::from(report)));
        let report = text(&self.go(address, enough.as_ref()).await?);
        Ok(obstacle(&report).map_or(Ok(report), Err))
    }
}

fn text(value: &JsValue) -> String {
    value.dyn_ref::<JsString>().map(String::from).unwrap_or_default()
}

fn obstacle(name: &str) -> Option<Obstacle> {
    match name {
        "address" => Some(Obstacle::Address),
        "paused" => Some(Obstacle::Paused),
        "permission" => Some(Obstacle::Permission),
        "left" => Some(Obstacle::Left),
        "unreachable" => Some(Obstacle::Unreachable),
        _ => None,
    }
}
