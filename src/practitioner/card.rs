//! Of whom a finding speaks on a page about several people: whoever the card names in which it stands. The wrong name is
//! worse than none, so where a card names several people, or nobody, the user is asked.

use super::{Facts, Practitioner, Read, agree, named, one_line, parts, profession};
use crate::{outline::Card, practitioner::Origin};

/// A page as far as it says whom it is about.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Reading {
    /// Whom the page is about; empty where it shows several people.
    pub practitioner: Practitioner,
    /// Whether it shows several people, and is about none of them.
    pub several: bool,
    heading: String,
}

/// Of whom a finding speaks.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Subject {
    /// Of whom the page is about.
    Page,
    /// Of whom its card names.
    Card(Box<Practitioner>),
    /// Of one of several, and the page does not say clearly of which.
    Unsure,
}

impl Reading {
    /// Judges what was collected from the page of an address.
    pub fn of(facts: &Facts, address: &str) -> Self {
        let alone = Practitioner::alone(facts, address);
        let nobody = alone.as_ref().is_none_or(|who| who.name.is_none());
        Self {
            several: alone.is_none() || nobody && named::people(&facts.words).len() > 1,
            practitioner: alone.unwrap_or_default(),
            heading: facts.h1.first().cloned().unwrap_or_default(),
        }
    }

    /// Of whom a finding speaks that stands in a card.
    pub fn subject(&self, card: &Card, quote: &str) -> Subject {
        let unclear = if self.several { Subject::Unsure } else { Subject::Page };
        let Some(name) = self.over(card).unwrap_or_else(|| self.beside(card)) else { return unclear };
        if self.practitioner.name.as_ref().is_some_and(|page| is_of(page, &name)) {
            return Subject::Page;
        }
        // Somebody else is named between the heading and the words, or in them.
        let said = card.before.iter().map(String::as_str).chain([quote]);
        if said.flat_map(named::people).any(|other| !same(&other, &name)) {
            return unclear;
        }
        Subject::Card(Box::new(self.practitioner_of(card, &name)))
    }

    /// Whom the nearest heading names that names somebody; `Some(None)` where it names several.
    fn over(&self, card: &Card) -> Option<Option<String>> {
        for said in card.over.iter().filter(|said| !self.several || one_line(said) != one_line(&self.heading)) {
            let mut people = named::people(said);
            match people.len() {
                0 => {
                    // Capitals make a name only where each card is known to have one.
                    let name = parts(said).next().and_then(named::name).filter(|_| self.several);
                    if name.is_some() {
                        return Some(name);
                    }
                }
                1 => return Some(people.pop()),
                _ => return Some(None),
            }
        }
        None
    }

    /// Whom a section names whose heading names nobody, if it names one person alone. What stands after the words may
    /// be the next card's, unless the section has no heading of its own.
    fn beside(&self, card: &Card) -> Option<String> {
        if self.practitioner.name.is_some() {
            return None;
        }
        let headed = card.over.iter().any(|heading| card.before.contains(heading));
        let after = if headed { &[][..] } else { &card.after };
        let lines: Vec<&str> = card.before.iter().rev().chain(after).map(String::as_str).collect();
        let name = named::within(&lines.join(" , "))?;
        // Somebody without a title may have a card there, too.
        let alone = lines.iter().filter_map(|line| named::name(line)).all(|other| same(&other, &name));
        alone.then_some(name)
    }

    /// What a card says of whom it names.
    fn practitioner_of(&self, card: &Card, name: &str) -> Practitioner {
        let before = card.before.iter().rev();
        let lines: Vec<&str> = before.map(String::as_str).skip_while(|line| !agree(line, name)).collect();
        let facts = Facts { h1: vec![name.to_owned()], words: lines.join(" "), ..Facts::default() };
        let mut who = Practitioner::alone(&facts, "").unwrap_or_default();
        who.name = Some(Read { value: one_line(name), origin: Origin::Card, alternatives: Vec::new() });
        for read in [&mut who.profession, &mut who.address, &mut who.phone, &mut who.convention].into_iter().flatten() {
            read.origin = Origin::Card;
        }
        // Who works in a house is found at its address.
        let page = &self.practitioner;
        if who.address.is_none() && page.name.as_ref().is_some_and(|name| named::is_house(&name.value)) {
            who.address.clone_from(&page.address);
            who.place.clone_from(&page.place);
        }
        who
    }
}

/// Whether a page's name, or one of its other answers, is that of a person.
fn is_of(page: &Read, name: &str) -> bool {
    same(&page.value, name) || page.alternatives.iter().any(|other| same(&other.value, name))
}

/// Whether two names are those of one person: all words of the shorter are in the longer, in whatever order.
fn same(one: &str, other: &str) -> bool {
    let words = |name: &str| -> Vec<String> {
        let folded = profession::fold(name);
        let words = folded.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
        words.filter(|word| !named::is_title(word)).map(str::to_owned).collect()
    };
    let (one, other) = (words(one), words(other));
    let (short, long) = if one.len() <= other.len() { (one, other) } else { (other, one) };
    !short.is_empty() && short.iter().all(|word| long.contains(word))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lines(said: &[&str]) -> Vec<String> {
        said.iter().map(|line| (*line).to_owned()).collect()
    }

    fn page(h1: &str, words: &str, address: &str) -> Reading {
        let facts = Facts { h1: lines(&[h1]), words: words.to_owned(), ..Facts::default() };
        Reading::of(&facts, address)
    }

    fn list() -> Reading {
        page("Dermatologues du Canal", "", "https://www.doctolib.fr/dermatologue/lormeil")
    }

    fn name(subject: &Subject) -> Option<&str> {
        match subject {
            Subject::Card(who) => who.name.as_ref().map(|name| name.value.as_str()),
            Subject::Page => Some("the page"),
            Subject::Unsure => None,
        }
    }

    #[test]
    fn a_finding_on_a_list_is_of_whom_its_card_names() {
        for (over, before, after, named) in [
            (&["Dr Rose Delambre", "Dermatologues du Canal"][..], &[][..], &[][..], Some("Dr Rose Delambre")),
            // What the card's parts are called names nobody.
            (&["Tarifs", "Dr Rose Delambre"], &[], &[], Some("Dr Rose Delambre")),
            (&["DELAMBRE Rose"], &[], &[], Some("DELAMBRE Rose")),
            (&["Dr Rose Delambre, dermatologue"], &[], &[], Some("Dr Rose Delambre")),
            // A list's own heading is nobody's, even if it could be a house's.
            (&["Dermatologues du Canal"], &[], &[], None),
            (
                &["Dermatologues du Canal"],
                &["Dermatologue", "Dr Rose Delambre"],
                &["Réserver"],
                Some("Dr Rose Delambre"),
            ),
            // Two people: nobody knows which of them is meant.
            (&["Dr Rose Delambre et Dr Malo Kerbrat"], &[], &[], None),
            (&[], &["Dr Rose Delambre"], &["Dr Malo Kerbrat"], None),
            (&["Dr Rose Delambre"], &["Remplacée par le Dr Malo Kerbrat", "Dr Rose Delambre"], &[], None),
            (&["Une fiche"], &["Une fiche"], &["Dr Malo Kerbrat"], None),
            // A heading of its own that is too long to name somebody.
            (&["", "Dermatologues du Canal"], &[""], &["Dr Malo Kerbrat"], None),
            (&[], &["Malo Kerbrat", "Dr Rose Delambre"], &[], None),
            // The next card's picture is no objection.
            (&["Dr Rose Delambre"], &["Dr Rose Delambre"], &["Dr Malo Kerbrat"], Some("Dr Rose Delambre")),
            (&[], &[], &[], None),
        ] {
            let card = Card { over: lines(over), before: lines(before), after: lines(after) };
            assert_eq!(name(&list().subject(&card, "Pas de CMU")), named, "{card:?}");
        }
    }

    #[test]
    fn words_that_name_somebody_else_are_not_put_down_to_the_card() {
        let card = Card { over: lines(&["Dr Rose Delambre"]), ..Card::default() };
        assert_eq!(name(&list().subject(&card, "Le Dr Malo Kerbrat ne prend pas la CMU")), None);
        assert_eq!(name(&list().subject(&card, "Le Dr Delambre ne prend pas la CMU")), Some("Dr Rose Delambre"));
    }

    #[test]
    fn a_card_says_more_than_a_name() {
        let card = Card {
            over: lines(&["Dr Rose Delambre"]),
            before: lines(&["3 rue du Puits, 59999 Lormeil", "Dermatologue", "Dr Rose Delambre"]),
            after: Vec::new(),
        };
        let Subject::Card(who) = list().subject(&card, "Pas de CMU") else { panic!("a card names its practitioner") };
        assert_eq!(who.place.map(|place| place.postcode).as_deref(), Some("59999"));
        assert!(who.profession.is_some_and(|read| read.value.contains("dermatologue") && read.origin == Origin::Card));
    }

    #[test]
    fn on_a_page_about_one_person_nothing_changes_but_for_others_who_are_named() {
        let one = page("Dr Rose Delambre", "Dr Rose Delambre, dermatologue", "");
        for (over, named) in [
            (&["Tarifs", "Dr Rose Delambre"][..], Some("the page")),
            (&["Mme DELAMBRE"], Some("the page")),
            (&["Cabinet Médical du Canal"], Some("the page")),
            (&[], Some("the page")),
            (&["Dr Malo Kerbrat", "Dr Rose Delambre"], Some("Dr Malo Kerbrat")),
        ] {
            let card = Card { over: lines(over), ..Card::default() };
            assert_eq!(name(&one.subject(&card, "Pas de CMU")), named, "{over:?}");
        }
    }
}
