//! What a field asks for, and of whom: what a person reads at it counts first, then what browsers are told, then what programs
//! call it. Where these disagree nothing is guessed.

use super::{
    field::{Field, Kind},
    thing::{Party, Thing, Words},
};

/// What a field asks for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Asked {
    /// Nothing that is recognised.
    Nothing,
    /// What no report fills.
    Never,
    /// One thing.
    One(Thing),
    /// One of several.
    Several(Vec<Thing>),
}

/// What a field asks for.
pub(super) fn asked(field: &Field, words: &Words) -> Asked {
    let by_name = words.things(&field.name, true);
    let name = if by_name.is_empty() { words.things(&field.id, true) } else { by_name };
    let said = field.words().map(|said| words.things(said, false));
    let label = said.iter().find(|things| !things.is_empty()).cloned().unwrap_or_default();
    let token = words.of_token(&field.token);
    // One word against it is enough, in what programs call it too.
    let told = field.kind == Kind::Lines && label.iter().any(|thing| thing.is_told());
    let has = |thing: Thing| said.iter().any(|things| things.contains(&thing));
    let never = has(Thing::Never) && !told
        || label.is_empty() && name.contains(&Thing::Never)
        || matches!(token, Some(Thing::Never | Thing::Trap));
    if never || has(Thing::Trap) || name.contains(&Thing::Trap) {
        return Asked::Never;
    }
    let fit =
        |found: Vec<Thing>| -> Vec<Thing> { found.into_iter().filter(|thing| suits(*thing, field.kind)).collect() };
    let (label, name) = (fit(label), fit(name));
    let token = token.filter(|thing| suits(*thing, field.kind));
    let kind = match field.kind {
        Kind::Email => Some(Thing::Email),
        Kind::Phone => Some(Thing::Phone),
        _ => None,
    };
    let read = field.words().iter().any(|words| words.len() > 1);
    if matches!(field.kind, Kind::List | Kind::Group) && !label.contains(&Thing::Role) && asks_role(field, words) {
        return Asked::One(Thing::Role);
    }
    match label.as_slice() {
        [only] => match token {
            Some(token) if !agree(*only, token) => several(vec![*only, token]),
            _ => Asked::One(*only),
        },
        [_, ..] => {
            let told: Vec<Thing> = label.iter().copied().filter(|thing| thing.is_told()).collect();
            let settled = token.into_iter().chain(if name.len() == 1 { name.first().copied() } else { None });
            let settled = settled.into_iter().find(|thing| label.contains(thing));
            match (settled, told.as_slice(), field.kind) {
                (Some(thing), ..) => Asked::One(thing),
                // « Décrivez les faits (date, lieu, témoins) » over a field of several lines.
                (None, [first, ..], Kind::Lines) => Asked::One(*first),
                _ => several(label),
            }
        }
        [] => {
            let agreed = token.or(kind).filter(|thing| name.contains(thing) || token == kind || !read);
            match (agreed, name.as_slice()) {
                (Some(thing), _) => Asked::One(thing),
                // Nobody reads anything at it: its name is all there is.
                (None, [only]) if !read => Asked::One(*only),
                _ => several(token.into_iter().chain(kind).chain(name).collect()),
            }
        }
    }
}

fn several(found: Vec<Thing>) -> Asked {
    let mut things: Vec<Thing> = Vec::new();
    for thing in found {
        if !things.contains(&thing) {
            things.push(thing);
        }
    }
    if things.is_empty() { Asked::Nothing } else { Asked::Several(things) }
}

/// Whether an `autocomplete` says no other thing than the words that a person reads.
fn agree(read: Thing, token: Thing) -> bool {
    let email = |thing| matches!(thing, Thing::Email | Thing::EmailAgain);
    // Whoever writes « Nom » and means the whole name says so to the browser; the other way round it is a slip.
    read == token || (email(read) && email(token)) || (read == Thing::Accused && token == Thing::Organisation)
}

/// Whether a thing can be asked for by a field of a kind at all.
fn suits(thing: Thing, kind: Kind) -> bool {
    if matches!(thing, Thing::Never | Thing::Trap) {
        return false;
    }
    match kind {
        Kind::Email => matches!(thing, Thing::Email | Thing::EmailAgain),
        Kind::Phone => thing == Thing::Phone,
        Kind::Address => thing == Thing::PageAddress,
        Kind::Number => matches!(thing, Thing::Postcode | Thing::Department | Thing::Rpps | Thing::Phone),
        Kind::Day => matches!(thing, Thing::Date | Thing::DateOfFacts),
        Kind::Lines => !matches!(thing, Thing::Role | Thing::Domain | Thing::Criterion),
        Kind::Line | Kind::Proposing => !matches!(thing, Thing::Role | Thing::Domain),
        Kind::List | Kind::Group => !thing.is_told(),
        Kind::Other => false,
    }
}

/// Whether the options are those of the question who reports: two different answers to it at least.
fn asks_role(field: &Field, words: &Words) -> bool {
    let mut first = None;
    field.options.iter().flat_map(|option| words.meaning(Thing::Role, option)).any(|id| *first.get_or_insert(id) != id)
}

/// Whose a field is: its own words say it first, then the legend around it, then the next one out.
pub(super) fn party_of(field: &Field, words: &Words) -> Option<Party> {
    let own = field.words();
    let own = own.iter().copied().find(|words| words.len() > 1).unwrap_or_default();
    std::iter::once(own).chain(field.around.iter().map(String::as_str)).find_map(|said| words.party(said))
}
