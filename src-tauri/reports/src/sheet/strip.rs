//! The strip: a period as a bar, in which no outage is too short to be seen.

use hinomi_model::{Grade, Stamp, Stretch};
use serde::Serialize;

/// Columns of a strip.
pub(crate) const COLUMNS: usize = 120;

/// What a part of a strip shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Shade {
    Unobserved,
    Ok,
    Warning,
    Critical,
}

/// A run of columns of one shade.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub(crate) struct Bar {
    /// First column, 0 to [`COLUMNS`].
    pub at: usize,
    /// Columns.
    pub width: usize,
    pub shade: Shade,
}

/// Each column takes the worst that was observed in it, and is hatched where at least half of it
/// was not observed and nothing was wrong in the rest.
pub(crate) fn strip(from: Stamp, until: Stamp, stretches: &[Stretch]) -> Vec<Bar> {
    let window = (until - from).millis();
    if window <= 0 {
        return Vec::new();
    }
    let per_column = window as f64 / COLUMNS as f64;
    let mut seen = [0.0_f64; COLUMNS];
    let mut worst = [Shade::Unobserved; COLUMNS];
    for stretch in stretches {
        let shade = match stretch.grade {
            Some(Grade::Ok) => Shade::Ok,
            Some(Grade::Warning) => Shade::Warning,
            Some(Grade::Critical) => Shade::Critical,
            Some(Grade::Unknown) | None => continue,
        };
        let (a, b) = (stretch.from.max(from) - from, stretch.until.min(until) - from);
        if b <= a {
            continue;
        }
        let (a, b) = (a.millis() as f64 / per_column, b.millis() as f64 / per_column);
        let last = (b.ceil() as usize).clamp(1, COLUMNS);
        for column in (a.floor() as usize).min(COLUMNS - 1)..last {
            let (left, right) = (column as f64, (column + 1) as f64);
            seen[column] += b.min(right) - a.max(left);
            worst[column] = worst[column].max(shade);
        }
    }
    let shades = (0..COLUMNS).map(|c| match worst[c] {
        Shade::Ok if seen[c] < 0.5 => Shade::Unobserved,
        shade => shade,
    });
    let mut bars: Vec<Bar> = Vec::new();
    for (at, shade) in shades.enumerate() {
        match bars.last_mut() {
            Some(bar) if bar.shade == shade => bar.width += 1,
            _ => bars.push(Bar { at, width: 1, shade }),
        }
    }
    bars
}

#[cfg(test)]
mod tests {
    use super::*;

    fn stretch(from: i64, until: i64, grade: Option<Grade>) -> Stretch {
        Stretch { from: Stamp(from), until: Stamp(until), grade }
    }

    #[test]
    fn an_outage_of_a_second_is_seen_on_a_strip_of_a_month() {
        let month = 30 * 86_400_000;
        let middle = month / 2;
        let bars = strip(
            Stamp(0),
            Stamp(month),
            &[
                stretch(0, middle, Some(Grade::Ok)),
                stretch(middle, middle + 1_000, Some(Grade::Critical)),
                stretch(middle + 1_000, month, Some(Grade::Ok)),
            ],
        );
        assert!(bars.iter().any(|b| b.shade == Shade::Critical), "because it happened: {bars:?}");
        assert_eq!(bars.iter().map(|b| b.width).sum::<usize>(), COLUMNS, "because no time is lost");
    }

    #[test]
    fn what_nobody_saw_is_hatched_and_not_well() {
        let bars = strip(Stamp(0), Stamp(1_200), &[stretch(600, 1_200, Some(Grade::Ok))]);
        assert_eq!(
            bars,
            [
                Bar { at: 0, width: 60, shade: Shade::Unobserved },
                Bar { at: 60, width: 60, shade: Shade::Ok }
            ]
        );
        assert_eq!(strip(Stamp(5), Stamp(5), &[]), [], "because an empty period has no strip");
        let odd = [stretch(-9, 9_999, Some(Grade::Ok)), stretch(9, 3, None)];
        assert_eq!(strip(Stamp(0), Stamp(7), &odd).len(), 1, "because stretches are clipped");
    }
}
