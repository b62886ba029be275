//! Compiles the vocabulary: checks each entry, conjugates verbs, folds every word as pages are folded, and writes static
//! tables.

#[path = "build/entry.rs"]
mod entry;
#[path = "perfect.rs"]
mod perfect;
#[path = "build/table.rs"]
mod table;
#[path = "build/term.rs"]
mod term;
#[path = "build/verb.rs"]
mod verb;

// The characters' kinds that only pages have are not used here.
#[allow(dead_code, unused_imports, reason = "the build script needs the folding of letters only")]
#[path = "../text/letter.rs"]
mod letter;

use std::{collections::HashMap, fs, path::Path};

/// Compiles the files of `folder` into `out`.
pub fn build(folder: &Path, out: &Path) -> Result<(), String> {
    let mut files: Vec<_> = fs::read_dir(folder)
        .map_err(|e| format!("{}: {e}", folder.display()))?
        .filter_map(|f| f.ok().map(|f| f.path()))
        .filter(|p| p.extension().is_some_and(|e| e == "toml"))
        .collect();
    files.sort();
    let mut faults = Vec::new();
    let mut verbs = verb::Verbs::default();
    let mut entries = Vec::new();
    for path in &files {
        let name = path.display().to_string();
        let text = fs::read_to_string(path).map_err(|e| format!("{name}: {e}"))?;
        if path.file_stem().is_some_and(|s| s == "verbs") {
            verbs.add(&name, &text).unwrap_or_else(|f| faults.push(f));
        } else {
            entry::read(&name, &text, &mut entries).unwrap_or_else(|f| faults.push(f));
        }
    }
    let mut ids: HashMap<&str, &entry::Entry> = HashMap::new();
    for entry in &entries {
        if let Some(first) = ids.insert(&entry.id, entry) {
            faults
                .push(entry.fault(&format!("the id is taken already at {}: give this entry another one", first.place)));
        }
    }
    let table = table::Table::new(&entries, &verbs, &mut faults);
    if !faults.is_empty() {
        return Err(faults.join("\n"));
    }
    let path = out.join("lexicon.rs");
    fs::write(&path, table.write(&entries)?).map_err(|e| format!("{}: {e}", path.display()))
}
