//! What happened with a page, in order: what was seen when, what rechecks have shown, what was reported, how far it went.

use super::{Act, Entry, Outcome, Stage, State, Summary, stage};
use crate::report::{Recipient, Reported};
use std::collections::{BTreeMap, BTreeSet};

/// Something that happened.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Event {
    /// When: an instant (`2026-11-21T23:17:48Z`), or a day (`2026-11-22`) where that is all that is known.
    pub at: String,
    /// The case that it happened with.
    pub case: String,
    /// What.
    pub what: What,
}

/// What can happen.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum What {
    /// The mention was seen.
    Seen,
    /// Somebody looked at what « mode enquête » had captured.
    Validated,
    /// The page was opened again.
    Rechecked(Outcome),
    /// A report was sent.
    Reported(Recipient),
    /// The user says how far it is.
    Staged(Stage),
    /// It was removed, with the reason given.
    Removed(String),
    /// It was taken back.
    Restored,
}

/// What happened with these cases, the last first. `reports` are those that the cases remember.
pub fn of<'a>(
    cases: &[&Summary],
    entries: impl IntoIterator<Item = &'a Entry>,
    reports: &[(String, Reported)],
) -> Vec<Event> {
    let ids: BTreeSet<&str> = cases.iter().map(|one| one.id.as_str()).collect();
    let event = |at: &str, case: &str, what| Event { at: at.to_owned(), case: case.to_owned(), what };
    let mut events: Vec<Event> = cases.iter().map(|one| event(&one.seen, &one.id, What::Seen)).collect();
    for (case, report) in reports.iter().filter(|(case, _)| ids.contains(case.as_str())) {
        events.push(event(&report.on, case, What::Reported(report.recipient)));
    }
    let mut told: Vec<&Entry> =
        entries.into_iter().filter(|entry| entry.act().about().is_some_and(|id| ids.contains(id))).collect();
    told.sort_by_key(|entry| entry.stamp());
    // Whoever keeps a case at once has not validated it.
    let mut waits: BTreeMap<&str, bool> = BTreeMap::new();
    for entry in told {
        let at = entry.at().iso();
        match entry.act() {
            Act::Keep { case, state, .. } => {
                let waited = waits.insert(case, *state == State::ToValidate);
                if waited == Some(true) && *state == State::Kept {
                    events.push(event(&at, case, What::Validated));
                }
            }
            Act::Recheck { case, outcome, .. } => events.push(event(&at, case, What::Rechecked(*outcome))),
            Act::Amend { case, field, value } if field == stage::FIELD => {
                if let Some(stage) = value.as_str().and_then(Stage::from_name) {
                    events.push(event(&at, case, What::Staged(stage)));
                }
            }
            Act::Remove { case, reason, .. } => events.push(event(&at, case, What::Removed(reason.clone()))),
            Act::Restore { case } => events.push(event(&at, case, What::Restored)),
            _ => {}
        }
    }
    // A day comes after the instants of that day: what was reported had been seen. Of two at one instant the later written comes first.
    events.reverse();
    events.sort_by_cached_key(|event| std::cmp::Reverse((event.at.get(..10).map(str::to_owned), late(&event.at))));
    events
}

fn late(at: &str) -> String {
    at.get(10..).filter(|rest| !rest.is_empty()).unwrap_or("U").to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        case::{Moment, Sha256Hex},
        dossier::{Device, filter::tests::summary},
    };
    use serde_json::json;

    fn moment(at: &str) -> Moment {
        Moment::new(at, 60, None).unwrap()
    }

    /// Entries of one device, one after the other.
    fn log(acts: &[(&str, Act)]) -> Vec<Entry> {
        let device = Device::new("d").unwrap();
        let mut entries: Vec<Entry> = Vec::new();
        for (at, act) in acts {
            let last = entries.last().map(|last| (last.seq(), last.hash().clone()));
            let after = last.as_ref().map(|(seq, hash)| (*seq, hash));
            entries.push(Entry::write(&device, after, &moment(at), act).unwrap());
        }
        entries
    }

    fn keep(case: &str, state: State) -> Act {
        Act::Keep { case: case.to_owned(), capture: Sha256Hex::of(b"x"), state }
    }

    fn recheck(case: &str, outcome: Outcome) -> Act {
        Act::Recheck { case: case.to_owned(), outcome, capture: None, text: None }
    }

    #[test]
    fn what_happened_is_told_in_order() {
        let first = Summary { seen: "2026-11-01T10:00:00Z".to_owned(), ..summary("a") };
        let second = Summary { seen: "2026-11-20T10:00:00Z".to_owned(), ..summary("b") };
        let status = Act::Amend { case: "a".to_owned(), field: "status".to_owned(), value: json!("answered") };
        let tags = Act::Amend { case: "a".to_owned(), field: "tags".to_owned(), value: json!(["x"]) };
        let entries = log(&[
            ("2026-11-01T10:01:00Z", keep("a", State::ToValidate)),
            ("2026-11-02T10:00:00Z", keep("a", State::Kept)),
            ("2026-11-03T10:00:00Z", tags),
            ("2026-11-10T10:00:00Z", recheck("a", Outcome::There)),
            ("2026-11-12T10:00:00Z", recheck("elsewhere", Outcome::Gone)),
            ("2026-11-20T10:01:00Z", keep("b", State::Kept)),
            ("2026-11-21T10:00:00Z", status),
            (
                "2026-11-22T10:00:00Z",
                Act::Remove { case: "b".to_owned(), capture: Sha256Hex::of(b"x"), reason: "double".to_owned() },
            ),
            ("2026-11-22T10:00:00Z", Act::Restore { case: "b".to_owned() }),
        ]);
        let report = Reported {
            on: "2026-11-20".to_owned(),
            ..Reported::now(Recipient::Defender, moment("2026-11-20T12:00:00Z"))
        };
        let events = of(&[&first, &second], &entries, &[("b".to_owned(), report)]);
        let told: Vec<(&str, &str, &What)> =
            events.iter().map(|event| (&event.at[..10], event.case.as_str(), &event.what)).collect();
        assert_eq!(
            told,
            [
                ("2026-11-22", "b", &What::Restored),
                ("2026-11-22", "b", &What::Removed("double".to_owned())),
                ("2026-11-21", "a", &What::Staged(Stage::Answered)),
                ("2026-11-20", "b", &What::Reported(Recipient::Defender)),
                ("2026-11-20", "b", &What::Seen),
                ("2026-11-10", "a", &What::Rechecked(Outcome::There)),
                ("2026-11-02", "a", &What::Validated),
                ("2026-11-01", "a", &What::Seen),
            ]
        );
    }

    #[test]
    fn what_is_kept_at_once_is_not_validated() {
        let entries =
            log(&[("2026-11-01T10:00:00Z", keep("a", State::Kept)), ("2026-11-02T10:00:00Z", keep("a", State::Kept))]);
        assert_eq!(of(&[&summary("a")], &entries, &[]).len(), 1);
    }
}
