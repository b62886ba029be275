//! « Quitter et effacer »: at a shared computer nothing of this session may be left, in this window or another. What is kept in the
//! dossier stays, but for the case on the page.

use super::{Report, move_to};
use crate::{
    message::Message,
    web::page::{Page, fault::Fault, session, store, window},
};
use std::rc::Rc;
use wasm_bindgen::{JsCast, closure::Closure};
use web_sys::{BroadcastChannel, Element, HtmlDialogElement, HtmlElement};

/// Listens to the button, to the answer to its question, and to the other pages that have a report.
pub fn listen(report: &Rc<Report>) -> Result<(), Fault> {
    let dialog: HtmlDialogElement = report.page.get("confirm")?;
    let asked = dialog.clone();
    report.on_click("erase", move |report| {
        let question = if report.saved.get() { "confirm.erase.saved" } else { "confirm.erase.draft" };
        report.page.say("confirm-text", &Message::new(question))?;
        Ok(asked.show_modal()?)
    })?;
    let closed = dialog.clone();
    report.on_click("confirm-no", move |_| {
        closed.close();
        Ok(())
    })?;
    let others = hear(report);
    let erasing = Rc::clone(report);
    report.page.on_click("confirm-yes", move |page| {
        let (report, dialog, others) = (Rc::clone(&erasing), dialog.clone(), others.clone());
        async move {
            dialog.close();
            if report.saved.get() {
                let id = report.case.borrow().id.clone();
                store::remove(&[id], "").await?;
            }
            session::forget().await?;
            if let Some(others) = others {
                session::tell(&others)?;
            }
            leave(&page)
        }
    })
}

/// Leaves a page with nothing of the report on it.
fn leave(page: &Page) -> Result<(), Fault> {
    move_to("")?;
    page.get::<Element>("report")?.remove();
    page.show("erased", true)?;
    page.get::<HtmlElement>("erased-title")?.focus()?;
    page.show("saved", true)
}

/// A draft in another window goes too; a kept case there is shown as it is kept, without what was written since.
fn hear(report: &Rc<Report>) -> Option<BroadcastChannel> {
    let channel = session::erased()?;
    let report = Rc::clone(report);
    let listener = Closure::<dyn Fn()>::new(move || {
        let here = Rc::clone(&report);
        report.page.run(Box::pin(async move {
            // On the web each tab has a session of its own.
            session::forget().await?;
            if here.saved.get() { Ok(window()?.location().reload()?) } else { leave(&here.page) }
        }));
    });
    channel.set_onmessage(Some(listener.into_js_value().unchecked_ref()));
    Some(channel)
}
