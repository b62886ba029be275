//! A content script's list of what it found, as far as the popup shows it.

use crate::practitioner::Reading as About;
use crate::{
    finding::{Criterion, Grade, Practice},
    message::{Language, Message},
    outline::Card,
    web::page::chrome::Frame,
};
use js_sys::Number;
use serde::Deserialize;

/// A content script's answer to `list`.
#[derive(Clone, Debug, PartialEq, Deserialize)]
pub struct List {
    /// UTF-16 units of text that were read.
    #[serde(default)]
    pub characters: u64,
    /// Parts of the page.
    #[serde(default)]
    pub sections: u64,
    /// How far the reading is.
    pub state: Reading,
    /// Why a part was not read, as a message id.
    pub limit: Option<String>,
    /// What was found.
    pub findings: Vec<Found>,
    /// The address of the frame's page.
    #[serde(default)]
    pub url: String,
    /// The addresses of the frames of other sites that can be seen in the page.
    #[serde(default)]
    pub foreign: Vec<String>,
    /// What the page says of the practitioner, not judged yet.
    #[serde(default)]
    pub facts: serde_json::Value,
    /// Whom the frame's page is about, judged from them.
    #[serde(skip)]
    pub about: About,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Reading {
    #[serde(rename = "reading")]
    Running,
    Done,
    Partial,
}

/// A finding, as far as the popup shows it.
#[derive(Clone, Debug, PartialEq, Deserialize)]
pub struct Found {
    pub key: String,
    pub criterion: Criterion,
    pub practice: Practice,
    pub grade: Grade,
    pub reason: Message,
    pub quote: String,
    /// The words around it that may name whose card it stands on.
    #[serde(default)]
    pub card: Card,
    #[serde(default = "yes")]
    pub visible: bool,
    #[serde(default)]
    pub dismissed: bool,
}

fn yes() -> bool {
    true
}

/// The lists under which findings stand, most serious first; the names are those of the markup (`group-…`).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Group {
    Refusal,
    Worse,
    Check,
    Dismissed,
}

impl Group {
    pub const ALL: [Self; 4] = [Self::Refusal, Self::Worse, Self::Check, Self::Dismissed];

    pub fn of(found: &Found) -> Self {
        match (found.dismissed, found.grade, found.practice) {
            (true, ..) => Self::Dismissed,
            (_, Grade::Check, _) => Self::Check,
            (_, Grade::Flag, Practice::Refusal) => Self::Refusal,
            (_, Grade::Flag, _) => Self::Worse,
        }
    }

    pub fn name(self) -> &'static str {
        match self {
            Self::Refusal => "refusal",
            Self::Worse => "worse",
            Self::Check => "check",
            Self::Dismissed => "dismissed",
        }
    }
}

/// The findings, those with the same words under the same rule once, with how often they stand on the page.
pub fn distinct<'a>(found: impl Iterator<Item = (Frame, &'a Found)>) -> Vec<(Frame, &'a Found, usize)> {
    let mut all: Vec<(Frame, &Found, usize)> = Vec::new();
    for (frame, found) in found {
        match all.iter_mut().find(|(_, known, _)| known.key == found.key) {
            Some((.., times)) => *times += 1,
            None => all.push((frame, found, 1)),
        }
    }
    all
}

/// A number as a language writes it.
pub fn grouped(n: u64, language: Language) -> String {
    String::from(Number::from(n as f64).to_locale_string(language.locale()))
}
