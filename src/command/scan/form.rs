//! What is written: for people, as JSON lines, or as a table for a spreadsheet.

use super::judged::{Found, Judged, Scanned};
use serde_json::json;
use std::io::{self, IsTerminal, Write};
use vigie::{
    archive::{Fault, Place},
    dossier::table::{Cell, Table},
    finding::Grade,
    message::{Catalogue, Language, Message},
    practitioner::{Practitioner, Read},
};

/// How findings are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Form {
    /// As a person reads them.
    Person,
    /// An object a page, in a line.
    Lines,
    /// A row a finding, as CSV.
    Table,
}

/// The columns of the table: `archive.column.…`.
const COLUMNS: [&str; 15] = [
    "file",
    "entry",
    "offset",
    "url",
    "date",
    "title",
    "practitioner",
    "profession",
    "address",
    "criterion",
    "practice",
    "grade",
    "quote",
    "why",
    "rule",
];

/// Writes what was judged.
pub struct Writer {
    form: Form,
    /// Whether it is said of a page in a file of its own that nothing was found.
    each_page: bool,
    colours: bool,
    table: Table,
    begun: bool,
}

impl Writer {
    /// Nothing is written so far.
    pub fn new(form: Form, each_page: bool) -> Self {
        let columns = COLUMNS.iter().map(|name| said(&format!("archive.column.{name}"))).collect();
        let table = Table { columns, rows: Vec::new() };
        Self { form, each_page, colours: io::stdout().is_terminal(), table, begun: false }
    }

    /// Writes one more.
    pub fn write(&mut self, judged: &Judged, out: &mut Vec<u8>) -> io::Result<()> {
        match (self.form, judged) {
            (Form::Person, Judged::Page(page)) => self.person(page, out),
            (Form::Lines, Judged::Page(page)) => {
                serde_json::to_writer(&mut *out, page)?;
                writeln!(out)
            }
            (Form::Lines, Judged::Fault(fault)) => {
                let Place { file, entry, offset, within } = &fault.place;
                let mut line = json!({ "file": file, "error": Catalogue::new(Language::Fr).render(&fault.why) });
                for (name, value) in [("entry", json!(entry)), ("offset", json!(offset)), ("within", json!(within))] {
                    if !value.is_null() {
                        line[name] = value;
                    }
                }
                writeln!(out, "{line}")
            }
            (Form::Table, Judged::Page(page)) => {
                self.table.rows.extend(page.findings.iter().map(|found| row(page, found)));
                Ok(())
            }
            _ => Ok(()),
        }
    }

    /// Writes what waits: the rows of the table.
    pub fn flush(&mut self, out: &mut Vec<u8>) {
        if self.form == Form::Table {
            let begun = std::mem::replace(&mut self.begun, true);
            out.extend(if begun { self.table.more_csv() } else { self.table.csv() });
            self.table.rows.clear();
        }
    }

    fn person(&self, page: &Scanned, out: &mut Vec<u8>) -> io::Result<()> {
        if page.findings.is_empty() && (!self.each_page || page.place.offset.is_some()) {
            return Ok(());
        }
        let head = match page.findings.len() {
            0 => Message::new("command.none"),
            n => Message::new("command.found").with("n", n),
        };
        let place = stands(&page.place);
        let name = page.url.as_ref().map_or_else(|| place.clone(), |url| format!("{url} ({place})"));
        writeln!(out, "{}", Catalogue::new(Language::Fr).render(&head.with("file", name)))?;
        if !page.findings.is_empty() {
            who(&page.practitioner, "  ", out)?;
        }
        for found in &page.findings {
            let (on, off) = match (self.colours, found.grade) {
                (false, _) => ("", ""),
                (true, Grade::Flag) => ("\u{1b}[1;31m", "\u{1b}[0m"),
                (true, Grade::Check) => ("\u{1b}[33m", "\u{1b}[0m"),
            };
            writeln!(out, "\n  {on}« {} »{off}", found.quote)?;
            if let Some(practitioner) = &found.practitioner {
                who(practitioner, "    ", out)?;
            }
            let [criterion, practice, grade] = names(found);
            writeln!(out, "    {grade}\n    {criterion} — {practice}\n    {}", found.why)?;
        }
        Ok(())
    }
}

/// A fault, with where it stands.
pub fn told(fault: &Fault) -> String {
    format!("{}: {}", stands(&fault.place), Catalogue::new(Language::Fr).render(&fault.why))
}

/// Where something stands, in words.
fn stands(place: &Place) -> String {
    let file = match &place.entry {
        Some(entry) => format!("{}: {entry}", place.file),
        None => place.file.to_string(),
    };
    let message = match (place.offset, place.within) {
        (None, _) => return file,
        (Some(offset), None) => Message::new("archive.at").with("offset", offset),
        (Some(offset), Some(within)) => Message::new("archive.within").with("offset", offset).with("within", within),
    };
    Catalogue::new(Language::Fr).render(&message.with("file", file))
}

fn who(practitioner: &Practitioner, indent: &str, out: &mut Vec<u8>) -> io::Result<()> {
    let parts = [&practitioner.name, &practitioner.profession, &practitioner.address];
    let parts: Vec<&str> = parts.into_iter().flatten().map(|read| read.value.as_str()).collect();
    if practitioner.name.is_some() { writeln!(out, "{indent}{}", parts.join(", ")) } else { Ok(()) }
}

fn said(key: &str) -> String {
    Catalogue::new(Language::Fr).text(key).to_owned()
}

/// Criterion, practice and grade, in words.
fn names(found: &Found) -> [String; 3] {
    [
        said(&format!("criterion.{}", found.criterion.name())),
        said(&format!("practice.{}", found.practice.name())),
        said(&format!("grade.{}", found.grade.name())),
    ]
}

fn row(page: &Scanned, found: &Found) -> Vec<Cell> {
    let practitioner = found.practitioner.as_ref().unwrap_or(&page.practitioner);
    let value = |read: &Option<Read>| Cell::from(read.as_ref().map_or("", |read| read.value.as_str()));
    let optional = |said: &Option<String>| Cell::from(said.as_deref().unwrap_or_default());
    let offset = page.place.offset.map_or_else(|| Cell::from(""), |at| Cell::Number(at.cast_signed()));
    let [criterion, practice, grade] = names(found).map(Cell::from);
    vec![
        Cell::from(&*page.place.file),
        optional(&page.place.entry),
        offset,
        optional(&page.url),
        optional(&page.date),
        Cell::from(page.title.as_str()),
        value(&practitioner.name),
        value(&practitioner.profession),
        value(&practitioner.address),
        criterion,
        practice,
        grade,
        Cell::from(found.quote.as_str()),
        Cell::from(found.why.as_str()),
        Cell::from(found.rule),
    ]
}
