//! A letter on its way out as a file or a mail: plain text, a page of its own, the address of a message.

use super::{Layout, Letter};
use crate::case::{escaped, percent};
use std::fmt::Write;

/// The longest address that every system hands to its mail program, in bytes: Windows passes 2,048.
const LONGEST_ADDRESS: usize = 2_000;

/// A message as a `mailto:` address.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mail {
    /// The address to follow.
    pub address: String,
    /// Whether the letter was too long to go along: the user pastes it.
    pub to_paste: bool,
}

impl Letter {
    /// The name of its file, without the ending.
    pub fn file_name(&self) -> String {
        format!("vigie-{}", self.recipient.id())
    }

    /// The letter as a page of its own, which any browser or word processor opens: no script, nothing from elsewhere.
    pub fn html(&self) -> String {
        let title = self.block("subject").map(|block| block.text.as_str()).unwrap_or_default();
        let mut page = format!(
            "<!doctype html>\n<html lang=\"fr\">\n<meta charset=\"utf-8\">\n<title>{}</title>\n<style>{STYLE}</style>\n",
            escaped(title)
        );
        for block in self.said() {
            let _ = writeln!(page, "<section class=\"{}\">", class(block.layout));
            match block.layout {
                Layout::Subject => {
                    let _ = writeln!(
                        page,
                        "<p><strong>{}\u{a0}: {}</strong></p>",
                        escaped(&block.title),
                        escaped(&block.text)
                    );
                }
                layout => {
                    if matches!(layout, Layout::Body | Layout::Enclosures) {
                        let _ = writeln!(page, "<h2>{}</h2>", escaped(&block.title));
                    }
                    for paragraph in block.paragraphs() {
                        let _ = writeln!(page, "<p>{}</p>", escaped(paragraph));
                    }
                }
            }
            page.push_str("</section>\n");
        }
        page.push_str("</html>\n");
        page
    }

    /// The letter as a message to `to`, an address that the user typed. A letter that is too long for a mail program is
    /// left out, and `instead` stands in its place.
    pub fn mail(&self, to: &str, instead: &str) -> Mail {
        let subject = self.block("subject").map(|block| block.text.as_str()).unwrap_or_default();
        let of = |body: &str| {
            let body = body.replace('\n', "\r\n");
            format!(
                "mailto:{}?subject={}&body={}",
                percent(to, "-._~@"),
                percent(subject, "-._~"),
                percent(&body, "-._~")
            )
        };
        let address = of(&self.text());
        if address.len() <= LONGEST_ADDRESS {
            return Mail { address, to_paste: false };
        }
        Mail { address: of(instead), to_paste: true }
    }
}

/// How the page looks: as the letter on paper.
const STYLE: &str = "body{max-width:42rem;margin:2rem auto;padding:0 1rem;font:1rem/1.5 Georgia,serif}\
p{white-space:pre-line;overflow-wrap:anywhere}h2{font-size:1rem}.right{margin-left:50%}@page{size:A4;margin:22mm 20mm}";

fn class(layout: Layout) -> &'static str {
    match layout {
        Layout::Recipient | Layout::Place => "right",
        _ => "left",
    }
}
