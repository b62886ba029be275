//! Whether it is time to remind the owner of a dossier that all of it is in one browser only.

use super::Summary;
use crate::case::Moment;
use serde::{Deserialize, Serialize};
use time::Duration;

/// Changed cases that are worth a reminder at once.
const MANY: usize = 20;

/// Days after which a single one is, and for which a reminder that was put off keeps still.
const DAYS: i64 = 14;

/// What is known of a dossier's exports.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Exports {
    /// When all of it last left as a file.
    #[serde(default)]
    pub last: Option<Moment>,
    /// When its owner last said that they want to do it later.
    #[serde(default)]
    pub put_off: Option<Moment>,
}

/// A reminder.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reminder {
    /// When all of the dossier last left as a file; none where it never has.
    pub last: Option<Moment>,
    /// How many cases were kept, or changed, since.
    pub changed: usize,
}

impl Exports {
    /// Whether to remind, and of what: there is much that no file has, or some of it for long.
    pub fn reminder(&self, summaries: &[Summary], now: &Moment) -> Option<Reminder> {
        let since = self.last.as_ref().map(Moment::iso).unwrap_or_default();
        let mut changed: Vec<&str> =
            summaries.iter().map(|one| one.updated.as_str()).filter(|at| *at > since.as_str()).collect();
        changed.sort_unstable();
        let long = |at: &str| Moment::new(at, 0, None).is_ok_and(|at| now.utc() - at.utc() >= Duration::days(DAYS));
        let due = changed.len() >= MANY || changed.first().is_some_and(|first| long(first));
        let still = self.put_off.as_ref().is_some_and(|at| now.utc() - at.utc() < Duration::days(DAYS));
        (due && !still).then(|| Reminder { last: self.last.clone(), changed: changed.len() })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn at(day: &str) -> Moment {
        Moment::new(&format!("{day}T12:00:00Z"), 0, None).unwrap()
    }

    fn summary(updated: &str) -> Summary {
        let hash = "0".repeat(64);
        let summary = json!({
            "id": "a", "page": "0", "criterion": "coverage", "practice": "refusal", "grade": "flag", "seen": updated, "day": "",
            "updated": updated, "quote": "", "tally": {"confirm": 0, "reject": 0, "discuss": 0}, "text": hash, "same": "0",
            "capture": hash, "bytes": 0
        });
        Summary::from_json(&summary.to_string()).unwrap()
    }

    #[test]
    fn it_reminds_of_much_at_once_of_little_after_a_while_and_of_nothing_that_a_file_has() {
        for (last, put_off, updated, cases, told) in [
            // One case, today; one of two weeks ago; twenty of today.
            (None, None, "2026-11-22T09:00:00Z", 1, None),
            (None, None, "2026-11-08T09:00:00Z", 1, Some(1)),
            (None, None, "2026-11-22T09:00:00Z", 20, Some(20)),
            // A file has them, or has them no longer as they are.
            (Some("2026-11-10"), None, "2026-11-08T09:00:00Z", 30, None),
            (Some("2026-11-07"), None, "2026-11-08T09:00:00Z", 30, Some(30)),
            // Later: two weeks later.
            (None, Some("2026-11-09"), "2026-11-01T09:00:00Z", 30, None),
            (None, Some("2026-11-08"), "2026-11-01T09:00:00Z", 30, Some(30)),
        ] {
            let exports = Exports { last: last.map(at), put_off: put_off.map(at) };
            let summaries = vec![summary(updated); cases];
            let reminder = exports.reminder(&summaries, &at("2026-11-22"));
            assert_eq!(reminder.map(|reminder| reminder.changed), told, "{last:?} {put_off:?} {updated} {cases}");
        }
    }
}
