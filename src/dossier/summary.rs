//! What lists, filters and charts need of a case, and nothing else: thousands are in memory at a time. Written again in the
//! transaction of every change of its case; never the only place where something stands.

use super::{Dossier, Fate, Outcome, State, Subject, Verdict, review::Question, text_hash};
use crate::{
    case::{Case, Sha256Hex, one_line},
    finding::{Criterion, Grade, Practice},
    json,
    practitioner::{Address, Read},
};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use url::Url;

/// Characters of a quote, and of a name, a title, a note or an address's host.
const QUOTE: usize = 200;
const LINE: usize = 100;

/// The most tags of a case, and the longest one, in characters.
pub const MOST_TAGS: usize = 20;
/// See [`MOST_TAGS`].
pub const LONGEST_TAG: usize = 40;

/// Digits of a hash that tells a few thousand values apart.
const DIGITS: usize = 16;

/// What lists, filters and charts need of a case.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Summary {
    /// The case's name.
    pub id: String,
    /// The host of the page; empty where it is not known.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub host: String,
    /// Sixteen digits of the hash of the page's address: the same page has the same.
    pub page: String,
    /// The practitioner's name as the user corrected it, or as it was read; empty where it is not known.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub practitioner: String,
    /// The page's title, where there is no name.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub title: String,
    /// The profession; empty where it is not known.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub profession: String,
    /// The number of the département, `69`, `2A`; empty where it is not known.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub department: String,
    /// The ground.
    pub criterion: Criterion,
    /// What is done.
    pub practice: Practice,
    /// How far the words alone carry.
    pub grade: Grade,
    /// Whether the user has looked at it.
    #[serde(default, skip_serializing_if = "is_default")]
    pub state: State,
    /// How far the matter is, a word of the dossier page's (`status` in the log); empty where nobody has said.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub status: String,
    /// The tags, at most [`MOST_TAGS`].
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub tags: Vec<String>,
    /// The beginning of the user's note.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub note: String,
    /// When it was seen, as `2026-11-21T23:17:48Z`.
    pub seen: String,
    /// The day on which it was seen by the clock of who saw it, as `2026-11-22`.
    pub day: String,
    /// When something was last written about it, as [`Self::seen`].
    pub updated: String,
    /// The beginning of the quote, in one line.
    pub quote: String,
    /// Whether there is a picture.
    #[serde(default, skip_serializing_if = "is_default")]
    pub screenshot: bool,
    /// Whether the words were pasted, so that nothing fixes what a page showed.
    #[serde(default, skip_serializing_if = "is_default")]
    pub pasted: bool,
    /// How many reports the user has noted, and the last one's day.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reported: Option<(usize, String)>,
    /// What the last recheck has shown.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub recheck: Option<Rechecked>,
    /// What reviewers say of its text.
    #[serde(default, skip_serializing_if = "is_default")]
    pub tally: Tally,
    /// The hash of the text that verdicts are bound to.
    pub text: Sha256Hex,
    /// Sixteen digits that are the same for the same practitioner and the same text: duplicates.
    pub same: String,
    /// The hash of the capture's manifest.
    pub capture: Sha256Hex,
    /// The length of all its parts, in bytes.
    pub bytes: usize,
    /// Whether there is a tombstone for it, of another device's: the case is kept until its owner decides.
    #[serde(default, skip_serializing_if = "is_default")]
    pub removed: bool,
}

/// What the last recheck has shown, and when.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Rechecked {
    /// What.
    pub outcome: Outcome,
    /// When, as `2026-11-21T23:17:48Z`.
    pub at: String,
}

/// How many reviewers' last word is which.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Tally {
    /// « Confirmer ».
    pub confirm: u32,
    /// « Pas un problème ».
    pub reject: u32,
    /// « À discuter ».
    pub discuss: u32,
    /// What settled it, if anything did.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub settled: Option<Verdict>,
}

impl Tally {
    /// What reviewers say of a subject; who passed said nothing.
    pub fn of(dossier: &Dossier, subject: &Subject) -> Self {
        let question = Question::of(dossier, subject);
        let settled = question.settlement().map(|settlement| settlement.verdict);
        let mut tally = Self { settled, ..Self::default() };
        for judgement in question.opinions() {
            match judgement.verdict {
                Verdict::Confirm => tally.confirm += 1,
                Verdict::Reject => tally.reject += 1,
                Verdict::Discuss => tally.discuss += 1,
                Verdict::Skip | Verdict::Withdraw => {}
            }
        }
        tally
    }
}

fn is_default<T: Default + PartialEq>(value: &T) -> bool {
    *value == T::default()
}

impl Summary {
    /// The summary of a case, with what the log says of it.
    pub fn of(case: &Case, dossier: &Dossier) -> Self {
        let capture = &case.capture;
        let corrected = &case.answers.practitioner;
        let either = |own: &Option<String>, read: Option<&Read>| {
            short(own.as_deref().or(read.map(|read| read.value.as_str())).unwrap_or_default())
        };
        let practitioner = either(&corrected.name, capture.practitioner.name.as_ref());
        let place = match &corrected.address {
            Some(own) => Some(Address::parse(own)),
            None => capture.practitioner.place.clone(),
        };
        let subject = Subject::of(capture);
        let who = if practitioner.is_empty() { capture.page.address.as_str() } else { practitioner.as_str() };
        let mut summary = Self {
            id: case.id.clone(),
            host: host(&capture.page.address),
            page: digits(&Sha256Hex::of(capture.page.address.as_bytes())),
            title: if practitioner.is_empty() { short(&capture.page.title) } else { String::new() },
            profession: either(&corrected.profession, capture.practitioner.profession.as_ref()),
            department: place.and_then(|place| place.department()).unwrap_or_default().to_owned(),
            criterion: capture.finding.criterion,
            practice: capture.finding.practice,
            grade: capture.finding.grade,
            state: State::default(),
            status: String::new(),
            tags: Vec::new(),
            note: String::new(),
            seen: capture.seen.iso(),
            day: capture.seen.local().date().to_string(),
            updated: case.updated.iso(),
            quote: one_line(&capture.finding.quote, QUOTE).text,
            screenshot: capture.screenshot.is_some(),
            pasted: capture.is_pasted(),
            reported: case.reported.last().map(|last| (case.reported.len(), last.on.clone())),
            recheck: None,
            tally: Tally::default(),
            same: digits(&Sha256Hex::of(format!("{}\n{}", text_hash(who).as_str(), subject.text.as_str()).as_bytes())),
            text: subject.text,
            capture: capture.manifest.sha256.clone(),
            bytes: capture.manifest.parts.iter().map(|part| part.bytes).sum(),
            removed: false,
            practitioner,
        };
        summary.refresh(dossier);
        summary
    }

    /// Writes anew what the log says: the case itself is not needed for that. `dossier` knows at least all entries about the case
    /// and all verdicts on its text.
    pub fn refresh(&mut self, dossier: &Dossier) {
        let fate = dossier.case(&self.id);
        let field = |name: &str| fate.and_then(|fate| fate.field(name));
        let line = |name: &str| field(name).and_then(Value::as_str).map(short).unwrap_or_default();
        let touched = fate.and_then(Fate::touched).map(|stamp| stamp.at.iso()).unwrap_or_default();
        self.state = fate.and_then(Fate::kept).map(|kept| kept.state).unwrap_or_default();
        self.status = line("status");
        self.tags = tags(field("tags"));
        self.note = line("note");
        self.updated = std::mem::take(&mut self.updated).max(touched);
        self.recheck = fate
            .and_then(|fate| fate.rechecks().next_back())
            .map(|(stamp, recheck)| Rechecked { outcome: recheck.outcome, at: stamp.at.iso() });
        self.tally = Tally::of(dossier, &self.subject());
        self.removed = dossier.tombstone(&self.id, &self.capture).is_some();
    }

    /// Reads a stored summary.
    ///
    /// # Errors
    /// Says what is wrong with it; it can be made again from its case.
    pub fn from_json(json: &str) -> Result<Self, serde_json::Error> {
        json::of(json::tree(json)?)
    }

    /// The summary as it is stored.
    pub fn to_json(&self) -> String {
        crate::case::canonical(self)
    }

    /// What verdicts on the case are bound to.
    pub fn subject(&self) -> Subject {
        Subject { text: self.text.clone(), criterion: self.criterion, practice: self.practice }
    }
}

fn short(text: &str) -> String {
    one_line(text, LINE).text
}

fn digits(hash: &Sha256Hex) -> String {
    hash.as_str()[..DIGITS].to_owned()
}

fn host(address: &str) -> String {
    let host = Url::parse(address).ok().and_then(|url| url.host_str().map(str::to_owned));
    short(&host.unwrap_or_default())
}

/// The tags out of whatever stands in the log: texts, each once, neither too many nor too long.
fn tags(value: Option<&Value>) -> Vec<String> {
    let mut tags: Vec<String> = Vec::new();
    for tag in value.and_then(Value::as_array).into_iter().flatten().filter_map(Value::as_str) {
        let tag = one_line(tag, LONGEST_TAG).text;
        if !tag.is_empty() && !tags.contains(&tag) && tags.len() < MOST_TAGS {
            tags.push(tag);
        }
    }
    tags
}
