//! `vigie scan`: findings as a person reads them.

use std::{
    io::{self, IsTerminal, Write},
    path::{Path, PathBuf},
    process::ExitCode,
};
use vigie::{
    engine::{self, Context},
    finding::{Finding, Grade},
    message::{Catalogue, Language, Message},
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
        let (sections, profession) = if is_html(file, &text) {
            (sections(&text), vigie::html::facts(&text).profession())
        } else {
            (vec![Section::from_text(&text)], String::new())
        };
        let context = Context { profession: &profession, ..Context::default() };
        let findings: Vec<Finding> = sections.iter().flat_map(|s| engine::scan(s, &context)).collect();
        let head = match findings.len() {
            0 => Message::new("command.none"),
            n => Message::new("command.found").with("n", n),
        };
        writeln!(out, "{}", Catalogue::new(Language::Fr).render(&head.with("file", file.display())))?;
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

fn print(out: &mut impl Write, finding: &Finding, colours: bool) -> io::Result<()> {
    let catalogue = Catalogue::new(Language::Fr);
    let (on, off) = match (colours, finding.grade) {
        (false, _) => ("", ""),
        (true, Grade::Flag) => ("\u{1b}[1;31m", "\u{1b}[0m"),
        (true, Grade::Check) => ("\u{1b}[33m", "\u{1b}[0m"),
    };
    let name = |group: &str, value: String| {
        Catalogue::new(Language::Fr).text(&format!("{group}.{}", value.to_lowercase())).to_string()
    };
    writeln!(out, "\n  {on}« {} »{off}", finding.quote)?;
    writeln!(out, "    {}", name("grade", format!("{:?}", finding.grade)))?;
    writeln!(
        out,
        "    {} — {}",
        name("criterion", format!("{:?}", finding.criterion)),
        name("practice", format!("{:?}", finding.practice))
    )?;
    writeln!(out, "    {}", catalogue.render(&finding.reason))
}
