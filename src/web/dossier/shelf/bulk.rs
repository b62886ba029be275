//! What is done with several mentions at once: chosen on the list, asked about in one question, written in one go.

use super::{Desk, books, list, tools, words};
use crate::{
    dossier::{Stage, State, Summary, facet::Facet},
    message::Message,
    web::{dossier::recheck, page::fault::Fault},
};
use std::rc::Rc;
use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlDialogElement, HtmlElement, HtmlInputElement, HtmlSelectElement};

/// What is asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Question {
    Tag,
    Stage,
    Remove,
}

impl Question {
    const ALL: [Self; 3] = [Self::Tag, Self::Stage, Self::Remove];

    fn name(self) -> &'static str {
        match self {
            Self::Tag => "tag",
            Self::Stage => "stage",
            Self::Remove => "remove",
        }
    }
}

/// Where the dialog keeps what it asks, and of which cases.
const ASKED: &str = "data-asked";
const OF: &str = "data-of";

/// Listens to the choice and to the questions.
pub fn listen(desk: &Rc<Desk>) -> Result<(), Fault> {
    desk.at("pick-all", "change", |desk| {
        let all = desk.page.get::<HtmlInputElement>("pick-all")?.checked();
        let shelf = desk.shelf.borrow();
        let found = desk.found.borrow();
        let ids = found.places.iter().filter_map(|place| shelf.get(*place)).map(|one| one.id.clone());
        *desk.chosen.borrow_mut() = if all { ids.collect() } else { Default::default() };
        drop((shelf, found));
        tick(desk)
    })?;
    for question in Question::ALL {
        desk.at(&format!("bulk-{}", question.name()), "click", move |desk| {
            ask(desk, question, desk.chosen.borrow().iter().cloned().collect())
        })?;
    }
    let validate: HtmlElement = desk.page.get("bulk-validate")?;
    desk.on(&validate, "click", |desk| async move {
        let ids = waiting(&desk);
        books::validate(&ids).await?;
        written(&desk, "settings.kept", None).await
    })?;
    let again: HtmlElement = desk.page.get("bulk-recheck")?;
    desk.on(&again, "click", |desk| async move {
        let ids: Vec<String> = desk.chosen.borrow().iter().cloned().collect();
        recheck::go(&ids).await
    })?;
    desk.at("ask-no", "click", |desk| close(desk, "ask"))?;
    let form: HtmlElement = desk.page.get("ask-form")?;
    let answering = Rc::clone(desk);
    desk.page.on(&form, "submit", move |_, event| {
        event.prevent_default();
        let desk = Rc::clone(&answering);
        async move {
            close(&desk, "ask")?;
            answer(&desk, true).await
        }
    })?;
    let take: HtmlElement = desk.page.get("ask-take")?;
    desk.on(&take, "click", |desk| async move {
        close(&desk, "ask")?;
        answer(&desk, false).await
    })
}

/// Closes a dialog.
pub fn close(desk: &Desk, id: &str) -> Result<(), Fault> {
    desk.page.get::<HtmlDialogElement>(id)?.close();
    Ok(())
}

/// Whether all cases of a row are chosen.
pub fn is_chosen(desk: &Desk, cases: &[Summary]) -> bool {
    let chosen = desk.chosen.borrow();
    !cases.is_empty() && cases.iter().all(|one| chosen.contains(&one.id))
}

/// Chooses a row with all its captures, or no longer.
pub fn toggle(desk: &Rc<Desk>, row: usize) -> Result<(), Fault> {
    let cases = desk.row(row);
    let was = is_chosen(desk, &cases);
    {
        let mut chosen = desk.chosen.borrow_mut();
        for one in cases {
            if was {
                chosen.remove(&one.id)
            } else {
                chosen.insert(one.id)
            };
        }
    }
    tick(desk)
}

/// Shows on the rows that are there what is chosen.
fn tick(desk: &Rc<Desk>) -> Result<(), Fault> {
    for (id, element) in desk.list.each() {
        let row = desk.places.borrow().get(&id).copied();
        let pick: HtmlInputElement = desk.page.part_of(&element, "pick")?;
        pick.set_checked(row.is_some_and(|row| is_chosen(desk, &desk.row(row))));
    }
    draw(desk)
}

/// How many rows are chosen, and what can be done with them.
pub fn draw(desk: &Rc<Desk>) -> Result<(), Fault> {
    let page = &desk.page;
    let rows = rows(desk, &desk.chosen.borrow().iter().cloned().collect::<Vec<_>>());
    let all = desk.groups.borrow().len();
    let pick: HtmlInputElement = page.get("pick-all")?;
    pick.set_checked(rows > 0 && rows == all);
    pick.set_indeterminate(rows > 0 && rows < all);
    page.show("chosen", rows > 0)?;
    page.say("chosen-count", &Message::new("dossier.chosen").with("count", rows))?;
    page.show("bulk-validate", !waiting(desk).is_empty())
}

/// Those of the chosen ones that nobody has looked at yet.
fn waiting(desk: &Desk) -> Vec<String> {
    let (shelf, chosen) = (desk.shelf.borrow(), desk.chosen.borrow());
    let waits = |one: &&Summary| one.state == State::ToValidate && chosen.contains(&one.id);
    shelf.summaries().iter().filter(waits).map(|one| one.id.clone()).collect()
}

/// How many rows these cases are.
fn rows(desk: &Desk, ids: &[String]) -> usize {
    let (groups, shelf) = (desk.groups.borrow(), desk.shelf.borrow());
    let asked: std::collections::HashSet<&str> = ids.iter().map(String::as_str).collect();
    let is = |place: &usize| shelf.get(*place).is_some_and(|one| asked.contains(one.id.as_str()));
    groups.iter().filter(|group| group.cases.iter().any(is)).count()
}

/// Asks whether to erase these cases, and why.
pub fn ask_to_remove(desk: &Rc<Desk>, ids: Vec<String>) -> Result<(), Fault> {
    ask(desk, Question::Remove, ids)
}

fn ask(desk: &Rc<Desk>, question: Question, ids: Vec<String>) -> Result<(), Fault> {
    let page = &desk.page;
    let dialog: HtmlDialogElement = page.get("ask")?;
    dialog.set_attribute(ASKED, question.name())?;
    dialog.set_attribute(OF, &ids.join(" "))?;
    let n = rows(desk, &ids).max(1);
    page.say("ask-title", &Message::new(format!("dossier.ask.{}", question.name())).with("count", n))?;
    page.show("ask-tags", question == Question::Tag)?;
    page.show("ask-take", question == Question::Tag)?;
    page.show("ask-stages", question == Question::Stage)?;
    page.show("ask-reasons", question == Question::Remove)?;
    page.write(
        "ask-yes",
        page.catalogue.text(match question {
            Question::Tag => "dossier.tag.put",
            Question::Stage => "dossier.stage.put",
            Question::Remove => "dossier.remove",
        }),
    )?;
    // What erases is not what stands out, and the other button has the focus.
    let erases = question == Question::Remove;
    page.get::<Element>("ask-yes")?.class_list().toggle_with_force("first", !erases)?;
    for field in ["ask-tag", "ask-reason"] {
        page.get::<HtmlInputElement>(field)?.set_value("");
    }
    offer_stages(desk, "ask-stage", Stage::Kept)?;
    offer_tags(desk)?;
    dialog.show_modal()?;
    let first = match question {
        Question::Tag => "ask-tag",
        Question::Stage => "ask-stage",
        Question::Remove => "ask-no",
    };
    Ok(page.get::<HtmlElement>(first)?.focus()?)
}

/// The stages that a user may choose, in a select.
pub fn offer_stages(desk: &Desk, id: &str, chosen: Stage) -> Result<(), Fault> {
    let select: HtmlSelectElement = desk.page.get(id)?;
    select.set_text_content(None);
    let waits = (chosen == Stage::ToValidate).then_some(Stage::ToValidate);
    for stage in waits.into_iter().chain(Stage::CHOSEN) {
        tools::option(desk, &select, stage.name(), &words::stage(&desk.page, stage))?;
    }
    select.set_value(chosen.name());
    Ok(())
}

/// The tags that are in use already.
fn offer_tags(desk: &Desk) -> Result<(), Fault> {
    let list: Element = desk.page.get("known-tags")?;
    list.set_text_content(None);
    let shelf = desk.shelf.borrow();
    let mut tags: Vec<&str> = shelf.summaries().iter().flat_map(|one| one.tags.iter().map(String::as_str)).collect();
    tags.sort_by_cached_key(|tag| Facet::Tag.place(tag));
    tags.dedup();
    for tag in tags {
        let option = desk.page.document.create_element("option")?;
        option.set_attribute("value", tag)?;
        list.append_child(&option)?;
    }
    Ok(())
}

/// Does what was asked; `put` is false where a tag is taken away.
async fn answer(desk: &Rc<Desk>, put: bool) -> Result<(), Fault> {
    let page = &desk.page;
    let dialog: Element = page.get("ask")?;
    let asked = dialog.get_attribute(ASKED).unwrap_or_default();
    let ids: Vec<String> = dialog.get_attribute(OF).unwrap_or_default().split(' ').map(str::to_owned).collect();
    let after = list::focused(desk);
    match Question::ALL.into_iter().find(|question| question.name() == asked) {
        Some(Question::Tag) => {
            let tag = page.get::<HtmlInputElement>("ask-tag")?.value();
            let changes = tagged(desk, &ids, &tag, put);
            if changes.is_empty() {
                return Ok(());
            }
            books::tag(&changes).await?;
            written(desk, "settings.kept", after).await
        }
        Some(Question::Stage) => {
            let chosen = page.get::<HtmlSelectElement>("ask-stage")?.value();
            let Some(stage) = Stage::from_name(&chosen) else { return Ok(()) };
            books::stage(&ids, stage).await?;
            written(desk, "settings.kept", after).await
        }
        Some(Question::Remove) => {
            let reason = page.get::<HtmlInputElement>("ask-reason")?.value();
            books::remove(&ids, &reason).await?;
            written(desk, "dossier.removed", after).await
        }
        None => Ok(()),
    }
}

/// The cases whose tags change, with what they become.
fn tagged(desk: &Desk, ids: &[String], tag: &str, put: bool) -> Vec<(String, Vec<String>)> {
    let shelf = desk.shelf.borrow();
    let written = books::tags(tag);
    let mut changes = Vec::new();
    for one in shelf.summaries().iter().filter(|one| ids.contains(&one.id)) {
        let mut tags = one.tags.clone();
        tags.retain(|tag| !written.contains(tag));
        if put {
            tags.extend(written.iter().cloned());
        }
        if tags != one.tags {
            changes.push((one.id.clone(), tags));
        }
    }
    changes
}

/// Shows what is written, says so, and gives the focus back: to the row that had it, or to the heading of the list.
pub async fn written(desk: &Rc<Desk>, id: &str, after: Option<(usize, String)>) -> Result<(), Fault> {
    desk.load().await?;
    desk.page.done(&Message::new(id));
    let last = desk.groups.borrow().len().checked_sub(1);
    match (after, last) {
        (Some((row, part)), Some(last)) => list::go(desk, row.min(last), &part),
        _ => {
            let heading = if last.is_some() { "count" } else { "headline" };
            Ok(desk.page.get::<HtmlElement>(heading)?.unchecked_into::<HtmlElement>().focus()?)
        }
    }
}
