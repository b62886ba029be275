//! A field of a form as the content script describes it. All of it comes from a page: it is read leniently, and within bounds.

use super::text::{folded, folded_name};
use serde_json::Value;

/// The most fields of one form that are looked at.
pub(super) const MOST_FIELDS: usize = 500;

/// The most options of a list that are looked at.
const MOST_OPTIONS: usize = 400;

/// What kind of field it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// A line of text.
    Line,
    /// Several lines of text.
    Lines,
    /// An e-mail address.
    Email,
    /// A telephone number.
    Phone,
    /// An address of the web.
    Address,
    /// A number.
    Number,
    /// A day.
    Day,
    /// A line whose page proposes endings, of which one may have to be chosen.
    Proposing,
    /// A list.
    List,
    /// A group of which one is chosen.
    Group,
    /// Anything else: boxes to tick, files, passwords, editors.
    Other,
}

/// Why a field is not touched whatever it asks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Closed {
    /// Nobody sees it: not even mentioned.
    Hidden,
    /// The page does not let it be changed.
    Locked,
    /// There is something in it already.
    Filled,
    /// What is in it is from an earlier click: listed as filled already.
    Ours,
    /// A box to tick.
    Tick,
    /// A file.
    File,
    /// A password.
    Secret,
    /// An editor of the page's own.
    Editor,
    /// Changing it sends the form.
    Sends,
}

/// A field, its words folded.
pub(super) struct Field {
    pub kind: Kind,
    pub closed: Option<Closed>,
    /// Its accessible name: labels, `aria-labelledby`, `aria-label`.
    pub label: String,
    /// The words beside it, where it has none of these.
    pub near: String,
    pub placeholder: String,
    pub name: String,
    pub id: String,
    pub token: String,
    /// Legends around it, the nearest first, and the heading above it.
    pub around: Vec<String>,
    /// The longest text that it takes, in UTF-16 units.
    pub most: Option<usize>,
    /// The words of its options.
    pub options: Vec<String>,
}

impl Field {
    pub fn of(value: &Value) -> Self {
        let text = |name: &str| value.get(name).and_then(Value::as_str).unwrap_or_default();
        let all = |name: &str| value.get(name).and_then(Value::as_array).map(Vec::as_slice).unwrap_or_default();
        Self {
            kind: kind(text("kind")),
            closed: closed(text("closed"), text("kind")),
            label: folded(text("label")),
            near: folded(text("near")),
            placeholder: folded(text("placeholder")),
            name: folded_name(text("name")),
            id: folded_name(text("id")),
            token: text("autocomplete").chars().take(100).collect(),
            around: all("around").iter().take(6).filter_map(Value::as_str).map(folded).collect(),
            most: value.get("most").and_then(Value::as_u64).and_then(|most| usize::try_from(most).ok()),
            options: all("options")
                .iter()
                .take(MOST_OPTIONS)
                .map(|one| folded(one.as_str().unwrap_or_default()))
                .collect(),
        }
    }

    /// What a person reads at it, before what programs call it.
    pub fn words(&self) -> [&str; 3] {
        [&self.label, &self.near, &self.placeholder]
    }
}

fn kind(name: &str) -> Kind {
    match name {
        "text" | "search" => Kind::Line,
        "textarea" => Kind::Lines,
        "email" => Kind::Email,
        "tel" => Kind::Phone,
        "url" => Kind::Address,
        "number" => Kind::Number,
        "date" => Kind::Day,
        "combobox" => Kind::Proposing,
        "select" => Kind::List,
        "radio" => Kind::Group,
        _ => Kind::Other,
    }
}

/// A kind that is never filled closes a field that nothing else does.
fn closed(name: &str, kind: &str) -> Option<Closed> {
    Some(match (name, kind) {
        ("hidden", _) => Closed::Hidden,
        ("locked", _) => Closed::Locked,
        ("ours", _) => Closed::Ours,
        ("filled", _) => Closed::Filled,
        (_, "checkbox") => Closed::Tick,
        (_, "file") => Closed::File,
        (_, "password") => Closed::Secret,
        (_, "editor") => Closed::Editor,
        ("sends", _) => Closed::Sends,
        _ => return None,
    })
}
