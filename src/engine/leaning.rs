//! Which way the words of a passage lean. No list holds every way to turn people away: « pour eux, c'est la porte d'en face »
//! names nothing that a rule knows. So a network that was taught by labelled texts ([`network`]) reads every passage
//! after the rules, knowing what they found, and has the last word: what it takes for a wording is found although no rule speaks,
//! and what it takes for none is lowered, or left out. The words without which it would be less sure are the reason.

use super::{
    cue::{self, Page},
    judge,
    network::{self, Answer},
    passage::{self, Passage, Ruled, Symbol, Told},
};
use crate::{
    VERSION,
    finding::{Finding, Grade, Place, Practice, Trace},
    message::Message,
    outline::{BlockIndex, Section},
    span::ByteSpan,
    text::{self, Shape, Token},
};
use std::{cell::OnceCell, ops::Range};

/// What leans further than the first is flagged where no rule speaks, and what is noticed further than the second is to be checked.
/// All of these are logarithms of odds, chosen on texts of which the network learned nothing (README, « How well it reads »).
const NAMED: [f32; 2] = [0.3, 0.5];

/// Both where no group is named: most of what people write is about something that the network was never taught.
const UNNAMED: [f32; 2] = [2.0, 2.5];

/// Both rise by so much each time that the section is twice as long as the passage, up to so many times, and a passage counts for so
/// many bytes at least: of texts that stand alone half are mentions, of the sentences of a page very few, and fewer still are doubtful.
const RISE: [f32; 2] = [0.45, 1.0];
const TWICE: u32 = 5;
const SHORT: usize = 100;

/// Both where one is named, but only in what stands over the passage: it may be about anything else.
const UNDER: [f32; 2] = [1.0, 2.5];

/// A rule's flag that leans less than what would be flagged by so much is to be checked at most; one that the rule read together with
/// what governs it, less than the second; and less than the third where the passage is one word or sign, as the items of a list and the
/// cells of a table are: « Non acceptés : CMU », « AME | ✗ ».
const DOUBT: f32 = -0.4;
const DOUBT_OUTSIDE: f32 = -1.5;
const DOUBT_OF_ONE: f32 = -4.0;

/// A flag in doubt that is noticed less than this is left out; so is what a rule would have checked, noticed less than that.
const DROP: f32 = 0.0;
const LEAVE: f32 = -1.0;

/// A practice that is likelier than any other by this much is the finding's, whatever the rule said.
const SURE: f32 = 1.0;

/// The most words that are left out one by one to see which ones count.
const ASKED: usize = 60;

/// A word counts if the network is less sure without it by this much.
const COUNTS: f32 = 0.3;

/// How many of the words that count most are told.
const TOLD: usize = 3;

/// Reads the passages of a block, in a section of so many bytes, of which the rules' findings begin at `from`, and judges anew.
pub fn weigh(section: &Section, length: usize, page: Page, told: &[Told], findings: &mut Vec<Finding>, from: usize) {
    let mut over = None;
    let mut of_rules = findings.split_off(from).into_iter().peekable();
    // The passage before, where nothing was found in it.
    let mut before: Option<Range<usize>> = None;
    for own in passage::cut(page.text, page.tokens) {
        let words = page.tokens.get(own.clone()).unwrap_or_default();
        let Some(end) = words.last().map(|word| word.span.end) else { continue };
        let mut found = Vec::new();
        while let Some(finding) = of_rules.next_if(|finding| finding.anchor.span.start < end) {
            found.push(finding);
        }
        let so_far = findings.len();
        if !found.is_empty() || network::opens(words) {
            let over = over.get_or_insert_with(|| Over::new(section, length, page.block));
            let passage = passage::passage(page, own.clone(), Ruled { found: &found, told });
            reread(section, page, &passage, over, found, findings);
            // « Les patients C2S sont nombreux. Nous les recevons le mardi. »
            if let Some(before) = before.take().filter(|_| !passage.named && findings.len() == so_far) {
                let both = passage::passage(page, before.start..own.end, Ruled { found: &[], told });
                if both.named {
                    reread(section, page, &both, over, Vec::new(), findings);
                }
            }
        }
        before = (findings.len() == so_far).then_some(own);
    }
    findings.extend(of_rules);
}

/// What stands over the passages of a block; read when the first passage asks for it.
struct Over<'a> {
    section: &'a Section,
    block: BlockIndex,
    /// What stands over them and just before them, where it names a group: of anything else the network need not know.
    context: Vec<Symbol>,
    read: OnceCell<network::Over>,
    /// What governs them, without the block before, read.
    governors: OnceCell<network::Over>,
    /// How long the section is, in bytes.
    length: usize,
}

impl<'a> Over<'a> {
    fn new(section: &'a Section, length: usize, block: BlockIndex) -> Self {
        let context = Some(passage::context(section, block)).filter(|context| passage::names(context));
        let (read, governors) = (OnceCell::new(), OnceCell::new());
        Self { section, block, context: context.unwrap_or_default(), read, governors, length }
    }

    /// Whether it names a group.
    fn names(&self) -> bool {
        !self.context.is_empty()
    }

    fn governors(&self) -> &network::Over {
        self.governors.get_or_init(|| network::over(&passage::governors(self.section, self.block)))
    }

    /// How much surer the network must be of a passage because of all that stands around it.
    fn rise(&self, words: &[Token]) -> [f32; 2] {
        let own = words.first().zip(words.last()).map_or(0, |(first, last)| last.span.end - first.span.start);
        let twice = (self.length / own.max(SHORT)).checked_ilog2().unwrap_or_default();
        RISE.map(|rise| rise * twice.min(TWICE) as f32)
    }

    /// As a passage is read under it: to one that names a group, the block before says nothing.
    fn read(&self, passage: &Passage) -> &network::Over {
        if passage.named { self.governors() } else { self.read.get_or_init(|| network::over(&self.context)) }
    }
}

/// Judges anew what the rules found in a passage, and finds what they did not.
fn reread(
    section: &Section,
    page: Page,
    passage: &Passage,
    over: &Over,
    mut found: Vec<Finding>,
    findings: &mut Vec<Finding>,
) {
    let words = passage.words(page);
    let mut answer = network::read(&passage.symbols, over.read(passage));
    // What stands between a heading and this says nothing against what a rule read in the two together.
    if found.iter().any(|finding| !finding.scope.is_empty()) && !passage.named {
        let governed = network::read(&passage.symbols, over.governors());
        if governed.flag > answer.flag {
            answer = governed;
        }
    }
    let [rise, noticed] = over.rise(words);
    found.retain_mut(|finding| keep(finding, &answer, words, NAMED[0] + rise));
    let flagged = found.iter().any(|finding| finding.grade == Grade::Flag);
    let [flag, notice] = match () {
        () if passage.named => [NAMED[0] + rise, NAMED[1] + noticed],
        () if over.names() => UNDER,
        () => [UNNAMED[0] + rise, UNNAMED[1] + noticed],
    };
    let grade = match () {
        () if answer.flag > flag && !flagged => Some(Grade::Flag),
        () if answer.notice > notice && found.is_empty() => Some(Grade::Check),
        () => None,
    };
    if let Some(grade) = grade {
        let made = finding(section, page, passage, over.read(passage), &answer, grade);
        // What it flags is no longer to be checked.
        let apart = |span: ByteSpan| span.end <= made.anchor.span.start || made.anchor.span.end <= span.start;
        found.retain(|finding| grade == Grade::Check || apart(finding.anchor.span));
        let at = found.partition_point(|finding| finding.anchor.span.start <= made.anchor.span.start);
        found.insert(at, made);
    }
    findings.append(&mut found);
}

/// Whether a finding of the rules stays, where what leans further than `flag` is flagged, and how: its grade may be lowered, its practice
/// another.
fn keep(finding: &mut Finding, answer: &Answer, words: &[Token], flag: f32) -> bool {
    if finding.grade == Grade::Check {
        return answer.notice >= LEAVE;
    }
    // What a rule reads together with a heading or a label stands outside of the passage in part.
    let doubt = match () {
        () if finding.scope.is_empty() => flag + DOUBT,
        () if words.len() == 1 => DOUBT_OF_ONE,
        () => DOUBT_OUTSIDE,
    };
    if answer.flag < doubt {
        finding.grade = Grade::Check;
        finding.trace.qualifiers.push(leaning(answer.flag));
        return answer.notice >= DROP;
    }
    let span = finding.anchor.span;
    let first = words.partition_point(|word| word.span.end <= span.start);
    let end = words.partition_point(|word| word.span.start < span.end);
    if finding.scope.is_empty() && first < end {
        let (_, practice, sure) = answer.about(first..end);
        if practice != finding.practice && sure > SURE {
            finding.trace.qualifiers.push(format!("{}, not {}", practice.name(), finding.practice.name()));
            finding.practice = practice;
            finding.rule = rule(practice);
            finding.reason = reason(practice, finding.quote.clone());
        }
    }
    true
}

/// How far a passage leans, as a trace says it.
fn leaning(flag: f32) -> String {
    format!("leaning {flag:.1}")
}

/// The words around the likeliest one that are likely too; one unlikely word between two likely ones belongs to them.
fn wording(likely: &[f32]) -> Range<usize> {
    let peak = (0..likely.len()).fold(0, |best, at| if likely[at] > likely[best] { at } else { best });
    let belongs = |at: usize| {
        let is = |at: Option<usize>| at.and_then(|at| likely.get(at)).is_some_and(|likely| *likely > 0.0);
        is(Some(at)) || is(at.checked_sub(1)) && is(Some(at + 1))
    };
    let start = (0..peak).rev().take_while(|at| belongs(*at)).last().unwrap_or(peak);
    let end = (peak + 1..likely.len()).take_while(|at| belongs(*at)).last().unwrap_or(peak) + 1;
    start..end
}

/// What is found where no rule spoke.
fn finding(
    section: &Section,
    page: Page,
    passage: &Passage,
    over: &network::Over,
    answer: &Answer,
    grade: Grade,
) -> Finding {
    let words = passage.words(page);
    let sign = |word: &&Token| matches!(word.shape, Shape::Sign(_));
    // No sign is a wording by itself: « C2S / AME ».
    let mut likely = answer.words();
    for (likely, _) in likely.iter_mut().zip(words).filter(|(_, word)| sign(word)) {
        *likely = f32::NEG_INFINITY;
    }
    // The network was not taught which words a doubt is about: where it takes none for the wording, that is all of them.
    let somewhere = grade == Grade::Flag || likely.iter().any(|likely| *likely > 0.0);
    let wording = if somewhere { wording(&likely) } else { 0..words.len() };
    let (criterion, practice, _) = answer.about(wording.clone());
    let own = words.get(wording).unwrap_or_default();
    let span = own.iter().filter(|word| !sign(word)).map(|word| word.span).reduce(ByteSpan::join);
    let span = span.or_else(|| own.first().map(|word| word.span)).unwrap_or(ByteSpan::new(0, 0));
    let quote = span.of(page.text).to_string();
    let mut cues = Vec::new();
    cue::find(page, passage.tokens.start, passage.tokens.end, &mut cues);
    cues.retain(|cue| span.start < cue.span.end && cue.span.start < span.end);
    let counting = counting(page, passage, over, answer);
    let leading: Vec<&str> = counting.iter().map(|(word, _)| *word).collect();
    let leading = if leading.is_empty() { quote.clone() } else { text::joined(&leading, " », « ") };
    let mut trace = vec![leaning(answer.flag)];
    trace.extend(counting.iter().map(|(word, less)| format!("without « {word} » {:.1}", answer.flag - less)));
    Finding {
        anchor: Place { block: page.block, span },
        scope: Vec::new(),
        quote: quote.clone(),
        criterion,
        practice,
        grade,
        rule: rule(practice),
        reason: reason(practice, leading),
        trace: Trace {
            rule: rule(practice).to_string(),
            clause: quote,
            cues: cues.iter().map(|cue| judge::traced(section, cue)).collect(),
            scope: Vec::new(),
            ended_by: None,
            qualifiers: trace,
            version: VERSION.to_string(),
        },
    }
}

/// That these words are like those of mentions with such a practice.
fn reason(practice: Practice, leading: String) -> Message {
    Message { id: format!("reason.{}", rule(practice)), args: vec![("leading".to_string(), leading)] }
}

/// The words without which the network would be less sure, in the order of the text, each with how much less.
fn counting<'a>(page: Page<'a>, passage: &Passage, over: &network::Over, answer: &Answer) -> Vec<(&'a str, f32)> {
    let words = passage.words(page);
    let mut without = passage.symbols.clone();
    let mut counting: Vec<(usize, f32)> = Vec::new();
    for (at, word) in words.iter().enumerate().take(ASKED) {
        if matches!(word.shape, Shape::Sign(_)) {
            continue;
        }
        let Some(symbol) = without.get_mut(at) else { break };
        let kept = std::mem::replace(symbol, passage::NOTHING);
        let less = answer.flag - network::read(&without, over).flag;
        without[at] = kept;
        if less > COUNTS {
            let place = counting.partition_point(|(_, most)| *most >= less);
            counting.insert(place, (at, less));
        }
    }
    // Those that count most, as they stand in the text.
    let mut told: Vec<(usize, f32)> = Vec::new();
    for word in counting.into_iter().take(TOLD) {
        let place = told.partition_point(|(at, _)| *at < word.0);
        told.insert(place, word);
    }
    told.iter().filter_map(|(at, less)| Some((words.get(*at)?.span.of(page.text), *less))).collect()
}

/// Whether it was found by weighing.
pub fn is(finding: &Finding) -> bool {
    finding.rule == rule(finding.practice)
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
