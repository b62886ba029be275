//! A text that somebody pastes: « Vérifier un texte », before it is published, and « Un texte lu ailleurs », from which a
//! report is made. It is read while it is written, by the engine of the background, and its words are marked where they stand:
//! behind the field lies a copy of it that has the marks. Nothing of it is kept.

mod draft;
mod found;
mod marked;

use crate::web::page::{Page, chrome, fault::Fault, selected, window};
use crate::{
    message::Message,
    pasted::{self, LONGEST, Pasted},
    rewording::Rewordings,
};
use found::{Mention, items, text};
use js_sys::{Array, Function, Promise};
use marked::Marked;
use serde_json::{Value, json};
use std::{
    cell::{Cell, RefCell},
    rc::Rc,
};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{Element, HtmlElement, HtmlInputElement, HtmlTextAreaElement};

/// How long nothing must be typed before the text is read, in ms: about the pause between two words.
const PAUSE: i32 = 250;

/// An open text.
pub struct Check {
    page: Rc<Page>,
    area: HtmlTextAreaElement,
    marked: RefCell<Marked>,
    mentions: RefCell<Vec<Mention>>,
    rewordings: Rewordings,
    /// Counts what was typed: an answer to what is no longer there is dropped.
    turn: Cell<u32>,
    /// Whether the page prepares reports: then it asks where the text was read, and proposes nothing to its author.
    reports: bool,
    /// Opens the dialog in which words that were missed are proposed.
    misser: Function,
}

/// Fills the page and reads what is written on it.
pub async fn open(page: Rc<Page>, misser: Function) -> Result<(), Fault> {
    let rewordings = Rewordings::from_json(&chrome::own_text("rewordings.json").await?)?;
    let check = Rc::new(Check {
        area: page.get("text")?,
        marked: RefCell::new(Marked::new(&page)?),
        mentions: RefCell::default(),
        rewordings,
        turn: Cell::new(0),
        reports: page.get::<Element>("origin").is_ok(),
        page,
        misser,
    });
    check.listen()?;
    if check.reports {
        draft::listen(&check)?;
    }
    // A browser may bring back what stood in the field, and a share brings it along.
    check.typed()
}

impl Check {
    fn listen(self: &Rc<Self>) -> Result<(), Fault> {
        let profession: HtmlInputElement = self.page.get("profession")?;
        self.on(&self.area, "input", Self::typed)?;
        self.on(&profession, "input", Self::typed)?;
        let example: Element = self.page.get("example")?;
        self.on(&example, "click", |check| {
            // A text of the catalogue has no lines of its own.
            check.write(&check.page.catalogue.text("check.example.text").replace('¶', "\n"))
        })?;
        let empty: Element = self.page.get("empty")?;
        self.on(&empty, "click", |check| check.write(""))?;
        let missed: Element = self.page.get("missed")?;
        self.on(&missed, "click", |check| {
            let asked = check.missed()?;
            check.page.run(Box::pin(async move { Ok(JsFuture::from(asked).await.map(drop)?) }));
            Ok(())
        })
    }

    /// Proposes what was missed: the text, and the words that are selected in it.
    fn missed(&self) -> Result<Promise, Fault> {
        let told = Array::of2(&self.area.value().into(), &selected(&self.area)?.into());
        Ok(self.misser.apply(&JsValue::NULL, &told)?.dyn_into()?)
    }

    fn on(
        self: &Rc<Self>,
        target: &web_sys::EventTarget,
        event: &str,
        handle: impl Fn(&Rc<Self>) -> Result<(), Fault> + 'static,
    ) -> Result<(), Fault> {
        let check = Rc::clone(self);
        self.page.on(target, event, move |_, _| std::future::ready(handle(&check)))
    }

    /// Replaces the text.
    fn write(self: &Rc<Self>, text: &str) -> Result<(), Fault> {
        self.area.set_value(text);
        self.area.focus()?;
        self.typed()
    }

    /// After each letter: the marks go with their words, and the text is read once nothing more is typed.
    fn typed(self: &Rc<Self>) -> Result<(), Fault> {
        self.marked.borrow_mut().follow(&self.area.value())?;
        let turn = self.turn.get().wrapping_add(1);
        self.turn.set(turn);
        let check = Rc::clone(self);
        self.page.run(Box::pin(async move {
            let window = window()?;
            let pause = Promise::new(&mut |go, _| {
                let _ = window.set_timeout_with_callback_and_timeout_and_arguments_0(&go, PAUSE);
            });
            JsFuture::from(pause).await?;
            if check.turn.get() == turn { check.read(turn).await } else { Ok(()) }
        }));
        Ok(())
    }

    async fn read(self: &Rc<Self>, turn: u32) -> Result<(), Fault> {
        let text = self.area.value();
        if text.trim().is_empty() {
            return self.show("empty", &Message::new("check.empty"), Vec::new());
        }
        if text.len() > LONGEST {
            let most = Message::new("check.long").with("most", LONGEST / 1024).with("size", text.len().div_ceil(1024));
            return self.show("long", &most, Vec::new());
        }
        let pasted = pasted::sections(&text);
        let streams: Vec<&str> = pasted.iter().map(|section| section.stream.as_str()).collect();
        let profession = self.page.get::<HtmlInputElement>("profession")?.value();
        let question = json!({ "type": "sections", "streams": streams, "profession": profession });
        let mut answer: Value = chrome::ask(&question).await?;
        // What was typed meanwhile is read next.
        if self.turn.get() != turn {
            return Ok(());
        }
        let mut mentions = Vec::new();
        for (section, pasted) in items(&mut answer, "sections").into_iter().zip(&pasted) {
            add(&mut mentions, section, pasted)?;
        }
        let flags = mentions.iter().filter(|mention| mention.is_flag()).count();
        let (tone, said) = match (flags, mentions.len()) {
            (1.., _) => ("found", Message::new("popup.flags").with("n", flags)),
            (0, 0) => ("clear", Message::new("check.clear")),
            (0, n) => ("check", Message::new("popup.checks").with("n", n)),
        };
        self.show(tone, &said, mentions)
    }

    /// Shows what was found, and what that means.
    fn show(self: &Rc<Self>, tone: &str, headline: &Message, mentions: Vec<Mention>) -> Result<(), Fault> {
        let page = &self.page;
        page.get::<Element>("answer")?.set_attribute("data-tone", tone)?;
        // A live region that says the same again is read aloud again.
        let (said, title) = (page.catalogue.render(headline), page.get::<HtmlElement>("headline")?);
        if title.text_content().as_deref() != Some(&said) {
            title.set_text_content(Some(&said));
        }
        for state in ["empty", "long", "clear", "found", "check"] {
            page.show(&format!("help-{state}"), state == tone)?;
        }
        page.show("example", tone == "empty")?;
        page.show("empty", tone != "empty")?;
        page.show("missed-box", !matches!(tone, "empty" | "long"))?;
        self.marked.borrow_mut().mark(&mentions)?;
        page.show("mentions", !mentions.is_empty())?;
        *self.mentions.borrow_mut() = mentions;
        found::draw(self)
    }
}

/// Adds the findings of a section, the same words under the same rule to what is known of them.
fn add(mentions: &mut Vec<Mention>, mut section: Value, pasted: &Pasted) -> Result<(), Fault> {
    let text: Rc<str> = text(&section, "text")?.into();
    for finding in items(&mut section, "findings") {
        let mention = Mention::of(finding, &text, pasted)?;
        match mentions.iter_mut().find(|known| known.is_same(&mention)) {
            Some(known) => known.join(mention),
            None => mentions.push(mention),
        }
    }
    Ok(())
}
