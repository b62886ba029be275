//! « Proposer une correction »: a wording that was marked and should not have been, or the other way round, as a test case in
//! the format of `tests/cases/*.toml`. Names are taken out, its author sees and edits every word of it, and nothing of it goes
//! anywhere by itself: it is copied, or put into the address of a new issue that the author opens.

use super::passage::telling;
use crate::{
    VERSION,
    case::{BLACK, Capture, Mask, lines, one_line},
    dossier::Verdict,
    finding::{Criterion, Grade, Practice},
};
use serde_json::Value;
use url::Url;

/// Where the project takes corrections: `repository` of Cargo.toml, the one place that says it. Without one they are copied.
pub const REPOSITORY: &str = env!("CARGO_PKG_REPOSITORY");

/// What stands for a name, and for a number or an address on the net.
const NAME: &str = "Vallombreuse";
const NUMBER: &str = "…";

/// The longest address that leads to a prefilled issue, in bytes: servers refuse addresses of about 8 KB.
const LONGEST_LINK: usize = 6_000;

/// The longest text of a case, in characters: a sentence and those around it, not a page.
const LONGEST_TEXT: usize = 2_000;

/// The longest name or source of a case, in characters.
const LONGEST_LINE: usize = 200;

/// What should be found in the text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Expected {
    /// Nothing.
    Clear,
    /// Something a person should look at.
    Check,
    /// Something that can be reported as it stands.
    Flag,
}

impl Expected {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::Clear, Self::Check, Self::Flag];

    /// Its name in a case.
    pub fn name(self) -> &'static str {
        match self {
            Self::Clear => "clear",
            Self::Check => "check",
            Self::Flag => "flag",
        }
    }

    /// The one of that name.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|expected| expected.name() == name)
    }
}

/// A correction, as its author sees it before it leaves.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Proposal {
    /// What the case is about, in a few words.
    pub name: String,
    /// The text that is read.
    pub text: String,
    /// What should be found in it.
    pub expected: Expected,
    /// The ground, where something should be found.
    pub criterion: Criterion,
    /// What is done, where something should be found.
    pub practice: Practice,
    /// The words that carry it; may be empty.
    pub quote: String,
    /// What is found today, for the issue.
    pub found: Expected,
}

impl Proposal {
    /// What a verdict on a case says: that nothing should be found, or what was, or that a person should look.
    pub fn of(capture: &Capture, verdict: Verdict) -> Self {
        let finding = &capture.finding;
        let found = match finding.grade {
            Grade::Flag => Expected::Flag,
            Grade::Check => Expected::Check,
        };
        let expected = match verdict {
            Verdict::Reject => Expected::Clear,
            Verdict::Confirm => Expected::Flag,
            Verdict::Discuss | Verdict::Skip | Verdict::Withdraw => Expected::Check,
        };
        let tells = Tells::of(capture);
        let text = if capture.context.is_empty() { &finding.quote } else { &capture.context };
        Self {
            name: String::new(),
            text: tells.replaced(text),
            expected,
            criterion: finding.criterion,
            practice: finding.practice,
            quote: tells.replaced(&finding.quote),
            found,
        }
    }

    /// The same with what its author wrote made fit for a file: no control characters, no more than a given length.
    #[must_use]
    pub fn cleaned(self) -> Self {
        Self {
            name: one_line(&self.name, LONGEST_LINE).text,
            text: lines(&self.text, LONGEST_TEXT).text,
            quote: one_line(&self.quote, LONGEST_TEXT).text,
            ..self
        }
    }

    /// Whether it says what it must: a text, and if something should be found, words that are in it.
    pub fn is_whole(&self) -> bool {
        let bare = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase();
        let (text, quote) = (bare(&self.text), bare(&self.quote));
        // A quote may join a heading and what it governs: each of its words must be there.
        !text.is_empty() && (self.expected == Expected::Clear || quote.split(' ').all(|word| text.contains(word)))
    }

    /// The case, as `tests/cases/*.toml` has it.
    pub fn toml(&self) -> String {
        let Self { name, text, expected, criterion, practice, quote, .. } = self.clone().cleaned();
        let name = if name.is_empty() { format!("reviewed: {} {}", criterion.name(), practice.name()) } else { name };
        let mut rows = vec![
            ("name", name),
            ("text", text),
            ("source", format!("review by volunteers, names removed; Vigie {VERSION} said {}", self.found.name())),
            ("grade", expected.name().to_owned()),
        ];
        if expected != Expected::Clear {
            rows.extend([("criterion", criterion.name().to_owned()), ("practice", practice.name().to_owned())]);
            if !quote.is_empty() {
                rows.push(("quote", quote));
            }
        }
        // A JSON string without control characters is a basic string of TOML's.
        let rows = rows.into_iter().map(|(key, value)| format!("{key} = {}\n", Value::from(value)));
        format!("[[case]]\n{}", rows.collect::<String>())
    }

    /// The address of a new issue with the case in it, in a repository on a forge that takes title and body in the query; `None`
    /// where there is no repository, or the case is too long for an address: then it is copied.
    pub fn link(&self, repository: &str, title: &str) -> Option<String> {
        if repository.is_empty() {
            return None;
        }
        let mut link = Url::parse(&format!("{}/issues/new", repository.trim_end_matches('/'))).ok()?;
        let body = format!("```toml\n{}```\n", self.toml());
        link.query_pairs_mut().append_pair("title", &one_line(title, LONGEST_LINE).text).append_pair("body", &body);
        Some(String::from(link)).filter(|link| link.len() <= LONGEST_LINK)
    }
}

/// What stands in a text for what tells who somebody is.
struct Tells {
    names: Mask,
    numbers: Mask,
}

impl Tells {
    fn of(capture: &Capture) -> Self {
        let (numbers, names): (Vec<String>, Vec<String>) = telling(capture)
            .into_iter()
            .partition(|word| word.contains(|c: char| c.is_ascii_digit() || "@/".contains(c)));
        let mask = |words: &[String]| Mask::of_words(words.iter().map(String::as_str));
        Self { names: mask(&names), numbers: mask(&numbers) }
    }

    /// The text with an invented name for every name, so that its sentences stay sentences.
    fn replaced(&self, text: &str) -> String {
        let text = replaced(&self.numbers.cover(text).0, NUMBER);
        replaced(&self.names.cover(&text).0, NAME)
    }
}

/// What stands for each run of black signs, and of runs between which there is one space only.
fn replaced(text: &str, by: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find(BLACK) {
        let (before, run) = rest.split_at(at);
        out.push_str(before);
        out.push_str(by);
        let mut end = 0;
        for (place, c) in run.char_indices() {
            match c {
                BLACK => end = place + c.len_utf8(),
                ' ' | '\u{a0}' | '-' if place == end => {}
                _ => break,
            }
        }
        rest = run.get(end..).unwrap_or_default();
    }
    out.push_str(rest);
    out
}
