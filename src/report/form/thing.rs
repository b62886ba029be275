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
    /// Its name in message keys (`fill.what.<id>`).
    pub fn id(self) -> &'static str {
        match self {
            Self::GivenName => "given-name",
            Self::FamilyName => "family-name",
            Self::FullName => "full-name",
            Self::Email | Self::EmailAgain => "email",
            Self::Phone => "phone",
            Self::Address | Self::AddressMore => "address",
            Self::Postcode => "postcode",
            Self::City => "city",
            Self::Department => "department",
            Self::Organisation => "organisation",
            Self::Capacity => "capacity",
            Self::Represented => "represented",
            Self::Accused => "accused",
            Self::Profession => "profession",
            Self::Rpps => "rpps",
            Self::PageAddress => "page-address",
            Self::Facts | Self::Message => "facts",
            Self::DateOfFacts | Self::Date => "date-of-facts",
            Self::Place => "place",
            Self::PlaceOfFacts => "place-of-facts",
            Self::Steps => "steps",
            Self::Replies => "replies",
            Self::Request => "request",
            Self::Subject => "subject",
            Self::Role => "role",
            Self::Criterion => "criterion",
            Self::Domain => "domain",
            Self::Never | Self::Trap => "never",
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

/// A row of `words.toml`.
pub(super) struct Row {
    thing: Thing,
    says: &'static str,
    names: &'static str,
    tokens: &'static str,
}

include!(concat!(env!("OUT_DIR"), "/form.rs"));

/// The things that a folded text speaks of, each once, in the order in which they stand. The longest phrase takes its words
/// from shorter ones: « adresse électronique » is no address. `name` says that the text is a program's name.
pub(super) fn things(text: &str, name: bool) -> Vec<Thing> {
    let mut found: Vec<(usize, usize, Thing)> = Vec::new();
    for Row { thing, says, names, .. } in THINGS {
        for phrase in says.split('|').chain(names.split('|').filter(|_| name)) {
            let mut from = 0;
            while let Some(at) = finds(text, phrase, from) {
                from = at + phrase.len();
                found.push((at, from, *thing));
            }
        }
    }
    found.sort_by_key(|(start, end, _)| (start.wrapping_sub(*end), *start));
    let mut kept: Vec<(usize, usize, Thing)> = Vec::new();
    for (start, end, thing) in found {
        if kept.iter().all(|(from, to, _)| end <= *from || *to <= start) {
            kept.push((start, end, thing));
        }
    }
    kept.sort_by_key(|(start, ..)| *start);
    let mut things = Vec::new();
    for (.., thing) in kept {
        if !things.contains(&thing) {
            things.push(thing);
        }
    }
    things
}

/// The thing of an `autocomplete`: its last word that is one. Sections, `billing`, `work` and the like say nothing here.
pub(super) fn of_token(autocomplete: &str) -> Option<Thing> {
    autocomplete.split_ascii_whitespace().rev().take(8).find_map(|token| {
        let known = |row: &&Row| row.tokens.split('|').any(|one| !one.is_empty() && one.eq_ignore_ascii_case(token));
        THINGS.iter().find(known).map(|row| row.thing)
    })
}

/// Whose it is by a folded text. « Le professionnel que vous mettez en cause » is theirs, « votre avocat » somebody else's;
/// any other two say nothing, nor does the question « vous êtes victime ».
pub(super) fn party(text: &str) -> Option<Party> {
    let mut named = PARTIES.iter().filter(|(_, phrases)| says(text, phrases)).map(|(party, _)| *party);
    match (named.next(), named.next(), named.next()) {
        (Some(Party::User), Some(theirs @ (Party::Accused | Party::Other)), None) if !says(text, "vous etes") => {
            Some(theirs)
        }
        (only, None, _) => only,
        _ => None,
    }
}

/// The answers to a thing that an option's folded text may mean, the closest first: of « représentant d’une association » not
/// « association » but what has more of its words.
pub(super) fn meaning(thing: Thing, text: &str) -> Vec<&'static str> {
    let mut found: Vec<(usize, &'static str)> = OPTIONS
        .iter()
        .filter(|(of, ..)| *of == thing)
        .map(|(_, id, phrases)| (longest(text, phrases), *id))
        .filter(|(length, _)| *length > 0)
        .collect();
    let most = found.iter().map(|(length, _)| *length).max().unwrap_or(0);
    found.retain(|(length, _)| *length == most);
    found.into_iter().map(|(_, id)| id).collect()
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
            assert_eq!(things(&folded(label), false), expected, "{label}");
        }
    }

    #[test]
    fn every_id_has_its_own_row() {
        for Row { thing, says, .. } in THINGS {
            assert_eq!(THINGS.iter().filter(|other| other.thing == *thing).count(), 1, "{thing:?}");
            // Each phrase is recognised as what it stands for.
            for phrase in says.split('|') {
                assert_eq!(things(&folded(phrase), false), [*thing], "{phrase}");
            }
        }
    }

    #[test]
    fn tokens_are_read_from_behind() {
        assert_eq!(of_token("section-a billing family-name"), Some(Thing::FamilyName));
        assert_eq!(of_token("off"), None);
        assert_eq!(of_token("NAME"), Some(Thing::FullName));
    }
}
