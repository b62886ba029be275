//! The letter as a sheet of paper: its blocks, each of which the user can rewrite, and the gaps that are left.

use super::Report;
use crate::{
    message::Message,
    report::{Block, Layout, Letter, LetterError, Recipient, Role, Source, letter},
    web::page::{fault::Fault, name::word},
};
use std::rc::Rc;
use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlElement, HtmlTextAreaElement};

/// How a gap begins in a letter's text.
const GAP: &str = "[à compléter";

/// The letter as it would leave now.
pub fn write(report: &Report) -> Result<Letter, LetterError> {
    let recipient = report.recipient();
    let choice = report.choices().into_iter().find(|choice| choice.recipient == recipient);
    let case = report.case.borrow();
    let role = case.role.unwrap_or(Role::Witness);
    // That something is kept first is known here alone.
    if let Some(why) = choice.and_then(|choice| choice.withheld) {
        return Err(LetterError::Recipient(role, recipient, why));
    }
    Ok(letter(&[&case.capture], &case.answers, role, recipient)?.with_edits(&case.letter.edits))
}

/// Writes the letter and shows it, or says what it still waits for.
pub fn draw(report: &Rc<Report>) -> Result<(), Fault> {
    let page = &report.page;
    let sheet: Element = page.get("sheet")?;
    sheet.set_text_content(None);
    let written = write(report);
    page.show("leave", written.is_ok())?;
    page.show("annexes", written.is_ok())?;
    let letter = match written {
        Ok(letter) => letter,
        Err(error) => {
            page.say("letter-none", &error.message())?;
            page.write("letter-for", "")?;
            page.show("letter-meaning", false)?;
            page.show("missing", false)?;
            return report.list("letter-cautions", &[]);
        }
    };
    page.write("letter-none", "")?;
    page.say("letter-for", &what(&letter))?;
    page.show("letter-meaning", super::meaning::wanted(page))?;
    super::leave::draw(report, &letter)?;
    for block in &letter.blocks {
        let block = block_of(report, &letter, block)?;
        sheet.append_child(&block)?;
    }
    report.list("letter-cautions", &letter.cautions)?;
    draw_gaps(report, &letter)?;
    super::enclosed::draw(report, &letter)?;
    super::leave::draw_blocks(report, &letter)
}

/// Closes the blocks that are being changed: on paper a field is no text.
pub fn close(report: &Rc<Report>) -> Result<(), Fault> {
    let open = report.page.document.query_selector("#sheet [data-part=\"edit\"]:not([hidden])")?;
    if open.is_some() { draw(report) } else { Ok(()) }
}

/// What kind of letter it is.
fn what(letter: &Letter) -> Message {
    let of = match (letter.recipient, letter.role) {
        (Recipient::Defender, role) => format!("defender.{}", role.id()),
        (Recipient::Practice, Role::Journalist) => "practice.journalist".to_owned(),
        (recipient, _) => recipient.id().to_owned(),
    };
    Message::new(format!("letter-page.for.{of}"))
}

/// Lists what is still to be filled in; each line leads to its field.
fn draw_gaps(report: &Rc<Report>, letter: &Letter) -> Result<(), Fault> {
    let page = &report.page;
    page.show("missing", !letter.missing.is_empty())?;
    page.say("missing-title", &Message::new("letter-page.missing").with("n", letter.missing.len()))?;
    let list: Element = page.get("missing-list")?;
    list.set_text_content(None);
    for gap in &letter.missing {
        let item = page.stamp("gap")?;
        page.part(&item, "words", &gap.words)?;
        // The letter's words are French; what the field is called says the same in the reader's language.
        let named = match field_of(report, &gap.field)? {
            Some(field) if super::meaning::wanted(page) => {
                page.document.query_selector(&format!("label[for=\"{}\"]", field.id()))?
            }
            _ => None,
        };
        page.part(&item, "name", &named.and_then(|label| label.text_content()).unwrap_or_default())?;
        let button: HtmlElement = page.part_of(&item, "gap")?;
        let field = gap.field.clone();
        report.on(&button, "click", move |report| match field_of(report, &field)? {
            Some(field) => Ok(field.focus()?),
            None => Ok(()),
        })?;
        list.append_child(&item)?;
    }
    Ok(())
}

/// The field of the page that fills a gap.
fn field_of(report: &Report, gap: &str) -> Result<Option<HtmlElement>, Fault> {
    if gap.starts_with("addressee.") {
        return report.page.get("to-address").map(Some);
    }
    // The practitioner's name and the user's own have the same last word: only the full path tells them apart.
    let attribute = if gap.contains('.') { "data-practitioner" } else { "data-field" };
    let name = gap.rsplit('.').next().unwrap_or(gap);
    let found = report.page.document.query_selector(&format!("[{attribute}=\"{name}\"]"))?;
    Ok(found.and_then(|field| field.dyn_into().ok()))
}

fn block_of(report: &Rc<Report>, letter: &Letter, block: &Block) -> Result<Element, Fault> {
    let page = &report.page;
    let element = page.stamp("block")?;
    element.set_attribute("data-layout", &word(block.layout))?;
    element.set_attribute("data-block", block.id)?;
    // The other blocks say by their place what they are.
    let title = match block.layout {
        Layout::Subject => format!("{}\u{a0}: ", block.title),
        Layout::Body | Layout::Enclosures => block.title.clone(),
        _ => String::new(),
    };
    page.part(&element, "title", &title)?;
    let text: Element = page.part_of(&element, "text")?;
    for paragraph in block.paragraphs() {
        let paragraph = paragraph_of(report, paragraph)?;
        text.append_child(&paragraph)?;
    }
    element.toggle_attribute_with_force("data-emptied", block.is_emptied())?;
    let source = match (block.edited, block.source) {
        (true, _) if block.is_emptied() => "block.emptied",
        (true, _) => "block.edited",
        (false, Source::Tool) => "block.tool",
        (false, Source::User) => "block.user",
    };
    page.part(&element, "source", page.catalogue.text(source))?;
    super::meaning::show(page, &element, letter, block)?;
    listen(report, &element, block)?;
    Ok(element)
}

/// A paragraph with its gaps marked.
fn paragraph_of(report: &Report, text: &str) -> Result<Element, Fault> {
    let document = &report.page.document;
    let paragraph = document.create_element("p")?;
    let mut rest = text;
    while let Some((before, gap, after)) = next_gap(rest) {
        paragraph.append_child(&document.create_text_node(before))?;
        let mark = document.create_element("mark")?;
        mark.set_text_content(Some(gap));
        paragraph.append_child(&mark)?;
        rest = after;
    }
    paragraph.append_child(&document.create_text_node(rest))?;
    Ok(paragraph)
}

fn next_gap(text: &str) -> Option<(&str, &str, &str)> {
    let start = text.find(GAP)?;
    let end = start + text.get(start..)?.find(']')? + 1;
    Some((text.get(..start)?, text.get(start..end)?, text.get(end..)?))
}

/// « Modifier » turns a block into a field, « Terminé » back; « Revenir au texte proposé » takes the user's version away.
fn listen(report: &Rc<Report>, element: &Element, block: &Block) -> Result<(), Fault> {
    let page = &report.page;
    let change: HtmlElement = page.part_of(element, "change")?;
    let reset: HtmlElement = page.part_of(element, "reset")?;
    let field: HtmlTextAreaElement = page.part_of(element, "edit")?;
    let text: Element = page.part_of(element, "text")?;
    field.set_value(&block.text);
    field.set_attribute("aria-label", if block.title.is_empty() { block.id } else { &block.title })?;
    for button in [&change, &reset] {
        let what = format!("letter.block.{}", block.id);
        button.set_attribute("aria-description", page.catalogue.text(&what))?;
    }
    reset.toggle_attribute_with_force("hidden", !block.edited)?;

    let (id, typed) = (block.id, field.clone());
    report.on(&field, "input", move |report| {
        let recipient = report.recipient();
        report.case.borrow_mut().edit(recipient, id, &typed.value());
        report.unread()
    })?;
    let (field, button) = (field.clone(), change.clone());
    report.on(&change, "click", move |report| {
        let opening = field.has_attribute("hidden");
        if !opening {
            report.changed()?;
            return focus_block(report, id);
        }
        field.remove_attribute("hidden")?;
        text.set_attribute("hidden", "")?;
        button.set_text_content(Some(report.page.catalogue.text("block.done")));
        Ok(field.focus()?)
    })?;
    report.on(&reset, "click", move |report| {
        let recipient = report.recipient();
        report.case.borrow_mut().give_back(recipient, id);
        report.changed()?;
        focus_block(report, id)
    })
}

/// The sheet was drawn anew: the keyboard stays at the block that it was at.
fn focus_block(report: &Report, id: &str) -> Result<(), Fault> {
    let button = report.page.document.query_selector(&format!("[data-block=\"{id}\"] [data-part=\"change\"]"))?;
    match button {
        Some(button) => Ok(button.unchecked_into::<HtmlElement>().focus()?),
        None => Ok(()),
    }
}
