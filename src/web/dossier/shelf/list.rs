//! The list: thousands of rows of which only those in sight are there, and the keys to go through them. Each row that is there says which
//! of how many it is.

use super::{Desk, bulk, follow, row};
use crate::{
    dossier::sight::Sight,
    web::page::{Page, fault::Fault, window},
};
use js_sys::Reflect;
use std::{
    cell::{Cell, RefCell},
    collections::{BTreeMap, HashMap},
    rc::Rc,
};
use wasm_bindgen::{JsCast, closure::Closure};
use web_sys::{Element, Event, HtmlElement};

/// What a row is likely to be high before any is measured, and the space after each.
const GUESS: f64 = 190.0;
const GAP: f64 = 12.0;

/// Measuring changes what is in sight, which changes what is measured: after so many turns it is near enough.
const TURNS: usize = 4;

/// The list's element and the rows in it.
pub struct List {
    element: HtmlElement,
    sight: RefCell<Sight>,
    /// The rows that are there, by what each shows ([`shown`]).
    rows: RefCell<HashMap<String, HtmlElement>>,
    asked: Cell<bool>,
}

impl List {
    /// The page's list, empty.
    pub fn new(page: &Page) -> Result<Self, Fault> {
        Ok(Self {
            element: page.get("list")?,
            sight: RefCell::new(Sight::new(0, GUESS)),
            rows: RefCell::default(),
            asked: Cell::default(),
        })
    }

    /// Throws the rows away: what they say is no longer so.
    pub fn forget(&self) {
        for (_, row) in self.rows.borrow_mut().drain() {
            row.remove();
        }
    }

    fn row(&self, id: &str) -> Option<HtmlElement> {
        self.rows.borrow().get(id).cloned()
    }

    /// Every row that is there, by the case that stands for it.
    pub fn each(&self) -> Vec<(String, HtmlElement)> {
        let case = |row: &HtmlElement| row.get_attribute("data-case").unwrap_or_default();
        self.rows.borrow().values().map(|row| (case(row), row.clone())).collect()
    }
}

/// Begins the list anew, for other rows or another order. Rows that stay are not made again.
pub fn reset(desk: &Rc<Desk>) -> Result<(), Fault> {
    let guess = desk.list.sight.borrow().guess();
    *desk.list.sight.borrow_mut() = Sight::new(desk.groups.borrow().len(), guess);
    draw(desk)
}

/// Listens to what moves the list, and to its keys.
pub fn listen(desk: &Rc<Desk>) -> Result<(), Fault> {
    let window = window()?;
    for event in ["scroll", "resize"] {
        let moved = Rc::clone(desk);
        let listener = Closure::<dyn Fn()>::new(move || soon(&moved)).into_js_value();
        window.add_event_listener_with_callback(event, listener.unchecked_ref())?;
    }
    let keys = Rc::clone(desk);
    desk.page.on(&desk.list.element, "keydown", move |_, event| std::future::ready(key(&keys, &event)))?;
    // A row that gets the focus by Tab has its neighbours beside it.
    desk.at("list", "focusin", |desk| {
        soon(desk);
        Ok(())
    })
}

/// Draws at the next picture, once.
fn soon(desk: &Rc<Desk>) {
    if desk.list.asked.replace(true) {
        return;
    }
    let drawing = Rc::clone(desk);
    let draw = Closure::once_into_js(move || {
        drawing.list.asked.set(false);
        if let Err(fault) = draw(&drawing) {
            drawing.page.tell(&fault);
        }
    });
    if let Ok(window) = window() {
        let _ = window.request_animation_frame(draw.unchecked_ref());
    }
}

/// Puts the rows in sight in their places.
pub fn draw(desk: &Rc<Desk>) -> Result<(), Fault> {
    let list = &desk.list;
    let window = window()?;
    let high = window.inner_height()?.as_f64().unwrap_or(800.0);
    for _ in 0..TURNS {
        let top = -list.element.get_bounding_client_rect().top();
        let wanted = wanted(desk, top, top + high)?;
        place(desk, &wanted)?;
        // What is above the upper edge must not push what is read.
        let (first, before) = {
            let sight = list.sight.borrow();
            let first = sight.at(top.max(0.0));
            (first, sight.top(first))
        };
        let heights: Vec<(usize, f64)> = wanted
            .iter()
            .filter_map(|(row, id)| Some((*row, list.row(id)?.get_bounding_client_rect().height() + GAP)))
            .collect();
        if !list.sight.borrow_mut().measured(heights) {
            return Ok(());
        }
        stand(desk, &wanted)?;
        let moved = list.sight.borrow().top(first) - before;
        if top > 0.0 && moved.abs() >= 1.0 {
            window.scroll_by_with_x_and_y(0.0, moved);
        }
    }
    Ok(())
}

/// The rows in sight, and the one with the focus wherever it is, with what each shows.
fn wanted(desk: &Desk, top: f64, bottom: f64) -> Result<BTreeMap<usize, String>, Fault> {
    let mut rows: Vec<usize> = desk.list.sight.borrow().between(top, bottom).collect();
    rows.extend(focused(desk).map(|(row, _)| row));
    Ok(rows.into_iter().filter_map(|row| Some((row, shown(desk, row)?))).collect())
}

/// What a row shows: the case that stands for it, and of how many. Another question may find fewer of them.
fn shown(desk: &Desk, row: usize) -> Option<String> {
    let (groups, shelf) = (desk.groups.borrow(), desk.shelf.borrow());
    let group = groups.get(row)?;
    Some(format!("{} {}", shelf.get(group.first())?.id, group.cases.len()))
}

/// Makes the list hold these rows. Those that are there already are not touched: one of them may have the focus.
fn place(desk: &Rc<Desk>, wanted: &BTreeMap<usize, String>) -> Result<(), Fault> {
    let list = &desk.list;
    list.rows.borrow_mut().retain(|id, row| {
        let stays = wanted.values().any(|wanted| wanted == id);
        if !stays {
            row.remove();
        }
        stays
    });
    let mut next = list.element.first_element_child();
    for (row, id) in wanted {
        let element = match list.row(id) {
            Some(element) => element,
            None => {
                let element = row::make(desk, &desk.row(*row))?;
                list.rows.borrow_mut().insert(id.clone(), element.clone());
                element
            }
        };
        if next.as_ref() == Some(element.as_ref()) {
            next = element.next_element_sibling();
        } else {
            list.element.insert_before(&element, next.as_deref())?;
        }
    }
    stand(desk, wanted)
}

/// Says of each row where it stands: on the page, and among all.
fn stand(desk: &Desk, wanted: &BTreeMap<usize, String>) -> Result<(), Fault> {
    let list = &desk.list;
    let sight = list.sight.borrow();
    let rows = sight.rows().to_string();
    list.element.style().set_property("block-size", &format!("{}px", (sight.height() - GAP).max(0.0)))?;
    for (row, id) in wanted {
        let Some(element) = list.row(id) else { continue };
        element.style().set_property("inset-block-start", &format!("{}px", sight.top(*row)))?;
        element.set_attribute("aria-setsize", &rows)?;
        element.set_attribute("aria-posinset", &(row + 1).to_string())?;
    }
    Ok(())
}

/// The row that has the focus, and which part of it.
pub fn focused(desk: &Desk) -> Option<(usize, String)> {
    let active = desk.page.document.active_element()?;
    let row = active.closest("#list > li").ok().flatten()?;
    let place = *desk.places.borrow().get(&row.get_attribute("data-case")?)?;
    Some((place, active.get_attribute("data-part").unwrap_or_default()))
}

/// The name of the key that was pressed; none where it was pressed with one that makes it the browser's.
fn pressed(event: &Event) -> Option<String> {
    let get = |name: &str| Reflect::get(event, &name.into()).ok();
    let with = ["ctrlKey", "altKey", "metaKey"].into_iter().filter_map(get).any(|held| held.is_truthy());
    if with { None } else { get("key")?.as_string() }
}

fn key(desk: &Rc<Desk>, event: &Event) -> Result<(), Fault> {
    let Some(key) = pressed(event) else { return Ok(()) };
    let Some((row, part)) = focused(desk) else { return Ok(()) };
    let last = desk.groups.borrow().len().saturating_sub(1);
    let many = !desk.page.get::<Element>("bulk")?.has_attribute("hidden");
    match key.as_str() {
        "ArrowDown" => go(desk, (row + 1).min(last), &part)?,
        "ArrowUp" => go(desk, row.saturating_sub(1), &part)?,
        "Home" => go(desk, 0, &part)?,
        "End" => go(desk, last, &part)?,
        "x" | "X" if many => bulk::toggle(desk, row)?,
        "s" | "S" => follow::show(desk, row)?,
        "/" if many => desk.page.get::<HtmlElement>("words")?.focus()?,
        _ => return Ok(()),
    }
    event.prevent_default();
    Ok(())
}

/// Gives the focus to a row: to the same part of it that had it before, or else to its link.
pub fn go(desk: &Rc<Desk>, row: usize, part: &str) -> Result<(), Fault> {
    let Some(id) = shown(desk, row) else { return Ok(()) };
    if desk.list.row(&id).is_none() {
        // Far away: it has to be in sight to be there.
        let top = desk.list.element.get_bounding_client_rect().top() + desk.list.sight.borrow().top(row);
        let window = window()?;
        let high = window.inner_height()?.as_f64().unwrap_or(800.0);
        window.scroll_by_with_x_and_y(0.0, top - high / 3.0);
        draw(desk)?;
    }
    let Some(element) = desk.list.row(&id) else { return Ok(()) };
    let parts = [part, "open"];
    let find = |part: &&str| element.query_selector(&format!("[data-part=\"{part}\"]:not([hidden])")).ok().flatten();
    if let Some(target) = parts.iter().filter(|part| !part.is_empty()).find_map(find) {
        target.unchecked_ref::<HtmlElement>().focus()?;
        draw(desk)?;
    }
    Ok(())
}
