//! The page of settings: when Vigie reads, what it shows, and every site with its state and permission. What is chosen takes
//! effect at once; the background writes it down.

mod site;

use super::inquiry;
use crate::message::Message;
use crate::web::page::{Page, chrome, fault::Fault, window};
use serde::{Deserialize, de::IgnoredAny};
use serde_json::json;
use site::{Access, Entry};
use std::{cell::Cell, rc::Rc};
use web_sys::{Element, HtmlButtonElement, HtmlElement, HtmlInputElement};

/// What the background answers.
#[derive(Clone, Debug, Deserialize)]
struct State {
    marks: bool,
    checks: bool,
    #[serde(rename = "onDemand")]
    on_demand: bool,
    /// How many findings the user has dismissed.
    dismissed: usize,
    /// Hosts, or `*.` and a domain.
    paused: Vec<String>,
    /// Match patterns of one site each.
    granted: Vec<String>,
    /// How it stands with « mode enquête ».
    inquiry: inquiry::State,
}

/// Fills the page and follows what changes elsewhere.
pub async fn open(page: Rc<Page>) -> Result<(), Fault> {
    for (id, name, on) in [
        ("marks", "marks", None),
        ("checks", "checks", None),
        ("inquiry", "inquiry", None),
        ("when-visit", "onDemand", Some(false)),
        ("when-demand", "onDemand", Some(true)),
    ] {
        let field: HtmlInputElement = page.get(id)?;
        let input = field.clone();
        page.on(&field, "change", move |page, _| {
            // A radio button tells its own value; a check box whether it is checked.
            let value = on.unwrap_or_else(|| input.checked());
            async move {
                let _: IgnoredAny = chrome::ask(&json!({ "type": "set", "name": name, "value": value })).await?;
                page.done(&Message::new("settings.kept"));
                Ok(())
            }
        })?;
    }
    page.on_click("restore", |page| async move {
        let _: IgnoredAny = chrome::ask(&json!({ "type": "restore" })).await?;
        draw(&page).await?;
        page.done(&Message::new("settings.dismissed.restored"));
        page.get::<HtmlElement>("dismissed-title")?.focus()?;
        Ok(())
    })?;
    inquiry::listen(&page)?;
    draw_keys(&page).await?;
    draw(&page).await?;
    // Several changes come at once: a permission and what is stored of it. The last one's drawing is right for all.
    let (drawing, again) = (Rc::new(Cell::new(false)), Rc::new(Cell::new(false)));
    chrome::hear_changes(move || {
        again.set(true);
        if drawing.replace(true) {
            return;
        }
        let (shown, drawing, again) = (Rc::clone(&page), Rc::clone(&drawing), Rc::clone(&again));
        page.run(Box::pin(async move {
            let mut drawn = Ok(());
            while again.take() {
                drawn = draw(&shown).await;
            }
            drawing.set(false);
            drawn
        }));
    });
    Ok(())
}

async fn draw(page: &Rc<Page>) -> Result<(), Fault> {
    let state: State = chrome::ask(&json!({ "type": "settings" })).await?;
    for (id, on) in [
        ("marks", state.marks),
        ("checks", state.checks),
        ("when-visit", !state.on_demand),
        ("when-demand", state.on_demand),
    ] {
        page.get::<HtmlInputElement>(id)?.set_checked(on);
    }
    inquiry::draw(page, &state.inquiry)?;
    let dismissed = match state.dismissed {
        0 => Message::new("settings.dismissed.none"),
        n => Message::new("settings.dismissed").with("n", n),
    };
    page.say("dismissed", &dismissed)?;
    page.show("restore", state.dismissed > 0)?;

    let focused = page.document.active_element().and_then(|element| element.get_attribute("data-focus"));
    let entries = site::entries(&state.granted, &state.paused, state.on_demand);
    let read: Element = page.get("sites-read")?;
    let known: Element = page.get("sites-known")?;
    read.set_text_content(None);
    known.set_text_content(None);
    let mut others = 0;
    for entry in &entries {
        let item = draw_site(page, entry)?;
        // What the user has said something about stands with what is read.
        if entry.access == Access::Missing && !entry.required && !entry.paused {
            others += 1;
            known.append_child(&item)?;
        } else {
            read.append_child(&item)?;
        }
    }
    page.say("known-count", &Message::new("settings.sites.known").with("n", others))?;
    if let Some(name) = focused {
        let again = page.document.query_selector(&format!("[data-focus=\"{name}\"]"))?;
        // The button that was pressed may be gone: then the site's own name takes the focus.
        let site = name.split(' ').next_back().unwrap_or_default();
        let again = match again {
            Some(button) => Some(button),
            None => page.document.query_selector(&format!("[data-site=\"{site}\"] h3"))?,
        };
        if let Some(element) = again.and_then(|element| wasm_bindgen::JsCast::dyn_into::<HtmlElement>(element).ok()) {
            element.focus()?;
        }
    }
    Ok(())
}

fn draw_site(page: &Rc<Page>, entry: &Entry) -> Result<Element, Fault> {
    let item = page.stamp("site")?;
    let id = entry.hosts.first().cloned().unwrap_or_default();
    item.set_attribute("data-site", &id)?;
    item.set_attribute("data-state", entry.state())?;
    page.part(&item, "name", &entry.name)?;
    page.part(
        &item,
        "hosts",
        &if entry.name == entry.hosts.join(", ") { String::new() } else { entry.hosts.join(", ") },
    )?;
    page.part(&item, "state", page.catalogue.text(&format!("settings.state.{}", entry.state())))?;
    page.part(&item, "own", if entry.own { page.catalogue.text("settings.site.own") } else { "" })?;
    for (part, shown) in [
        ("pause", entry.access == Access::Granted && !entry.paused),
        ("resume", entry.paused),
        ("allow", entry.access == Access::Missing && !entry.paused),
        ("revoke", entry.access == Access::Granted && !entry.required),
    ] {
        let button: HtmlButtonElement = page.part_of(&item, part)?;
        button.toggle_attribute_with_force("hidden", !shown)?;
        button.set_attribute("data-focus", &format!("{part} {id}"))?;
        let label = Message::new(format!("settings.{part}.label")).with("site", &entry.name);
        button.set_attribute("aria-label", &page.catalogue.render(&label))?;
        let (entry, part) = (entry.clone(), part.to_owned());
        page.on(&button, "click", move |page, _| {
            let entry = entry.clone();
            // In this very turn: browsers answer the question only where a click asked it.
            let asked = (part == "allow").then(|| chrome::request_site(&entry.pattern()));
            let part = part.clone();
            async move { press(&page, &entry, &part, asked.transpose()?).await }
        })?;
    }
    Ok(item)
}

async fn press(page: &Rc<Page>, entry: &Entry, part: &str, asked: Option<js_sys::Promise>) -> Result<(), Fault> {
    let done = match (part, asked) {
        ("allow", Some(asked)) => {
            if chrome::was_granted(asked).await? {
                "settings.allowed"
            } else {
                "popup.offer.refused"
            }
        }
        ("revoke", _) => {
            for pattern in &entry.patterns {
                chrome::give_back(pattern).await?;
            }
            "settings.revoked"
        }
        _ => {
            for host in &entry.hosts {
                let message = json!({ "type": "pause", "host": host, "paused": part == "pause" });
                let _: IgnoredAny = chrome::ask(&message).await?;
            }
            if part == "pause" { "settings.paused" } else { "settings.resumed" }
        }
    };
    draw(page).await?;
    page.done(&Message::new(done).with("site", &entry.name));
    Ok(())
}

/// The keys, where the browser has some for extensions; the way without them, where it has none.
async fn draw_keys(page: &Rc<Page>) -> Result<(), Fault> {
    let commands = chrome::commands().await;
    page.show("keys-none", commands.is_none())?;
    page.show("keys-some", commands.is_some())?;
    let firefox = window()?.navigator().user_agent()?.contains("Firefox/");
    page.say("keys-change", &Message::new(if firefox { "settings.keys.firefox" } else { "settings.keys.chrome" }))?;
    let list: Element = page.get("keys")?;
    for command in commands.unwrap_or_default() {
        let item = page.stamp("key")?;
        let name = if command.name == "_execute_action" { "open" } else { command.name.as_str() };
        let key = format!("settings.key.{name}");
        page.part(&item, "what", page.catalogue.text(&key))?;
        let none = page.catalogue.text("settings.keys.unset");
        page.part(&item, "keys", if command.shortcut.is_empty() { none } else { &command.shortcut })?;
        list.append_child(&item)?;
    }
    Ok(())
}
