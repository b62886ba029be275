//! The exports of engine.wasm, for the background. Everything that an answer needs is in the question: nothing is kept
//! between two of them.

use crate::{
    engine::{self, Context},
    finding::{Criterion, Finding, Grade, Practice, Trace},
    law,
    message::{self, Catalogue, Language, Message},
    outline::{Card as Around, Section, Spot},
    span::Utf16Span,
    text::letter::{self, Letter},
};
use js_sys::{Array, JSON, Reflect};
use serde::Serialize;
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
    answer(&Reading::of(stream, profession.as_deref().unwrap_or_default()))
}

/// The code of the language in which a person is answered who asks for that of a BCP 47 tag: French where the catalogue has no such
/// language.
#[wasm_bindgen]
pub fn language(tag: &str) -> String {
    Language::from_tag(tag).unwrap_or_default().code().to_owned()
}

/// The words of the card for a finding, in the language of a BCP 47 tag. `texts` are those of the file `messages/card/<code>.txt`,
/// `french` those of `messages/card/fr.txt`, for what the language has no text for.
#[wasm_bindgen]
pub fn card(found: JsValue, tag: &str, texts: String, french: String) -> Result<JsValue, JsValue> {
    let found = Carded::of(&found)?;
    let language = Language::from_tag(tag).unwrap_or_default();
    message::load(language, texts);
    message::load(Language::Fr, french);
    answer(&Card::of(&found, language))
}

/// One text across the border, which the browser parses, instead of a call for every field of every finding.
fn answer(value: &impl Serialize) -> Result<JsValue, JsValue> {
    let text = serde_json::to_string(value).map_err(|error| JsValue::from(error.to_string()))?;
    JSON::parse(&text)
}

/// What one section says.
#[derive(Serialize)]
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
}

/// A finding as JavaScript knows it.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
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
}

/// What makes two findings the same to their reader, on whatever page: criterion, practice, rule, and the quote's letters
/// and digits folded as pages are, everything between them counting as one space. FNV-1a of that, 64 bits, as 16 hexadecimal
/// digits. Users' dismissals are kept by this key: a change of it brings back all that they have dismissed.
fn key(finding: &Finding) -> String {
    let head = format!("{}\n{}\n{}\n", finding.criterion.name(), finding.practice.name(), finding.rule);
    format!("{:016x}", fnv1a(&(head + &folded(&finding.quote))))
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
    value.as_string().ok_or_else(|| JsValue::from(["\"", name, "\" is no text"].concat()))
}

fn named<T: Copy>(all: impl IntoIterator<Item = T>, name: fn(T) -> &'static str, wanted: &str) -> Result<T, JsValue> {
    let mut all = all.into_iter();
    all.find(|one| name(*one) == wanted).ok_or_else(|| JsValue::from(["unknown name \"", wanted, "\""].concat()))
}

/// The card's words.
#[derive(Debug, PartialEq, Eq, Serialize)]
struct Card {
    lang: &'static str,
    dir: &'static str,
    title: String,
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
}

impl Card {
    fn of(found: &Carded, language: Language) -> Self {
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
        }
    }
}

#[cfg(test)]
mod tests;
