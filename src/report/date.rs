//! Moments in French words, as a letter says them.

use crate::case::Moment;
use time::{Month, OffsetDateTime, Weekday};

/// Zones whose time has a name of its own in French; of the others the offset is said.
const ZONES: &[(&str, &str)] = &[
    ("Europe/Paris", "heure de Paris"),
    ("Indian/Reunion", "heure de La Réunion"),
    ("Indian/Mayotte", "heure de Mayotte"),
    ("America/Guadeloupe", "heure de la Guadeloupe"),
    ("America/Martinique", "heure de la Martinique"),
    ("America/Cayenne", "heure de la Guyane"),
    ("America/Miquelon", "heure de Saint-Pierre-et-Miquelon"),
    ("Pacific/Noumea", "heure de Nouméa"),
    ("Pacific/Tahiti", "heure de Tahiti"),
];

/// « le samedi 21 novembre 2026 à 23 h 17 (heure de Paris), soit 22 h 17 en temps universel (UTC) ».
pub(super) fn moment(moment: &Moment) -> String {
    let (local, utc) = (moment.local(), moment.utc());
    let zone = moment
        .zone()
        .and_then(|zone| ZONES.iter().find(|(name, _)| *name == zone))
        .map_or_else(|| format!("heure locale, {}", offset(moment.offset())), |(_, words)| (*words).to_owned());
    let universal = if moment.offset() == 0 && moment.zone().is_none() {
        return format!("le {} à {} en temps universel (UTC)", day(utc), hour(utc));
    } else if local.date() == utc.date() {
        hour(utc)
    } else {
        format!("le {} à {}", day(utc), hour(utc))
    };
    format!("le {} à {} ({zone}), soit {universal} en temps universel (UTC)", day(local), hour(local))
}

/// « samedi 21 novembre 2026 ».
pub(crate) fn day(date: OffsetDateTime) -> String {
    let weekday = match date.weekday() {
        Weekday::Monday => "lundi",
        Weekday::Tuesday => "mardi",
        Weekday::Wednesday => "mercredi",
        Weekday::Thursday => "jeudi",
        Weekday::Friday => "vendredi",
        Weekday::Saturday => "samedi",
        Weekday::Sunday => "dimanche",
    };
    let month = match date.month() {
        Month::January => "janvier",
        Month::February => "février",
        Month::March => "mars",
        Month::April => "avril",
        Month::May => "mai",
        Month::June => "juin",
        Month::July => "juillet",
        Month::August => "août",
        Month::September => "septembre",
        Month::October => "octobre",
        Month::November => "novembre",
        Month::December => "décembre",
    };
    let first = if date.day() == 1 { "er" } else { "" };
    format!("{weekday} {}{first}\u{a0}{month} {}", date.day(), date.year())
}

fn hour(date: OffsetDateTime) -> String {
    format!("{}\u{a0}h\u{a0}{:02}", date.hour(), date.minute())
}

/// « UTC+2 », « UTC−3 h 30 ».
fn offset(minutes: i16) -> String {
    let sign = if minutes < 0 { '−' } else { '+' };
    let (hours, rest) = (minutes.unsigned_abs() / 60, minutes.unsigned_abs() % 60);
    match rest {
        0 => format!("UTC{sign}{hours}"),
        _ => format!("UTC{sign}{hours}\u{a0}h\u{a0}{rest:02}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn moments_in_words() {
        for (instant, offset, zone, words) in [
            (
                "2026-11-21T22:17:48Z",
                60,
                Some("Europe/Paris"),
                "le samedi 21 novembre 2026 à 23 h 17 (heure de Paris), soit 22 h 17 en temps universel (UTC)",
            ),
            (
                "2026-07-31T22:05:00Z",
                120,
                Some("Europe/Paris"),
                "le samedi 1er août 2026 à 0 h 05 (heure de Paris), soit le vendredi 31 juillet 2026 à 22 h 05 en temps universel (UTC)",
            ),
            (
                "2026-02-01T12:00:00Z",
                -210,
                Some("America/St_Johns"),
                "le dimanche 1er février 2026 à 8 h 30 (heure locale, UTC−3 h 30), soit 12 h 00 en temps universel (UTC)",
            ),
            ("2026-02-01T12:00:00Z", 0, None, "le dimanche 1er février 2026 à 12 h 00 en temps universel (UTC)"),
        ] {
            let moment = super::moment(&Moment::new(instant, offset, zone).unwrap());
            assert_eq!(moment.replace('\u{a0}', " "), words);
        }
    }
}
