//! « Préremplir ce formulaire », asked: from which report, into the form of the tab's page. On the Défenseur des droits' own
//! sites it works at once; anywhere else the host is named and the user asked. What fills is in report.wasm, since it reads
//! cases and letters, and is loaded when it is wanted.

use super::{Popup, Tab, TabState};
use crate::{
    message::Message,
    web::page::{Page, chrome, fault::Fault, store},
};
use js_sys::{Array, Promise};
use serde_json::{Value, json};
use std::rc::Rc;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{Element, HtmlElement, HtmlSelectElement};

/// Saved cases that the list of reports shows: those that were changed last.
const MOST_SAVED: usize = 100;

/// Letters of a quote that the list of reports shows.
const MOST_QUOTE: usize = 60;

/// Fills the section; whether there is a page and a report to show it for.
pub async fn prepare(page: &Page, tab: &Tab) -> Result<bool, Fault> {
    if matches!(tab.state, TabState::Paused | TabState::Unreadable) {
        return Ok(false);
    }
    let section: HtmlElement = page.get("fill")?;
    section.toggle_attribute_with_force("data-known", tab.form)?;
    let select: HtmlSelectElement = page.get("fill-from")?;
    select.set_text_content(None);
    let sources = chrome::tree(&chrome::ask_raw(&json!({ "type": "sources" })).await?)?;
    for draft in list(&sources, "drafts") {
        add(page, &select, "draft", text(draft, "/id"), text(draft, "/quote"), text(draft, "/host"))?;
    }
    // There may be thousands: they are read where somebody is likely to want one.
    if tab.form {
        add_saved(page, &select).await?;
    }
    let any = select.length() > 0 || (!tab.form && store::any().await);
    page.show("fill-known", tab.form)?;
    page.show("fill-choice", tab.form)?;
    ask(page, false)?;
    Ok(any)
}

/// Listens to its buttons.
pub fn listen(popup: &Rc<Popup>, page: &Rc<Page>) -> Result<(), Fault> {
    let filling = Rc::clone(popup);
    page.on_click("fill-start", move |page| {
        let popup = Rc::clone(&filling);
        async move {
            if page.get::<Element>("fill")?.has_attribute("data-known") {
                return fill(&popup, &page, "").await;
            }
            let select: HtmlSelectElement = page.get("fill-from")?;
            if select.query_selector("[value^=case]")?.is_none() {
                add_saved(&page, &select).await?;
            }
            let host = popup.host.borrow().clone();
            page.say("fill-ask", &Message::new("fill.ask").with("host", &host))?;
            page.say("fill-go", &Message::new("fill.go").with("host", &host))?;
            page.show("fill-choice", true)?;
            ask(&page, true)?;
            Ok(page.get::<HtmlElement>("fill-go")?.focus()?)
        }
    })?;
    let filling = Rc::clone(popup);
    page.on_click("fill-go", move |page| {
        let popup = Rc::clone(&filling);
        async move {
            let host = popup.host.borrow().clone();
            fill(&popup, &page, &host).await
        }
    })?;
    page.on_click("fill-cancel", |page| async move {
        page.show("fill-choice", false)?;
        ask(&page, false)?;
        Ok(page.get::<HtmlElement>("fill-start")?.focus()?)
    })
}

/// Whether the question about the host is open.
fn ask(page: &Page, open: bool) -> Result<(), Fault> {
    page.show("fill-start", !open)?;
    for id in ["fill-ask", "fill-go", "fill-cancel"] {
        page.show(id, open)?;
    }
    Ok(())
}

fn add(page: &Page, select: &HtmlSelectElement, kind: &str, id: &str, quote: &str, host: &str) -> Result<(), Fault> {
    let short: String = quote.chars().take(MOST_QUOTE).collect();
    let quote = if short.len() < quote.len() { format!("{}…", short.trim_end()) } else { short };
    let option = page.document.create_element("option")?;
    let said = Message::new(format!("fill.from.{kind}")).with("quote", quote).with("host", host);
    option.set_text_content(Some(&page.catalogue.render(&said)));
    option.set_attribute("value", &format!("{kind}:{id}"))?;
    select.append_child(&option)?;
    Ok(())
}

/// Adds the saved cases, the last changed first. They are only named here: whether one is whole is looked at when it is used.
async fn add_saved(page: &Page, select: &HtmlSelectElement) -> Result<(), Fault> {
    for one in store::listed().await?.iter().take(MOST_SAVED) {
        add(page, select, "case", &one.id, &one.quote, &one.host)?;
    }
    Ok(())
}

/// Fills the form of the tab's page, by the function of pages/popup.js that loads what fills. `confirmed` is the host that
/// the user was asked about. What fails there was told on this page already.
async fn fill(popup: &Popup, page: &Page, confirmed: &str) -> Result<(), Fault> {
    let chosen = page.get::<HtmlSelectElement>("fill-from")?.value();
    let told = Array::of4(&popup.tab.into(), &popup.apart.into(), &confirmed.into(), &chosen.into());
    let filling: Promise = popup.filler.apply(&JsValue::NULL, &told)?.dyn_into()?;
    Ok(JsFuture::from(filling).await.map(drop)?)
}

fn list<'a>(tree: &'a Value, name: &str) -> &'a [Value] {
    tree.get(name).and_then(Value::as_array).map(Vec::as_slice).unwrap_or_default()
}

fn text<'a>(tree: &'a Value, path: &str) -> &'a str {
    tree.pointer(path).and_then(Value::as_str).unwrap_or_default()
}
