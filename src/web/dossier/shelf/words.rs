//! What things are called on the page.

use crate::{
    dossier::{
        Stage, Summary,
        chart::{By, OTHERS},
        facet::{Facet, outcome},
    },
    message::Message,
    practitioner::department,
    web::page::Page,
};
use js_sys::{Date, Intl::DateTimeFormat, Object, Reflect};
use std::{cell::RefCell, collections::HashMap};
use wasm_bindgen::JsValue;

/// Days in the words of the page's language. A formatter is dear, and a list has the same days again and again.
pub struct Days {
    short: DateTimeFormat,
    month: DateTimeFormat,
    known: RefCell<HashMap<String, String>>,
}

impl Days {
    /// The days of a page's language.
    pub fn new(page: &Page) -> Self {
        let locale = js_sys::Array::of1(&page.catalogue.language.locale().into());
        let format = |options: &[(&str, &str)]| {
            let object = Object::new();
            for (name, value) in options {
                let _ = Reflect::set(&object, &(*name).into(), &(*value).into());
            }
            DateTimeFormat::new(&locale, &object)
        };
        Self {
            short: format(&[("day", "numeric"), ("month", "short"), ("year", "numeric")]),
            month: format(&[("month", "long"), ("year", "numeric")]),
            known: RefCell::default(),
        }
    }

    /// A day such as `2026-11-22`.
    pub fn day(&self, iso: &str) -> String {
        self.write(iso, iso, &self.short)
    }

    /// A month such as `2026-11`, or a year.
    pub fn month(&self, iso: &str) -> String {
        if iso.len() == 7 { self.write(iso, &format!("{iso}-15"), &self.month) } else { iso.to_owned() }
    }

    fn write(&self, key: &str, iso: &str, format: &DateTimeFormat) -> String {
        if let Some(known) = self.known.borrow().get(key) {
            return known.clone();
        }
        // At noon: no zone has another day then.
        let date = Date::new(&JsValue::from_str(&format!("{iso}T12:00:00")));
        let written = match date.get_time().is_nan() {
            true => None,
            false => format.format().call1(&JsValue::UNDEFINED, &date).ok().and_then(|text| text.as_string()),
        };
        let written = written.unwrap_or_else(|| iso.to_owned());
        self.known.borrow_mut().insert(key.to_owned(), written.clone());
        written
    }
}

/// What a case is called: the practitioner, the page's title, or what it is.
pub fn name<'a>(page: &'a Page, one: &'a Summary) -> &'a str {
    [one.practitioner.as_str(), one.title.as_str()]
        .into_iter()
        .find(|name| !name.is_empty())
        .unwrap_or_else(|| page.catalogue.text("saved.untitled"))
}

/// A value of a facet.
pub fn value(page: &Page, facet: Facet, value: &str) -> String {
    let text = |id: &str| page.catalogue.text(id).to_owned();
    match (facet, value) {
        (Facet::Tag, "") => text("dossier.untagged"),
        (Facet::Recheck, "") => text("dossier.unchecked"),
        (_, "") => text("dossier.unknown"),
        (Facet::Criterion, name) => text(&format!("criterion.{name}")),
        (Facet::Practice, name) => text(&format!("practice.{name}")),
        (Facet::Grade, name) => text(&format!("grade.{name}")),
        (Facet::Stage, name) => text(&format!("stage.{name}")),
        (Facet::Recheck, name) => text(&format!("seen.{name}")),
        (Facet::Department, number) => place(number),
        (Facet::Site | Facet::Tag, words) => words.to_owned(),
    }
}

/// A bar of a chart.
pub fn bar(page: &Page, days: &Days, by: By, key: &str) -> String {
    match (by, key) {
        (_, "") => page.catalogue.text("dossier.unknown").to_owned(),
        (By::Site, OTHERS) => page.catalogue.text("chart.others").to_owned(),
        (By::Criterion, key) => value(page, Facet::Criterion, key),
        (By::Practice, key) => value(page, Facet::Practice, key),
        (By::Site, key) => key.to_owned(),
        (By::Department, key) => place(key),
        (By::Month, key) => days.month(key),
    }
}

/// A département: « 69 Rhône ».
fn place(number: &str) -> String {
    department::name(number).map_or_else(|| number.to_owned(), |name| format!("{number} {name}"))
}

/// What the last recheck has shown; empty where there was none.
pub fn recheck(page: &Page, one: &Summary) -> String {
    let shown = one.recheck.as_ref().map(|recheck| outcome(recheck.outcome));
    shown.map(|name| value(page, Facet::Recheck, name)).unwrap_or_default()
}

/// Where and when: « Doctolib · 69 Rhône · vue le 22 nov. 2026 ».
pub fn facts(page: &Page, days: &Days, one: &Summary) -> String {
    let seen = page.catalogue.render(&Message::new("dossier.seen").with("day", days.day(&one.day)));
    let place = if one.department.is_empty() { String::new() } else { place(&one.department) };
    let site = Facet::Site.values(one).first().map(|site| (*site).to_owned()).unwrap_or_default();
    [one.profession.clone(), site, place, seen]
        .into_iter()
        .filter(|part| !part.is_empty())
        .collect::<Vec<_>>()
        .join(" · ")
}

/// How far it is.
pub fn stage(page: &Page, stage: Stage) -> String {
    value(page, Facet::Stage, stage.name())
}
