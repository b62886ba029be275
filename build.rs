//! Checks the project's data (vocabulary, law, messages, sites, words of forms) and compiles it to tables, so that next to nothing is built when
//! the program starts. A file that is wrong stops the build with its name, line and entry.

#[path = "src/report/form/build.rs"]
mod form;
#[path = "src/law/build.rs"]
mod law;
#[path = "src/lexicon/build.rs"]
mod lexicon;
#[path = "src/messages/build.rs"]
mod messages;
#[path = "src/finding/names.rs"]
mod names;
#[path = "src/rewording/build.rs"]
mod rewording;
#[path = "src/sites/build.rs"]
mod sites;

use std::{env, path::PathBuf, process::ExitCode};

fn main() -> ExitCode {
    let Some(out) = env::var_os("OUT_DIR").map(PathBuf::from) else {
        eprintln!("OUT_DIR is not set: build with cargo");
        return ExitCode::FAILURE;
    };
    let mut faults = Vec::new();
    for (data, build) in [
        ("src/lexicon", lexicon::build as fn(&std::path::Path, &std::path::Path) -> Result<(), String>),
        ("src/law", law::build),
        ("src/messages", messages::build),
        ("src/rewording.toml", rewording::build),
        ("src/sites.toml", sites::build),
        ("src/report/form/words.toml", form::build),
    ] {
        println!("cargo::rerun-if-changed={data}");
        if let Err(fault) = build(data.as_ref(), &out) {
            faults.push(fault);
        }
    }
    if faults.is_empty() {
        return ExitCode::SUCCESS;
    }
    eprintln!("{}", faults.join("\n"));
    ExitCode::FAILURE
}
