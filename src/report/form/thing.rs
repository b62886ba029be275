//! What a form's fields ask for, and the words by which that is recognised: `src/report/form/words.toml`.

use super::text::{finds, longest, says};

/// What a field asks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Thing {
    /// First name.
    GivenName,
    /// Name.
    FamilyName,
    /// First name and name in one.
    FullName,
    /// E-mail.
    Email,
    /// E-mail, a second time.
    EmailAgain,
    /// Telephone.
    Phone,
    /// Street and number, or the whole address.
    Address,
    /// A second line of the address.
    AddressMore,
    /// Postcode.
    Postcode,
    /// Town.
    City,
    /// Département.
    Department,
    /// The association or newspaper that writes.
    Organisation,
    /// In what capacity somebody writes for another.
    Capacity,
    /// The person who is represented.
    Represented,
    /// The practitioner or practice.
    Accused,
    /// Their profession.
    Profession,
    /// Their number in the register.
    Rpps,
    /// The address of the page that was seen.
    PageAddress,
    /// What happened.
    Facts,
    /// An open message.
    Message,
    /// When it happened.
    DateOfFacts,
    /// A date, without a word on which.
    Date,
    /// Where the letter is written.
    Place,
    /// Where it happened.
    PlaceOfFacts,
    /// Steps already taken.
    Steps,
    /// What was answered to them.
    Replies,
    /// What is asked for.
    Request,
    /// What it is about, in a line.
    Subject,
    /// Who reports.
    Role,
    /// The ground of discrimination.
    Criterion,
    /// The field of life.
    Domain,
    /// What no report asks for.
    Never,
    /// A trap for programs, a secret or a riddle.
    Trap,
}

impl Thing {
    /// Their names, in the order of the variants.
    const IDS: [&str; 33] = [
        "given-name",
        "family-name",
        "full-name",
        "email",
        "email-again",
        "phone",
        "address",
        "address-more",
        "postcode",
        "city",
        "department",
        "organisation",
        "capacity",
        "represented",
        "accused",
        "profession",
        "rpps",
        "page-address",
        "facts",
        "message",
        "date-of-facts",
        "date",
        "place",
        "place-of-facts",
        "steps",
        "replies",
        "request",
        "subject",
        "role",
        "criterion",
        "domain",
        "never",
        "trap",
    ];

    const ALL: [Self; 33] = [
        Self::GivenName,
        Self::FamilyName,
        Self::FullName,
        Self::Email,
        Self::EmailAgain,
        Self::Phone,
        Self::Address,
        Self::AddressMore,
        Self::Postcode,
        Self::City,
        Self::Department,
        Self::Organisation,
        Self::Capacity,
        Self::Represented,
        Self::Accused,
        Self::Profession,
        Self::Rpps,
        Self::PageAddress,
        Self::Facts,
        Self::Message,
        Self::DateOfFacts,
        Self::Date,
        Self::Place,
        Self::PlaceOfFacts,
        Self::Steps,
        Self::Replies,
        Self::Request,
        Self::Subject,
        Self::Role,
        Self::Criterion,
        Self::Domain,
        Self::Never,
        Self::Trap,
    ];

    /// Its name in `words.toml`.
    pub fn id(self) -> &'static str {
        Self::IDS[self as usize]
    }

    /// The thing of that name.
    pub fn of(id: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|thing| thing.id() == id)
    }

    /// What it is called, as the end of a message key (`fill.what.<…>`).
    pub fn what(self) -> &'static str {
        match self {
            Self::EmailAgain => Self::Email.id(),
            Self::AddressMore => Self::Address.id(),
            Self::Message => Self::Facts.id(),
            Self::Date => Self::DateOfFacts.id(),
            other => other.id(),
        }
    }

    /// Whether it is told in sentences: such a text goes into no small field of another kind.
    pub(super) fn is_told(self) -> bool {
        matches!(self, Self::Facts | Self::Message | Self::Steps | Self::Replies | Self::Request)
    }

    /// Whether somebody has one, so that it matters whose it is.
    pub(super) fn is_owned(self) -> bool {
        self <= Self::Department && self != Self::EmailAgain
    }
}

/// Whose a field is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Party {
    /// Who writes.
    User,
    /// The practitioner or practice.
    Accused,
    /// The person for whom somebody else writes.
    Represented,
    /// The association that writes.
    Organisation,
    /// Somebody of whom the report says nothing.
    Other,
}

impl Party {
    fn of(id: &str) -> Option<Self> {
        Some(match id {
            "user" => Self::User,
            "accused" => Self::Accused,
            "represented" => Self::Represented,
            "organisation" => Self::Organisation,
            "other" => Self::Other,
            _ => return None,
        })
    }
}

/// The words by which fields are recognised, as `src/report/form/build.rs` writes them: a line a row, its columns parted by
/// tabs, phrases by `|`. Pages load them when they are wanted; they are not in app.wasm.
pub struct Words(String);

impl Words {
    /// Those of a text that `build.rs` wrote.
    pub fn new(text: String) -> Self {
        Self(text)
    }

    /// Those that this program was built with.
    #[cfg(not(feature = "page"))]
    pub fn own() -> Self {
        Self(include_str!(concat!(env!("OUT_DIR"), "/form.txt")).to_owned())
    }

    /// The rows of a kind.
    fn rows(&self, kind: &'static str) -> impl Iterator<Item = [&str; 4]> {
        self.0.lines().filter_map(move |line| {
            let mut columns = line.split('\t');
            (columns.next() == Some(kind)).then(|| [(); 4].map(|()| columns.next().unwrap_or_default()))
        })
    }

    /// The things that a folded text speaks of, each once, in the order in which they stand. The longest phrase takes its
    /// words from shorter ones: « adresse électronique » is no address. `name` says that the text is a program's name.
    pub(super) fn things(&self, text: &str, name: bool) -> Vec<Thing> {
        let mut found: Vec<(usize, usize, Thing)> = Vec::new();
        if text.len() < 2 {
            return Vec::new();
        }
        for [id, says, names, _] in self.rows("thing") {
            let Some(thing) = Thing::of(id) else { continue };
            for phrases in [says, if name { names } else { "" }] {
                for phrase in phrases.split('|') {
                    let mut from = 0;
                    while let Some(at) = finds(text, phrase, from) {
                        from = at + phrase.len();
                        found.push((at, from, thing));
                    }
                }
            }
        }
        let covers = |one: &(usize, usize, Thing), other: &(usize, usize, Thing)| {
            let (long, short) = (one.1 - one.0, other.1 - other.0);
            one.0 < other.1 && other.0 < one.1 && (long > short || (long == short && one.0 < other.0))
        };
        // In the order of their places; there are few.
        let mut things = Vec::new();
        for at in 0..text.len() {
            for one in found.iter().filter(|one| one.0 == at && !found.iter().any(|other| covers(other, one))) {
                if !things.contains(&one.2) {
                    things.push(one.2);
                }
            }
        }
        things
    }

    /// The thing of an `autocomplete`: its last word that is one. Sections, `billing`, `work` and the like say nothing here.
    pub(super) fn of_token(&self, autocomplete: &str) -> Option<Thing> {
        for token in autocomplete.split_ascii_whitespace().rev().take(8) {
            for [id, _, _, tokens] in self.rows("thing") {
                if tokens.split('|').any(|one| one.eq_ignore_ascii_case(token)) {
                    return Thing::of(id);
                }
            }
        }
        None
    }

    /// Whose it is by a folded text. « Le professionnel que vous mettez en cause » is theirs, « votre avocat » somebody else's;
    /// any other two say nothing, nor does the question « vous êtes victime ».
    pub(super) fn party(&self, text: &str) -> Option<Party> {
        let mut named = self.rows("party").filter(|[_, phrases, ..]| says(text, phrases)).map(|[id, ..]| Party::of(id));
        match (named.next()?, named.next(), named.next()) {
            (Some(Party::User), Some(Some(theirs @ (Party::Accused | Party::Other))), None)
                if !says(text, "vous etes") =>
            {
                Some(theirs)
            }
            (only, None, _) => only,
            _ => None,
        }
    }

    /// The answers to a thing that an option's folded text may mean: those of which it has the longest phrase, so that
    /// « représentant d’une association » is no legal representative.
    pub(super) fn meaning(&self, thing: Thing, text: &str) -> Vec<&str> {
        let (mut most, mut meant) = (1, Vec::new());
        for [of, id, phrases, _] in self.rows("option") {
            let length = longest(text, phrases);
            if length < most || of != thing.id() {
                continue;
            }
            if length > most {
                meant.clear();
                most = length;
            }
            meant.push(id);
        }
        meant
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::form::text::folded;

    #[test]
    fn the_longest_phrase_takes_its_words() {
        for (label, expected) in [
            ("Votre adresse électronique", &[Thing::Email][..]),
            ("Nom et prénom", &[Thing::FullName]),
            ("Nom de l’organisme", &[Thing::Accused]),
            ("Code postal ou ville", &[Thing::Postcode, Thing::City]),
            ("Date de naissance", &[Thing::Never]),
            ("Couleur préférée", &[]),
        ] {
            assert_eq!(Words::own().things(&folded(label), false), expected, "{label}");
        }
    }

    #[test]
    fn every_phrase_is_recognised_as_what_it_stands_for() {
        let words = Words::own();
        let mut ids = Vec::new();
        for [id, says, ..] in words.rows("thing") {
            let thing = Thing::of(id).unwrap_or_else(|| panic!("\"{id}\" of words.toml is no thing"));
            assert!(!ids.contains(&id), "{id} stands twice");
            ids.push(id);
            for phrase in says.split('|') {
                assert_eq!(words.things(&folded(phrase), false), [thing], "{phrase}");
            }
        }
        assert!(words.rows("party").all(|[id, ..]| Party::of(id).is_some()));
    }

    #[test]
    fn tokens_are_read_from_behind() {
        let words = Words::own();
        assert_eq!(words.of_token("section-a billing family-name"), Some(Thing::FamilyName));
        assert_eq!(words.of_token("off"), None);
        assert_eq!(words.of_token("NAME"), Some(Thing::FullName));
    }
}
