//! What the page showed, as it was captured: read-only, but for what the user knows better about the practitioner.

use super::Report;
use crate::{
    case::Capture,
    finding::Grade,
    law,
    message::Message,
    practitioner::department,
    report::Corrections,
    web::page::{
        Page,
        clock::day,
        fault::Fault,
        name::{kind, word},
        who,
    },
};
use js_sys::{Date, Object, Reflect};
use std::rc::Rc;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{Element, HtmlInputElement};

/// Fills in the capture, and listens for what the user knows better about the practitioner.
pub fn show(report: &Rc<Report>) -> Result<(), Fault> {
    write(report)?;
    super::picture::show(report)?;
    fill_practitioner(report)
}

/// Fills in the capture.
pub fn write(report: &Report) -> Result<(), Fault> {
    let page = &report.page;
    {
        let case = report.case.borrow();
        let capture = &case.capture;
        let finding = &capture.finding;
        let text = |key: String| page.catalogue.text(&key).to_owned();
        page.get::<Element>("evidence")?.set_attribute("data-kind", kind(finding.grade, finding.practice))?;
        page.write("about-quote", &finding.quote)?;
        page.write("evidence-quote", &finding.quote)?;
        page.say("evidence-reason", &finding.reason)?;
        page.write("evidence-practice", &text(format!("practice.{}", word(finding.practice))))?;
        page.write("evidence-criterion", &text(format!("criterion.{}", word(finding.criterion))))?;
        page.say("evidence-basis", &law::basis(finding.criterion, finding.practice))?;
        page.write("evidence-page", &capture.page.title)?;
        let unknown = page.catalogue.text("evidence.address.none");
        let address = &capture.page.address;
        page.write("evidence-address", if address.is_empty() { unknown } else { address })?;
        page.show("fingerprints", !capture.is_pasted())?;
        page.get::<Element>("evidence-page-row")?
            .toggle_attribute_with_force("hidden", capture.page.title.is_empty())?;
        page.write("evidence-context", &capture.context)?;
        page.say("evidence-seen", &seen(page, capture))?;
        report.list("evidence-notes", &capture.notes)?;
        page.show("check-ask", finding.grade == Grade::Check)?;
    }
    Ok(())
}

/// When it was seen, by the device's clock and in universal time.
fn seen(page: &Page, capture: &Capture) -> Message {
    if capture.is_pasted() {
        let day = day(page, &format!("{}", capture.seen.local().date()));
        return Message::new("evidence.seen.pasted").with("day", day);
    }
    let date = Date::new(&JsValue::from_str(&capture.seen.iso()));
    let options = Object::new();
    let zone = capture.seen.zone().unwrap_or("UTC");
    for (name, value) in [("dateStyle", "full"), ("timeStyle", "short"), ("timeZone", zone)] {
        let _ = Reflect::set(&options, &name.into(), &value.into());
    }
    let local = String::from(date.to_locale_string(page.catalogue.language.locale(), &options));
    Message::new("evidence.seen.at").with("local", local).with("utc", capture.seen.iso())
}

fn fill_practitioner(report: &Rc<Report>) -> Result<(), Fault> {
    show_practitioner(report)?;
    for field in practitioner_fields(report)? {
        let name = field.get_attribute("data-practitioner").unwrap_or_default();
        let input = field.clone();
        report.on(&field, "input", move |report| {
            *correction(&mut report.case.borrow_mut().answers.practitioner, &name) = Some(input.value());
            report.changed()
        })?;
    }
    Ok(())
}

fn practitioner_fields(report: &Report) -> Result<Vec<HtmlInputElement>, Fault> {
    let fields = report.page.document.query_selector_all("[data-practitioner]")?;
    Ok((0..fields.length()).filter_map(|index| fields.item(index)).map(JsCast::unchecked_into).collect())
}

/// Shows who the practitioner is, as the page or its user says.
pub fn show_practitioner(report: &Report) -> Result<(), Fault> {
    let case = report.case.borrow();
    let read = &case.capture.practitioner;
    let department = read.place.as_ref().and_then(|place| place.department()).unwrap_or_default();
    let known = Message::new("practitioner.department")
        .with("name", department::name(department).unwrap_or_default())
        .with("number", department);
    let said = if department.is_empty() { String::new() } else { report.page.catalogue.render(&known) };
    report.page.write("p-department", &said)?;
    let mut corrections = case.answers.practitioner.clone();
    for field in practitioner_fields(report)? {
        let name = field.get_attribute("data-practitioner").unwrap_or_default();
        let found = match name.as_str() {
            "name" => &read.name,
            "profession" => &read.profession,
            "address" => &read.address,
            _ => &read.rpps,
        };
        let mut others = found.as_ref().map(|found| who::also(&report.page, found)).unwrap_or_default();
        if name == "name" && found.is_none() && case.capture.notes.iter().any(|note| note.id == Capture::SEVERAL) {
            others = report.page.catalogue.text("practitioner.several").to_owned();
        }
        if let Some(doubtful) = read.doubtful.as_ref().filter(|_| name == "rpps") {
            let told = Message::new("practitioner.doubtful").with("number", &doubtful.value);
            others = [others, report.page.catalogue.render(&told)].join(" ").trim().to_owned();
        }
        report.page.write(&format!("p-{name}-also"), &others)?;
        let value =
            correction(&mut corrections, &name).take().or_else(|| found.as_ref().map(|found| found.value.clone()));
        field.set_value(&value.unwrap_or_default());
    }
    Ok(())
}

fn correction<'a>(corrections: &'a mut Corrections, name: &str) -> &'a mut Option<String> {
    match name {
        "name" => &mut corrections.name,
        "profession" => &mut corrections.profession,
        "address" => &mut corrections.address,
        _ => &mut corrections.rpps,
    }
}
