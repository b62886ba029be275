//! `vigie explain`: how a text is read.

use std::{
    io::{self, Write},
    process::ExitCode,
};
use vigie::{
    engine::{self, Context},
    outline::Section,
};

/// Prints the trace of each finding.
pub fn run(text: &str) -> io::Result<ExitCode> {
    let mut out = io::BufWriter::new(io::stdout().lock());
    let findings = engine::scan(&Section::from_text(text), &Context::default());
    if findings.is_empty() {
        writeln!(out, "Aucune mention susceptible d'être discriminatoire.")?;
    }
    for finding in findings {
        let trace = finding.trace;
        writeln!(out, "« {} »", finding.quote)?;
        writeln!(
            out,
            "  règle        {} ({:?}, {:?}, {:?})",
            trace.rule, finding.criterion, finding.practice, finding.grade
        )?;
        writeln!(out, "  proposition  {}", trace.clause)?;
        for cue in trace.cues {
            writeln!(out, "  indice       {:<10} {:<26} « {} »", cue.kind, cue.entry, cue.words)?;
        }
        if !trace.scope.is_empty() {
            writeln!(out, "  portée       {}", trace.scope.join(", "))?;
        }
        if let Some(end) = trace.ended_by {
            writeln!(out, "  fin          {end}")?;
        }
        if !trace.qualifiers.is_empty() {
            writeln!(out, "  atténuation  {}", trace.qualifiers.join(", "))?;
        }
    }
    out.flush()?;
    Ok(ExitCode::SUCCESS)
}
