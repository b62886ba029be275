//! What each rule and each entry finds in labelled texts: hits, and false alarms.

use rayon::prelude::*;
use serde::Deserialize;
use std::{
    collections::BTreeMap,
    io,
    path::{Path, PathBuf},
};
use vigie::{
    engine::{self, Context},
    finding::{Criterion, Finding, Grade},
    outline::Section,
};

/// A labelled text.
#[derive(Deserialize)]
struct Line {
    text: Option<String>,
    html: Option<String>,
    #[serde(default)]
    findings: Vec<Labelled>,
}

/// What an annotator found in it.
#[derive(Deserialize)]
struct Labelled {
    quote: String,
    criterion: Criterion,
}

/// How often something found what an annotator found, and what none did.
#[derive(Clone, Copy, Default)]
pub struct Tally {
    /// An annotator found it too.
    pub hits: usize,
    /// Flagged, where no annotator found anything.
    pub alarms: usize,
    /// Given to check, where no annotator found anything.
    pub needless: usize,
}

impl Tally {
    fn count(&mut self, hit: bool, grade: Grade) {
        match (hit, grade) {
            (true, _) => self.hits += 1,
            (false, Grade::Flag) => self.alarms += 1,
            (false, Grade::Check) => self.needless += 1,
        }
    }
}

/// One corpus as a whole.
pub struct Corpus {
    /// Its file's name.
    pub name: String,
    /// How many texts.
    pub texts: usize,
    /// How many wordings the annotators found.
    pub labelled: usize,
    /// How many of these were found.
    pub found: usize,
    /// Of all findings.
    pub all: Tally,
}

/// All corpora, measured.
#[derive(Default)]
pub struct Measures {
    /// In the order given.
    pub corpora: Vec<Corpus>,
    /// By rule.
    pub rules: BTreeMap<String, Tally>,
    /// By entry of the lexicon.
    pub entries: BTreeMap<String, Tally>,
}

/// Reads and measures the corpora.
pub fn measure(files: &[PathBuf]) -> io::Result<Measures> {
    let mut measures = Measures::default();
    for file in files {
        let lines = read(file)?;
        let read: Vec<Vec<Finding>> = lines.par_iter().map(scan).collect();
        let mut corpus = Corpus {
            name: file.file_name().unwrap_or(file.as_os_str()).to_string_lossy().into_owned(),
            texts: lines.len(),
            labelled: 0,
            found: 0,
            all: Tally::default(),
        };
        for (line, findings) in lines.iter().zip(&read) {
            corpus.labelled += line.findings.len();
            corpus.found += line.findings.iter().filter(|l| findings.iter().any(|f| same(f, l))).count();
            for finding in findings {
                let hit = line.findings.iter().any(|l| same(finding, l));
                corpus.all.count(hit, finding.grade);
                measures.rules.entry(finding.rule.to_string()).or_default().count(hit, finding.grade);
                let mut entries: Vec<&str> = finding.trace.cues.iter().map(|c| c.entry.as_ref()).collect();
                entries.sort_unstable();
                entries.dedup();
                for entry in entries {
                    measures.entries.entry(entry.to_string()).or_default().count(hit, finding.grade);
                }
            }
        }
        measures.corpora.push(corpus);
    }
    Ok(measures)
}

fn read(file: &Path) -> io::Result<Vec<Line>> {
    let text = super::super::read(file)?;
    let fault = |number: usize, what: String| {
        io::Error::new(io::ErrorKind::InvalidData, format!("{}:{number}: {what}", file.display()))
    };
    let mut lines = Vec::new();
    for (at, line) in text.lines().enumerate().filter(|(_, line)| !line.trim().is_empty()) {
        let line: Line = serde_json::from_str(line).map_err(|e| fault(at + 1, e.to_string()))?;
        if line.text.is_some() == line.html.is_some() {
            return Err(fault(at + 1, "expected \"text\" or \"html\", one of the two".into()));
        }
        lines.push(line);
    }
    Ok(lines)
}

fn scan(line: &Line) -> Vec<Finding> {
    let sections = match (&line.text, &line.html) {
        (Some(text), _) => vec![Section::from_text(text)],
        (None, html) => super::super::scan::sections(html.as_deref().unwrap_or_default()),
    };
    sections.iter().flat_map(|section| engine::scan(section, &Context::default())).collect()
}

/// Whether a finding is the one that an annotator made: of the same ground, and sharing half of the shorter one's words in a row.
fn same(finding: &Finding, labelled: &Labelled) -> bool {
    if finding.criterion != labelled.criterion {
        return false;
    }
    let words = |text: &str| {
        let words = text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
        words.map(str::to_lowercase).collect::<Vec<_>>()
    };
    let (found, wanted) = (words(&finding.quote), words(&labelled.quote));
    let (short, long) = if found.len() <= wanted.len() { (found, wanted) } else { (wanted, found) };
    let need = short.len().div_ceil(2).max(1);
    short.windows(need).any(|run| long.windows(need).any(|other| other == run))
}
