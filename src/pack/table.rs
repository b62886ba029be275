//! The cases of a pack as a table for spreadsheets, in French as the rest of the pack.

use crate::{
    case::Case,
    dossier::{
        Summary,
        table::{Cell, Table},
    },
    message::{Catalogue, Language},
};

const COLUMNS: [&str; 15] = [
    "cas",
    "vu le",
    "site",
    "adresse",
    "praticien",
    "profession",
    "département",
    "critère",
    "pratique",
    "degré",
    "citation",
    "étiquettes",
    "note",
    "suivi",
    "empreinte des pièces",
];

pub(super) fn new() -> Table {
    Table { columns: COLUMNS.map(str::to_owned).to_vec(), rows: Vec::new() }
}

pub(super) fn row(case: &Case, summary: &Summary) -> Vec<Cell> {
    let catalogue = Catalogue::new(Language::Fr);
    let word = |group: &str, name: &str| catalogue.text(&format!("{group}.{name}")).to_string();
    let cells = [
        case.id.clone(),
        summary.seen.clone(),
        summary.host.clone(),
        case.capture.page.address.clone(),
        summary.practitioner.clone(),
        summary.profession.clone(),
        summary.department.clone(),
        word("criterion", summary.criterion.name()),
        word("practice", summary.practice.name()),
        word("grade", summary.grade.name()),
        case.capture.finding.quote.clone(),
        summary.tags.join(", "),
        summary.note.clone(),
        summary.status.clone(),
        summary.capture.as_str().to_owned(),
    ];
    cells.into_iter().map(Cell::Text).collect()
}
