//! Measures reading on one core: `cargo run --release --example speed -- SHEETS GROUPS` reads a file of sheets apart by blank
//! lines, a paragraph a line, and a list of terms, and prints one line of JSON: MB a second of reading, of folding alone, of
//! aho-corasick alone over the folded text, and how many sentences pass the gate.

use aho_corasick::AhoCorasick;
use std::{env, fs, hint::black_box, process::ExitCode, time::Instant};
use vigie::{
    engine::{self, Context},
    outline::Section,
    text::{
        self,
        letter::{Letter, fold},
    },
};

/// The command line's: what is measured is what it does.
#[global_allocator]
static MEMORY: mimalloc::MiMalloc = mimalloc::MiMalloc;

/// How often each is measured; the median counts.
const RUNS: usize = 5;

fn main() -> ExitCode {
    let files: Vec<String> = env::args().skip(1).collect();
    let [sheets, groups] = files.as_slice() else {
        eprintln!("usage: speed SHEETS GROUPS");
        return ExitCode::from(2);
    };
    match measured(sheets, groups) {
        Ok(line) => {
            println!("{line}");
            ExitCode::SUCCESS
        }
        Err(fault) => {
            eprintln!("{fault}");
            ExitCode::FAILURE
        }
    }
}

fn measured(sheets: &str, groups: &str) -> Result<serde_json::Value, String> {
    let read = |file: &str| fs::read_to_string(file).map_err(|error| format!("{file}: {error}"));
    let text = read(sheets)?;
    let sheets: Vec<&str> = text.split("\n\n").collect();
    let groups = read(groups)?;
    let terms = AhoCorasick::builder().build(groups.lines()).map_err(|error| error.to_string())?;
    let folded: Vec<String> = sheets.iter().map(|sheet| plain(sheet)).collect();
    let mut tokens = Vec::new();
    let (mut findings, mut sentences, mut read) = (0, 0, 0);
    for sheet in &sheets {
        let (all, passed) = engine::gated(&Section::from_text(sheet));
        (sentences, read) = (sentences + all, read + passed);
    }
    let mb = |bytes: usize, seconds: f64| bytes as f64 / 1e6 / seconds;
    let scan = mb(
        text.len(),
        median(|| {
            findings =
                sheets.iter().map(|sheet| engine::scan(&Section::from_text(sheet), &Context::default()).len()).sum();
        }),
    );
    let folding = mb(
        text.len(),
        median(|| {
            for line in text.lines() {
                text::read(line, &mut tokens);
                black_box(&tokens);
            }
        }),
    );
    let automaton = mb(
        folded.iter().map(String::len).sum(),
        median(|| {
            black_box(folded.iter().map(|sheet| terms.find_overlapping_iter(sheet).count()).sum::<usize>());
        }),
    );
    Ok(serde_json::json!({
        "bytes": text.len(), "findings": findings, "sentences": sentences, "passed": read,
        "scan": scan, "folding": folding, "automaton": automaton,
    }))
}

/// Seconds that one run takes.
fn median(mut run: impl FnMut()) -> f64 {
    let mut took: Vec<f64> = (0..RUNS)
        .map(|_| {
            let begun = Instant::now();
            run();
            begun.elapsed().as_secs_f64()
        })
        .collect();
    took.sort_by(f64::total_cmp);
    took[RUNS / 2]
}

/// A text as the automaton wants it: folded, with one space between words.
fn plain(text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    for c in text.chars() {
        match fold(c) {
            Letter::Word(letters) => plain.extend(letters.into_iter().filter(|l| *l != 0).map(char::from)),
            Letter::Accented(letter, _) => plain.push(letter.into()),
            Letter::Mark(_) | Letter::Nothing => {}
            _ if plain.ends_with(' ') => {}
            _ => plain.push(' '),
        }
    }
    plain
}
