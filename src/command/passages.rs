//! `vigie passages`: labelled texts cut into the passages that the network reads, as whoever teaches it needs them.

use rayon::prelude::*;
use serde::{Deserialize, Serialize};
use std::{
    collections::HashSet,
    fs,
    io::{self, Write},
    ops::Range,
    path::{Path, PathBuf},
    process::ExitCode,
};
use vigie::{
    engine::passage::{self, Example, Symbol},
    lexicon::ENTRIES,
    outline::Section,
    text::letter::{Letter, fold},
};

/// A labelled text.
#[derive(Deserialize, Default)]
struct Text {
    text: Option<String>,
    html: Option<String>,
    #[serde(default)]
    label: Label,
    #[serde(default)]
    findings: Vec<Labelled>,
    #[serde(skip)]
    ours: bool,
}

#[derive(Deserialize, Clone, Copy, Default, PartialEq, Eq)]
#[serde(rename_all = "lowercase")]
enum Label {
    Flag,
    Check,
    #[default]
    Clear,
}

#[derive(Deserialize)]
struct Labelled {
    quote: String,
    criterion: String,
    practice: String,
}

/// A file of our own sentences: `tests/cases/*.toml`, `src/rewording.toml`.
#[derive(Deserialize)]
struct Cases {
    #[serde(default)]
    case: Vec<Case>,
    #[serde(default)]
    list: Vec<Case>,
    /// What may be written instead (`src/rewording.toml`): in it nothing is to be found.
    #[serde(default)]
    rewording: Vec<Rewording>,
}

#[derive(Deserialize)]
struct Rewording {
    write: Vec<String>,
}

#[derive(Deserialize)]
struct Case {
    grade: Label,
    criterion: Option<String>,
    practice: Option<String>,
    quote: Option<String>,
    text: Option<String>,
    #[serde(default)]
    texts: Vec<String>,
}

impl Label {
    fn name(self) -> &'static str {
        match self {
            Self::Flag => "flag",
            Self::Check => "check",
            Self::Clear => "clear",
        }
    }
}

impl Text {
    fn sections(&self) -> Result<Vec<Section>, String> {
        match (&self.text, &self.html) {
            (Some(text), None) => Ok(vec![Section::from_text(text)]),
            (None, Some(html)) => Ok(super::scan::sections(html)),
            _ => Err("expected \"text\" or \"html\", one of the two".to_string()),
        }
    }
}

/// A passage with what it should be.
#[derive(Serialize)]
struct Line<'a> {
    /// What stands over it, then its own words: hash, stem, ending, sense, ground, what the rules found, what they read in its
    /// sentence.
    symbols: Vec<[u32; 7]>,
    /// Where its own words begin.
    own: usize,
    /// What its own words are told from others by.
    hashes: &'a [u32],
    /// Its own words as they are written.
    written: &'a [String],
    label: &'static str,
    /// It is one of our own sentences.
    ours: bool,
    /// Its own words that are quoted: from, to, criterion, practice.
    quoted: Vec<Quoted>,
}

/// From and to among its words, ground, practice.
type Quoted = (usize, usize, String, String);

/// So many words of a quote are a part of it, and not chance.
const PART: usize = 3;

/// Writes the passages of the texts of some files (`.jsonl`, and `.toml` of our own cases), and of the examples of the lexicon that
/// must stay silent.
pub fn run(files: &[PathBuf], examples: bool) -> io::Result<ExitCode> {
    let mut out = io::BufWriter::new(io::stdout().lock());
    let mut write = |texts: Vec<Text>| -> io::Result<()> {
        let read: Vec<Result<String, String>> = texts.par_iter().map(lines).collect();
        for lines in read {
            out.write_all(lines.map_err(io::Error::other)?.as_bytes())?;
        }
        Ok(())
    };
    for file in files {
        write(texts(file).map_err(|e| io::Error::other(format!("{}: {e}", file.display())))?)?;
    }
    if examples {
        let silent = ENTRIES.iter().flat_map(|entry| entry.silent);
        write(silent.map(|text| Text { text: Some((*text).to_string()), ours: true, ..Text::default() }).collect())?;
    }
    out.flush()?;
    Ok(ExitCode::SUCCESS)
}

fn texts(file: &Path) -> Result<Vec<Text>, String> {
    let read = fs::read_to_string(file).map_err(|e| e.to_string())?;
    if file.extension().is_none_or(|extension| extension != "toml") {
        let lines = read.lines().enumerate();
        return lines.map(|(at, line)| serde_json::from_str(line).map_err(|e| format!("{}: {e}", at + 1))).collect();
    }
    let Cases { case, list, rewording } = toml::from_str(&read).map_err(|e| e.to_string())?;
    let of_case = |case: &Case| -> Vec<Text> {
        let texts = case.text.iter().chain(&case.texts);
        texts
            .map(|text| {
                let labelled = |(criterion, practice): (&String, &String)| Labelled {
                    quote: case.quote.clone().unwrap_or_else(|| text.clone()),
                    criterion: criterion.clone(),
                    practice: practice.clone(),
                };
                let findings = case.criterion.iter().zip(&case.practice).map(labelled).collect();
                Text { text: Some(text.clone()), label: case.grade, findings, ours: true, ..Text::default() }
            })
            .collect()
    };
    let proposed = rewording.iter().flat_map(|one| &one.write);
    let proposed = proposed.map(|text| Text { text: Some(text.clone()), ours: true, ..Text::default() });
    Ok(case.iter().chain(&list).flat_map(of_case).chain(proposed).collect())
}

fn lines(text: &Text) -> Result<String, String> {
    let sections = text.sections()?;
    let examples: Vec<Example> = sections.iter().flat_map(passage::examples).collect();
    let words: Vec<Vec<(usize, String)>> = examples.iter().map(|example| words(&example.written)).collect();
    let mut quoted: Vec<Vec<Quoted>> = vec![Vec::new(); examples.len()];
    let mut over: HashSet<usize> = HashSet::new();
    for labelled in &text.findings {
        let quote: Vec<String> = plain(&labelled.quote).split(' ').map(ToString::to_string).collect();
        let quoted_as =
            |run: &Range<usize>| (run.start, run.end, labelled.criterion.clone(), labelled.practice.clone());
        let runs: Vec<Range<usize>> = words.iter().map(|words| shared(words, &quote)).collect();
        let whole: Vec<usize> = (0..runs.len()).filter(|&at| runs[at].len() == quote.len()).collect();
        // Of the blocks that a quote goes over, the last is the one in which something is found: the others stand over it.
        let parts: Vec<usize> =
            (0..runs.len()).filter(|&at| runs[at].len() == words[at].len() && words[at].len() > 1).collect();
        if !whole.is_empty() {
            whole.iter().for_each(|&at| quoted[at].push(quoted_as(&runs[at])));
        } else if let Some((last, others)) = parts.split_last() {
            quoted[*last].push(quoted_as(&runs[*last]));
            over.extend(others);
        } else if let Some(at) = (0..runs.len()).max_by_key(|&at| runs[at].len()).filter(|&at| !runs[at].is_empty()) {
            quoted[at].push(quoted_as(&runs[at]));
            // Its other parts are neither like it nor like what is harmless.
            over.extend((0..runs.len()).filter(|&part| part != at && runs[part].len() >= PART));
        }
    }
    let mut unfit: HashSet<usize> = HashSet::new();
    for at in (2..examples.len()).filter(|&at| examples[at].both) {
        // What names nobody is a mention together with the sentence before, unless that is one by itself.
        if !quoted[at].is_empty() {
            unfit.insert(if quoted[at - 2].is_empty() { at - 1 } else { at });
        }
    }
    let mut lines = String::new();
    for (at, ((example, words), quoted)) in examples.iter().zip(&words).zip(quoted).enumerate() {
        if over.contains(&at) && quoted.is_empty() || unfit.contains(&at) {
            continue;
        }
        // Places among the words become places among words, numbers and signs.
        let quoted = quoted.into_iter().filter_map(|(from, to, criterion, practice)| {
            Some((words.get(from)?.0, words.get(to.checked_sub(1)?)?.0 + 1, criterion, practice))
        });
        let quoted: Vec<_> = quoted.collect();
        let number = |s: &Symbol| {
            [s.word, s.stem, s.ending, u32::from(s.sense), u32::from(s.ground), u32::from(s.found), u32::from(s.told)]
        };
        let line = Line {
            symbols: example.context.iter().chain(&example.passage.symbols).map(number).collect(),
            own: example.context.len(),
            written: &example.written,
            hashes: &example.hashes,
            label: if quoted.is_empty() { Label::Clear.name() } else { text.label.name() },
            ours: text.ours,
            quoted,
        };
        lines.push_str(&serde_json::to_string(&line).map_err(|e| e.to_string())?);
        lines.push('\n');
    }
    Ok(lines)
}

/// The words of a passage, folded, each with its place among words, numbers and signs.
fn words(written: &[String]) -> Vec<(usize, String)> {
    let folded = written.iter().enumerate().flat_map(|(at, word)| {
        let folded = plain(word);
        folded.split(' ').filter(|word| !word.is_empty()).map(|word| (at, word.to_string())).collect::<Vec<_>>()
    });
    folded.collect()
}

/// The longest run of words that a quote shares with a passage, in the passage.
fn shared(words: &[(usize, String)], quote: &[String]) -> Range<usize> {
    let mut best = 0..0;
    let mut before = vec![0; quote.len() + 1];
    for (at, (_, word)) in words.iter().enumerate() {
        let mut row = vec![0; quote.len() + 1];
        for (in_quote, other) in quote.iter().enumerate() {
            if word == other {
                let length = before[in_quote] + 1;
                row[in_quote + 1] = length;
                if length > best.len() {
                    best = at + 1 - length..at + 1;
                }
            }
        }
        before = row;
    }
    best
}

/// Letters and digits alone.
fn plain(text: &str) -> String {
    let mut plain = String::new();
    for c in text.chars() {
        match fold(c) {
            Letter::Word([one, two]) => {
                plain.push(char::from(one));
                plain.extend((two != 0).then(|| char::from(two)));
            }
            Letter::Accented(letter, _) => plain.push(char::from(letter)),
            Letter::Mark(_) | Letter::Nothing => {}
            _ if plain.ends_with(' ') => {}
            _ => plain.push(' '),
        }
    }
    plain.trim().to_string()
}
