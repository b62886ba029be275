//! The findings of a pack as W3C Web Annotations (Recommendation of 23 February 2017), for tools that know nothing of Vigie.
//!
//! What is annotated (`source`) is the section's text as the archive has it, in which the places are right; `scope` is the page on which it
//! stood.

use super::warc::Record;
use crate::{
    case::{Case, canonical},
    span::Utf16Span,
};
use serde_json::{Value, json};

/// How many characters before and after the words tell them from the same words elsewhere.
const AROUND: usize = 32;

/// One page of annotations, written line by line.
pub(super) struct Annotations {
    text: String,
    first: bool,
}

impl Default for Annotations {
    fn default() -> Self {
        let text = "{\"@context\":\"http://www.w3.org/ns/anno.jsonld\",\"id\":\"urn:vigie:annotations\",\"type\":\"AnnotationPage\",\"items\":[";
        Self { text: text.to_owned(), first: true }
    }
}

impl Annotations {
    pub(super) fn add(&mut self, case: &Case, records: &[Record]) {
        if !std::mem::take(&mut self.first) {
            self.text.push(',');
        }
        self.text.push('\n');
        self.text.push_str(&canonical(&annotation(case, records)));
    }

    pub(super) fn file(mut self) -> String {
        self.text.push_str("\n]}\n");
        self.text
    }
}

fn annotation(case: &Case, records: &[Record]) -> Value {
    let capture = &case.capture;
    let finding = &capture.finding;
    let source = records.iter().find(|record| record.part == "rubrique.txt").map_or("", |record| &record.uri);
    let mut selectors = Vec::new();
    if let Some((prefix, exact, suffix)) = around(&capture.section, finding.at) {
        selectors.push(json!({"type": "TextQuoteSelector", "exact": exact, "prefix": prefix, "suffix": suffix}));
        selectors.push(json!({"type": "TextPositionSelector", "start": finding.at.start, "end": finding.at.end}));
    }
    let mut target = json!({"source": source, "selector": selectors});
    if !capture.page.address.is_empty() {
        target["scope"] = json!(capture.page.address);
    }
    let tag = |value: &str| json!({"type": "TextualBody", "purpose": "tagging", "value": value});
    json!({
        "id": format!("urn:vigie:{}", case.id),
        "type": "Annotation",
        "motivation": "classifying",
        "created": capture.seen.iso(),
        "generator": {"type": "Software", "name": format!("Vigie {}", capture.versions.program)},
        "body": [
            tag(finding.criterion.name()), tag(finding.practice.name()), tag(finding.grade.name()),
            {"type": "TextualBody", "purpose": "describing", "format": "text/plain", "value": finding.quote},
        ],
        "target": target,
    })
}

/// The words at a place of a text, and what stands before and after.
fn around(text: &str, at: Utf16Span) -> Option<(String, String, String)> {
    let units: Vec<u16> = text.encode_utf16().collect();
    let (start, end) = (at.start as usize, at.end as usize);
    let exact = String::from_utf16(units.get(start..end)?).ok()?;
    let before = String::from_utf16(units.get(..start)?).ok()?;
    let after = String::from_utf16(units.get(end..)?).ok()?;
    let skipped = before.chars().count().saturating_sub(AROUND);
    Some((before.chars().skip(skipped).collect(), exact, after.chars().take(AROUND).collect()))
}
