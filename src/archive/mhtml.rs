//! A page saved with all that belongs to it (MHTML): the page, and its frames, which are pages of their own.

use super::{Content, Fault, Page, Place, page};
use mail_parser::{HeaderName, HeaderValue, MessageParser, MimeHeaders, PartType};

/// Frames of one page that are read.
const FRAMES: usize = 100;

/// The pages that a file holds.
pub fn pages(place: &Place, bytes: &[u8]) -> Vec<Result<Page, Fault>> {
    let message = MessageParser::default().parse(bytes);
    let Some(message) = message.filter(|message| message.content_type().is_some()) else {
        return vec![Err(Fault::new(place, "mhtml"))];
    };
    let date = message.date().map(|date| date.to_rfc3339());
    let said = |name: &'static str| match message.header(HeaderName::Other(name.into())) {
        Some(HeaderValue::Text(text)) => Some(text.trim().to_owned()),
        _ => None,
    };
    let of_page = said("Snapshot-Content-Location");
    let mut found = Vec::new();
    for part in message.parts.iter().filter(|part| matches!(part.body, PartType::Html(_))).take(FRAMES) {
        let location = part.content_location().map(str::to_owned);
        let url = if found.is_empty() { of_page.clone().or(location.clone()) } else { location.clone() };
        let place = Place { entry: location, ..place.clone() };
        let charset = part.content_type().and_then(|kind| kind.attribute("charset")).map(str::to_owned);
        found.push(page::checked(part.contents().to_vec(), &place).map(|bytes| {
            // Where the part names an encoding, these are already the characters.
            let html = page::decoded(bytes, charset.is_some().then_some("utf-8"));
            Page { url, date: date.clone(), content: Content::Html(html), place }
        }));
    }
    if found.is_empty() {
        found.push(Err(Fault::new(place, "mhtml")));
    }
    found
}
