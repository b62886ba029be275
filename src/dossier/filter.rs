//! Which cases a person asks for: words, and one value of each facet. The words of all cases are folded once, when the page opens; a
//! question is then one pass over them.

use super::{
    Stage, Summary,
    facet::{Facet, site},
};
use crate::text::letter::{self, Letter};
use std::collections::BTreeMap;

/// What a person asks for.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Query {
    /// Words that all must stand somewhere in the case: quote, practitioner, title, profession, host, tags, note.
    pub words: String,
    /// One value of each facet that is asked of.
    pub facets: BTreeMap<Facet, String>,
    /// The first day, as `2026-11-22`.
    pub from: Option<String>,
    /// The last day.
    pub to: Option<String>,
    /// The page, by its key.
    pub page: Option<String>,
}

impl Query {
    /// Whether anything is asked for at all.
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }
}

/// What rows are sorted by.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Order {
    /// The last changed first.
    #[default]
    Updated,
    /// The last seen first.
    Newest,
    /// The first seen first.
    Oldest,
    /// By name, what has none last.
    Practitioner,
    /// By site.
    Site,
    /// By how far it is.
    Stage,
}

impl Order {
    /// All of them, in the order of the page.
    pub const ALL: [Self; 6] = [Self::Updated, Self::Newest, Self::Oldest, Self::Practitioner, Self::Site, Self::Stage];

    /// Its name in the markup.
    pub fn name(self) -> &'static str {
        match self {
            Self::Updated => "updated",
            Self::Newest => "newest",
            Self::Oldest => "oldest",
            Self::Practitioner => "practitioner",
            Self::Site => "site",
            Self::Stage => "stage",
        }
    }

    /// The order of that name.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|order| order.name() == name)
    }
}

/// What was found.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Found {
    /// The cases, by their place, in order.
    pub places: Vec<usize>,
    /// How many cases each value of a facet has among those that the rest of the question finds: what choosing it would give.
    pub counts: BTreeMap<Facet, BTreeMap<String, usize>>,
}

/// All cases, ready to be asked.
#[derive(Clone, Debug, Default)]
pub struct Shelf {
    summaries: Vec<Summary>,
    words: Vec<String>,
    names: Vec<String>,
}

impl Shelf {
    /// Makes the cases ready.
    pub fn new(summaries: Vec<Summary>) -> Self {
        let words = summaries.iter().map(words).collect();
        let names = summaries.iter().map(|one| folded(named(one))).collect();
        Self { summaries, words, names }
    }

    /// The cases.
    pub fn summaries(&self) -> &[Summary] {
        &self.summaries
    }

    /// The case of that place.
    pub fn get(&self, place: usize) -> Option<&Summary> {
        self.summaries.get(place)
    }

    /// Answers a question.
    pub fn find(&self, query: &Query, order: Order) -> Found {
        let asked: Vec<String> =
            folded(&query.words).split(' ').filter(|word| !word.is_empty()).map(str::to_owned).collect();
        let mut found = Found::default();
        let mut counts: Vec<BTreeMap<&str, usize>> = vec![BTreeMap::new(); Facet::ALL.len()];
        for (place, one) in self.summaries.iter().enumerate() {
            if !within(query, one) || !asked.iter().all(|word| self.words[place].contains(word)) {
                continue;
            }
            let values = Facet::ALL.map(|facet| facet.values(one));
            let misses = |at: usize| {
                query.facets.get(&Facet::ALL[at]).is_some_and(|value| !values[at].contains(&value.as_str()))
            };
            let missed: Vec<usize> = (0..Facet::ALL.len()).filter(|at| misses(*at)).collect();
            match missed[..] {
                [] => {
                    found.places.push(place);
                    values.iter().enumerate().for_each(|(at, values)| count(&mut counts[at], values));
                }
                // Another value of this one facet would find it.
                [at] => count(&mut counts[at], &values[at]),
                _ => {}
            }
        }
        for (facet, counts) in Facet::ALL.into_iter().zip(counts) {
            found.counts.insert(facet, counts.into_iter().map(|(value, n)| (value.to_owned(), n)).collect());
        }
        self.sort(&mut found.places, order);
        found
    }

    fn sort(&self, places: &mut [usize], order: Order) {
        let all = &self.summaries;
        // What is alike comes with the last seen first, and always in the same order.
        let last = |place: &usize| std::cmp::Reverse((all[*place].seen.as_str(), all[*place].id.as_str()));
        match order {
            Order::Updated => {
                places.sort_by_cached_key(|place| (std::cmp::Reverse(all[*place].updated.as_str()), last(place)))
            }
            Order::Newest => places.sort_by_key(last),
            Order::Oldest => places.sort_by_key(|place| last(place).0),
            Order::Practitioner => places
                .sort_by_cached_key(|place| (self.names[*place].is_empty(), self.names[*place].as_str(), last(place))),
            Order::Site => places.sort_by_cached_key(|place| (Facet::Site.place(site(&all[*place])), last(place))),
            Order::Stage => places.sort_by_cached_key(|place| (Stage::of(&all[*place]), last(place))),
        }
    }
}

fn count<'a>(counts: &mut BTreeMap<&'a str, usize>, values: &[&'a str]) {
    for value in values {
        *counts.entry(value).or_default() += 1;
    }
}

/// Whether a case was seen on the days, and on the page, that are asked for. Days are written so that their texts are ordered as they are.
fn within(query: &Query, one: &Summary) -> bool {
    query.from.as_ref().is_none_or(|from| *from <= one.day)
        && query.to.as_ref().is_none_or(|to| one.day <= *to)
        && query.page.as_ref().is_none_or(|page| *page == one.page)
}

/// What a case is known by.
fn named(one: &Summary) -> &str {
    if one.practitioner.is_empty() { &one.title } else { &one.practitioner }
}

fn words(one: &Summary) -> String {
    let mut words = String::with_capacity(512);
    let parts = [&one.quote, &one.practitioner, &one.title, &one.profession, &one.host, &one.note];
    for part in parts.into_iter().chain(&one.tags) {
        fold(part, &mut words);
        // No word that is searched for goes from one part into the next.
        words.push('\n');
    }
    words
}

/// Words as they are searched for: without capitals and accents, with single spaces.
pub fn folded(text: &str) -> String {
    let mut words = String::with_capacity(text.len());
    fold(text, &mut words);
    words
}

fn fold(text: &str, words: &mut String) {
    let begin = words.len();
    for c in text.chars().flat_map(char::to_lowercase) {
        match letter::fold(c) {
            // Other alphabets, in which a person may write notes. The engine reads some of their letters as Latin ones that look alike.
            _ if matches!(c, '\u{370}'..='\u{52f}') => words.push(c),
            Letter::Word([b'~', _]) => words.push(c),
            Letter::Word([first, second]) => {
                words.push(char::from(first));
                if second != 0 {
                    words.push(char::from(second));
                }
            }
            Letter::Accented(letter, _) => words.push(char::from(letter)),
            Letter::Mark(_) | Letter::Nothing => {}
            Letter::Space => {
                if words.len() > begin && !words.ends_with(' ') {
                    words.push(' ');
                }
            }
            Letter::Apostrophe => words.push('\''),
            Letter::Sign('\0') | Letter::No | Letter::Yes => words.push(c),
            Letter::Sign(sign) => words.push(sign),
        }
    }
    if words.len() > begin && words.ends_with(' ') {
        words.pop();
    }
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;
    use crate::{
        case::Sha256Hex,
        dossier::{Outcome, Rechecked, State},
        finding::{Criterion, Grade, Practice},
    };

    /// A case as most are.
    pub fn summary(id: &str) -> Summary {
        Summary {
            id: id.to_owned(),
            host: "www.doctolib.fr".to_owned(),
            page: "0123456789abcdef".to_owned(),
            practitioner: "Dr Hélène Œuvrard".to_owned(),
            title: String::new(),
            profession: "Chirurgien-dentiste".to_owned(),
            department: "69".to_owned(),
            criterion: Criterion::Coverage,
            practice: Practice::Refusal,
            grade: Grade::Flag,
            state: State::Kept,
            status: String::new(),
            tags: Vec::new(),
            note: String::new(),
            seen: "2026-11-21T23:17:48Z".to_owned(),
            day: "2026-11-22".to_owned(),
            updated: "2026-11-22T08:00:00Z".to_owned(),
            quote: "Les bénéficiaires de la CMU ne sont pas acceptés.".to_owned(),
            screenshot: false,
            pasted: false,
            reported: None,
            recheck: None,
            tally: Default::default(),
            text: Sha256Hex::of(b"text"),
            same: "fedcba9876543210".to_owned(),
            capture: Sha256Hex::of(id.as_bytes()),
            bytes: 1_000,
            removed: false,
        }
    }

    fn asked(facets: &[(Facet, &str)]) -> Query {
        let facets = facets.iter().map(|(facet, value)| (*facet, (*value).to_owned())).collect();
        Query { facets, ..Query::default() }
    }

    fn ids(shelf: &Shelf, query: &Query, order: Order) -> String {
        shelf.find(query, order).places.iter().map(|place| shelf.summaries()[*place].id.as_str()).collect()
    }

    #[test]
    fn words_are_found_however_they_are_written() {
        let shelf = Shelf::new(vec![Summary {
            tags: vec!["À rappeler".to_owned(), "Été 2026".to_owned()],
            note: "Vu par Zoé.  Заметка, ملاحظة.".to_owned(),
            ..summary("a")
        }]);
        for words in [
            "beneficiaires",
            "BÉNÉFICIAIRES CMU",
            "oeuvrard",
            "œuvrard helene",
            "doctolib",
            "dentiste",
            "rappeler",
            "ete",
            "zoe заметка",
            "ЗАМЕТКА",
            "ملاحظة",
            "",
            "  cmu  ",
            "chirurgien‑dentiste",
            "e\u{301}te",
        ] {
            let query = Query { words: words.to_owned(), ..Query::default() };
            assert_eq!(ids(&shelf, &query, Order::Updated), "a", "{words:?}");
        }
        for words in ["beneficiaires ame", "dentistewww", "замётко", "~"] {
            let query = Query { words: words.to_owned(), ..Query::default() };
            assert_eq!(ids(&shelf, &query, Order::Updated), "", "{words:?}");
        }
    }

    /// Four cases that differ in what they can be picked by.
    fn four() -> Shelf {
        let recheck = |outcome| Some(Rechecked { outcome, at: "2026-12-01T00:00:00Z".to_owned() });
        Shelf::new(vec![
            summary("a"),
            Summary {
                practice: Practice::Payment,
                host: "www.maiia.com".to_owned(),
                department: String::new(),
                day: "2026-10-01".to_owned(),
                seen: "2026-10-01T10:00:00Z".to_owned(),
                tags: vec!["x".to_owned(), "y".to_owned()],
                practitioner: "Mme Éblé".to_owned(),
                ..summary("b")
            },
            Summary {
                criterion: Criterion::Age,
                grade: Grade::Check,
                state: State::ToValidate,
                host: "cabinet.example".to_owned(),
                updated: "2026-12-01T08:00:00Z".to_owned(),
                recheck: recheck(Outcome::Gone),
                practitioner: String::new(),
                ..summary("c")
            },
            Summary {
                criterion: Criterion::Age,
                status: "closed".to_owned(),
                day: "2026-12-24".to_owned(),
                seen: "2026-12-24T10:00:00Z".to_owned(),
                tags: vec!["y".to_owned()],
                recheck: recheck(Outcome::PageGone),
                page: "other".to_owned(),
                ..summary("d")
            },
        ])
    }

    #[test]
    fn each_facet_picks() {
        let shelf = four();
        for (facets, expected) in [
            (&[][..], "cdab"),
            (&[(Facet::Criterion, "age")], "cd"),
            (&[(Facet::Practice, "payment")], "b"),
            (&[(Facet::Grade, "check")], "c"),
            (&[(Facet::Stage, "to_validate")], "c"),
            (&[(Facet::Stage, "kept")], "ab"),
            (&[(Facet::Stage, "closed")], "d"),
            (&[(Facet::Site, "Doctolib")], "da"),
            (&[(Facet::Site, "cabinet.example")], "c"),
            (&[(Facet::Department, "")], "b"),
            (&[(Facet::Tag, "y")], "db"),
            (&[(Facet::Tag, "")], "ca"),
            (&[(Facet::Recheck, "page_gone")], "d"),
            (&[(Facet::Recheck, "")], "ab"),
            (&[(Facet::Criterion, "age"), (Facet::Grade, "flag")], "d"),
            (&[(Facet::Criterion, "religion")], ""),
        ] {
            assert_eq!(ids(&shelf, &asked(facets), Order::Updated), expected, "{facets:?}");
        }
    }

    #[test]
    fn days_are_those_of_who_saw_it_and_both_ends_count() {
        let shelf = four();
        for (from, to, expected) in [
            (Some("2026-11-22"), None, "cda"),
            (Some("2026-11-23"), None, "d"),
            (None, Some("2026-11-22"), "cab"),
            (Some("2026-10-01"), Some("2026-10-01"), "b"),
            (Some("2026-10-02"), Some("2026-10-01"), ""),
        ] {
            let query = Query { from: from.map(str::to_owned), to: to.map(str::to_owned), ..Query::default() };
            assert_eq!(ids(&shelf, &query, Order::Updated), expected, "{from:?} {to:?}");
        }
        let page = Query { page: Some("other".to_owned()), ..Query::default() };
        assert_eq!(ids(&shelf, &page, Order::Updated), "d");
    }

    #[test]
    fn counts_say_what_choosing_would_give() {
        let shelf = four();
        let found = shelf.find(&asked(&[(Facet::Criterion, "age"), (Facet::Grade, "flag")]), Order::Updated);
        let counts =
            |facet: Facet| found.counts[&facet].iter().map(|(value, n)| format!("{value}={n}")).collect::<Vec<_>>();
        // Of those that are flags; of those about age; of both.
        assert_eq!(counts(Facet::Criterion), ["age=1", "coverage=2"]);
        assert_eq!(counts(Facet::Grade), ["check=1", "flag=1"]);
        assert_eq!(counts(Facet::Tag), ["y=1"]);
        assert_eq!(counts(Facet::Site), ["Doctolib=1"]);
    }

    #[test]
    fn rows_are_sorted() {
        let shelf = four();
        for (order, expected) in [
            (Order::Updated, "cdab"),
            (Order::Newest, "dcab"),
            (Order::Oldest, "bacd"),
            (Order::Practitioner, "dabc"),
            (Order::Site, "cdab"),
            (Order::Stage, "cabd"),
        ] {
            assert_eq!(ids(&shelf, &Query::default(), order), expected, "{order:?}");
        }
    }
}
