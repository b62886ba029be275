//! Shows how files are read: `cargo run --example outline -- FILE…` prints each block with its role and governors,
//! `--json` one line for each file, with the streams of its sections and the facts about the practitioner, which the tests
//! compare with the browser's.

use std::{env, fs, process::ExitCode};
use vigie::{html, outline::Section};

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
            println!("{}", serde_json::json!({ "streams": sections, "facts": html::facts(&page) }));
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
