//! Counts that answer at a glance: how many mentions by criterion, practice, site, département, month.
//!
//! Bars stand in an order of their own (that of the law's list, of the alphabet, of time), never by their length, and there is no chart by
//! practitioner: a dossier holds what its owner happened to open, so that the longest bar says where they looked. Sorted by length it would
//! be a league table of sites and places; by practitioner one of people. For the same reason the sites that Vigie does not know are one bar:
//! most are a practice's own, with somebody's name in them.

mod svg;

pub use svg::{Shown, picture};

use super::{
    Summary,
    duplicate::Group,
    facet::Facet,
    table::{Cell, Table},
};
use crate::sites;
use std::collections::BTreeMap;

/// What is counted by.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum By {
    /// The ground.
    Criterion,
    /// What is done.
    Practice,
    /// The booking site.
    Site,
    /// The département.
    Department,
    /// The month in which it was first seen; the year where there would be too many months.
    Month,
}

/// The most months that are shown as such.
const MOST_MONTHS: usize = 36;

/// The sites that Vigie does not know, together. No site is called so.
pub const OTHERS: &str = "*";

impl By {
    /// All of them, in the order of the page.
    pub const ALL: [Self; 5] = [Self::Criterion, Self::Practice, Self::Site, Self::Department, Self::Month];

    /// Its name in the markup and in files' names.
    pub fn name(self) -> &'static str {
        match self {
            Self::Criterion => "criterion",
            Self::Practice => "practice",
            Self::Site => "site",
            Self::Department => "department",
            Self::Month => "month",
        }
    }

    /// What is counted by, by that name.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|by| by.name() == name)
    }

    /// The value of a row for this count.
    fn key(self, summaries: &[Summary], group: &Group) -> String {
        let Some(one) = summaries.get(group.first()) else { return String::new() };
        let days = || group.cases.iter().filter_map(|place| summaries.get(*place)).map(|one| one.day.as_str());
        match self {
            Self::Criterion => one.criterion.name().to_owned(),
            Self::Practice => one.practice.name().to_owned(),
            Self::Site if one.host.is_empty() => String::new(),
            Self::Site => sites::of_host(&one.host).map_or(OTHERS, |site| site.name).to_owned(),
            Self::Department => one.department.clone(),
            Self::Month => days().min().and_then(|day| day.get(..7)).unwrap_or_default().to_owned(),
        }
    }

    fn place(self, key: &str) -> (usize, String) {
        match self {
            Self::Criterion => Facet::Criterion.place(key),
            Self::Practice => Facet::Practice.place(key),
            Self::Site if key == OTHERS => (1, String::new()),
            Self::Site if key.is_empty() => (2, String::new()),
            Self::Site => Facet::Site.place(key),
            Self::Department | Self::Month => Facet::Department.place(key),
        }
    }
}

/// A bar: what of, and how many.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Bar {
    /// The value: a name in data, the name of a site, the number of a département, `2026-11`. Empty where it is not known.
    pub key: String,
    /// How many rows have it.
    pub count: usize,
}

/// A count.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Chart {
    /// What is counted by.
    pub by: By,
    /// Its bars, in order.
    pub bars: Vec<Bar>,
}

impl Chart {
    /// Counts rows: what was seen three times counts once.
    pub fn of(by: By, summaries: &[Summary], groups: &[Group]) -> Self {
        let mut counts: BTreeMap<String, usize> = BTreeMap::new();
        for group in groups {
            *counts.entry(by.key(summaries, group)).or_default() += 1;
        }
        if by == By::Month {
            counts = through(counts);
        }
        let mut bars: Vec<Bar> = counts.into_iter().map(|(key, count)| Bar { key, count }).collect();
        bars.sort_by_cached_key(|bar| by.place(&bar.key));
        Self { by, bars }
    }

    /// The longest bar.
    pub fn most(&self) -> usize {
        self.bars.iter().map(|bar| bar.count).max().unwrap_or_default()
    }

    /// The same as a table, with what people read instead of keys.
    pub fn table(&self, columns: [&str; 2], label: impl Fn(&str) -> String) -> Table {
        Table {
            columns: columns.map(str::to_owned).to_vec(),
            rows: self.bars.iter().map(|bar| vec![Cell::Text(label(&bar.key)), bar.count.into()]).collect(),
        }
    }
}

/// The months from the first to the last: one in which nothing was seen is a bar too, or time would look shorter than it was. Too many are
/// counted by year.
fn through(counts: BTreeMap<String, usize>) -> BTreeMap<String, usize> {
    let number = |key: &str| {
        let (year, month) = key.split_once('-')?;
        Some((year.parse::<usize>().ok()?, month.parse::<usize>().ok().filter(|month| (1..=12).contains(month))?))
    };
    let known: Vec<(usize, usize)> = counts.keys().filter_map(|key| number(key)).collect();
    let (Some(&(first, month)), Some(&(last, end))) = (known.iter().min(), known.iter().max()) else { return counts };
    let (begin, end) = (first * 12 + month - 1, last * 12 + end - 1);
    let mut all = counts;
    if end - begin < MOST_MONTHS {
        for at in begin..=end {
            all.entry(format!("{:04}-{:02}", at / 12, at % 12 + 1)).or_default();
        }
        return all;
    }
    let mut years: BTreeMap<String, usize> = (first..=last).map(|year| (format!("{year:04}"), 0)).collect();
    for (key, count) in all {
        *years.entry(key.get(..4).unwrap_or_default().to_owned()).or_default() += count;
    }
    years
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        dossier::{duplicate::join, filter::tests::summary},
        finding::Criterion,
    };

    /// A chart as text, of cases that differ in these values.
    fn chart(by: By, values: &[&str]) -> String {
        let all: Vec<Summary> = values
            .iter()
            .enumerate()
            .map(|(at, value)| {
                let mut one = Summary { same: at.to_string(), ..summary(&at.to_string()) };
                match by {
                    By::Criterion => {
                        one.criterion = Criterion::ALL.into_iter().find(|one| one.name() == *value).unwrap()
                    }
                    By::Site => one.host = (*value).to_owned(),
                    By::Department => one.department = (*value).to_owned(),
                    _ => one.day = (*value).to_owned(),
                }
                one
            })
            .collect();
        let places: Vec<usize> = (0..all.len()).collect();
        let chart = Chart::of(by, &all, &join(&all, &places));
        chart.bars.iter().map(|bar| format!("{}={}", bar.key, bar.count)).collect::<Vec<_>>().join(" ")
    }

    #[test]
    fn bars_keep_an_order_of_their_own() {
        for (by, values, expected) in [
            (By::Criterion, &["age", "age", "coverage", "origin"][..], "coverage=1 origin=1 age=2"),
            (By::Department, &["69", "", "2A", "69", "13"], "13=1 2A=1 69=2 =1"),
            (
                By::Site,
                &["www.maiia.com", "dr-dupont.example", "", "www.doctolib.fr", "mme-durand.example"],
                "Doctolib=1 Maiia=1 *=2 =1",
            ),
            (By::Month, &["2026-11-22", "2026-09-01", "2026-11-02"], "2026-09=1 2026-10=0 2026-11=2"),
            (By::Month, &["2026-12-31", "2027-01-01"], "2026-12=1 2027-01=1"),
            (By::Month, &["2020-01-31", "2022-12-01"], &format!("2020-01=1 {}2022-12=1", between(2020, 2, 2022, 11))),
            (By::Month, &["2020-01-31", "2023-01-01"], "2020=1 2021=0 2022=0 2023=1"),
            (By::Month, &["x", "2023-01-01"], "2023-01=1 =1"),
            (By::Month, &[], ""),
        ] {
            assert_eq!(chart(by, values), expected, "{by:?} {values:?}");
        }
    }

    /// Empty months from one to another.
    fn between(year: usize, month: usize, last: usize, end: usize) -> String {
        (year * 12 + month - 1..last * 12 + end).map(|at| format!("{}-{:02}=0 ", at / 12, at % 12 + 1)).collect()
    }

    #[test]
    fn what_was_seen_three_times_counts_once_when_it_was_first_seen() {
        let seen =
            |id: &str, day: &str| Summary { day: day.to_owned(), seen: format!("{day}T10:00:00Z"), ..summary(id) };
        let all = [seen("a", "2026-11-01"), seen("b", "2026-09-30"), seen("c", "2026-12-01")];
        let groups = join(&all, &[0, 1, 2]);
        assert_eq!(Chart::of(By::Month, &all, &groups).bars, [Bar { key: "2026-09".to_owned(), count: 1 }]);
        assert_eq!(Chart::of(By::Practice, &all, &groups).most(), 1);
    }

    #[test]
    fn its_table_has_words() {
        let all = [summary("a")];
        let chart = Chart::of(By::Department, &all, &join(&all, &[0]));
        let table = chart.table(["Département", "Mentions"], |key| format!("{key} Rhône"));
        assert_eq!(
            String::from_utf8(table.csv()).unwrap(),
            "\u{feff}\"Département\";\"Mentions\"\r\n\"69 Rhône\";1\r\n"
        );
    }
}
