//! Where the batch is, and what was seen, on the page.

use super::{Recheck, result};
use crate::{
    case::Outcome,
    dossier::recheck::{Batch, Item},
    message::Message,
    web::page::{fault::Fault, name::word, store},
};
use std::rc::Rc;
use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlElement};

/// How much longer a batch takes than its pauses, in percent: pages need time to arrive.
const SLOWER: u64 = 120;

/// The most results that are shown: all of them are in the dossier.
const MOST: usize = 100;

/// The buttons, in the order in which each takes the focus of one that has gone.
const BUTTONS: [&str; 6] = ["pause", "resume", "start", "pass", "end", "instead"];

/// What came of a case, in the order in which it is told.
const OUTCOMES: [Outcome; 5] = [Outcome::There, Outcome::Changed, Outcome::Gone, Outcome::PageGone, Outcome::Stopped];

impl Recheck {
    /// Shows where the batch is.
    pub(super) fn draw(&self) -> Result<(), Fault> {
        let (page, batch) = (&self.page, self.batch.borrow());
        let (all, done) = (batch.items.len(), batch.done());
        let stands = batch.items.iter().find(|item| !item.done);
        let begun = done > 0 || stands.is_some_and(|item| item.obstacle.is_some()) || !batch.paused;
        let reading = self.reading.borrow();
        page.show("none", all == 0)?;
        page.show("work", all > 0)?;
        let state = match stands {
            None => Message::new("recheck.done"),
            Some(_) if !begun => Message::new("recheck.ready").with("n", all),
            // What was begun is read to its end.
            Some(_) if batch.paused && reading.is_none() => Message::new("recheck.paused"),
            Some(_) if batch.paused => Message::new("recheck.pausing"),
            Some(_) => Message::new("recheck.running"),
        };
        self.write("ready", &page.catalogue.render(&state))?;
        let minutes = ((all - done) as u64 * self.spacing * SLOWER / 100).div_ceil(60_000);
        let takes = stands.map(|_| page.catalogue.render(&Message::new("recheck.minutes").with("n", minutes)));
        self.write("minutes", &takes.unwrap_or_default())?;
        page.show("way", begun)?;
        let progress: Element = page.get("progress")?;
        progress.set_attribute("max", &all.max(1).to_string())?;
        progress.set_attribute("value", &done.to_string())?;
        let count = page.catalogue.render(&Message::new("recheck.progress").with("done", done).with("all", all));
        self.write("count", &count)?;
        let now = match (&*reading, stands) {
            (Some(host), _) => page.catalogue.render(&Message::new("recheck.opening").with("host", host)),
            (None, Some(_)) if !batch.paused => page.catalogue.text("recheck.wait").to_owned(),
            _ => String::new(),
        };
        self.write("now", &now)?;
        let obstacle = stands.and_then(|item| item.obstacle).filter(|_| batch.paused && reading.is_none());
        self.write("obstacle", &obstacle.map(|it| page.catalogue.render(&it.message())).unwrap_or_default())?;
        let choice = self.choice.borrow();
        let other = choice.as_ref().map(|choice| {
            let other = Message::new("recheck.choice").with("n", choice.items.len());
            page.catalogue.render(&other)
        });
        self.write("choice", &other.unwrap_or_default())?;
        // The page is behind the one that it opens: its tab says how far it is.
        let title = page.catalogue.text("recheck.title");
        let ahead =
            if begun { if stands.is_some() { count } else { page.catalogue.render(&state) } } else { String::new() };
        page.document.set_title(&if ahead.is_empty() { title.to_owned() } else { format!("{ahead} · {title}") });
        let waits = stands.is_some() && batch.paused;
        self.offer(&[
            ("start", waits && !begun),
            ("resume", waits && begun),
            ("pause", stands.is_some() && !batch.paused),
            ("pass", obstacle.is_some()),
            ("end", waits && begun),
            ("instead", choice.is_some()),
        ])
    }

    /// Shows these buttons, and hides the others. The focus of one that goes is its successor's.
    fn offer(&self, shown: &[(&str, bool)]) -> Result<(), Fault> {
        let page = &self.page;
        let focused = page.document.active_element().map(|element| element.id()).unwrap_or_default();
        for (id, shown) in shown {
            page.show(id, *shown)?;
        }
        let is_shown = |id: &str| shown.iter().any(|(other, shown)| *other == id && *shown);
        if BUTTONS.contains(&focused.as_str()) && !is_shown(&focused) {
            let next = BUTTONS.into_iter().find(|id| is_shown(id)).unwrap_or("ready");
            page.get::<HtmlElement>(next)?.focus()?;
        }
        Ok(())
    }

    /// Writes a text where it is not there yet: what is read aloud is read once.
    fn write(&self, id: &str, text: &str) -> Result<(), Fault> {
        let there = self.page.get::<Element>(id)?.text_content().unwrap_or_default();
        if there == text { Ok(()) } else { self.page.write(id, text) }
    }

    /// Shows what became of the cases of one page.
    pub(super) async fn tell(self: &Rc<Self>, place: usize) -> Result<(), Fault> {
        let batch = self.batch.borrow().clone();
        let Some(item) = batch.items.get(place) else { return Ok(()) };
        self.tell_one(item).await?;
        self.tally(&batch)
    }

    /// The same for a batch of earlier, the last ones of it.
    pub(super) async fn tell_all(self: &Rc<Self>, batch: &Batch) -> Result<(), Fault> {
        let done: Vec<&Item> = batch.items.iter().filter(|item| item.done).collect();
        for item in done.iter().skip(done.len().saturating_sub(MOST)) {
            self.tell_one(item).await?;
        }
        self.tally(batch)
    }

    async fn tell_one(self: &Rc<Self>, item: &Item) -> Result<(), Fault> {
        let list: Element = self.page.get("results")?;
        for (id, outcome) in item.cases.iter().zip(&item.outcomes).filter(|_| item.done) {
            let Ok(Some(opened)) = store::get(id).await else { continue };
            // A page that was taken up again has one result.
            let same = list.query_selector(&format!("[data-case=\"{id}\"]"))?;
            if let Some(same) = same {
                same.remove();
            }
            list.prepend_with_node_1(result::row(self, &opened.case, *outcome, item)?.unchecked_ref())?;
            self.page.show("seen", true)?;
        }
        while list.child_element_count() as usize > MOST {
            list.last_element_child().iter().for_each(Element::remove);
        }
        Ok(())
    }

    /// How many came to what.
    fn tally(&self, batch: &Batch) -> Result<(), Fault> {
        let catalogue = &self.page.catalogue;
        let counts = OUTCOMES.into_iter().map(|outcome| (outcome, batch.count(outcome))).filter(|(_, n)| *n > 0);
        let said = counts.map(|(outcome, n)| {
            let key = format!("recheck.outcome.{}", word(outcome));
            catalogue.render(&Message::new("recheck.tally").with("outcome", catalogue.text(&key)).with("n", n))
        });
        self.write("tally", &said.collect::<Vec<_>>().join(" · "))
    }
}
