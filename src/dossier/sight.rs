//! Which rows of a long list are in sight. Rows are as high as their words make them: each is guessed until it has been measured.

use std::ops::Range;

/// Rows beside those in sight that are there already, on either side: what a turn of the wheel or a Tab reaches.
const SPARE: usize = 6;

/// The rows of a list by their heights.
#[derive(Clone, Debug, PartialEq)]
pub struct Sight {
    heights: Vec<Option<f64>>,
    /// Where each row begins, and where the last one ends.
    tops: Vec<f64>,
    guess: f64,
}

impl Sight {
    /// A list of `rows` of which none has been measured; `guess` is what one is likely to be high.
    pub fn new(rows: usize, guess: f64) -> Self {
        let mut sight = Self { heights: vec![None; rows], tops: Vec::new(), guess };
        sight.add_up();
        sight
    }

    /// How many rows there are.
    pub fn rows(&self) -> usize {
        self.heights.len()
    }

    /// How high all of them are.
    pub fn height(&self) -> f64 {
        self.tops.last().copied().unwrap_or_default()
    }

    /// Where a row begins; the end of the list for what is behind it.
    pub fn top(&self, row: usize) -> f64 {
        self.tops.get(row).copied().unwrap_or_else(|| self.height())
    }

    /// What a row is likely to be high.
    pub fn guess(&self) -> f64 {
        self.guess
    }

    /// Writes down how high rows are; whether that changes anything. The mean of what is measured becomes the guess for the others.
    pub fn measured(&mut self, rows: impl IntoIterator<Item = (usize, f64)>) -> bool {
        let mut changed = false;
        for (row, height) in rows {
            let Some(place) = self.heights.get_mut(row) else { continue };
            // Browsers measure in fractions of a pixel that differ from one time to the next.
            if height > 0.0 && place.is_none_or(|known| (known - height).abs() > 0.5) {
                *place = Some(height);
                changed = true;
            }
        }
        if changed {
            let (sum, count) = self.heights.iter().flatten().fold((0.0, 0.0), |(sum, n), high| (sum + high, n + 1.0));
            self.guess = sum / count;
            self.add_up();
        }
        changed
    }

    /// The rows between two heights of the list, and a few beside them.
    pub fn between(&self, top: f64, bottom: f64) -> Range<usize> {
        let rows = self.rows();
        let first = self.tops.partition_point(|begin| *begin <= top).saturating_sub(1).min(rows.saturating_sub(1));
        let end = self.tops.partition_point(|begin| *begin < bottom).clamp(first, rows);
        first.saturating_sub(SPARE)..(end + SPARE).min(rows)
    }

    /// The row at a height of the list.
    pub fn at(&self, height: f64) -> usize {
        self.tops.partition_point(|begin| *begin <= height).saturating_sub(1).min(self.rows().saturating_sub(1))
    }

    fn add_up(&mut self) {
        let mut top = 0.0;
        self.tops.clear();
        self.tops.push(top);
        for height in &self.heights {
            top += height.unwrap_or(self.guess);
            self.tops.push(top);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_rows_in_sight_are_there() {
        let sight = Sight::new(5_000, 100.0);
        assert_eq!(sight.height(), 500_000.0);
        assert_eq!(sight.between(0.0, 800.0), 0..8 + SPARE);
        assert_eq!(sight.between(10_050.0, 10_850.0), 100 - SPARE..109 + SPARE);
        assert_eq!(sight.between(499_900.0, 501_000.0), 4_999 - SPARE..5_000);
        // Above the list, below it.
        assert_eq!(sight.between(-900.0, -100.0), 0..SPARE);
        assert_eq!(sight.between(600_000.0, 600_800.0), 4_999 - SPARE..5_000);
    }

    #[test]
    fn what_is_measured_holds_and_the_rest_is_guessed_by_it() {
        let mut sight = Sight::new(4, 100.0);
        assert!(sight.measured([(1, 50.0), (2, 150.0), (9, 1.0), (0, 0.0)]));
        assert_eq!((sight.guess(), sight.top(2), sight.height()), (100.0, 150.0, 400.0));
        assert!(sight.measured([(0, 40.0)]));
        assert_eq!((sight.guess(), sight.top(1), sight.height()), (80.0, 40.0, 320.0));
        assert!(!sight.measured([(0, 40.2)]));
        assert_eq!([0.0, 39.9, 40.0, 1e9].map(|height| sight.at(height)), [0, 0, 1, 3]);
    }

    #[test]
    fn an_empty_list_has_no_rows() {
        let sight = Sight::new(0, 100.0);
        assert_eq!((sight.between(0.0, 800.0), sight.height(), sight.at(5.0)), (0..0, 0.0, 0));
    }
}
