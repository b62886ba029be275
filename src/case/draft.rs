//! A finding on its way from the page to the report: `Draft` in extension/PROTOCOL.md. Everything in it comes from a
//! page that may be hostile, so every value is checked, cut with a visible mark, or refused by its name.

use crate::{
    finding::{Criterion, Grade, Practice},
    json,
    message::Message,
    outline::Card,
    span::Utf16Span,
};
use serde::{Deserialize, Serialize};
use std::fmt;

/// The version of the shape that this program reads.
const VERSION: u64 = 1;

/// The longest draft, in bytes: a section of 256 KB, the same again in the trace, and a picture in base64.
const LONGEST: usize = 24 * 1024 * 1024;

/// How the user came to the report.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Way {
    /// The card in the page: the browser allows no picture on this way.
    Card,
    /// The list behind the toolbar's button.
    Popup,
    /// The context menu.
    Menu,
    /// A keyboard shortcut.
    Shortcut,
    /// « Mode enquête » put it down by itself: the user has not looked at it yet.
    Inquiry,
    /// The user pasted the words: address, title and day are what they say, and Vigie saw no page.
    Pasted,
}

/// Why a draft cannot become a capture.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DraftError {
    kind: Kind,
}

#[derive(Clone, Debug, PartialEq, Eq)]
enum Kind {
    TooLong(usize),
    Shape(String),
    Version(u64),
    Value { field: &'static str, why: String },
}

impl DraftError {
    pub(super) fn value(field: &'static str, why: impl Into<String>) -> Self {
        Self { kind: Kind::Value { field, why: why.into() } }
    }

    /// The field that is wrong, where one field is.
    pub fn field(&self) -> Option<&'static str> {
        match self.kind {
            Kind::Value { field, .. } => Some(field),
            _ => None,
        }
    }

    /// The same for the user.
    pub fn message(&self) -> Message {
        let (id, detail) = match &self.kind {
            Kind::TooLong(_) => ("letter.error.draft.long", self.to_string()),
            Kind::Version(_) => ("letter.error.draft.version", self.to_string()),
            Kind::Shape(_) | Kind::Value { .. } => ("letter.error.draft.shape", self.to_string()),
        };
        Message { id: id.to_owned(), args: vec![("detail".to_owned(), detail)] }
    }
}

impl fmt::Display for DraftError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.kind {
            Kind::TooLong(bytes) => write!(f, "a draft of {bytes} bytes is longer than {LONGEST}"),
            Kind::Shape(why) => write!(f, "the draft does not have the shape of a draft: {why}"),
            Kind::Version(version) => write!(f, "a draft of version {version} is not one of version {VERSION}"),
            Kind::Value { field, why } => write!(f, "the draft's \"{field}\" is wrong: {why}"),
        }
    }
}

impl std::error::Error for DraftError {}

/// A draft as it comes.
#[derive(Deserialize)]
pub(super) struct Draft {
    pub finding: Found,
    pub text: String,
    /// The section's stream, where its reader still has it: what is a heading, an item, a cell in the text.
    #[serde(default)]
    pub stream: Option<String>,
    pub page: Visited,
    #[serde(default)]
    pub facts: serde_json::Value,
    pub way: Way,
    #[serde(default)]
    pub screenshot: Option<Picture>,
    #[serde(default)]
    pub agent: String,
    #[serde(default)]
    pub extension: String,
    #[serde(default)]
    pub private: bool,
}

/// A finding as the background answered it.
#[derive(Deserialize)]
pub(super) struct Found {
    pub key: String,
    pub criterion: Criterion,
    pub practice: Practice,
    pub grade: Grade,
    pub rule: String,
    pub reason: Message,
    pub quote: String,
    pub at: Utf16Span,
    #[serde(default, rename = "scopeAt")]
    pub scope_at: Vec<Utf16Span>,
    #[serde(default)]
    pub card: Card,
    #[serde(default)]
    pub trace: serde_json::Value,
}

/// Where and when.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Visited {
    pub url: String,
    #[serde(default)]
    pub title: String,
    #[serde(default)]
    pub lang: Option<String>,
    pub seen_at: String,
    pub offset: i16,
    #[serde(default)]
    pub zone: Option<String>,
}

/// A picture as the browser took it.
#[derive(Deserialize)]
pub(super) struct Picture {
    pub data: String,
    pub width: u32,
    pub height: u32,
}

impl Draft {
    /// Reads a draft's JSON. Names that this version does not know are left aside.
    pub fn read(json: &str) -> Result<Self, DraftError> {
        if json.len() > LONGEST {
            return Err(DraftError { kind: Kind::TooLong(json.len()) });
        }
        let shape =
            |fault: serde_json::Error| DraftError { kind: Kind::Shape(super::one_line(&fault.to_string(), 200).text) };
        let draft = json::tree(json).map_err(shape)?;
        let version = json::version(&draft).map_err(shape)?;
        if version != VERSION {
            return Err(DraftError { kind: Kind::Version(version) });
        }
        json::of(draft).map_err(shape)
    }
}
