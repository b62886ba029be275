//! Files that leave by the user's hand: the browser asks where to, or puts them where it puts all.

use super::{Page, fault::Fault};
use js_sys::{Array, Uint8Array};
use wasm_bindgen::JsCast;
use web_sys::{Blob, BlobPropertyBag, HtmlAnchorElement, Url};

/// Gives bytes as a file of that name.
pub fn give(page: &Page, name: &str, media: &str, bytes: &[u8]) -> Result<(), Fault> {
    let parts = Array::of1(&Uint8Array::from(bytes));
    let options = BlobPropertyBag::new();
    options.set_type(media);
    give_blob(page, name, &Blob::new_with_u8_array_sequence_and_options(&parts, &options)?)
}

/// Gives what the browser holds already as a file of that name.
pub fn give_blob(page: &Page, name: &str, blob: &Blob) -> Result<(), Fault> {
    // The address lives as long as the page: a browser that asks where to put the file reads it late.
    let address = Url::create_object_url_with_blob(blob)?;
    let link: HtmlAnchorElement = page.document.create_element("a")?.unchecked_into();
    link.set_href(&address);
    link.set_download(name);
    link.click();
    Ok(())
}
