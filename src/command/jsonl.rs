//! `vigie scan --jsonl`: an object a line in, an object a line out, in order. Lines are read in batches, which all cores
//! share, so that memory stays flat however long the input is.

use rayon::prelude::*;
use serde::{Deserialize, Serialize};
use std::{
    fs::File,
    io::{self, BufRead, BufReader, Write},
    path::{Path, PathBuf},
    process::ExitCode,
};
use vigie::{
    engine::{self, Context},
    finding::{Criterion, Finding, Grade, Practice},
    message::{Catalogue, Language},
    outline::Section,
    span::{Utf16Span, utf16_len},
};

/// How many lines are read before they are judged.
const BATCH: usize = 1024;

#[derive(Deserialize)]
struct Input {
    id: serde_json::Value,
    text: Option<String>,
    html: Option<String>,
}

#[derive(Serialize)]
struct Answer<'a> {
    id: &'a serde_json::Value,
    findings: Vec<Found>,
}

#[derive(Serialize)]
struct Found {
    quote: String,
    start: u32,
    end: u32,
    scope: Vec<[u32; 2]>,
    criterion: Criterion,
    practice: Practice,
    grade: Grade,
    rule: &'static str,
    why: String,
}

/// Answers all lines; 2 where one of them could not be read.
pub fn run(files: &[PathBuf]) -> io::Result<ExitCode> {
    let mut out = io::BufWriter::new(io::stdout().lock());
    let mut bad = false;
    if files.is_empty() {
        bad |= answer(io::stdin().lock(), "", &mut out)?;
    }
    for file in files {
        if file == Path::new("-") {
            bad |= answer(io::stdin().lock(), "", &mut out)?;
            continue;
        }
        let name = format!("{}: ", file.display());
        let input = File::open(file).map_err(|e| io::Error::new(e.kind(), format!("{name}{e}")))?;
        bad |= answer(BufReader::new(input), &name, &mut out)?;
    }
    out.flush()?;
    Ok(if bad { ExitCode::from(2) } else { ExitCode::SUCCESS })
}

fn answer(mut input: impl BufRead, name: &str, out: &mut impl Write) -> io::Result<bool> {
    let (mut bad, mut number) = (false, 0usize);
    loop {
        let mut lines = Vec::with_capacity(BATCH);
        while lines.len() < BATCH {
            let mut line = Vec::new();
            if input.read_until(b'\n', &mut line)? == 0 {
                break;
            }
            number += 1;
            if !line.trim_ascii().is_empty() {
                lines.push((number, line));
            }
        }
        if lines.is_empty() {
            return Ok(bad);
        }
        let answers: Vec<Result<String, String>> = lines.par_iter().map(|(number, line)| one(*number, line)).collect();
        for answer in answers {
            match answer {
                Ok(line) => writeln!(out, "{line}")?,
                Err(fault) => {
                    bad = true;
                    eprintln!("vigie: {name}{fault}");
                }
            }
        }
    }
}

fn one(number: usize, line: &[u8]) -> Result<String, String> {
    let input: Input = serde_json::from_slice(line).map_err(|e| format!("line {number}: {e}"))?;
    let sections = match (&input.text, &input.html) {
        (Some(text), None) => vec![Section::from_text(text)],
        (None, Some(html)) => super::scan::sections(html),
        _ => return Err(format!("line {number}: expected \"text\" or \"html\", one of the two")),
    };
    let mut findings = Vec::new();
    let mut base = 0;
    for section in &sections {
        let starts = starts(section, &mut base);
        findings.extend(engine::scan(section, &Context::default()).into_iter().map(|f| found(section, &starts, f)));
    }
    serde_json::to_string(&Answer { id: &input.id, findings }).map_err(|e| format!("line {number}: {e}"))
}

/// Where each block begins in the outline's text, in UTF-16 units: blocks are joined by one line feed. Context stands in an
/// earlier section already, and has no place of its own here.
fn starts(section: &Section, base: &mut u32) -> Vec<u32> {
    section
        .blocks
        .iter()
        .map(|block| {
            let start = *base;
            if !block.context {
                *base += utf16_len(&block.text) + 1;
            }
            start
        })
        .collect()
}

fn found(section: &Section, starts: &[u32], finding: Finding) -> Found {
    let place = |p: &vigie::finding::Place| {
        let Utf16Span { start, end } = p.span.to_utf16(&section.blocks[p.block].text);
        [starts[p.block] + start, starts[p.block] + end]
    };
    let [start, end] = place(&finding.anchor);
    Found {
        start,
        end,
        scope: finding.scope.iter().filter(|p| !section.blocks[p.block].context).map(place).collect(),
        criterion: finding.criterion,
        practice: finding.practice,
        grade: finding.grade,
        rule: finding.rule,
        why: Catalogue::new(Language::Fr).render(&finding.reason),
        quote: finding.quote,
    }
}
