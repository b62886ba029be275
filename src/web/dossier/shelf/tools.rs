//! Search, facets, days and order: what is asked of the shelf.

use super::{Desk, words};
use crate::{
    dossier::{
        facet::Facet,
        filter::{Order, Query},
    },
    web::page::fault::Fault,
};
use std::rc::Rc;
use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlElement, HtmlInputElement, HtmlSelectElement};

/// The value of « Tout ». No value of a facet is called so; the empty one means « non connu ».
const ALL: &str = "*";

/// Listens to the tools. What the page's address asks for is asked at once: other pages lead here with it.
pub fn listen(desk: &Rc<Desk>) -> Result<(), Fault> {
    let page = &desk.page;
    desk.at("words", "input", |desk| {
        desk.query.borrow_mut().words = desk.page.get::<HtmlInputElement>("words")?.value();
        desk.ask()
    })?;
    desk.at("order", "change", |desk| {
        let chosen = desk.page.get::<HtmlSelectElement>("order")?.value();
        desk.order.set(Order::from_name(&chosen).unwrap_or_default());
        desk.ask()
    })?;
    for facet in Facet::ALL {
        if let Some(value) = page.parameter(facet.name()) {
            desk.query.borrow_mut().facets.insert(facet, value);
        }
        desk.at(&id(facet), "change", move |desk| {
            let value = desk.page.get::<HtmlSelectElement>(&id(facet))?.value();
            let mut query = desk.query.borrow_mut();
            match value.as_str() {
                ALL => query.facets.remove(&facet),
                _ => query.facets.insert(facet, value),
            };
            drop(query);
            desk.ask()
        })?;
    }
    desk.query.borrow_mut().page = page.parameter("page");
    for end in ["from", "to"] {
        desk.at(end, "change", move |desk| {
            let day = Some(desk.page.get::<HtmlInputElement>(end)?.value()).filter(|day| !day.is_empty());
            let mut query = desk.query.borrow_mut();
            if end == "from" {
                query.from = day
            } else {
                query.to = day
            }
            drop(query);
            desk.ask()
        })?;
    }
    // Its options are made when it can be seen.
    desk.at("filters", "toggle", draw)?;
    desk.at("clear", "click", |desk| {
        *desk.query.borrow_mut() = Query::default();
        for field in ["words", "from", "to"] {
            desk.page.get::<HtmlInputElement>(field)?.set_value("");
        }
        desk.ask()?;
        // The button is gone with what it cleared.
        Ok(desk.page.get::<HtmlElement>("words")?.focus()?)
    })?;
    // Enter in a field sends a form.
    let form: Element = page.get("tools")?;
    page.on(form.unchecked_ref(), "submit", |_, event| {
        event.prevent_default();
        std::future::ready(Ok(()))
    })
}

fn id(facet: Facet) -> String {
    format!("by-{}", facet.name())
}

/// Shows how many filters there are and, where they are open, what each would give.
pub fn draw(desk: &Rc<Desk>) -> Result<(), Fault> {
    let page = &desk.page;
    let query = desk.query.borrow();
    let on = query.facets.len() + usize::from(query.from.is_some()) + usize::from(query.to.is_some());
    let text = if on == 0 { String::new() } else { on.to_string() };
    page.write("filters-on", &text)?;
    if !page.get::<Element>("filters")?.has_attribute("open") {
        return Ok(());
    }
    let found = desk.found.borrow();
    for facet in Facet::ALL {
        let chosen = query.facets.get(&facet).map(String::as_str);
        let counts = found.counts.get(&facet);
        let mut values: Vec<(&str, usize)> =
            counts.into_iter().flatten().map(|(value, count)| (value.as_str(), *count)).collect();
        // What is chosen stays to be seen, also where nothing has it any more.
        if let Some(chosen) = chosen.filter(|chosen| values.iter().all(|(value, _)| value != chosen)) {
            values.push((chosen, 0));
        }
        values.sort_by_cached_key(|(value, _)| facet.place(value));
        let select: HtmlSelectElement = page.get(&id(facet))?;
        select.set_text_content(None);
        option(desk, &select, ALL, page.catalogue.text("dossier.all"))?;
        for (value, count) in values {
            let text = format!("{} ({count})", words::value(page, facet, value));
            option(desk, &select, value, &text)?;
        }
        select.set_value(chosen.unwrap_or(ALL));
    }
    Ok(())
}

/// One more option.
pub fn option(desk: &Desk, select: &HtmlSelectElement, value: &str, text: &str) -> Result<(), Fault> {
    let option = desk.page.document.create_element("option")?;
    option.set_attribute("value", value)?;
    option.set_text_content(Some(text));
    select.append_child(&option)?;
    Ok(())
}
