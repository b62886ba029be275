//! What « mode enquête » has put down comes into the dossier, « à valider », when the dossier is opened.

use super::Desk;
use crate::{
    dossier::State,
    message::Message,
    web::page::{chrome, draft::begun, fault::Fault, store},
};
use js_sys::Reflect;
use serde::de::IgnoredAny;
use serde_json::json;
use std::rc::Rc;
use wasm_bindgen::JsValue;

/// Takes up all that waits with the background, one after the other: what is in the dossier is taken away there, and only then.
/// Who is interrupted in between takes one up that is in the dossier already, and goes on.
pub async fn take_up(desk: &Rc<Desk>) -> Result<(), Fault> {
    let (mut taken, mut unreadable) = (0, 0);
    while let Some((id, draft)) = waiting().await? {
        match begun(&id, &draft) {
            Ok(case) => match store::keep(&case, None, State::ToValidate).await {
                Ok(_) => taken += 1,
                Err(fault) if fault.message.id == "store.stale" => {}
                Err(fault) => return Err(fault),
            },
            Err(fault) => {
                desk.page.tell(&fault);
                unreadable += 1;
            }
        }
        chrome::ask::<IgnoredAny>(&json!({ "type": "taken", "id": id })).await?;
    }
    if taken > 0 {
        desk.load().await?;
        desk.page.done(&Message::new("inquiry.taken").with("n", taken));
    }
    if unreadable > 0 {
        desk.page.done(&Message::new("inquiry.unreadable").with("n", unreadable));
    }
    Ok(())
}

/// The draft that waits longest, and its name.
async fn waiting() -> Result<Option<(String, JsValue)>, Fault> {
    let answer = chrome::ask_raw(&json!({ "type": "inbox" })).await?;
    let id = Reflect::get(&answer, &"id".into())?.as_string();
    let draft = Reflect::get(&answer, &"draft".into())?;
    Ok(id.map(|id| (id, draft)))
}
