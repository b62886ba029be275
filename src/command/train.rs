//! `vigie train`: learns the table of weights (`src/lexicon/weights.tsv`) from labelled texts. The same texts and vocabulary give
//! the same bytes.

mod cases;
mod fit;

use fit::{Matrix, Target, fit};
use rayon::prelude::*;
use serde::Deserialize;
use std::{
    collections::{BTreeMap, BTreeSet, HashSet},
    fs,
    io::{self, Write},
    path::{Path, PathBuf},
    process::ExitCode,
};
use vigie::{
    engine,
    lexicon::weights::{ASPECTS, UNIT, named},
    outline::Section,
    text::letter::{Letter, fold},
};

/// How far the labels are trusted against few weights: whether something is found, and which practice.
const TRUST: f64 = 1.0;
const TRUST_PRACTICE: f64 = 0.1;

/// What a weight costs for being there at all, however light, where features are chosen: see `fit`. Those that are chosen are
/// weighed again without it.
const SPARE: f64 = 0.3;
const SPARE_PRACTICE: f64 = 1.0;

/// A text to be checked counts so much among those that are not to be flagged, and among those that are to be noticed.
const CHECK_NOT_FLAG: f64 = 0.5;
const CHECK_NOTICED: f64 = 3.0;

/// What one of our own sentences counts: there are few of them beside the texts, and each was written for something that
/// must be so.
const CASE: f64 = 7.0;

/// What weighs less than this many units is not chosen.
const LEAST: f64 = 1.0;

/// What a feature says of whether a person should look differs from what it says of whether to flag by a multiple of this, in units:
/// nothing is lost, and the table is smaller.
const APART: f64 = 2.0;

/// What fewer sentences have tells nothing.
const RARE: usize = 3;

#[derive(Deserialize)]
struct Text {
    text: Option<String>,
    html: Option<String>,
    #[serde(default)]
    label: Label,
    #[serde(default)]
    findings: Vec<Labelled>,
}

#[derive(Deserialize, Clone, Copy, Default, PartialEq, Eq)]
#[serde(rename_all = "lowercase")]
enum Label {
    Flag,
    Check,
    #[default]
    Clear,
}

#[derive(Deserialize)]
struct Labelled {
    quote: String,
    practice: String,
}

/// A sentence with what it should be.
struct Example {
    features: Vec<String>,
    label: Label,
    practice: Option<String>,
    /// Where it comes from.
    from: Origin,
}

/// Where an example comes from.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Origin {
    /// Labelled by people who did not look at the rules.
    Corpus,
    /// Our own sentences, that the rules were written on: they would make the rules look better than they are.
    Case,
    /// Public text, in which nothing is to be found.
    Public,
}

/// Learns from labelled corpora, and from texts in which nothing is to be found; writes the table.
pub fn run(corpora: &[PathBuf], silent: &[PathBuf], silence: f64) -> io::Result<ExitCode> {
    let mut examples = Vec::new();
    for (files, from) in [(corpora, Origin::Corpus), (silent, Origin::Public)] {
        for file in files {
            examples.extend(match file.extension().is_some_and(|e| e == "toml") {
                true => cases::read(file)?,
                false => read(file, from)?,
            });
        }
    }
    examples.extend(cases::entries());
    let (names, matrix) = matrix(&examples);
    let rows = learn(&names, matrix, &examples, silence);
    let mut out = io::BufWriter::new(io::stdout().lock());
    writeln!(
        out,
        "# What the features of a sentence say, in eighths. Written by scripts/train, which says from what."
    )?;
    writeln!(out, "# feature\t{}", ASPECTS.join("\t"))?;
    for (name, weights) in rows {
        let weights = weights.map(|weight| if weight == 0 { String::new() } else { weight.to_string() });
        writeln!(out, "{name}\t{}", weights.join("\t"))?;
    }
    out.flush()?;
    Ok(ExitCode::SUCCESS)
}

fn read(file: &Path, from: Origin) -> io::Result<Vec<Example>> {
    let lines = fs::read_to_string(file).map_err(|e| io::Error::new(e.kind(), format!("{}: {e}", file.display())))?;
    let lines: Vec<&str> = lines.lines().collect();
    let read: Vec<Result<Vec<Example>, String>> = lines
        .par_iter()
        .enumerate()
        .map(|(at, line)| of_line(line, from).map_err(|e| format!("{}:{}: {e}", file.display(), at + 1)))
        .collect();
    let mut examples = Vec::new();
    for of_line in read {
        examples.extend(of_line.map_err(io::Error::other)?);
    }
    Ok(examples)
}

fn of_line(line: &str, from: Origin) -> Result<Vec<Example>, String> {
    let text: Text = serde_json::from_str(line).map_err(|e| e.to_string())?;
    let sections = match (&text.text, &text.html) {
        (Some(text), None) => vec![Section::from_text(text)],
        (None, Some(html)) => super::scan::sections(html),
        _ => return Err("expected \"text\" or \"html\", one of the two".to_string()),
    };
    let mut sentences: Vec<engine::Example> = sections.iter().flat_map(engine::examples).collect();
    let folded: Vec<String> = sentences.iter().map(|sentence| plain(&sentence.words)).collect();
    let mut meant: Vec<Option<&Labelled>> = vec![None; sentences.len()];
    for labelled in &text.findings {
        let quote = plain(&labelled.quote);
        for (sentence, meant) in folded.iter().zip(&mut meant) {
            if sentence.contains(&quote) || sentence.len() > 6 && quote.contains(sentence.as_str()) {
                *meant = Some(labelled);
            }
        }
        // A quote that no sentence holds: the one that shares most of its words.
        if meant.iter().all(Option::is_none) {
            let words: HashSet<&str> = quote.split(' ').collect();
            let shared = |at: &usize| folded[*at].split(' ').filter(|word| words.contains(word)).count();
            if let Some(at) = (0..folded.len()).max_by_key(shared) {
                meant[at] = Some(labelled);
            }
        }
    }
    let examples = sentences.drain(..).zip(meant).map(|(sentence, meant)| Example {
        features: sentence.features,
        label: if meant.is_some() { text.label } else { Label::Clear },
        practice: meant.map(|labelled| labelled.practice.clone()),
        from,
    });
    Ok(examples.collect())
}

/// Letters and digits alone.
fn plain(text: &str) -> String {
    let mut plain = String::new();
    for c in text.chars() {
        match fold(c) {
            Letter::Word([one, two]) => {
                plain.push(char::from(one));
                plain.extend((two != 0).then(|| char::from(two)));
            }
            Letter::Accented(letter, _) => plain.push(char::from(letter)),
            Letter::Mark(_) | Letter::Nothing => {}
            _ if plain.ends_with(' ') => {}
            _ => plain.push(' '),
        }
    }
    plain.trim().to_string()
}

/// The features that are told often enough, and who has them. Those that share a hash are one, by the name of the commonest.
fn matrix(examples: &[Example]) -> (Vec<&str>, Matrix) {
    let mut columns: BTreeMap<&str, Vec<u32>> = BTreeMap::new();
    for (row, example) in examples.iter().enumerate() {
        for feature in &example.features {
            columns.entry(feature).or_default().push(row as u32);
        }
    }
    let mut shared: BTreeMap<u32, (&str, usize, BTreeSet<u32>)> = BTreeMap::new();
    for (name, rows) in columns {
        let (commonest, most, all) = shared.entry(named(name)).or_insert((name, 0, BTreeSet::new()));
        if rows.len() > *most {
            (*commonest, *most) = (name, rows.len());
        }
        all.extend(rows);
    }
    let mut kept: Vec<(&str, Vec<u32>)> = shared
        .into_values()
        .filter(|(_, _, rows)| rows.len() >= RARE)
        .map(|(name, _, rows)| (name, rows.into_iter().collect()))
        .collect();
    kept.sort_unstable();
    let (names, columns) = kept.into_iter().unzip();
    (names, Matrix { columns, rows: examples.len() })
}

/// The weights of each feature that has any, in [`UNIT`]s. What says nothing of whether something is to be flagged is not asked
/// what else it says: the table would be half as long again, and tell little more.
fn learn<'a>(
    names: &[&'a str],
    matrix: Matrix,
    examples: &[Example],
    silence: f64,
) -> Vec<(&'a str, [i8; ASPECTS.len()])> {
    let flags = targets(examples, silence, |e| e.label == Label::Flag, CHECK_NOT_FLAG);
    let chosen = fit(&matrix, &flags, TRUST, SPARE);
    let telling = |weight: &f64| (weight * f64::from(UNIT)).abs() >= LEAST;
    let kept: Vec<usize> = (0..names.len()).filter(|&at| telling(&chosen[at])).collect();
    let mut columns = matrix.columns;
    let matrix =
        Matrix { columns: kept.iter().map(|&at| std::mem::take(&mut columns[at])).collect(), rows: matrix.rows };
    // What was left out is made up for by what stays.
    let flag = fit(&matrix, &flags, TRUST, 0.0);
    let others: Vec<Vec<f64>> = ASPECTS[1..]
        .par_iter()
        .map(|&aspect| match aspect {
            "notice" => {
                let targets = targets(examples, silence, |e| e.label != Label::Clear, CHECK_NOTICED);
                fit(&matrix, &targets, TRUST, 0.0)
            }
            practice => fit(&matrix, &practices(examples, practice), TRUST_PRACTICE, SPARE_PRACTICE),
        })
        .collect();
    let quantised = |weight: f64| (weight * f64::from(UNIT)).round().clamp(-127.0, 127.0) as i8;
    let weights = |at: usize| {
        let flag = quantised(flag[at]);
        std::array::from_fn(|aspect| match aspect {
            0 => flag,
            1 => {
                let apart = others[0][at] * f64::from(UNIT) - f64::from(flag);
                (f64::from(flag) + (apart / APART).round() * APART).clamp(-127.0, 127.0) as i8
            }
            _ => quantised(others[aspect - 1][at]),
        })
    };
    kept.iter().enumerate().map(|(at, &of)| (names[of], weights(at))).collect()
}

/// Those that are looked for count as much as the labelled ones that are not.
fn targets(examples: &[Example], silence: f64, is: impl Fn(&Example) -> bool, check: f64) -> Vec<Target> {
    let counts = |example: &Example| {
        let label = if example.label == Label::Check { check } else { 1.0 };
        match example.from {
            Origin::Corpus => label,
            Origin::Case => label * CASE,
            Origin::Public => silence,
        }
    };
    let all =
        |such: bool| -> f64 { examples.iter().filter(|e| e.from != Origin::Public && is(e) == such).map(counts).sum() };
    let balance = all(false) / all(true).max(1.0);
    examples
        .iter()
        .map(|example| {
            let is = is(example);
            Target { is, counts: counts(example) * if is { balance } else { 1.0 } }
        })
        .collect()
}

/// A practice among the flagged sentences.
fn practices(examples: &[Example], practice: &str) -> Vec<Target> {
    let is = |example: &Example| example.practice.as_deref() == Some(practice);
    let flagged = |example: &&Example| example.label == Label::Flag && example.practice.is_some();
    let all = examples.iter().filter(flagged).count() as f64;
    let these = examples.iter().filter(flagged).filter(|e| is(e)).count() as f64;
    examples
        .iter()
        .map(|example| Target {
            is: is(example),
            counts: match is(example) {
                _ if !flagged(&example) => 0.0,
                true => (all - these) / these.max(1.0),
                false => 1.0,
            },
        })
        .collect()
}
