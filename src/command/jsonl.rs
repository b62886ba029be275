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
use vigie::outline::Section;

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
    findings: Vec<super::scan::Found>,
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
    let findings = super::scan::found(&sections, "", None);
    serde_json::to_string(&Answer { id: &input.id, findings }).map_err(|e| format!("line {number}: {e}"))
}
