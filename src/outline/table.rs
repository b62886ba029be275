//! Which header cells govern which cells of a table.

use super::{Block, BlockIndex, Governor, Governs};
use crate::stream::Attributes;
use std::ops::Range;

/// Columns that are told apart: what stands farther right has no column label. Bounds hostile `colspan`s.
const COLUMNS: usize = 200;
/// Rows that one cell may span.
const ROWS: usize = 1000;
/// Labels that a cell gets of each kind.
const LABELS: usize = 4;

/// A table that is open.
#[derive(Debug, Default)]
pub struct Table {
    /// Whether the rows that come are in `thead`.
    pub in_head: bool,
    row: Vec<Cell>,
    next: usize,
    columns: Vec<Vec<BlockIndex>>,
    carried: Vec<Carried>,
    after_header: bool,
    /// The labels that have an `id`, in the order of these: a hash table would take 5 KB of engine.wasm.
    ids: Vec<(String, Governor)>,
}

/// What the markup says of a cell.
#[derive(Clone, Debug, Default)]
pub struct Cell {
    /// Whether it is a header cell.
    pub header: bool,
    /// Its `scope`.
    pub scope: String,
    /// Its `id`.
    pub id: String,
    /// Its `headers`: identifiers of the cells that label it.
    pub headers: String,
    /// How many columns and rows it spans.
    pub spans: (usize, usize),
    /// Its blocks.
    pub blocks: Range<BlockIndex>,
    column: usize,
}

/// A cell that spans rows still to come.
#[derive(Clone, Copy, Debug, Default)]
struct Carried {
    rows: usize,
    label: Option<(BlockIndex, bool)>,
}

impl Cell {
    /// What a cell's attributes say; its blocks are not there yet.
    pub fn open(tag: &str, attributes: Attributes<'_>) -> Self {
        let said = |name| attributes.get(name).unwrap_or_default();
        let number = |name| said(name).trim().parse().unwrap_or(1);
        Self {
            header: tag == "th",
            scope: said("scope").trim().to_ascii_lowercase(),
            id: said("id").to_owned(),
            headers: said("headers").to_owned(),
            spans: (number("colspan"), number("rowspan")),
            ..Self::default()
        }
    }

    fn heads_column(&self) -> bool {
        matches!(self.scope.as_str(), "col" | "colgroup")
    }

    fn heads_row(&self) -> bool {
        matches!(self.scope.as_str(), "row" | "rowgroup")
    }

    fn label(&self) -> Option<BlockIndex> {
        (!self.blocks.is_empty()).then_some(self.blocks.start)
    }

    fn columns(&self) -> Range<usize> {
        self.column.min(COLUMNS)..(self.column + self.spans.0).min(COLUMNS)
    }
}

impl Table {
    /// A cell has ended.
    pub fn cell(&mut self, mut cell: Cell, blocks: Range<BlockIndex>) {
        cell.blocks = blocks;
        while self.carried.get(self.next).is_some_and(|c| c.rows > 0) {
            self.next += 1;
        }
        cell.spans = (cell.spans.0.clamp(1, COLUMNS), cell.spans.1.clamp(1, ROWS));
        cell.column = self.next;
        self.next = (self.next + cell.spans.0).min(COLUMNS);
        self.row.push(cell);
    }

    /// A row has ended, or a new one begins: its blocks get their labels.
    pub fn end_row(&mut self, blocks: &mut [Block]) {
        let row = std::mem::take(&mut self.row);
        self.next = 0;
        if row.is_empty() {
            return;
        }
        let is_header = self.in_head || row.iter().all(|c| c.header && !c.heads_row());
        if is_header && !self.after_header {
            // A second header row below data begins anew for the columns that it names.
            for column in row.iter().flat_map(Cell::columns) {
                self.columns.get_mut(column).into_iter().for_each(Vec::clear);
            }
        }
        let labels = if is_header { Vec::new() } else { self.row_labels(&row) };
        for cell in &row {
            self.govern(cell, &labels, blocks);
        }
        for cell in &row {
            let column_header = is_header && !cell.heads_row() || cell.header && cell.heads_column();
            let Some(label) = cell.label() else { continue };
            if column_header {
                for column in cell.columns() {
                    if self.columns.len() <= column {
                        self.columns.resize_with(column + 1, Vec::new);
                    }
                    self.columns[column].push(label);
                }
            }
            if !cell.id.is_empty() {
                let kind = if column_header { Governs::Column } else { Governs::Row };
                self.name(&cell.id, Governor { kind, block: label });
            }
        }
        self.carry(&row);
        self.after_header = is_header;
    }

    /// The row's header cells, or else its first cell.
    fn row_labels(&self, row: &[Cell]) -> Vec<BlockIndex> {
        let carried = || self.carried.iter().filter(|c| c.rows > 0).filter_map(|c| c.label);
        let mut labels: Vec<BlockIndex> = carried().filter(|(_, header)| *header).map(|(label, _)| label).collect();
        labels.extend(row.iter().filter(|c| c.header && !c.heads_column()).filter_map(Cell::label));
        if labels.is_empty() {
            let first_carried = self.carried.first().filter(|c| c.rows > 0).and_then(|c| c.label);
            let first = first_carried.map(|(label, _)| label).or_else(|| row.first().and_then(Cell::label));
            labels.extend(first);
        }
        labels.dedup();
        labels
    }

    fn named(&self, id: &str) -> Result<usize, usize> {
        self.ids.binary_search_by(|(known, _)| known.as_str().cmp(id))
    }

    fn name(&mut self, id: &str, label: Governor) {
        match self.named(id) {
            Ok(at) => self.ids[at].1 = label,
            Err(at) => self.ids.insert(at, (id.to_owned(), label)),
        }
    }

    fn govern(&self, cell: &Cell, row: &[BlockIndex], blocks: &mut [Block]) {
        let mut governors: Vec<Governor> = Vec::new();
        let mut add = |kind, block| {
            let governor = Governor { kind, block };
            if !cell.blocks.contains(&block) && !governors.contains(&governor) {
                governors.push(governor);
            }
        };
        if cell.headers.is_empty() {
            let before = row.iter().filter(|label| **label < cell.blocks.start || !cell.header);
            before.rev().take(LABELS).for_each(|label| add(Governs::Row, *label));
            for column in cell.columns().filter_map(|c| self.columns.get(c)) {
                column.iter().rev().take(LABELS).for_each(|label| add(Governs::Column, *label));
            }
        } else {
            for id in cell.headers.split_ascii_whitespace() {
                if let Some((_, label)) = self.named(id).ok().and_then(|at| self.ids.get(at)) {
                    add(label.kind, label.block);
                }
            }
        }
        governors.truncate(2 * LABELS);
        for block in blocks.get_mut(cell.blocks.clone()).into_iter().flatten() {
            let inner = block.governors.iter().take_while(|g| g.block >= cell.blocks.start).count();
            block.governors.splice(inner..inner, governors.iter().copied());
        }
    }

    fn carry(&mut self, row: &[Cell]) {
        for carried in &mut self.carried {
            carried.rows = carried.rows.saturating_sub(1);
        }
        for cell in row.iter().filter(|c| c.spans.1 > 1) {
            let columns = cell.columns();
            if self.carried.len() < columns.end {
                self.carried.resize(columns.end, Carried::default());
            }
            for column in columns {
                let label = cell.label().map(|label| (label, cell.header && !cell.heads_column()));
                self.carried[column] = Carried { rows: cell.spans.1 - 1, label };
            }
        }
    }
}
