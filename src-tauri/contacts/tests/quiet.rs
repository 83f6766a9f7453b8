//! Quiet hours on real calendars: nights, weekends, and the two odd nights of the year.
#![allow(clippy::unwrap_used, reason = "a test")]

use hinomi_contacts::quiet::quiet_until;
use hinomi_model::quiet::{TimeOfDay, Weekday};
use hinomi_model::{Grade, QuietHours, Stamp};
use jiff::tz::TimeZone;

fn hours(days: &[Weekday], from: &str, until: &str, pass: Option<Grade>) -> QuietHours {
    let time = |text| TimeOfDay::parse(text).unwrap();
    QuietHours { days: days.to_vec(), from: time(from), until: time(until), pass }
}

/// Central Europe by its rule, so that no zone file is needed.
fn europe() -> TimeZone {
    TimeZone::posix("CET-1CEST,M3.5.0,M10.5.0/3").unwrap()
}

fn at(utc: &str) -> Stamp {
    Stamp(utc.parse::<jiff::Timestamp>().unwrap().as_millisecond())
}

fn until(quiet: &QuietHours, utc: &str) -> Option<String> {
    let end = quiet_until(std::slice::from_ref(quiet), Grade::Warning, at(utc), &europe())?;
    Some(jiff::Timestamp::from_millisecond(end.0).unwrap().to_string())
}

#[test]
fn a_night_belongs_to_the_day_it_begins_on() {
    use Weekday::{Fri, Mon, Thu, Tue, Wed};
    let night = hours(&[Mon, Tue, Wed, Thu, Fri], "22:00", "07:00", None);
    for (now, end) in [
        ("2026-06-05T19:59:59Z", None), // Friday 21:59:59
        ("2026-06-05T20:00:00Z", Some("2026-06-06T05:00:00Z")), // Friday 22:00
        ("2026-06-06T04:59:59Z", Some("2026-06-06T05:00:00Z")), // Saturday 06:59:59
        ("2026-06-06T05:00:00Z", None),
        ("2026-06-06T20:00:00Z", None), // Saturday night is not among them
        ("2026-06-08T04:00:00Z", None), // nor is the morning after Sunday
    ] {
        assert_eq!(until(&night, now).as_deref(), end, "at {now}");
    }
}

#[test]
fn the_hour_that_is_left_out_is_not_waited_for() {
    // On 2026-03-29 clocks go from 02:00 (01:00Z) to 03:00.
    let odd = hours(&[Weekday::Sun], "01:00", "02:30", None);
    let end = until(&odd, "2026-03-29T00:30:00Z");
    assert_eq!(end.as_deref(), Some("2026-03-29T01:00:00Z"), "because 03:00 is past 02:30");
    let night = hours(&[Weekday::Sat], "22:00", "07:00", None);
    let end = until(&night, "2026-03-28T21:00:00Z");
    assert_eq!(end.as_deref(), Some("2026-03-29T05:00:00Z"), "because that night has 8 hours");
}

#[test]
fn the_hour_that_comes_twice_is_quiet_twice() {
    // On 2026-10-25 clocks go from 03:00 (01:00Z) back to 02:00.
    let night = hours(&[Weekday::Sat], "22:00", "07:00", None);
    let end = until(&night, "2026-10-24T20:00:00Z");
    assert_eq!(end.as_deref(), Some("2026-10-25T06:00:00Z"), "because that night has 10 hours");
    let odd = hours(&[Weekday::Sun], "02:00", "02:30", None);
    assert_eq!(until(&odd, "2026-10-25T00:10:00Z").as_deref(), Some("2026-10-25T00:30:00Z"));
    assert_eq!(until(&odd, "2026-10-25T00:40:00Z"), None);
    assert_eq!(until(&odd, "2026-10-25T01:10:00Z").as_deref(), Some("2026-10-25T01:30:00Z"));
}

#[test]
fn stretches_that_touch_are_one_and_nothing_lasts_for_ever() {
    let zone = TimeZone::fixed(jiff::tz::offset(9));
    let weekend = hours(&[Weekday::Sat, Weekday::Sun], "00:00", "00:00", None);
    let monday = hours(&[Weekday::Mon], "00:00", "08:30", None);
    let now = at("2026-06-05T15:00:00Z"); // Saturday 00:00 in Japan
    let end = quiet_until(&[weekend, monday], Grade::Warning, now, &zone).unwrap();
    assert_eq!(end, at("2026-06-07T23:30:00Z"), "because Monday 08:30 is the first moment");
    let always = hours(&Weekday::ALL, "00:00", "00:00", None);
    let end = quiet_until(&[always], Grade::Warning, now, &zone).unwrap();
    assert_eq!((end - now).0, 8 * 24 * 3_600_000, "because at last somebody is told");
}

#[test]
fn what_is_grave_enough_passes() {
    let zone = TimeZone::UTC;
    let night = hours(&Weekday::ALL, "22:00", "07:00", Some(Grade::Critical));
    let now = at("2026-06-05T23:00:00Z");
    let quiet = |grade| quiet_until(std::slice::from_ref(&night), grade, now, &zone);
    assert_eq!(quiet(Grade::Critical), None);
    assert_eq!(quiet(Grade::Warning), Some(at("2026-06-06T07:00:00Z")));
    assert_eq!(quiet(Grade::Ok), Some(at("2026-06-06T07:00:00Z")));
}
