//! What cases are picked and counted by, and the order in which values are shown.

use super::{Outcome, Stage, Summary, filter::folded};
use crate::{
    finding::{Criterion, Grade, Practice},
    sites,
};

/// What a case can be picked by, each with a number of possible values.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Facet {
    /// The ground.
    Criterion,
    /// What is done.
    Practice,
    /// Whether it can be reported as it stands.
    Grade,
    /// How far it is.
    Stage,
    /// The booking site.
    Site,
    /// The département of the practice.
    Department,
    /// What the user wrote on it.
    Tag,
    /// What the last recheck has shown.
    Recheck,
}

impl Facet {
    /// All of them, in the order of the page.
    pub const ALL: [Self; 8] = [
        Self::Criterion,
        Self::Practice,
        Self::Grade,
        Self::Stage,
        Self::Site,
        Self::Department,
        Self::Tag,
        Self::Recheck,
    ];

    /// Its name in the markup and in the page's address.
    pub fn name(self) -> &'static str {
        match self {
            Self::Criterion => "criterion",
            Self::Practice => "practice",
            Self::Grade => "grade",
            Self::Stage => "stage",
            Self::Site => "site",
            Self::Department => "department",
            Self::Tag => "tag",
            Self::Recheck => "recheck",
        }
    }

    /// The values of a case; a case without any has an empty one, so that « non connu » can be asked for too.
    pub fn values(self, one: &Summary) -> Vec<&str> {
        vec![match self {
            Self::Criterion => one.criterion.name(),
            Self::Practice => one.practice.name(),
            Self::Grade => one.grade.name(),
            Self::Stage => Stage::of(one).name(),
            Self::Site => site(one),
            Self::Department => &one.department,
            Self::Tag if one.tags.is_empty() => "",
            Self::Tag => return one.tags.iter().map(String::as_str).collect(),
            Self::Recheck => one.recheck.as_ref().map_or("", |recheck| outcome(recheck.outcome)),
        }]
    }

    /// Orders its values as lists and charts show them: those of a closed set as the set has them, others by their words. Never by how
    /// many there are: that would make a league of sites and places out of where somebody happened to look.
    pub fn place(self, value: &str) -> (usize, String) {
        let of = |place: Option<usize>| (place.unwrap_or(usize::MAX), String::new());
        match self {
            Self::Criterion => of(Criterion::ALL.iter().position(|one| one.name() == value)),
            Self::Practice => of(Practice::ALL.iter().position(|one| one.name() == value)),
            Self::Grade => of([Grade::Flag, Grade::Check].iter().position(|one| one.name() == value)),
            Self::Stage => of(Stage::ALL.iter().position(|one| one.name() == value)),
            Self::Recheck => of(OUTCOMES.iter().position(|(_, name)| *name == value)),
            // What is not known comes last.
            Self::Site | Self::Department | Self::Tag => (usize::from(value.is_empty()), folded(value)),
        }
    }
}

/// What a recheck shows, by the names of the log, from still there to not known.
const OUTCOMES: [(Outcome, &str); 5] = [
    (Outcome::There, "there"),
    (Outcome::Changed, "changed"),
    (Outcome::Gone, "gone"),
    (Outcome::PageGone, "page_gone"),
    (Outcome::Stopped, "stopped"),
];

/// The name of what a recheck has shown, in the log, the markup and the catalogue.
pub fn outcome(outcome: Outcome) -> &'static str {
    OUTCOMES.iter().find(|(known, _)| *known == outcome).map_or("", |(_, name)| name)
}

/// The booking site of a case by its name, or the host itself.
pub(super) fn site(one: &Summary) -> &str {
    sites::of_host(&one.host).map_or(one.host.as_str(), |site| site.name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_stand_in_an_order_that_is_no_league() {
        let sorted = |facet: Facet, mut values: Vec<&'static str>| {
            values.sort_by_key(|value| facet.place(value));
            values
        };
        assert_eq!(sorted(Facet::Criterion, vec!["age", "coverage", "origin"]), ["coverage", "origin", "age"]);
        assert_eq!(sorted(Facet::Stage, vec!["closed", "to_validate", "kept"]), ["to_validate", "kept", "closed"]);
        assert_eq!(sorted(Facet::Department, vec!["", "75", "2A", "13"]), ["13", "2A", "75", ""]);
        assert_eq!(sorted(Facet::Site, vec!["Maiia", "élan.fr", "Doctolib"]), ["Doctolib", "élan.fr", "Maiia"]);
    }
}
