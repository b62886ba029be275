//! What became of one case, as a row of the list.

use super::{Recheck, host};
use crate::{
    case::{Case, Outcome},
    dossier::recheck::{Item, Obstacle, Sort, difference},
    message::Message,
    web::page::{Page, chrome, fault::Fault, name},
};
use std::rc::Rc;
use web_sys::{Element, HtmlButtonElement};

/// The row of a case.
pub fn row(recheck: &Rc<Recheck>, case: &Case, outcome: Outcome, item: &Item) -> Result<Element, Fault> {
    let page = &recheck.page;
    let row = page.stamp("result")?;
    row.set_attribute("data-case", &case.id)?;
    let word = name::word(outcome);
    row.set_attribute("data-outcome", &word)?;
    let capture = &case.capture;
    let who = capture.practitioner.name.as_ref().map(|name| name.value.clone());
    let site = host(&capture.page.address);
    page.part(&row, "site", if who.is_some() { &site } else { "" })?;
    page.part(&row, "name", &who.unwrap_or(site))?;
    page.part(&row, "outcome", page.catalogue.text(&format!("recheck.outcome.{word}")))?;
    page.part(&row, "quote", &capture.finding.quote)?;
    let now = case.again.last().filter(|again| again.outcome == Outcome::Changed).map(|again| again.section.as_str());
    let now = now.filter(|now| outcome == Outcome::Changed && !now.is_empty());
    let quoted = now.is_some_and(|now| folded(now).contains(&folded(&capture.finding.quote)));
    page.part(&row, "quoted", if quoted { page.catalogue.text("recheck.quoted") } else { "" })?;
    let why = item
        .obstacle
        .filter(|_| outcome == Outcome::Stopped)
        .map(|obstacle| page.catalogue.render(&obstacle.message()));
    page.part(&row, "why", &why.unwrap_or_default())?;
    changes(page, &row, now.map(|now| (capture.section.as_str(), now)))?;
    allow(recheck, &row, case, item)?;
    Ok(row)
}

fn folded(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// What went is struck out and what came is underlined; both are also said.
fn changes(page: &Page, row: &Element, texts: Option<(&str, &str)>) -> Result<(), Fault> {
    let details: Element = page.part_of(row, "changes")?;
    let Some((old, new)) = texts else {
        details.remove();
        return Ok(());
    };
    let place: Element = page.part_of(row, "difference")?;
    for piece in difference(old, new) {
        let (tag, said) = match piece.sort {
            Sort::Same => {
                place.append_child(&page.document.create_text_node(&piece.text))?;
                continue;
            }
            Sort::Removed => ("del", "recheck.removed"),
            Sort::Added => ("ins", "recheck.added"),
        };
        let element = page.document.create_element(tag)?;
        let word = page.document.create_element("span")?;
        word.set_class_name("unseen");
        word.set_attribute("lang", page.catalogue.language.code())?;
        word.set_text_content(Some(&format!("{} ", page.catalogue.text(said))));
        element.append_child(&word)?;
        element.append_child(&page.document.create_text_node(&piece.text))?;
        place.append_child(&element)?;
    }
    Ok(())
}

/// A site that may not be read: the browser is asked for it, and what was left out for that is taken up.
fn allow(recheck: &Rc<Recheck>, row: &Element, case: &Case, item: &Item) -> Result<(), Fault> {
    let page = &recheck.page;
    let button: HtmlButtonElement = page.part_of(row, "allow")?;
    if item.obstacle != Some(Obstacle::Permission) {
        page.part_of::<Element>(row, "allowing")?.remove();
        return Ok(());
    }
    let address = &case.capture.page.address;
    let (site, scheme) = (host(address), address.split("://").next().unwrap_or("https"));
    let pattern = format!("{scheme}://{site}/*");
    let label = Message::new("recheck.allow.label").with("host", &site);
    button.set_attribute("aria-label", &page.catalogue.render(&label))?;
    let recheck = Rc::clone(recheck);
    page.on(&button, "click", move |page, _| {
        // In this very turn: browsers answer the question only where a click asked it.
        let asked = chrome::request_site(&pattern);
        let (site, recheck) = (site.clone(), Rc::clone(&recheck));
        async move {
            let granted = chrome::was_granted(asked?).await?;
            let said = if granted { "settings.allowed" } else { "popup.offer.refused" };
            page.done(&Message::new(said).with("site", site));
            if granted { recheck.take_up().await } else { Ok(()) }
        }
    })
}
