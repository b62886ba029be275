//! Whom a page is about, for people: each value with where it was read, and what the page says elsewhere against it.

use super::{Page, fault::Fault};
use crate::{
    message::Message,
    practitioner::{Alternative, Origin, Practitioner, Read, department},
};
use web_sys::Element;

/// The values that are known, with the key of each one's name.
fn values(who: &Practitioner) -> impl Iterator<Item = (&'static str, &Read)> {
    let all = [
        ("who.name", &who.name),
        ("who.profession", &who.profession),
        ("who.address", &who.address),
        ("who.phone", &who.phone),
        ("who.convention", &who.convention),
        ("who.rpps", &who.rpps),
        ("who.finess", &who.finess),
        ("who.doubtful", &who.doubtful),
    ];
    all.into_iter().filter_map(|(label, read)| Some((label, read.as_ref()?)))
}

/// How many values the page contradicts, or gives with a wrong key.
pub fn doubts(who: &Practitioner) -> usize {
    values(who).filter(|(label, read)| !read.alternatives.is_empty() || *label == "who.doubtful").count()
}

/// Fills a list of terms; `false` where nothing is known.
pub fn fill(page: &Page, list: &Element, who: &Practitioner) -> Result<bool, Fault> {
    list.set_text_content(None);
    for (label, read) in values(who) {
        let wrong = label == "who.doubtful";
        add(
            page,
            list,
            label,
            &read.value,
            &origin(page, read.origin),
            &if wrong { text(page, "who.doubtful.why") } else { also(page, read) },
        )?;
        let place = who.place.as_ref().filter(|_| label == "who.address");
        if let Some(name) =
            place.and_then(|place| place.department()).and_then(|number| Some((number, department::name(number)?)))
        {
            add(page, list, "who.department", &format!("{} ({})", name.1, name.0), "", "")?;
        }
    }
    if who.address.is_none()
        && let Some(number) = who.place.as_ref().and_then(|place| place.department())
    {
        let name = department::name(number).unwrap_or_default();
        add(page, list, "who.department", &format!("{name} ({number})"), &origin(page, Origin::Address), "")?;
    }
    Ok(list.child_element_count() > 0)
}

fn add(page: &Page, list: &Element, label: &str, value: &str, origin: &str, also: &str) -> Result<(), Fault> {
    let item = page.stamp("known")?;
    page.part(&item, "label", &text(page, label))?;
    page.part(&item, "value", value)?;
    page.part(&item, "origin", origin)?;
    page.part(&item, "also", also)?;
    list.append_child(&item)?;
    Ok(())
}

/// What the page says elsewhere; empty where it says nothing else.
pub fn also(page: &Page, read: &Read) -> String {
    if read.alternatives.is_empty() {
        return String::new();
    }
    let said = |other: &Alternative| {
        let message =
            Message::new("who.other").with("value", &other.value).with("origin", self::origin(page, other.origin));
        page.catalogue.render(&message)
    };
    let others: Vec<String> = read.alternatives.iter().map(said).collect();
    page.catalogue.render(&Message::new("who.also").with("others", others.join(" ; ")))
}

/// Where a value was read, in words.
pub fn origin(page: &Page, origin: Origin) -> String {
    text(page, &format!("origin.{}", origin.name()))
}

fn text(page: &Page, key: &str) -> String {
    page.catalogue.text(key).to_owned()
}
