//! A batch of pages to be opened again, one after the other. It is written down after every step, so that it goes on where it
//! was when the page or the browser was closed.

use super::Obstacle;
use crate::{
    case::{Outcome, one_line},
    json,
};
use serde::{Deserialize, Serialize};

/// The shortest time from one page to the next, in ms: a person would not be quicker, and no server takes harm.
pub const SPACING: u64 = 10_000;

/// The version of the shape.
const VERSION: u64 = 1;

/// The longest batch that is read back, in bytes, and the most pages of one.
const LONGEST: usize = 8 * 1024 * 1024;
const MOST: usize = 20_000;

/// Pages to be opened again.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Batch {
    version: u64,
    /// The pages, in the order in which they are opened.
    pub items: Vec<Item>,
    /// Whether the user has paused it, or an obstacle has.
    pub paused: bool,
    /// When the last page was opened, in ms since 1970.
    opened: u64,
}

/// One page, and what became of the cases that were seen there. Its address stands in them, and nowhere else: with the last of
/// them it is gone.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Item {
    /// The names of its cases: at first those that were chosen, afterwards those that were compared.
    pub cases: Vec<String>,
    /// What became of each case, in their order; empty as long as the page was not opened.
    pub outcomes: Vec<Outcome>,
    /// Why it could not be told.
    pub obstacle: Option<Obstacle>,
    /// Whether the user has left it out, or it was compared.
    pub done: bool,
}

/// What comes next.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step {
    /// This item's page is to be opened now.
    Open(usize),
    /// Nothing before so many ms have passed.
    Wait(u64),
    /// The batch is paused.
    Paused,
    /// Every page was opened or left out.
    Done,
}

impl Batch {
    /// A batch of cases, `(name, page)`: those of one page are compared in one visit. Not begun yet.
    pub fn new<'a>(cases: impl IntoIterator<Item = (&'a str, &'a str)>) -> Self {
        let mut items: Vec<Item> = Vec::new();
        let mut places = std::collections::HashMap::new();
        for (case, page) in cases {
            let next = items.len();
            let place = *places.entry(page).or_insert(next);
            if place == next && next < MOST {
                items.push(Item { cases: Vec::new(), outcomes: Vec::new(), obstacle: None, done: false });
            }
            if let Some(item) = items.get_mut(place) {
                item.cases.push(case.to_owned());
            }
        }
        Self { version: VERSION, items, paused: true, opened: 0 }
    }

    /// Reads a batch that was written down.
    ///
    /// # Errors
    /// Says in one line why it is none.
    pub fn from_json(written: &str) -> Result<Self, String> {
        let of = |fault: serde_json::Error| one_line(&fault.to_string(), 200).text;
        if written.len() > LONGEST {
            return Err(format!("a batch of {} bytes is longer than {LONGEST}", written.len()));
        }
        let tree = json::tree(written).map_err(of)?;
        match json::version(&tree).map_err(of)? {
            VERSION => json::of(tree).map_err(of),
            version => Err(format!("a batch of version {version} is not one of version {VERSION}")),
        }
    }

    /// The batch as it is written down.
    pub fn to_json(&self) -> String {
        serde_json::to_string(self).unwrap_or_default()
    }

    /// What comes next at `now` (ms since 1970), with at least `spacing` ms between two pages.
    pub fn step(&self, now: u64, spacing: u64) -> Step {
        let Some(next) = self.items.iter().position(|item| !item.done) else { return Step::Done };
        if self.paused {
            return Step::Paused;
        }
        // A clock that was set back must not hold the batch up for ever.
        let since = now.checked_sub(self.opened).unwrap_or(spacing);
        if since >= spacing { Step::Open(next) } else { Step::Wait(spacing - since) }
    }

    /// Writes down that a page is opened at `now`: before it is, so that no other is opened too soon after it.
    pub fn open(&mut self, now: u64) {
        self.opened = now;
    }

    /// Writes down what a page said of its cases; those that are not named were removed meanwhile. An obstacle that the person
    /// can do something about pauses the batch at this page; any other is noted, and the batch goes on.
    pub fn close(&mut self, item: usize, cases: Vec<(String, Outcome)>, obstacle: Option<Obstacle>) {
        let Some(item) = self.items.get_mut(item) else { return };
        let stays = obstacle.is_some_and(Obstacle::is_for_person);
        (item.obstacle, item.done) = (obstacle, !stays);
        (item.cases, item.outcomes) = cases.into_iter().unzip();
        self.paused |= stays;
    }

    /// Takes up again the pages that were left out for want of a permission. Those of which there is still none are left out
    /// again without being opened.
    pub fn take_up(&mut self) {
        for item in self.items.iter_mut().filter(|item| item.obstacle == Some(Obstacle::Permission)) {
            (item.obstacle, item.done) = (None, false);
            item.outcomes.clear();
        }
    }

    /// Leaves the page out at which the batch stands, and goes on.
    pub fn pass(&mut self) {
        if let Some(item) = self.items.iter_mut().find(|item| !item.done) {
            item.done = true;
        }
        self.paused = false;
    }

    /// How many pages were opened or left out.
    pub fn done(&self) -> usize {
        self.items.iter().filter(|item| item.done).count()
    }

    /// How many cases came to this outcome.
    pub fn count(&self, outcome: Outcome) -> usize {
        let done = self.items.iter().filter(|item| item.done);
        done.flat_map(|item| &item.outcomes).filter(|each| **each == outcome).count()
    }
}
