//! The names that criteria, practices and layouts have in data, in the catalogue and in the markup.

/// The name of a value whose serialised form is one word.
pub fn word(value: impl serde::Serialize) -> String {
    serde_json::to_value(value).ok().and_then(|value| value.as_str().map(str::to_owned)).unwrap_or_default()
}
