//! Shows how files are read: `cargo run --example outline -- FILE…` prints each block with its role and governors,
//! `--json` one line for each file: the streams of its sections and the facts about the practitioner, which the tests
//! compare with the browser's; what it says, whom it is about and what is found, which `scripts/page-case` shows.

use std::{env, fs, process::ExitCode};
use vigie::{
    engine::{self, Context},
    html,
    outline::{Outline, Section},
    practitioner::Practitioner,
};

fn main() -> ExitCode {
    let mut files: Vec<String> = env::args().skip(1).collect();
    let json = files.first().is_some_and(|first| first == "--json");
    for file in files.drain(usize::from(json)..) {
        let page = match fs::read(&file) {
            Ok(bytes) => String::from_utf8_lossy(&bytes).into_owned(),
            Err(error) => {
                eprintln!("{file}: {error}");
                return ExitCode::FAILURE;
            }
        };
        let sections = html::streams(&page);
        if json {
            println!("{}", described(&page, &sections));
            continue;
        }
        for stream in sections {
            println!("section");
            for (n, block) in Section::from_stream(&stream).blocks.iter().enumerate() {
                let governors: Vec<_> = block.governors.iter().map(|g| format!("{:?} {}", g.kind, g.block)).collect();
                let context = if block.context { " (context)" } else { "" };
                println!("  {n:3} {:?}{context} {:?} {}", block.role, block.text, governors.join(", "));
            }
        }
    }
    ExitCode::SUCCESS
}

fn described(page: &str, streams: &[String]) -> serde_json::Value {
    let facts = html::facts(page);
    let outline = Outline::new(streams.iter().map(|stream| Section::from_stream(stream)).collect());
    let profession = facts.profession();
    let context = Context { profession: &profession, ..Context::default() };
    let found = outline.sections.iter().flat_map(|section| engine::scan(section, &context));
    let findings: Vec<_> = found
        .map(|f| serde_json::json!({ "quote": f.quote, "criterion": f.criterion, "practice": f.practice, "grade": f.grade }))
        .collect();
    serde_json::json!({
        "streams": streams,
        "text": outline.text(),
        "practitioner": Practitioner::read(&facts),
        "findings": findings,
        "facts": facts,
    })
}
