//! A page, read and judged.

use serde::Serialize;
use std::panic::{AssertUnwindSafe, catch_unwind};
use vigie::{
    archive::{Content, Fault, Item, Left, Page, Place},
    engine::{self, Context},
    finding::{Criterion, Finding, Grade, Practice},
    html,
    message::{Catalogue, Language, Message},
    outline::Section,
    practitioner::{Practitioner, Reading, Subject},
    span::{Utf16Span, utf16_len},
};

/// What became of something that was read.
pub enum Judged {
    /// It is a page.
    Page(Box<Scanned>),
    /// It could not be read.
    Fault(Fault),
    /// It is no page, or one that stands elsewhere.
    Left(Left),
}

/// A page, and what was found on it.
#[derive(Default, Serialize)]
pub struct Scanned {
    /// Where it stands.
    #[serde(flatten)]
    pub place: Place,
    /// Its address.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub url: Option<String>,
    /// When it was taken, as the archive says it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub date: Option<String>,
    /// Its title.
    pub title: String,
    /// Whom it is about.
    pub practitioner: Practitioner,
    /// What was found.
    pub findings: Vec<Found>,
}

/// A finding, with offsets in the page's outline as one text.
#[derive(Serialize)]
pub struct Found {
    /// The words.
    pub quote: String,
    /// UTF-16 units of the outline's text before it.
    pub start: u32,
    /// UTF-16 units of the outline's text up to its end.
    pub end: u32,
    /// The stretches that govern it.
    pub scope: Vec<[u32; 2]>,
    /// The ground.
    pub criterion: Criterion,
    /// What is done.
    pub practice: Practice,
    /// How far the words alone carry.
    pub grade: Grade,
    /// The rule.
    pub rule: &'static str,
    /// Why, in French.
    pub why: String,
    /// Of whom it speaks, where that is not whom the page is about.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub practitioner: Option<Practitioner>,
}

/// Unpacks and judges. A page on which the program fails is told, and the others go on.
pub fn judge(item: Item) -> Vec<Judged> {
    let packed = match item {
        Item::Packed(packed) => packed,
        Item::Fault(fault) => return vec![Judged::Fault(fault)],
        Item::Left(left) => return vec![Judged::Left(left)],
    };
    let place = packed.place.clone();
    let judged = catch_unwind(AssertUnwindSafe(|| {
        let judged = |page: Result<Page, Fault>| match page {
            Ok(page) => Judged::Page(Box::new(scanned(page))),
            Err(fault) => Judged::Fault(fault),
        };
        packed.pages().into_iter().map(judged).collect()
    }));
    judged.unwrap_or_else(|_| {
        vec![Judged::Fault(Fault { place, why: Box::new(Message::new("archive.broken")), whole: false })]
    })
}

fn scanned(page: Page) -> Scanned {
    let Page { place, url, date, content } = page;
    let scanned = Scanned { place, url, date, ..Scanned::default() };
    match content {
        Content::Text(text) => {
            let findings = found(&[Section::from_text(&text)], "", None);
            Scanned { findings, ..scanned }
        }
        Content::Html(html) => {
            let page = html::Page::new(&html);
            let facts = page.facts();
            let about = Reading::of(&facts, scanned.url.as_deref().unwrap_or_default());
            let findings = found(&page.sections(), &facts.profession(), Some(&about));
            Scanned { title: facts.title, practitioner: about.practitioner, findings, ..scanned }
        }
    }
}

/// What is found in the sections of a page.
pub fn found(sections: &[Section], profession: &str, about: Option<&Reading>) -> Vec<Found> {
    let context = Context { profession, ..Context::default() };
    let mut findings = Vec::new();
    let mut base = 0;
    for section in sections {
        let starts = starts(section, &mut base);
        for finding in engine::scan(section, &context) {
            let subject = about.map(|about| about.subject(&section.card(finding.anchor), &finding.quote));
            let practitioner = match subject {
                Some(Subject::Card(practitioner)) => Some(*practitioner),
                _ => None,
            };
            findings.push(Found { practitioner, ..one(section, &starts, finding) });
        }
    }
    findings
}

/// Where each block begins in the outline's text, in UTF-16 units: blocks are joined by one line feed. Context stands in an
/// earlier section already, and has no place of its own here.
fn starts(section: &Section, base: &mut u32) -> Vec<u32> {
    section
        .blocks
        .iter()
        .map(|block| {
            let start = *base;
            if !block.context {
                *base += utf16_len(&block.text) + 1;
            }
            start
        })
        .collect()
}

fn one(section: &Section, starts: &[u32], finding: Finding) -> Found {
    let place = |p: &vigie::finding::Place| {
        let Utf16Span { start, end } = p.span.to_utf16(&section.blocks[p.block].text);
        [starts[p.block] + start, starts[p.block] + end]
    };
    let [start, end] = place(&finding.anchor);
    Found {
        start,
        end,
        scope: finding.scope.iter().filter(|p| !section.blocks[p.block].context).map(place).collect(),
        criterion: finding.criterion,
        practice: finding.practice,
        grade: finding.grade,
        rule: finding.rule,
        why: Catalogue::new(Language::Fr).render(&finding.reason),
        quote: finding.quote,
        practitioner: None,
    }
}
