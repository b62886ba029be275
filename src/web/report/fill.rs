//! Fills the form of a tab's page from a report, when the popup asks. The content script describes the fields, `report::form`
//! judges, the content script writes; nothing is sent.

use crate::{
    message::Message,
    report::form::{Entries, Plan, Step, Why, Words, plan},
    web::page::{
        Page,
        chrome::{self, Frame},
        fault::Fault,
        window,
    },
};
use serde_json::{Value, json};

/// The bar's words that need nothing put in.
const WORDS: [&str; 19] = [
    "title", "note", "filled", "offered", "left", "undo", "close", "fold", "unfold", "unnamed", "go", "chosen", "gone",
    "changed", "refused", "doubtful", "undone", "partly", "more",
];

/// Fills the form in tab `tab` from `chosen`: `draft:` or `case:` and its name. `confirmed` is the host that the user was asked
/// about, `apart` whether the popup is a page of its own, which does not close.
pub async fn fill(page: &Page, tab: i32, apart: bool, confirmed: &str, chosen: &str) -> Result<(), Fault> {
    let (kind, id) = chosen.split_once(':').ok_or_else(|| Fault::said("fill.no-report"))?;
    let case = super::case(id, kind == "case").await?;
    let request = json!({ "type": "fill", "tabId": tab, "confirmed": confirmed });
    let put = chrome::tree(&chrome::ask_raw(&request).await?)?;
    let words = Words::new(chrome::own_text("form.txt").await?);
    let entries = Entries::of(&case);
    let mut best: Option<(usize, Frame, Plan)> = None;
    for frame in list(&put, "frames").iter().filter_map(Value::as_i64) {
        // A frame that does not answer is gone.
        let Ok(described) = chrome::ask_frame_tree(tab, frame, "{\"type\":\"fields\"}").await else { continue };
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
    let done = chrome::ask_frame_tree(tab, frame, &message(page, &plan, &cautions)).await?;
    if ["filled", "offered"].iter().all(|name| done.get(name).and_then(Value::as_u64) == Some(0)) {
        page.done(&Message::new("fill.none"));
        return Ok(());
    }
    if apart { chrome::show_tab(tab).await } else { Ok(window()?.close()?) }
}

fn list<'a>(tree: &'a Value, name: &str) -> &'a [Value] {
    tree.get(name).and_then(Value::as_array).map(Vec::as_slice).unwrap_or_default()
}

/// JSON as it is written: what a tree of it would take stands in the program many times over.
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
