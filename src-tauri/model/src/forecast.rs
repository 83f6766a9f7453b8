//! When something that fills is full, if it goes on as it did.
//!
//! The slope is the median of the slopes between all pairs of points (Theil and Sen): a clean-up or
//! a backup that comes and goes does not turn the line. It is told only where it explains what was
//! seen; a level that swings about has no day on which it is full.

use crate::time::Stamp;

/// Points looked at, at most; the pairs of more would be too many.
const MOST: usize = 400;
/// Fewer points, or a shorter stretch, say nothing of days.
const LEAST: usize = 24;
/// A day, in milliseconds.
const DAY: f64 = 86_400_000.0;
/// Further ahead than this nobody plans, and the line means nothing.
const FURTHEST: f64 = 366.0;

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
    let now = level + per_day * last.0;
    let days = (full - now.max(last.1)) / per_day;
    (risen > 0.1 && risen > 2.0 * swing && (0.0..=FURTHEST).contains(&days))
        .then_some((days, per_day))
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
        let (days, _) = until_full(&hours(10, |d| 50.0 + 2.0 * d + backup(d)), 100.0).unwrap();
        assert!((13.0..17.0).contains(&days), "{days}");
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
