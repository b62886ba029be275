//! What a report can put into a form: the user's own words, what the page said, and the blocks of the letter to the Défenseur
//! des droits. Nothing is asked for that the report does not ask, and a gap of the letter is no answer.

use super::{
    split,
    thing::{Party, Thing},
};
use crate::{
    case::{Case, one_line},
    practitioner::{Read, department},
    report::{Answers, Letter, Missing, Recipient, Role, letter},
};

/// A text that could go into a field.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// What it is, as a message key's end (`fill.what.<what>`).
    pub what: &'static str,
    /// The text.
    pub text: String,
}

impl Entry {
    fn of(what: &'static str, text: impl Into<String>) -> Self {
        Self { what, text: text.into() }
    }
}

/// What a report can put into a form.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Entries {
    pub(super) role: Option<Role>,
    pub(super) criterion: &'static str,
    answers: Answers,
    /// Name, profession, address and number of the practitioner or practice.
    practitioner: [String; 4],
    page: String,
    /// The day on which the page was seen, as `2026-11-22`.
    seen: String,
    /// Blocks of the letter: what was seen, the account, what is asked for, the subject.
    blocks: [String; 4],
}

impl Entries {
    /// Those of a case.
    pub fn of(case: &Case) -> Self {
        let answers = case.answers.cleaned();
        let (known, read) = (&answers.practitioner, &case.capture.practitioner);
        let say = |known: &Option<String>, read: &Option<Read>| {
            let read = || read.as_ref().map(|read| one_line(&read.value, 300).text);
            known.clone().or_else(read).unwrap_or_default()
        };
        let practitioner = [
            say(&known.name, &read.name),
            say(&known.profession, &read.profession),
            say(&known.address, &read.address),
            say(&known.rpps, &read.rpps),
        ];
        let role = case.role.unwrap_or(Role::Witness);
        // Words that need a fact beside them make no letter yet: the user's own are there all the same.
        let written = letter(&[&case.capture], &case.answers, role, Recipient::Defender);
        let written = written.ok().map(|letter| letter.with_edits(&case.letter.edits));
        let block = |id: &str| written.as_ref().map(|letter| told(letter, id)).unwrap_or_default();
        let account = if written.is_some() { block("account") } else { answers.happened.clone() };
        Self {
            role: case.role,
            criterion: case.capture.finding.criterion.name(),
            practitioner,
            page: case.capture.page.address.clone(),
            seen: case.capture.seen.local().date().to_string(),
            blocks: [block("seen"), account, block("request"), block("subject")],
            answers,
        }
    }

    /// What could go into a field that asks for a thing of somebody: nothing where the report does not say it, several where
    /// the words do not say which.
    pub fn of_thing(&self, thing: Thing, party: Party) -> Vec<Entry> {
        let own = &self.answers;
        let one = |text: &str| vec![Entry::of(thing.what(), text)];
        let entries = match thing {
            Thing::GivenName | Thing::FamilyName => self.split(thing, party),
            Thing::FullName | Thing::Accused if party == Party::Accused || thing == Thing::Accused => {
                vec![Entry::of("accused", self.practitioner[0].clone())]
            }
            Thing::FullName => match party {
                Party::User => one(&own.name),
                Party::Represented => self.represented(),
                Party::Organisation => vec![Entry::of("organisation", own.organisation.clone())],
                _ => Vec::new(),
            },
            Thing::Represented => self.represented(),
            Thing::Email | Thing::EmailAgain if self.is_user(party) => one(&own.email),
            Thing::Phone if self.is_user(party) => one(&own.phone),
            Thing::Address => {
                one(&self.address(party).street).into_iter().chain(one(&self.address(party).whole)).collect()
            }
            Thing::Postcode => one(&self.address(party).postcode),
            Thing::City => one(&self.address(party).city),
            Thing::Department => one(department::department(&self.address(party).postcode).unwrap_or_default()),
            Thing::Organisation => one(&own.organisation),
            Thing::Capacity => one(&own.capacity),
            Thing::Profession => one(&self.practitioner[1]),
            Thing::Rpps => one(&self.practitioner[3]),
            Thing::PageAddress => one(&self.page),
            Thing::Facts | Thing::Message => self.facts(),
            Thing::DateOfFacts if own.when.is_empty() => vec![Entry::of("seen-on", self.seen.clone())],
            Thing::DateOfFacts => one(&own.when),
            Thing::Date => {
                vec![Entry::of("date-of-facts", own.when.clone()), Entry::of("seen-on", self.seen.clone())]
            }
            Thing::Place => one(&own.place),
            Thing::PlaceOfFacts => one(&self.practitioner[2]),
            Thing::Steps => {
                let mut entries = one(&joined(&own.steps, &own.replies));
                entries.extend(one(&own.steps));
                entries
            }
            Thing::Replies => one(&own.replies),
            Thing::Request => one(&self.blocks[2]),
            Thing::Subject => one(&self.blocks[3]),
            _ => Vec::new(),
        };
        let mut said: Vec<Entry> = Vec::new();
        for entry in entries {
            if !entry.text.is_empty() && said.iter().all(|known| known.text != entry.text) {
                said.push(entry);
            }
        }
        said
    }

    /// Whether what is asked of somebody is asked of the user: who is concerned may write for themselves.
    fn is_user(&self, party: Party) -> bool {
        match party {
            Party::User => true,
            Party::Represented => self.role == Some(Role::Person),
            Party::Organisation => matches!(self.role, Some(Role::Association | Role::MandatedAssociation)),
            Party::Accused | Party::Other => false,
        }
    }

    fn represented(&self) -> Vec<Entry> {
        if self.role == Some(Role::Person) {
            return vec![Entry::of("full-name", self.answers.name.clone())];
        }
        vec![Entry::of("represented", self.whom().to_owned())]
    }

    /// Whom the user writes for; a witness writes for nobody.
    fn whom(&self) -> &str {
        match self.role {
            Some(Role::Representative | Role::MandatedAssociation) => &self.answers.represented,
            _ => "",
        }
    }

    fn split(&self, thing: Thing, party: Party) -> Vec<Entry> {
        let (whole, given, family): (&str, _, _) = match party {
            Party::User => (&self.answers.name, "given-name", "family-name"),
            Party::Accused => (&self.practitioner[0], "accused", "accused"),
            Party::Represented if self.role == Some(Role::Person) => (&self.answers.name, "given-name", "family-name"),
            Party::Represented => (self.whom(), "represented", "represented"),
            Party::Organisation | Party::Other => return Vec::new(),
        };
        let ways = split::name(whole);
        match (thing, ways.is_empty()) {
            (Thing::GivenName, _) => ways.into_iter().map(|(name, _)| Entry::of(given, name)).collect(),
            // A name of one word is the family's.
            (_, true) => vec![Entry::of(family, whole)],
            (_, false) => ways.into_iter().map(|(_, name)| Entry::of(family, name)).collect(),
        }
    }

    fn address(&self, party: Party) -> split::Address {
        match party {
            Party::Accused => split::address(&self.practitioner[2]),
            party if self.is_user(party) => split::address(&self.answers.address),
            _ => split::Address::default(),
        }
    }

    /// What the page said with what happened beyond it, then each alone.
    fn facts(&self) -> Vec<Entry> {
        let [seen, account, ..] = &self.blocks;
        let mut entries = Vec::new();
        if !seen.is_empty() && !account.is_empty() {
            entries.push(Entry::of("facts", joined(seen, account)));
        }
        entries.extend([Entry::of("account", account.clone()), Entry::of("seen", seen.clone())]);
        entries
    }
}

fn joined(first: &str, second: &str) -> String {
    match (first.is_empty(), second.is_empty()) {
        (false, false) => format!("{first}\n\n{second}"),
        _ => format!("{first}{second}"),
    }
}

/// A block's text without the lines in which a gap stands.
fn told(letter: &Letter, id: &str) -> String {
    let Some(block) = letter.block(id) else { return String::new() };
    let lines: Vec<&str> = block.text.lines().filter(|line| !line.contains(Missing::OPENING)).collect();
    lines.join("\n").trim().to_owned()
}
