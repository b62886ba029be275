//! Keys of one letter. They do nothing in a field, in a dialog, or together with another key; they can be switched off, because
//! a screen reader or a voice may need them (WCAG 2.1.4). The space bar and Enter stay what they are everywhere.

use super::{Review, View, asked, shelf};
use crate::{dossier::Verdict, web::page::fault::Fault};
use std::rc::Rc;
use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlDialogElement, HtmlInputElement, KeyboardEvent};

/// What a key does.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Command {
    Give(Verdict),
    Back,
    Next,
    Undo,
    Help,
}

/// Listens to the keys of the page, and to the choice whether they do anything.
pub fn listen(review: &Rc<Review>) -> Result<(), Fault> {
    let page = &review.page;
    let switch: HtmlInputElement = page.get("keys")?;
    let input = switch.clone();
    review.on(&switch, "change", move |review, _| {
        let keys = input.checked();
        async move {
            let person = review.person.borrow_mut().as_mut().map(|person| {
                person.keys = keys;
                person.clone()
            });
            show(&review)?;
            match person {
                Some(person) => shelf::keep_person(&person).await,
                None => Ok(()),
            }
        }
    })?;
    review.on_click("keys-help", |review| async move { help(&review) })?;
    if let Some(body) = page.document.body() {
        review.on(&body, "keydown", |review, event| {
            let command = event.dyn_ref::<KeyboardEvent>().and_then(|event| command(&review, event));
            if command.is_some() {
                event.prevent_default();
            }
            async move {
                match command {
                    Some(Command::Give(verdict)) => asked::give(review, verdict).await,
                    Some(Command::Back) => asked::back(review).await,
                    Some(Command::Next) => asked::next(review).await,
                    Some(Command::Undo) => asked::undo(review).await,
                    Some(Command::Help) => help(&review),
                    None => Ok(()),
                }
            }
        })?;
    }
    show(review)
}

fn show(review: &Review) -> Result<(), Fault> {
    let on = are_on(review);
    review.page.get::<HtmlInputElement>("keys")?.set_checked(on);
    Ok(review.page.get::<Element>("queue")?.set_attribute("data-keys", if on { "on" } else { "off" })?)
}

fn are_on(review: &Review) -> bool {
    review.person.borrow().as_ref().is_none_or(|person| person.keys)
}

fn help(review: &Review) -> Result<(), Fault> {
    Ok(review.page.get::<HtmlDialogElement>("keys-dialog")?.show_modal()?)
}

fn command(review: &Review, event: &KeyboardEvent) -> Option<Command> {
    // A key that is held down is no second answer.
    let plain = !event.ctrl_key() && !event.alt_key() && !event.meta_key() && !event.repeat() && !event.is_composing();
    if !plain || event.default_prevented() || !are_on(review) || review.view.get() != View::Queue {
        return None;
    }
    let at = event.target().and_then(|target| target.dyn_into::<Element>().ok())?;
    let ticked = at.get_attribute("type").is_some_and(|kind| kind == "checkbox");
    if matches!(at.tag_name().as_str(), "INPUT" | "TEXTAREA" | "SELECT") && !ticked
        || at.closest("dialog").ok()?.is_some()
    {
        return None;
    }
    let (key, code) = (event.key(), event.code());
    let rtl = review.page.catalogue.language.dir() == "rtl";
    match (key.as_str(), code.as_str()) {
        ("?", _) => return Some(Command::Help),
        ("ArrowLeft", _) => return Some(if rtl { Command::Next } else { Command::Back }),
        ("ArrowRight", _) => return Some(if rtl { Command::Back } else { Command::Next }),
        // By their place: a French keyboard writes « & » with the key of the 1.
        (_, "Digit1" | "Numpad1") => return Some(Command::Give(Verdict::Confirm)),
        (_, "Digit2" | "Numpad2") => return Some(Command::Give(Verdict::Reject)),
        (_, "Digit3" | "Numpad3") => return Some(Command::Give(Verdict::Discuss)),
        (_, "Digit4" | "Numpad4") => return Some(Command::Give(Verdict::Skip)),
        _ => {}
    }
    // Keyboards of other scripts have Latin letters by their place only.
    let letter = if key.is_ascii() { key.to_ascii_lowercase() } else { code.strip_prefix("Key")?.to_ascii_lowercase() };
    Some(match letter.as_str() {
        "o" => Command::Give(Verdict::Confirm),
        "n" => Command::Give(Verdict::Reject),
        "d" => Command::Give(Verdict::Discuss),
        "p" => Command::Give(Verdict::Skip),
        "a" => Command::Undo,
        _ => return None,
    })
}
