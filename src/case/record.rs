//! A case: a capture with what its user added. Written as JSON with a version; older versions are migrated when they are
//! read, and every hash is taken again.

use super::{Again, Capture, Difference, Moment};
use crate::{
    json,
    message::Message,
    report::{Answers, LONGEST_EDIT, Recipient, Reported, Role},
};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use std::{collections::BTreeMap, fmt};

/// The version of the shape that this program writes.
pub const CASE_VERSION: u64 = 4;

/// The most reports that one case remembers.
const MOST_REPORTS: usize = 50;

/// The most returns to its page that one case remembers; the oldest but the first go.
const MOST_AGAIN: usize = 24;

/// The longest case that is read, in bytes: a capture with a picture in base64, and letters.
const LONGEST: usize = 48 * 1024 * 1024;

/// A capture with what its user added.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Case {
    version: u64,
    /// The name it is kept under.
    pub id: String,
    /// When it was first kept.
    pub created: Moment,
    /// When it was last changed.
    pub updated: Moment,
    /// What was seen.
    pub capture: Capture,
    /// Who reports, once they have said so.
    pub role: Option<Role>,
    /// The user's own words.
    pub answers: Answers,
    /// How far the letters are.
    pub letter: LetterState,
    /// What the user says that they sent.
    pub reported: Vec<Reported>,
    /// When the page was opened again, and what it said then; the last is the latest.
    pub again: Vec<Again>,
}

/// How far the letters of a case are.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct LetterState {
    /// Which letter is shown; the role's own recipient where it is not said.
    pub recipient: Option<Recipient>,
    /// The blocks that the user rewrote, by role, recipient and block: `person.cpam.request`; what the letters of a role
    /// have in common by role and block: `person.seen`. Who changes their role keeps both.
    pub edits: BTreeMap<String, String>,
    /// The letters of which the user confirmed to have read them again, to find in them what the page shows, and to write
    /// in their own role.
    pub reread: Vec<Reread>,
}

/// A letter that was read again.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reread {
    /// To whom.
    pub recipient: Recipient,
    /// When.
    pub at: Moment,
}

/// Why a stored case cannot be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CaseError {
    kind: Kind,
}

#[derive(Clone, Debug, PartialEq, Eq)]
enum Kind {
    TooLong(usize),
    Shape(String),
    Version(Option<u64>),
    Id(String),
    Missing(String),
    Altered(Difference),
}

impl CaseError {
    /// A part of the capture is not there.
    pub(super) fn missing(part: &str) -> Self {
        Self { kind: Kind::Missing(super::one_line(part, 80).text) }
    }

    /// The part of its capture that is not there or not what it was, if that is why.
    pub fn altered(&self) -> Option<&str> {
        match &self.kind {
            Kind::Altered(difference) => Some(difference.part()),
            Kind::Missing(part) => Some(part),
            _ => None,
        }
    }

    /// The same for the user.
    pub fn message(&self) -> Message {
        match &self.kind {
            Kind::Missing(part) => Message::new("letter.error.altered").with("part", part.clone()),
            Kind::Altered(difference) => difference.message(),
            Kind::Version(Some(version)) if *version > CASE_VERSION => {
                message("letter.error.case.newer", &version.to_string())
            }
            _ => message("letter.error.case.shape", &self.to_string()),
        }
    }
}

fn message(id: &str, detail: &str) -> Message {
    Message { id: id.to_owned(), args: vec![("detail".to_owned(), detail.to_owned())] }
}

impl fmt::Display for CaseError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.kind {
            Kind::TooLong(bytes) => write!(f, "a case of {bytes} bytes is longer than {LONGEST}"),
            Kind::Shape(why) => write!(f, "the record does not have the shape of a case: {why}"),
            Kind::Version(None) => write!(f, "the record says no version"),
            Kind::Version(Some(version)) => {
                write!(f, "a case of version {version} is none of versions 1 to {CASE_VERSION}")
            }
            Kind::Id(id) => write!(f, "\"{id}\" is not a case's name: letters, digits and \"-\", at most 64"),
            Kind::Missing(part) => write!(f, "the capture's part \"{part}\" is missing"),
            Kind::Altered(difference) => difference.fmt(f),
        }
    }
}

impl std::error::Error for CaseError {}

impl Case {
    /// A new case of a capture.
    ///
    /// # Errors
    /// Says so if `id` is not made of letters, digits and `-`, at most 64 of them.
    pub fn new(id: &str, capture: Capture, now: Moment) -> Result<Self, CaseError> {
        check_id(id)?;
        Ok(Self {
            version: CASE_VERSION,
            id: id.to_owned(),
            created: now.clone(),
            updated: now,
            capture,
            role: None,
            answers: Answers::default(),
            letter: LetterState::default(),
            reported: Vec::new(),
            again: Vec::new(),
        })
    }

    /// Reads a stored case, of this version or an older one.
    ///
    /// # Errors
    /// Says why it cannot be read, or which part of its capture is not what it was when the capture was made.
    pub fn from_json(json: &str) -> Result<Self, CaseError> {
        if json.len() > LONGEST {
            return Err(CaseError { kind: Kind::TooLong(json.len()) });
        }
        Self::from_tree(json::tree(json).map_err(shape)?, true)
    }

    /// The same from a tree; without its blobs no hash can be taken again.
    pub(super) fn from_tree(mut record: Value, verified: bool) -> Result<Self, CaseError> {
        let version = record.get("version").and_then(Value::as_u64);
        let migrations: &[fn(&mut Value)] = match version {
            Some(1) => &[migrate_1, migrate_2, migrate_3],
            Some(2) => &[migrate_2, migrate_3],
            Some(3) => &[migrate_3],
            Some(CASE_VERSION) => &[],
            _ => return Err(CaseError { kind: Kind::Version(version) }),
        };
        migrations.iter().for_each(|migrate| migrate(&mut record));
        let mut case: Self = json::of(record).map_err(shape)?;
        check_id(&case.id)?;
        if verified {
            case.capture.verify().map_err(|difference| CaseError { kind: Kind::Altered(difference) })?;
        }
        for again in &case.again {
            again.verify().map_err(|difference| CaseError { kind: Kind::Altered(difference) })?;
        }
        case.answers = case.answers.cleaned();
        for text in case.letter.edits.values_mut() {
            *text = super::answer(text, LONGEST_EDIT);
        }
        case.reported = case.reported.into_iter().take(MOST_REPORTS).map(Reported::cleaned).collect();
        Ok(case)
    }

    /// The case as it is stored.
    pub fn to_json(&self) -> String {
        super::canonical::canonical(self)
    }

    /// Replaces one block of the letter to `recipient` by the user's own text; with an empty one the letter leaves without the
    /// block. Without a role there is no letter yet, and nothing is replaced.
    pub fn edit(&mut self, recipient: Recipient, block: &str, text: &str) {
        let Some(role) = self.role else { return };
        self.letter.edits.insert(recipient.edit(role, block), super::answer(text, LONGEST_EDIT));
        // What was read again is no longer what will be sent.
        self.letter.reread.clear();
    }

    /// Gives one block of the letter to `recipient` back to the tool.
    pub fn give_back(&mut self, recipient: Recipient, block: &str) {
        let Some(role) = self.role else { return };
        self.letter.edits.remove(&recipient.edit(role, block));
        self.letter.reread.clear();
    }

    /// Whether the letter to `recipient` was read again as it stands.
    pub fn is_reread(&self, recipient: Recipient) -> bool {
        self.letter.reread.iter().any(|reread| reread.recipient == recipient)
    }

    /// Writes down that the letter to `recipient` was read again, or that it was not.
    pub fn set_reread(&mut self, recipient: Recipient, at: Option<Moment>) {
        self.letter.reread.retain(|reread| reread.recipient != recipient);
        self.letter.reread.extend(at.map(|at| Reread { recipient, at }));
    }

    /// Writes down what the page said when it was opened again.
    pub fn seen_again(&mut self, again: Again) {
        if self.again.len() >= MOST_AGAIN {
            self.again.remove(1);
        }
        self.updated = again.seen.clone();
        self.again.push(again);
    }

    /// Writes down that a report left for `recipient`.
    pub fn report(&mut self, recipient: Recipient, now: Moment) {
        if self.reported.len() < MOST_REPORTS {
            self.reported.push(Reported::now(recipient, now));
        }
    }
}

fn shape(fault: serde_json::Error) -> CaseError {
    CaseError { kind: Kind::Shape(super::one_line(&fault.to_string(), 200).text) }
}

/// Whether a case can be called so: letters, digits and `-`, at most 64.
pub(crate) fn is_id(id: &str) -> bool {
    (1..=64).contains(&id.len()) && id.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-')
}

fn check_id(id: &str) -> Result<(), CaseError> {
    if is_id(id) {
        return Ok(());
    }
    Err(CaseError { kind: Kind::Id(super::one_line(id, 80).text) })
}

/// Version 1 had no state of the letter, no date of change, and said of an association beside its role whether it had a
/// mandate.
fn migrate_1(record: &mut Value) {
    let Some(record) = record.as_object_mut() else { return };
    let mandated = record.remove("mandated").and_then(|mandated| mandated.as_bool()).unwrap_or_default();
    if mandated && record.get("role").is_some_and(|role| role == "association") {
        record.insert("role".to_owned(), json!("mandated-association"));
    }
    if let Some(created) = record.get("created").cloned() {
        record.insert("updated".to_owned(), created);
    }
    record.insert("letter".to_owned(), json!({"recipient": null, "edits": {}, "reread": null}));
    record.insert("version".to_owned(), json!(2));
}

/// Version 2 knew one letter a role: its blocks were kept by role and block, and it was read again as a whole.
fn migrate_2(record: &mut Value) {
    let Some(record) = record.as_object_mut() else { return };
    if let Some(letter) = record.get_mut("letter").and_then(Value::as_object_mut) {
        if let Some(Value::Object(edits)) = letter.remove("edits") {
            let renamed = edits.into_iter().map(|(key, text)| {
                let known = key.split_once('.').and_then(|(role, block)| Some((Role::from_id(role)?, block)));
                let key = known.map(|(role, block)| role.recipients().first().map(|first| first.edit(role, block)));
                (key.flatten().unwrap_or_default(), text)
            });
            letter.insert("edits".to_owned(), renamed.filter(|(key, _)| !key.is_empty()).collect());
        }
        letter.insert("reread".to_owned(), json!([]));
    }
    record.insert("reported".to_owned(), json!([]));
    record.insert("version".to_owned(), json!(3));
}

/// Version 3 knew captures without selectors and readable copy: they keep the parts that their manifests list.
fn migrate_3(record: &mut Value) {
    let Some(record) = record.as_object_mut() else { return };
    if let Some(capture) = record.get_mut("capture").and_then(Value::as_object_mut) {
        capture.insert("format".to_owned(), json!(1));
        capture.insert("layout".to_owned(), json!({"above": [], "lines": []}));
    }
    record.insert("again".to_owned(), json!([]));
    record.insert("version".to_owned(), json!(4));
}
