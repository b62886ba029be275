//! Compiles the vocabulary: checks each entry, conjugates verbs, folds every word as pages are folded, and packs them for
//! the wasm.

#[path = "build/entry.rs"]
mod entry;
#[path = "build/pack.rs"]
mod pack;
// The packed form is written and read by one file; how words are looked up is the program's.
#[allow(dead_code, reason = "the build script unpacks, and looks no page's words up")]
#[path = "store.rs"]
mod store;
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

use super::names;
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
    let packed = table.pack().map_err(|fault| format!("{}: {fault}", folder.display()))?;
    let write = |name: &str, bytes: &[u8]| {
        let path = out.join(name);
        fs::write(&path, bytes).map_err(|e| format!("{}: {e}", path.display()))
    };
    write("lexicon.bin", &packed)?;
    write("lexicon.rs", table::write(&entries).as_bytes())
}
