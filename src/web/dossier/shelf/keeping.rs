//! How much room the dossier takes on this device, and « Tout effacer ».

use super::{Desk, bulk};
use crate::{
    message::Message,
    web::{
        dossier::review,
        page::{chrome, fault::Fault, store},
    },
};
use js_sys::Number;
use serde::de::IgnoredAny;
use serde_json::json;
use std::rc::Rc;
use web_sys::{HtmlDialogElement, HtmlElement};

/// Bytes of the unit in which room is told.
const MEGABYTE: f64 = 1e6;

/// Listens to « Tout effacer » and to the answer.
pub fn listen(desk: &Rc<Desk>) -> Result<(), Fault> {
    desk.at("erase", "click", |desk| {
        desk.page.get::<HtmlDialogElement>("erase-ask")?.show_modal()?;
        // What erases is never what the focus is on.
        Ok(desk.page.get::<HtmlElement>("erase-no")?.focus()?)
    })?;
    desk.at("erase-no", "click", |desk| bulk::close(desk, "erase-ask"))?;
    let yes: HtmlElement = desk.page.get("erase-yes")?;
    desk.on(&yes, "click", |desk| async move {
        bulk::close(&desk, "erase-ask")?;
        store::erase_all().await?;
        review::forget_person().await?;
        // On the web there is no background that could have put something down.
        if desk.page.is_extension() {
            chrome::ask::<IgnoredAny>(&json!({ "type": "clear-inbox" })).await?;
        }
        bulk::written(&desk, "dossier.erased", None).await
    })
}

/// Says how much room is taken, and warns before there is no more.
pub async fn draw(desk: &Desk, any: bool) -> Result<(), Fault> {
    let page = &desk.page;
    page.show("keeping", any)?;
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
