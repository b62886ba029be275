//! Criterion, practice and profession to articles: `src/law/*.toml`, checked and compiled by `build.rs`.
//!
//! Nothing here says that a wording *is* against the law: a cell says what a wording seems to do, and which texts a
//! reader may set beside it. Letters rest on the general articles alone until a cell is sourced or reviewed; one that is
//! only proposed (`proposals.toml`) is checked by the build and not compiled.

use crate::{
    finding::{Criterion, Practice},
    message::Message,
};

/// A text that letters cite.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Article {
    /// Its name in the data.
    pub id: &'static str,
    /// The name in a list: « article 225-2, 4° du code pénal ».
    pub short: &'static str,
    /// The name in a sentence.
    pub name: &'static str,
    /// What it says, as the predicate of a sentence.
    pub says: &'static str,
    /// Where it can be read, where a public source gives an address.
    pub url: Option<&'static str>,
    /// The source that was read.
    pub source: &'static str,
    /// When it was read.
    pub date: &'static str,
}

/// What a letter may say of a practice.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Cell {
    criterion: Option<Criterion>,
    practice: Practice,
    /// What the wording seems to do to the ground's people: an infinitive with « les » or « leur », to stand after
    /// « elle semble ».
    pub seems: &'static str,
    /// What a letter asks for beyond a new wording: a clause with « que » and the subjunctive.
    pub request: &'static str,
    caution: Option<&'static str>,
    articles: &'static [usize],
    basis: &'static str,
    /// What the cell rests on.
    pub standing: Standing,
    /// The jurist who read the cell.
    pub reviewer: Option<&'static str>,
    /// The sources of the cell.
    pub source: &'static str,
    /// When they were read.
    pub date: &'static str,
}

/// What a cell rests on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standing {
    /// The general articles, which hold for every ground.
    General,
    /// Texts read in a public source for this very case.
    Sourced,
    /// The same, read again by a jurist.
    Reviewed,
}

/// A ground of discrimination, as letters name it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Ground {
    /// Which ground.
    pub criterion: Criterion,
    /// Whom a wording is about: « personnes … ».
    pub people: &'static str,
    /// The ground: « état de santé ».
    pub ground: &'static str,
    /// Whether a reason may justify a difference.
    pub justification: Justification,
}

/// Whether a reason may justify a difference on a ground.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Justification {
    /// None can.
    Never,
    /// A medical one may.
    Medical,
    /// The practitioner's speciality may.
    Speciality,
    /// No text that was read says so.
    Unstated,
}

/// A health profession.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Profession {
    /// Its name, as `practitioner` spells it.
    pub name: &'static str,
    /// Which council of its Order.
    pub order: Order,
    /// The name of its Order, « Ordre des médecins »; empty where it has none.
    pub council: &'static str,
}

/// What a profession adds to a cell.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Addition {
    profession: &'static str,
    criterion: Criterion,
    practices: &'static [Practice],
    articles: &'static [usize],
    caution: Option<&'static str>,
}

/// Which council of an Order hears complaints.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Order {
    /// The council of the département.
    Departmental,
    /// The council of the region.
    Regional,
    /// The profession has no Order.
    None,
}

/// What only letters say: engine.wasm does not carry it.
#[cfg(feature = "cases")]
macro_rules! letters {
    ($text:expr) => {
        $text
    };
}
#[cfg(not(feature = "cases"))]
macro_rules! letters {
    ($text:expr) => {
        ""
    };
}

include!(concat!(env!("OUT_DIR"), "/law.rs"));

impl Cell {
    /// The texts to set beside it, the general ones first.
    pub fn articles(&self) -> impl Iterator<Item = &'static Article> {
        self.articles.iter().filter_map(|place| ARTICLES.get(*place))
    }

    /// What its reader should know before they write, as a message.
    pub fn caution(&self) -> Option<Message> {
        self.caution.map(message)
    }
}

impl Addition {
    /// The texts, after those of the cell.
    pub fn articles(&self) -> impl Iterator<Item = &'static Article> {
        self.articles.iter().filter_map(|place| ARTICLES.get(*place))
    }

    /// What its reader should know before they write, as a message.
    pub fn caution(&self) -> Option<Message> {
        self.caution.map(message)
    }
}

impl Profession {
    /// What the profession adds to the cell of a criterion and a practice.
    pub fn additions(&self, criterion: Criterion, practice: Practice) -> impl Iterator<Item = &'static Addition> {
        let name = self.name;
        ADDITIONS.iter().filter(move |addition| {
            addition.profession == name && addition.criterion == criterion && addition.practices.contains(&practice)
        })
    }
}

/// The ground of a criterion.
pub fn ground(criterion: Criterion) -> &'static Ground {
    static UNKNOWN: Ground = Ground {
        criterion: Criterion::Coverage,
        people: "personnes concernées",
        ground: "motif à préciser",
        justification: Justification::Unstated,
    };
    GROUNDS.iter().find(|ground| ground.criterion == criterion).unwrap_or(&UNKNOWN)
}

/// What a letter may say of a practice on a ground: its own cell, or the general one.
pub fn cell(criterion: Criterion, practice: Practice) -> &'static Cell {
    let of = |criterion| CELLS.iter().find(move |cell| cell.criterion == criterion && cell.practice == practice);
    of(Some(criterion)).or_else(|| of(None)).unwrap_or(&CELLS[0])
}

/// The profession of that name, with or without a speciality after it (« médecin généraliste »).
pub fn profession(name: &str) -> Option<&'static Profession> {
    let name = name.to_lowercase();
    let names = |profession: &&Profession| {
        name.strip_prefix(profession.name).is_some_and(|rest| rest.is_empty() || rest.starts_with([' ', ',']))
    };
    PROFESSIONS.iter().find(names)
}

/// The legal basis in one short line, for the card (`basis.…`).
pub fn basis(criterion: Criterion, practice: Practice) -> Message {
    let cell = cell(criterion, practice);
    match ground(criterion).justification {
        Justification::Medical | Justification::Speciality => message(&format!("{}.justified", cell.basis)),
        Justification::Never | Justification::Unstated => message(cell.basis),
    }
}

/// What its reader should know of a ground before they write, as a message (`letter.caution.…`).
pub fn caution(criterion: Criterion) -> Option<Message> {
    match ground(criterion).justification {
        Justification::Medical => Some(message("letter.caution.medical")),
        Justification::Speciality => Some(message("letter.caution.speciality")),
        Justification::Never | Justification::Unstated => None,
    }
}

fn message(id: &str) -> Message {
    Message { id: id.to_owned(), args: Vec::new() }
}
