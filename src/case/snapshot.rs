//! A readable copy of a section as a page of its own: what its text says in what order and under which headings, with the
//! finding marked. No script, nothing from elsewhere, no markup of the site's.
//!
//! Captures are verified by writing this page again: what it writes for a capture of format 2 stays as it is
//! (`tests/case/version-4.json` holds it).

use super::{Capture, capture::to_bytes, layout::Line};
use std::fmt::Write;

/// How the page looks. The policy beside it lets nothing else in.
const STYLE: &str = "body{max-width:42rem;margin:2rem auto;padding:0 1rem;font:1rem/1.5 system-ui,sans-serif}\
header,footer{color:#444;font-size:.875rem;overflow-wrap:anywhere}main{border-block:1px solid #999;padding-block:1rem;margin-block:1rem}\
mark{background:#ffe9a8;color:#000}table{border-collapse:collapse}td,th{border:1px solid #999;padding:.25rem .5rem;text-align:start}";

impl Capture {
    /// The part `rubrique.html`.
    pub(super) fn snapshot(&self) -> String {
        let (title, address) = (escaped(&self.page.title), escaped(&self.page.address));
        let lang = self.page.lang.as_deref().unwrap_or("fr");
        let mut page = format!(
            "<!doctype html>\n<html lang=\"fr\">\n<head>\n<meta charset=\"utf-8\">\n\
             <meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">\n\
             <title>{title}</title>\n<style>{STYLE}</style>\n</head>\n<body>\n<header>\n\
             <p>Page : {title}<br>Adresse : {address}<br>Vue le : {} (temps universel)</p>\n",
            self.seen.iso()
        );
        if !self.layout.above.is_empty() {
            let _ = writeln!(page, "<p>Sous : {}</p>", escaped(&self.layout.above.join(" › ")));
        }
        let _ = writeln!(page, "</header>\n<main lang=\"{}\">", escaped(lang));
        self.lines(&mut page);
        page.push_str(
            "</main>\n<footer>\n<p>Texte d’une rubrique de la page, remis en forme par Vigie : ni la présentation ni les images \
             du site. Le passage relevé est surligné.</p>\n</footer>\n</body>\n</html>\n",
        );
        page
    }

    fn lines(&self, page: &mut String) {
        let marked = to_bytes(&self.section, self.finding.at).map_or(0..0, |at| at.start..at.end);
        let known = self.layout.fits(&self.section);
        let mut open = Open::default();
        let mut start = 0;
        for (place, words) in self.section.split('\n').enumerate() {
            let line = if known { self.layout.lines[place] } else { Line::Paragraph };
            let end = start + words.len();
            let (from, to) = (marked.start.clamp(start, end) - start, marked.end.clamp(start, end) - start);
            let words = match from < to {
                true => format!(
                    "{}<mark>{}</mark>{}",
                    escaped(&words[..from]),
                    escaped(&words[from..to]),
                    escaped(&words[to..])
                ),
                false => escaped(words),
            };
            open.write(page, line, &words);
            start = end + 1;
        }
        open.close(page);
    }
}

/// What is open: the items of nested lists, a table's row, a list of descriptions.
#[derive(Default)]
struct Open {
    items: u8,
    row: bool,
    terms: bool,
}

impl Open {
    fn write(&mut self, page: &mut String, line: Line, words: &str) {
        match line {
            Line::Item(depth) => {
                self.close_others(page, line);
                self.item(page, depth.max(1), words);
            }
            Line::Cell { first, label } => {
                self.close_others(page, line);
                if first || !self.row {
                    page.push_str(if self.row { "</tr>\n<tr>" } else { "<table>\n<tr>" });
                    self.row = true;
                }
                let tag = if label { "th" } else { "td" };
                let _ = write!(page, "<{tag}>{words}</{tag}>");
            }
            Line::Term | Line::Definition => {
                self.close_others(page, line);
                if !self.terms {
                    page.push_str("<dl>\n");
                    self.terms = true;
                }
                let tag = if line == Line::Term { "dt" } else { "dd" };
                let _ = writeln!(page, "<{tag}>{words}</{tag}>");
            }
            Line::Heading(level) => {
                self.close(page);
                let level = level.clamp(1, 6);
                let _ = writeln!(page, "<h{level}>{words}</h{level}>");
            }
            Line::Summary => {
                self.close(page);
                let _ = writeln!(page, "<p><strong>{words}</strong></p>");
            }
            Line::Paragraph | Line::Choice => {
                self.close(page);
                let _ = writeln!(page, "<p>{words}</p>");
            }
        }
    }

    /// An item at this depth; one level deeper at most than the one before it.
    fn item(&mut self, page: &mut String, depth: u8, words: &str) {
        if depth > self.items {
            page.push_str(if self.items == 0 { "<ul>\n" } else { "\n<ul>\n" });
            self.items += 1;
        } else {
            while self.items > depth {
                page.push_str("</li>\n</ul>\n");
                self.items -= 1;
            }
            page.push_str("</li>\n");
        }
        let _ = write!(page, "<li>{words}");
    }

    fn close_others(&mut self, page: &mut String, line: Line) {
        let (item, cell) = (matches!(line, Line::Item(_)), matches!(line, Line::Cell { .. }));
        let mut others = Self {
            items: if item { 0 } else { self.items },
            row: self.row && !cell,
            terms: self.terms && (item || cell),
        };
        others.close(page);
        self.items = if item { self.items } else { 0 };
        self.row &= cell;
        self.terms &= !(item || cell);
    }

    fn close(&mut self, page: &mut String) {
        for _ in 0..self.items {
            page.push_str("</li>\n</ul>\n");
        }
        if self.row {
            page.push_str("</tr>\n</table>\n");
        }
        if self.terms {
            page.push_str("</dl>\n");
        }
        *self = Self::default();
    }
}

/// Text as HTML has it.
pub(crate) fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}
