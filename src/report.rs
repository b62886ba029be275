//! Letters: what to write, to whom, from captures and the user's own words. The letters themselves are data,
//! `src/report/letters/`; nothing here states what only the user can know.

mod answers;
mod date;
mod letter;
mod matter;
mod template;

pub use answers::{Answers, Corrections};
pub use letter::{Block, Enclosure, Layout, Letter, LetterError, Missing, Source, letter};

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

/// Who receives a letter.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum Recipient {
    /// The Défenseur des droits.
    Defender,
    /// The practitioner's own practice.
    Practice,
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

    /// The name in files, addresses and message keys (`letter.role.<id>`).
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

    /// The key of a block that was rewritten in this role's letter: what was made of a referral is not a journalist's.
    pub(crate) fn edit(self, block: &str) -> String {
        format!("{}.{block}", self.id())
    }

    /// Whom somebody in this role can write to, the usual recipient first.
    pub fn recipients(self) -> &'static [Recipient] {
        match self {
            Self::Journalist => &[Recipient::Practice],
            _ => &[Recipient::Defender],
        }
    }
}

impl Recipient {
    /// The name in files and message keys.
    pub fn id(self) -> &'static str {
        match self {
            Self::Defender => "defender",
            Self::Practice => "practice",
        }
    }

    /// Where the recipient can be written to on the web.
    pub fn form(self) -> Option<&'static str> {
        match self {
            Self::Defender => Some("https://formulaire.defenseurdesdroits.fr/"),
            Self::Practice => None,
        }
    }
}
