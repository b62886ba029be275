//! A page of headings, paragraphs, lists and tables, as Markdown or as HTML.

use std::fmt::Write as _;

/// A part of a page. Texts are plain: what Markdown or HTML would read otherwise is escaped.
pub enum Part {
    /// A heading of a level from 1 on.
    Heading(usize, String),
    /// A paragraph.
    Text(String),
    /// Points.
    List(Vec<String>),
    /// A table: what its columns are, and its rows. All columns but the first hold numbers where `numbers` says so.
    Table { head: Vec<String>, rows: Vec<Vec<String>>, numbers: bool },
}

/// The parts as Markdown.
pub fn markdown(parts: &[Part]) -> String {
    let mut out = String::new();
    for part in parts {
        match part {
            Part::Heading(level, text) => {
                let _ = writeln!(out, "{} {}\n", "#".repeat(*level), plain(text));
            }
            Part::Text(text) => {
                let _ = writeln!(out, "{}\n", plain(text));
            }
            Part::List(points) => {
                for point in points {
                    let _ = writeln!(out, "- {}", plain(point));
                }
                out.push('\n');
            }
            Part::Table { head, rows, numbers } => {
                row(&mut out, head);
                let rule = head.iter().enumerate().map(|(at, _)| if *numbers && at > 0 { "---:" } else { "---" });
                let _ = writeln!(out, "| {} |", rule.collect::<Vec<_>>().join(" | "));
                rows.iter().for_each(|cells| row(&mut out, cells));
                out.push('\n');
            }
        }
    }
    out
}

fn row(out: &mut String, cells: &[String]) {
    let cells: Vec<String> = cells.iter().map(|cell| plain(cell)).collect();
    let _ = writeln!(out, "| {} |", cells.join(" | "));
}

/// A text that Markdown reads as it stands.
fn plain(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '\\' | '`' | '*' | '_' | '[' | ']' | '<' | '>' | '|' | '~' | '#' => out.extend(['\\', c]),
            '\n' => out.push(' '),
            c => out.push(c),
        }
    }
    out
}

/// What the page looks like: it is read with the reader's own colours, and needs nothing from anywhere else.
const STYLE: &str = "body{font:1rem/1.5 system-ui,sans-serif;max-width:60rem;margin:auto;padding:1rem}\
                     table{border-collapse:collapse;margin:1rem 0}th,td{border:1px solid;padding:.25rem .5rem;text-align:start;vertical-align:top}\
                     .numbers td+td{text-align:end}.wide{overflow-x:auto}td{min-width:3rem}:root{color-scheme:light dark}";

/// The parts as a whole HTML page.
pub fn html(title: &str, parts: &[Part]) -> String {
    let mut out = format!(
        "<!doctype html>\n<html lang=\"fr\">\n<meta charset=\"utf-8\">\n<meta name=\"viewport\" content=\"width=device-width\">\n\
         <title>{}</title>\n<style>{STYLE}</style>\n<main>\n",
        escaped(title)
    );
    for part in parts {
        match part {
            Part::Heading(level, text) => {
                let _ = writeln!(out, "<h{level}>{}</h{level}>", escaped(text));
            }
            Part::Text(text) => {
                let _ = writeln!(out, "<p>{}</p>", escaped(text));
            }
            Part::List(points) => {
                out.push_str("<ul>\n");
                for point in points {
                    let _ = writeln!(out, "<li>{}</li>", escaped(point));
                }
                out.push_str("</ul>\n");
            }
            Part::Table { head, rows, numbers } => {
                // On a narrow screen the table moves, not the page.
                let class = if *numbers { " class=\"numbers\"" } else { "" };
                let _ = write!(out, "<div class=\"wide\">\n<table{class}>\n<thead><tr>");
                for cell in head {
                    let _ = write!(out, "<th scope=\"col\">{}</th>", escaped(cell));
                }
                out.push_str("</tr></thead>\n<tbody>\n");
                for cells in rows {
                    out.push_str("<tr>");
                    for cell in cells {
                        let _ = write!(out, "<td>{}</td>", escaped(cell));
                    }
                    out.push_str("</tr>\n");
                }
                out.push_str("</tbody>\n</table>\n</div>\n");
            }
        }
    }
    out.push_str("</main>\n</html>\n");
    out
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}
