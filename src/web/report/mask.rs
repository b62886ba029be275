//! Words that their user does not want to hand over: blacked out of the capture before the hashes are taken again.

use super::{Report, evidence, picture, words};
use crate::{case::Mask, message::Message, web::page::fault::Fault};
use std::rc::Rc;
use web_sys::{HtmlElement, HtmlTextAreaElement};

/// Listens to « Masquer ces mots ».
pub fn listen(report: &Rc<Report>) -> Result<(), Fault> {
    report.page.get::<HtmlTextAreaElement>("mask")?.set_value(&report.masked.borrow());
    report.on_click("mask-apply", |report| {
        let list = report.page.get::<HtmlTextAreaElement>("mask")?.value();
        if Mask::new(&list).is_empty() {
            report.page.tell(&Fault::said("mask.none"));
            return Ok(report.page.get::<HtmlElement>("mask")?.focus()?);
        }
        if !apply(report, &list) {
            report.page.done(&Message::new("mask.absent"));
            return Ok(());
        }
        let known = report.masked.take();
        *report.masked.borrow_mut() = if known.is_empty() { list } else { format!("{known}, {list}") };
        words::remember(report);
        evidence::write(report)?;
        evidence::show_practitioner(report)?;
        picture::show(report)?;
        report.changed()?;
        report.page.done(&Message::new("mask.done"));
        Ok(())
    })
}

/// Masks the words of a list; says whether there were any.
pub fn apply(report: &Report, list: &str) -> bool {
    let mut case = report.case.borrow_mut();
    let masked = case.clone().masked(&Mask::new(list));
    let found = masked != *case;
    *case = masked;
    found
}
