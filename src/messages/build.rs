//! Checks the catalogue and compiles it twice: to sorted tables, one of what the background says and one of what only pages say,
//! and to a text for each language, which the extension's pages read.

use std::{
    collections::{BTreeMap, BTreeSet},
    fmt::Write as _,
    fs,
    path::{Path, PathBuf},
};
use toml::de::{DeTable, DeValue};

/// The language that every key must have; the others fall back to it.
const REFERENCE: &str = "fr";

/// Keys that engine.wasm carries: what findings and cards say. The rest is compiled for pages and the command line only.
const READING: [&str; 6] = ["basis.", "card.", "criterion.", "grade.", "practice.", "reason."];

/// Suffixes that choose a text by the argument `n` (CLDR's plural categories).
const PLURALS: [&str; 6] = [".zero", ".one", ".two", ".few", ".many", ".other"];

struct Entry {
    text: String,
    file: PathBuf,
    line: usize,
}

type Catalogue = BTreeMap<String, Entry>;

/// Compiles the files of `folder` (`<language>/*.toml`, flat `"key" = "text"`) into `out/messages.rs` and
/// `out/messages/<language>.txt`.
pub fn build(folder: &Path, out: &Path) -> Result<(), String> {
    let mut faults = Vec::new();
    let mut languages = BTreeMap::new();
    for path in listing(folder)? {
        if path.is_dir() {
            let code = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
            languages.insert(code, read_language(&path, &mut faults)?);
        }
    }
    let empty = Catalogue::new();
    let reference = languages.get(REFERENCE).unwrap_or(&empty);
    for (code, catalogue) in languages.iter().filter(|(code, _)| *code != REFERENCE) {
        compare(code, catalogue, reference, &mut faults);
    }
    if !faults.is_empty() {
        return Err(faults.join("\n"));
    }
    let texts = out.join("messages");
    fs::create_dir_all(&texts).map_err(|error| format!("{}: {error}", texts.display()))?;
    let tables = [(out.join("messages.rs"), write_tables(&languages))];
    let texts = languages
        .iter()
        .map(|(language, catalogue)| (texts.join(format!("{language}.txt")), write_text(language, catalogue)));
    for (path, text) in tables.into_iter().chain(texts) {
        fs::write(&path, text).map_err(|error| format!("{}: {error}", path.display()))?;
    }
    Ok(())
}

fn listing(folder: &Path) -> Result<Vec<PathBuf>, String> {
    let name = |error: std::io::Error| format!("{}: {error}", folder.display());
    let mut paths = fs::read_dir(folder)
        .map_err(name)?
        .map(|entry| entry.map(|entry| entry.path()))
        .collect::<Result<Vec<_>, _>>()
        .map_err(name)?;
    paths.sort();
    Ok(paths)
}

fn read_language(folder: &Path, faults: &mut Vec<String>) -> Result<Catalogue, String> {
    let mut catalogue = Catalogue::new();
    for file in listing(folder)?.into_iter().filter(|path| path.extension().is_some_and(|end| end == "toml")) {
        let source = fs::read_to_string(&file).map_err(|error| format!("{}: {error}", file.display()))?;
        read_file(&file, &source, &mut catalogue, faults);
    }
    Ok(catalogue)
}

fn read_file(file: &Path, source: &str, catalogue: &mut Catalogue, faults: &mut Vec<String>) {
    let table = match DeTable::parse(source) {
        Ok(table) => table,
        Err(error) => {
            let line = error.span().map_or(1, |span| line_of(source, span.start));
            faults.push(format!("{}:{line}: {}", file.display(), error.message()));
            return;
        }
    };
    for (key, value) in table.get_ref() {
        let name = key.get_ref().to_string();
        let line = line_of(source, key.span().start);
        let mut fault = |what: &str| faults.push(format!("{}:{line}: \"{name}\": {what}", file.display()));
        let DeValue::String(text) = value.get_ref() else {
            fault("is not a text; write \"key\" = \"text\", with the key in quotes");
            continue;
        };
        if text.trim().is_empty() {
            fault("is empty; write the text or take the key away");
            continue;
        }
        if text.contains(['\n', '\r']) {
            fault("is of several lines; write one, or a key for each");
            continue;
        }
        if let Err(what) = placeholders(text) {
            fault(&what);
            continue;
        }
        let entry = Entry { text: text.to_string(), file: file.to_path_buf(), line };
        if let Some(first) = catalogue.get(&name) {
            let first = format!("{}:{}", first.file.display(), first.line);
            fault(&format!("stands already at {first}; keep one of the two"));
            continue;
        }
        catalogue.insert(name, entry);
    }
}

/// A translation may lack keys (they fall back) but not invent keys or arguments.
fn compare(code: &str, catalogue: &Catalogue, reference: &Catalogue, faults: &mut Vec<String>) {
    let mut known: BTreeMap<&str, BTreeSet<String>> = BTreeMap::new();
    for (key, entry) in reference {
        known.entry(base(key)).or_default().extend(placeholders(&entry.text).unwrap_or_default());
    }
    for (key, entry) in catalogue {
        let place = format!("{}:{}: \"{key}\"", entry.file.display(), entry.line);
        let Some(arguments) = known.get(base(key)) else {
            faults
                .push(format!("{place}: is not in French; write it in src/messages/{REFERENCE}/ first, or correct it"));
            continue;
        };
        for unknown in placeholders(&entry.text).unwrap_or_default().difference(arguments) {
            faults.push(format!(
                "{place}: {{{unknown}}} is not an argument of the French text, which has {}; correct the {code} text",
                if arguments.is_empty() { "none".to_owned() } else { format!("{arguments:?}") }
            ));
        }
    }
}

/// The key without its plural suffix.
fn base(key: &str) -> &str {
    PLURALS.iter().find_map(|suffix| key.strip_suffix(suffix)).unwrap_or(key)
}

fn placeholders(text: &str) -> Result<BTreeSet<String>, String> {
    let mut names = BTreeSet::new();
    let mut rest = text;
    while let Some(at) = rest.find(['{', '}']) {
        let name = rest[at..].strip_prefix('{').and_then(|tail| tail.split_once('}')).map(|(name, _)| name);
        match name {
            Some(name) if !name.is_empty() && name.bytes().all(|b| b.is_ascii_lowercase() || b == b'_') => {
                names.insert(name.to_owned());
                rest = &rest[at + name.len() + 2..];
            }
            _ => return Err(format!("a brace of \"{}\" is not that of a {{name}}", rest[at..].trim())),
        }
    }
    Ok(names)
}

fn line_of(source: &str, offset: usize) -> usize {
    1 + source.bytes().take(offset).filter(|byte| *byte == b'\n').count()
}

/// French sets spaces before high punctuation and inside guillemets; they must not break at a line's end.
fn with_hard_spaces(text: &str) -> String {
    const HARD: &str = "\u{a0}";
    let mut text = text.replace("« ", &format!("«{HARD}"));
    for mark in ["»", ":", ";", "!", "?"] {
        text = text.replace(&format!(" {mark}"), &format!("{HARD}{mark}"));
    }
    text
}

/// The text as people read it.
fn printed(language: &str, entry: &Entry) -> String {
    if language == REFERENCE { with_hard_spaces(&entry.text) } else { entry.text.clone() }
}

/// A language's whole catalogue as a text, `key = text` a line, sorted by key.
fn write_text(language: &str, catalogue: &Catalogue) -> String {
    catalogue.iter().map(|(key, entry)| format!("{key} = {}\n", printed(language, entry))).collect()
}

fn write_tables(languages: &BTreeMap<String, Catalogue>) -> String {
    let mut code = String::new();
    for (name, cfg, reading) in [("READING", "", true), ("PAGES", "#[cfg(feature = \"report\")]\n", false)] {
        let _ = writeln!(code, "{cfg}static {name}: &[(&str, Table)] = &[");
        for (language, catalogue) in languages {
            let _ = writeln!(code, "    ({language:?}, &[");
            for (key, entry) in catalogue {
                if READING.iter().any(|prefix| key.starts_with(prefix)) == reading {
                    let _ = writeln!(code, "        ({key:?}, {:?}),", printed(language, entry));
                }
            }
            let _ = writeln!(code, "    ]),");
        }
        let _ = writeln!(code, "];");
    }
    code
}
