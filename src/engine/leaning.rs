//! Which way the words of a sentence lean. No list holds every way to turn people away: « pour eux, c'est la porte d'en face »
//! names nothing that a rule knows. So each sentence about a group is also weighed: its features have weights that were
//! learned from labelled texts (`src/lexicon/weights.tsv`, written by `scripts/train`). What leans far enough is found although
//! no rule speaks, and what leans far the other way lowers what a rule found. The words that weighed most are the reason.

mod feature;

pub use feature::Sentence;

use super::{cue::Cue, frame, judge, scope::Head};
use crate::{
    VERSION,
    finding::{Criterion, Finding, Grade, Place, Practice, Trace},
    lexicon::{
        self, Kind,
        weights::{ASPECTS, DENSE, UNIT},
    },
    message::Message,
    outline::{BlockIndex, Section},
    span::ByteSpan,
    text::{self, Shape},
};
use feature::{Hashed, family, features};
use std::ops::Range;

/// What leans further than this is flagged where no rule speaks.
const FLAG: i32 = 0;

/// What leans further than this is to be checked where no rule speaks.
const NOTICE: i32 = UNIT;

/// A rule's flag that leans further back than this is to be checked at most.
const DOUBT: i32 = 0;

/// What a rule would have checked and leans further back than this is left out; a flag in doubt already where it leans
/// further back than [`DOUBT`].
const DROP: i32 = -UNIT;

/// A row or an answer of so many words is not weighed by them.
const FEW: usize = 4;

/// How many of the words that weighed most are told.
const TOLD: usize = 3;

/// Words that speak for a finding.
struct Pull {
    weight: i32,
    words: Range<usize>,
}

/// The aspects by their places in [`ASPECTS`].
const FLAGGED: usize = 0;
const NOTICED: usize = 1;

/// What a feature says of each aspect.
type Weights = [i8; ASPECTS.len()];

/// Tells the rows of the features that a sentence has, each once, with the family and the words that it was first read from.
fn each(sentence: &Sentence, tell: &mut dyn FnMut(&Weights, u8, Range<usize>)) {
    let weights = lexicon::weights();
    let mut told = vec![0u64; weights.rows.len() / 64 + 1];
    features(sentence, &mut |of, symbols: &[Hashed], words| {
        let Some(at) = weights.find(feature::hash(of, symbols)) else { return };
        let (word, bit) = (at / 64, 1 << (at % 64));
        if told[word] & bit == 0 {
            told[word] |= bit;
            tell(&weights.rows[at], of, words);
        }
    });
}

/// What the features of a sentence say together of some aspects.
fn sums<const N: usize>(sentence: &Sentence, first: usize) -> [i32; N] {
    let mut sums = [0; N];
    each(sentence, &mut |row, _, _| {
        for (sum, weight) in sums.iter_mut().zip(&row[first..]) {
            *sum += i32::from(*weight);
        }
    });
    sums
}

/// The words that speak for a finding, the heaviest first.
fn pulls(sentence: &Sentence) -> Vec<Pull> {
    let mut pulls: Vec<Pull> = Vec::new();
    each(sentence, &mut |row, of, words| {
        let weight = i32::from(row[FLAGGED].max(row[NOTICED]));
        if matches!(of, family::WORDS | family::ENTRY) && weight > 0 {
            let at = pulls.partition_point(|pull| pull.weight >= weight);
            pulls.insert(at, Pull { weight, words });
        }
    });
    pulls
}

/// Weighs a sentence that names a group, or in which something was flagged: `from` is where its findings begin.
pub fn complete(section: &Section, index: BlockIndex, sentence: &Sentence, findings: &mut Vec<Finding>, from: usize) {
    let found = &findings[from..];
    let flagged = found.iter().any(|finding| finding.grade == Grade::Flag);
    let group = concerned(sentence);
    if group.is_none() && !flagged {
        return;
    }
    // A refusal that a rule reads in a row under its heading, or in an answer to a question, stands outside the sentence in part:
    // its own words are too few to be weighed against it.
    let apart = sentence.to - sentence.own <= FEW && (group.is_none() || sentence.heads.iter().any(Head::names));
    let refused = |finding: &Finding| finding.grade == Grade::Flag && finding.practice == Practice::Refusal;
    if apart && found.iter().any(refused) {
        return;
    }
    // « Votre CMU a expiré ? » asks; what is done stands in the answer.
    if found.is_empty() && (sentence.question || welcomed(sentence)) {
        return;
    }
    let [flag, notice] = sums(&Sentence { found, ..*sentence }, FLAGGED);
    if !found.is_empty() {
        let doubted = flagged && flag < DOUBT;
        if doubted && notice < DOUBT || !flagged && notice < DROP {
            findings.truncate(from);
        } else if doubted {
            for finding in &mut findings[from..] {
                finding.grade = Grade::Check;
                finding.trace.qualifiers.push(leaning(flag));
            }
        }
        return;
    }
    let Some(group) = group else { return };
    let grade = match group.entry().check {
        false if flag > FLAG => Grade::Flag,
        _ if flag > FLAG || notice > NOTICE => Grade::Check,
        _ => return,
    };
    findings.extend(finding(section, index, sentence, group, grade, flag));
}

/// Whom a sentence is about: a group; else those whose like are not named, as in « francophones »; else words that may name one.
fn concerned<'a>(sentence: &Sentence<'a>) -> Option<&'a Cue> {
    frame::concerned(sentence.cues)
        .or_else(|| sentence.cues.iter().find(|cue| cue.is(Kind::Majority)))
        .or(sentence.hints.first())
}

/// Whether a sentence names people, or may.
pub fn names(sentence: &Sentence) -> bool {
    concerned(sentence).is_some()
}

/// « Je reçois les couples de même sexe »: all of it is understood, and there is nothing to weigh.
fn welcomed(sentence: &Sentence) -> bool {
    let plain = |cue: &Cue| match cue.kind() {
        Kind::Act | Kind::Verb => cue.entry().sign > 0,
        kind => matches!(kind, Kind::Group | Kind::Person | Kind::Link | Kind::Yes | Kind::Welcome | Kind::Slot),
    };
    sentence.told.contains(&"received")
        && sentence.cues.iter().all(plain)
        && sentence.cues.iter().map(|cue| cue.strange).sum::<usize>() <= 1
}

/// Whether some words hold others. They are short, and a search that is good at long ones would take 3 KB of engine.wasm.
fn holds(words: &str, others: &str) -> bool {
    others.is_empty() || words.as_bytes().windows(others.len()).any(|window| window == others.as_bytes())
}

/// How far a sentence leans, as a trace says it.
fn leaning(sum: i32) -> String {
    let sign = if sum < 0 { "-" } else { "" };
    format!("leaning {sign}{}.{}", sum.abs() / UNIT, (sum.abs() % UNIT) * 10 / UNIT)
}

fn finding(
    section: &Section,
    index: BlockIndex,
    sentence: &Sentence,
    group: &Cue,
    grade: Grade,
    flag: i32,
) -> Option<Finding> {
    let practices: [i32; Practice::ALL.len()] = sums(sentence, DENSE);
    let practice = (0..practices.len()).max_by_key(|&at| (practices[at], practices.len() - at))?;
    let practice = Practice::ALL[practice];
    let rule = rule(practice);
    // Commas and quotation marks that weigh are no words to show.
    let span = |words: &Range<usize>| {
        let words = sentence.tokens.get(words.start..words.end.min(sentence.to))?;
        words.iter().filter(|t| !matches!(t.shape, Shape::Sign(_))).map(|t| t.span).reduce(ByteSpan::join)
    };
    let mut anchor = group.span;
    let mut leading: Vec<(&str, i32)> = Vec::new();
    for (span, weight) in pulls(sentence).iter().filter_map(|pull| Some((span(&pull.words)?, pull.weight))) {
        let words = span.of(sentence.text);
        if leading.len() < TOLD && !leading.iter().any(|(known, _)| holds(known, words)) {
            leading.push((words, weight));
            anchor = anchor.join(span);
        }
    }
    // « Homosexualité », « Patients CMU »: people who are only named.
    let says = |at: usize| {
        let token = &sentence.tokens[at];
        let people = |cue: &Cue| {
            matches!(cue.kind(), Kind::Group | Kind::Majority | Kind::Person) && (cue.first..cue.end).contains(&at)
        };
        anchor.start <= token.span.start
            && token.span.end <= anchor.end
            && !matches!(token.shape, Shape::Sign(_))
            && !sentence.cues.iter().chain(sentence.hints).any(people)
    };
    if !(sentence.from..sentence.to).any(says) {
        return None;
    }
    let words = anchor.of(sentence.text).to_string();
    let told: Vec<&str> = leading.iter().map(|(words, _)| *words).collect();
    let mut trace = vec![leaning(flag)];
    trace.extend(leading.iter().map(|(words, weight)| format!("{} « {words} »", leaning(*weight))));
    let entry = group.entry();
    Some(Finding {
        anchor: Place { block: index, span: anchor },
        scope: Vec::new(),
        quote: words.clone(),
        criterion: entry.criterion.unwrap_or(Criterion::Coverage),
        practice,
        grade,
        rule,
        reason: Message {
            id: format!("reason.{rule}"),
            args: vec![
                ("group".to_string(), entry.name.to_string()),
                ("words".to_string(), group.span.of(sentence.text).to_string()),
                ("leading".to_string(), text::joined(&told, " », « ")),
            ],
        },
        trace: Trace {
            rule: rule.to_string(),
            clause: words,
            cues: sentence.cues.iter().map(|cue| judge::traced(section, cue)).collect(),
            scope: Vec::new(),
            ended_by: None,
            qualifiers: trace,
            version: VERSION.to_string(),
        },
    })
}

/// The identifier under which a practice is found by weighing.
pub fn rule(practice: Practice) -> &'static str {
    match practice {
        Practice::Refusal => "leaning.refusal",
        Practice::Restriction => "leaning.restriction",
        Practice::Documents => "leaning.documents",
        Practice::Payment => "leaning.payment",
        Practice::Referral => "leaning.referral",
        Practice::Stigma => "leaning.stigma",
    }
}

/// A sentence as the training sees it.
#[cfg(feature = "cli")]
#[derive(Clone, Debug)]
pub struct Example {
    /// Its words.
    pub words: String,
    /// Its features, by name.
    pub features: Vec<String>,
}

/// The sentences of a section that are weighed, each with its features.
#[cfg(feature = "cli")]
pub fn examples(section: &Section) -> Vec<Example> {
    let mut examples = Vec::new();
    let mut each = |_: BlockIndex, sentence: &Sentence, findings: &mut Vec<Finding>, from: usize| {
        let flagged = findings[from..].iter().any(|finding| finding.grade == Grade::Flag);
        if concerned(sentence).is_none() && !flagged {
            return;
        }
        let mut names = std::collections::BTreeSet::new();
        let sentence = Sentence { found: &findings[from..], ..*sentence };
        features(&sentence, &mut |family, symbols: &[feature::Named], _| {
            names.insert(feature::name(family, symbols));
        });
        let names: Vec<String> = names.into_iter().collect();
        let words = &sentence.tokens[sentence.from..sentence.to];
        let span = words.iter().map(|token| token.span).reduce(ByteSpan::join);
        examples.push(Example { words: span.map_or("", |span| span.of(sentence.text)).to_string(), features: names });
    };
    super::read(section, &super::Context { rules_only: true, ..Default::default() }, &mut each);
    examples
}
