//! The table of learned weights (`src/lexicon/weights.tsv`): read, checked and packed as `../weights.rs` says.

use super::pack::Column;
use super::weights::{ASPECTS, DENSE, Row, named, unpack};
use std::collections::BTreeMap;

/// Reads the table's text and packs it; `name` is the file's.
pub fn pack(name: &str, text: &str) -> Result<Vec<u8>, String> {
    let mut rows: BTreeMap<u32, (&str, Row)> = BTreeMap::new();
    for (line, at) in text.lines().zip(1..) {
        if line.starts_with('#') || line.is_empty() {
            continue;
        }
        let fault = |what: String| format!("{name}:{at}: {what}; the table is written by scripts/train, not by hand");
        let (feature, weights) = line.split_once('\t').ok_or_else(|| fault(format!("« {line} » has no weights")))?;
        let mut row = Row { hash: named(feature), weights: [0; ASPECTS.len()] };
        let columns: Vec<&str> = weights.split('\t').collect();
        if columns.len() != ASPECTS.len() {
            return Err(fault(format!("« {feature} » has {} weights instead of {}", columns.len(), ASPECTS.len())));
        }
        for (weight, column) in row.weights.iter_mut().zip(columns) {
            if !column.is_empty() {
                *weight = column.parse().map_err(|_| fault(format!("« {column} » is no weight from -128 to 127")))?;
            }
        }
        if let Some((other, _)) = rows.insert(row.hash, (feature, row)) {
            return Err(fault(format!("« {feature} » and « {other} » have the same hash: leave one out")));
        }
    }
    let rows: Vec<Row> = rows.into_values().map(|(_, row)| row).collect();
    let mut packed = Column::default();
    packed.number(rows.len());
    let mut before = 0;
    for row in &rows {
        packed.number((row.hash - before) as usize);
        before = row.hash;
    }
    for aspect in 0..DENSE {
        packed.0.extend(rows.iter().map(|row| match aspect {
            0 => row.weights[0] as u8,
            _ => row.weights[aspect].wrapping_sub(row.weights[aspect - 1]) as u8,
        }));
    }
    for aspect in DENSE..ASPECTS.len() {
        let speak = || rows.iter().enumerate().filter(|(_, row)| row.weights[aspect] != 0);
        packed.number(speak().count());
        let mut before = 0;
        for (at, row) in speak() {
            packed.number(at - before);
            packed.0.push(row.weights[aspect] as u8);
            before = at;
        }
    }
    if unpack(&packed.0) != rows {
        return Err(format!("{name}: what was packed is not what is unpacked"));
    }
    Ok(packed.0)
}
