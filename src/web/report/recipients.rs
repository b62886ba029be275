//! « À qui ? »: whom the role can write to, why not to the others, and what each of them does with it.

use super::Report;
use crate::{
    message::Message,
    report::{Choice, Recipient, unknown_site},
    web::page::{clock::day, fault::Fault},
};
use std::rc::Rc;
use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlInputElement, HtmlTextAreaElement};

/// The tick that says whose an unknown site is.
const PLATFORM: &str = "platform";

/// Listens to the fields that only some recipients have.
pub fn listen(report: &Rc<Report>) -> Result<(), Fault> {
    let address: HtmlTextAreaElement = report.page.get("to-address")?;
    let email: HtmlInputElement = report.page.get("to-email")?;
    let typed = address.clone();
    report.on(&address, "input", move |report| {
        let recipient = report.recipient();
        report.case.borrow_mut().answers.addressee_mut(recipient).address = typed.value();
        report.changed()
    })?;
    let typed = email.clone();
    report.on(&email, "input", move |report| {
        let recipient = report.recipient();
        report.case.borrow_mut().answers.addressee_mut(recipient).email = typed.value();
        report.changed()
    })
}

/// Lists the recipients, and says what the chosen one does.
pub fn draw(report: &Rc<Report>) -> Result<(), Fault> {
    let page = &report.page;
    let list: Element = page.get("recipients")?;
    let (choices, chosen) = (report.choices(), report.recipient());
    let said: Vec<_> = choices.iter().map(|choice| (choice, state(report, choice.recipient))).collect();
    let drawn = format!("{chosen:?} {said:?}");
    // A list that is drawn anew takes the keyboard's place away.
    if list.get_attribute("data-drawn").as_ref() != Some(&drawn) {
        let active = page.document.active_element().filter(|active| list.contains(Some(active)));
        list.set_text_content(None);
        for (choice, state) in &said {
            let item = item(report, choice, state, chosen)?;
            list.append_child(&item)?;
            if choice.recipient == Recipient::Platform
                && let Some(question) = ask_site(report)?
            {
                list.append_child(&question)?;
            }
        }
        list.set_attribute("data-drawn", &drawn)?;
        let again = match active {
            Some(active) if active.id() == PLATFORM => list.query_selector(&format!("#{PLATFORM}"))?,
            Some(_) => list.query_selector("[name=recipient]:checked")?,
            None => None,
        };
        if let Some(again) = again {
            again.unchecked_into::<HtmlInputElement>().focus()?;
        }
    }
    tell(report, chosen)
}

/// The question whose a site is that Vigie does not know: only a platform is told who writes.
fn ask_site(report: &Rc<Report>) -> Result<Option<Element>, Fault> {
    let page = &report.page;
    let case = report.case.borrow();
    let Some(site) = unknown_site(&[&case.capture]) else { return Ok(None) };
    let question = page.stamp("unknown-site")?;
    page.part(&question, "whose", &page.catalogue.render(&Message::new("platform.whose").with("site", site)))?;
    let tick: HtmlInputElement = question
        .query_selector("input")?
        .and_then(|input| input.dyn_into().ok())
        .ok_or_else(|| Fault::said("error.page"))?;
    tick.set_checked(case.answers.platform);
    let ticked = tick.clone();
    report.on(&tick, "change", move |report| {
        report.case.borrow_mut().answers.platform = ticked.checked();
        report.changed()
    })?;
    Ok(Some(question))
}

fn item(report: &Rc<Report>, choice: &Choice, state: &str, chosen: Recipient) -> Result<Element, Fault> {
    let page = &report.page;
    let item = page.stamp("recipient")?;
    let recipient = choice.recipient;
    item.set_attribute("data-recipient", recipient.id())?;
    page.part(&item, "name", page.catalogue.text(&format!("recipient.{}", recipient.id())))?;
    let help = choice.withheld.clone().unwrap_or_else(|| Message::new(format!("recipient.{}.help", recipient.id())));
    page.part(&item, "help", &page.catalogue.render(&help))?;
    page.part(&item, "state", state)?;
    let radio: HtmlInputElement = item
        .query_selector("input")?
        .and_then(|input| input.dyn_into().ok())
        .ok_or_else(|| Fault::said("error.page"))?;
    radio.set_value(recipient.id());
    radio.set_checked(recipient == chosen && choice.withheld.is_none());
    radio.set_disabled(choice.withheld.is_some());
    report.on(&radio, "change", move |report| {
        report.case.borrow_mut().letter.recipient = Some(recipient);
        super::words::remember(report);
        report.draw()
    })?;
    Ok(item)
}

/// How far a letter is: « relu », « signalé le … ».
fn state(report: &Report, recipient: Recipient) -> String {
    let case = report.case.borrow();
    let sent = case.reported.iter().rev().find(|sent| sent.recipient == recipient);
    if let Some(sent) = sent {
        let said = Message::new("to.reported").with("day", day(&report.page, &sent.on));
        return report.page.catalogue.render(&said);
    }
    let reread = case.is_reread(recipient);
    if reread { report.page.catalogue.text("to.reread").to_owned() } else { String::new() }
}

/// What the chosen recipient does, what it does not, and how it is written to.
fn tell(report: &Report, recipient: Recipient) -> Result<(), Fault> {
    let page = &report.page;
    let text = |part: &str| page.catalogue.text(&format!("recipient.{}{part}", recipient.id())).to_owned();
    page.write("told-name", &text(""))?;
    page.write("told-next", &text(".next"))?;
    page.write("told-limits", &text(".limits"))?;
    page.write("told-post", &text(".post"))?;
    // The Defender and SignalConso have forms; to anybody else the user may know the way.
    page.show("addressee", recipient.form().is_none())?;
    if let Some(label) = page.get::<Element>("to-address")?.parent_element() {
        label.toggle_attribute_with_force("hidden", !recipient.address_is_asked())?;
    }
    let (postal, electronic) = {
        let case = report.case.borrow();
        let known = case.answers.addressee(recipient);
        let said = |known: Option<&String>| known.cloned().unwrap_or_default();
        (said(known.map(|known| &known.address)), said(known.map(|known| &known.email)))
    };
    let address: HtmlTextAreaElement = page.get("to-address")?;
    if address.value() != postal {
        address.set_value(&postal);
    }
    let email: HtmlInputElement = page.get("to-email")?;
    if email.value() != electronic {
        email.set_value(&electronic);
    }
    Ok(())
}
