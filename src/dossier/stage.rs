//! How far a case is, in five words: what a person sorts their cases by. It is worked out from what the log and the reports say; the only
//! thing that is written down for it is the field `status`.

use super::{State, Summary};

/// The field of the log that holds the word which the user chose.
pub const FIELD: &str = "status";

/// How far a case is. Five are enough to know what to do next, and few enough for a list.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Stage {
    /// Captured by « mode enquête », and nobody has looked at it.
    ToValidate,
    /// Kept, and nothing has left.
    Kept,
    /// Somebody was told.
    Reported,
    /// Somebody answered.
    Answered,
    /// Nothing more is to be done.
    Closed,
}

impl Stage {
    /// All of them, in the order in which a case goes through them.
    pub const ALL: [Self; 5] = [Self::ToValidate, Self::Kept, Self::Reported, Self::Answered, Self::Closed];

    /// Those that a user may choose: that a case was looked at is `keep`'s to say.
    pub const CHOSEN: [Self; 4] = [Self::Kept, Self::Reported, Self::Answered, Self::Closed];

    /// Its name in the log, the markup and the catalogue.
    pub fn name(self) -> &'static str {
        match self {
            Self::ToValidate => "to_validate",
            Self::Kept => "kept",
            Self::Reported => "reported",
            Self::Answered => "answered",
            Self::Closed => "closed",
        }
    }

    /// The stage of that name.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|stage| stage.name() == name)
    }

    /// How far a case is. What nobody has looked at is to be validated, whatever else is written; a word that this version does not know is
    /// no word; without one, a report that the user noted says enough.
    pub fn of(summary: &Summary) -> Self {
        if summary.state == State::ToValidate {
            return Self::ToValidate;
        }
        match Self::from_name(&summary.status) {
            Some(chosen) if chosen != Self::ToValidate => chosen,
            _ if summary.reported.is_some() => Self::Reported,
            _ => Self::Kept,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dossier::filter::tests::summary;

    #[test]
    fn what_is_written_says_how_far_a_case_is() {
        let reported = Some((1, "2026-11-22".to_owned()));
        for (state, status, reported, expected) in [
            (State::Kept, "", None, Stage::Kept),
            (State::Kept, "", reported.clone(), Stage::Reported),
            (State::Kept, "kept", reported.clone(), Stage::Kept),
            (State::Kept, "answered", reported.clone(), Stage::Answered),
            (State::Kept, "closed", None, Stage::Closed),
            (State::Kept, "to_validate", None, Stage::Kept),
            (State::Kept, "perdu", reported.clone(), Stage::Reported),
            (State::ToValidate, "closed", reported, Stage::ToValidate),
        ] {
            let one = Summary { state, status: status.to_owned(), reported: reported.clone(), ..summary("a") };
            assert_eq!(Stage::of(&one), expected, "{state:?} {status} {reported:?}");
        }
    }
}
