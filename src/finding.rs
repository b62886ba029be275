//! A finding: a frame judged. What was seen, where, why it matters, and how that was concluded.

mod names;

use crate::{message::Message, outline::BlockIndex, span::ByteSpan};
use names::{CRITERIA, PRACTICES};
use serde::{Deserialize, Serialize};

/// The ground of discrimination that a wording touches (article 225-1 code pénal, article L.1110-3 CSP).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
#[allow(missing_docs, reason = "the names are those of the annotation guide")]
pub enum Criterion {
    Coverage,
    Poverty,
    Origin,
    Language,
    Religion,
    Health,
    Disability,
    Orientation,
    Gender,
    Family,
    Age,
    Residence,
}

impl Criterion {
    /// All of them, in the order of the annotation guide.
    pub const ALL: [Self; 12] = [
        Self::Coverage,
        Self::Poverty,
        Self::Origin,
        Self::Language,
        Self::Religion,
        Self::Health,
        Self::Disability,
        Self::Orientation,
        Self::Gender,
        Self::Family,
        Self::Age,
        Self::Residence,
    ];

    /// Its name in data, as serde writes it.
    pub fn name(self) -> &'static str {
        CRITERIA[self as usize]
    }
}

/// What is done to the people concerned. Where several fit, the first wins.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Practice {
    /// Not received, not treated, asked to abstain.
    Refusal,
    /// Received, but only at some hours, days, numbers, acts, sites or by one channel.
    Restriction,
    /// More papers asked of them than of others.
    Documents,
    /// No third-party payment, prepayment, deposit, extra fees.
    Payment,
    /// Sent to a hospital, a centre or a colleague.
    Referral,
    /// Targeted or disparaged with none of the above.
    Stigma,
}

impl Practice {
    /// All of them: where several fit, the first wins.
    pub const ALL: [Self; 6] =
        [Self::Refusal, Self::Restriction, Self::Documents, Self::Payment, Self::Referral, Self::Stigma];

    /// Its name in data, as serde writes it.
    pub fn name(self) -> &'static str {
        PRACTICES[self as usize]
    }
}

/// How far the words alone carry.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Grade {
    /// The words alone do not settle it; a person should look.
    Check,
    /// Can be reported as it stands.
    Flag,
}

impl Grade {
    /// Its name in data, as serde writes it.
    pub fn name(self) -> &'static str {
        match self {
            Self::Check => "check",
            Self::Flag => "flag",
        }
    }
}

/// A stretch of one block of a section.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Place {
    /// The block.
    pub block: BlockIndex,
    /// The stretch of its text.
    pub span: ByteSpan,
}

/// A frame judged.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    /// What is painted.
    pub anchor: Place,
    /// The headings, labels or earlier sentences that govern it, in reading order.
    pub scope: Vec<Place>,
    /// The words of scope and anchor, joined: literal, in reading order; places that do not adjoin in one block are
    /// joined by one space.
    pub quote: String,
    /// The ground.
    pub criterion: Criterion,
    /// What is done.
    pub practice: Practice,
    /// How far the words alone carry.
    pub grade: Grade,
    /// The identifier of the rule, never reused.
    pub rule: &'static str,
    /// Why, as one plain sentence to be rendered in the reader's language.
    pub reason: Message,
    /// How it was concluded.
    pub trace: Trace,
}

/// Enough to replay a judgement.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Trace {
    /// The rule's identifier.
    pub rule: String,
    /// The clause that was judged.
    pub clause: String,
    /// The cues that fired, in order: lexicon entry, kind, words.
    pub cues: Vec<TracedCue>,
    /// What gave scope from outside the clause, and how (heading, term, …).
    pub scope: Vec<String>,
    /// What ended the scope.
    pub ended_by: Option<String>,
    /// Qualifiers that lowered the grade, and those that were looked for in vain.
    pub qualifiers: Vec<String>,
    /// The versions that judged: program and lexicon.
    pub version: String,
}

/// A cue as the trace records it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct TracedCue {
    /// The lexicon entry's identifier.
    pub entry: String,
    /// Group, act, negator, condition, shield, qualifier.
    pub kind: String,
    /// The words as the page has them.
    pub words: String,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_those_that_serde_writes() {
        for criterion in Criterion::ALL {
            assert_eq!(serde_json::json!(criterion), criterion.name());
        }
        for practice in Practice::ALL {
            assert_eq!(serde_json::json!(practice), practice.name());
        }
        for grade in [Grade::Check, Grade::Flag] {
            assert_eq!(serde_json::json!(grade), grade.name());
        }
    }
}
