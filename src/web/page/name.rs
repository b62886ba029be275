//! The names that criteria, practices and layouts have in data, in the catalogue and in the markup.

use crate::finding::{Grade, Practice};

/// The name of a value whose serialised form is one word.
pub fn word(value: impl serde::Serialize) -> String {
    serde_json::to_value(value).ok().and_then(|value| value.as_str().map(str::to_owned)).unwrap_or_default()
}

/// The kind of a mark, as `data-kind` in the markup: it gives a quotation its line and its colour.
pub fn kind(grade: Grade, practice: Practice) -> &'static str {
    match (grade, practice) {
        (Grade::Check, _) => "check",
        (Grade::Flag, Practice::Refusal) => "refusal",
        (Grade::Flag, _) => "worse",
    }
}
