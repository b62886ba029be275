//! The exports of app.wasm, for the pages: each fills one page. A failure is shown on the page.

mod check;
mod chrome;
mod fault;
mod name;
mod page;
mod popup;
mod report;
mod settings;
mod store;
mod welcome;
mod who;

use fault::Fault;
use page::Page;
use std::{future::Future, rc::Rc};
use wasm_bindgen::{JsValue, prelude::wasm_bindgen};

/// Fills the toolbar's popup.
#[wasm_bindgen]
pub async fn popup() -> Result<(), JsValue> {
    open(popup::open).await
}

/// Fills the report page.
#[wasm_bindgen]
pub async fn report() -> Result<(), JsValue> {
    open(report::open).await
}

/// Fills « Vérifier un texte » and « Un texte lu ailleurs ».
#[wasm_bindgen]
pub async fn check() -> Result<(), JsValue> {
    open(check::open).await
}

/// Fills the page of settings.
#[wasm_bindgen]
pub async fn settings() -> Result<(), JsValue> {
    open(settings::open).await
}

/// Fills the first-run page.
#[wasm_bindgen]
pub async fn welcome() -> Result<(), JsValue> {
    open(welcome::open).await
}

/// Fills a page that is texts only: the example's banner, « Vos droits ».
#[wasm_bindgen]
pub async fn texts() -> Result<(), JsValue> {
    open(|_| async { Ok(()) }).await
}

/// Opens a page and fills it. What fails before the catalogue speaks is for the bootstrap to show.
async fn open<R>(fill: impl FnOnce(Rc<Page>) -> R) -> Result<(), JsValue>
where
    R: Future<Output = Result<(), Fault>>,
{
    console_error_panic_hook::set_once();
    let page = Rc::new(Page::open().await.map_err(|fault| JsValue::from(fault.detail.unwrap_or(fault.message.id)))?);
    page.ready();
    if let Err(fault) = fill(Rc::clone(&page)).await {
        page.tell(&fault);
    }
    Ok(())
}
