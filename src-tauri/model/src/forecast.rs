//! When something that fills is full, if it goes on as it did.
//!
//! The slope is the median of the slopes between all pairs of points (Theil and Sen): a clean-up or
//! a backup that comes and goes does not turn the line. It is told only where it explains what was
//! seen; a level that swings about has no day on which it is full.
//!
//! It goes on from the highest level of the last day, since a disk is full when its nightly backup
//! is, too; after a clean-up, which leaves less than there was the day before, from what is left.

use crate::time::{Span, Stamp};

/// Points looked at, at most; the pairs of more would be too many.
const MOST: usize = 400;
/// Fewer points, or a shorter stretch, say nothing of days.
const LEAST: usize = 24;
/// A day, in milliseconds.
const DAY: f64 = 86_400_000.0;
/// Further ahead than this nobody plans, and the line means nothing.
const FURTHEST: f64 = 366.0;

/// Hours that must have been seen, of a stretch so long, before a limit is held against a forecast.
const LEAST_JUDGED: f64 = 3.0 * 24.0;
/// A limit is held against it no further ahead than twice as long as was looked at.
const AHEAD: f64 = 2.0;
/// Days a forecast looks back at most.
pub const LOOK_BACK: u16 = 14;
/// Days ahead that can be judged at all: what a limit is at most.
pub const FORESIGHT: f64 = AHEAD * LOOK_BACK as f64;

/// The days until it is full if a limit may be held against them: three days at least were looked
/// at, in half of whose hours something was seen, the last within the last three, and it is no
/// further ahead than twice that long. Of less, or of more, nothing is claimed.
///
/// `hours` in order of time, one for each hour in which something was seen.
pub fn judged(hours: &[(Stamp, f64)], full: f64, now: Stamp) -> Option<f64> {
    let (first, last) = (hours.first()?.0, hours.last()?.0);
    let stretch = (last - first).0 as f64 * 24.0 / DAY;
    let seen = stretch >= LEAST_JUDGED && hours.len() as f64 * 2.0 >= stretch;
    let fresh = now - last <= Span::minutes(180);
    let (days, _) = until_full(hours, full).filter(|_| seen && fresh)?;
    (days <= AHEAD * stretch / 24.0).then_some(days)
}

/// Days from the last point until `full` is reached, and how much comes per day. `None` if it does
/// not rise, swings more than it rises, was seen for less than a day, or is full in more than a year.
///
/// `points` in order of time; every nth of very many is looked at.
pub fn until_full(points: &[(Stamp, f64)], full: f64) -> Option<(f64, f64)> {
    let nth = points.len().div_ceil(MOST).max(1);
    let some: Vec<(f64, f64)> =
        points.iter().step_by(nth).map(|(at, value)| (at.0 as f64 / DAY, *value)).collect();
    let (first, last) = (some.first()?, some.last()?);
    if some.len() < LEAST || last.0 - first.0 < 1.0 {
        return None;
    }
    let mut slopes: Vec<f64> = Vec::with_capacity(some.len() * some.len() / 2);
    for (n, a) in some.iter().enumerate() {
        let later = some[n + 1..].iter().filter(|b| b.0 > a.0);
        slopes.extend(later.map(|b| (b.1 - a.1) / (b.0 - a.0)));
    }
    let per_day = median(&mut slopes)?;
    let mut levels: Vec<f64> = some.iter().map(|p| p.1 - per_day * p.0).collect();
    let level = median(&mut levels)?;
    let mut swings: Vec<f64> = some.iter().map(|p| (p.1 - per_day * p.0 - level).abs()).collect();
    let swing = median(&mut swings)?;
    let risen = per_day * (last.0 - first.0);
    let days = (full - reached(&some, *last)) / per_day;
    (risen > 0.1 && risen > 2.0 * swing && (0.0..=FURTHEST).contains(&days))
        .then_some((days, per_day))
}

/// The level it goes on from.
fn reached(points: &[(f64, f64)], (at, now): (f64, f64)) -> f64 {
    let within = |from: f64, until: f64| {
        points.iter().filter(move |p| p.0 >= at - from && p.0 <= at - until).map(|p| p.1)
    };
    let before = within(2.0, 1.0).fold(f64::INFINITY, f64::min);
    let cleaned = before.is_finite() && now < before;
    if cleaned { now } else { within(1.0, 0.0).fold(now, f64::max) }
}

fn median(values: &mut [f64]) -> Option<f64> {
    let middle = values.len() / 2;
    (!values.is_empty()).then(|| *values.select_nth_unstable_by(middle, f64::total_cmp).1)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// An hourly level over so many days.
    fn hours(days: i64, level: impl Fn(f64) -> f64) -> Vec<(Stamp, f64)> {
        (0..days * 24).map(|h| (Stamp(h * 3_600_000), level(h as f64 / 24.0))).collect()
    }

    #[test]
    fn a_disk_that_fills_evenly_is_full_when_it_is() {
        let (days, per_day) = until_full(&hours(10, |d| 50.0 + 2.0 * d), 100.0).unwrap();
        assert!((per_day - 2.0).abs() < 1e-9 && (days - 15.04).abs() < 0.1, "{days} {per_day}");
    }

    #[test]
    fn a_backup_that_comes_and_goes_does_not_turn_the_line() {
        let backup = |d: f64| if d.fract() < 0.2 { 15.0 } else { 0.0 };
        let (days, per_day) =
            until_full(&hours(10, |d| 50.0 + 2.0 * d + backup(d)), 100.0).unwrap();
        assert!((1.9..2.1).contains(&per_day), "because the line is not turned: {per_day}");
        assert!((7.0..9.0).contains(&days), "because it is full when its backup is: {days}");
    }

    #[test]
    fn what_was_cleaned_up_goes_on_from_what_is_left() {
        let cleaned = |d: f64| if d > 9.8 { 30.0 } else { 0.0 };
        let (days, _) = until_full(&hours(10, |d| 60.0 + 2.0 * d - cleaned(d)), 100.0).unwrap();
        assert!((24.0..26.0).contains(&days), "{days}");
    }

    #[test]
    fn a_limit_is_held_against_what_can_be_told_and_nothing_else() {
        let rising = |d: f64| 50.0 + 4.0 * d;
        let of = |hours: &[(Stamp, f64)]| judged(hours, 100.0, hours.last().unwrap().0);
        let days = of(&hours(10, rising)).expect("ten days were seen");
        assert!((2.0..3.0).contains(&days), "{days}");
        assert_eq!(of(&hours(3, rising)), None, "because three days are not over yet");
        assert!(of(&hours(4, |d| 70.0 + 4.0 * d)).is_some(), "because that is less than 8 days");
        assert_eq!(of(&hours(4, rising)), None, "because it is more than twice 4 days ahead");
        let holes: Vec<_> = hours(10, rising).into_iter().step_by(3).collect();
        assert_eq!(of(&holes), None, "because most of the time nobody looked");
        let all = hours(10, rising);
        let later = all[239].0 + Span::minutes(240);
        assert_eq!(judged(&all, 100.0, later), None, "because nothing was seen of late");
        assert_eq!(judged(&[], 100.0, later), None);
    }

    #[test]
    fn what_does_not_fill_has_no_such_day() {
        for (what, points) in [
            ("it is still", hours(10, |_| 70.0)),
            ("it empties", hours(10, |d| 70.0 - d)),
            ("it swings", hours(10, |d| 50.0 + 20.0 * (d * std::f64::consts::TAU).sin() + 0.1 * d)),
            ("it takes years", hours(10, |d| 10.0 + 0.05 * d)),
            ("it was seen for hours", hours(1, |d| 50.0 + 20.0 * d)[..20].to_vec()),
            ("nothing was seen", Vec::new()),
        ] {
            assert_eq!(until_full(&points, 100.0), None, "because {what}");
        }
    }
}
