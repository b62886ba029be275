//! The texts of the wasm builds: files of the extension, two for each language (what the card says, and everything). Compiled in,
//! every page would load all languages.

use super::{Language, Table};
use std::sync::OnceLock;

static TABLES: [OnceLock<Table>; Language::ALL.len()] = [const { OnceLock::new() }; Language::ALL.len()];

/// Takes in the texts of a language, as `src/messages/build.rs` writes them: `key = text` a line, sorted by key. They stay for
/// as long as the page does; a second time is for nothing.
pub fn load(language: Language, text: String) {
    TABLES[language as usize].get_or_init(|| {
        let text: &'static str = text.leak();
        // No key holds an equals sign.
        let entry = |line: &'static str| {
            let (key, text) = line.split_once('=')?;
            Some((key.strip_suffix(' ')?, text.strip_prefix(' ')?))
        };
        text.lines().filter_map(entry).collect::<Vec<_>>().leak()
    });
}

pub(super) fn lookup(language: Language, id: &str) -> Option<&'static str> {
    let table = TABLES[language as usize].get()?;
    let at = table.binary_search_by_key(&id, |(key, _)| key).ok()?;
    table.get(at).map(|(_, text)| *text)
}
