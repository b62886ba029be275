//! « Signalé le … à … »: what the user says that they sent, to be corrected and deleted, and by when an answer is due.

use super::{Report, leave, recipients, words};
use crate::{
    message::Message,
    report::{Choice, Recipient, Reported},
    web::page::{
        Page,
        clock::{day, now},
        fault::Fault,
    },
};
use std::rc::Rc;
use web_sys::{Element, HtmlElement, HtmlInputElement};

/// Listens to the button that notes a report.
pub fn listen(report: &Rc<Report>) -> Result<(), Fault> {
    let noting = Rc::clone(report);
    report.page.on_click("sent-add", move |_| {
        let report = Rc::clone(&noting);
        async move {
            let recipient = report.recipient();
            report.case.borrow_mut().report(recipient, now()?);
            keep(&report).await?;
            list(&report)?;
            let added = if report.private { "sent.private" } else { "sent.added" };
            let said = if report.saved.get() { "sent.kept" } else { added };
            report.page.done(&Message::new(said));
            Ok(())
        }
    })?;
    list(report)
}

/// Says to whom the button notes a report, and who else can be written to.
pub fn draw(report: &Rc<Report>) -> Result<(), Fault> {
    let name = name(&report.page, report.recipient().id());
    report.page.say("sent-add-text", &Message::new("sent.add").with("recipient", name))?;
    offer_others(report)
}

/// Once a letter has left: whom else the same words can be written to, each with its own text to be read again.
fn offer_others(report: &Rc<Report>) -> Result<(), Fault> {
    let page = &report.page;
    let sent: Vec<Recipient> = report.case.borrow().reported.iter().map(|sent| sent.recipient).collect();
    let open = |choice: &Choice| choice.withheld.is_none() && !is_told(choice.recipient, &sent);
    let others: Vec<_> = report.choices().into_iter().filter(open).map(|choice| choice.recipient).collect();
    page.show("also", !sent.is_empty() && !others.is_empty())?;
    let list: Element = page.get("also-list")?;
    list.set_text_content(None);
    for recipient in others {
        let item = page.stamp("also-one")?;
        let said = Message::new("also.write").with("recipient", name(page, recipient.id()));
        page.part(&item, "write", &page.catalogue.render(&said))?;
        let button: HtmlElement = page.part_of(&item, "button")?;
        report.on(&button, "click", move |report| {
            report.case.borrow_mut().letter.recipient = Some(recipient);
            words::remember(report);
            report.draw()?;
            Ok(report.page.get::<HtmlElement>("letter-title")?.focus()?)
        })?;
        list.append_child(&item)?;
    }
    Ok(())
}

/// Whether they have the report already: the fund and the Order each send the other a copy of a complaint.
fn is_told(recipient: Recipient, sent: &[Recipient]) -> bool {
    use Recipient::{Fund, Order};
    let complained = matches!(recipient, Fund | Order) && sent.iter().any(|one| matches!(one, Fund | Order));
    complained || sent.contains(&recipient)
}

/// The name of a recipient.
pub fn name(page: &Page, id: &str) -> String {
    page.catalogue.text(&format!("recipient.{id}")).to_owned()
}

/// What was noted stays noted: for this session, as everything that is written here, and with a saved case at once.
async fn keep(report: &Rc<Report>) -> Result<(), Fault> {
    words::remember(report);
    if report.saved.get() { leave::keep(report).await } else { Ok(()) }
}

fn list(report: &Rc<Report>) -> Result<(), Fault> {
    let list: Element = report.page.get("sent")?;
    list.set_text_content(None);
    let reported = report.case.borrow().reported.clone();
    for (place, sent) in reported.iter().enumerate() {
        let item = item(report, place, sent)?;
        list.append_child(&item)?;
    }
    offer_others(report)?;
    recipients::draw(report)
}

fn item(report: &Rc<Report>, place: usize, sent: &Reported) -> Result<Element, Fault> {
    let page = &report.page;
    let item = page.stamp("report-sent")?;
    let said = Message::new("sent.name").with("recipient", name(page, sent.recipient.id()));
    page.part(&item, "name", &page.catalogue.render(&said))?;
    let (on, note): (HtmlInputElement, HtmlInputElement) = (page.part_of(&item, "on")?, page.part_of(&item, "note")?);
    on.set_value(&sent.on);
    note.set_value(&sent.note);
    write_due(page, &item, sent)?;
    for field in [&on, &note] {
        let (report, on, note, item) = (Rc::clone(report), on.clone(), note.clone(), item.clone());
        page.on(field, "change", move |page, _| {
            let (report, on, note, item) = (Rc::clone(&report), on.clone(), note.clone(), item.clone());
            async move {
                let corrected = {
                    let mut case = report.case.borrow_mut();
                    let Some(sent) = case.reported.get_mut(place) else { return Ok(()) };
                    *sent = Reported { on: on.value(), note: note.value(), ..sent.clone() }.cleaned();
                    sent.clone()
                };
                on.set_value(&corrected.on);
                write_due(&page, &item, &corrected)?;
                keep(&report).await?;
                recipients::draw(&report)
            }
        })?;
    }
    let delete: HtmlElement = page.part_of(&item, "delete")?;
    let report = Rc::clone(report);
    page.on(&delete, "click", move |page, _| {
        let report = Rc::clone(&report);
        async move {
            report.case.borrow_mut().reported.remove(place);
            keep(&report).await?;
            list(&report)?;
            page.done(&Message::new("sent.deleted"));
            Ok(page.get::<HtmlElement>("sent-title")?.focus()?)
        }
    })?;
    Ok(item)
}

/// By when what is due.
fn write_due(page: &Page, item: &Element, sent: &Reported) -> Result<(), Fault> {
    let dues: Element = page.part_of(item, "due")?;
    dues.set_text_content(None);
    for due in sent.due() {
        let line = page.document.create_element("li")?;
        let said = Message::new(due.id).with("day", day(page, &due.by));
        line.set_text_content(Some(&page.catalogue.render(&said)));
        dues.append_child(&line)?;
    }
    Ok(())
}
