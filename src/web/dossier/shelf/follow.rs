//! « Suivi »: what the user writes beside one mention, each time that it was seen, and what happened on its page.

use super::{Desk, books, bulk, list, words};
use crate::{
    dossier::{
        Stage, Summary,
        timeline::{self, Event, What},
    },
    message::Message,
    web::{
        dossier::recheck,
        page::{fault::Fault, name::kind, store},
    },
};
use std::rc::Rc;
use web_sys::{
    Element, HtmlAnchorElement, HtmlDialogElement, HtmlElement, HtmlInputElement, HtmlSelectElement,
    HtmlTextAreaElement,
};

/// Where the dialog keeps the case that it is about.
const OF: &str = "data-of";

/// Listens to the dialog.
pub fn listen(desk: &Rc<Desk>) -> Result<(), Fault> {
    desk.at("follow-close", "click", |desk| bulk::close(desk, "follow"))?;
    let form: HtmlElement = desk.page.get("follow-form")?;
    let saving = Rc::clone(desk);
    desk.page.on(&form, "submit", move |page, event| {
        event.prevent_default();
        let desk = Rc::clone(&saving);
        async move {
            // What was written stays where it is until it is safe; the page's own words lie behind the dialog.
            page.write("follow-fault", "")?;
            match save(&desk).await {
                Ok(()) => Ok(()),
                Err(fault) => page.say("follow-fault", &fault.message),
            }
        }
    })?;
    desk.at("follow-remove", "click", |desk| {
        let ids = cases(desk)?.into_iter().map(|one| one.id).collect();
        bulk::close(desk, "follow")?;
        bulk::ask_to_remove(desk, ids)
    })?;
    let again: HtmlElement = desk.page.get("follow-recheck")?;
    desk.on(&again, "click", |desk| async move {
        let ids: Vec<String> = cases(&desk)?.into_iter().map(|one| one.id).collect();
        // What was written is kept: this leaves the page.
        match save(&desk).await {
            Ok(()) => recheck::go(&ids).await,
            Err(fault) => desk.page.say("follow-fault", &fault.message),
        }
    })?;
    let restore: HtmlElement = desk.page.get("follow-restore")?;
    desk.on(&restore, "click", |desk| async move {
        let ids: Vec<String> = cases(&desk)?.into_iter().filter(|one| one.removed).map(|one| one.id).collect();
        bulk::close(&desk, "follow")?;
        let after = list::focused(&desk);
        store::restore(&ids).await?;
        bulk::written(&desk, "settings.kept", after).await
    })
}

/// Opens it for a row.
pub fn show(desk: &Rc<Desk>, row: usize) -> Result<(), Fault> {
    let page = &desk.page;
    let cases = desk.row(row);
    let Some(one) = cases.first() else { return Ok(()) };
    let dialog: HtmlDialogElement = page.get("follow")?;
    dialog.set_attribute(OF, &one.id)?;
    page.write("follow-title", words::name(page, one))?;
    page.write("follow-quote", &one.quote)?;
    page.get::<Element>("follow-kind")?.set_attribute("data-kind", kind(one.grade, one.practice))?;
    page.write("follow-facts", &words::facts(page, &desk.days, one))?;
    page.show("follow-removed", cases.iter().any(|one| one.removed))?;
    bulk::offer_stages(desk, "follow-stage", Stage::of(one))?;
    page.get::<HtmlInputElement>("follow-tags")?.set_value(&one.tags.join(", "));
    page.get::<HtmlTextAreaElement>("follow-note")?.set_value(&one.note);
    page.write("follow-fault", "")?;
    show_captures(desk, &cases)?;
    page.get::<Element>("timeline")?.set_text_content(None);
    dialog.show_modal()?;
    page.get::<HtmlElement>("follow-title")?.focus()?;
    let desk = Rc::clone(desk);
    page.run(Box::pin(async move { fill(&desk, &cases).await }));
    Ok(())
}

/// The cases of the row that the dialog is about.
fn cases(desk: &Desk) -> Result<Vec<Summary>, Fault> {
    let id = desk.page.get::<Element>("follow")?.get_attribute(OF).unwrap_or_default();
    let row = desk.places.borrow().get(&id).copied();
    Ok(row.map(|row| desk.row(row)).unwrap_or_default())
}

/// What has to be read first: the whole note, and what happened.
async fn fill(desk: &Rc<Desk>, cases: &[Summary]) -> Result<(), Fault> {
    let Some(one) = cases.first() else { return Ok(()) };
    // All that was seen on the page belongs to its story.
    let of_page: Vec<Summary> =
        desk.shelf.borrow().summaries().iter().filter(|other| other.page == one.page).cloned().collect();
    let story = books::story(&of_page).await?;
    let dialog: Element = desk.page.get("follow")?;
    if dialog.get_attribute(OF).as_deref() != Some(one.id.as_str()) {
        return Ok(());
    }
    if let Some(note) = story.note(&one.id) {
        let field: HtmlTextAreaElement = desk.page.get("follow-note")?;
        // Whoever has begun to write is not disturbed.
        if field.value() == one.note {
            field.set_value(&note);
        }
    }
    let refs: Vec<&Summary> = of_page.iter().collect();
    show_events(desk, &timeline::of(&refs, &story.entries, &story.reports))
}

fn show_captures(desk: &Desk, cases: &[Summary]) -> Result<(), Fault> {
    let page = &desk.page;
    page.show("follow-captures", cases.len() > 1)?;
    let captures: Element = page.get("captures")?;
    captures.set_text_content(None);
    for one in cases {
        let item = page.stamp("capture")?;
        let day = Message::new("dossier.capture").with("day", desk.days.day(&one.day));
        page.part(&item, "open", &page.catalogue.render(&day))?;
        page.part_of::<HtmlAnchorElement>(&item, "open")?.set_href(&format!("report.html?case={}", one.id));
        page.part(&item, "facts", &words::stage(page, Stage::of(one)))?;
        captures.append_child(&item)?;
    }
    Ok(())
}

fn show_events(desk: &Desk, events: &[Event]) -> Result<(), Fault> {
    let page = &desk.page;
    let list: Element = page.get("timeline")?;
    list.set_text_content(None);
    for event in events {
        let item = page.stamp("event")?;
        page.part(&item, "day", &desk.days.day(event.at.get(..10).unwrap_or_default()))?;
        let text = |id: &str| page.catalogue.text(id).to_owned();
        let what = match &event.what {
            What::Seen => text("timeline.seen"),
            What::Validated => text("timeline.validated"),
            What::Rechecked(outcome) => text(&format!("seen.{}", crate::dossier::facet::outcome(*outcome))),
            What::Reported(recipient) => {
                let name = text(&format!("recipient.{}", recipient.id()));
                page.catalogue.render(&Message::new("timeline.reported").with("recipient", name))
            }
            What::Staged(stage) => {
                page.catalogue.render(&Message::new("timeline.staged").with("stage", words::stage(page, *stage)))
            }
            What::Removed(reason) if reason.is_empty() => text("timeline.removed"),
            What::Removed(reason) => {
                page.catalogue.render(&Message::new("timeline.removed.why").with("reason", reason))
            }
            What::Restored => text("timeline.restored"),
        };
        page.part(&item, "what", &what)?;
        list.append_child(&item)?;
    }
    Ok(())
}

/// Writes what was changed in the dialog, for all captures of the row.
async fn save(desk: &Rc<Desk>) -> Result<(), Fault> {
    let page = &desk.page;
    let cases = cases(desk)?;
    let Some(one) = cases.first() else { return Ok(()) };
    let row = desk.places.borrow().get(&one.id).copied();
    let chosen = Stage::from_name(&page.get::<HtmlSelectElement>("follow-stage")?.value());
    // A choice that was left as it was says nothing of the other captures.
    let stage = chosen.filter(|stage| *stage != Stage::of(one));
    let tags = books::tags(&page.get::<HtmlInputElement>("follow-tags")?.value());
    let note = page.get::<HtmlTextAreaElement>("follow-note")?.value();
    books::follow(&cases, stage, &tags, &note).await?;
    bulk::close(desk, "follow")?;
    bulk::written(desk, "settings.kept", row.map(|row| (row, "follow".to_owned()))).await
}
