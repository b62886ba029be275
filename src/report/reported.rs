//! « Signalé le … à … »: what the user says that they sent, and by when an answer is due.

use super::Recipient;
use crate::case::{Moment, one_line};
use serde::{Deserialize, Serialize};
use time::{Date, Duration, Month};

/// The longest note, in characters.
const LONGEST: usize = 300;

/// A report that left.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reported {
    /// To whom.
    pub recipient: Recipient,
    /// On which day, as `2026-11-22`; the user may correct it.
    pub on: String,
    /// A number, a way, a name: whatever the user wants to find again.
    #[serde(default)]
    pub note: String,
    /// When it was written down.
    pub recorded: Moment,
}

/// Something that is due after a report.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Due {
    /// What, as a message's key (`due.…`).
    pub id: &'static str,
    /// The last day, as `2026-11-30`.
    pub by: String,
}

impl Reported {
    /// A report to `recipient` on the day of `now`, by the user's clock.
    pub fn now(recipient: Recipient, now: Moment) -> Self {
        Self { recipient, on: iso(now.local().date()), note: String::new(), recorded: now }
    }

    /// The same without what no day and no note can be: a day that is none becomes the one of the record.
    #[must_use]
    pub fn cleaned(self) -> Self {
        let on = day(&self.on).unwrap_or_else(|| self.recorded.local().date());
        Self { on: iso(on), note: one_line(&self.note, LONGEST).text, ..self }
    }

    /// What is due, and by when: R.1110-11 CSP sets eight days, a month and three months.
    pub fn due(&self) -> Vec<Due> {
        let Some(on) = day(&self.on) else { return Vec::new() };
        if !matches!(self.recipient, Recipient::Fund | Recipient::Order) {
            return Vec::new();
        }
        let eight_days = on.checked_add(Duration::days(8));
        [("due.receipt", eight_days), ("due.heard", later(on, 1)), ("due.conciliation", later(on, 3))]
            .into_iter()
            .filter_map(|(id, by)| Some(Due { id, by: iso(by?) }))
            .collect()
    }
}

/// The same day so many months later, or the last of that month.
fn later(on: Date, months: u8) -> Option<Date> {
    let month = u8::from(on.month()) + months;
    let (year, month) = if month > 12 { (on.year() + 1, month - 12) } else { (on.year(), month) };
    let month = Month::try_from(month).ok()?;
    (28..=on.day()).rev().chain([on.day()]).find_map(|day| Date::from_calendar_date(year, month, day).ok())
}

/// The day of `2026-11-22`.
fn day(text: &str) -> Option<Date> {
    let mut parts = text.trim().splitn(3, '-');
    let (year, month, day) = (parts.next()?, parts.next()?, parts.next()?);
    let month = Month::try_from(month.parse::<u8>().ok()?).ok()?;
    let year = year.parse::<i32>().ok().filter(|year| (1970..=9998).contains(year))?;
    Date::from_calendar_date(year, month, day.parse().ok()?).ok()
}

fn iso(date: Date) -> String {
    format!("{:04}-{:02}-{:02}", date.year(), u8::from(date.month()), date.day())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn reported(recipient: Recipient, on: &str) -> Reported {
        let recorded =
            Moment::new("2026-11-22T23:30:00Z", 60, Some("Europe/Paris")).unwrap_or_else(|why| panic!("{why}"));
        Reported { recipient, on: on.to_owned(), note: String::new(), recorded }
    }

    #[test]
    fn a_complaint_has_its_days() {
        for (on, days) in [
            ("2026-11-22", ["2026-11-30", "2026-12-22", "2027-02-22"]),
            ("2026-11-30", ["2026-12-08", "2026-12-30", "2027-02-28"]),
            ("2026-12-31", ["2027-01-08", "2027-01-31", "2027-03-31"]),
            ("2028-01-31", ["2028-02-08", "2028-02-29", "2028-04-30"]),
        ] {
            for recipient in [Recipient::Fund, Recipient::Order] {
                let due: Vec<_> = reported(recipient, on).due().into_iter().map(|due| due.by).collect();
                assert_eq!(due, days, "{on}");
            }
            assert_eq!(reported(Recipient::Defender, on).due(), []);
        }
    }

    #[test]
    fn a_day_that_is_none_is_the_day_of_the_record() {
        let now = reported(Recipient::Order, "").recorded;
        assert_eq!(Reported::now(Recipient::Order, now).on, "2026-11-23");
        for wrong in ["", "hier", "2026-02-30", "2026-13-01", "22/11/2026", "0000-01-01", "99999-01-01"] {
            assert_eq!(reported(Recipient::Order, wrong).cleaned().on, "2026-11-23", "{wrong}");
            assert_eq!(reported(Recipient::Order, wrong).due(), []);
        }
        let mut noted = reported(Recipient::Order, "2026-11-20");
        noted.note = "n° 12\u{0}\n\u{202e}34".to_owned();
        assert_eq!(noted.cleaned().note, "n° 12 34");
    }
}
