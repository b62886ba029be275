//! The templates of the letters, `src/report/letters/`, compiled with the program. Each letter is a set of blocks; a
//! template replaces those blocks of `base.jinja` that its letter words otherwise: a role's for the Défenseur des droits, a
//! recipient's for the others.
//!
//! The rules of the templates. A block's first line, `# Title`, is its title. `self.given(field, value, words)` is what the
//! user said, or else a visible gap, « [à compléter : words] ». A tag on a line of its own begins with `{%-`, which takes
//! the break before it along: what comes after brings its own. Punctuation that French sets off stands after a no-break
//! space (U+00A0); `tests/letters.rs` finds those that do not.

use super::{Recipient, Role, matter::Matter};
use crate::case::lines;
use askama::Template;
use std::ops::Deref;

/// What stands between two blocks: a control character, which no text from outside has any more.
const END: char = '\u{1e}';

/// What several letters say alike, rendered where a template asks for it: `self.part(Part::Seen)`. Were it written into
/// `base.jinja`, the program would carry it once a letter.
#[derive(Clone, Copy)]
enum Part {
    Sender,
    Concerned,
    Seen,
    Account,
    Steps,
    Basis,
    Enclosures,
    Hashes,
}

impl Matter<'_> {
    /// A part of the letter.
    fn part(&self, part: Part) -> askama::Result<String> {
        match part {
            Part::Sender => Sender(self).render(),
            Part::Concerned => Concerned(self).render(),
            Part::Seen => Seen(self).render(),
            Part::Account => Account(self).render(),
            Part::Steps => Steps(self).render(),
            Part::Basis => Basis(self).render(),
            Part::Enclosures => Enclosures(self).render(),
            Part::Hashes => Hashes(self).render(),
        }
    }
}

/// The templates; each knows the fields of the matter by their names.
macro_rules! letters {
    ($($letter:ident $file:tt)*) => {
        $(
            #[derive(Template)]
            #[template(path = $file, escape = "none", config = "src/report/askama.toml")]
            struct $letter<'a>(&'a Matter<'a>);

            impl<'a> Deref for $letter<'a> {
                type Target = Matter<'a>;

                fn deref(&self) -> &Matter<'a> {
                    self.0
                }
            }
        )*
    };
}

letters! {
    Person "person.jinja"
    Representative "representative.jinja"
    MandatedAssociation "mandated-association.jinja"
    Association "association.jinja"
    Witness "witness.jinja"
    Journalist "journalist.jinja"
    Complaint "complaint.jinja"
    Platform "platform.jinja"
    Consumers "consumers.jinja"
    Practice "practice.jinja"
    Sender "parts/sender.jinja"
    Concerned "parts/concerned.jinja"
    Seen "parts/seen.jinja"
    Account "parts/account.jinja"
    Steps "parts/steps.jinja"
    Basis "parts/basis.jinja"
    Enclosures "parts/enclosures.jinja"
    Hashes "parts/hashes.jinja"
}

fn whole(matter: &Matter<'_>) -> askama::Result<String> {
    match (matter.recipient, matter.role) {
        (Recipient::Defender, Role::Person) => Person(matter).render(),
        (Recipient::Defender, Role::Representative) => Representative(matter).render(),
        (Recipient::Defender, Role::MandatedAssociation) => MandatedAssociation(matter).render(),
        (Recipient::Defender, Role::Association) => Association(matter).render(),
        (Recipient::Defender, Role::Witness | Role::Journalist) => Witness(matter).render(),
        (Recipient::Fund | Recipient::Order | Recipient::Mediator, _) => Complaint(matter).render(),
        (Recipient::Platform, _) => Platform(matter).render(),
        (Recipient::Consumers, _) => Consumers(matter).render(),
        (Recipient::Practice, Role::Journalist) => Journalist(matter).render(),
        (Recipient::Practice, _) => Practice(matter).render(),
    }
}

/// The blocks of a letter, in the order of `base.jinja`; empty where it has nothing to say there.
pub(super) fn blocks(matter: &Matter<'_>) -> askama::Result<Vec<String>> {
    Ok(whole(matter)?.split(END).map(|block| lines(block, usize::MAX).text).collect())
}
