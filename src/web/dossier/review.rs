//! The page on which volunteers review: who they are, one wording at a time, and what all of them said.
//!
//! Every verdict is one entry of the log, and stands on the disk before the page goes on to the next.

mod asked;
mod keys;
mod said;
mod shelf;

pub use shelf::forget_person;

use crate::{
    case::{Capture, Case, one_line},
    dossier::{
        Act, Device, Dossier, Subject, Verdict,
        review::{Passage, Queue, Reviewer, names},
    },
    message::Message,
    web::{
        dossier::correction::Correction,
        page::{Page, fault::Fault, name::word},
    },
};
use serde::{Deserialize, Serialize};
use std::{
    cell::{Cell, RefCell},
    future::Future,
    rc::Rc,
};
use wasm_bindgen::JsCast;
use web_sys::{Element, Event, HtmlElement, HtmlInputElement};

/// The longest name of a reviewer, in characters.
const LONGEST_NAME: usize = 60;

/// The longest reason for a verdict, in characters.
const LONGEST_WHY: usize = 2_000;

/// Who sits here, as it is kept on this device.
#[derive(Clone, Debug, Serialize, Deserialize)]
struct Person {
    name: String,
    /// Whether they settle what others reviewed, and review nothing themselves.
    #[serde(default)]
    settles: bool,
    /// Whether keys of one letter do something.
    #[serde(default = "on")]
    keys: bool,
}

fn on() -> bool {
    true
}

impl Person {
    fn reviewer(&self, device: &Device) -> Reviewer {
        Reviewer { name: self.name.clone(), device: device.clone() }
    }
}

/// What is shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum View {
    Introduction,
    Queue,
    Said,
}

/// An open page of review.
pub struct Review {
    page: Rc<Page>,
    device: Device,
    dossier: RefCell<Dossier>,
    queue: RefCell<Queue>,
    person: RefCell<Option<Person>>,
    view: Cell<View>,
    /// The case of which the wording is shown.
    shown: RefCell<Option<Case>>,
    /// While something is written, nothing else is begun: a second key must not judge what nobody has read.
    busy: Cell<bool>,
    /// How many drawings were begun: of two at a time (another window changed the dossier meanwhile) only the later one is put on the page.
    drawing: Cell<u32>,
    correction: Rc<Correction>,
}

/// Fills the page.
pub async fn open(page: Rc<Page>) -> Result<(), Fault> {
    let shelf = shelf::load().await?;
    let person = shelf::person().await;
    let correction = Correction::listen(&page)?;
    let review = Rc::new(Review {
        page,
        device: shelf.device,
        dossier: RefCell::new(shelf.dossier),
        queue: RefCell::new(Queue::of(shelf.cases)),
        view: Cell::new(if person.is_some() { View::Queue } else { View::Introduction }),
        person: RefCell::new(person),
        shown: RefCell::new(None),
        busy: Cell::new(false),
        drawing: Cell::new(0),
        correction,
    });
    introduce(&review)?;
    review.on_click("go-queue", |review| async move { review.go(View::Queue).await })?;
    review.on_click("go-agreement", |review| async move { review.go(View::Said).await })?;
    review.on_click("finished-agreement", |review| async move { review.go(View::Said).await })?;
    asked::listen(&review)?;
    keys::listen(&review)?;
    let fresh = Rc::clone(&review);
    shelf::hear(move || {
        let review = Rc::clone(&fresh);
        Rc::clone(&fresh.page).run(Box::pin(async move { review.renew().await }));
    });
    review.start();
    review.draw().await
}

impl Review {
    fn reviewer(&self) -> Option<Reviewer> {
        self.person.borrow().as_ref().map(|person| person.reviewer(&self.device))
    }

    fn settles(&self) -> bool {
        self.person.borrow().as_ref().is_some_and(|person| person.settles)
    }

    /// Shows the first wording that waits for whoever sits here.
    fn start(&self) {
        if let Some(reviewer) = self.reviewer() {
            self.queue.borrow_mut().start(&self.dossier.borrow(), &reviewer);
        }
        if self.settles() {
            self.view.set(View::Said);
        }
    }

    async fn go(self: Rc<Self>, view: View) -> Result<(), Fault> {
        self.view.set(view);
        self.draw().await?;
        let title = match view {
            View::Introduction => "reviewer-name",
            View::Said => "agreement-title",
            View::Queue if self.shown.borrow().is_some() => "case-title",
            View::Queue => "finished-title",
        };
        Ok(self.page.get::<HtmlElement>(title)?.focus()?)
    }

    /// Begins a drawing; gives whether it is still the last one.
    fn drawing(&self) -> impl Fn() -> bool {
        let own = self.drawing.get() + 1;
        self.drawing.set(own);
        move || self.drawing.get() == own
    }

    /// Draws what is to be seen.
    async fn draw(self: &Rc<Self>) -> Result<(), Fault> {
        let page = &self.page;
        let empty = self.queue.borrow().items().is_empty();
        let view = self.view.get();
        let (person, settles) = (self.person.borrow().clone(), self.settles());
        page.show("lead", empty || person.is_none())?;
        page.show("empty", empty)?;
        page.show("introduction", !empty && view == View::Introduction)?;
        page.show("person", !empty && view != View::Introduction)?;
        page.show("queue", !empty && view == View::Queue)?;
        page.show("agreement", !empty && view == View::Said)?;
        page.show("go-queue", !empty && person.is_some() && !settles)?;
        page.show("go-agreement", !empty && person.is_some())?;
        for (id, own) in [("go-queue", View::Queue), ("go-agreement", View::Said)] {
            let pressed = if view == own { "true" } else { "false" };
            page.get::<Element>(id)?.set_attribute("aria-pressed", pressed)?;
        }
        if let Some(Person { name, settles, .. }) = person {
            let said = if settles { "review.who.settle" } else { "review.who.review" };
            page.say("person-name", &Message::new(said).with("name", name))?;
        }
        match view {
            _ if empty => Ok(()),
            View::Introduction => Ok(()),
            View::Queue => asked::draw(self).await,
            View::Said => said::draw(self).await,
        }
    }

    /// Reads everything again: another window has changed the dossier.
    async fn renew(self: Rc<Self>) -> Result<(), Fault> {
        if self.busy.get() {
            return Ok(());
        }
        let shelf = shelf::load().await?;
        let now = self.queue.borrow().current().map(|item| item.subject.clone());
        let mut queue = Queue::of(shelf.cases);
        let found = now.is_some_and(|now| queue.go(&now));
        *self.dossier.borrow_mut() = shelf.dossier;
        *self.queue.borrow_mut() = queue;
        if !found {
            self.start();
        }
        self.draw().await
    }

    /// Writes a verdict down; it is on the disk when this is done.
    async fn write(
        &self,
        subject: Subject,
        verdict: Verdict,
        settles: bool,
        why: &str,
        lexicon: &str,
    ) -> Result<(), Fault> {
        let Some(reviewer) = self.reviewer() else { return Err(Fault::said("review.name.missing")) };
        let why = crate::case::lines(why, LONGEST_WHY).text;
        let act = Act::Verdict {
            subject,
            verdict,
            reviewer: reviewer.name,
            lexicon: one_line(lexicon, crate::dossier::act::LONGEST_LINE).text,
            why: Some(why).filter(|why| !why.is_empty()),
            settles,
        };
        let entries = shelf::append(act).await?;
        entries.iter().for_each(|entry| self.dossier.borrow_mut().apply(entry));
        Ok(())
    }

    /// Does one thing at a time; what is asked for meanwhile is not done.
    async fn alone(&self, work: impl Future<Output = Result<(), Fault>>) -> Result<(), Fault> {
        if self.busy.replace(true) {
            return Ok(());
        }
        let done = work.await;
        self.busy.set(false);
        done
    }

    /// Runs `act` at each click on the element of that id.
    fn on_click<R>(self: &Rc<Self>, id: &str, act: impl Fn(Rc<Self>) -> R + 'static) -> Result<(), Fault>
    where
        R: Future<Output = Result<(), Fault>> + 'static,
    {
        let review = Rc::clone(self);
        self.page.on_click(id, move |_| act(Rc::clone(&review)))
    }

    /// The same for any event of an element.
    fn on<R>(
        self: &Rc<Self>,
        of: &Element,
        event: &str,
        act: impl Fn(Rc<Self>, Event) -> R + 'static,
    ) -> Result<(), Fault>
    where
        R: Future<Output = Result<(), Fault>> + 'static,
    {
        let review = Rc::clone(self);
        self.page.on(of, event, move |_, event| act(Rc::clone(&review), event))
    }
}

/// The question who reviews, asked once.
fn introduce(review: &Rc<Review>) -> Result<(), Fault> {
    let page = &review.page;
    let form: Element = page.get("introduction")?;
    review.on(&form, "submit", |review, event| {
        event.prevent_default();
        async move {
            let page = &review.page;
            let field: HtmlInputElement = page.get("reviewer-name")?;
            let name = one_line(&field.value(), LONGEST_NAME).text;
            if name.is_empty() {
                field.focus()?;
                return Err(Fault::said("review.name.missing"));
            }
            let settles = page.document.query_selector("input[name=part][value=settle]")?;
            let settles =
                settles.and_then(|radio| radio.dyn_into::<HtmlInputElement>().ok()).is_some_and(|r| r.checked());
            let keys = review.person.borrow().as_ref().is_none_or(|person| person.keys);
            let person = Person { name, settles, keys };
            shelf::keep_person(&person).await?;
            *review.person.borrow_mut() = Some(person);
            review.start();
            let view = if settles { View::Said } else { View::Queue };
            review.go(view).await
        }
    })?;
    review.on_click("person-change", |review| async move {
        if let Some(person) = review.person.borrow().as_ref() {
            review.page.get::<HtmlInputElement>("reviewer-name")?.set_value(&person.name);
        }
        review.go(View::Introduction).await
    })
}

/// The capture without names, and with the words marked, written into a quotation.
fn quote(page: &Page, box_of: &Element, capture: &Capture) -> Result<Capture, Fault> {
    let shown = capture.clone().without_screenshot().masked(&names(capture));
    let text: Element = page.part_of(box_of, "quote-whole")?;
    text.set_text_content(None);
    for stretch in Passage::of(&shown).stretches {
        if stretch.marked {
            let mark = page.document.create_element("mark")?;
            mark.set_text_content(Some(&stretch.words));
            text.append_child(&mark)?;
        } else {
            text.append_child(&page.document.create_text_node(&stretch.words))?;
        }
    }
    let kind = crate::web::page::name::kind(capture.finding.grade, capture.finding.practice);
    box_of.set_attribute("data-kind", kind)?;
    Ok(shown)
}

/// What a verdict is called on its button.
fn label(page: &Page, verdict: Verdict) -> String {
    let id = match verdict {
        Verdict::Skip => "pass".to_owned(),
        verdict => word(verdict),
    };
    page.catalogue.text(&format!("review.{id}")).to_owned()
}
