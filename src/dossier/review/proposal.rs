//! « Proposer une correction »: a wording that was marked and should not have been, or the other way round, as a test case in
//! the format of `tests/cases/*.toml`. Names are taken out, its author sees and edits every word of it, and nothing of it goes
//! anywhere by itself: it is copied, or put into the address of a new issue that the author opens.

use super::names::Names;
use crate::{
    VERSION,
    case::{Capture, lines, one_line},
    dossier::Verdict,
    finding::{Criterion, Grade, Practice},
};
use serde_json::Value;
use url::Url;

/// Where the project takes corrections: `repository` of Cargo.toml, the one place that says it. Without one they are copied.
pub const REPOSITORY: &str = env!("CARGO_PKG_REPOSITORY");

/// The longest address that leads to a prefilled issue, in bytes: servers refuse addresses of about 8 KB.
const LONGEST_LINK: usize = 6_000;

/// The longest text of a case, in characters: a sentence and those around it, not a page.
const LONGEST_TEXT: usize = 2_000;

/// The longest text in which words that were missed are looked for, in characters: a section, and what a person reads at once.
const LONGEST_READ: usize = 20_000;

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
    /// The ground, where something should be found; `None` until somebody has chosen one.
    pub criterion: Option<Criterion>,
    /// What is done, where something should be found; `None` until somebody has chosen it.
    pub practice: Option<Practice>,
    /// The words that carry it; of words that were marked they may be empty.
    pub quote: String,
    /// What is found today: nothing, of words that were missed.
    pub found: Expected,
}

/// What a correction does not say yet.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Lack {
    /// There is no text.
    Text,
    /// The words that were missed are not marked.
    Words,
    /// The words that carry it are not in the text.
    Elsewhere,
    /// What is done, or the ground, is not chosen.
    Choice,
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
        let names = Names::of(capture);
        let text = if capture.context.is_empty() { &finding.quote } else { &capture.context };
        Self {
            name: String::new(),
            text: names.replaced(text),
            expected,
            criterion: Some(finding.criterion),
            practice: Some(finding.practice),
            quote: names.replaced(&finding.quote),
            found,
        }
    }

    /// What a text says of words that were missed in it, before anybody has marked them: that they can be reported, which of all
    /// that may be said of them is the one that is looked into first. Of a long text those lines are taken that are about `near`.
    pub fn missed(text: &str, near: &str, names: &Names) -> Self {
        Self {
            name: String::new(),
            text: names.replaced(around(text, near, LONGEST_READ)),
            expected: Expected::Flag,
            criterion: None,
            practice: None,
            quote: names.replaced(near),
            found: Expected::Clear,
        }
    }

    /// Whether it is about words that were missed, not about words that were marked.
    pub fn is_missed(&self) -> bool {
        self.found == Expected::Clear
    }

    /// The same with what its author wrote made fit for a file: no control characters, no more than a given length, which of a
    /// long text are the lines about the words.
    #[must_use]
    pub fn cleaned(self) -> Self {
        let quote = one_line(&self.quote, LONGEST_TEXT).text;
        Self {
            name: one_line(&self.name, LONGEST_LINE).text,
            text: lines(around(&self.text, &quote, LONGEST_TEXT), LONGEST_TEXT).text,
            quote,
            ..self
        }
    }

    /// What it does not say yet, and must.
    pub fn lacks(&self) -> Option<Lack> {
        let Self { text, quote, expected, criterion, practice, .. } = &self.clone().cleaned();
        let bare = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase();
        let (text, quote) = (bare(text), bare(quote));
        if text.is_empty() {
            return Some(Lack::Text);
        }
        if *expected == Expected::Clear {
            return None;
        }
        if quote.is_empty() && self.is_missed() {
            return Some(Lack::Words);
        }
        // A quote may join a heading and what it governs: each of its words must be there.
        if !quote.split(' ').all(|word| text.contains(word)) {
            return Some(Lack::Elsewhere);
        }
        (criterion.is_none() || practice.is_none()).then_some(Lack::Choice)
    }

    /// The case, as `tests/cases/*.toml` has it.
    pub fn toml(&self) -> String {
        let Self { name, text, expected, criterion, practice, quote, .. } = self.clone().cleaned();
        let (criterion, practice) = (criterion.map(Criterion::name), practice.map(Practice::name));
        let (about, source) =
            if self.is_missed() { ("missed", "a reader") } else { ("reviewed", "review by volunteers") };
        let words = [Some(about), criterion, practice].into_iter().flatten();
        let name = if name.is_empty() { words.collect::<Vec<_>>().join(" ") } else { name };
        let mut rows = vec![
            ("name", name),
            ("text", text),
            ("source", format!("{source}, names removed; Vigie {VERSION} said {}", self.found.name())),
            ("grade", expected.name().to_owned()),
        ];
        if expected != Expected::Clear {
            let about = [("criterion", criterion), ("practice", practice)];
            rows.extend(about.into_iter().filter_map(|(key, name)| Some((key, name?.to_owned()))));
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

/// The part of a text about some of its words that has at most so many characters: whole lines where there are such, else whole
/// words. Its beginning, where the words are not in it.
fn around<'a>(text: &'a str, words: &str, most: usize) -> &'a str {
    let many = |text: &str| text.chars().count();
    if many(text) <= most {
        return text;
    }
    let (start, end) = place(text, words).unwrap_or_default();
    let part = |from, to| text.get(from..to).unwrap_or_default();
    let (before, after) = (part(0, start), part(end, text.len()));
    let spare = most.saturating_sub(many(part(start, end)));
    // What one side does not need is the other's.
    let behind = (spare / 2).max(spare.saturating_sub(many(before))).min(many(after));
    let from = before.char_indices().rev().take(spare - behind).last().map_or(start, |(at, _)| at);
    let to = end + after.char_indices().nth(behind).map_or(after.len(), |(at, _)| at);
    // The line or the word that is cut is left out.
    let head = part(from, start);
    let cut = head.split_once('\n').or_else(|| head.split_once(' ')).filter(|_| from > 0);
    let head = cut.map_or(head, |(_, whole)| whole);
    let tail = part(end, to);
    let cut = tail.rsplit_once('\n').or_else(|| tail.rsplit_once(' ')).filter(|_| to < text.len());
    let tail = cut.map_or(tail, |(whole, _)| whole);
    part(start - head.len(), end + tail.len())
}

/// Where words stand in a text: as they are written, or one after the other whatever is between them and whatever their case.
fn place(text: &str, words: &str) -> Option<(usize, usize)> {
    if words.is_empty() {
        return None;
    }
    if let Some(at) = text.find(words) {
        return Some((at, at + words.len()));
    }
    let wanted: Vec<String> = words.split_whitespace().map(str::to_lowercase).collect();
    let there: Vec<&str> = text.split_whitespace().collect();
    let alike = |run: &&[&str]| run.iter().zip(&wanted).all(|(word, wanted)| word.to_lowercase().contains(wanted));
    let run = there.windows(wanted.len().max(1)).find(alike)?;
    let (first, last) = (run.first()?, run.last()?);
    // They are stretches of the text.
    let at = |word: &str| word.as_ptr() as usize - text.as_ptr() as usize;
    Some((at(first), at(last) + last.len()))
}
