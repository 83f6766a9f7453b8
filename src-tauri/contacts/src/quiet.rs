//! Until when a contact is to be left alone: quiet hours on the clock of a zone, with its summer
//! time.

use hinomi_model::quiet::{TimeOfDay, Weekday, is_quiet};
use hinomi_model::{Grade, QuietHours, Span, Stamp};
use jiff::tz::TimeZone;

/// Longer than this nobody is left alone, whatever is set.
const LONGEST: i64 = 8 * 24 * 60;

/// The first moment from `at` on at which something of this grade may be said; `None` if it may be
/// said now. What counts is the local time: an hour that summer time leaves out is not waited for,
/// one that comes twice is quiet twice.
pub fn quiet_until(
    hours: &[QuietHours],
    grade: Grade,
    at: Stamp,
    zone: &TimeZone,
) -> Option<Stamp> {
    let quiet = |at| local(at, zone).is_some_and(|(day, time)| is_quiet(hours, grade, day, time));
    if !quiet(at) {
        return None;
    }
    // Minute by minute, because that is what the law says; a week of them takes a few milliseconds.
    let minute = Stamp(at.0 - at.0.rem_euclid(60_000));
    let after = (1..=LONGEST).map(|n| minute + Span::minutes(n));
    Some(after.clone().find(|at| !quiet(*at)).unwrap_or(minute + Span::minutes(LONGEST)))
}

/// What the clock on the wall says; `None` outside of the years it knows.
pub fn local(at: Stamp, zone: &TimeZone) -> Option<(Weekday, TimeOfDay)> {
    let at = zone.to_datetime(jiff::Timestamp::from_millisecond(at.0).ok()?);
    let time = TimeOfDay::at(u8::try_from(at.hour()).ok()?, u8::try_from(at.minute()).ok()?)?;
    Some((at.weekday().into(), time))
}
