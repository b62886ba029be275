//! What goes with the letter: printed after it, and as files for the online form. Whatever the letter lists can be handed
//! over, byte for byte as its hash was taken.

use super::Report;
use crate::{
    message::{Catalogue, Language, Message},
    report::{Enclosure, Letter},
    web::page::{Page, fault::Fault},
};
use js_sys::{Array, Uint8Array};
use wasm_bindgen::JsCast;
use web_sys::{Blob, BlobPropertyBag, Element, HtmlAnchorElement, HtmlImageElement, Url};

/// Offers the enclosures of a letter, and puts them after it for the printer.
pub fn draw(report: &Report, letter: &Letter) -> Result<(), Fault> {
    let page = &report.page;
    let (list, annexes): (Element, Element) = (page.get("enclosures")?, page.get("annexes")?);
    let listed = |each: &Enclosure| format!("{} {}", each.part, each.sha256);
    let drawn = letter.enclosures.iter().map(listed).collect::<Vec<_>>().join(" ");
    // The letter is written anew at each word of its author; the files hardly ever change.
    if list.get_attribute("data-drawn").as_ref() == Some(&drawn) {
        return Ok(());
    }
    clear(&list)?;
    annexes.set_text_content(None);
    let case = report.case.borrow();
    let files = case.capture.files();
    // As the letter that they belong to.
    let french = Catalogue::new(Language::Fr);
    for enclosure in &letter.enclosures {
        let Some((name, media, bytes)) = files.iter().find(|(name, ..)| *name == enclosure.part) else { continue };
        let address = file(media, bytes)?;
        offer(page, &list, &enclosure.title, name, &address)?;

        let annex = page.stamp("annex")?;
        let title = Message::new("annex.title").with("n", enclosure.number).with("title", &enclosure.title);
        page.part(&annex, "title", &french.render(&title))?;
        let hash = match enclosure.sha256.as_str() {
            "" => Message::new("annex.file.pasted").with("file", name),
            hash => Message::new("annex.file").with("file", name).with("hash", hash),
        };
        page.part(&annex, "file", &french.render(&hash))?;
        let picture: HtmlImageElement = page.part_of(&annex, "picture")?;
        if media.starts_with("image/") {
            picture.set_src(&address);
            page.part(&annex, "text", "")?;
        } else {
            picture.remove();
            page.part(&annex, "text", &String::from_utf8_lossy(bytes))?;
        }
        annexes.append_child(&annex)?;
    }
    if !case.capture.is_pasted() {
        let manifest = file("application/json", case.capture.manifest_json().as_bytes())?;
        offer(page, &list, page.catalogue.text("enclosures.manifest"), "empreintes.json", &manifest)?;
    }
    Ok(list.set_attribute("data-drawn", &drawn)?)
}

/// A line of the list: a link that keeps the file.
fn offer(page: &Page, list: &Element, title: &str, name: &str, address: &str) -> Result<(), Fault> {
    let item = page.stamp("enclosure")?;
    let link: HtmlAnchorElement = page.part_of(&item, "file")?;
    link.set_text_content(Some(&format!("{title} ({name})")));
    link.set_href(address);
    link.set_download(name);
    list.append_child(&item)?;
    Ok(())
}

/// The address of a file that this page holds.
pub fn file(media: &str, bytes: &[u8]) -> Result<String, Fault> {
    let parts = Array::of1(&Uint8Array::from(bytes));
    let kind = BlobPropertyBag::new();
    kind.set_type(media);
    let blob = Blob::new_with_u8_array_sequence_and_options(&parts, &kind)?;
    Ok(Url::create_object_url_with_blob(&blob)?)
}

/// Empties the list, and gives back the files that it held.
fn clear(list: &Element) -> Result<(), Fault> {
    let links = list.query_selector_all("a[download]")?;
    for link in (0..links.length()).filter_map(|index| links.item(index)) {
        Url::revoke_object_url(&link.unchecked_into::<HtmlAnchorElement>().href())?;
    }
    list.set_text_content(None);
    Ok(())
}
