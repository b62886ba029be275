//! « Mes signalements enregistrés »: the saved cases, each to be opened or deleted. One that cannot be read is shown as
//! such and never dropped.

use crate::{
    case::{Capture, Case},
    message::Message,
    web::page::{
        Page,
        fault::Fault,
        name::kind,
        store::{self, Stored},
    },
};
use js_sys::{Date, Object, Reflect};
use std::rc::Rc;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{Element, HtmlAnchorElement, HtmlDialogElement, HtmlElement};

/// Shows the list.
pub async fn show(page: &Rc<Page>) -> Result<(), Fault> {
    store::settle().await?;
    let all = store::all().await?;
    page.document.set_title(page.catalogue.text("saved.title"));
    page.show("saved", true)?;
    page.show("saved-none", all.is_empty())?;
    page.show("saved-begin", all.is_empty())?;
    page.show("saved-where", !all.is_empty())?;
    let list: Element = page.get("saved-list")?;
    list.set_text_content(None);
    for stored in all {
        let item = item(page, &stored)?;
        list.append_child(&item)?;
    }
    Ok(())
}

fn item(page: &Rc<Page>, stored: &Stored) -> Result<Element, Fault> {
    let item = page.stamp("record")?;
    let (id, read) = match stored {
        Stored::Record(record) => (&record.id, Case::glance(&record.case).map_err(|error| error.message())),
        Stored::Unreadable(key) => (key, Err(Message::new("saved.unreadable"))),
    };
    item.set_attribute("data-case", id)?;
    let open: HtmlAnchorElement = page.part_of(&item, "open")?;
    match read {
        Ok(case) => {
            let capture = &case.capture;
            let corrected = case.answers.practitioner.name.clone().filter(|name| !name.is_empty());
            let read = || capture.practitioner.name.as_ref().map(|name| name.value.clone());
            page.part(&item, "title", &corrected.or_else(read).unwrap_or_else(|| titled(page, capture)))?;
            page.part(&item, "quote", &capture.finding.quote)?;
            item.set_attribute("data-kind", kind(capture.finding.grade, capture.finding.practice))?;
            page.part(&item, "when", &page.catalogue.render(&when(page, &case)))?;
            page.part(&item, "sent", &super::sent::last(page, &case.reported))?;
            page.part(&item, "fault", "")?;
            open.set_href(&format!("report.html?case={id}"));
        }
        Err(why) => {
            page.part(&item, "title", page.catalogue.text("saved.illegible"))?;
            page.part(&item, "fault", &page.catalogue.render(&why))?;
            page.part(&item, "when", "")?;
            page.part(&item, "sent", "")?;
            page.part_of::<Element>(&item, "quote")?.parent_element().iter().for_each(Element::remove);
            open.remove();
        }
    }
    let delete: HtmlElement = page.part_of(&item, "delete")?;
    let (id, row) = (id.clone(), item.clone());
    page.on(&delete, "click", move |page, _| {
        let (id, row) = (id.clone(), row.clone());
        async move { ask_to_delete(&page, id, row) }
    })?;
    Ok(item)
}

/// What a report without a name is known by.
fn titled(page: &Page, capture: &Capture) -> String {
    match capture.page.title.as_str() {
        "" => page.catalogue.text("saved.untitled").to_owned(),
        title => title.to_owned(),
    }
}

fn when(page: &Page, case: &Case) -> Message {
    let day = |iso: &str| {
        let options = Object::new();
        let _ = Reflect::set(&options, &"dateStyle".into(), &"long".into());
        let date = Date::new(&JsValue::from_str(iso));
        String::from(date.to_locale_date_string(page.catalogue.language.locale(), &options))
    };
    Message::new("saved.when").with("seen", day(&case.capture.seen.iso())).with("saved", day(&case.updated.iso()))
}

fn ask_to_delete(page: &Rc<Page>, id: String, row: Element) -> Result<(), Fault> {
    let dialog: HtmlDialogElement = page.get("confirm")?;
    page.say("confirm-text", &Message::new("confirm.delete"))?;
    // Each question has buttons of its own: a listener left from an earlier one would delete another case.
    for name in ["confirm-yes", "confirm-no"] {
        let button: Element = page.get(name)?;
        let fresh: Element = button.clone_node_with_deep(true)?.unchecked_into();
        button.replace_with_with_node_1(&fresh)?;
    }
    let (yes, no) = (dialog.clone(), dialog.clone());
    page.on_click("confirm-yes", move |page| {
        let (id, row, dialog) = (id.clone(), row.clone(), yes.clone());
        async move {
            dialog.close();
            store::remove(&[id], "").await?;
            row.remove();
            page.done(&Message::new("saved.deleted"));
            show(&page).await
        }
    })?;
    page.on_click("confirm-no", move |_| {
        no.close();
        std::future::ready(Ok(()))
    })?;
    Ok(dialog.show_modal()?)
}
