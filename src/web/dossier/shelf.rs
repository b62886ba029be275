//! « Mon dossier »: all cases, to be searched, sorted, followed and counted. A dossier of two is a list of two; the tools come with more.

mod books;
mod bulk;
mod figures;
mod follow;
mod keeping;
mod list;
mod row;
mod taken;
mod tools;
mod words;

use crate::{
    dossier::{
        Summary,
        duplicate::{self, Group},
        filter::{Found, Order, Query, Shelf},
    },
    message::Message,
    web::page::{Page, fault::Fault, store},
};
use std::{
    cell::{Cell, RefCell},
    collections::{BTreeSet, HashMap},
    future::Future,
    rc::Rc,
};
use wasm_bindgen::JsCast;
use web_sys::{Element, EventTarget, HtmlElement};

/// So many rows are seen at a glance: they need no search, no choice and no charts.
const FEW: usize = 5;

/// The open page.
pub struct Desk {
    page: Rc<Page>,
    days: words::Days,
    shelf: RefCell<Shelf>,
    query: RefCell<Query>,
    order: Cell<Order>,
    found: RefCell<Found>,
    /// The rows: what was found, duplicates joined.
    groups: RefCell<Vec<Group>>,
    /// The row of each case that stands for one.
    places: RefCell<HashMap<String, usize>>,
    /// How many rows there are when nothing is asked for.
    rows: Cell<usize>,
    /// The cases that are chosen, by their names: all of them are on the list.
    chosen: RefCell<BTreeSet<String>>,
    list: list::List,
}

/// Opens the page.
pub async fn open(page: Rc<Page>) -> Result<(), Fault> {
    let desk = Rc::new(Desk {
        days: words::Days::new(&page),
        list: list::List::new(&page)?,
        page,
        shelf: RefCell::default(),
        query: RefCell::default(),
        order: Cell::default(),
        found: RefCell::default(),
        groups: RefCell::default(),
        places: RefCell::default(),
        rows: Cell::default(),
        chosen: RefCell::default(),
    });
    tools::listen(&desk)?;
    list::listen(&desk)?;
    bulk::listen(&desk)?;
    follow::listen(&desk)?;
    figures::listen(&desk)?;
    keeping::listen(&desk)?;
    let changed = Rc::clone(&desk);
    store::on_change(move || {
        let desk = Rc::clone(&changed);
        // What somebody writes in a dialog is about what they see.
        let asked = desk.page.document.query_selector("dialog[open]").is_ok_and(|dialog| dialog.is_some());
        if !asked {
            Rc::clone(&desk.page).run(Box::pin(async move { desk.load().await }));
        }
    });
    desk.load().await?;
    keeping::tidy(&desk);
    if desk.page.is_extension() { taken::take_up(&desk).await } else { Ok(()) }
}

impl Desk {
    /// Reads what is kept, and shows it.
    async fn load(self: &Rc<Self>) -> Result<(), Fault> {
        let (summaries, illegible) = store::summaries().await?;
        let page = &self.page;
        let (none, few) = (summaries.is_empty(), summaries.len() <= FEW);
        page.show("none", none && illegible.is_empty())?;
        page.show("where", !none)?;
        page.show("all", !none)?;
        page.show("tools", !few)?;
        page.show("bulk", !few)?;
        page.get::<Element>("main")?.class_list().toggle_with_force("few", few)?;
        if few {
            *self.query.borrow_mut() = Query::default();
        }
        self.show_illegible(&illegible)?;
        let places: Vec<usize> = (0..summaries.len()).collect();
        self.rows.set(duplicate::join(&summaries, &places).len());
        *self.shelf.borrow_mut() = Shelf::new(summaries);
        self.list.forget();
        self.ask()?;
        keeping::draw(self, !none).await
    }

    /// Asks the question that the tools hold, and shows what it finds.
    fn ask(self: &Rc<Self>) -> Result<(), Fault> {
        let shelf = self.shelf.borrow();
        let found = shelf.find(&self.query.borrow(), self.order.get());
        let groups = duplicate::join(shelf.summaries(), &found.places);
        let id = |group: &Group| shelf.get(group.first()).map(|one| one.id.clone()).unwrap_or_default();
        *self.places.borrow_mut() = groups.iter().enumerate().map(|(row, group)| (id(group), row)).collect();
        // What is not on the list any more is not chosen: nobody deletes what they do not see.
        let shown: BTreeSet<&str> =
            found.places.iter().filter_map(|place| shelf.get(*place)).map(|one| one.id.as_str()).collect();
        self.chosen.borrow_mut().retain(|id| shown.contains(id.as_str()));
        *self.groups.borrow_mut() = groups;
        *self.found.borrow_mut() = found;
        drop(shelf);
        self.count()?;
        tools::draw(self)?;
        bulk::draw(self)?;
        figures::draw(self)?;
        list::reset(self)
    }

    /// How many there are.
    fn count(&self) -> Result<(), Fault> {
        let rows = self.groups.borrow().len();
        let all = self.rows.get();
        let message = match self.query.borrow().is_empty() {
            true => Message::new("dossier.count"),
            false => Message::new("dossier.found").with("all", all),
        };
        let text = self.page.catalogue.render(&message.with("n", rows));
        let count: Element = self.page.get("count")?;
        // A live region that says the same again is read aloud again.
        if count.text_content().as_deref() != Some(text.as_str()) {
            count.set_text_content(Some(&text));
        }
        self.page.show("nothing", rows == 0 && all > 0)?;
        self.page.show("clear", !self.query.borrow().is_empty())
    }

    /// Records that are no cases, each to be erased.
    fn show_illegible(self: &Rc<Self>, names: &[String]) -> Result<(), Fault> {
        let page = &self.page;
        page.show("illegible", !names.is_empty())?;
        let list: Element = page.get("illegible-list")?;
        list.set_text_content(None);
        for name in names {
            let item = page.stamp("unreadable")?;
            page.part(&item, "name", name)?;
            let button: Element = page.part_of(&item, "remove")?;
            let label = page.catalogue.render(&Message::new("dossier.delete.label").with("name", name));
            button.set_attribute("aria-label", &label)?;
            let name = name.clone();
            self.on(&button, "click", move |desk| {
                let name = name.clone();
                async move { bulk::ask_to_remove(&desk, vec![name]) }
            })?;
            list.append_child(&item)?;
        }
        Ok(())
    }

    /// The cases of a row, the one that stands for it first.
    fn row(&self, row: usize) -> Vec<Summary> {
        let (groups, shelf) = (self.groups.borrow(), self.shelf.borrow());
        let places = groups.get(row).map(|group| group.cases.as_slice()).unwrap_or_default();
        places.iter().filter_map(|place| shelf.get(*place)).cloned().collect()
    }

    /// Runs `handle` at each such event of `target`; a failure is told on the page.
    fn on<F, R>(self: &Rc<Self>, target: &EventTarget, event: &str, handle: F) -> Result<(), Fault>
    where
        F: Fn(Rc<Self>) -> R + 'static,
        R: Future<Output = Result<(), Fault>> + 'static,
    {
        let desk = Rc::clone(self);
        self.page.on(target, event, move |_, _| handle(Rc::clone(&desk)))
    }

    /// The same where it is done at once, for the element of that id.
    fn at(
        self: &Rc<Self>,
        id: &str,
        event: &str,
        handle: impl Fn(&Rc<Self>) -> Result<(), Fault> + 'static,
    ) -> Result<(), Fault> {
        let target: HtmlElement = self.page.get(id)?;
        self.on(target.unchecked_ref(), event, move |desk| std::future::ready(handle(&desk)))
    }
}
