//! What was found in a text: each mention with the reason, and with what its author may write instead or the way to a report.

use super::{Check, draft};
use crate::{
    finding::{Criterion, Grade, Practice},
    json, law,
    message::Message,
    pasted::Pasted,
    span::Utf16Span,
    web::page::{
        Page,
        clipboard::copy,
        fault::Fault,
        name::{kind, word},
    },
};
use serde_json::Value;
use std::rc::Rc;
use web_sys::{Element, HtmlElement, ScrollBehavior, ScrollIntoViewOptions, ScrollLogicalPosition};

/// How many mentions are listed: the first hundred are work enough, and the others keep their marks.
const SHOWN: usize = 100;

/// A finding as the background answers it, as far as it is shown.
struct Found {
    key: String,
    criterion: Criterion,
    practice: Practice,
    grade: Grade,
    rule: String,
    reason: Message,
    quote: String,
}

impl Found {
    /// Reads it field by field: a reader of serde's own takes more room in app.wasm than this page.
    fn of(finding: &Value) -> Result<Self, Fault> {
        let said = |name: &str| text(finding, name);
        Ok(Self {
            key: said("key")?,
            criterion: json::of(finding["criterion"].clone())?,
            practice: json::of(finding["practice"].clone())?,
            grade: json::of(finding["grade"].clone())?,
            rule: said("rule")?,
            reason: json::of(finding["reason"].clone())?,
            quote: said("quote")?,
        })
    }
}

/// A text of an answer.
pub fn text(of: &Value, name: &str) -> Result<String, Fault> {
    of[name].as_str().map(str::to_owned).ok_or_else(|| Fault::said("error.answer").because(name))
}

/// The things of a list of an answer.
pub fn items(of: &mut Value, name: &str) -> Vec<Value> {
    match of[name].take() {
        Value::Array(items) => items,
        _ => Vec::new(),
    }
}

/// The same words under the same rule, wherever they stand in the text.
pub struct Mention {
    found: Found,
    /// The finding as it was answered, for a report.
    pub finding: Value,
    /// The text of its section.
    pub text: Rc<str>,
    /// Where the words stand in the whole text.
    pub places: Vec<Utf16Span>,
    times: usize,
}

impl Mention {
    /// Reads a finding of a section.
    pub fn of(mut finding: Value, text: &Rc<str>, pasted: &Pasted) -> Result<Self, Fault> {
        let found = Found::of(&finding)?;
        let spots = items(&mut finding, "anchor");
        let unit = |spot: &Value, name: &str| spot[name].as_u64().map(|unit| unit as u32);
        let place = |spot: &Value| pasted.at(unit(spot, "node")?, unit(spot, "start")?, unit(spot, "end")?);
        let places = spots.iter().filter_map(place).collect();
        Ok(Self { found, finding, text: Rc::clone(text), places, times: 1 })
    }

    /// Whether it has the same words under the same rule.
    pub fn is_same(&self, other: &Self) -> bool {
        self.found.key == other.found.key && self.found.grade == other.found.grade
    }

    /// Takes in the same words at another place.
    pub fn join(&mut self, other: Self) {
        self.places.extend(other.places);
        self.times += 1;
    }

    /// Whether the words alone carry a report.
    pub fn is_flag(&self) -> bool {
        self.found.grade == Grade::Flag
    }

    /// The look of its mark.
    pub fn kind(&self) -> &'static str {
        kind(self.found.grade, self.found.practice)
    }
}

/// Lists the mentions.
pub fn draw(check: &Rc<Check>) -> Result<(), Fault> {
    let page = &check.page;
    let list: Element = page.get("mentions-list")?;
    list.set_text_content(None);
    let mentions = check.mentions.borrow();
    for (index, mention) in mentions.iter().take(SHOWN).enumerate() {
        let item = item(check, mention, index)?;
        list.append_child(&item)?;
    }
    let more = mentions.len().saturating_sub(SHOWN);
    let said = Message::new("popup.more").with("n", more);
    page.write("mentions-more", &if more > 0 { page.catalogue.render(&said) } else { String::new() })
}

fn item(check: &Rc<Check>, mention: &Mention, index: usize) -> Result<Element, Fault> {
    let (page, found) = (&check.page, &mention.found);
    let item = page.stamp("mention")?;
    let said = |key: &str| page.catalogue.text(key).to_owned();
    item.set_attribute("data-kind", mention.kind())?;
    page.part(&item, "title", &said(&format!("card.title.{}", mention.kind())))?;
    page.part(&item, "quote", &found.quote)?.set_id(&format!("quote-{index}"));
    page.part(&item, "reason", &page.catalogue.render(&found.reason))?;
    page.part(&item, "practice", &said(&format!("practice.{}", word(found.practice))))?;
    page.part(&item, "criterion", &said(&format!("criterion.{}", word(found.criterion))))?;
    page.part(&item, "basis", &page.catalogue.render(&law::basis(found.criterion, found.practice)))?;
    let times = Message::new("check.times").with("n", mention.times);
    page.part(&item, "times", &if mention.times > 1 { page.catalogue.render(&times) } else { String::new() })?;
    if !check.reports {
        reword(check, found, &item, index)?;
    }
    button(check, &item, "go", index, move |check| go(check, index))?;
    if check.reports {
        button(check, &item, "report", index, move |check| draft::begin(check, index))?;
    }
    Ok(item)
}

fn button(
    check: &Rc<Check>,
    item: &Element,
    part: &str,
    index: usize,
    act: impl Fn(&Rc<Check>) -> Result<(), Fault> + 'static,
) -> Result<(), Fault> {
    let button: HtmlElement = check.page.part_of(item, part)?;
    button.set_attribute("aria-describedby", &format!("quote-{index}"))?;
    check.on(&button, "click", act)
}

/// Leads to the words in the field: the keyboard goes on from there.
fn go(check: &Rc<Check>, mention: usize) -> Result<(), Fault> {
    let Some((at, mark)) = check.marked.borrow().first(mention) else {
        return Err(Fault::said("check.gone"));
    };
    check.area.focus()?;
    check.area.set_selection_range(at.start, at.end)?;
    let place = ScrollIntoViewOptions::new();
    place.set_block(ScrollLogicalPosition::Center);
    place.set_behavior(ScrollBehavior::Instant);
    mark.scroll_into_view_with_scroll_into_view_options(&place);
    Ok(())
}

/// What its author may write instead.
fn reword(check: &Rc<Check>, found: &Found, item: &Element, index: usize) -> Result<(), Fault> {
    let page = &check.page;
    let Some(proposal) = check.rewordings.of(&found.rule, found.practice, found.criterion) else {
        page.part_of::<Element>(item, "rewording")?.remove();
        return Ok(());
    };
    let said = |key: &str| page.catalogue.text(key).to_owned();
    page.part(item, "action", &said(&format!("rewording.{}", proposal.action)))?;
    page.part(item, "advice", &said(&format!("rewording.{}", proposal.id)))?;
    let lead = if proposal.write.is_empty() { "rewording.write.none" } else { "rewording.write" };
    page.part(item, "lead", &said(lead))?;
    let source = Message::new("rewording.source").with("source", &proposal.source).with("date", &proposal.date);
    page.part(item, "source", &page.catalogue.render(&source))?;
    page.show("standing", !proposal.reviewed || !page.get::<Element>("standing")?.has_attribute("hidden"))?;
    let list: Element = page.part_of(item, "sentences")?;
    for (at, sentence) in proposal.write.iter().enumerate() {
        let line = sentence_of(page, sentence, &format!("sentence-{index}-{at}"))?;
        list.append_child(&line)?;
    }
    Ok(())
}

fn sentence_of(page: &Rc<Page>, sentence: &str, id: &str) -> Result<Element, Fault> {
    let line = page.stamp("sentence")?;
    page.part(&line, "sentence", sentence)?.set_id(id);
    let button: HtmlElement = page.part_of(&line, "copy")?;
    button.set_attribute("aria-describedby", id)?;
    let (sentence, done) = (sentence.to_owned(), button.clone());
    page.on(&button, "click", move |page, _| {
        let (sentence, done) = (sentence.clone(), done.clone());
        async move {
            copy(&sentence).await?;
            done.set_text_content(Some(page.catalogue.text("rewording.copied")));
            page.done(&Message::new("rewording.copied.status"));
            Ok(())
        }
    })?;
    Ok(line)
}
