//! « Proposer une correction », and « Proposer une mention manquée »: the test case as it will leave, seen and edited first. The
//! dialog is extension/parts/proposal.html, on every page that has a way to it.

use crate::{
    case::Capture,
    dossier::{
        Verdict,
        review::{Expected, Lack, Names, Proposal, REPOSITORY},
    },
    finding::{Criterion, Practice},
    message::Message,
    web::page::{Page, clipboard, fault::Fault, selected},
};
use std::{cell::RefCell, future::ready, rc::Rc};
use wasm_bindgen::JsCast;
use web_sys::{
    Element, HtmlButtonElement, HtmlDialogElement, HtmlInputElement, HtmlSelectElement, HtmlTextAreaElement, NodeList,
};

/// The dialog of a page.
pub struct Correction {
    page: Rc<Page>,
    proposed: RefCell<Option<Proposed>>,
}

/// What is shown in it.
struct Proposed {
    proposal: Proposal,
    /// Who is not named in it, whatever is written or pasted into the fields.
    names: Names,
}

impl Correction {
    /// Listens to the fields of the page's dialog.
    pub fn listen(page: &Rc<Page>) -> Result<Rc<Self>, Fault> {
        let correction = Rc::new(Self { page: Rc::clone(page), proposed: RefCell::default() });
        for id in ["text", "quote", "expected", "practice", "criterion"] {
            let field: Element = page.get(&format!("proposal-{id}"))?;
            let correction = Rc::clone(&correction);
            page.on(&field, "input", move |_, _| ready(correction.read().and_then(|()| correction.show())))?;
        }
        correction.choices("expected", Expected::ALL.map(Expected::name))?;
        correction.choices("practice", Practice::ALL.map(Practice::name))?;
        correction.choices("criterion", Criterion::ALL.map(Criterion::name))?;
        let own = Rc::clone(&correction);
        page.on_click("proposal-take", move |_| ready(own.take()))?;
        let own = Rc::clone(&correction);
        page.on_click("proposal-copy", move |page| {
            let toml = own.proposed.borrow().as_ref().map(|proposed| proposed.proposal.toml());
            async move {
                let Some(toml) = toml else { return Ok(()) };
                let said = match clipboard::copy(&toml).await {
                    Ok(()) => Message::new("review.propose.copied"),
                    Err(fault) => fault.message,
                };
                page.say("proposal-status", &said)
            }
        })?;
        Ok(correction)
    }

    fn choices<const N: usize>(&self, id: &str, names: [&'static str; N]) -> Result<(), Fault> {
        let page = &self.page;
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
    pub fn propose(&self, capture: &Capture, verdict: Verdict) -> Result<(), Fault> {
        self.open(Proposed { proposal: Proposal::of(capture, verdict), names: Names::of(capture) })
    }

    /// Shows the whole text of a capture, in which words were missed.
    pub fn missed_in(&self, capture: &Capture) -> Result<(), Fault> {
        let names = Names::of(capture);
        self.open(Proposed { proposal: Proposal::missed(&capture.section, "", &names), names })
    }

    /// Shows a text in which words were missed: those that are marked already, or none.
    pub fn missed(&self, text: &str, marked: &str) -> Result<(), Fault> {
        let names = Names::of_text(text);
        self.open(Proposed { proposal: Proposal::missed(text, marked, &names), names })
    }

    fn open(&self, proposed: Proposed) -> Result<(), Fault> {
        let page = &self.page;
        let proposal = &proposed.proposal;
        let area: HtmlTextAreaElement = page.get("proposal-text")?;
        area.set_value(&proposal.text);
        page.get::<HtmlInputElement>("proposal-quote")?.set_value(&proposal.quote);
        for (id, name) in [
            ("expected", Some(proposal.expected.name())),
            ("practice", proposal.practice.map(Practice::name)),
            ("criterion", proposal.criterion.map(Criterion::name)),
        ] {
            page.get::<HtmlSelectElement>(&format!("proposal-{id}"))?.set_value(name.unwrap_or_default());
        }
        let missed = proposal.is_missed();
        let dialog: HtmlDialogElement = page.get("proposal")?;
        dialog.set_attribute("data-about", if missed { "missed" } else { "marked" })?;
        // Of words that were missed, that nothing should be said is no correction.
        let nothing: Element = page.get("proposal-expected")?;
        if let Some(nothing) = nothing.query_selector(&format!("[value={}]", Expected::Clear.name()))? {
            nothing.toggle_attribute_with_force("hidden", missed)?;
            nothing.toggle_attribute_with_force("disabled", missed)?;
        }
        for (about, of) in [("missed", true), ("marked", false)] {
            hide(&page.document.query_selector_all(&format!("#proposal [data-about={about}]"))?, missed != of)?;
        }
        *self.proposed.borrow_mut() = Some(proposed);
        self.show()?;
        if !dialog.open() {
            dialog.show_modal()?;
        }
        // What is to be done first: to mark the words.
        if missed {
            area.focus()?;
            area.set_selection_range(0, 0)?;
        }
        Ok(())
    }

    /// Takes over what is written in the fields, without the names that are known.
    fn read(&self) -> Result<(), Fault> {
        let page = &self.page;
        let chosen = |id: &str| page.get::<HtmlSelectElement>(&format!("proposal-{id}")).map(|select| select.value());
        let (expected, practice, criterion) = (chosen("expected")?, chosen("practice")?, chosen("criterion")?);
        let text = page.get::<HtmlTextAreaElement>("proposal-text")?.value();
        let quote = page.get::<HtmlInputElement>("proposal-quote")?.value();
        if let Some(Proposed { proposal, names }) = self.proposed.borrow_mut().as_mut() {
            proposal.text = names.replaced(&text);
            proposal.quote = names.replaced(&quote);
            proposal.expected = Expected::from_name(&expected).unwrap_or(proposal.expected);
            proposal.practice = Practice::ALL.into_iter().find(|known| known.name() == practice);
            proposal.criterion = Criterion::ALL.into_iter().find(|known| known.name() == criterion);
        }
        Ok(())
    }

    /// Makes the words that are selected in the text those that it is about.
    fn take(&self) -> Result<(), Fault> {
        let page = &self.page;
        let area: HtmlTextAreaElement = page.get("proposal-text")?;
        let words = selected(&area)?.split_whitespace().collect::<Vec<_>>().join(" ");
        if words.is_empty() {
            page.write("proposal-hint", page.catalogue.text("review.propose.select"))?;
            return Ok(area.focus()?);
        }
        let quote: HtmlInputElement = page.get("proposal-quote")?;
        quote.set_value(&words);
        self.read()?;
        self.show()?;
        Ok(quote.focus()?)
    }

    /// Shows the case, and the ways out that it has.
    fn show(&self) -> Result<(), Fault> {
        let page = &self.page;
        let proposed = self.proposed.borrow();
        let Some(Proposed { proposal, .. }) = proposed.as_ref() else { return Ok(()) };
        let found = page.document.query_selector_all("#proposal [data-when=found]")?;
        hide(&found, proposal.expected == Expected::Clear)?;
        page.write("proposal-case", &proposal.toml())?;
        let lacks = proposal.lacks();
        let link = proposal.link(REPOSITORY, page.catalogue.text("review.propose.issue")).filter(|_| lacks.is_none());
        page.get::<HtmlButtonElement>("proposal-copy")?.set_disabled(lacks.is_some());
        let anchor: Element = page.get("proposal-open")?;
        match &link {
            Some(link) => anchor.set_attribute("href", link)?,
            None => anchor.remove_attribute("href")?,
        }
        page.show("proposal-open", link.is_some())?;
        let lacking = match lacks {
            Some(Lack::Text | Lack::Elsewhere) => page.catalogue.text("review.propose.unfit"),
            Some(Lack::Words) => page.catalogue.text("review.propose.mark"),
            Some(Lack::Choice) => page.catalogue.text("review.propose.choose"),
            None => "",
        };
        page.write("proposal-hint", lacking)?;
        let long = lacks.is_none() && link.is_none() && !REPOSITORY.is_empty();
        page.write("proposal-status", if long { page.catalogue.text("review.propose.long") } else { "" })
    }
}

fn hide(elements: &NodeList, hidden: bool) -> Result<(), Fault> {
    for index in 0..elements.length() {
        if let Some(element) = elements.item(index).and_then(|node| node.dyn_into::<Element>().ok()) {
            element.toggle_attribute_with_force("hidden", hidden)?;
        }
    }
    Ok(())
}

thread_local! {
    /// The dialog of a page that another program has opened, once it was asked for.
    static JOINED: RefCell<Option<Rc<Correction>>> = const { RefCell::new(None) };
}

/// Opens the dialog of this page for a text in which words were missed.
pub fn missed(page: &Rc<Page>, text: &str, marked: &str) -> Result<(), Fault> {
    let known = JOINED.with_borrow(Clone::clone);
    let correction = match known {
        Some(correction) => correction,
        None => Correction::listen(page)?,
    };
    JOINED.set(Some(Rc::clone(&correction)));
    correction.missed(text, marked)
}
