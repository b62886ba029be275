//! The first-run page and the example's frame: texts only, and the button's place in this browser's toolbar.

use crate::web::page::{Page, fault::Fault, window};
use std::rc::Rc;

/// Shows the way to pin the button in the browser at hand.
pub async fn open(page: Rc<Page>) -> Result<(), Fault> {
    let firefox = window()?.navigator().user_agent()?.contains("Firefox/");
    page.show("pin-firefox", firefox)?;
    page.show("pin-chrome", !firefox)
}
