//! From a text that was read elsewhere to its report: where and when it was read is what the person says, and the report says
//! so. There is no capture of a page, and none is made up.

use super::{Check, found::text};
use crate::{
    case::address,
    web::page::{chrome, clock::zone, fault::Fault, window},
};
use js_sys::Date;
use serde_json::{Value, json};
use std::rc::Rc;
use wasm_bindgen::JsValue;
use web_sys::HtmlInputElement;

/// Takes in what another application shared (`?title=…&text=…&url=…`), and offers today as the day.
pub fn listen(check: &Rc<Check>) -> Result<(), Fault> {
    let page = &check.page;
    let today = day(&Date::new_0());
    let field: HtmlInputElement = page.get("seen")?;
    field.set_max(&today);
    if field.value().is_empty() {
        field.set_value(&today);
    }
    let shared = |name: &str| page.parameter(name).unwrap_or_default().trim().to_owned();
    let (title, text, url) = (shared("title"), shared("text"), shared("url"));
    if title.is_empty() && text.is_empty() && url.is_empty() {
        return Ok(());
    }
    let (text, address) = apart(&text, &url);
    page.get::<HtmlInputElement>("title")?.set_value(&title);
    page.get::<HtmlInputElement>("address")?.set_value(&address);
    check.area.set_value(&text);
    // What was shared is no longer in the address: neither in the history nor in a bookmark.
    let here = window()?.location().pathname()?;
    window()?.history()?.replace_state_with_url(&JsValue::NULL, "", Some(&here))?;
    page.show("shared", text.is_empty())
}

/// Browsers share a passage as its words with the page's address below, and a page as its address alone.
fn apart(text: &str, url: &str) -> (String, String) {
    let is_address = |word: &str| word.starts_with("https://") || word.starts_with("http://");
    let last = text.split_whitespace().next_back().filter(|word| is_address(word));
    let (Some(last), true) = (last, url.is_empty()) else { return (text.to_owned(), url.to_owned()) };
    let words = text.strip_suffix(last).unwrap_or(text).trim();
    let bare = words.strip_prefix(['"', '“', '«']).and_then(|words| words.strip_suffix(['"', '”', '»']));
    (bare.unwrap_or(words).trim().to_owned(), last.to_owned())
}

/// Puts the draft of a mention down and opens its report.
pub fn begin(check: &Rc<Check>, mention: usize) -> Result<(), Fault> {
    let page = Rc::clone(&check.page);
    let value = |id: &str| page.get::<HtmlInputElement>(id).map(|field| field.value().trim().to_owned());
    let mut address = value("address")?;
    if !address.is_empty() && !address.contains("://") {
        address.insert_str(0, "https://");
    }
    if !address.is_empty() && address::public(&address).is_err() {
        page.get::<HtmlInputElement>("address")?.focus()?;
        return Err(Fault::said("paste.address.wrong"));
    }
    // Only the day is asked for, since few remember more. At noon no zone has another one.
    let given = value("seen")?;
    let noon = format!("{}T12:00:00", if given.is_empty() { day(&Date::new_0()) } else { given });
    let seen = Date::new(&JsValue::from_str(&noon));
    if seen.get_time().is_nan() {
        page.get::<HtmlInputElement>("seen")?.focus()?;
        return Err(Fault::said("paste.seen.wrong"));
    }
    let mentions = check.mentions.borrow();
    let Some(mention) = mentions.get(mention) else { return Err(Fault::said("check.gone")) };
    let title = value("title")?;
    let draft = json!({
        "finding": mention.finding,
        "text": &*mention.text,
        "page": {
            "url": address,
            "title": title,
            "lang": "",
            "seenAt": String::from(seen.to_iso_string()),
            "offset": -seen.get_timezone_offset(),
            "zone": zone(),
        },
        "facts": { "title": title },
    });
    check.page.run(Box::pin(async move {
        let put: Value = chrome::ask(&json!({ "type": "paste", "draft": draft })).await?;
        let id = text(&put, "id")?;
        Ok(window()?.location().assign(&format!("report.html?draft={id}"))?)
    }));
    Ok(())
}

/// A day as a field of days has it, by this device's clock: `2026-11-22`.
fn day(date: &Date) -> String {
    format!("{:04}-{:02}-{:02}", date.get_full_year(), date.get_month() + 1, date.get_date())
}
