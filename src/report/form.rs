//! What goes into which field of a form that somebody else made: the fill-in helper's judgement. The content script describes the
//! fields and does what the plan says; it judges nothing, and this knows no browser.
//!
//! A field is filled only where all that speaks for it says the same, and whose it is; what is ambiguous is offered, and what
//! is closed, never asked for or not told in the report is left. A text is never cut: one that is too long is offered in parts.

mod entries;
mod field;
mod recognise;
mod split;
mod text;
mod thing;

pub use entries::{Entries, Entry};
pub use field::{Closed, Kind};
pub use thing::{Party, Thing, Words};

use field::{Field, MOST_FIELDS};
use recognise::{Asked, asked, party_of};
use serde_json::Value;

/// What is to be done with the fields of a form, in their order.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Plan {
    /// A step a field.
    pub steps: Vec<Step>,
    /// Whether there were more fields than are looked at.
    pub more: bool,
}

/// What is to be done with one field.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Step {
    /// This goes in.
    Fill(Put),
    /// The user is to choose, and why.
    Offer(Vec<Put>, Why),
    /// It is left as it is, and why.
    Leave(Why),
    /// It is not even mentioned: nobody sees it, or it is filled from an earlier click.
    Pass,
}

/// What goes into a field.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Put {
    /// What it is, as a message key's end (`fill.what.<what>`).
    pub what: &'static str,
    /// The text; what is shown of an option.
    pub text: String,
    /// Which option it is, counted from 0, in a list or a group.
    pub option: Option<usize>,
}

/// Why a field is offered or left (`fill.why.<id>`).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Why {
    /// The page does not let it be changed.
    Locked,
    /// There is something in it.
    Filled,
    /// A box to tick.
    Tick,
    /// A file.
    File,
    /// A password, a number or a date that the report never asks for.
    Never,
    /// An editor of the page's own.
    Editor,
    /// Changing it sends the form.
    Sends,
    /// It is not recognised.
    Unknown,
    /// It could be one or the other.
    Ambiguous,
    /// The same is asked for several times.
    Twice,
    /// Whose it is does not come out.
    Whose,
    /// The report does not say it.
    Untold,
    /// The text has more characters than the field takes.
    TooLong {
        /// Those of the text.
        has: usize,
        /// Those that the field takes.
        most: usize,
    },
    /// The field takes another kind of text: a date, an address.
    Unfit,
    /// None of the options is what the report says.
    NoOption,
    /// To choose is to judge: the user's own business.
    Judgement,
    /// The page proposes endings of which one may have to be chosen.
    Proposes,
    /// The date is the one on which the page was seen.
    SeenOn,
}

impl Why {
    /// The end of its message key.
    pub fn id(self) -> &'static str {
        match self {
            Self::Locked => "locked",
            Self::Filled => "filled",
            Self::Tick => "tick",
            Self::File => "file",
            Self::Never => "never",
            Self::Editor => "editor",
            Self::Sends => "sends",
            Self::Unknown => "unknown",
            Self::Ambiguous => "ambiguous",
            Self::Twice => "twice",
            Self::Whose => "whose",
            Self::Untold => "untold",
            Self::TooLong { .. } => "too-long",
            Self::Unfit => "unfit",
            Self::NoOption => "no-option",
            Self::Judgement => "judgement",
            Self::Proposes => "proposes",
            Self::SeenOn => "seen-on",
        }
    }
}

/// A field with what it asks for and of whom.
struct Read {
    field: Field,
    asked: Asked,
    /// Whose it is, as far as its words say.
    party: Option<Party>,
}

/// Plans what goes into the fields that a content script described.
pub fn plan(described: &Value, entries: &Entries, words: &Words) -> Plan {
    let all = described.as_array().map(Vec::as_slice).unwrap_or_default();
    let read: Vec<Read> = all
        .iter()
        .take(MOST_FIELDS)
        .map(|value| {
            let field = Field::of(value);
            let (asked, party) = (asked(&field, words), party_of(&field, words));
            Read { field, asked, party }
        })
        .collect();
    let steps = read.iter().map(|one| step(one, &read, entries, words)).collect();
    Plan { steps, more: all.len() > MOST_FIELDS }
}

fn step(one: &Read, all: &[Read], entries: &Entries, words: &Words) -> Step {
    match one.field.closed {
        Some(Closed::Hidden | Closed::Ours) => return Step::Pass,
        Some(Closed::Locked) => return Step::Leave(Why::Locked),
        Some(Closed::Filled) => return Step::Leave(Why::Filled),
        Some(Closed::Tick) => return Step::Leave(Why::Tick),
        Some(Closed::File) => return Step::Leave(Why::File),
        Some(Closed::Secret) => return Step::Leave(Why::Never),
        Some(Closed::Editor) => return Step::Leave(Why::Editor),
        Some(Closed::Sends) => return Step::Leave(Why::Sends),
        None => {}
    }
    match &one.asked {
        Asked::Nothing => Step::Leave(Why::Unknown),
        Asked::Never => Step::Leave(Why::Never),
        Asked::One(thing) => known(*thing, one, all, entries, words),
        Asked::Several(things) => {
            let party = one.party.unwrap_or(Party::User);
            let puts = things.iter().flat_map(|thing| texts(*thing, party, one, all, entries)).collect();
            offer(puts, &one.field, Why::Ambiguous)
        }
    }
}

fn known(thing: Thing, one: &Read, all: &[Read], entries: &Entries, words: &Words) -> Step {
    if matches!(one.field.kind, Kind::List | Kind::Group) {
        return choice(thing, one, entries, words);
    }
    let party = one.party.unwrap_or(Party::User);
    let same =
        |other: &&Read| other.asked == Asked::One(thing) && other.party == one.party && other.field.closed.is_none();
    let twice = thing.is_owned() && one.party.is_none() && all.iter().filter(same).count() > 1;
    if twice {
        // Twice the same, and no word says whose: the writer's or the practice's.
        let whose = [Party::User, Party::Accused, Party::Represented];
        let puts = whose.into_iter().flat_map(|party| texts(thing, party, one, all, entries)).collect();
        return offer(puts, &one.field, Why::Twice);
    }
    let alone = thing == Thing::FamilyName && !has(all, Thing::GivenName, one.party);
    let theirs = one.party == Some(Party::Accused) && matches!(thing, Thing::GivenName | Thing::FamilyName);
    if alone && !theirs {
        // « Nom » alone may want the first name too.
        let mut puts = texts(Thing::FullName, party, one, all, entries);
        puts.extend(texts(thing, party, one, all, entries));
        return offer(puts, &one.field, Why::Ambiguous);
    }
    if theirs {
        // What a page calls a practice is often no person's name.
        let whole = texts(Thing::Accused, party, one, all, entries);
        if alone {
            return settle(whole, &one.field, Why::Ambiguous);
        }
        let parts = texts(thing, party, one, all, entries).into_iter().chain(whole);
        return offer(parts.collect(), &one.field, Why::Ambiguous);
    }
    let puts = texts(thing, party, one, all, entries);
    if puts.is_empty() && matches!(one.party, Some(Party::Other | Party::Represented | Party::Accused)) {
        return Step::Leave(Why::Untold);
    }
    let why = if thing.is_told() { long(&puts, &one.field) } else { Why::Ambiguous };
    match (thing, puts.first()) {
        (Thing::DateOfFacts, Some(put)) if put.what == "seen-on" => offer(puts, &one.field, Why::SeenOn),
        (Thing::Date, _) => offer(puts, &one.field, Why::Ambiguous),
        _ if one.field.kind == Kind::Proposing => offer(puts, &one.field, Why::Proposes),
        // The whole first: its parts are for fields that it does not fit into.
        (thing, Some(whole)) if thing.is_told() && fits(whole, &one.field) => Step::Fill(whole.clone()),
        (thing, _) if thing.is_told() => offer(puts, &one.field, why),
        _ => settle(puts, &one.field, why),
    }
}

/// One fills, several are offered, none is left.
fn settle(puts: Vec<Put>, field: &Field, why: Why) -> Step {
    match puts.as_slice() {
        [only] if fits(only, field) => Step::Fill(only.clone()),
        _ => offer(puts, field, why),
    }
}

/// Offers what fits; where nothing does, says why.
fn offer(puts: Vec<Put>, field: &Field, why: Why) -> Step {
    if puts.is_empty() {
        return Step::Leave(Why::Untold);
    }
    let instead = if puts.iter().all(|put| takes(put, field)) { long(&puts, field) } else { Why::Unfit };
    let mut fit: Vec<Put> = Vec::new();
    for put in puts {
        if fits(&put, field) && fit.iter().all(|known| known.text != put.text) {
            fit.push(put);
        }
    }
    if fit.is_empty() { Step::Leave(instead) } else { Step::Offer(fit, why) }
}

fn long(puts: &[Put], field: &Field) -> Why {
    let has = puts.first().map_or(0, |put| length(&put.text));
    field.most.filter(|most| has > *most).map_or(Why::Ambiguous, |most| Why::TooLong { has, most })
}

/// The length of a text as browsers count it against `maxlength`.
fn length(text: &str) -> usize {
    text.encode_utf16().count()
}

fn fits(put: &Put, field: &Field) -> bool {
    takes(put, field) && field.most.is_none_or(|most| length(&put.text) <= most)
}

/// Whether a field's kind takes a text.
fn takes(put: &Put, field: &Field) -> bool {
    let text = put.text.as_str();
    match field.kind {
        Kind::Email => {
            text.split_once('@').is_some_and(|(who, host)| !who.is_empty() && host.contains('.')) && !text.contains(' ')
        }
        Kind::Address => text.starts_with("https://") || text.starts_with("http://"),
        Kind::Phone => text.bytes().filter(u8::is_ascii_digit).count() >= 6,
        Kind::Number => !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit()),
        Kind::Day => split::day(text).as_deref() == Some(text),
        _ => true,
    }
}

/// What could go into a field, in the form that its kind wants.
fn texts(thing: Thing, party: Party, one: &Read, all: &[Read], entries: &Entries) -> Vec<Put> {
    let field = &one.field;
    let mut found = entries.of_thing(thing, party);
    if thing == Thing::Address {
        // A field beside it that asks for the town leaves the street to this one.
        let apart = has(all, Thing::Postcode, one.party) || has(all, Thing::City, one.party);
        let keep = if apart { 0 } else { found.len().saturating_sub(1) };
        found = found.into_iter().skip(keep).take(1).collect();
    }
    let put = |Entry { what, text }: Entry| {
        let text = match field.kind {
            Kind::Day => split::day(&text).unwrap_or(text),
            Kind::Lines => text,
            _ => text
                .lines()
                .map(str::trim)
                .filter(|line| !line.is_empty())
                .collect::<Vec<_>>()
                .join(if thing == Thing::Address { ", " } else { " " }),
        };
        // « 06 12 34 56 78 » in a field of ten characters.
        let tight = thing == Thing::Phone && field.most.is_some_and(|most| length(&text) > most);
        Put { what, text: if tight { text.replace([' ', '.', '-', '\u{a0}'], "") } else { text }, option: None }
    };
    found.into_iter().map(put).collect()
}

/// Whether a field of the form asks for a thing of the same person.
fn has(all: &[Read], thing: Thing, party: Option<Party>) -> bool {
    let whose = |party: Option<Party>| party.unwrap_or(Party::User);
    all.iter().any(|other| other.asked == Asked::One(thing) && whose(other.party) == whose(party))
}

/// A list or a group of which one is to be chosen.
fn choice(thing: Thing, one: &Read, entries: &Entries, words: &Words) -> Step {
    let options = &one.field.options;
    let put = |at: usize| Put { what: thing.what(), text: options[at].trim().to_owned(), option: Some(at) };
    let meant = |id: &str| -> Vec<Put> {
        (0..options.len()).filter(|at| words.meaning(thing, &options[*at]).contains(&id)).map(put).collect()
    };
    match thing {
        Thing::Role => {
            let Some(role) = entries.role else { return Step::Leave(Why::Untold) };
            let id = match role {
                crate::report::Role::MandatedAssociation => "association",
                crate::report::Role::Journalist => return Step::Leave(Why::NoOption),
                role => role.id(),
            };
            chosen(meant(id))
        }
        Thing::Domain => chosen(meant("care")),
        // Which ground it is, is for the Défenseur des droits to say, and for the user to suppose.
        Thing::Criterion => match meant(entries.criterion) {
            puts if puts.is_empty() => Step::Leave(Why::NoOption),
            puts => Step::Offer(puts, Why::Judgement),
        },
        Thing::Never => Step::Leave(Why::Never),
        _ => {
            let said = entries.of_thing(thing, one.party.unwrap_or(Party::User));
            if said.is_empty() {
                return Step::Leave(Why::Untold);
            }
            let says = |at: &usize| said.iter().any(|entry| names(&options[*at], &text::folded(&entry.text), thing));
            chosen((0..options.len()).filter(says).map(put).collect())
        }
    }
}

/// Whether an option is what the report says: the same words, or a département by its number.
fn names(option: &str, said: &str, thing: Thing) -> bool {
    let number = || option.split_ascii_whitespace().next() == said.split_ascii_whitespace().next();
    option == said || (thing == Thing::Department && number())
}

fn chosen(mut puts: Vec<Put>) -> Step {
    match (puts.pop(), puts.is_empty()) {
        (None, _) => Step::Leave(Why::NoOption),
        (Some(only), true) => Step::Fill(only),
        (Some(last), false) => {
            puts.push(last);
            Step::Offer(puts, Why::Ambiguous)
        }
    }
}
