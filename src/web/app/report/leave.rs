//! The ways out: copying, the online form, paper, saving, and erasing. What leaves must have been read again first.

use super::{Report, move_to, now, saved, sheet, words};
use crate::{
    message::Message,
    report::Letter,
    web::app::{
        chrome,
        fault::Fault,
        page::window,
        store::{self, Record},
    },
};
use js_sys::Reflect;
use serde::de::IgnoredAny;
use serde_json::json;
use std::rc::Rc;
use wasm_bindgen::JsValue;
use wasm_bindgen_futures::JsFuture;
use web_sys::{Element, HtmlButtonElement, HtmlDialogElement, HtmlElement, HtmlInputElement};

/// Listens to the buttons under the letter.
pub fn listen(report: &Rc<Report>) -> Result<(), Fault> {
    let page = &report.page;
    let reread: HtmlInputElement = page.get("reread")?;
    reread.set_checked(report.case.borrow().letter.reread.contains_key(&report.recipient()));
    let ticked = reread.clone();
    report.on(&reread, "change", move |report| {
        let recipient = report.recipient();
        let reread = &mut report.case.borrow_mut().letter.reread;
        if ticked.checked() {
            reread.insert(recipient, now()?);
        } else {
            reread.remove(&recipient);
        }
        want_reread(report, false)
    })?;

    let copying = Rc::clone(report);
    page.on_click("copy", move |_| {
        let report = Rc::clone(&copying);
        async move {
            if !is_reread(&report)? {
                return Ok(());
            }
            let text = sheet::write(&report).map_err(|error| Fault::from(error.message()))?.text();
            copy(&text).await?;
            report.page.done(&Message::new("leave.copied"));
            Ok(())
        }
    })?;
    let link: Element = page.get("open-form")?;
    let opening = Rc::clone(report);
    // The link is followed by the browser, on the user's own click: it is only held back, never opened from here.
    page.on(&link, "click", move |_, event| {
        let ready = is_reread(&opening);
        if !matches!(ready, Ok(true)) {
            event.prevent_default();
        }
        std::future::ready(ready.map(drop))
    })?;
    report.on_click("copy-blocks", |report| {
        if !is_reread(report)? {
            return Ok(());
        }
        let shown = report.page.get::<Element>("blocks")?.has_attribute("hidden");
        report.page.show("blocks", shown)?;
        let expanded = if shown { "true" } else { "false" };
        Ok(report.page.get::<Element>("copy-blocks")?.set_attribute("aria-expanded", expanded)?)
    })?;
    report.on_click("print", |report| {
        if is_reread(report)? {
            window()?.print()?;
        }
        Ok(())
    })?;
    // Browsers of telephones print from nowhere, or not from an extension.
    let prints = has(window()?.as_ref(), "print");
    page.show("print", prints)?;
    page.show("print-none", !prints)?;
    listen_for_saving(report)?;
    listen_for_erasing(report)
}

/// The blocks to be copied into the online form, one by one.
pub fn draw_blocks(report: &Rc<Report>, letter: &Letter) -> Result<(), Fault> {
    let page = &report.page;
    let list: Element = page.get("blocks")?;
    list.set_text_content(None);
    for block in &letter.blocks {
        let item = page.stamp("copied-block")?;
        page.part(&item, "title", &block.title)?;
        page.part(&item, "help", page.catalogue.text(&format!("letter.block.{}", block.id)))?;
        page.part(&item, "text", &block.text)?;
        let button: HtmlButtonElement = page.part_of(&item, "copy")?;
        let (report, text, done) = (Rc::clone(report), block.text.clone(), button.clone());
        page.on(&button, "click", move |page, _| {
            let (report, text, done) = (Rc::clone(&report), text.clone(), done.clone());
            async move {
                if is_reread(&report)? {
                    copy(&text).await?;
                    done.set_text_content(Some(page.catalogue.text("block.copied")));
                    page.done(&Message::new("block.copied.status"));
                }
                Ok(())
            }
        })?;
        list.append_child(&item)?;
    }
    Ok(())
}

/// Whether a browser has an interface that not all have.
fn has(object: &JsValue, name: &str) -> bool {
    Reflect::get(object, &name.into()).is_ok_and(|found| !found.is_null() && !found.is_undefined())
}

async fn copy(text: &str) -> Result<(), Fault> {
    let navigator = window()?.navigator();
    if !has(navigator.as_ref(), "clipboard") {
        return Err(Fault::said("leave.copy.refused"));
    }
    let written = navigator.clipboard().write_text(text);
    JsFuture::from(written).await.map(drop).map_err(|error| {
        let refused = Fault::from(error);
        Fault { message: Message::new("leave.copy.refused"), ..refused }
    })
}

/// Whether the user said that they have read the letter again; if not, they are asked to.
fn is_reread(report: &Report) -> Result<bool, Fault> {
    let reread = report.case.borrow().letter.reread.contains_key(&report.recipient());
    if !reread {
        want_reread(report, true)?;
        report.page.tell(&Fault::said("leave.reread.first"));
        report.page.get::<HtmlElement>("reread")?.focus()?;
    }
    Ok(reread)
}

fn want_reread(report: &Report, wanted: bool) -> Result<(), Fault> {
    if let Some(label) = report.page.get::<Element>("reread")?.parent_element() {
        label.toggle_attribute_with_force("data-wanted", wanted)?;
    }
    Ok(())
}

fn listen_for_saving(report: &Rc<Report>) -> Result<(), Fault> {
    let page = &report.page;
    let button: HtmlButtonElement = page.get("save")?;
    button.set_disabled(report.private);
    page.write(
        "save-help",
        page.catalogue.text(if report.private { "leave.save.private" } else { "leave.save.help" }),
    )?;
    let saving = Rc::clone(report);
    page.on_click("save", move |page| {
        let report = Rc::clone(&saving);
        async move {
            if report.private {
                return Err(Fault::said("leave.save.private"));
            }
            let record = {
                let mut case = report.case.borrow_mut();
                case.updated = now()?;
                Record { id: case.id.clone(), updated: case.updated.iso(), case: case.to_json() }
            };
            store::put(&record).await?;
            report.saved.set(true);
            move_to(&format!("?case={}", record.id))?;
            page.done(&Message::new("leave.saved"));
            // The case is safe: what is left of the draft is only in the way.
            words::forget(&report).await?;
            discard(&report).await
        }
    })
}

async fn discard(report: &Report) -> Result<(), Fault> {
    if report.drafted.replace(false) {
        let id = report.case.borrow().id.clone();
        let _: IgnoredAny = chrome::ask(&json!({ "type": "discard", "id": id })).await?;
    }
    Ok(())
}

fn listen_for_erasing(report: &Rc<Report>) -> Result<(), Fault> {
    let page = &report.page;
    let dialog: HtmlDialogElement = page.get("confirm")?;
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
    let erasing = Rc::clone(report);
    page.on_click("confirm-yes", move |page| {
        let (report, dialog) = (Rc::clone(&erasing), dialog.clone());
        async move {
            dialog.close();
            if report.saved.get() {
                let id = report.case.borrow().id.clone();
                store::delete(&id).await?;
            }
            words::forget(&report).await?;
            discard(&report).await?;
            move_to("")?;
            page.get::<Element>("report")?.remove();
            page.show("erased", true)?;
            page.get::<HtmlElement>("erased-title")?.focus()?;
            saved::show(&page).await
        }
    })
}
