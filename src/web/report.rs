//! The report page: who reports, what the page showed, the user's own words, and the letter that comes of them. Nothing
//! leaves it but by the user's hand, and nothing is kept but what the user saves.

mod enclosed;
mod erase;
mod evidence;
mod fill;
mod leave;
mod mask;
mod meaning;
mod picture;
mod recipients;
mod sent;
mod sheet;
mod words;

use super::page::{self, Page, chrome, clock::today, draft::begun, fault::Fault, store, window};
use crate::{
    case::{Case, Screenshot},
    message::Message,
    report::{Choice, Recipient, Role, choices},
};
use js_sys::Reflect;
use serde_json::json;
use std::{
    cell::{Cell, RefCell},
    rc::Rc,
};
use wasm_bindgen::{JsCast, JsValue, prelude::wasm_bindgen};
use web_sys::{Element, HtmlInputElement};

/// An open report.
pub struct Report {
    page: Rc<Page>,
    case: RefCell<Case>,
    /// Whether the draft still lies with the background.
    drafted: Cell<bool>,
    /// Whether the case stands in the store, in whatever state.
    saved: Cell<bool>,
    /// Which write of the stored case is on the page.
    revision: Cell<Option<u32>>,
    /// From a private window: nothing of it is written anywhere.
    private: bool,
    /// The words that were masked, to be masked again after a reload: until the case is saved the draft has them.
    masked: RefCell<String>,
    /// The picture before it was changed.
    original: RefCell<Option<Screenshot>>,
}

/// Fills the report page.
#[wasm_bindgen]
pub async fn report() -> Result<(), JsValue> {
    page::open(open).await
}

/// Fills the form of a tab's page, asked in the popup and told there: see `fill::fill`.
#[wasm_bindgen]
pub async fn fill(tab: i32, apart: bool, confirmed: String, chosen: String) -> Result<(), JsValue> {
    page::join(|page| async move { fill::fill(&page, tab, apart, &confirmed, &chosen).await }).await
}

/// Opens what the page's address names: a draft, a saved case, or else the list of saved cases.
async fn open(page: Rc<Page>) -> Result<(), Fault> {
    let opened = match (page.parameter("draft"), page.parameter("case")) {
        (Some(id), _) => from_draft(&page, &id).await,
        (None, Some(id)) => from_store(&page, &id).await,
        (None, None) => return Ok(window()?.location().replace("dossier.html")?),
    };
    match opened {
        Ok(report) => report.begin().await,
        Err(fault) => {
            page.tell(&fault);
            page.show("saved", true)
        }
    }
}

async fn from_draft(page: &Rc<Page>, id: &str) -> Result<Report, Fault> {
    let (case, private) = drafted(id).await?;
    let mut report = Report::new(page, case);
    report.drafted.set(true);
    report.private = private;
    Ok(report)
}

/// The case that a draft begins, and whether it comes from a private window.
async fn drafted(id: &str) -> Result<(Case, bool), Fault> {
    let answer = chrome::ask_raw(&json!({ "type": "handover", "id": id })).await?;
    let draft = Reflect::get(&answer, &"draft".into())?;
    let private = Reflect::get(&draft, &"private".into())?.is_truthy();
    let mut case = begun(id, &draft)?;
    case.answers.date = today();
    Ok((case, private))
}

async fn from_store(page: &Rc<Page>, id: &str) -> Result<Report, Fault> {
    let store::Opened { case, revision } = stored(id).await?;
    let report = Report::new(page, case);
    report.saved.set(true);
    report.revision.set(Some(revision));
    Ok(report)
}

/// A saved case.
async fn stored(id: &str) -> Result<store::Opened, Fault> {
    store::get(id).await?.ok_or_else(|| Fault::said("saved.gone"))
}

/// The case that a form is filled from, with what was written on its page since: a draft of this session, or a saved one.
async fn case(id: &str, saved: bool) -> Result<Case, Fault> {
    let mut case = if saved { stored(id).await?.case } else { drafted(id).await?.0 };
    words::take_up(&mut case).await;
    Ok(case)
}

impl Report {
    fn new(page: &Rc<Page>, case: Case) -> Self {
        Self {
            page: Rc::clone(page),
            case: RefCell::new(case),
            drafted: Cell::new(false),
            saved: Cell::new(false),
            revision: Cell::new(None),
            private: false,
            masked: RefCell::default(),
            original: RefCell::default(),
        }
    }

    async fn begin(self) -> Result<(), Fault> {
        let report = Rc::new(self);
        report.page.show("report", true)?;
        report.page.show("private", report.private)?;
        words::restore(&report).await;
        report.ask_role()?;
        evidence::show(&report)?;
        picture::listen(&report)?;
        mask::listen(&report)?;
        words::listen(&report)?;
        recipients::listen(&report)?;
        leave::listen(&report)?;
        erase::listen(&report)?;
        sent::listen(&report)?;
        report.draw()
    }

    /// Fills in the role that is known already, and listens for another.
    fn ask_role(self: &Rc<Self>) -> Result<(), Fault> {
        let role = self.case.borrow().role;
        let mandated: HtmlInputElement = self.page.get("mandated")?;
        mandated.set_checked(role == Some(Role::MandatedAssociation));
        let choices = self.page.document.query_selector_all("input[name=role]")?;
        for choice in (0..choices.length()).filter_map(|index| choices.item(index)) {
            let choice: HtmlInputElement = choice.unchecked_into();
            let chosen = match role {
                Some(Role::MandatedAssociation) => Some(Role::Association.id()),
                role => role.map(Role::id),
            };
            choice.set_checked(chosen == Some(choice.value().as_str()));
            self.on(&choice, "change", |report| report.choose_role())?;
        }
        self.on(&mandated, "change", |report| report.choose_role())
    }

    fn choose_role(self: &Rc<Self>) -> Result<(), Fault> {
        let chosen: Option<HtmlInputElement> =
            self.page.document.query_selector("input[name=role]:checked")?.and_then(|choice| choice.dyn_into().ok());
        let role = chosen.and_then(|choice| Role::from_id(&choice.value()));
        let mandated = self.page.get::<HtmlInputElement>("mandated")?.checked();
        self.case.borrow_mut().role = match role {
            Some(Role::Association) if mandated => Some(Role::MandatedAssociation),
            role => role,
        };
        self.changed()
    }

    /// After any change: keeps the words for a reload, takes back « J'ai relu », and writes the letter anew.
    fn changed(self: &Rc<Self>) -> Result<(), Fault> {
        self.unread()?;
        self.draw()
    }

    /// What was read again is no longer what will be sent.
    fn unread(&self) -> Result<(), Fault> {
        self.case.borrow_mut().letter.reread.clear();
        leave::tick(self, false)?;
        words::remember(self);
        Ok(())
    }

    /// Shows what the role calls for, and the letter.
    fn draw(self: &Rc<Self>) -> Result<(), Fault> {
        let role = self.case.borrow().role;
        self.page.show("rest", role.is_some())?;
        self.page.show("way", role.is_some())?;
        self.page.show("mandate", matches!(role, Some(Role::Association | Role::MandatedAssociation)))?;
        let Some(role) = role else { return Ok(()) };
        let fields = self.page.document.query_selector_all("[data-roles]")?;
        for field in (0..fields.length()).filter_map(|index| fields.item(index)) {
            let field: Element = field.unchecked_into();
            let roles = field.get_attribute("data-roles").unwrap_or_default();
            field.toggle_attribute_with_force("hidden", !roles.split(' ').any(|known| known == role.id()))?;
        }
        words::warn(self)?;
        recipients::draw(self)?;
        sent::draw(self)?;
        sheet::draw(self)
    }

    /// Whom the role can write to about this capture.
    fn choices(&self) -> Vec<Choice> {
        let case = self.case.borrow();
        let Some(role) = case.role else { return Vec::new() };
        let mut choices = choices(role, &[&case.capture], &case.answers, self.saved.get());
        // What cannot be kept here at all is not asked to be kept first.
        for why in choices.iter_mut().filter_map(|choice| choice.withheld.as_mut()).filter(|_| self.private) {
            if matches!(why.id.as_str(), "recipient.why.keep" | "recipient.why.comment") {
                *why = Message::new("recipient.why.private");
            }
        }
        choices
    }

    /// To whom the letter on the page is: the one chosen, as long as it can be written to, or else the role's usual one, be it
    /// that it still waits for something.
    fn recipient(&self) -> Recipient {
        let choices = self.choices();
        let chosen = self.case.borrow().letter.recipient;
        let open =
            |recipient: &Recipient| choices.iter().any(|one| one.recipient == *recipient && one.withheld.is_none());
        let usual = choices.iter().find(|one| one.withheld.is_none()).map(|one| one.recipient);
        let awaited = choices.first().map(|one| one.recipient);
        chosen.filter(open).or(usual).or(awaited).unwrap_or(Recipient::Defender)
    }

    /// Runs `handle` at each such event of `target`.
    fn on(
        self: &Rc<Self>,
        target: &web_sys::EventTarget,
        event: &str,
        handle: impl Fn(&Rc<Self>) -> Result<(), Fault> + 'static,
    ) -> Result<(), Fault> {
        let report = Rc::clone(self);
        self.page.on(target, event, move |_, _| std::future::ready(handle(&report)))
    }

    /// The same for a click on the element of that id.
    fn on_click(
        self: &Rc<Self>,
        id: &str,
        handle: impl Fn(&Rc<Self>) -> Result<(), Fault> + 'static,
    ) -> Result<(), Fault> {
        let target: Element = self.page.get(id)?;
        self.on(&target, "click", handle)
    }

    /// A list of messages in the element of that id.
    fn list(&self, id: &str, messages: &[Message]) -> Result<(), Fault> {
        let list: Element = self.page.get(id)?;
        let texts: Vec<String> = messages.iter().map(|message| self.page.catalogue.render(message)).collect();
        let shown = list.children();
        let same = shown.length() as usize == texts.len()
            && texts.iter().enumerate().all(|(index, text)| {
                shown.item(index as u32).and_then(|item| item.text_content()).as_ref() == Some(text)
            });
        // A live region that says the same again is read aloud again.
        if same {
            return Ok(());
        }
        list.set_text_content(None);
        for text in texts {
            let item = self.page.document.create_element("li")?;
            item.set_text_content(Some(&text));
            list.append_child(&item)?;
        }
        Ok(())
    }
}

/// Gives the page the address of what it shows now, so that a reload shows it again.
fn move_to(query: &str) -> Result<(), Fault> {
    let address = format!("report.html{query}");
    Ok(window()?.history()?.replace_state_with_url(&JsValue::NULL, "", Some(&address))?)
}
