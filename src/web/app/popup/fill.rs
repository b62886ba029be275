//! « Préremplir ce formulaire »: from which report, into the form of the tab's page. On the Défenseur des droits' own sites it
//! works at once; anywhere else the host is named and the user asked. The content script describes the fields, `report::form`
//! judges, the content script writes; nothing is sent.

use super::{Popup, Tab, TabState};
use crate::{
    json,
    message::Message,
    report::form::{Entries, Put, Step, Why, plan},
    web::app::{
        chrome::{self, Frame},
        fault::Fault,
        page::{Page, window},
        report,
        store::{self, Stored},
    },
};
use serde::Deserialize;
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

#[derive(Deserialize)]
struct Sources {
    drafts: Vec<Draft>,
}

#[derive(Deserialize)]
struct Draft {
    id: String,
    quote: String,
    host: String,
}

/// What the background knows of where the helper runs.
#[derive(Deserialize)]
struct Frames {
    frames: Vec<Frame>,
}

/// How it went.
#[derive(Deserialize)]
struct Done {
    filled: u64,
    offered: u64,
}

/// Shows the section where there is a page and a report, in front where the page is the Défenseur des droits'.
pub async fn show(page: &Page, tab: &Tab) -> Result<(), Fault> {
    page.show("fill", false)?;
    if matches!(tab.state, TabState::Paused | TabState::Unreadable) {
        return Ok(());
    }
    let section: HtmlElement = page.get("fill")?;
    section.toggle_attribute_with_force("data-known", tab.form)?;
    let select: HtmlSelectElement = page.get("fill-from")?;
    select.set_text_content(None);
    let Sources { drafts } = chrome::ask(&json!({ "type": "sources" })).await?;
    for Draft { id, quote, host } in &drafts {
        add(page, &select, "draft", id, quote, host)?;
    }
    // Saved cases have pictures and are long: they are read where somebody is likely to want one.
    if tab.form {
        add_saved(page, &select).await?;
    }
    let any = select.length() > 0 || (!tab.form && store::any().await);
    page.show("fill-known", tab.form)?;
    page.show("fill-choice", tab.form)?;
    ask(page, false)?;
    page.show("fill", any)
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
        let text = |path: &str| case.pointer(path).and_then(Value::as_str).unwrap_or_default();
        let host = text("/capture/page/address").split('/').nth(2).unwrap_or_default();
        add(page, select, "case", &record.id, text("/capture/finding/quote"), host)?;
    }
    Ok(())
}

/// Fills the form of the tab's page. `confirmed` is the host that the user was asked about.
async fn fill(popup: &Popup, page: &Page, confirmed: &str) -> Result<(), Fault> {
    let chosen = page.get::<HtmlSelectElement>("fill-from")?.value();
    let (kind, id) = chosen.split_once(':').ok_or_else(|| Fault::said("fill.no-report"))?;
    let case = report::case(id, kind == "case").await?;
    let request = json!({ "type": "fill", "tabId": popup.tab, "confirmed": confirmed });
    let Frames { frames } = chrome::ask(&request).await?;
    let entries = Entries::of(&case);
    let mut best: Option<(usize, Frame, Vec<Step>, bool)> = None;
    for frame in frames {
        let Ok(described) = chrome::ask_frame::<Value>(popup.tab, frame, &json!({ "type": "fields" })).await else {
            continue;
        };
        let plan = plan(described.get("fields").unwrap_or(&Value::Null), &entries);
        let known =
            plan.steps.iter().filter(|step| matches!(step, Step::Fill(_) | Step::Offer(..) | Step::Pass)).count();
        // One form is filled at a click: that of the frame in which most is recognised.
        if best.as_ref().is_none_or(|(most, ..)| known > *most) {
            best = Some((known, frame, plan.steps, plan.more));
        }
    }
    let Some((_, frame, steps, more)) = best else { return Err(Fault::said("fill.failed")) };
    let text = |key: &str| page.catalogue.text(key).to_owned();
    let mut words: serde_json::Map<String, Value> =
        WORDS.iter().map(|word| ((*word).to_owned(), text(&format!("fill.bar.{word}")).into())).collect();
    let language = page.catalogue.language;
    words.insert("lang".to_owned(), language.code().into());
    words.insert("dir".to_owned(), language.dir().into());
    let mut cautions: Vec<String> =
        case.answers.cautions().iter().map(|caution| page.catalogue.render(caution)).collect();
    if more {
        cautions.push(text("fill.bar.more"));
    }
    let steps: Vec<Value> = steps.iter().map(|one| step(page, one)).collect();
    let message = json!({ "type": "fill", "steps": steps, "words": words, "cautions": cautions });
    let done: Done = chrome::ask_frame(popup.tab, frame, &message).await?;
    if done.filled + done.offered == 0 {
        page.done(&Message::new("fill.none"));
        return Ok(());
    }
    if popup.apart { chrome::show_tab(popup.tab).await } else { Ok(window()?.close()?) }
}

/// A step as the content script is told it, with its words.
fn step(page: &Page, step: &Step) -> Value {
    let why = |why: &Why| {
        let said = Message::new(format!("fill.why.{}", why.id()));
        page.catalogue.render(&match why {
            Why::TooLong { has, most } => said.with("has", has).with("most", most),
            _ => said,
        })
    };
    let put = |put: &Put| {
        let what = format!("fill.what.{}", put.what);
        json!({ "label": page.catalogue.text(&what), "text": put.text, "option": put.option })
    };
    match step {
        Step::Fill(only) => json!({ "do": "fill", "puts": [put(only)] }),
        Step::Offer(puts, reason) => {
            json!({ "do": "offer", "puts": puts.iter().map(put).collect::<Vec<_>>(), "why": why(reason) })
        }
        Step::Leave(reason) => json!({ "do": "leave", "why": why(reason) }),
        Step::Pass => json!({ "do": "pass" }),
    }
}
