//! `vigie explain`: how a text is read.

use std::{
    io::{self, Write},
    process::ExitCode,
};
use vigie::{
    engine::{self, Context},
    message::{Catalogue, Language},
    outline::Section,
};

/// Prints the trace of each finding; with `rules_only`, of what the rules say before the network reads.
pub fn run(text: &str, rules_only: bool) -> io::Result<ExitCode> {
    let mut out = io::BufWriter::new(io::stdout().lock());
    let catalogue = Catalogue::new(Language::Fr);
    let section = Section::from_text(text);
    let findings = engine::scan(&section, &Context { rules_only, ..Context::default() });
    if findings.is_empty() {
        writeln!(out, "{}", catalogue.text("command.silent"))?;
        for seen in engine::seen(&section) {
            writeln!(out, "  {:<18}« {} » ({})", catalogue.text("command.clause"), seen.clause, seen.ended_by)?;
            for cue in seen.cues {
                writeln!(
                    out,
                    "  {:<18}{:<10}{:<26}« {} »",
                    catalogue.text("command.cue"),
                    cue.kind,
                    cue.entry,
                    cue.words
                )?;
            }
        }
    }
    for finding in findings {
        let trace = &finding.trace;
        let mut line = |key: &str, words: String| writeln!(out, "  {:<18}{words}", catalogue.text(key));
        let judged = format!("{:?}, {:?}, {:?}", finding.criterion, finding.practice, finding.grade).to_lowercase();
        line("command.rule", format!("{} ({judged})", trace.rule))?;
        line("command.clause", format!("« {} »", trace.clause))?;
        for cue in &trace.cues {
            line("command.cue", format!("{:<10}{:<26}« {} »", cue.kind, cue.entry, cue.words))?;
        }
        if !trace.scope.is_empty() {
            line("command.scope", trace.scope.join(", "))?;
        }
        for qualifier in trace.qualifiers.iter().filter(|qualifier| !qualifier.starts_with("no ")) {
            line("command.qualifier", qualifier.clone())?;
        }
        if let Some(end) = &trace.ended_by {
            line("command.end", end.clone())?;
        }
        writeln!(out, "  {}\n", catalogue.render(&finding.reason))?;
    }
    out.flush()?;
    Ok(ExitCode::SUCCESS)
}
