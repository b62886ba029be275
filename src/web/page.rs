//! A page of the extension: its document and the language it speaks. HTML owns the markup; what is put in here is text,
//! and only text: nothing on a page is ever parsed as markup.

pub mod chrome;
pub mod clipboard;
pub mod clock;
pub mod download;
pub mod draft;
pub mod fault;
pub mod name;
pub mod session;
pub mod store;
pub mod who;

use crate::message::{self, Catalogue, Language, Message};
use fault::Fault;
use std::{future::Future, pin::Pin, rc::Rc};
use wasm_bindgen::{JsCast, JsValue, closure::Closure};
use web_sys::{
    Document, Element, Event, EventTarget, HtmlElement, HtmlSelectElement, HtmlTemplateElement, HtmlTextAreaElement,
    Window,
};

/// The attributes of the markup that name a key of the catalogue, and what each one fills: `None` is the text itself.
const FILLED: [(&str, Option<&str>); 5] = [
    ("data-text", None),
    ("data-label", Some("aria-label")),
    ("data-title", Some("title")),
    ("data-placeholder", Some("placeholder")),
    ("data-alt", Some("alt")),
];

/// Where `storage.local` keeps the language.
const LANGUAGE: &str = "language";

/// What a handler does.
pub type Work = Pin<Box<dyn Future<Output = Result<(), Fault>>>>;

/// An open page.
#[derive(Clone)]
pub struct Page {
    /// The document.
    pub document: Document,
    /// The texts.
    pub catalogue: Catalogue,
}

impl Page {
    /// The page that this script runs in, in the language that the person chose, with its texts filled in.
    pub async fn open() -> Result<Self, Fault> {
        let page = Self::of_document().await?;
        let language = page.catalogue.language;
        if let Some(root) = page.document.document_element() {
            root.set_attribute("lang", language.code())?;
            root.set_attribute("dir", language.dir())?;
            page.fill(&root)?;
        }
        page.offer_languages()?;
        if !language.reviewed() {
            page.own_to_be_unchecked()?;
        }
        Ok(page)
    }

    /// The same page for a second program that runs in it: its texts are filled in already.
    async fn of_document() -> Result<Self, Fault> {
        let document = window()?.document().ok_or_else(|| Fault::said("error.browser"))?;
        let chosen = chrome::stored::<String>(LANGUAGE).await;
        let language = chosen
            .as_deref()
            .and_then(Language::from_tag)
            .or_else(|| Language::from_tag(&chrome::browser_language()))
            .unwrap_or_default();
        // What the language has no text for is said in French, and what belongs to a letter always is.
        for language in [Language::Fr, language] {
            message::load(language, chrome::own_text(&format!("messages/{}.txt", language.code())).await?);
        }
        Ok(Self { document, catalogue: Catalogue::new(language) })
    }

    /// Fills the texts that the markup under `root` names.
    pub fn fill(&self, root: &Element) -> Result<(), Fault> {
        for (attribute, target) in FILLED {
            let named = root.query_selector_all(&format!("[{attribute}]"))?;
            for index in 0..named.length() {
                if let Some(element) = named.item(index).and_then(|node| node.dyn_into::<Element>().ok()) {
                    self.fill_one(&element, attribute, target)?;
                }
            }
            self.fill_one(root, attribute, target)?;
        }
        Ok(())
    }

    fn fill_one(&self, element: &Element, attribute: &str, target: Option<&str>) -> Result<(), Fault> {
        let Some(key) = element.get_attribute(attribute) else { return Ok(()) };
        let text = self.catalogue.text(&key);
        match target {
            None => self.put(element, text)?,
            Some(name) => element.set_attribute(name, text)?,
        }
        Ok(())
    }

    /// Makes a text the content of an element. What the catalogue isolates in it is French: it is read aloud as French.
    fn put(&self, element: &Element, text: &str) -> Result<(), Fault> {
        // A title has room for text only.
        if element.tag_name() == "TITLE" {
            element.set_text_content(Some(text));
            return Ok(());
        }
        element.set_text_content(None);
        for (index, stretch) in text.split('\u{2066}').enumerate() {
            let isolated = if index == 0 { None } else { stretch.split_once('\u{2069}') };
            let (french, rest) = isolated.unwrap_or(("", stretch));
            if !french.is_empty() {
                let words = self.document.create_element("bdi")?;
                words.set_attribute("lang", Language::Fr.code())?;
                words.set_attribute("dir", Language::Fr.dir())?;
                words.set_text_content(Some(french));
                element.append_child(&words)?;
            }
            element.append_child(&self.document.create_text_node(rest))?;
        }
        Ok(())
    }

    /// The element of that id, as the kind that the markup gives it.
    pub fn get<T: JsCast>(&self, id: &str) -> Result<T, Fault> {
        self.document
            .get_element_by_id(id)
            .and_then(|element| element.dyn_into().ok())
            .ok_or_else(|| Fault::said("error.page").because(id))
    }

    /// A new element from the `<template>` of that id, with its texts filled in.
    pub fn stamp(&self, template: &str) -> Result<Element, Fault> {
        let template: HtmlTemplateElement = self.get(template)?;
        let copy = self.document.import_node_with_deep(&template.content(), true)?;
        let element = copy
            .first_child()
            .into_iter()
            .chain(std::iter::successors(copy.first_child(), web_sys::Node::next_sibling))
            .find_map(|node| node.dyn_into::<Element>().ok())
            .ok_or_else(|| Fault::said("error.page").because(template.id()))?;
        self.fill(&element)?;
        Ok(element)
    }

    /// Writes a text into the part of `root` that the markup marks with `data-part`; a part without a text is hidden.
    pub fn part(&self, root: &Element, part: &str, text: &str) -> Result<Element, Fault> {
        let element = self.part_of::<Element>(root, part)?;
        self.put(&element, text)?;
        element.toggle_attribute_with_force("hidden", text.is_empty())?;
        Ok(element)
    }

    /// The part of `root` that the markup marks with `data-part`.
    pub fn part_of<T: JsCast>(&self, root: &Element, part: &str) -> Result<T, Fault> {
        root.query_selector(&format!("[data-part=\"{part}\"]"))?
            .and_then(|element| element.dyn_into().ok())
            .ok_or_else(|| Fault::said("error.page").because(part))
    }

    /// Writes a text into the element of that id; without a text the element is hidden.
    pub fn write(&self, id: &str, text: &str) -> Result<(), Fault> {
        let element: Element = self.get(id)?;
        self.put(&element, text)?;
        element.toggle_attribute_with_force("hidden", text.is_empty())?;
        Ok(())
    }

    /// The same with a message.
    pub fn say(&self, id: &str, message: &Message) -> Result<(), Fault> {
        self.write(id, &self.catalogue.render(message))
    }

    /// Shows or hides the element of that id.
    pub fn show(&self, id: &str, shown: bool) -> Result<(), Fault> {
        self.get::<Element>(id)?.toggle_attribute_with_force("hidden", !shown)?;
        Ok(())
    }

    /// Uncovers the page: its style sheet hides what has no text yet.
    pub fn ready(&self) {
        if let Some(body) = self.document.body() {
            let _ = body.remove_attribute("data-state");
        }
    }

    /// Tells what happened in the page's live region, `#status`, and in the console what the browser said.
    pub fn tell(&self, fault: &Fault) {
        if let Some(detail) = &fault.detail {
            web_sys::console::warn_1(&format!("{}: {detail}", fault.message.id).into());
        }
        self.status(&self.catalogue.render(&fault.message), true);
    }

    /// Says in the page's live region that something was done.
    pub fn done(&self, message: &Message) {
        self.status(&self.catalogue.render(message), false);
    }

    fn status(&self, text: &str, fault: bool) {
        if let Ok(status) = self.get::<Element>("status") {
            status.set_text_content(Some(text));
            let _ = status.class_list().toggle_with_force("fault", fault);
        }
    }

    /// Runs `handle` at each such event of `target`; a failure is told on the page.
    pub fn on<F, R>(self: &Rc<Self>, target: &EventTarget, event: &str, handle: F) -> Result<(), Fault>
    where
        F: Fn(Rc<Self>, Event) -> R + 'static,
        R: Future<Output = Result<(), Fault>> + 'static,
    {
        let page = Rc::clone(self);
        self.listen(target, event, Box::new(move |event| Box::pin(handle(Rc::clone(&page), event))))
    }

    /// The part of it that is the same for every handler, and stands in the program once.
    fn listen(
        self: &Rc<Self>,
        target: &EventTarget,
        event: &str,
        handle: Box<dyn Fn(Event) -> Work>,
    ) -> Result<(), Fault> {
        let page = Rc::clone(self);
        let listener = Closure::<dyn Fn(Event)>::new(move |event: Event| page.run(handle(event)));
        // Lives as long as its element: JavaScript's collector owns it from here on.
        let listener = listener.into_js_value();
        target.add_event_listener_with_callback(event, listener.unchecked_ref())?;
        Ok(())
    }

    /// Runs what cannot be waited for here; a failure is told on the page.
    pub fn run(self: &Rc<Self>, work: Work) {
        let page = Rc::clone(self);
        wasm_bindgen_futures::spawn_local(async move {
            if let Err(fault) = work.await {
                page.tell(&fault);
            }
        });
    }

    /// The same for a click on the element of that id.
    pub fn on_click<F, R>(self: &Rc<Self>, id: &str, handle: F) -> Result<(), Fault>
    where
        F: Fn(Rc<Self>) -> R + 'static,
        R: Future<Output = Result<(), Fault>> + 'static,
    {
        let target: HtmlElement = self.get(id)?;
        self.on(&target, "click", move |page, _| handle(page))
    }

    /// Whether there is an extension around it: dist/web says that it is none.
    pub fn is_extension(&self) -> bool {
        self.document.document_element().is_none_or(|root| !root.has_attribute("data-platform"))
    }

    /// The value of a parameter of the page's address.
    pub fn parameter(&self, name: &str) -> Option<String> {
        let query = window().ok()?.location().search().ok()?;
        web_sys::UrlSearchParams::new_with_str(&query).ok()?.get(name)
    }

    /// Says at the page's foot that nobody who speaks this language from childhood has checked its texts.
    fn own_to_be_unchecked(&self) -> Result<(), Fault> {
        let Some(body) = self.document.body() else { return Ok(()) };
        let foot = match body.query_selector("body > footer")? {
            Some(foot) => foot,
            None => {
                let foot = self.document.create_element("footer")?;
                body.append_child(&foot)?;
                foot
            }
        };
        let words = self.document.create_element("p")?;
        words.set_class_name("unchecked");
        words.set_text_content(Some(self.catalogue.text("language.unchecked")));
        foot.append_child(&words)?;
        Ok(())
    }

    /// Fills the language selector, where the page has one. A choice is kept, and the page is read again in it.
    fn offer_languages(&self) -> Result<(), Fault> {
        let Ok(select) = self.get::<HtmlSelectElement>("language") else { return Ok(()) };
        for language in Language::ALL {
            let option = self.document.create_element("option")?;
            option.set_text_content(Some(language.name()));
            option.set_attribute("value", language.code())?;
            option.set_attribute("lang", language.code())?;
            select.append_child(&option)?;
        }
        select.set_value(self.catalogue.language.code());
        let chosen = select.clone();
        Rc::new(self.clone()).on(&select, "change", move |_, _| {
            let code = chosen.value();
            async move {
                chrome::store(LANGUAGE, &code).await?;
                Ok(window()?.location().reload()?)
            }
        })
    }
}

/// The words that are selected in a field, without the space around them.
pub fn selected(field: &HtmlTextAreaElement) -> Result<String, Fault> {
    // The page counts in UTF-16.
    let text: Vec<u16> = field.value().encode_utf16().collect();
    let start = field.selection_start()?.unwrap_or_default() as usize;
    let end = field.selection_end()?.unwrap_or_default() as usize;
    Ok(String::from_utf16_lossy(text.get(start..end).unwrap_or_default()).trim().to_string())
}

/// The window of this page.
pub fn window() -> Result<Window, Fault> {
    web_sys::window().ok_or_else(|| Fault::said("error.browser"))
}

/// Opens the page that this program runs in and fills it; a failure is shown on the page. What fails before the catalogue
/// speaks is for the bootstrap to show.
pub async fn open<R>(fill: impl FnOnce(Rc<Page>) -> R) -> Result<(), JsValue>
where
    R: Future<Output = Result<(), Fault>>,
{
    console_error_panic_hook::set_once();
    let page = Rc::new(Page::open().await.map_err(unspoken)?);
    page.ready();
    if let Err(fault) = fill(Rc::clone(&page)).await {
        page.tell(&fault);
    }
    Ok(())
}

/// Does something on a page that another program has opened; a failure is told there.
pub async fn join<R>(work: impl FnOnce(Rc<Page>) -> R) -> Result<(), JsValue>
where
    R: Future<Output = Result<(), Fault>>,
{
    console_error_panic_hook::set_once();
    let page = Rc::new(Page::of_document().await.map_err(unspoken)?);
    if let Err(fault) = work(Rc::clone(&page)).await {
        page.tell(&fault);
    }
    Ok(())
}

/// A fault without the catalogue's words.
fn unspoken(fault: Fault) -> JsValue {
    JsValue::from(fault.detail.unwrap_or(fault.message.id))
}
