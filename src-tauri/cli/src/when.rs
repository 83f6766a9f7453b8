//! Durations and points in time as people type them.

use hinomi_model::{Span, Stamp};
use jiff::civil::{Date, DateTime};
use jiff::tz::TimeZone;

use crate::phrase::Phrase;

/// Ten years: longer than anything kept.
const LONGEST: i64 = 10 * 366 * 86_400_000;

/// Reads `500ms`, `10s`, `5m`, `2h`, `7d`.
pub fn span(text: &str) -> Result<Span, Phrase> {
    let say = || {
        Phrase::new(
            "write a duration as 500ms, 10s, 5m, 2h or 7d",
            "時間は500ms、10s、5m、2h、7dの形で指定",
        )
    };
    let text = text.trim();
    let unit_at = text.find(|c: char| !c.is_ascii_digit()).ok_or_else(say)?;
    let (number, unit) = text.split_at(unit_at);
    let factor = match unit {
        "ms" => 1,
        "s" => 1_000,
        "m" | "min" => 60_000,
        "h" => 3_600_000,
        "d" => 86_400_000,
        _ => return Err(say()),
    };
    let number: i64 = number.parse().map_err(|_| say())?;
    match number.checked_mul(factor) {
        Some(ms) if ms > 0 && ms <= LONGEST => Ok(Span(ms)),
        _ => Err(Phrase::new(
            "a duration must be longer than nothing and no longer than ten years",
            "時間は0より長く、最長10年",
        )),
    }
}

/// A point in time as typed: absolute, or so long ago.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum When {
    /// This moment.
    At(Stamp),
    /// This local time, in the site's zone.
    Local(DateTime),
    /// So long before now.
    Ago(Span),
}

impl When {
    /// The moment meant in a zone, if it is `now` now. A local time that a change to summer time
    /// skips is taken as much later, and one that comes twice is the first; `None` is out of the
    /// years there are.
    pub fn at(self, now: Stamp, zone: &TimeZone) -> Option<Stamp> {
        match self {
            When::At(at) => Some(at),
            When::Local(local) => {
                let zoned = local.to_zoned(zone.clone()).ok()?;
                Some(Stamp(zoned.timestamp().as_millisecond()))
            }
            When::Ago(span) => Some(now - span),
        }
    }
}

/// Reads an RFC 3339 time, a local time or day, a duration (so long ago) or `now`.
pub fn when(text: &str) -> Result<When, Phrase> {
    let text = text.trim();
    if text == "now" {
        return Ok(When::Ago(Span::ZERO));
    }
    if let Ok(ago) = span(text) {
        return Ok(When::Ago(ago));
    }
    if let Ok(at) = text.parse::<jiff::Timestamp>() {
        return Ok(When::At(Stamp(at.as_millisecond())));
    }
    let local = (text.parse::<DateTime>()).or_else(|_| text.parse::<Date>().map(Date::into));
    local.map(When::Local).map_err(|_| {
        Phrase::new(
            "write a time (2026-11-21T09:00:00+09:00), a day (2026-11-21), so long ago (24h, 7d) or “now”",
            "日時（2026-11-21T09:00:00+09:00）、日付（2026-11-21）、何時間・何日前（24h、7d）、now のいずれかで指定",
        )
    })
}

/// A stamp on the clock of a zone, by a `strftime` pattern.
pub fn local(zone: &TimeZone, at: Stamp, pattern: &str) -> String {
    match jiff::Timestamp::from_millisecond(at.0) {
        Ok(at) => at.to_zoned(zone.clone()).strftime(pattern).to_string(),
        Err(_) => "–".into(),
    }
}

/// Day and time, to the second.
pub const FULL: &str = "%Y-%m-%d %H:%M:%S";

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn durations_are_read_as_people_type_them() {
        for (typed, ms) in [
            ("500ms", 500),
            ("10s", 10_000),
            ("5m", 300_000),
            ("2h", 7_200_000),
            ("7d", 604_800_000),
        ] {
            assert_eq!(span(typed), Ok(Span(ms)));
        }
        for typed in ["", "5", "s", "5 s x", "-5s", "0s", "1.5h", "99999999999999999999d", "９s"] {
            assert!(span(typed).is_err(), "because {typed:?} is no duration");
        }
    }

    #[test]
    fn moments_are_read_in_every_form_the_help_names() {
        assert_eq!(when("2026-11-21T09:00:00+09:00"), Ok(When::At(Stamp(1_795_219_200_000))));
        let utc = TimeZone::UTC;
        let ago = |typed, now| when(typed).map(|w| w.at(Stamp(now), &utc));
        assert_eq!(ago("24h", 90_000_000), Ok(Some(Stamp(3_600_000))));
        assert_eq!(ago("now", 7), Ok(Some(Stamp(7))));
        assert!(when("yesterday").is_err());
    }

    #[test]
    fn a_day_begins_at_midnight_of_the_zone_and_may_have_23_or_25_hours() {
        let europe = TimeZone::posix("CET-1CEST,M3.5.0,M10.5.0/3").expect("it is one");
        let at = |typed: &str| {
            let meant = when(typed).expect("it is a moment");
            meant.at(Stamp(0), &europe).expect("it is in our years")
        };
        for (day, next, hours) in [
            ("2027-03-28", "2027-03-29", 23),
            ("2027-10-31", "2027-11-01", 25),
            ("2027-11-01", "2027-11-02", 24),
        ] {
            assert_eq!(
                at(next) - at(day),
                Span::minutes(60 * hours),
                "because {day} has {hours} h"
            );
            assert_eq!(local(&europe, at(day), "%F %T"), format!("{day} 00:00:00"));
        }
        assert_eq!(at("2026-11-21T09:00"), at("2026-11-21T09:00:00+01:00"));
    }
}
