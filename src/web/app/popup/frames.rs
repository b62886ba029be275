//! The frames of other sites that no content script has read: the popup names them, and leads to each by itself.

use super::list::List;
use crate::web::page::{Page, fault::Fault};
use std::collections::BTreeSet;
use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlAnchorElement, Url};

/// Names the frames that are seen in the page and that no list came from.
pub fn tell<'a>(page: &Page, lists: impl Iterator<Item = &'a List> + Clone) -> Result<(), Fault> {
    let origin = |address: &str| Url::new(address).ok().map(|url| url.origin());
    let read: BTreeSet<String> = lists.clone().filter_map(|list| origin(&list.url)).collect();
    let mut told = BTreeSet::new();
    let line: Element = page.get("unread-list")?;
    line.set_text_content(None);
    for address in lists.flat_map(|list| &list.foreign) {
        // The page wrote it: nothing but the web's own addresses may become a link of ours.
        let Some(url) = Url::new(address).ok().filter(|url| matches!(url.protocol().as_str(), "http:" | "https:"))
        else {
            continue;
        };
        if read.contains(&url.origin()) || !told.insert(url.origin()) {
            continue;
        }
        let link: HtmlAnchorElement = page.document.create_element("a")?.unchecked_into();
        link.set_href(&url.href());
        link.set_target("_blank");
        link.set_rel("noopener noreferrer");
        link.set_text_content(Some(&url.host()));
        let item = page.document.create_element("li")?;
        item.append_child(&link)?;
        line.append_child(&item)?;
    }
    page.show("unread", !told.is_empty())
}
