//! The extension's interfaces (`chrome.*`, with promises in both browsers), as far as the pages use them.

use super::{fault::Fault, window};
use crate::json;
use js_sys::{JSON, Object, Promise, Reflect};
use serde::{Serialize, de::DeserializeOwned};
use wasm_bindgen::{JsCast, JsValue, closure::Closure, prelude::wasm_bindgen};
use wasm_bindgen_futures::JsFuture;

#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(js_namespace = ["chrome", "runtime"], js_name = sendMessage, catch)]
    fn runtime_send(message: &JsValue) -> Result<Promise, JsValue>;
    #[wasm_bindgen(js_namespace = ["chrome", "tabs"], js_name = sendMessage, catch)]
    fn tabs_send(tab: i32, message: &JsValue, options: &JsValue) -> Result<Promise, JsValue>;
    #[wasm_bindgen(js_namespace = ["chrome", "tabs"], js_name = query, catch)]
    fn tabs_query(query: &JsValue) -> Result<Promise, JsValue>;
    #[wasm_bindgen(js_namespace = ["chrome", "tabs"], js_name = update, catch)]
    fn tabs_update(tab: i32, changes: &JsValue) -> Result<Promise, JsValue>;
    #[wasm_bindgen(js_namespace = ["chrome", "tabs"], js_name = create, catch)]
    fn tabs_create(properties: &JsValue) -> Result<Promise, JsValue>;
    #[wasm_bindgen(js_namespace = ["chrome", "storage", "local"], js_name = get, catch)]
    fn local_get(key: &str) -> Result<Promise, JsValue>;
    #[wasm_bindgen(js_namespace = ["chrome", "storage", "local"], js_name = set, catch)]
    fn local_set(items: &JsValue) -> Result<Promise, JsValue>;
    #[wasm_bindgen(js_namespace = ["chrome", "storage", "session"], js_name = get, catch)]
    fn session_get(key: &str) -> Result<Promise, JsValue>;
    #[wasm_bindgen(js_namespace = ["chrome", "storage", "session"], js_name = set, catch)]
    fn session_set(items: &JsValue) -> Result<Promise, JsValue>;
    #[wasm_bindgen(js_namespace = ["chrome", "storage", "session"], js_name = remove, catch)]
    fn session_remove(key: &str) -> Result<Promise, JsValue>;
    #[wasm_bindgen(js_namespace = ["chrome", "permissions"], js_name = request, catch)]
    fn permissions_request(permissions: &JsValue) -> Result<Promise, JsValue>;
    #[wasm_bindgen(js_namespace = ["chrome", "permissions"], js_name = remove, catch)]
    fn permissions_remove(permissions: &JsValue) -> Result<Promise, JsValue>;
    #[wasm_bindgen(js_namespace = ["chrome", "permissions", "onAdded"], js_name = addListener, catch)]
    fn on_permission_added(listener: &JsValue) -> Result<(), JsValue>;
    #[wasm_bindgen(js_namespace = ["chrome", "permissions", "onRemoved"], js_name = addListener, catch)]
    fn on_permission_removed(listener: &JsValue) -> Result<(), JsValue>;
    #[wasm_bindgen(js_namespace = ["chrome", "storage", "onChanged"], js_name = addListener, catch)]
    fn on_stored(listener: &JsValue) -> Result<(), JsValue>;
    #[wasm_bindgen(js_namespace = ["chrome", "commands"], js_name = getAll, catch)]
    fn commands_all() -> Result<Promise, JsValue>;
    #[wasm_bindgen(js_namespace = ["chrome", "runtime"], js_name = getURL)]
    fn runtime_url(path: &str) -> String;
    #[wasm_bindgen(js_namespace = ["chrome", "runtime", "onMessage"], js_name = addListener)]
    fn on_message(listener: &JsValue);
}

/// Asks the background.
pub async fn ask<A: DeserializeOwned>(message: &impl Serialize) -> Result<A, Fault> {
    answer(JsFuture::from(runtime_send(&to_js(message)?)?).await?)
}

/// The number of a frame. Firefox's are larger than 32 bits hold.
pub type Frame = i64;

/// Asks the content script of one frame.
pub async fn ask_frame<A: DeserializeOwned>(tab: i32, frame: Frame, message: &impl Serialize) -> Result<A, Fault> {
    let options = to_js(&serde_json::json!({ "frameId": frame }))?;
    answer(JsFuture::from(tabs_send(tab, &to_js(message)?, &options)?).await?)
}

/// Asks the background for a value whose JSON is to be judged elsewhere.
pub async fn ask_raw(message: &impl Serialize) -> Result<JsValue, Fault> {
    let value = JsFuture::from(runtime_send(&to_js(message)?)?).await?;
    refused(&value)?;
    Ok(value)
}

/// The same of a content script, of which nothing is known before it is judged: asked in JSON, answered as a tree.
pub async fn ask_frame_tree(tab: i32, frame: Frame, message: &str) -> Result<serde_json::Value, Fault> {
    let options = to_js(&serde_json::json!({ "frameId": frame }))?;
    let value = JsFuture::from(tabs_send(tab, &JSON::parse(message)?, &options)?).await?;
    refused(&value)?;
    tree(&value)
}

/// A value of JavaScript's as a tree; what JSON has no word for gives none.
pub fn tree(value: &JsValue) -> Result<serde_json::Value, Fault> {
    Ok(json::tree(&JSON::stringify(value)?.as_string().unwrap_or_default())?)
}

/// The tab that is active in the window of this page.
pub async fn active_tab() -> Result<i32, Fault> {
    #[derive(serde::Deserialize)]
    struct Tab {
        id: i32,
    }
    let query = to_js(&serde_json::json!({ "active": true, "currentWindow": true }))?;
    let tabs: Vec<Tab> = from_js(&JsFuture::from(tabs_query(&query)?).await?)?;
    tabs.first().map(|tab| tab.id).ok_or_else(|| Fault::said("popup.why.notab"))
}

/// Brings a tab to the front.
pub async fn show_tab(tab: i32) -> Result<(), Fault> {
    JsFuture::from(tabs_update(tab, &to_js(&serde_json::json!({ "active": true }))?)?).await?;
    Ok(())
}

/// Opens a page of the extension in a new tab.
pub async fn open_page(path: &str) -> Result<(), Fault> {
    JsFuture::from(tabs_create(&to_js(&serde_json::json!({ "url": runtime_url(path) }))?)?).await?;
    Ok(())
}

/// A file of the extension as text.
pub async fn own_text(path: &str) -> Result<String, Fault> {
    let answer = JsFuture::from(window()?.fetch_with_str(&runtime_url(path))).await?;
    let text = JsFuture::from(answer.unchecked_into::<web_sys::Response>().text()?).await?;
    Ok(text.as_string().unwrap_or_default())
}

/// A value of `storage.local`; `None` where it is absent or of another type.
pub async fn stored<V: DeserializeOwned>(key: &str) -> Option<V> {
    let items = JsFuture::from(local_get(key).ok()?).await.ok()?;
    from_js(&Reflect::get(&items, &key.into()).ok()?).ok()
}

/// Writes a value to `storage.local`.
pub async fn store(key: &str, value: &impl Serialize) -> Result<(), Fault> {
    JsFuture::from(local_set(&item(key, value)?)?).await?;
    Ok(())
}

/// A value of `storage.session`; `None` where it is absent or of another type.
pub async fn remembered<V: DeserializeOwned>(key: &str) -> Option<V> {
    let items = JsFuture::from(session_get(key).ok()?).await.ok()?;
    from_js(&Reflect::get(&items, &key.into()).ok()?).ok()
}

/// Writes a value to `storage.session`: it is gone when the browser closes.
pub async fn remember(key: &str, value: &impl Serialize) -> Result<(), Fault> {
    JsFuture::from(session_set(&item(key, value)?)?).await?;
    Ok(())
}

/// Takes a value out of `storage.session`.
pub async fn forget(key: &str) -> Result<(), Fault> {
    JsFuture::from(session_remove(key)?).await?;
    Ok(())
}

/// Asks the browser for one site, as a match pattern. To be called in the very turn of a click.
pub fn request_site(pattern: &str) -> Result<Promise, Fault> {
    Ok(permissions_request(&to_js(&serde_json::json!({ "origins": [pattern] }))?)?)
}

/// Whether the person agreed.
pub async fn was_granted(asked: Promise) -> Result<bool, Fault> {
    Ok(JsFuture::from(asked).await?.as_bool().unwrap_or(false))
}

/// Gives the permission for a site back to the browser; whether there was one to give back.
pub async fn give_back(pattern: &str) -> Result<bool, Fault> {
    let asked = permissions_remove(&to_js(&serde_json::json!({ "origins": [pattern] }))?)?;
    was_granted(asked).await
}

/// A command of the manifest and the keys that the browser gives it.
#[derive(serde::Deserialize)]
pub struct Command {
    /// Its name in the manifest.
    #[serde(default)]
    pub name: String,
    /// The keys; empty where the person or the browser took them away.
    #[serde(default)]
    pub shortcut: String,
}

/// The commands; `None` where the browser has no keys for extensions, as on telephones.
pub async fn commands() -> Option<Vec<Command>> {
    from_js(&JsFuture::from(commands_all().ok()?).await.ok()?).ok()
}

/// Hears that permissions or what is stored have changed.
pub fn hear_changes(heard: impl Fn() + 'static) {
    let listener = Closure::<dyn Fn()>::new(heard).into_js_value();
    for hear in [on_permission_added, on_permission_removed, on_stored] {
        // A browser that tells none of it shows what is so when the page is loaded.
        let _ = hear(&listener);
    }
}

fn item(key: &str, value: &impl Serialize) -> Result<JsValue, Fault> {
    let item = Object::new();
    Reflect::set(&item, &key.into(), &to_js(value)?)?;
    Ok(item.into())
}

/// The language that the user asks pages for first, as a tag: the same rule as in `extension/background/settings.js`.
pub fn browser_language() -> String {
    web_sys::window().and_then(|window| window.navigator().language()).unwrap_or_default()
}

/// Hears what content scripts tell the background: `heard(type, tab)`. The listener answers nothing, so that the
/// background's answer counts.
pub fn hear(heard: impl Fn(String, i32) + 'static) {
    let listener = Closure::<dyn Fn(JsValue, JsValue)>::new(move |message: JsValue, sender: JsValue| {
        let field = |value: &JsValue, name: &str| Reflect::get(value, &name.into()).unwrap_or(JsValue::UNDEFINED);
        let kind = field(&message, "type").as_string();
        let tab = field(&field(&sender, "tab"), "id").as_f64();
        if let (Some(kind), Some(tab)) = (kind, tab) {
            heard(kind, tab as i32);
        }
    });
    // Lives as long as the page does.
    on_message(&listener.into_js_value());
}

/// A plain JavaScript object, as the extension's interfaces expect it: no `Map`, `null` for what is absent.
pub fn to_js(value: &impl Serialize) -> Result<JsValue, Fault> {
    Ok(JSON::parse(&serde_json::to_string(value)?)?)
}

/// A value of JavaScript's, by way of JSON: the texts of cases are read so, and a second reader would be one for each type.
pub fn from_js<V: DeserializeOwned>(value: &JsValue) -> Result<V, Fault> {
    Ok(json::of(tree(value)?)?)
}

fn answer<A: DeserializeOwned>(value: JsValue) -> Result<A, Fault> {
    refused(&value)?;
    from_js(&value)
}

/// The background's or a content script's refusal, if it is one.
fn refused(value: &JsValue) -> Result<(), Fault> {
    if !value.is_object() || value.is_instance_of::<js_sys::Array>() {
        return Err(Fault::said("error.answer"));
    }
    match Reflect::get(value, &"error".into()).ok().and_then(|id| id.as_string()) {
        Some(id) => Err(Fault::said(&id)),
        None => Ok(()),
    }
}

/// Whether a browser has an interface that not all have.
pub fn has(object: &JsValue, name: &str) -> bool {
    Reflect::get(object, &name.into()).is_ok_and(|found| !found.is_null() && !found.is_undefined())
}
