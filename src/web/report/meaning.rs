//! What each block of the French letter says, in the language of the interface, for whoever reads French badly. It stands beside the
//! letter and never leaves the page: what is sent is the letter.

use crate::{
    message::Language,
    report::{Block, Letter, Recipient, Role},
    web::page::{Page, fault::Fault},
};
use web_sys::Element;

/// Whether the page's reader is offered explanations.
pub fn wanted(page: &Page) -> bool {
    page.catalogue.language != Language::Fr
}

/// Puts the explanation into a block of the sheet, and gives what is not French in it its own language.
pub fn show(page: &Page, element: &Element, letter: &Letter, block: &Block) -> Result<(), Fault> {
    let language = page.catalogue.language;
    for part in ["meaning", "tools"] {
        let part: Element = page.part_of(element, part)?;
        part.set_attribute("lang", language.code())?;
        part.set_attribute("dir", language.dir())?;
    }
    if wanted(page) {
        page.part(element, "meaning", page.catalogue.text(&key(page, letter, block)))?;
    }
    Ok(())
}

/// The key of the explanation: that of this sort of letter, or else of all.
fn key(page: &Page, letter: &Letter, block: &Block) -> String {
    if block.edited {
        return if block.is_emptied() { "meaning.emptied" } else { "meaning.edited" }.to_owned();
    }
    let sort = match (letter.recipient, letter.role) {
        (Recipient::Defender, Role::Witness | Role::Association) => "signal",
        (Recipient::Fund | Recipient::Order, _) => "complaint",
        (Recipient::Practice, Role::Journalist) => "journalist",
        (recipient, _) => recipient.id(),
    };
    let own = format!("meaning.{}.{sort}", block.id);
    if page.catalogue.has(&own) { own } else { format!("meaning.{}", block.id) }
}
