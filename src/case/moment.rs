//! When something was seen: the instant in universal time, and what the user's clock said.

use serde::{Deserialize, Serialize};
use time::{Duration, OffsetDateTime, UtcOffset, format_description::well_known::Rfc3339};

/// The farthest that any place on earth is from universal time, in minutes (Kiritimati, UTC+14).
const FARTHEST_OFFSET: i16 = 14 * 60;

/// An instant, to the second, with the offset and the zone of the clock that saw it.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "Written", into = "Written")]
pub struct Moment {
    utc: OffsetDateTime,
    offset: i16,
    zone: Option<String>,
}

/// A moment as files have it.
#[derive(Serialize, Deserialize)]
struct Written {
    utc: String,
    offset: i16,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    zone: Option<String>,
}

impl Moment {
    /// Reads an instant in ISO 8601 (`2026-11-21T23:17:48.123Z`), an offset in minutes east of universal time, and the
    /// name of the zone (`Europe/Paris`) where it is known.
    ///
    /// # Errors
    /// Says in one line what is wrong with the instant or the offset.
    pub fn new(instant: &str, offset: i16, zone: Option<&str>) -> Result<Self, String> {
        let quoted = || super::one_line(instant, 40).text;
        let utc = OffsetDateTime::parse(instant.trim(), &Rfc3339)
            .map_err(|_| format!("\"{}\" is not an instant such as 2026-11-21T23:17:48Z", quoted()))?
            .to_offset(UtcOffset::UTC)
            .replace_nanosecond(0)
            .map_err(|_| format!("\"{}\" is out of range", quoted()))?;
        // Four-digit years are all that RFC 3339 can write, and a local time one day off must stay writable.
        if !(1970..=9998).contains(&utc.year()) {
            return Err(format!("\"{}\" is not a year that a browser could have seen", quoted()));
        }
        if !(-FARTHEST_OFFSET..=FARTHEST_OFFSET).contains(&offset) {
            return Err(format!("{offset} minutes is not an offset from universal time"));
        }
        Ok(Self { utc, offset, zone: zone.and_then(zone_name) })
    }

    /// The instant in universal time.
    pub fn utc(&self) -> OffsetDateTime {
        self.utc
    }

    /// The next second, by the same clock.
    #[must_use]
    pub fn next(&self) -> Self {
        Self { utc: self.utc.saturating_add(Duration::SECOND), ..self.clone() }
    }

    /// The same instant by the user's clock. The zone of the value stays universal time: only its fields are local.
    pub fn local(&self) -> OffsetDateTime {
        self.utc.saturating_add(Duration::minutes(i64::from(self.offset)))
    }

    /// Minutes that the user's clock is east of universal time.
    pub fn offset(&self) -> i16 {
        self.offset
    }

    /// The name of the zone, such as `Europe/Paris`.
    pub fn zone(&self) -> Option<&str> {
        self.zone.as_deref()
    }

    /// The instant as files have it: `2026-11-21T23:17:48Z`.
    pub fn iso(&self) -> String {
        self.utc.format(&Rfc3339).unwrap_or_default()
    }
}

/// A zone's name, if it can be one: letters, digits, `/`, `_`, `+`, `-`.
fn zone_name(zone: &str) -> Option<String> {
    let fits = (1..=64).contains(&zone.len())
        && zone.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'/' | b'_' | b'+' | b'-'));
    fits.then(|| zone.to_owned())
}

impl TryFrom<Written> for Moment {
    type Error = String;

    fn try_from(written: Written) -> Result<Self, String> {
        Self::new(&written.utc, written.offset, written.zone.as_deref())
    }
}

impl From<Moment> for Written {
    fn from(moment: Moment) -> Self {
        Self { utc: moment.iso(), offset: moment.offset, zone: moment.zone }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn local_time_crosses_midnight() {
        let moment = Moment::new("2026-11-21T23:17:48.123Z", 60, Some("Europe/Paris")).unwrap();
        assert_eq!(moment.iso(), "2026-11-21T23:17:48Z");
        assert_eq!((moment.local().day(), moment.local().hour()), (22, 0));
    }

    #[test]
    fn impossible_clocks_are_refused() {
        for (instant, offset) in
            [("yesterday", 0), ("2026-13-01T00:00:00Z", 0), ("2026-01-01T00:00:00Z", 841), ("9999-12-31T23:59:59Z", 0)]
        {
            assert!(Moment::new(instant, offset, None).is_err(), "{instant} {offset}");
        }
    }

    #[test]
    fn a_zone_that_is_no_name_is_left_out() {
        assert_eq!(Moment::new("2026-01-01T00:00:00Z", 0, Some("<b>")).unwrap().zone(), None);
    }
}
