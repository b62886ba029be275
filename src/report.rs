//! Letters: what to write, to whom, from captures and the user's own words. The letters themselves are data,
//! `src/report/letters/`; nothing here states what only the user can know.

mod answers;
pub(crate) mod date;
mod file;
pub mod form;
mod letter;
mod matter;
mod place;
mod recipient;
mod reported;
mod template;

pub use answers::{Addressee, Answers, Corrections, Event};
pub use file::Mail;
pub use letter::{Block, Enclosure, Layout, Letter, LetterError, Missing, Source, letter};
pub use place::Place;
pub use recipient::{Choice, Recipient, choices, unknown_site};
pub use reported::{Due, Reported};

use serde::{Deserialize, Serialize};

/// The longest text that a user can make of one block, in characters.
pub(crate) const LONGEST_EDIT: usize = 20_000;

/// Who reports. It decides what may be asked, and of whom.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Role {
    /// The person concerned by the wording.
    Person,
    /// Their legal representative, or an heir.
    Representative,
    /// An association of at least five years with the consent of a person concerned.
    MandatedAssociation,
    /// An association on its own.
    Association,
    /// Anyone who saw the wording: asks the Defender to act of its own motion.
    Witness,
    /// A journalist: a request for comment, never a referral.
    Journalist,
}

impl Role {
    /// Every role, in the order in which they are asked.
    pub const ALL: [Self; 6] = [
        Self::Person,
        Self::Representative,
        Self::MandatedAssociation,
        Self::Association,
        Self::Witness,
        Self::Journalist,
    ];

    /// The name in files, addresses and message keys (`checklist.role.<id>`).
    pub fn id(self) -> &'static str {
        match self {
            Self::Person => "person",
            Self::Representative => "representative",
            Self::MandatedAssociation => "mandated-association",
            Self::Association => "association",
            Self::Witness => "witness",
            Self::Journalist => "journalist",
        }
    }

    /// The role of that name.
    pub fn from_id(id: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|role| role.id() == id)
    }
}
