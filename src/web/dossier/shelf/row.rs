//! One row of the list: one mention, however often it was seen.

use super::{Desk, bulk, follow, words};
use crate::{
    dossier::{Stage, Summary},
    message::Message,
    web::page::{fault::Fault, name::kind},
};
use std::rc::Rc;
use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlAnchorElement, HtmlElement, HtmlInputElement};

/// Makes the row of these cases; the first stands for all.
pub fn make(desk: &Rc<Desk>, cases: &[Summary]) -> Result<HtmlElement, Fault> {
    let page = &desk.page;
    let one = cases.first().ok_or_else(|| Fault::said("error.page"))?;
    let row: HtmlElement = page.stamp("row")?.unchecked_into();
    row.set_attribute("data-case", &one.id)?;
    row.set_attribute("data-kind", kind(one.grade, one.practice))?;
    let name = words::name(page, one);
    let text = |id: &str| page.catalogue.text(id).to_owned();
    page.part(&row, "name", name)?;
    page.part(&row, "quote", &one.quote)?;
    page.part(
        &row,
        "what",
        &format!(
            "{} · {}",
            text(&format!("practice.{}", one.practice.name())),
            text(&format!("criterion.{}", one.criterion.name()))
        ),
    )?;
    page.part(&row, "facts", &words::facts(page, &desk.days, one))?;
    let stage = Stage::of(one);
    let mut how_far = words::stage(page, stage);
    if let (Stage::Reported, Some((_, day))) = (stage, &one.reported) {
        how_far = format!("{how_far} · {}", desk.days.day(day));
    }
    page.part(&row, "stage", &how_far)?.set_attribute("data-stage", stage.name())?;
    page.part(&row, "recheck", &words::recheck(page, one))?;
    let times = if cases.len() < 2 {
        String::new()
    } else {
        page.catalogue.render(&Message::new("dossier.times").with("n", cases.len()))
    };
    page.part(&row, "times", &times)?;
    show_tags(desk, &row, one)?;
    let label = |id: &str| page.catalogue.render(&Message::new(id).with("name", name));
    let open: HtmlAnchorElement = page.part_of(&row, "open")?;
    open.set_href(&format!("report.html?case={}", one.id));
    open.set_attribute("aria-label", &label("dossier.open.label"))?;
    let pick: HtmlInputElement = page.part_of(&row, "pick")?;
    page.part(&row, "pick-label", &label("dossier.pick.label"))?;
    pick.set_checked(bulk::is_chosen(desk, cases));
    let id = one.id.clone();
    desk.on(&pick, "change", move |desk| std::future::ready(with_row(&desk, &id, bulk::toggle)))?;
    let button: Element = page.part_of(&row, "follow")?;
    button.set_attribute("aria-label", &label("dossier.follow.label"))?;
    for part in ["follow", "times"] {
        let (target, id) = (page.part_of::<Element>(&row, part)?, one.id.clone());
        desk.on(&target, "click", move |desk| std::future::ready(with_row(&desk, &id, follow::show)))?;
    }
    Ok(row)
}

/// Does something with the row that a case stands for now: rows change their places, and their elements stay.
fn with_row(desk: &Rc<Desk>, id: &str, act: fn(&Rc<Desk>, usize) -> Result<(), Fault>) -> Result<(), Fault> {
    let row = desk.places.borrow().get(id).copied();
    row.map_or(Ok(()), |row| act(desk, row))
}

fn show_tags(desk: &Desk, row: &Element, one: &Summary) -> Result<(), Fault> {
    let tags = desk.page.part(row, "tags", "")?;
    for tag in &one.tags {
        let words = desk.page.document.create_element("span")?;
        words.set_text_content(Some(tag));
        tags.append_child(&words)?;
    }
    tags.toggle_attribute_with_force("hidden", one.tags.is_empty())?;
    Ok(())
}
