//! The ways out: copying, the online form, paper, and saving. What leaves must have been read again first.

use super::{Report, enclosed, move_to, sheet, words};
use crate::{
    dossier::State,
    message::Message,
    report::Letter,
    web::page::{
        chrome::{self, has},
        clipboard::copy,
        clock::now,
        fault::Fault,
        store, window,
    },
};
use js_sys::Promise;
use serde::de::IgnoredAny;
use serde_json::json;
use std::{cell::RefCell, rc::Rc};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{Element, HtmlAnchorElement, HtmlButtonElement, HtmlInputElement};

/// Listens to the buttons under the letter.
pub fn listen(report: &Rc<Report>) -> Result<(), Fault> {
    for id in CHECKLIST {
        let tick: HtmlInputElement = report.page.get(id)?;
        report.on(&tick, "change", ticked)?;
    }
    let page = &report.page;
    let copying = Rc::clone(report);
    page.on_click("copy", move |_| {
        let report = Rc::clone(&copying);
        async move {
            if !is_reread(&report)? {
                return Ok(());
            }
            copy(&letter(&report)?.text()).await?;
            report.page.done(&Message::new("leave.copied"));
            Ok(())
        }
    })?;
    listen_for_mail(report)?;
    report.on_click("save-text", |report| hand_over(report, "txt", "text/plain", Letter::text))?;
    report.on_click("save-html", |report| hand_over(report, "html", "text/html", Letter::html))?;
    let link: Element = page.get("open-form")?;
    let opening = Rc::clone(report);
    // The link is followed by the browser, on the user's own click: it is only held back, never opened from here.
    page.on(&link, "click", move |_, event| {
        let ready = is_reread(&opening);
        if !matches!(ready, Ok(true)) {
            event.prevent_default();
        }
        std::future::ready(ready.map(drop))
    })?;
    report.on_click("copy-blocks", |report| {
        if !is_reread(report)? {
            return Ok(());
        }
        let shown = report.page.get::<Element>("blocks")?.has_attribute("hidden");
        report.page.show("blocks", shown)?;
        let expanded = if shown { "true" } else { "false" };
        Ok(report.page.get::<Element>("copy-blocks")?.set_attribute("aria-expanded", expanded)?)
    })?;
    report.on_click("print", |report| {
        if is_reread(report)? {
            window()?.print()?;
        }
        Ok(())
    })?;
    // The browser's own menu prints too.
    report.on(window()?.as_ref(), "beforeprint", sheet::close)?;
    // Browsers of telephones print from nowhere, or not from an extension.
    let prints = has(window()?.as_ref(), "print");
    page.show("print", prints)?;
    page.show("print-none", !prints)?;
    listen_for_saving(report)
}

/// The blocks to be copied into the online form, one by one.
pub fn draw_blocks(report: &Rc<Report>, letter: &Letter) -> Result<(), Fault> {
    let page = &report.page;
    let list: Element = page.get("blocks")?;
    list.set_text_content(None);
    for block in letter.said() {
        let item = page.stamp("copied-block")?;
        page.part(&item, "title", &block.title)?;
        page.part(&item, "help", page.catalogue.text(&format!("letter.block.{}", block.id)))?;
        page.part(&item, "text", &block.text)?;
        let button: HtmlButtonElement = page.part_of(&item, "copy")?;
        let (report, text, done) = (Rc::clone(report), block.text.clone(), button.clone());
        page.on(&button, "click", move |page, _| {
            let (report, text, done) = (Rc::clone(&report), text.clone(), done.clone());
            async move {
                if is_reread(&report)? {
                    copy(&text).await?;
                    done.set_text_content(Some(page.catalogue.text("block.copied")));
                    page.done(&Message::new("block.copied.status"));
                }
                Ok(())
            }
        })?;
        list.append_child(&item)?;
    }
    Ok(())
}

/// The lines that the user ticks before anything leaves.
const CHECKLIST: [&str; 3] = ["reread", "shown", "understood"];

/// Shows the ways out of this letter: what its recipient has, and the checklist in the words of the role.
pub fn draw(report: &Report, letter: &Letter) -> Result<(), Fault> {
    let page = &report.page;
    let link: HtmlAnchorElement = page.get("open-form")?;
    let form = letter.recipient.form();
    page.show("open-form", form.is_some())?;
    if let Some(address) = form {
        link.set_href(address);
    }
    let to = email(report);
    page.show("mail", !to.is_empty())?;
    let instead = page.catalogue.text("leave.mail.paste");
    page.get::<HtmlAnchorElement>("mail")?.set_href(&letter.mail(&to, instead).address);
    page.show("enclosed", !letter.enclosures.is_empty())?;
    page.say("understood-text", &Message::new(format!("checklist.role.{}", letter.role.id())))?;
    let emptied = letter.blocks.iter().filter(|block| block.is_emptied()).count();
    for (id, said, n) in [
        ("checklist-missing", "checklist.gaps", letter.missing.len()),
        ("checklist-emptied", "checklist.emptied", emptied),
    ] {
        page.say(id, &Message::new(said).with("n", n))?;
        page.show(id, n > 0)?;
    }
    let reread = report.case.borrow().is_reread(letter.recipient);
    // Two of three ticks are nobody's business but the page's, as long as its letter stays the same.
    let shown = page.get::<Element>("checklist")?;
    if reread || shown.get_attribute("data-of").as_deref() != Some(letter.recipient.id()) {
        tick(report, reread)?;
    }
    Ok(shown.set_attribute("data-of", letter.recipient.id())?)
}

/// Ticks the whole checklist, or nothing of it.
pub fn tick(report: &Report, checked: bool) -> Result<(), Fault> {
    for id in CHECKLIST {
        report.page.get::<HtmlInputElement>(id)?.set_checked(checked);
    }
    Ok(())
}

fn ticked(report: &Rc<Report>) -> Result<(), Fault> {
    let mut all = true;
    for id in CHECKLIST {
        all &= report.page.get::<HtmlInputElement>(id)?.checked();
    }
    let recipient = report.recipient();
    let at = if all { Some(now()?) } else { None };
    report.case.borrow_mut().set_reread(recipient, at);
    want_reread(report, false)?;
    super::recipients::draw(report)?;
    // What leaves is what was read again: the words of a block that is still open too.
    if all { sheet::close(report) } else { Ok(()) }
}

fn letter(report: &Report) -> Result<Letter, Fault> {
    sheet::write(report).map_err(|error| Fault::from(error.message()))
}

/// The recipient's e-mail address, as far as the user knows one.
fn email(report: &Report) -> String {
    let answers = report.case.borrow().answers.cleaned();
    let known = answers.addressee(report.recipient()).map(|known| known.email.clone());
    known.filter(|email| email.contains('@')).unwrap_or_default()
}

/// A link to the user's own mail program, which sends or not. A letter that is too long for its address is copied.
fn listen_for_mail(report: &Rc<Report>) -> Result<(), Fault> {
    let link: Element = report.page.get("mail")?;
    let mailing = Rc::clone(report);
    report.page.on(&link, "click", move |page, event| {
        let report = Rc::clone(&mailing);
        let ready = is_reread(&report);
        if !matches!(ready, Ok(true)) {
            event.prevent_default();
        }
        async move {
            let letter = letter(&report)?;
            if ready? && letter.mail(&email(&report), "").to_paste {
                copy(&letter.text()).await?;
                page.done(&Message::new("leave.mail.pasted"));
            }
            Ok(())
        }
    })
}

/// Gives the letter as a file.
fn hand_over(report: &Rc<Report>, ending: &str, media: &str, write: fn(&Letter) -> String) -> Result<(), Fault> {
    if !is_reread(report)? {
        return Ok(());
    }
    let letter = letter(report)?;
    let address = enclosed::file(media, write(&letter).as_bytes())?;
    let link: HtmlAnchorElement = report.page.document.create_element("a")?.unchecked_into();
    link.set_href(&address);
    link.set_download(&format!("{}.{ending}", letter.file_name()));
    link.click();
    report.page.done(&Message::new("leave.kept"));
    Ok(())
}

/// Whether the user ticked the checklist; if not, they are asked to.
fn is_reread(report: &Report) -> Result<bool, Fault> {
    let reread = report.case.borrow().is_reread(report.recipient());
    if !reread {
        want_reread(report, true)?;
        report.page.tell(&Fault::said("checklist.first"));
        for id in CHECKLIST {
            let tick: HtmlInputElement = report.page.get(id)?;
            if !tick.checked() {
                tick.focus()?;
                break;
            }
        }
    }
    Ok(reread)
}

fn want_reread(report: &Report, wanted: bool) -> Result<(), Fault> {
    report.page.get::<Element>("checklist")?.toggle_attribute_with_force("data-wanted", wanted)?;
    Ok(())
}

fn listen_for_saving(report: &Rc<Report>) -> Result<(), Fault> {
    let page = &report.page;
    let button: HtmlButtonElement = page.get("save")?;
    button.set_disabled(report.private);
    page.write(
        "save-help",
        page.catalogue.text(if report.private { "leave.save.private" } else { "leave.save.help" }),
    )?;
    let saving = Rc::clone(report);
    page.on_click("save", move |page| {
        let report = Rc::clone(&saving);
        async move {
            if report.private {
                return Err(Fault::said("leave.save.private"));
            }
            keep(&report).await?;
            let id = report.case.borrow().id.clone();
            move_to(&format!("?case={id}"))?;
            page.done(&Message::new("leave.saved"));
            // The case is safe: what is left of the draft is only in the way.
            words::forget(&report).await?;
            report.original.take();
            discard(&report).await?;
            // What is kept opens the way to the practice.
            report.draw()
        }
    })
}

thread_local! {
    /// The end of the last write of this page's case.
    static WRITTEN: RefCell<Promise> = RefCell::new(Promise::resolve(&JsValue::UNDEFINED));
}

/// Writes the case to the store, one write after the other: two at once would each be a stranger's to the other.
pub async fn keep(report: &Rc<Report>) -> Result<(), Fault> {
    let mut end = None;
    let own = Promise::new(&mut |done, _| end = Some(done));
    let _ = JsFuture::from(WRITTEN.replace(own)).await;
    let kept = put(report).await;
    if let Some(end) = end {
        end.call0(&JsValue::UNDEFINED)?;
    }
    kept
}

async fn put(report: &Report) -> Result<(), Fault> {
    let case = {
        let mut case = report.case.borrow_mut();
        case.updated = now()?;
        case.clone()
    };
    let revision = store::keep(&case, report.revision.get(), State::Kept).await?;
    report.revision.set(Some(revision));
    report.saved.set(true);
    Ok(())
}

async fn discard(report: &Report) -> Result<(), Fault> {
    if report.drafted.replace(false) {
        let id = report.case.borrow().id.clone();
        let _: IgnoredAny = chrome::ask(&json!({ "type": "discard", "id": id })).await?;
    }
    Ok(())
}
