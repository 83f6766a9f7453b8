//! Law L9: availability beside its coverage, and no data is no data.

#![allow(clippy::unwrap_used, reason = "tests")]

use hinomi_model::quiet::{TimeOfDay, Weekday};
use hinomi_model::{Availability, Counting, Grade, ServiceHours, Span, Stamp, Stretch};
use jiff::tz::TimeZone;
use proptest::prelude::*;

fn stretch(from: i64, until: i64, grade: Option<Grade>) -> Stretch {
    Stretch { from: Stamp(from), until: Stamp(until), grade }
}

#[test]
fn an_hour_with_six_minutes_down_and_six_unseen() {
    let minute = 60_000;
    let sums = Availability::over(
        Stamp(0),
        Stamp(60 * minute),
        &[
            stretch(-10 * minute, 30 * minute, Some(Grade::Ok)),
            stretch(30 * minute, 36 * minute, Some(Grade::Critical)),
            stretch(36 * minute, 42 * minute, None),
            stretch(42 * minute, 90 * minute, Some(Grade::Warning)),
        ],
    );
    assert_eq!(
        sums.share(),
        Some(48.0 / 54.0),
        "because a warning is up, and unseen is not counted"
    );
    assert_eq!(sums.coverage(), Some(0.9));
    assert_eq!(sums.bounds(), Some((48.0 / 60.0, 54.0 / 60.0)));
    assert_eq!((sums.outages, sums.longest), (1, Span::minutes(6)));
    assert_eq!(sums.mttr(), Some(Span::minutes(6)));
    assert_eq!(sums.mtbf(), Some(Span::minutes(48)));
}

#[test]
fn no_data_is_no_data_and_never_a_hundred_per_cent() {
    let sums = Availability::over(Stamp(0), Stamp(1000), &[stretch(0, 1000, Some(Grade::Unknown))]);
    assert_eq!(sums.share(), None);
    assert_eq!(sums.coverage(), Some(0.0));
    assert_eq!(Availability::over(Stamp(5), Stamp(5), &[]).coverage(), None);
}

#[test]
fn one_outage_cut_in_two_by_the_window_of_a_gap_is_two_but_adjoining_pieces_are_one() {
    let down = Some(Grade::Critical);
    let joined = [stretch(0, 10, down), stretch(10, 20, down)];
    let sums = Availability::over(Stamp(0), Stamp(100), &joined);
    assert_eq!((sums.outages, sums.longest), (1, Span(20)));
    let apart = [stretch(0, 10, down), stretch(30, 35, down)];
    let sums = Availability::over(Stamp(0), Stamp(100), &apart);
    assert_eq!((sums.outages, sums.longest), (2, Span(10)));
}

type Stretched = (Stamp, Stamp);

/// A day in hours, by hand: up, two hours of maintenance with half an hour down in it, an outage
/// that begins in the second window and outlasts it, two hours unreachable, a gap.
fn day() -> (Vec<Stretch>, Vec<Stretched>, Vec<Stretched>) {
    let (up, down) = (Some(Grade::Ok), Some(Grade::Critical));
    let stretches = vec![
        stretch(0, 50, up),
        stretch(50, 55, down),
        stretch(55, 115, up),
        stretch(115, 140, down),
        stretch(140, 200, up),
        stretch(200, 220, None),
        stretch(220, 240, None),
    ];
    // The first is planned twice over, which makes it no longer.
    let planned = vec![(Stamp(40), Stamp(60)), (Stamp(110), Stamp(120))];
    (stretches, planned, vec![(Stamp(200), Stamp(220))])
}

#[test]
fn planned_time_is_left_out_as_the_law_has_it() {
    let (stretches, planned, unreachable) = day();
    let twice = [planned[0], planned[1], (Stamp(45), Stamp(60))];
    let counting = Counting {
        planned: &twice,
        unreachable: &unreachable,
        unreachable_is_down: false,
        ..Counting::default()
    };
    let sums = Availability::counted(Stamp(0), Stamp(240), &stretches, &counting);
    // W = 240, M = 20 + 10, D = 140 - 120, U = 40, and P is what is left.
    let want = Availability {
        up: Span(150),
        down: Span(20),
        unobserved: Span(40),
        planned: Span(30),
        outages: 1,
        longest: Span(20),
        outside: Span::ZERO,
    };
    assert_eq!(sums, want, "because what lies within the plan is no outage");
    assert_eq!(sums.share(), Some(150.0 / 170.0));
    assert_eq!(sums.coverage(), Some(170.0 / 210.0), "because W - M is 210");
    assert_eq!(sums.bounds(), Some((150.0 / 210.0, 190.0 / 210.0)));
}

#[test]
fn unreachable_is_not_observed_unless_the_reader_chooses_otherwise() {
    let (stretches, planned, unreachable) = day();
    let counting = Counting {
        planned: &planned,
        unreachable: &unreachable,
        unreachable_is_down: true,
        ..Counting::default()
    };
    let sums = Availability::counted(Stamp(0), Stamp(240), &stretches, &counting);
    assert_eq!((sums.up, sums.down, sums.unobserved), (Span(150), Span(40), Span(20)));
    assert_eq!((sums.outages, sums.longest), (2, Span(20)));
    assert_eq!(sums.share(), Some(150.0 / 190.0));
    // Planned and unreachable at once is planned.
    let all = [(Stamp(190), Stamp(230))];
    let counting = Counting {
        planned: &all,
        unreachable: &unreachable,
        unreachable_is_down: true,
        ..Counting::default()
    };
    let sums = Availability::counted(Stamp(0), Stamp(240), &stretches, &counting);
    assert_eq!((sums.planned, sums.down, sums.unobserved), (Span(40), Span(30), Span(10)));
}

#[test]
fn an_outage_that_goes_on_through_a_window_is_one() {
    let down = [stretch(10, 100, Some(Grade::Critical))];
    let planned = [(Stamp(30), Stamp(60))];
    let counting = Counting { planned: &planned, ..Counting::default() };
    let sums = Availability::counted(Stamp(0), Stamp(100), &down, &counting);
    assert_eq!((sums.outages, sums.down, sums.longest), (1, Span(60), Span(60)));
}

proptest! {
    #[test]
    fn the_truth_lies_within_the_bounds(
        cuts in prop::collection::vec((1i64..100, 0usize..5), 1..40)
    ) {
        const KINDS: [Option<Grade>; 5] =
            [Some(Grade::Ok), Some(Grade::Warning), Some(Grade::Critical), Some(Grade::Unknown), None];
        let mut at = 0;
        let stretches: Vec<Stretch> = cuts.iter().map(|(long, kind)| {
            let s = stretch(at, at + long, KINDS[*kind]);
            at += long;
            s
        }).collect();
        let sums = Availability::over(Stamp(0), Stamp(at), &stretches);
        prop_assert_eq!(sums.up + sums.down + sums.unobserved, Span(at), "every moment is counted once");
        let (low, high) = sums.bounds().expect("the window is not empty");
        if let Some(share) = sums.share() {
            prop_assert!(low <= share + 1e-12 && share <= high + 1e-12);
        }
    }
}

fn hours(days: &[Weekday], from: &str, until: &str) -> ServiceHours {
    let time = |text| TimeOfDay::parse(text).unwrap();
    ServiceHours { days: days.to_vec(), from: time(from), until: time(until) }
}

fn moment(text: &str) -> Stamp {
    Stamp(text.parse::<jiff::Timestamp>().unwrap().as_millisecond())
}

#[test]
fn what_goes_on_outside_of_the_service_hours_is_in_no_figure() {
    let zone = TimeZone::get("Asia/Tokyo").unwrap();
    // A Monday, from midnight to midnight.
    let (from, until) = (moment("2026-11-15T15:00Z"), moment("2026-11-16T15:00Z"));
    let at = |hour: i64| from + Span::minutes(hour * 60);
    let (up, down) = (Some(Grade::Ok), Some(Grade::Critical));
    // Down from 7 to 10 and from 20 to 21; not observed from 15 to 16.
    let pieces = [(0, 7, up), (7, 10, down), (10, 15, up), (16, 20, up), (20, 21, down)];
    let mut stretches: Vec<Stretch> = (pieces.iter())
        .map(|(begin, end, grade)| Stretch { from: at(*begin), until: at(*end), grade: *grade })
        .collect();
    stretches.push(Stretch { from: at(21), until, grade: up });
    let office = [hours(&Weekday::ALL[..5], "09:00", "18:00")];
    let service = ServiceHours::spans(&office, from, until, &zone);
    assert_eq!(service, [(at(9), at(18))]);
    let counting = Counting { service: Some(&service), ..Counting::default() };
    let sums = Availability::counted(from, until, &stretches, &counting);
    let hour = |n: i64| Span::minutes(60 * n);
    assert_eq!((sums.up, sums.down, sums.unobserved), (hour(7), hour(1), hour(1)));
    assert_eq!(sums.outside, hour(15), "because C of law L9 is nine hours of that day");
    assert_eq!(sums.outages, 1, "because in the evening nobody counted on it");
    assert_eq!(sums.coverage(), Some(8.0 / 9.0));
    let sunday = ServiceHours::spans(&office, at(-24), from, &zone);
    assert_eq!(sunday, [], "because nobody works on a Sunday");
    let always = ServiceHours::spans(&[], from, until, &zone);
    assert_eq!(always, [(from, until)], "because no calendar is always");
}

#[test]
fn service_hours_go_by_the_clock_on_the_wall_also_when_it_is_put_forward() {
    let zone = TimeZone::get("Europe/Berlin").unwrap();
    // The night in which 02:00 becomes 03:00, and the whole of the Sunday that follows.
    let night = [
        hours(&[Weekday::Sat], "22:00", "06:00"),
        hours(&[Weekday::Sun], "00:00", "00:00"),
        hours(&[Weekday::Sun], "05:00", "08:00"),
    ];
    let (from, until) = (moment("2026-03-27T00:00Z"), moment("2026-03-31T00:00Z"));
    let spans = ServiceHours::spans(&night, from, until, &zone);
    let (begin, end) = (moment("2026-03-28T21:00Z"), moment("2026-03-29T22:00Z"));
    assert_eq!(spans, [(begin, end)], "because they touch, and that Sunday has 23 hours");
}

proptest! {
    #[test]
    fn the_parts_of_a_window_make_up_the_whole(
        days in proptest::sample::subsequence(Weekday::ALL.to_vec(), 1..7),
        begin in 0u8..24,
        end in 0u8..24,
        from in 0i64..30 * 1440,
        long in 1i64..60 * 1440,
    ) {
        let zone = TimeZone::get("America/New_York").unwrap();
        let from = moment("2026-10-01T00:00Z") + Span::minutes(from);
        let until = from + Span::minutes(long);
        let calendar = [ServiceHours {
            days,
            from: TimeOfDay::at(begin, 0).unwrap(),
            until: TimeOfDay::at(end, 30).unwrap(),
        }];
        let service = ServiceHours::spans(&calendar, from, until, &zone);
        prop_assert!(service.windows(2).all(|two| two[0].1 < two[1].0));
        let inside: Span = service.iter().map(|(a, b)| (*b).min(until) - a.or_later(from)).sum();
        let counting = Counting { service: Some(&service), ..Counting::default() };
        let sums = Availability::counted(from, until, &[stretch(0, i64::MAX, Some(Grade::Ok))], &counting);
        prop_assert_eq!((sums.up, sums.up + sums.outside), (inside, until - from));
    }
}
