//! A count as a picture for an article or a report: dark bars on white with their numbers beside them, which a printer without colours
//! prints as well. Words are escaped; nothing in the file is fetched, and nothing in it runs.

use std::fmt::{Display, Write};

/// The width of the picture, and what stands around it.
const WIDTH: usize = 720;
const MARGIN: usize = 24;

/// The height of a row: its label, and the bar under it.
const ROW: usize = 46;
const BAR: usize = 16;

/// Room for a number behind the longest bar.
const NUMBER: usize = 64;

/// The most characters of a line; what is longer is cut with a mark.
const LONGEST: usize = 80;

/// The colours of the light theme (extension/styles/tokens.css).
const SURFACE: &str = "#ffffff";
const TEXT: &str = "#1c2833";
const MUTED: &str = "#55626e";
const ACCENT: &str = "#2f4b7c";

/// What a picture shows.
#[derive(Clone, Copy, Debug)]
pub struct Shown<'a> {
    /// What is counted by.
    pub title: &'a str,
    /// What is counted, and what it does not say.
    pub note: &'a str,
    /// What each bar is of, and how long it is.
    pub rows: &'a [(String, usize)],
    /// Whether the words run from right to left.
    pub rtl: bool,
}

/// The picture as SVG, with its width and height.
pub fn picture(shown: Shown<'_>) -> (String, usize, usize) {
    let notes = wrapped(shown.note);
    let begin = MARGIN + 28 + notes.len() * 20 + 20;
    let height = begin + shown.rows.len() * ROW + MARGIN;
    let most = shown.rows.iter().map(|(_, count)| *count).max().unwrap_or_default().max(1);
    let (edge, direction) = if shown.rtl { (WIDTH - MARGIN, "rtl") } else { (MARGIN, "ltr") };
    let mut out = String::with_capacity(512 + shown.rows.len() * 300);
    let numbers: Vec<String> = shown.rows.iter().map(|(label, count)| format!("{label} : {count}")).collect();
    // Writing into a text cannot fail.
    let _ = write!(
        out,
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{WIDTH}\" height=\"{height}\" viewBox=\"0 0 {WIDTH} {height}\" role=\"img\" \
         aria-labelledby=\"title numbers\" font-family=\"system-ui, 'Segoe UI', 'Noto Sans', 'DejaVu Sans', sans-serif\" \
         direction=\"{direction}\"><title id=\"title\">{}</title><desc id=\"numbers\">{}</desc>\
         <rect width=\"{WIDTH}\" height=\"{height}\" fill=\"{SURFACE}\"/>",
        Escaped(shown.title),
        Escaped(&numbers.join(" ; ")),
    );
    let mut line = |y: usize, size: usize, weight: usize, fill: &str, text: &str| {
        let _ = write!(
            out,
            "<text x=\"{edge}\" y=\"{y}\" font-size=\"{size}\" font-weight=\"{weight}\" fill=\"{fill}\">{}</text>",
            Escaped(&cut(text))
        );
    };
    line(MARGIN + 16, 20, 700, TEXT, shown.title);
    for (at, note) in notes.iter().enumerate() {
        line(MARGIN + 42 + at * 20, 14, 400, MUTED, note);
    }
    for (at, (label, _)) in shown.rows.iter().enumerate() {
        line(begin + at * ROW + 12, 15, 400, TEXT, label);
    }
    for (at, (_, count)) in shown.rows.iter().enumerate() {
        let top = begin + at * ROW + 19;
        // A bar that is not empty can be seen.
        let long = (count * (WIDTH - 2 * MARGIN - NUMBER) / most).max(usize::from(*count > 0) * 2);
        let (x, number) = if shown.rtl { (edge - long, edge - long - 8) } else { (edge, edge + long + 8) };
        let _ = write!(
            out,
            "<rect x=\"{x}\" y=\"{top}\" width=\"{long}\" height=\"{BAR}\" fill=\"{ACCENT}\"/>\
             <text x=\"{number}\" y=\"{}\" font-size=\"15\" font-weight=\"700\" fill=\"{TEXT}\">{count}</text>",
            top + BAR - 3
        );
    }
    out.push_str("</svg>");
    (out, WIDTH, height)
}

/// The lines of a note.
fn wrapped(note: &str) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    for word in note.split_whitespace() {
        match lines.last_mut() {
            Some(line) if line.chars().count() + word.chars().count() < LONGEST => {
                line.push(' ');
                line.push_str(word);
            }
            _ => lines.push(word.to_owned()),
        }
    }
    lines
}

fn cut(text: &str) -> String {
    if text.chars().nth(LONGEST).is_none() {
        return text.to_owned();
    }
    text.chars().take(LONGEST - 1).chain(['…']).collect()
}

/// Words in XML. Control characters have no place there at all.
struct Escaped<'a>(&'a str);

impl Display for Escaped<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        for c in self.0.chars() {
            match c {
                '&' => f.write_str("&amp;")?,
                '<' => f.write_str("&lt;")?,
                '>' => f.write_str("&gt;")?,
                '"' => f.write_str("&quot;")?,
                '\u{fffe}' | '\u{ffff}' => {}
                c if c.is_control() => f.write_char(' ')?,
                c => f.write_char(c)?,
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rows(rows: &[(&str, usize)]) -> Vec<(String, usize)> {
        rows.iter().map(|(label, count)| ((*label).to_owned(), *count)).collect()
    }

    fn shown<'a>(rows: &'a [(String, usize)], rtl: bool) -> Shown<'a> {
        Shown { title: "Par site", note: "Mentions conservées dans ce dossier.", rows, rtl }
    }

    #[test]
    fn every_number_can_be_read() {
        let rows = rows(&[("Doctolib", 12), ("Maiia", 0), ("Autres sites", 1)]);
        let (svg, _, height) = picture(shown(&rows, false));
        assert!(svg.contains("<desc id=\"numbers\">Doctolib : 12 ; Maiia : 0 ; Autres sites : 1</desc>"), "{svg}");
        assert!(
            svg.contains(">12</text>") && svg.contains("width=\"0\"") && svg.contains(&format!("height=\"{height}\""))
        );
    }

    #[test]
    fn bars_are_as_long_as_their_numbers_and_begin_where_reading_begins() {
        let rows = rows(&[("a", 4), ("b", 1), ("c", 100_000)]);
        let (svg, ..) = picture(shown(&rows, false));
        let bar = |svg: &str| {
            svg.split("<rect x=\"")
                .skip(1)
                .map(|rest| rest.split('"').step_by(2).take(3).map(str::to_owned).collect())
                .collect::<Vec<Vec<_>>>()
        };
        let widths: Vec<String> = bar(&svg).into_iter().map(|mut bar| bar.remove(2)).collect();
        assert_eq!(widths, ["2", "2", "608"]);
        let (svg, ..) = picture(shown(&rows, true));
        assert_eq!(bar(&svg)[2][0], (WIDTH - MARGIN - 608).to_string());
    }

    #[test]
    fn words_are_no_markup() {
        let rows = rows(&[("</text><script>alert(1)</script>", 1), ("a & \"b\"\u{0}\u{7}", 2)]);
        let (svg, ..) = picture(Shown { title: "<svg onload=x>", note: "<!--", rows: &rows, rtl: false });
        let elements: std::collections::BTreeSet<&str> = svg
            .split('<')
            .skip(1)
            .map(|rest| rest.split([' ', '>', '/']).find(|name| !name.is_empty()).unwrap())
            .collect();
        assert_eq!(elements.into_iter().collect::<Vec<_>>(), ["desc", "rect", "svg", "text", "title"]);
        assert!(!svg.contains('\u{0}') && svg.contains("a &amp; &quot;b&quot;"));
    }

    #[test]
    fn long_words_are_cut_and_long_notes_wrapped() {
        assert_eq!(cut(&"é".repeat(200)).chars().count(), LONGEST);
        assert!(wrapped(&"mot ".repeat(100)).iter().all(|line| line.chars().count() <= LONGEST));
    }

    #[test]
    fn the_colours_are_those_of_the_pages() {
        let tokens = include_str!("../../../extension/styles/tokens.css");
        let light = tokens.split("@media").next().unwrap();
        for (name, colour) in [("surface", SURFACE), ("text", TEXT), ("muted", MUTED), ("accent", ACCENT)] {
            assert!(light.contains(&format!("--{name}: {colour};")), "{name} is not {colour}");
        }
    }
}
