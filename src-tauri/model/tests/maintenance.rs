//! Maintenance windows on the clock of a zone: summer time, months without a 31st, and crontab.

use hinomi_model::quiet::{TimeOfDay, Weekday};
use hinomi_model::{MaintenanceWindow, Schedule, Scope, Span, Stamp, WindowId};
use jiff::civil::DateTime;
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp};

/// Central Europe: the last Sunday of March 02:00 becomes 03:00, of October 03:00 becomes 02:00.
fn europe() -> TimeZone {
    TimeZone::posix("CET-1CEST,M3.5.0,M10.5.0/3").expect("it is one")
}

/// New York: the second Sunday of March 02:00 becomes 03:00, the first of November 02:00 becomes
/// 01:00.
fn new_york() -> TimeZone {
    TimeZone::posix("EST5EDT,M3.2.0,M11.1.0").expect("it is one")
}

fn window(schedule: Schedule) -> MaintenanceWindow {
    MaintenanceWindow {
        id: WindowId(1),
        name: "backup".into(),
        scope: Scope::Site,
        schedule,
        by: "Hanako".into(),
        made: Stamp(0),
        begun: None,
    }
}

fn time(text: &str) -> TimeOfDay {
    TimeOfDay::parse(text).expect("it is a time of day")
}

fn hours(n: i64) -> Span {
    Span::minutes(60 * n)
}

fn weekly(day: Weekday, at: &str, lasts: Span) -> MaintenanceWindow {
    window(Schedule::Weekly { days: vec![day], at: time(at), lasts })
}

fn monthly(day: u8, at: &str, lasts: Span) -> MaintenanceWindow {
    window(Schedule::Monthly { day, at: time(at), lasts })
}

fn cron(cron: &str, lasts: Span) -> MaintenanceWindow {
    window(Schedule::Cron { cron: cron.into(), lasts })
}

/// A moment in UTC.
fn utc(text: &str) -> Stamp {
    Stamp(text.parse::<Timestamp>().expect("it is a time in UTC").as_millisecond())
}

/// A local time; of one that comes twice the first, of one that is skipped as much later.
fn local(zone: &TimeZone, text: &str) -> Stamp {
    let civil: DateTime = text.parse().expect("it is a local time");
    let zoned = civil.to_zoned(zone.clone()).expect("the zone knows the year");
    Stamp(zoned.timestamp().as_millisecond())
}

/// When it begins, as the clock on the wall says, and how long it lasts.
fn begins(
    window: &MaintenanceWindow,
    zone: &TimeZone,
    from: &str,
    until: &str,
) -> Vec<(String, Span)> {
    let (from, until) = (local(zone, from), local(zone, until));
    let wall = |at: Stamp| {
        let at = Timestamp::from_millisecond(at.0).expect("it is a moment");
        at.to_zoned(zone.clone()).strftime("%m-%d %H:%M%:z").to_string()
    };
    window.spans(from, until, zone).map(|(from, until)| (wall(from), until - from)).collect()
}

#[test]
fn half_past_two_on_the_day_it_is_skipped_begins_when_the_clock_has_jumped() {
    let zone = europe();
    for window in [
        weekly(Weekday::Sun, "02:30", hours(1)),
        cron("30 2 * * 0", hours(1)),
        monthly(28, "02:30", hours(1)),
    ] {
        let found = begins(&window, &zone, "2027-03-27T00:00", "2027-03-30T00:00");
        assert_eq!(
            found,
            [("03-28 03:00+02:00".to_owned(), hours(1))],
            "because the day has no half past two: {window:?}"
        );
    }
    let window = weekly(Weekday::Sun, "02:30", hours(1));
    let on = |at| window.is_on(utc(at), &zone);
    assert!(!on("2027-03-28T00:59:59Z") && on("2027-03-28T01:00:00Z"));
    assert!(on("2027-03-28T01:59:59Z") && !on("2027-03-28T02:00:00Z"));
}

#[test]
fn half_past_one_that_comes_twice_counts_the_first_time() {
    let zone = new_york();
    for window in [
        weekly(Weekday::Sun, "01:30", hours(2)),
        cron("30 1 * * 0", hours(2)),
        monthly(1, "01:30", hours(2)),
    ] {
        let found = begins(&window, &zone, "2026-10-31T00:00", "2026-11-03T00:00");
        assert_eq!(
            found,
            [("11-01 01:30-04:00".to_owned(), hours(2))],
            "because two hours are planned once, not twice: {window:?}"
        );
    }
    let window = weekly(Weekday::Sun, "01:30", hours(2));
    let on = |at| window.is_on(utc(at), &zone);
    assert!(!on("2026-11-01T05:29:59Z") && on("2026-11-01T05:30:00Z"));
    assert!(on("2026-11-01T06:30:00Z"), "because the clock shows half past one again meanwhile");
    assert!(!on("2026-11-01T07:30:00Z"), "because two hours are over");
}

#[test]
fn every_day_of_a_year_has_its_window_once() {
    for zone in [europe(), new_york(), TimeZone::UTC] {
        for at in ["00:00", "01:30", "02:00", "02:30", "03:00", "23:59"] {
            let lasts = Span::minutes(1);
            let every_day = Weekday::ALL.to_vec();
            let window = window(Schedule::Weekly { days: every_day, at: time(at), lasts });
            let found = begins(&window, &zone, "2027-01-01T00:00", "2028-01-01T00:00");
            let mut days: Vec<&str> = found.iter().map(|(at, _)| &at[..5]).collect();
            assert_eq!(days.len(), 365, "because a year has 365 days: {at} in {zone:?}");
            days.dedup();
            assert_eq!(days.len(), 365, "because none has two: {at} in {zone:?}");
            assert!(found.iter().all(|(_, long)| *long == lasts), "because a minute is a minute");
        }
    }
}

#[test]
fn a_crontab_that_counts_in_minutes_goes_on_through_both_changes() {
    for (zone, days) in
        [(europe(), ["2027-03-28", "2027-10-31"]), (new_york(), ["2027-03-14", "2027-11-07"])]
    {
        for day in days {
            let from = local(&zone, &format!("{day}T00:00"));
            let until = from + hours(8);
            let window = cron("*/30 * * * *", Span::minutes(10));
            let found: Vec<Stamp> = window.spans(from, until, &zone).map(|(at, _)| at).collect();
            let want: Vec<Stamp> = (0..16).map(|n| from + Span::minutes(30 * n)).collect();
            assert_eq!(found, want, "because every half hour is every half hour on {day}");
        }
    }
}

#[test]
fn a_window_over_the_change_lasts_as_long_as_planned() {
    let zone = europe();
    let night = weekly(Weekday::Sat, "22:00", hours(8));
    for (from, until, end) in [
        ("2027-03-27T12:00", "2027-03-28T12:00", "2027-03-28T05:00:00Z"),
        ("2027-10-30T12:00", "2027-10-31T12:00", "2027-10-31T04:00:00Z"),
    ] {
        let (from, until) = (local(&zone, from), local(&zone, until));
        let spans: Vec<_> = night.spans(from, until, &zone).collect();
        let [(begin, over)] = spans[..] else { panic!("because there is one a night: {spans:?}") };
        assert_eq!(over - begin, hours(8), "because eight hours were planned");
        assert_eq!(over, utc(end));
    }
}

#[test]
fn a_thirty_first_there_is_not_has_no_window_and_the_last_day_always_has() {
    let zone = europe();
    let days = |window: &MaintenanceWindow| -> Vec<String> {
        let found = begins(window, &zone, "2028-01-01T00:00", "2029-01-01T00:00");
        found.into_iter().map(|(at, _)| at[..5].to_owned()).collect()
    };
    assert_eq!(
        days(&monthly(31, "04:00", hours(1))),
        ["01-31", "03-31", "05-31", "07-31", "08-31", "10-31", "12-31"],
        "because the other months have none, and it is not moved to a day nobody planned"
    );
    assert_eq!(days(&monthly(30, "04:00", hours(1))).len(), 11, "because February has none");
    assert_eq!(
        days(&monthly(0, "04:00", hours(1))),
        [
            "01-31", "02-29", "03-31", "04-30", "05-31", "06-30", "07-31", "08-31", "09-30",
            "10-31", "11-30", "12-31"
        ],
        "because every month has a last day, also in a leap year"
    );
}

#[test]
fn one_that_has_begun_is_found_from_its_middle() {
    let zone = europe();
    let long = monthly(31, "12:00", Span::minutes(7 * 24 * 60));
    assert!(long.is_on(local(&zone, "2027-06-07T11:59"), &zone), "because seven days are not over");
    assert!(!long.is_on(local(&zone, "2027-06-07T12:00"), &zone));
}

#[test]
fn the_zone_decides_and_not_the_computer() {
    let window = weekly(Weekday::Mon, "09:00", hours(1));
    let tokyo = TimeZone::fixed(jiff::tz::offset(9));
    let at = utc("2026-11-23T00:30:00Z");
    assert!(window.is_on(at, &tokyo), "because it is half past nine on Monday in Tokyo");
    assert!(!window.is_on(at, &europe()), "because it is half past one at night in Berlin");
    let berlin = at + Span(SignedDuration::from_hours(8).as_millis() as i64);
    assert!(window.is_on(berlin, &europe()) && !window.is_on(berlin, &tokyo));
}
