//! `vigie scan`: findings as a person reads them.

use std::{
    io::{self, IsTerminal, Write},
    path::{Path, PathBuf},
    process::ExitCode,
};
use vigie::{
    engine::{self, Context},
    finding::{Finding, Grade},
    outline::Section,
};

/// Reads the files and prints what was found.
pub fn run(files: &[PathBuf]) -> io::Result<ExitCode> {
    let standard = [PathBuf::from("-")];
    let files = if files.is_empty() { &standard[..] } else { files };
    let colours = io::stdout().is_terminal();
    let mut out = io::BufWriter::new(io::stdout().lock());
    let mut failed = false;
    for file in files {
        let text = match super::read(file) {
            Ok(text) => text,
            Err(error) => {
                eprintln!("vigie: {error}");
                failed = true;
                continue;
            }
        };
        let sections = if is_html(file, &text) { sections(&text) } else { vec![Section::from_text(&text)] };
        let findings: Vec<Finding> = sections.iter().flat_map(|s| engine::scan(s, &Context::default())).collect();
        writeln!(out, "{} : {}", file.display(), count(findings.len()))?;
        for finding in &findings {
            print(&mut out, finding, colours)?;
        }
    }
    out.flush()?;
    Ok(if failed { ExitCode::FAILURE } else { ExitCode::SUCCESS })
}

/// A page's sections.
pub fn sections(html: &str) -> Vec<Section> {
    vigie::html::sections(html)
}

fn is_html(file: &Path, text: &str) -> bool {
    match file.extension().and_then(|e| e.to_str()) {
        Some(e) => matches!(e.to_ascii_lowercase().as_str(), "html" | "htm" | "xhtml"),
        None => text.trim_start().starts_with('<'),
    }
}

fn count(n: usize) -> String {
    match n {
        0 => "rien à signaler".into(),
        1 => "1 mention".into(),
        n => format!("{n} mentions"),
    }
}

fn print(out: &mut impl Write, finding: &Finding, colours: bool) -> io::Result<()> {
    let (on, off) = match (colours, finding.grade) {
        (false, _) => ("", ""),
        (true, Grade::Flag) => ("\u{1b}[1;31m", "\u{1b}[0m"),
        (true, Grade::Check) => ("\u{1b}[33m", "\u{1b}[0m"),
    };
    writeln!(out, "  {on}« {} »{off}", finding.quote)?;
    writeln!(out, "    {:?} · {:?} · {:?} · {}", finding.criterion, finding.practice, finding.grade, finding.rule)
}
