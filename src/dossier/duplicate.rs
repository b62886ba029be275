//! Duplicates joined: the same practitioner and the same text, seen more than once, are one row of the list and one unit of the charts.
//! Nothing is taken away by it: each capture stays, and is opened from its row.

use super::Summary;
use std::collections::HashMap;

/// What is one row: its captures by their place among the summaries, the last seen first.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Group {
    /// The captures; never empty.
    pub cases: Vec<usize>,
}

impl Group {
    /// The capture that stands for all: the last seen.
    pub fn first(&self) -> usize {
        self.cases.first().copied().unwrap_or_default()
    }
}

/// Joins the summaries of these places. The groups come in the order of their first member in `places`; in each, the last seen stands first.
///
/// Criterion and practice count: two mentions of one text are two findings, each with a report of its own.
pub fn join(summaries: &[Summary], places: &[usize]) -> Vec<Group> {
    let mut groups: Vec<Group> = Vec::with_capacity(places.len());
    let mut known = HashMap::with_capacity(places.len());
    for &place in places {
        let Some(one) = summaries.get(place) else { continue };
        // Of pasted words without a name or an address nobody can say whose they are: each is alone.
        let whose =
            if one.practitioner.is_empty() && one.host.is_empty() { one.id.as_str() } else { one.same.as_str() };
        let key = (whose, one.quote.as_str(), one.criterion, one.practice);
        let group = *known.entry(key).or_insert_with(|| {
            groups.push(Group { cases: Vec::new() });
            groups.len() - 1
        });
        groups[group].cases.push(place);
    }
    for group in groups.iter_mut().filter(|group| group.cases.len() > 1) {
        let when = |place: &usize| (&summaries[*place].seen, &summaries[*place].id);
        group.cases.sort_by(|left, right| when(right).cmp(&when(left)));
    }
    groups
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{dossier::filter::tests::summary, finding::Practice};

    fn seen(id: &str, same: &str, seen: &str) -> Summary {
        Summary { same: same.to_owned(), seen: seen.to_owned(), ..summary(id) }
    }

    #[test]
    fn the_same_words_of_the_same_practitioner_are_one_row() {
        let all = [
            seen("a", "1", "2026-11-01T10:00:00Z"),
            seen("b", "2", "2026-11-02T10:00:00Z"),
            seen("c", "1", "2026-11-03T10:00:00Z"),
            seen("d", "1", "2026-11-02T10:00:00Z"),
        ];
        let rows: Vec<Vec<usize>> = join(&all, &[0, 1, 2, 3]).into_iter().map(|group| group.cases).collect();
        assert_eq!(rows, [vec![2, 3, 0], vec![1]]);
        // What a filter left out is not brought back by its like.
        let rows: Vec<Vec<usize>> = join(&all, &[3, 0]).into_iter().map(|group| group.cases).collect();
        assert_eq!(rows, [vec![3, 0]]);
    }

    #[test]
    fn two_findings_in_one_text_stay_two() {
        let other = Summary { practice: Practice::Payment, ..summary("b") };
        let elsewhere = Summary { quote: "pas d’AME".to_owned(), ..summary("c") };
        assert_eq!(join(&[summary("a"), other, elsewhere], &[0, 1, 2]).len(), 3);
    }

    #[test]
    fn words_of_nobody_are_not_joined() {
        let pasted = |id: &str| Summary { practitioner: String::new(), host: String::new(), ..summary(id) };
        assert_eq!(join(&[pasted("a"), pasted("b")], &[0, 1]).len(), 2);
        assert_eq!(join(&[summary("a"), summary("b")], &[0, 1]).len(), 1);
    }
}
