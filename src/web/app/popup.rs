//! The toolbar's popup: what was read on the tab's page, what was found, and what can be done. It asks the content script
//! of each frame for its list, and asks again when one of them says that its numbers changed.

mod fill;
mod frames;
mod list;
mod offer;

use super::inquiry;
use crate::web::page::{
    Page,
    chrome::{self, Frame},
    fault::Fault,
    name::word,
    who, window,
};
use crate::{
    message::Message,
    practitioner::{Facts, Practitioner, Reading as About, Subject},
};
use js_sys::Function;
use list::{Found, Group, List, Reading, distinct, grouped};
use serde::{Deserialize, de::IgnoredAny};
use serde_json::json;
use std::{
    cell::{Cell, RefCell},
    rc::Rc,
};
use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlElement};

/// How many findings of a group are shown: a page that says the same thing in a thousand ways must not stop the popup.
const SHOWN: usize = 100;

/// What the background knows about the tab.
#[derive(Clone, Debug, Deserialize)]
struct Tab {
    state: TabState,
    host: Option<String>,
    why: Option<String>,
    #[serde(default)]
    frames: Vec<Frame>,
    #[serde(default)]
    private: bool,
    /// What a pause is a pause of: the host, or a domain with all that is below it.
    #[serde(default)]
    site: String,
    /// Whether marks are painted.
    #[serde(default = "yes")]
    marks: bool,
    /// Whether what is to be checked is shown.
    #[serde(default = "yes")]
    checks: bool,
    /// Whether nothing is read unasked.
    #[serde(default, rename = "onDemand")]
    on_demand: bool,
    /// Whether what is found is put down by itself.
    #[serde(default)]
    inquiry: bool,
    /// Whether the page is one of the Défenseur des droits' own.
    #[serde(default)]
    form: bool,
}

fn yes() -> bool {
    true
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
enum TabState {
    /// A site of the list: it is read whenever it is opened.
    Listed,
    /// Read because the person asked.
    Asked,
    /// The person paused the site.
    Paused,
    /// Not read yet.
    Idle,
    /// The browser lets no extension read it.
    Unreadable,
}

#[derive(Deserialize)]
struct Frames {
    frames: Vec<Frame>,
}

/// What the popup shows: the frames' lists, each with its frame.
#[derive(Default)]
struct Shown {
    lists: Vec<(Frame, List)>,
    silent: usize,
}

struct Popup {
    tab: i32,
    /// Opened as a page of its own: it stays open, and brings the tab to the front instead of uncovering it.
    apart: bool,
    site: RefCell<String>,
    /// The host of the tab's page, which the user is asked about before a form there is filled.
    host: RefCell<String>,
    /// Whether what is to be checked is shown.
    checks: Cell<bool>,
    /// The site, where analysing it at every visit may be offered.
    offered: RefCell<Option<offer::Offer>>,
    /// Whom the page is about, as it was shown last.
    who: RefCell<Practitioner>,
    frames: RefCell<Vec<Frame>>,
    shown: RefCell<Shown>,
    /// Fills a form: pages/popup.js.
    filler: Function,
}

/// Fills the popup and follows the page.
pub async fn open(page: Rc<Page>, filler: Function) -> Result<(), Fault> {
    let named = page.parameter("tab").and_then(|tab| tab.parse().ok());
    let tab = match named {
        Some(tab) => tab,
        None => chrome::active_tab().await?,
    };
    let popup = Rc::new(Popup {
        tab,
        apart: named.is_some(),
        site: RefCell::default(),
        host: RefCell::default(),
        checks: Cell::new(true),
        offered: RefCell::default(),
        who: RefCell::default(),
        frames: RefCell::default(),
        shown: RefCell::default(),
        filler,
    });
    popup.listen(&page)?;
    popup.begin(&page).await
}

impl Popup {
    fn listen(self: &Rc<Self>, page: &Rc<Page>) -> Result<(), Fault> {
        for (id, paused) in [("pause", true), ("resume", false)] {
            let popup = Rc::clone(self);
            page.on_click(id, move |page| {
                let popup = Rc::clone(&popup);
                async move { popup.pause(&page, paused).await }
            })?;
        }
        offer::listen(self, page)?;
        fill::listen(self, page)?;
        inquiry::listen_popup(page)?;
        for (id, path) in [
            ("open-paste", "pages/paste.html"),
            ("open-rights", "pages/rights.html"),
            ("open-saved", "pages/dossier.html"),
            ("open-settings", "pages/settings.html"),
            ("open-welcome", "pages/welcome.html"),
        ] {
            page.on_click(id, move |_| async move {
                chrome::open_page(path).await?;
                Ok(window()?.close()?)
            })?;
        }
        let (popup, page) = (Rc::clone(self), Rc::clone(page));
        chrome::hear(move |kind, tab| {
            if kind == "summary" && tab == popup.tab {
                let (popup, shown) = (Rc::clone(&popup), Rc::clone(&page));
                page.run(Box::pin(async move { popup.refresh(&shown).await }));
            }
        });
        Ok(())
    }

    /// Asks what the tab is, has it read if it was not, and shows the result.
    async fn begin(&self, page: &Rc<Page>) -> Result<(), Fault> {
        let tab: Tab = chrome::ask(&json!({ "type": "tab", "tabId": self.tab })).await?;
        let host = tab.host.clone().unwrap_or_default();
        page.write("host", &host)?;
        page.show("private", tab.private)?;
        page.show("pause", matches!(tab.state, TabState::Listed))?;
        page.show("resume", tab.state == TabState::Paused)?;
        let asked = matches!(tab.state, TabState::Idle | TabState::Asked);
        let why = if tab.on_demand { "popup.asked.demand" } else { "popup.asked" };
        page.write("asked", if asked { page.catalogue.text(why) } else { "" })?;
        page.show("unmarked", !tab.marks)?;
        inquiry::say(page, tab.inquiry).await?;
        page.show("offer", false)?;
        page.show("who", false)?;
        self.who.take();
        self.checks.set(tab.checks);
        // A permission is kept, and in a private window nothing is.
        let possible = asked && !tab.on_demand && !tab.private;
        self.offered.replace(possible.then(|| offer::Offer::of(&host)));
        self.host.replace(host.clone());
        page.show("fill", false)?;
        self.site.replace(if tab.site.is_empty() { host.clone() } else { tab.site.clone() });
        // Only now: whoever presses a button meanwhile finds of which site it is.
        let fillable = fill::prepare(page, &tab).await?;
        match tab.state {
            TabState::Paused => self.announce(page, "paused", &Message::new("popup.paused").with("host", &host)),
            TabState::Unreadable => {
                self.announce(page, "unreadable", &Message::new("popup.unreadable"))?;
                page.say("why", &Message::new(tab.why.as_deref().unwrap_or("popup.why.other")))
            }
            TabState::Listed | TabState::Asked | TabState::Idle => {
                self.announce(page, "reading", &Message::new("popup.reading"))?;
                let mut frames = tab.frames;
                if tab.state == TabState::Idle || frames.is_empty() {
                    match chrome::ask::<Frames>(&json!({ "type": "scan", "tabId": self.tab })).await {
                        Ok(scan) => frames = scan.frames,
                        Err(refusal) => {
                            self.announce(page, "unreadable", &Message::new("popup.unreadable"))?;
                            return page.say("why", &refusal.message);
                        }
                    }
                }
                self.frames.replace(frames);
                self.refresh(page).await?;
                // Last: what closes the popup must not find a question of ours on its way.
                page.show("fill", fillable)
            }
        }
    }

    async fn pause(&self, page: &Rc<Page>, paused: bool) -> Result<(), Fault> {
        let site = self.site.borrow().clone();
        let _: IgnoredAny = chrome::ask(&json!({ "type": "pause", "host": site, "paused": paused })).await?;
        self.frames.take();
        self.shown.take();
        for group in Group::ALL {
            page.show(&format!("group-{}", group.name()), false)?;
        }
        self.begin(page).await
    }

    /// Asks every frame for its list. A frame that does not answer is gone, or was open before the extension was.
    async fn refresh(&self, page: &Page) -> Result<(), Fault> {
        let mut shown = Shown::default();
        let frames = self.frames.borrow().clone();
        for frame in frames {
            match chrome::ask_frame::<List>(self.tab, frame, &json!({ "type": "list" })).await {
                Ok(mut list) => {
                    let facts = Facts::from_value(&std::mem::take(&mut list.facts));
                    list.about = About::of(&facts, &list.url);
                    if frame == 0 {
                        self.identify(page, &facts, &list)?;
                    }
                    shown.lists.push((frame, list));
                }
                Err(_) => shown.silent += 1,
            }
        }
        // A frame in which nothing was found says nothing of a page that does not answer.
        let page_itself = shown.lists.iter().any(|(frame, _)| *frame == 0);
        if !page_itself && shown.lists.iter().all(|(_, list)| list.findings.is_empty()) {
            self.announce(page, "unreadable", &Message::new("popup.unreadable"))?;
            return page.say("why", &Message::new("popup.why.silent"));
        }
        let same = self.shown.borrow().lists == shown.lists;
        self.shown.replace(shown);
        // Drawing the same list again would take the keyboard's focus away.
        if same { Ok(()) } else { self.draw(page) }
    }

    /// Shows whom the page is about, and offers to read it at every visit where it is that of a practice.
    fn identify(&self, page: &Page, facts: &Facts, list: &List) -> Result<(), Fault> {
        let read = list.about.practitioner.clone();
        if *self.who.borrow() != read {
            let list: Element = page.get("who-list")?;
            page.show("who", who::fill(page, &list, &read)?)?;
            let doubts = who::doubts(&read);
            let count = Message::new("who.doubts").with("n", doubts);
            page.write("who-doubts", &if doubts > 0 { page.catalogue.render(&count) } else { String::new() })?;
            self.who.replace(read);
        }
        match self.offered.borrow().as_ref() {
            Some(offer) => offer.show(page, facts, &list.url),
            None => Ok(()),
        }
    }

    fn draw(&self, page: &Page) -> Result<(), Fault> {
        let shown = self.shown.borrow();
        let all =
            || shown.lists.iter().flat_map(|(frame, list)| list.findings.iter().map(move |found| (*frame, found)));
        let count = |group: &[Group]| distinct(all().filter(|(_, found)| group.contains(&Group::of(found)))).len();
        let (flags, found) = (count(&[Group::Refusal, Group::Worse]), count(&[Group::Check]));
        let checks = if self.checks.get() { found } else { 0 };
        let reading = shown.lists.iter().any(|(_, list)| list.state == Reading::Running);

        let (tone, headline) = match (flags, checks, reading) {
            (1.., ..) => ("found", Message::new("popup.flags").with("n", flags)),
            (0, _, true) => ("reading", Message::new("popup.reading")),
            (0, 1.., false) => ("check", Message::new("popup.checks").with("n", checks)),
            (0, 0, false) => ("clear", Message::new("popup.clear")),
        };
        self.announce(page, tone, &headline)?;
        page.show("progress", reading)?;
        page.show("clear-help", tone == "clear")?;
        let sum = |part: fn(&List) -> u64| shown.lists.iter().map(|(_, list)| part(list)).sum::<u64>();
        let language = page.catalogue.language;
        let read = Message::new("popup.read")
            .with("n", sum(|list| list.sections))
            .with("sections", grouped(sum(|list| list.sections), language))
            .with("characters", grouped(sum(|list| list.characters), language));
        page.say("read", &read)?;
        let limit = shown.lists.iter().find(|(_, list)| list.state == Reading::Partial);
        match limit {
            Some((_, list)) => page.say("why", &Message::new(list.limit.as_deref().unwrap_or("popup.partial")))?,
            None => page.write("why", "")?,
        }
        frames::tell(page, shown.lists.iter().map(|(_, list)| list))?;
        let unseen = Message::new("popup.checks.unseen").with("n", found);
        page.write("unseen", &if found > checks { page.catalogue.render(&unseen) } else { String::new() })?;
        for group in Group::ALL {
            let wanted = |found: &Found| Group::of(found) == group && (group != Group::Check || self.checks.get());
            self.draw_group(page, group, distinct(all().filter(|(_, found)| wanted(found))))?;
        }
        Ok(())
    }

    fn draw_group(&self, page: &Page, group: Group, found: Vec<(Frame, &Found, usize)>) -> Result<(), Fault> {
        let name = group.name();
        page.show(&format!("group-{name}"), !found.is_empty())?;
        page.write(&format!("count-{name}"), &found.len().to_string())?;
        let list: Element = page.get(&format!("list-{name}"))?;
        list.set_text_content(None);
        for (index, (frame, found, times)) in found.iter().take(SHOWN).enumerate() {
            let item = self.item(page, group, *frame, found, *times)?;
            let quote = format!("quote-{name}-{index}");
            page.part_of::<Element>(&item, "quote")?.set_id(&quote);
            let buttons = item.query_selector_all("button")?;
            for button in (0..buttons.length()).filter_map(|index| buttons.item(index)) {
                button.unchecked_into::<Element>().set_attribute("aria-describedby", &quote)?;
            }
            list.append_child(&item)?;
        }
        let more = found.len().saturating_sub(SHOWN);
        if more > 0 {
            let item = page.document.create_element("li")?;
            item.set_text_content(Some(&page.catalogue.render(&Message::new("popup.more").with("n", more))));
            list.append_child(&item)?;
        }
        Ok(())
    }

    /// On whose cards the words stand that have a key; empty where they are those of whom the page is about.
    fn cards(&self, page: &Page, key: &str) -> String {
        let shown = self.shown.borrow();
        let all = shown.lists.iter().flat_map(|(_, list)| list.findings.iter().map(move |found| (&list.about, found)));
        let mut names: Vec<String> = Vec::new();
        let (mut unsure, mut named) = (false, false);
        for (about, found) in all.filter(|(_, found)| found.key == key) {
            let name = match about.subject(&found.card, &found.quote) {
                Subject::Card(who) => {
                    named = true;
                    who.name
                }
                Subject::Page => about.practitioner.name.clone(),
                Subject::Unsure => {
                    unsure = true;
                    None
                }
            };
            names.extend(name.map(|name| name.value).filter(|name| !names.contains(name)));
        }
        let said = match names.as_slice() {
            _ if unsure => Message::new("popup.card.unsure"),
            [name] if named => Message::new("popup.card").with("name", name),
            [_, _, ..] => Message::new("popup.cards").with("names", names.join(" ; ")),
            _ => return String::new(),
        };
        page.catalogue.render(&said)
    }

    fn item(&self, page: &Page, group: Group, frame: Frame, found: &Found, times: usize) -> Result<Element, Fault> {
        let item = page.stamp("finding")?;
        let text = |key: &str| page.catalogue.text(key).to_owned();
        item.set_attribute("data-key", &found.key)?;
        page.part(&item, "quote", &found.quote)?;
        page.part(&item, "reason", &page.catalogue.render(&found.reason))?;
        page.part(&item, "practice", &text(&format!("practice.{}", word(found.practice))))?;
        page.part(&item, "criterion", &text(&format!("criterion.{}", word(found.criterion))))?;
        page.part(&item, "ask", if group == Group::Check { page.catalogue.text("popup.ask") } else { "" })?;
        page.part(&item, "hidden", if found.visible { "" } else { page.catalogue.text("popup.hidden") })?;
        page.part(&item, "card", &self.cards(page, &found.key))?;
        let repeated = Message::new("popup.times").with("n", times);
        page.part(&item, "times", &if times > 1 { page.catalogue.render(&repeated) } else { String::new() })?;

        let dismissed = group == Group::Dismissed;
        for (part, shown) in
            [("go", found.visible), ("report", !dismissed), ("dismiss", !dismissed), ("restore", dismissed)]
        {
            page.part_of::<Element>(&item, part)?.toggle_attribute_with_force("hidden", !shown)?;
        }
        let (tab, apart, key) = (self.tab, self.apart, found.key.clone());
        let on = |part: &str, act: Act| {
            let (key, page) = (key.clone(), Rc::new(page.clone()));
            let button: HtmlElement = page.part_of(&item, part)?;
            page.on(&button, "click", move |page, _| {
                let key = key.clone();
                async move { act.run(&page, tab, frame, &key, apart).await }
            })
        };
        on("go", Act::Go)?;
        on("report", Act::Report)?;
        on("dismiss", Act::Dismiss(true))?;
        on("restore", Act::Dismiss(false))?;
        Ok(item)
    }

    fn announce(&self, page: &Page, tone: &str, headline: &Message) -> Result<(), Fault> {
        page.get::<Element>("answer")?.set_attribute("data-tone", tone)?;
        page.show("progress", tone == "reading")?;
        page.show("clear-help", false)?;
        page.write("read", "")?;
        page.write("why", "")?;
        // The headline is a live region: saying the same again would have it read aloud again.
        let text = page.catalogue.render(headline);
        let element: Element = page.get("headline")?;
        if element.text_content().as_deref() != Some(&text) {
            element.set_text_content(Some(&text));
        }
        Ok(())
    }
}

/// What a finding's buttons do.
#[derive(Clone, Copy)]
enum Act {
    Go,
    Report,
    Dismiss(bool),
}

impl Act {
    async fn run(self, page: &Page, tab: i32, frame: Frame, key: &str, apart: bool) -> Result<(), Fault> {
        #[derive(Deserialize)]
        struct Went {
            found: bool,
        }
        match self {
            Self::Go => {
                let went: Went = chrome::ask_frame(tab, frame, &json!({ "type": "go", "key": key })).await?;
                if !went.found {
                    return Err(Fault::said("popup.gone"));
                }
                if apart { chrome::show_tab(tab).await } else { Ok(window()?.close()?) }
            }
            Self::Report => {
                page.done(&Message::new("popup.preparing"));
                let message = json!({ "type": "report", "tabId": tab, "frameId": frame, "key": key });
                let _: IgnoredAny = chrome::ask(&message).await?;
                if apart { Ok(()) } else { Ok(window()?.close()?) }
            }
            // The content script says its new numbers, and that has the lists drawn again.
            Self::Dismiss(dismissed) => {
                let message = json!({ "type": "dismiss", "key": key, "dismissed": dismissed });
                let _: IgnoredAny = chrome::ask_frame(tab, frame, &message).await?;
                page.done(&Message::new(if dismissed { "popup.dismissed" } else { "popup.restored" }));
                page.get::<HtmlElement>("headline")?.focus()?;
                Ok(())
            }
        }
    }
}
