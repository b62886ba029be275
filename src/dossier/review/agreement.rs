//! How far reviewers agree, beyond what chance alone would give: Cohen's kappa where two people gave verdicts, Krippendorff's
//! alpha where there are more. Both are of nominal values, and both have a number of texts beside them without which they mean
//! nothing.
//!
//! Sources: J. Cohen, « A coefficient of agreement for nominal scales », Educational and Psychological Measurement 20, 1960;
//! K. Krippendorff, « Computing Krippendorff's Alpha-Reliability », 2011. The thresholds are Krippendorff's (Content Analysis,
//! 2004, p. 241): reliable from 0.800, for tentative conclusions from 0.667.

use crate::message::Message;
use std::collections::BTreeMap;

/// From here on, verdicts can be relied on.
const RELIABLE: f64 = 0.8;
/// From here on, they allow tentative conclusions.
const TENTATIVE: f64 = 2.0 / 3.0;
/// Fewer texts than this say little: one verdict more may move the coefficient by a tenth.
const FEW: usize = 20;

/// Which coefficient was taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Coefficient {
    /// Cohen's kappa: two reviewers.
    Kappa,
    /// Krippendorff's alpha: more of them, each of whom may have left texts out.
    Alpha,
}

/// How far reviewers agree.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Agreement {
    /// Which coefficient it is.
    pub coefficient: Coefficient,
    /// Its value, 1 at most; `None` where everybody always said the same, or no text has two verdicts: then chance cannot be told
    /// from agreement.
    pub value: Option<f64>,
    /// How many texts have two verdicts or more: only these count.
    pub texts: usize,
    /// On how many of these all verdicts are the same.
    pub same: usize,
    /// How many people gave the verdicts of these.
    pub raters: usize,
}

impl Agreement {
    /// The agreement of texts, each with the verdicts that it was given, by rater.
    pub fn of<R: Ord, V: Ord + Copy>(texts: &[BTreeMap<R, V>]) -> Self {
        let counted: Vec<&BTreeMap<R, V>> = texts.iter().filter(|text| text.len() > 1).collect();
        let mut raters: Vec<&R> = counted.iter().flat_map(|text| text.keys()).collect();
        raters.sort();
        raters.dedup();
        let values: Vec<Vec<V>> = counted.iter().map(|text| text.values().copied().collect()).collect();
        let same = values.iter().filter(|values| values.windows(2).all(|two| two[0] == two[1])).count();
        let (coefficient, value) = if raters.len() <= 2 {
            // A map's values are in the order of its keys: the same rater stands first each time.
            let pairs: Vec<(V, V)> = values.iter().map(|values| (values[0], values[1])).collect();
            (Coefficient::Kappa, kappa(&pairs))
        } else {
            (Coefficient::Alpha, alpha(&values))
        };
        Self { coefficient, value, texts: counted.len(), same, raters: raters.len() }
    }

    /// What it means, in one sentence.
    pub fn meaning(&self) -> Message {
        Message::new(match (self.texts, self.value) {
            (0, _) => "review.agreement.none",
            (_, None) => "review.agreement.alike",
            (_, Some(value)) if value >= RELIABLE => "review.agreement.reliable",
            (_, Some(value)) if value >= TENTATIVE => "review.agreement.tentative",
            (_, Some(value)) if value > 0.0 => "review.agreement.weak",
            _ => "review.agreement.chance",
        })
    }

    /// Whether there are too few texts for the figure to be more than a hint.
    pub fn is_of_few(&self) -> bool {
        self.value.is_some() && self.texts < FEW
    }
}

/// Cohen's kappa of the two verdicts that each text was given, in the same order of raters. `None` where chance alone would make
/// them the same: nobody ever said anything else.
pub fn kappa<V: Ord + Copy>(pairs: &[(V, V)]) -> Option<f64> {
    let n = pairs.len() as f64;
    let same = pairs.iter().filter(|(one, other)| one == other).count() as f64;
    let mut margins: BTreeMap<V, (f64, f64)> = BTreeMap::new();
    for (one, other) in pairs {
        margins.entry(*one).or_default().0 += 1.0;
        margins.entry(*other).or_default().1 += 1.0;
    }
    // Counts instead of shares until the last step: sums of whole numbers are exact.
    let by_chance: f64 = margins.values().map(|(one, other)| one * other).sum();
    let rest = n * n - by_chance;
    (rest > 0.0).then(|| (n * same - by_chance) / rest)
}

/// Krippendorff's alpha for nominal values; each text has the values that it was given, any number of them. Texts with fewer than
/// two do not count. `None` where all values are the same, or there are none.
pub fn alpha<V: Ord + Copy>(texts: &[Vec<V>]) -> Option<f64> {
    let (mut pairable, mut differing) = (0.0, 0.0);
    let mut totals: BTreeMap<V, f64> = BTreeMap::new();
    for values in texts.iter().filter(|values| values.len() > 1) {
        let many = values.len() as f64;
        let mut counts: BTreeMap<V, f64> = BTreeMap::new();
        for value in values {
            *counts.entry(*value).or_default() += 1.0;
            *totals.entry(*value).or_default() += 1.0;
        }
        pairable += many;
        // Ordered pairs of different values of one text, weighted so that each value counts once.
        differing += (many * many - counts.values().map(|count| count * count).sum::<f64>()) / (many - 1.0);
    }
    let expected = pairable * pairable - totals.values().map(|total| total * total).sum::<f64>();
    (expected > 0.0).then(|| 1.0 - (pairable - 1.0) * differing / expected)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Pairs of a table of counts: `table[i][j]` texts were given `i` by the one and `j` by the other.
    fn pairs(table: &[&[usize]]) -> Vec<(usize, usize)> {
        let cells = table.iter().enumerate().flat_map(|(one, row)| row.iter().enumerate().map(move |cell| (one, cell)));
        cells.flat_map(|(one, (other, count))| std::iter::repeat_n((one, other), *count)).collect()
    }

    /// Verdicts by rater, one character a text, as columns of texts; `.` where there is none.
    fn columns(rows: &[&str]) -> Vec<BTreeMap<usize, char>> {
        let texts = rows.first().map_or(0, |row| row.len());
        let given = |text: usize| {
            let of = |(rater, row): (usize, &&str)| {
                row.chars().nth(text).filter(|value| *value != '.').map(|value| (rater, value))
            };
            rows.iter().enumerate().filter_map(of).collect()
        };
        (0..texts).map(given).collect()
    }

    fn near(found: Option<f64>, published: f64, digits: i32) {
        let scale = 10f64.powi(digits);
        assert_eq!(found.map(|value| (value * scale).round() / scale), Some(published));
    }

    #[test]
    fn kappa_is_that_of_published_examples() {
        // Cohen 1960, table 1, of 200 cases: p_o = .70, p_c = .41.
        near(kappa(&pairs(&[&[88, 14, 18], &[10, 40, 10], &[2, 6, 12]])), 0.492, 3);
        // Fifty grant proposals and two readers, as many textbooks have it; then two tables of the same observed agreement, 60 %.
        near(kappa(&pairs(&[&[20, 5], &[10, 15]])), 0.4, 3);
        near(kappa(&pairs(&[&[45, 15], &[25, 15]])), 0.1304, 4);
        near(kappa(&pairs(&[&[25, 35], &[5, 35]])), 0.2593, 4);
    }

    #[test]
    fn alpha_is_that_of_published_examples() {
        let alpha_of = |rows: &[&str]| {
            let texts: Vec<Vec<char>> = columns(rows).iter().map(|text| text.values().copied().collect()).collect();
            alpha(&texts)
        };
        // Krippendorff 2011: A, two observers and two values; B, the same with five; C, four observers, with values missing.
        near(alpha_of(&["0100000010", "1110010000"]), 0.095, 3);
        near(alpha_of(&["aabbdcccedda", "babbbccceddd"]), 0.692, 3);
        near(alpha_of(&["123321412...", "1233224125..", ".33323422513", "12332441251."]), 0.743, 3);
        // Hayes and Krippendorff's three coders as encyclopedias have them: half of all values are missing.
        near(alpha_of(&[".....34121133.3", "1.213343.......", "..21344.21133.4"]), 0.691, 3);
    }

    #[test]
    fn two_people_are_told_by_kappa_and_more_by_alpha() {
        let two = Agreement::of(&columns(&["crcrc.", "crccc."]));
        assert_eq!((two.coefficient, two.texts, two.same, two.raters), (Coefficient::Kappa, 5, 4, 2));
        near(two.value, 0.545, 3);
        // The third has said something of one text only.
        let three = Agreement::of(&columns(&["crcrc.", "crccc.", "c....r"]));
        assert_eq!((three.coefficient, three.texts, three.same, three.raters), (Coefficient::Alpha, 5, 4, 3));
        // Two of three who never met over a text are two.
        assert_eq!(Agreement::of(&columns(&["cr.", "cr.", "..c"])).coefficient, Coefficient::Kappa);
    }

    #[test]
    fn nothing_is_concluded_from_nothing() {
        let none = Agreement::of(&columns(&["cr..", "..cr"]));
        assert_eq!((none.value, none.texts, none.meaning().id.as_str()), (None, 0, "review.agreement.none"));
        let alike = Agreement::of(&columns(&["cccc", "cccc"]));
        assert_eq!((alike.value, alike.same, alike.meaning().id.as_str()), (None, 4, "review.agreement.alike"));
        assert!(!alike.is_of_few());
        let texts: [BTreeMap<u8, u8>; 0] = [];
        assert_eq!(Agreement::of(&texts).value, None);
    }

    #[test]
    fn words_follow_the_value() {
        for (rows, meaning) in [
            (["crdcrd", "crdcrd"], "review.agreement.reliable"),
            (["crcrcrcr", "crcrcrcc"], "review.agreement.tentative"),
            (["crcr", "crcc"], "review.agreement.weak"),
            (["crcr", "rcrc"], "review.agreement.chance"),
        ] {
            let agreement = Agreement::of(&columns(&rows));
            assert_eq!(agreement.meaning().id, meaning, "{agreement:?}");
            assert!(agreement.is_of_few());
        }
    }
}
