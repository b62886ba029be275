//! « Proposer une correction »: the test case as it will leave, seen and edited first.

use super::Review;
use crate::{
    case::Capture,
    dossier::{
        Verdict,
        review::{Expected, Proposal, REPOSITORY},
    },
    finding::{Criterion, Practice},
    message::Message,
    web::page::{clipboard, fault::Fault},
};
use std::rc::Rc;
use web_sys::{
    Element, HtmlButtonElement, HtmlDialogElement, HtmlInputElement, HtmlSelectElement, HtmlTextAreaElement,
};

/// Listens to the fields of the dialog.
pub fn listen(review: &Rc<Review>) -> Result<(), Fault> {
    for id in ["text", "quote", "expected", "practice", "criterion"] {
        let field: Element = review.page.get(&format!("proposal-{id}"))?;
        review.on(&field, "input", |review, _| async move {
            read(&review)?;
            show(&review)
        })?;
    }
    choices(review, "expected", Expected::ALL.map(Expected::name))?;
    choices(review, "practice", Practice::ALL.map(Practice::name))?;
    choices(review, "criterion", Criterion::ALL.map(Criterion::name))?;
    review.on_click("proposal-copy", |review| async move {
        let Some(toml) = review.proposal.borrow().as_ref().map(Proposal::toml) else { return Ok(()) };
        let said = match clipboard::copy(&toml).await {
            Ok(()) => Message::new("review.propose.copied"),
            Err(fault) => fault.message,
        };
        review.page.say("proposal-status", &said)
    })
}

fn choices<const N: usize>(review: &Review, id: &str, names: [&'static str; N]) -> Result<(), Fault> {
    let page = &review.page;
    let select: Element = page.get(&format!("proposal-{id}"))?;
    let group = if id == "expected" { "review.expected" } else { id };
    for name in names {
        let option = page.document.create_element("option")?;
        option.set_attribute("value", name)?;
        option.set_text_content(Some(page.catalogue.text(&format!("{group}.{name}"))));
        select.append_child(&option)?;
    }
    Ok(())
}

/// Shows what a verdict on a capture says, to be edited.
pub fn open(review: &Rc<Review>, capture: &Capture, verdict: Verdict) -> Result<(), Fault> {
    let page = &review.page;
    let proposal = Proposal::of(capture, verdict);
    page.get::<HtmlTextAreaElement>("proposal-text")?.set_value(&proposal.text);
    page.get::<HtmlInputElement>("proposal-quote")?.set_value(&proposal.quote);
    for (id, name) in [
        ("expected", proposal.expected.name()),
        ("practice", proposal.practice.name()),
        ("criterion", proposal.criterion.name()),
    ] {
        page.get::<HtmlSelectElement>(&format!("proposal-{id}"))?.set_value(name);
    }
    *review.proposal.borrow_mut() = Some(proposal);
    show(review)?;
    let dialog: HtmlDialogElement = page.get("proposal")?;
    Ok(dialog.show_modal()?)
}

/// Takes over what is written in the fields.
fn read(review: &Review) -> Result<(), Fault> {
    let page = &review.page;
    let chosen = |id: &str| page.get::<HtmlSelectElement>(&format!("proposal-{id}")).map(|select| select.value());
    let (expected, practice, criterion) = (chosen("expected")?, chosen("practice")?, chosen("criterion")?);
    if let Some(proposal) = review.proposal.borrow_mut().as_mut() {
        proposal.text = page.get::<HtmlTextAreaElement>("proposal-text")?.value();
        proposal.quote = page.get::<HtmlInputElement>("proposal-quote")?.value();
        proposal.expected = Expected::from_name(&expected).unwrap_or(proposal.expected);
        proposal.practice =
            Practice::ALL.into_iter().find(|known| known.name() == practice).unwrap_or(proposal.practice);
        proposal.criterion =
            Criterion::ALL.into_iter().find(|known| known.name() == criterion).unwrap_or(proposal.criterion);
    }
    Ok(())
}

/// Shows the case, and the ways out that it has.
fn show(review: &Review) -> Result<(), Fault> {
    let page = &review.page;
    let Some(proposal) = review.proposal.borrow().clone() else { return Ok(()) };
    let found = page.document.query_selector_all("#proposal [data-when=found]")?;
    for index in 0..found.length() {
        if let Some(field) = found.item(index).and_then(|node| wasm_bindgen::JsCast::dyn_into::<Element>(node).ok()) {
            field.toggle_attribute_with_force("hidden", proposal.expected == Expected::Clear)?;
        }
    }
    page.write("proposal-case", &proposal.toml())?;
    let whole = proposal.is_whole();
    let link = proposal.link(REPOSITORY, page.catalogue.text("review.propose.issue")).filter(|_| whole);
    page.get::<HtmlButtonElement>("proposal-copy")?.set_disabled(!whole);
    let anchor: Element = page.get("proposal-open")?;
    match &link {
        Some(link) => anchor.set_attribute("href", link)?,
        None => anchor.remove_attribute("href")?,
    }
    page.show("proposal-open", link.is_some())?;
    let said = match (whole, &link) {
        (false, _) => page.catalogue.text("review.propose.unfit"),
        (true, None) if !REPOSITORY.is_empty() => page.catalogue.text("review.propose.long"),
        _ => "",
    };
    page.write("proposal-status", said)
}
