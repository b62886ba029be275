//! The exports of engine.wasm, for the background. Everything that an answer needs is in the question: nothing is kept
//! between two of them.

mod answer;

use crate::{
    engine::{self, Context},
    finding::{Criterion, Finding, Grade, Practice, Trace},
    law,
    message::{self, Catalogue, Language, Message},
    outline::{Card as Around, Section, Spot},
    span::Utf16Span,
    text::letter::{self, Letter},
};
use answer::Answer;
use js_sys::{Array, JSON, Reflect};
use wasm_bindgen::prelude::*;

/// Runs once, when the instance starts.
#[wasm_bindgen(start)]
pub fn start() {
    console_error_panic_hook::set_once();
}

/// The version of the program and of its rules.
#[wasm_bindgen]
pub fn version() -> String {
    crate::VERSION.to_owned()
}

/// Reads one section's stream: `{text, characters, findings: [Found]}` (`extension/PROTOCOL.md`). The text is left out where
/// nothing was found, since nobody asks for it then. `profession` is that of whom the page is about, in the page's words.
#[wasm_bindgen]
pub fn scan(stream: &str, profession: Option<String>) -> Result<JsValue, JsValue> {
    answer(|answer| Reading::of(stream, profession.as_deref().unwrap_or_default()).tell(answer))
}

/// The code of the language in which a person is answered who asks for that of a BCP 47 tag: French where the catalogue has no such
/// language.
#[wasm_bindgen]
pub fn language(tag: &str) -> String {
    Language::from_tag(tag).unwrap_or_default().code().to_owned()
}

/// The words of the card for a finding, in the language of a BCP 47 tag; `name` is whom the card of the page names on which it
/// stands, if that is not whom the page is about. `texts` are those of the file `messages/card/<code>.txt`,
/// `french` those of `messages/card/fr.txt`, for what the language has no text for.
#[wasm_bindgen]
pub fn card(
    found: JsValue,
    tag: &str,
    texts: String,
    french: String,
    name: Option<String>,
) -> Result<JsValue, JsValue> {
    let found = Carded::of(&found)?;
    let language = Language::from_tag(tag).unwrap_or_default();
    message::load(language, texts);
    message::load(Language::Fr, french);
    answer(|answer| Card::of(&found, language, name.as_deref()).tell(answer))
}

/// One text across the border, which the browser parses, instead of a call for every field of every finding.
fn answer(tell: impl FnOnce(&mut Answer)) -> Result<JsValue, JsValue> {
    let mut answer = Answer::default();
    answer.begin('{');
    tell(&mut answer);
    answer.end('}');
    JSON::parse(&answer.finish())
}

/// What one section says.
struct Reading {
    text: String,
    characters: u32,
    findings: Vec<Found>,
}

impl Reading {
    fn of(stream: &str, profession: &str) -> Self {
        let section = Section::from_stream(stream);
        let findings = engine::scan(&section, &Context { profession, ..Context::default() });
        let found: Vec<Found> = findings.into_iter().map(|finding| Found::of(finding, &section)).collect();
        let text = section.text();
        let characters = crate::span::utf16_len(&text);
        Self { text: if found.is_empty() { String::new() } else { text }, characters, findings: found }
    }

    fn tell(&self, answer: &mut Answer) {
        answer.texts(&[("text", &self.text)]);
        answer.numbers(&[("characters", self.characters)]);
        answer.list("findings", &self.findings, |answer, found| found.tell(answer));
    }
}

/// A finding as JavaScript knows it.
struct Found {
    key: String,
    criterion: Criterion,
    practice: Practice,
    grade: Grade,
    rule: &'static str,
    reason: Message,
    quote: String,
    anchor: Vec<Spot>,
    scope: Vec<Spot>,
    at: Utf16Span,
    scope_at: Vec<Utf16Span>,
    card: Around,
    trace: Trace,
}

impl Found {
    fn of(finding: Finding, section: &Section) -> Self {
        Self {
            key: key(&finding),
            anchor: section.spots(finding.anchor),
            scope: finding.scope.iter().flat_map(|place| section.spots(*place)).collect(),
            at: section.at(finding.anchor).unwrap_or_default(),
            scope_at: finding.scope.iter().filter_map(|place| section.at(*place)).collect(),
            card: section.card(finding.anchor),
            criterion: finding.criterion,
            practice: finding.practice,
            grade: finding.grade,
            rule: finding.rule,
            reason: finding.reason,
            quote: finding.quote,
            trace: finding.trace,
        }
    }

    fn tell(&self, answer: &mut Answer) {
        answer.begin('{');
        answer.texts(&[
            ("key", &self.key),
            ("criterion", self.criterion.name()),
            ("practice", self.practice.name()),
            ("grade", self.grade.name()),
            ("rule", self.rule),
            ("quote", &self.quote),
        ]);
        answer.name("reason");
        answer.begin('{');
        answer.texts(&[("id", &self.reason.id)]);
        answer.list("args", &self.reason.args, |answer, (name, value)| {
            answer.begin('[');
            answer.text(name);
            answer.text(value);
            answer.end(']');
        });
        answer.end('}');
        tell_spots(answer, "anchor", &self.anchor);
        tell_spots(answer, "scope", &self.scope);
        answer.name("at");
        tell_span(answer, &self.at);
        answer.list("scopeAt", &self.scope_at, tell_span);
        answer.name("card");
        answer.begin('{');
        for (name, blocks) in [("over", &self.card.over), ("before", &self.card.before), ("after", &self.card.after)] {
            answer.list_of_texts(name, blocks);
        }
        answer.end('}');
        tell_trace(answer, &self.trace);
        answer.end('}');
    }
}

#[inline(never)]
fn tell_spots(answer: &mut Answer, name: &str, spots: &[Spot]) {
    answer.list(name, spots, |answer, spot| {
        answer.begin('{');
        match *spot {
            Spot::Text { node, start, end } => answer.numbers(&[("node", node), ("start", start), ("end", end)]),
            Spot::Attribute { node, .. } => {
                answer.numbers(&[("node", node)]);
                answer.name("attribute");
                answer.word("true");
            }
        }
        answer.end('}');
    });
}

#[inline(never)]
fn tell_span(answer: &mut Answer, span: &Utf16Span) {
    answer.begin('{');
    answer.numbers(&[("start", span.start), ("end", span.end)]);
    answer.end('}');
}

fn tell_trace(answer: &mut Answer, trace: &Trace) {
    answer.name("trace");
    answer.begin('{');
    answer.texts(&[("rule", &trace.rule), ("clause", &trace.clause), ("version", &trace.version)]);
    answer.list("cues", &trace.cues, |answer, cue| {
        answer.begin('{');
        answer.texts(&[("entry", &cue.entry), ("kind", &cue.kind), ("words", &cue.words)]);
        answer.end('}');
    });
    answer.list_of_texts("scope", &trace.scope);
    answer.list_of_texts("qualifiers", &trace.qualifiers);
    answer.name("ended_by");
    match &trace.ended_by {
        Some(border) => answer.text(border),
        None => answer.word("null"),
    }
    answer.end('}');
}

/// What makes two findings the same to their reader, on whatever page: criterion, practice, rule, and the quote's letters
/// and digits folded as pages are, everything between them counting as one space. FNV-1a of that, 64 bits, as 16 hexadecimal
/// digits. Users' dismissals are kept by this key: a change of it brings back all that they have dismissed.
fn key(finding: &Finding) -> String {
    let mut head = String::new();
    for name in [finding.criterion.name(), finding.practice.name(), finding.rule] {
        head.push_str(name);
        head.push('\n');
    }
    let hash = fnv1a(&(head + &folded(&finding.quote)));
    (0..16).rev().filter_map(|digit| char::from_digit((hash >> (4 * digit)) as u32 & 15, 16)).collect()
}

fn folded(quote: &str) -> String {
    let mut words = String::with_capacity(quote.len());
    let mut apart = false;
    for c in quote.chars() {
        let letters = match letter::fold(c) {
            // A letter of another script, which folding does not tell from others.
            Letter::Word([b'~', _]) => [c, '\0'],
            Letter::Word([first, second]) => [first.into(), second.into()],
            Letter::Accented(letter, _) => [letter.into(), '\0'],
            Letter::Mark(_) | Letter::Nothing => continue,
            _ => {
                apart = !words.is_empty();
                continue;
            }
        };
        if apart {
            words.push(' ');
            apart = false;
        }
        words.extend(letters.into_iter().filter(|&letter| letter != '\0'));
    }
    words
}

fn fnv1a(text: &str) -> u64 {
    const OFFSET: u64 = 0xcbf2_9ce4_8422_2325;
    const PRIME: u64 = 0x0000_0100_0000_01b3;
    text.bytes().fold(OFFSET, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(PRIME))
}

/// What the card needs of a finding.
struct Carded {
    criterion: Criterion,
    practice: Practice,
    grade: Grade,
    reason: Message,
    quote: String,
}

impl Carded {
    /// Reads it field by field: serde's reader, with all that it can say of what it did not expect, is a fifth of the code.
    fn of(found: &JsValue) -> Result<Self, JsValue> {
        let reason = Reflect::get(found, &"reason".into())?;
        let mut args = Vec::new();
        for pair in Array::from(&Reflect::get(&reason, &"args".into())?).iter() {
            let pair = Array::from(&pair);
            args.push((string(&pair.get(0), "args")?, string(&pair.get(1), "args")?));
        }
        let criterion = field(found, "criterion")?;
        let practice = field(found, "practice")?;
        let grade = field(found, "grade")?;
        Ok(Self {
            criterion: named(Criterion::ALL, Criterion::name, &criterion)?,
            practice: named(Practice::ALL, Practice::name, &practice)?,
            grade: named([Grade::Check, Grade::Flag], Grade::name, &grade)?,
            reason: Message { id: field(&reason, "id")?, args },
            quote: field(found, "quote")?,
        })
    }
}

fn field(of: &JsValue, name: &str) -> Result<String, JsValue> {
    string(&Reflect::get(of, &name.into())?, name)
}

fn string(value: &JsValue, name: &str) -> Result<String, JsValue> {
    value.as_string().ok_or_else(|| refused(name, " is no text"))
}

fn named<T: Copy>(all: impl IntoIterator<Item = T>, name: fn(T) -> &'static str, wanted: &str) -> Result<T, JsValue> {
    let mut all = all.into_iter();
    all.find(|one| name(*one) == wanted).ok_or_else(|| refused(wanted, " is no name"))
}

/// What is wrong with a question, its value quoted.
fn refused(value: &str, what: &str) -> JsValue {
    let mut text = String::from("\"");
    for part in [value, "\"", what] {
        text.push_str(part);
    }
    text.into()
}

/// The card's words.
#[derive(Debug, PartialEq, Eq)]
struct Card {
    lang: &'static str,
    dir: &'static str,
    title: String,
    /// Whose card it is; empty where it is that of whom the page is about, or nobody knows.
    who: String,
    quote: String,
    reason: String,
    basis: String,
    /// The question that a check begins with; empty for a flag.
    ask: String,
    yes: String,
    no: String,
    report: String,
    dismiss: String,
    close: String,
    failed: String,
    /// Where there is no room for one more draft.
    full: String,
    /// For whom the page is about: the question, and what it unfolds.
    objection: String,
    objecting: String,
}

impl Card {
    fn of(found: &Carded, language: Language, name: Option<&str>) -> Self {
        let catalogue = Catalogue::new(language);
        let say = |id: &str| catalogue.text(id).to_owned();
        let check = found.grade == Grade::Check;
        let title = match (found.grade, found.practice) {
            (Grade::Check, _) => "card.title.check",
            (Grade::Flag, Practice::Refusal) => "card.title.refusal",
            (Grade::Flag, _) => "card.title.worse",
        };
        let basis = catalogue.render(&law::basis(found.criterion, found.practice));
        Self {
            lang: language.code(),
            dir: language.dir(),
            title: say(title),
            who: name.map_or_else(String::new, |name| catalogue.render(&Message::new("card.who").with("name", name))),
            quote: found.quote.clone(),
            reason: catalogue.render(&found.reason),
            basis: catalogue.render(&Message::new("card.basis").with("basis", basis)),
            ask: if check { say("card.ask") } else { String::new() },
            yes: say("card.yes"),
            no: say("card.no"),
            report: say("card.report"),
            dismiss: say("card.dismiss"),
            close: say("card.close"),
            failed: say("card.failed"),
            full: say("error.room"),
            objection: say("card.objection"),
            objecting: say("card.objection.text"),
        }
    }

    fn tell(&self, answer: &mut Answer) {
        answer.texts(&[
            ("lang", self.lang),
            ("dir", self.dir),
            ("title", &self.title),
            ("who", &self.who),
            ("quote", &self.quote),
            ("reason", &self.reason),
            ("basis", &self.basis),
            ("ask", &self.ask),
            ("yes", &self.yes),
            ("no", &self.no),
            ("report", &self.report),
            ("dismiss", &self.dismiss),
            ("close", &self.close),
            ("failed", &self.failed),
            ("full", &self.full),
            ("objection", &self.objection),
            ("objecting", &self.objecting),
        ]);
    }
}

#[cfg(test)]
mod tests;
