//! A table that leaves as a file for a spreadsheet: CSV as a French Excel opens it (UTF-8 with its mark, `;`, CRLF), in which no cell
//! is run as a formula. The words in it come from pages and packs that may be hostile.

use csv::{QuoteStyle, Terminator, WriterBuilder};
use std::borrow::Cow;

/// What says to Excel that the file is UTF-8.
const MARK: &[u8] = b"\xef\xbb\xbf";

/// A table: the names of its columns, and its rows.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Table {
    /// What stands over each column.
    pub columns: Vec<String>,
    /// The rows, each as long as there are columns.
    pub rows: Vec<Vec<Cell>>,
}

/// What stands in a table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Cell {
    /// Words, from wherever they come.
    Text(String),
    /// A number of ours, which a spreadsheet may count with.
    Number(i64),
}

impl Table {
    /// The bytes of the CSV file. Every text is quoted: a spreadsheet that is told of another separator does not cut one in two, so that
    /// its second half begins a cell.
    pub fn csv(&self) -> Vec<u8> {
        let heads: Vec<Cow<'_, str>> = self.columns.iter().map(|name| defused(name)).collect();
        written(MARK.to_vec(), std::iter::once(heads).chain(self.records()))
    }

    /// The bytes of its rows alone: what follows in a file that is longer than memory.
    pub fn more_csv(&self) -> Vec<u8> {
        written(Vec::new(), self.records())
    }

    fn records(&self) -> impl Iterator<Item = Vec<Cow<'_, str>>> {
        self.rows.iter().map(|row| row.iter().map(Cell::field).collect())
    }
}

fn written<'a>(before: Vec<u8>, records: impl Iterator<Item = Vec<Cow<'a, str>>>) -> Vec<u8> {
    let mut writer = WriterBuilder::new()
        .delimiter(b';')
        .terminator(Terminator::CRLF)
        .quote_style(QuoteStyle::NonNumeric)
        .flexible(true)
        .from_writer(before);
    for record in records {
        // Into memory, and rows may be of any length: nothing here can fail.
        let _ = writer.write_record(record.iter().map(|field| field.as_bytes()));
    }
    writer.into_inner().unwrap_or_default()
}

impl Cell {
    /// As a person reads it.
    pub fn written(&self) -> Cow<'_, str> {
        match self {
            Self::Text(text) => Cow::Borrowed(text),
            Self::Number(number) => Cow::Owned(number.to_string()),
        }
    }

    /// As a file has it: numbers of ours as they are, words so that none is run.
    fn field(&self) -> Cow<'_, str> {
        match self {
            Self::Text(text) => defused(text),
            Self::Number(_) => self.written(),
        }
    }
}

/// A text that no spreadsheet takes for a formula. What begins with `=`, `+`, `-` or `@`, be it wide or behind spaces, or with a character
/// that spreadsheets drop before they look, gets an apostrophe in front: the word for "text" in Excel, Calc and Sheets.
pub fn defused(text: &str) -> Cow<'_, str> {
    let opens =
        |c: char| matches!(c, '=' | '+' | '-' | '@' | '＝' | '＋' | '－' | '＠' | '−' | '﹢' | '﹣' | '﹦' | '﹫');
    let dropped =
        |c: char| c.is_whitespace() || c.is_control() || matches!(c, '\u{feff}' | '\u{200b}'..='\u{200f}' | '\u{2060}');
    let runs = text.trim_start_matches(dropped).starts_with(opens);
    if runs || text.starts_with(char::is_control) { Cow::Owned(format!("'{text}")) } else { Cow::Borrowed(text) }
}

impl From<&str> for Cell {
    fn from(text: &str) -> Self {
        Self::Text(text.to_owned())
    }
}

impl From<String> for Cell {
    fn from(text: String) -> Self {
        Self::Text(text)
    }
}

impl From<usize> for Cell {
    fn from(number: usize) -> Self {
        Self::Number(i64::try_from(number).unwrap_or(i64::MAX))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn table(rows: Vec<Vec<Cell>>) -> Table {
        Table { columns: vec!["Motif".to_owned(), "=Nombre".to_owned()], rows }
    }

    #[test]
    fn a_french_excel_opens_it() {
        let rows =
            vec![vec!["âge ; « 15 ans »".into(), 3_usize.into()], vec!["dit \"non\"\nà tous".into(), Cell::Number(-2)]];
        let text = String::from_utf8(table(rows).csv()).unwrap();
        assert_eq!(
            text,
            "\u{feff}\"Motif\";\"'=Nombre\"\r\n\"âge ; « 15 ans »\";3\r\n\"dit \"\"non\"\"\nà tous\";-2\r\n"
        );
    }

    #[test]
    fn a_file_is_written_in_parts() {
        let (one, two) = (vec!["a".into(), 1_usize.into()], vec!["=b".into(), 2_usize.into()]);
        let parts = [table(vec![one.clone()]).csv(), table(vec![two.clone()]).more_csv()].concat();
        assert_eq!(parts, table(vec![one, two]).csv());
    }

    #[test]
    fn no_text_is_run_as_a_formula() {
        for text in [
            "=1+1",
            "+33 1 23",
            "-2+3",
            "@SUM(A1)",
            " =1+1",
            "\u{a0}=1+1",
            "\u{feff}=1+1",
            "\t=cmd|'/c calc'!A0",
            "\r\n=1",
            "＝1＋1",
            "\tmot",
            "− 1",
        ] {
            assert_eq!(defused(text), format!("'{text}"), "{text:?}");
        }
    }

    #[test]
    fn words_stay_as_they_are() {
        for text in ["", "pas de CMU", "« =1 »", "a=b", "75011", "2+2", "'=1"] {
            assert_eq!(defused(text), text);
        }
    }

    #[test]
    fn what_is_written_is_read_again() {
        let rows = vec![vec!["=a;b".into(), 1_usize.into()], vec!["c\"\r\nd".into(), 2_usize.into()]];
        let bytes = table(rows).csv();
        let mut reader = csv::ReaderBuilder::new().delimiter(b';').from_reader(&bytes[3..]);
        let read: Vec<Vec<String>> =
            reader.records().map(|record| record.unwrap().iter().map(str::to_owned).collect()).collect();
        assert_eq!(read, [["'=a;b", "1"], ["c\"\r\nd", "2"]]);
    }
}
