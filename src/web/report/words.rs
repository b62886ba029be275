//! The user's own words: fields apart from the tool's texts. Until they are saved with the case they are kept for this
//! browser session only, so that a reload does not lose them, and not at all for a private window.

use super::Report;
use crate::{
    case::{Case, Mask, Screenshot},
    json,
    report::{Answers, Event, Recipient, Reported, Role},
    web::page::{Page, chrome, fault::Fault},
};
use serde::{Deserialize, Serialize};
use std::{collections::BTreeMap, rc::Rc};
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{Element, HtmlInputElement, HtmlTextAreaElement};

/// What a reload must not lose.
#[derive(Serialize, Deserialize)]
struct Words {
    role: Option<Role>,
    answers: Answers,
    edits: BTreeMap<String, String>,
    #[serde(default)]
    recipient: Option<Recipient>,
    #[serde(default)]
    reported: Vec<Reported>,
    #[serde(default)]
    masked: String,
}

/// The picture as its user changed it: kept apart, as it is long and the words are written at each letter.
#[derive(Default, Serialize, Deserialize)]
struct Picture {
    /// A data URL; empty where the picture was taken out.
    data: String,
    width: u32,
    height: u32,
}

fn key(id: &str) -> String {
    format!("words:{id}")
}

fn picture_key(report: &Report) -> String {
    format!("picture:{}", report.case.borrow().id)
}

/// Keeps the words for this session. Where that fails the page says so: they are nowhere but on it.
pub fn remember(report: &Report) {
    if report.private {
        return;
    }
    let case = report.case.borrow();
    let key = key(&case.id);
    let words = Words {
        role: case.role,
        answers: case.answers.clone(),
        edits: case.letter.edits.clone(),
        recipient: case.letter.recipient,
        reported: case.reported.clone(),
        masked: report.masked.borrow().clone(),
    };
    let page = report.page.clone();
    wasm_bindgen_futures::spawn_local(async move {
        put(&page, &key, &words).await;
    });
}

/// Keeps the picture as its user changed it.
pub fn remember_picture(report: &Report) {
    if report.private {
        return;
    }
    let case = report.case.borrow();
    let picture = case.capture.screenshot.as_ref().map(|picture| {
        let (width, height) = picture.size();
        Picture { data: picture.data_url(), width, height }
    });
    let (page, key) = (report.page.clone(), picture_key(report));
    wasm_bindgen_futures::spawn_local(async move {
        // Rather no picture after a reload than one that shows what was blacked out.
        if !put(&page, &key, &picture.unwrap_or_default()).await {
            put(&page, &key, &Picture::default()).await;
        }
    });
}

/// Keeps a value for this session; says whether it could, and tells the user where it could not.
async fn put(page: &Page, key: &str, value: &impl Serialize) -> bool {
    let Err(fault) = chrome::remember(key, value).await else { return true };
    page.tell(&Fault::said("leave.full").because(fault.detail.unwrap_or(fault.message.id)));
    false
}

/// Takes up what was written before a reload.
pub async fn restore(report: &Report) {
    if report.private {
        return;
    }
    // Not across the wait: the case is borrowed only while nothing else can run.
    let mut case = report.case.borrow().clone();
    let masked = take_up(&mut case).await;
    report.case.replace(case);
    *report.masked.borrow_mut() = masked;
    if let Some(picture) = chrome::remembered::<Picture>(&picture_key(report)).await {
        let mut case = report.case.borrow_mut();
        let capture = case.capture.clone();
        // One that cannot be read is left out: the draft's own shows what its user took away.
        let kept = Screenshot::from_data_url(&picture.data, picture.width, picture.height);
        case.capture =
            kept.map_or_else(|_| capture.clone().without_screenshot(), |kept| capture.clone().with_screenshot(kept));
    }
}

/// Gives a case the words that were written on its page in this session; says which of the page's words were masked.
pub async fn take_up(case: &mut Case) -> String {
    let Some(words) = chrome::remembered::<Words>(&key(&case.id)).await else { return String::new() };
    case.role = words.role;
    case.answers = words.answers;
    case.letter.edits = words.edits;
    case.letter.recipient = words.recipient;
    case.reported = words.reported.into_iter().map(Reported::cleaned).collect();
    case.capture = case.capture.clone().masked(&Mask::new(&words.masked));
    words.masked
}

/// Forgets what was kept for the session.
pub async fn forget(report: &Report) -> Result<(), Fault> {
    let (words, picture) = (key(&report.case.borrow().id), picture_key(report));
    chrome::forget(&picture).await?;
    chrome::forget(&words).await
}

/// Fills the fields and listens to them.
pub fn listen(report: &Rc<Report>) -> Result<(), Fault> {
    let known = serde_json::to_value(&report.case.borrow().answers).unwrap_or_default();
    let fields = report.page.document.query_selector_all("[data-field]")?;
    for field in (0..fields.length()).filter_map(|index| fields.item(index)) {
        let field: Element = field.unchecked_into();
        let name = field.get_attribute("data-field").unwrap_or_default();
        if let Some(text) = known.get(&name).and_then(|value| value.as_str()) {
            set_value(&field, text);
        }
        report.on(&field, "input", |report| {
            let answers = read(report)?;
            report.case.borrow_mut().answers = answers;
            report.changed()
        })?;
    }
    for event in Event::ALL {
        let selector = format!("[data-event=\"{}\"]", event.id());
        let found = report.page.document.query_selector(&selector)?.and_then(|tick| tick.dyn_into().ok());
        let tick: HtmlInputElement = found.ok_or_else(|| Fault::said("error.page").because(selector))?;
        tick.set_checked(report.case.borrow().answers.events.contains(&event));
        let ticked = tick.clone();
        report.on(&tick, "change", move |report| {
            let events = &mut report.case.borrow_mut().answers.events;
            events.retain(|known| *known != event);
            if ticked.checked() {
                events.push(event);
            }
            Ok(())
        })?;
        report.on(&tick, "change", Report::changed)?;
    }
    Ok(())
}

/// What the user should know about their own words before these leave.
pub fn warn(report: &Report) -> Result<(), Fault> {
    let cautions = report.case.borrow().answers.cautions();
    report.list("words-cautions", &cautions)
}

/// Every field, with the corrections about the practitioner that stand elsewhere on the page.
fn read(report: &Report) -> Result<Answers, Fault> {
    let mut answers = serde_json::to_value(&report.case.borrow().answers).unwrap_or_default();
    let fields = report.page.document.query_selector_all("[data-field]")?;
    for field in (0..fields.length()).filter_map(|index| fields.item(index)) {
        let field: Element = field.unchecked_into();
        if let (Some(name), Some(known)) = (field.get_attribute("data-field"), answers.as_object_mut()) {
            known.insert(name, value(&field).into());
        }
    }
    json::of(answers).map_err(|error| Fault::said("error.page").because(error))
}

fn value(field: &JsValue) -> String {
    match field.dyn_ref::<HtmlTextAreaElement>() {
        Some(area) => area.value(),
        None => field.dyn_ref::<HtmlInputElement>().map(HtmlInputElement::value).unwrap_or_default(),
    }
}

fn set_value(field: &JsValue, text: &str) {
    if let Some(area) = field.dyn_ref::<HtmlTextAreaElement>() {
        area.set_value(text);
    } else if let Some(input) = field.dyn_ref::<HtmlInputElement>() {
        input.set_value(text);
    }
}
