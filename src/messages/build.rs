//! Checks the catalogue and compiles it: to sorted tables for the command line, and to two texts for each language, one that the
//! extension's pages read and one that its background reads for the card.

use std::{
    collections::{BTreeMap, BTreeSet},
    fmt::Write as _,
    fs,
    path::{Path, PathBuf},
};
use toml::de::{DeTable, DeValue};

/// The language that the others are translated from.
const REFERENCE: &str = "fr";

/// Keys that the card in a page says. The background reads no others.
const CARD: [&str; 4] = ["basis.", "card.", "error.room", "reason."];

/// Suffixes that choose a text by the argument `n`: CLDR's plural categories, as far as a whole number below a million has them, with
/// `other`, which stands in for what is no number.
const FORMS: [(&str, &[&str]); 6] = [
    ("fr", &[".one", ".other"]),
    ("en", &[".one", ".other"]),
    ("es", &[".one", ".other"]),
    ("pt", &[".one", ".other"]),
    ("ru", &[".one", ".few", ".many", ".other"]),
    ("ar", &[".zero", ".one", ".two", ".few", ".many", ".other"]),
];

/// The languages that are written from right to left.
const FROM_THE_RIGHT: [&str; 1] = ["ar"];

/// What is known of the languages themselves.
const LANGUAGES: &str = "languages.toml";

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
    let known = known(&folder.join(LANGUAGES), &languages, &mut faults)?;
    for (code, catalogue) in languages.iter().filter(|(code, _)| *code != REFERENCE) {
        compare(code, catalogue, reference, &mut faults);
        let missing = missing(code, catalogue, reference);
        if known.unfinished.contains(code) {
            if !missing.is_empty() {
                println!("cargo::warning=src/messages/{code} has no text yet for {} keys", missing.len());
            }
            continue;
        }
        for (key, entry) in missing {
            let name = entry.file.file_name().map(|name| name.to_string_lossy()).unwrap_or_default();
            faults.push(format!(
                "{}: \"{key}\" is missing: translate {}:{}",
                folder.join(code).join(&*name).display(),
                entry.file.display(),
                entry.line
            ));
        }
    }
    if !faults.is_empty() {
        return Err(faults.join("\n"));
    }
    let texts = out.join("messages");
    let cards = texts.join("card");
    fs::create_dir_all(&cards).map_err(|error| format!("{}: {error}", cards.display()))?;
    let mut files = vec![
        (out.join("messages.rs"), write_tables(&languages)),
        (out.join("languages.rs"), format!("static REVIEWED: &[&str] = &{:?};\n", Vec::from_iter(&known.reviewed))),
    ];
    for (language, catalogue) in &languages {
        let name = format!("{language}.txt");
        files.push((texts.join(&name), write_text(language, catalogue, |_| true)));
        let said = |key: &str| CARD.iter().any(|prefix| key.starts_with(prefix));
        files.push((cards.join(&name), write_text(language, catalogue, said)));
    }
    for (path, text) in files {
        fs::write(&path, text).map_err(|error| format!("{}: {error}", path.display()))?;
    }
    Ok(())
}

/// What `languages.toml` says.
#[derive(serde::Deserialize)]
#[serde(deny_unknown_fields)]
struct Known {
    /// Languages whose texts a native reader has checked, or which they were written in.
    reviewed: BTreeSet<String>,
    /// Languages that may still lack texts: French stands in their place.
    unfinished: BTreeSet<String>,
}

fn known(file: &Path, languages: &BTreeMap<String, Catalogue>, faults: &mut Vec<String>) -> Result<Known, String> {
    let name = |error: &dyn std::fmt::Display| format!("{}: {error}", file.display());
    let source = fs::read_to_string(file).map_err(|error| name(&error))?;
    let known: Known = toml::from_str(&source).map_err(|error| name(&error))?;
    for code in known.reviewed.iter().chain(&known.unfinished).filter(|code| !languages.contains_key(*code)) {
        faults.push(name(&format!("\"{code}\" is no folder of src/messages; correct it")));
    }
    Ok(known)
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

/// A translation has the keys of the reference and the arguments of each, no others.
fn compare(code: &str, catalogue: &Catalogue, reference: &Catalogue, faults: &mut Vec<String>) {
    for (key, entry) in catalogue {
        let mut fault =
            |what: String| faults.push(format!("{}:{}: \"{key}\": {what}", entry.file.display(), entry.line));
        let (wanted, plural) = match (plural_of(key, reference), reference.get(key)) {
            (Some(base), _) => (arguments(base, reference), true),
            (None, Some(french)) => (placeholders(&french.text).unwrap_or_default(), false),
            (None, None) => {
                fault(format!("is not in French; write it in src/messages/{REFERENCE}/ first, or correct it"));
                continue;
            }
        };
        let form = suffix(key);
        if plural && !forms(code).iter().any(|known| form == Some(known)) {
            fault(format!("is no plural form of {code}, which has {:?}; take it away", forms(code)));
        }
        let given = placeholders(&entry.text).unwrap_or_default();
        for unknown in given.difference(&wanted) {
            fault(format!(
                "{{{unknown}}} is not an argument of the French text, which has {}; correct the {code} text",
                if wanted.is_empty() { "none".to_owned() } else { format!("{wanted:?}") }
            ));
        }
        // « One page » need not say the number.
        for lost in wanted.difference(&given).filter(|name| !plural || *name != "n") {
            fault(format!("{{{lost}}} of the French text is missing; put it into the {code} text"));
        }
    }
}

/// The reference's texts that a language has none for. Of a text that depends on a number every form of the language is wanted.
fn missing<'a>(code: &str, catalogue: &Catalogue, reference: &'a Catalogue) -> Vec<(String, &'a Entry)> {
    let mut missing = Vec::new();
    for (key, entry) in reference {
        let keys: Vec<String> = match plural_of(key, reference) {
            Some(base) if key.ends_with(".other") => forms(code).iter().map(|form| format!("{base}{form}")).collect(),
            Some(_) => continue,
            None => vec![key.clone()],
        };
        missing.extend(keys.into_iter().filter(|key| !catalogue.contains_key(key)).map(|key| (key, entry)));
    }
    missing
}

fn forms(code: &str) -> &'static [&'static str] {
    FORMS.iter().find(|(known, _)| *known == code).map_or(&[".other"], |(_, forms)| forms)
}

/// The plural suffix of a key.
fn suffix(key: &str) -> Option<&'static str> {
    FORMS.iter().flat_map(|(_, forms)| *forms).copied().find(|form| key.ends_with(form))
}

/// The key without its suffix, if the reference has a text for one and for other of it.
fn plural_of<'a>(key: &'a str, reference: &Catalogue) -> Option<&'a str> {
    let base = key.strip_suffix(suffix(key)?)?;
    forms(REFERENCE).iter().all(|form| reference.contains_key(&format!("{base}{form}"))).then_some(base)
}

/// The arguments of all the forms of a text.
fn arguments(base: &str, reference: &Catalogue) -> BTreeSet<String> {
    let texts = forms(REFERENCE).iter().filter_map(|form| reference.get(&format!("{base}{form}")));
    texts.flat_map(|entry| placeholders(&entry.text).unwrap_or_default()).collect()
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

/// Isolates (UAX 9, LRI and PDI) the words of another script in a text that runs from right to left, with the figures and signs
/// between them: « 39 28 » and « article L.1110-3 » would otherwise be shown back to front.
fn with_isolates(text: &str) -> String {
    let letters: Vec<char> = text.chars().collect();
    let mut isolated = String::with_capacity(text.len() + 16);
    let mut at = 0;
    while let Some(&letter) = letters.get(at) {
        if letter == '{' {
            let end = letters[at..].iter().position(|c| *c == '}').map_or(letters.len(), |end| at + end + 1);
            isolated.extend(&letters[at..end]);
            at = end;
            continue;
        }
        let before = at.checked_sub(1).and_then(|at| letters.get(at));
        let quoted = if before == Some(&'«') { quotation(&letters[at..]) } else { None };
        let end = quoted.or_else(|| foreign(&letters[at..])).map(|length| at + length);
        match end {
            Some(end) => {
                isolated.push('\u{2066}');
                isolated.extend(&letters[at..end]);
                isolated.push('\u{2069}');
                at = end;
            }
            None => {
                isolated.push(letter);
                at += 1;
                // The rest of a number is not looked at again.
                while letter.is_ascii_digit() && letters.get(at).is_some_and(char::is_ascii_digit) {
                    isolated.extend(letters.get(at));
                    at += 1;
                }
            }
        }
    }
    isolated
}

/// Whether a letter is of a script that runs from right to left.
fn from_the_right(c: char) -> bool {
    matches!(c, '\u{590}'..='\u{8ff}' | '\u{fb1d}'..='\u{feff}')
}

/// How long a quotation is that has no word of the text's own script.
fn quotation(letters: &[char]) -> Option<usize> {
    let length = letters.iter().position(|c| *c == '»')?;
    let words = &letters[..length];
    let other = words.iter().any(|c| c.is_alphabetic()) && !words.iter().any(|c| from_the_right(*c) || *c == '{');
    other.then_some(length)
}

/// How long the words of another script are that a text begins with: up to the last letter or figure before letters of its own
/// script, a bracket or quotation mark, or the end of a sentence. A number alone needs nothing.
fn foreign(letters: &[char]) -> Option<usize> {
    if !letters.first().is_some_and(|c| c.is_alphanumeric() && !from_the_right(*c)) {
        return None;
    }
    let (mut length, mut open) = (1, 0);
    for (at, &c) in letters.iter().enumerate() {
        let next = letters.get(at + 1);
        match c {
            '(' => open += 1,
            ')' if open == 0 => break,
            ')' => {
                open -= 1;
                length = if open == 0 { at + 1 } else { length };
            }
            '{' | '}' | '«' | '»' => break,
            '.' | ':' | ';' | '!' | '?' if next.is_none_or(|c| c.is_whitespace()) => break,
            c if from_the_right(c) => break,
            c if c.is_alphanumeric() || c == '°' => length = if open == 0 { at + 1 } else { length },
            _ => {}
        }
    }
    let words = &letters[..length];
    words.iter().any(|c| !c.is_ascii_digit()).then_some(length)
}

/// The text as people read it.
fn printed(language: &str, entry: &Entry) -> String {
    match language {
        REFERENCE => with_hard_spaces(&entry.text),
        code if FROM_THE_RIGHT.contains(&code) => with_isolates(&entry.text),
        _ => entry.text.clone(),
    }
}

/// What a language says under the keys that are wanted, as a text: `key = text` a line, sorted by key.
fn write_text(language: &str, catalogue: &Catalogue, wanted: impl Fn(&str) -> bool) -> String {
    let wanted = catalogue.iter().filter(|(key, _)| wanted(key));
    wanted.map(|(key, entry)| format!("{key} = {}\n", printed(language, entry))).collect()
}

fn write_tables(languages: &BTreeMap<String, Catalogue>) -> String {
    let mut code = "static TEXTS: &[(&str, Table)] = &[\n".to_owned();
    for (language, catalogue) in languages {
        let _ = writeln!(code, "    ({language:?}, &[");
        for (key, entry) in catalogue {
            let _ = writeln!(code, "        ({key:?}, {:?}),", printed(language, entry));
        }
        let _ = writeln!(code, "    ]),");
    }
    code + "];\n"
}
