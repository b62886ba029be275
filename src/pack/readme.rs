//! `LISEZMOI`: what a pack is, what it proves and does not, how to verify it, and what is in it; as a text and as a page.
//! Always in French, as the letters are: it goes where they go.

use crate::{
    case::{Case, one_line},
    report::date::day,
};
use askama::Template;
use std::fmt::Write;

use super::Head;

#[derive(Template)]
#[template(path = "lisezmoi.txt", escape = "none", config = "src/pack/askama.toml")]
struct Text<'a> {
    program: &'a str,
    day: String,
    cases: usize,
    pictures: bool,
    anonymous: bool,
}

/// A case in the table of contents.
struct Line {
    id: String,
    /// When, who, where, in one line.
    head: String,
    quote: String,
}

/// The table of contents, gathered case by case.
#[derive(Default)]
pub(super) struct Contents {
    lines: Vec<Line>,
}

impl Contents {
    pub(super) fn add(&mut self, case: &Case) {
        let capture = &case.capture;
        let who = capture.practitioner.name.as_ref().map(|name| one_line(&name.value, 80).text);
        let place = match capture.page.address.as_str() {
            "" => "texte copié".to_owned(),
            address => one_line(address, 200).text,
        };
        let said = [Some(day(capture.seen.local())), who, Some(place)];
        self.lines.push(Line {
            id: case.id.clone(),
            head: said.into_iter().flatten().collect::<Vec<_>>().join(", "),
            quote: one_line(&capture.finding.quote, 160).text,
        });
    }

    /// The text and the page.
    pub(super) fn files(&self, head: &Head) -> (String, String) {
        let text = Text {
            program: crate::VERSION,
            day: day(head.now.local()),
            cases: self.lines.len(),
            pictures: head.pictures,
            anonymous: head.anonymous,
        };
        // A template of plain values cannot fail to render.
        let text = text.render().unwrap_or_default();
        (self.text(&text), self.page(&text))
    }

    fn text(&self, source: &str) -> String {
        let mut out = String::from("LISEZMOI\n");
        for block in blocks(source) {
            out.push('\n');
            match block.strip_prefix("# ") {
                Some(title) => {
                    let _ = writeln!(out, "{}", underlined(title));
                }
                None => {
                    let _ = writeln!(out, "{block}");
                }
            }
        }
        let _ = writeln!(out, "\n{}", underlined("Table des matières"));
        for (place, line) in self.lines.iter().enumerate() {
            let _ =
                write!(out, "\n{}. {}\n   « {} »\n   archive/{}.warc.gz\n", place + 1, line.head, line.quote, line.id);
        }
        out
    }

    fn page(&self, source: &str) -> String {
        let mut out = format!(
            "<!doctype html>\n<html lang=\"fr\">\n<meta charset=\"utf-8\">\n<meta name=\"viewport\" content=\"width=device-width\">\n\
             <title>Lisez-moi</title>\n<style>{STYLE}</style>\n<h1>Lisez-moi</h1>\n"
        );
        for block in blocks(source) {
            let _ = if let Some(title) = block.strip_prefix("# ") {
                writeln!(out, "<h2>{}</h2>", escaped(title))
            } else if let Some(items) = block.strip_prefix("- ") {
                let items: Vec<String> = items.split("\n- ").map(|item| format!("<li>{}", escaped(item))).collect();
                writeln!(out, "<ul>\n{}\n</ul>", items.join("\n"))
            } else if block.starts_with("    ") {
                writeln!(out, "<pre>{}</pre>", escaped(block.trim()))
            } else {
                writeln!(out, "<p>{}</p>", escaped(block))
            };
        }
        out.push_str("<h2>Table des matières</h2>\n<ol>\n");
        for line in &self.lines {
            let _ = writeln!(
                out,
                "<li>{}<blockquote>{}</blockquote><code>archive/{}.warc.gz</code>",
                escaped(&line.head),
                escaped(&line.quote),
                line.id
            );
        }
        out.push_str("</ol>\n</html>\n");
        out
    }
}

/// The blocks of the text: a title, a list, a command or a paragraph.
fn blocks(source: &str) -> impl Iterator<Item = &str> {
    source.split("\n\n").map(|block| block.trim_matches('\n')).filter(|block| !block.is_empty())
}

fn underlined(title: &str) -> String {
    format!("{title}\n{}", "=".repeat(title.chars().count()))
}

const STYLE: &str = "body{max-width:44rem;margin:2rem auto;padding:0 1rem;font:1rem/1.5 system-ui,sans-serif;overflow-wrap:anywhere}\
pre{background:#eee;color:#111;padding:.5rem;white-space:pre-wrap}blockquote{margin:.25rem 0 .25rem 1rem}";

/// The signs that HTML reads otherwise.
fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}
