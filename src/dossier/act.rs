//! What is done to a dossier, one act an entry of the log. In JSON the kind stands under `do`, beside the act's own values.
//!
//! An act of a kind that this program does not know, or with values that cannot be right, is kept and passed on as it is,
//! and changes nothing: a newer program wrote it, or somebody who means harm.

pub use crate::case::Outcome;
use crate::{
    case::{Sha256Hex, is_id, one_line},
    finding::{Criterion, Practice},
    json,
};
use serde::{Deserialize, Serialize, de::DeserializeOwned};
use serde_json::{Map, Value, json};

/// The longest reason, reviewer's name, version or field name, in characters.
pub const LONGEST_LINE: usize = 300;

/// What is done to a dossier.
#[derive(Clone, Debug, PartialEq)]
pub enum Act {
    /// `keep`: a case is begun, or its capture was changed (masked, another picture), or it was validated: the last one holds.
    Keep {
        /// The case's name.
        case: String,
        /// The hash of the capture's manifest.
        capture: Sha256Hex,
        /// Whether the user has looked at it.
        state: State,
    },
    /// `amend`: a field of a case gets a value; the last writer wins, field by field.
    Amend {
        /// The case's name.
        case: String,
        /// The field: `tags`, `note`, `status`, `reported`…
        field: String,
        /// Its value, whatever the field's owner makes of it; null takes it away.
        value: Value,
    },
    /// `recheck`: the page was opened again.
    Recheck {
        /// The case's name.
        case: String,
        /// What was found.
        outcome: Outcome,
        /// The hash of the manifest of the new capture, where one was made.
        capture: Option<Sha256Hex>,
        /// The hash of the text that stands there now.
        text: Option<Sha256Hex>,
    },
    /// `verdict`: somebody judged a wording. One reviewer's last word on a subject holds.
    Verdict {
        /// What was judged.
        subject: Subject,
        /// The judgement.
        verdict: Verdict,
        /// Who judged, as they call themselves.
        reviewer: String,
        /// The version of the lexicon that had marked it.
        lexicon: String,
        /// Why, in their own words.
        why: Option<String>,
        /// Whether it settles what others see differently; in JSON only where it does.
        settles: bool,
    },
    /// `remove`: a tombstone. It wins over a later import of the same case, or of the same capture under another name.
    Remove {
        /// The case's name.
        case: String,
        /// The hash of the manifest of what was removed.
        capture: Sha256Hex,
        /// Why, in the user's own words; may be empty.
        reason: String,
    },
    /// `restore`: only this brings a removed case back.
    Restore {
        /// The case's name.
        case: String,
    },
    /// `export`: a pack was written.
    Export {
        /// The pack's SHA-256.
        pack: Sha256Hex,
        /// How many cases it holds.
        cases: u64,
    },
    /// Anything else, as it stands.
    Unknown(Value),
}

/// How far a case is looked at.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum State {
    /// Captured by « mode enquête »: « à valider ».
    ToValidate,
    /// Saved by the user, or validated.
    #[default]
    Kept,
}

/// A judgement on a wording.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Verdict {
    /// « Confirmer ».
    Confirm,
    /// « Pas un problème ».
    Reject,
    /// « À discuter ».
    Discuss,
    /// « Passer ».
    Skip,
    /// « Annuler »: what they had said is taken back. The log only grows.
    Withdraw,
}

/// What a verdict is bound to: a text, whoever's it is, and what was seen in it.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Subject {
    /// The hash of the folded text of the section ([`super::text_hash`]).
    pub text: Sha256Hex,
    /// The ground.
    pub criterion: Criterion,
    /// What is done.
    pub practice: Practice,
}

impl Act {
    /// Whether an act is of a kind that this program knows, with values that can be right.
    pub fn is_known(&self) -> bool {
        !matches!(self, Self::Unknown(_))
    }

    /// What the log is searched by: the name of the case, or the hash of the text that was judged.
    pub fn about(&self) -> Option<&str> {
        match self {
            Self::Keep { case, .. }
            | Self::Amend { case, .. }
            | Self::Recheck { case, .. }
            | Self::Remove { case, .. }
            | Self::Restore { case } => Some(case),
            Self::Verdict { subject, .. } => Some(subject.text.as_str()),
            Self::Export { .. } | Self::Unknown(_) => None,
        }
    }

    /// The act out of JSON. Never fails: what is not understood is [`Act::Unknown`].
    pub(super) fn from_value(value: Value) -> Self {
        match read(&value) {
            // What would be written otherwise than it was read is not understood: nothing of it may be lost.
            Some(act) if act.to_value() == value => act,
            _ => Self::Unknown(value),
        }
    }

    /// The act as JSON.
    pub(super) fn to_value(&self) -> Value {
        match self {
            Self::Keep { case, capture, state } => {
                json!({"do": "keep", "case": case, "capture": capture.as_str(), "state": state})
            }
            Self::Amend { case, field, value } => {
                json!({"do": "amend", "case": case, "field": field, "value": value})
            }
            Self::Recheck { case, outcome, capture, text } => {
                let mut act = json!({"do": "recheck", "case": case, "outcome": outcome});
                put(&mut act, "capture", capture.as_ref().map(Sha256Hex::as_str));
                put(&mut act, "text", text.as_ref().map(Sha256Hex::as_str));
                act
            }
            Self::Verdict { subject, verdict, reviewer, lexicon, why, settles } => {
                let mut act = json!({
                    "do": "verdict", "subject": subject, "verdict": verdict, "reviewer": reviewer, "lexicon": lexicon,
                });
                put(&mut act, "why", why.as_deref());
                if let (true, Some(act)) = (settles, act.as_object_mut()) {
                    act.insert("settles".to_owned(), Value::Bool(true));
                }
                act
            }
            Self::Remove { case, capture, reason } => {
                json!({"do": "remove", "case": case, "capture": capture.as_str(), "reason": reason})
            }
            Self::Restore { case } => json!({"do": "restore", "case": case}),
            Self::Export { pack, cases } => json!({"do": "export", "pack": pack.as_str(), "cases": cases}),
            Self::Unknown(value) => value.clone(),
        }
    }
}

fn put(act: &mut Value, name: &str, value: Option<&str>) {
    if let (Some(act), Some(value)) = (act.as_object_mut(), value) {
        act.insert(name.to_owned(), Value::from(value));
    }
}

fn read(value: &Value) -> Option<Act> {
    let act = value.as_object()?;
    Some(match act.get("do")?.as_str()? {
        "keep" => Act::Keep { case: case(act)?, capture: of(act, "capture")?, state: of(act, "state")? },
        "amend" => Act::Amend { case: case(act)?, field: line(act, "field")?, value: act.get("value").cloned()? },
        "recheck" => Act::Recheck {
            case: case(act)?,
            outcome: of(act, "outcome")?,
            capture: maybe(act, "capture")?,
            text: maybe(act, "text")?,
        },
        "verdict" => Act::Verdict {
            subject: of(act, "subject")?,
            verdict: of(act, "verdict")?,
            reviewer: line(act, "reviewer")?,
            lexicon: line(act, "lexicon")?,
            why: maybe(act, "why")?,
            settles: maybe(act, "settles")?.unwrap_or_default(),
        },
        "remove" => Act::Remove { case: case(act)?, capture: of(act, "capture")?, reason: of(act, "reason")? },
        "restore" => Act::Restore { case: case(act)? },
        "export" => Act::Export { pack: of(act, "pack")?, cases: act.get("cases")?.as_u64()? },
        _ => return None,
    })
}

fn case(act: &Map<String, Value>) -> Option<String> {
    act.get("case")?.as_str().filter(|id| is_id(id)).map(str::to_owned)
}

/// A text that is one line as it stands.
fn line(act: &Map<String, Value>, name: &str) -> Option<String> {
    let text = act.get(name)?.as_str()?;
    (one_line(text, LONGEST_LINE).text == text).then(|| text.to_owned())
}

fn of<T: DeserializeOwned>(act: &Map<String, Value>, name: &str) -> Option<T> {
    json::of(act.get(name)?.clone()).ok()
}

fn maybe<T: DeserializeOwned>(act: &Map<String, Value>, name: &str) -> Option<Option<T>> {
    act.get(name).map_or(Some(None), |value| json::of(value.clone()).ok().map(Some))
}
