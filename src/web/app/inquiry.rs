//! « Mode enquête » on the page of settings and in the popup: what it keeps, that it is on, and how to turn it off.

use crate::{
    message::Message,
    web::page::{Page, chrome, fault::Fault},
};
use js_sys::Date;
use serde::{Deserialize, de::IgnoredAny};
use serde_json::json;
use std::rc::Rc;
use web_sys::HtmlInputElement;

/// The permission without which a browser lets no picture be taken unasked.
const PICTURES: &str = "<all_urls>";

/// What the background answers.
#[derive(Clone, Debug, Deserialize)]
pub struct State {
    inquiry: bool,
    pictures: bool,
    /// How many wordings the dossier has not taken up yet.
    waiting: usize,
    /// Until when it rests, in ms since 1970, where it has kept all that it keeps in an hour.
    full: Option<f64>,
}

/// Listens to the switches of the page of settings.
pub fn listen(page: &Rc<Page>) -> Result<(), Fault> {
    let pictures: HtmlInputElement = page.get("pictures")?;
    let input = pictures.clone();
    page.on(&pictures, "change", move |page, _| {
        let wanted = input.checked();
        // In this very turn: browsers answer the question only where a click asked it.
        let asked = wanted.then(|| chrome::request_site(PICTURES));
        async move {
            let granted = match asked.transpose()? {
                Some(asked) => chrome::was_granted(asked).await?,
                None => !chrome::give_back(PICTURES).await?,
            };
            draw(&page, &chrome::ask(&json!({ "type": "inquiry" })).await?)?;
            let refused = wanted && !granted;
            page.done(&Message::new(if refused { "inquiry.pictures.refused" } else { "settings.kept" }));
            Ok(())
        }
    })
}

/// Shows on the page of settings what is so.
pub fn draw(page: &Page, state: &State) -> Result<(), Fault> {
    page.get::<HtmlInputElement>("inquiry")?.set_checked(state.inquiry);
    page.get::<HtmlInputElement>("pictures")?.set_checked(state.pictures);
    // Who has given the permission can take it back, whatever the mode is.
    page.show("pictures-choice", state.inquiry || state.pictures)?;
    let waiting = Message::new("inquiry.waiting").with("n", state.waiting);
    page.write("inquiry-waiting", &if state.waiting > 0 { page.catalogue.render(&waiting) } else { String::new() })?;
    full(page, state)
}

/// Says in the popup that it is on.
pub async fn say(page: &Rc<Page>, on: bool) -> Result<(), Fault> {
    page.show("inquiry", on)?;
    if !on {
        return Ok(());
    }
    full(page, &chrome::ask(&json!({ "type": "inquiry" })).await?)
}

/// Listens to the popup's button.
pub fn listen_popup(page: &Rc<Page>) -> Result<(), Fault> {
    page.on_click("inquiry-stop", |page| async move {
        let _: IgnoredAny = chrome::ask(&json!({ "type": "set", "name": "inquiry", "value": false })).await?;
        page.show("inquiry", false)?;
        page.done(&Message::new("inquiry.stopped"));
        Ok(())
    })
}

fn full(page: &Page, state: &State) -> Result<(), Fault> {
    let until = state.full.filter(|_| state.inquiry).map(|until| {
        let time = Date::new(&until.into()).to_locale_time_string(page.catalogue.language.locale());
        page.catalogue.render(&Message::new("inquiry.full").with("time", String::from(time)))
    });
    page.write("inquiry-full", &until.unwrap_or_default())
}
