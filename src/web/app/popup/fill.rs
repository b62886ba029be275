//! « Préremplir ce formulaire »: from which report, into the form of the tab's page. On the Défenseur des droits' own sites it
//! works at once; anywhere else the host is named and the user asked. The content script describes the fields, `report::form`
//! judges, the content script writes; nothing is sent.

use super::{Popup, Tab, TabState};
use crate::{
    json,
    message::Message,
    report::form::{Entries, Plan, Step, Why, Words, plan},
    web::app::{
        chrome::{self, Frame},
        fault::Fault,
        page::{Page, window},
        report,
        store::{self, Stored},
    },
};
use serde_json::{Value, json};
use std::rc::Rc;
use web_sys::{Element, HtmlElement, HtmlSelectElement};

/// Letters of a quote that the list of reports shows.
const MOST_QUOTE: usize = 60;

/// The bar's words that need nothing put in.
const WORDS: [&str; 19] = [
    "title", "note", "filled", "offered", "left", "undo", "close", "fold", "unfold", "unnamed", "go", "chosen", "gone",
    "changed", "refused", "doubtful", "undone", "partly", "more",
];

/// Fills the section; whether there is a page and a report to show it for.
pub async fn prepare(page: &Page, tab: &Tab) -> Result<bool, Fault> {
    if matches!(tab.state, TabState::Paused | TabState::Unreadable) {
        return Ok(false);
    }
    let section: HtmlElement = page.get("fill")?;
    section.toggle_attribute_with_force("data-known", tab.form)?;
    let select: HtmlSelectElement = page.get("fill-from")?;
    select.set_text_content(None);
    let sources = chrome::tree(&chrome::ask_raw(&json!({ "type": "sources" })).await?)?;
    for draft in list(&sources, "drafts") {
        add(page, &select, "draft", text(draft, "/id"), text(draft, "/quote"), text(draft, "/host"))?;
    }
    // Saved cases have pictures and are long: they are read where somebody is likely to want one.
    if tab.form {
        add_saved(page, &select).await?;
    }
    let any = select.length() > 0 || (!tab.form && store::any().await);
    page.show("fill-known", tab.form)?;
    page.show("fill-choice", tab.form)?;
    ask(page, false)?;
    Ok(any)
}

/// Listens to its buttons.
pub fn listen(popup: &Rc<Popup>, page: &Rc<Page>) -> Result<(), Fault> {
    let filling = Rc::clone(popup);
    page.on_click("fill-start", move |page| {
        let popup = Rc::clone(&filling);
        async move {
            if page.get::<Element>("fill")?.has_attribute("data-known") {
                return fill(&popup, &page, "").await;
            }
            let select: HtmlSelectElement = page.get("fill-from")?;
            if select.query_selector("[value^=case]")?.is_none() {
                add_saved(&page, &select).await?;
            }
            let host = popup.host.borrow().clone();
            page.say("fill-ask", &Message::new("fill.ask").with("host", &host))?;
            page.say("fill-go", &Message::new("fill.go").with("host", &host))?;
            page.show("fill-choice", true)?;
            ask(&page, true)?;
            Ok(page.get::<HtmlElement>("fill-go")?.focus()?)
        }
    })?;
    let filling = Rc::clone(popup);
    page.on_click("fill-go", move |page| {
        let popup = Rc::clone(&filling);
        async move {
            let host = popup.host.borrow().clone();
            fill(&popup, &page, &host).await
        }
    })?;
    page.on_click("fill-cancel", |page| async move {
        page.show("fill-choice", false)?;
        ask(&page, false)?;
        Ok(page.get::<HtmlElement>("fill-start")?.focus()?)
    })
}

/// Whether the question about the host is open.
fn ask(page: &Page, open: bool) -> Result<(), Fault> {
    page.show("fill-start", !open)?;
    for id in ["fill-ask", "fill-go", "fill-cancel"] {
        page.show(id, open)?;
    }
    Ok(())
}

fn add(page: &Page, select: &HtmlSelectElement, kind: &str, id: &str, quote: &str, host: &str) -> Result<(), Fault> {
    let short: String = quote.chars().take(MOST_QUOTE).collect();
    let quote = if short.len() < quote.len() { format!("{}…", short.trim_end()) } else { short };
    let option = page.document.create_element("option")?;
    let said = Message::new(format!("fill.from.{kind}")).with("quote", quote).with("host", host);
    option.set_text_content(Some(&page.catalogue.render(&said)));
    option.set_attribute("value", &format!("{kind}:{id}"))?;
    select.append_child(&option)?;
    Ok(())
}

/// Adds the saved cases. They are only named here: whether one is whole is looked at when it is used.
async fn add_saved(page: &Page, select: &HtmlSelectElement) -> Result<(), Fault> {
    for stored in store::all().await? {
        let Stored::Record(record) = stored else { continue };
        let Ok(case) = json::tree(&record.case) else { continue };
        let host = text(&case, "/capture/page/address").split('/').nth(2).unwrap_or_default();
        add(page, select, "case", &record.id, text(&case, "/capture/finding/quote"), host)?;
    }
    Ok(())
}

/// Fills the form of the tab's page. `confirmed` is the host that the user was asked about.
async fn fill(popup: &Popup, page: &Page, confirmed: &str) -> Result<(), Fault> {
    let chosen = page.get::<HtmlSelectElement>("fill-from")?.value();
    let (kind, id) = chosen.split_once(':').ok_or_else(|| Fault::said("fill.no-report"))?;
    let case = report::case(id, kind == "case").await?;
    let request = json!({ "type": "fill", "tabId": popup.tab, "confirmed": confirmed });
    let put = chrome::tree(&chrome::ask_raw(&request).await?)?;
    let words = Words::new(chrome::own_text("form.txt").await?);
    let entries = Entries::of(&case);
    let mut best: Option<(usize, Frame, Plan)> = None;
    for frame in list(&put, "frames").iter().filter_map(Value::as_i64) {
        // A frame that does not answer is gone.
        let Ok(described) = chrome::ask_frame_tree(popup.tab, frame, "{\"type\":\"fields\"}").await else { continue };
        let plan = plan(described.get("fields").unwrap_or(&Value::Null), &entries, &words);
        let known = plan.steps.iter().filter(|step| !matches!(step, Step::Leave(_))).count();
        // One form is filled at a click: that of the frame in which most is recognised.
        if best.as_ref().is_none_or(|(most, ..)| known > *most) {
            best = Some((known, frame, plan));
        }
    }
    let Some((_, frame, plan)) = best else { return Err(Fault::said("fill.failed")) };
    let mut cautions = case.answers.cautions();
    if plan.more {
        cautions.push(Message::new("fill.bar.more"));
    }
    let done = chrome::ask_frame_tree(popup.tab, frame, &message(page, &plan, &cautions)).await?;
    if ["filled", "offered"].iter().all(|name| done.get(name).and_then(Value::as_u64) == Some(0)) {
        page.done(&Message::new("fill.none"));
        return Ok(());
    }
    if popup.apart { chrome::show_tab(popup.tab).await } else { Ok(window()?.close()?) }
}

fn list<'a>(tree: &'a Value, name: &str) -> &'a [Value] {
    tree.get(name).and_then(Value::as_array).map(Vec::as_slice).unwrap_or_default()
}

fn text<'a>(tree: &'a Value, path: &str) -> &'a str {
    tree.pointer(path).and_then(Value::as_str).unwrap_or_default()
}

/// JSON as it is written: what a tree of it would take stands in app.wasm many times over.
struct Written(String);

impl Written {
    fn raw(&mut self, json: &str) -> &mut Self {
        self.0.push_str(json);
        self
    }

    /// A text, and what follows it.
    fn text(&mut self, text: &str, then: &str) -> &mut Self {
        let quoted = Value::from(text).to_string();
        self.raw(&quoted).raw(then)
    }
}

/// The plan as the content script is told it, with its words.
fn message(page: &Page, plan: &Plan, cautions: &[Message]) -> String {
    let mut json = Written("{\"type\":\"fill\",\"words\":{".to_owned());
    for word in WORDS {
        json.text(word, ":").text(page.catalogue.text(&format!("fill.bar.{word}")), ",");
    }
    let language = page.catalogue.language;
    json.raw("\"lang\":").text(language.code(), ",\"dir\":").text(language.dir(), "},\"cautions\":[");
    for (at, caution) in cautions.iter().enumerate() {
        json.raw(if at > 0 { "," } else { "" }).text(&page.catalogue.render(caution), "");
    }
    json.raw("],\"steps\":[");
    for (at, step) in plan.steps.iter().enumerate() {
        json.raw(if at > 0 { ",{\"do\":" } else { "{\"do\":" });
        let (name, puts, why) = match step {
            Step::Fill(put) => ("fill", std::slice::from_ref(put), None),
            Step::Offer(puts, why) => ("offer", puts.as_slice(), Some(*why)),
            Step::Leave(why) => ("leave", [].as_slice(), Some(*why)),
            Step::Pass => ("pass", [].as_slice(), None),
        };
        json.text(name, ",\"why\":").text(&why.map(|why| reason(page, why)).unwrap_or_default(), ",\"puts\":[");
        for (at, put) in puts.iter().enumerate() {
            let label = page.catalogue.text(&format!("fill.what.{}", put.what)).to_owned();
            let option = put.option.map_or_else(|| "null".to_owned(), |option| option.to_string());
            json.raw(if at > 0 { ",{\"label\":" } else { "{\"label\":" });
            json.text(&label, ",\"text\":").text(&put.text, ",\"option\":").raw(&option).raw("}");
        }
        json.raw("]}");
    }
    json.raw("]}");
    json.0
}

/// Why a field is offered or left, in a sentence.
fn reason(page: &Page, why: Why) -> String {
    let mut said = Message::new(format!("fill.why.{}", why.id()));
    if let Why::TooLong { has, most } = why {
        said = said.with("has", has).with("most", most);
    }
    page.catalogue.render(&said)
}
