//! How much room the dossier takes on this device, and « Tout effacer ».

use super::{Desk, bulk};
use crate::{
    message::Message,
    web::{
        dossier::{recheck, review},
        page::{chrome, clock::now, fault::Fault, session, store},
    },
};
use js_sys::Number;
use serde::de::IgnoredAny;
use serde_json::json;
use std::rc::Rc;
use web_sys::{HtmlDialogElement, HtmlElement};

/// Bytes of the unit in which room is told.
const MEGABYTE: f64 = 1e6;

/// Listens to « Tout effacer » and to the answer, and to who wants to be reminded later.
pub fn listen(desk: &Rc<Desk>) -> Result<(), Fault> {
    let later: HtmlElement = desk.page.get("reminder-later")?;
    desk.on(&later, "click", |desk| async move {
        store::put_off().await?;
        desk.page.show("reminder", false)?;
        Ok(desk.page.get::<HtmlElement>("headline")?.focus()?)
    })?;
    desk.at("erase", "click", |desk| {
        desk.page.get::<HtmlDialogElement>("erase-ask")?.show_modal()?;
        // What erases is never what the focus is on.
        Ok(desk.page.get::<HtmlElement>("erase-no")?.focus()?)
    })?;
    desk.at("erase-no", "click", |desk| bulk::close(desk, "erase-ask"))?;
    let yes: HtmlElement = desk.page.get("erase-yes")?;
    desk.on(&yes, "click", |desk| async move {
        bulk::close(&desk, "erase-ask")?;
        erase(&desk).await?;
        bulk::written(&desk, "dossier.erased", None).await
    })
}

/// Erases all of it. A step that fails keeps no other from its work; the first fault is told at the end.
async fn erase(desk: &Desk) -> Result<(), Fault> {
    let mut done = vec![store::erase_all().await, review::forget_person().await, session::forget().await];
    if let Some(others) = session::erased() {
        done.push(session::tell(&others));
        others.close();
    }
    // On the web there is no background that could have put something down, and no page of packs.
    if desk.page.is_extension() {
        let inbox = chrome::ask::<IgnoredAny>(&json!({ "type": "clear-inbox" })).await.map(drop);
        done.extend([recheck::forget().await, inbox, store::drop_pack().await]);
    }
    done.into_iter().collect()
}

/// Takes away what an import has left that was stopped in the middle, and says that there was one. Where an import is under way in
/// another window this waits for it, and nothing waits for this.
pub fn tidy(desk: &Rc<Desk>) {
    let page = Rc::clone(&desk.page);
    wasm_bindgen_futures::spawn_local(async move {
        // Where the browser has no locks it had no import either.
        if store::alone(store::sweep()).await.unwrap_or_default() {
            page.done(&Message::new("pack.import.broken"));
        }
    });
}

/// Reminds, now and then, that cases are in this browser only.
async fn remind(desk: &Desk) -> Result<(), Fault> {
    let page = &desk.page;
    // On the web there is no page of packs.
    let exports = if page.is_extension() { store::exports().await? } else { return Ok(()) };
    let reminder = exports.reminder(desk.shelf.borrow().summaries(), &now()?);
    page.show("reminder", reminder.is_some())?;
    let Some(reminder) = reminder else { return Ok(()) };
    let said = match &reminder.last {
        Some(last) => {
            let day = desk.days.day(&last.local().date().to_string());
            Message::new("dossier.reminder.since").with("day", day)
        }
        None => Message::new("dossier.reminder.never"),
    };
    page.say("reminder-text", &said.with("n", reminder.changed))
}

/// Says how much room is taken, and warns before there is no more.
pub async fn draw(desk: &Desk, any: bool) -> Result<(), Fault> {
    let page = &desk.page;
    page.show("keeping", any)?;
    remind(desk).await?;
    let room = if any { store::room().await } else { None };
    page.show("full", room.as_ref().is_some_and(store::Room::is_almost_full))?;
    let Some(room) = room else { return page.write("room", "") };
    let megabytes = |bytes: f64| {
        let number = Number::from((bytes / MEGABYTE).ceil());
        String::from(number.to_locale_string(page.catalogue.language.locale()))
    };
    let said = Message::new("dossier.room").with("used", megabytes(room.used)).with("most", megabytes(room.most));
    page.say("room", &said)
}
