//! Availability with its coverage (law L9).

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::grade::Grade;
use crate::time::{Span, Stamp};

/// A stretch of time over which one thing was believed of a check, or nothing was.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct Stretch {
    /// Begins.
    pub from: Stamp,
    /// Ends.
    pub until: Stamp,
    /// What was believed; `None` is not observed.
    pub grade: Option<Grade>,
}

/// How the reader of a figure wants time to be counted.
#[derive(Debug, Clone, Copy, Default)]
pub struct Counting<'a> {
    /// When people count on it (C of law L9), in order and none touching another: all other time
    /// is left out. `None` is always.
    pub service: Option<&'a [(Stamp, Stamp)]>,
    /// When trouble was expected by plan (M of law L9), in any order: this time is left out.
    pub planned: &'a [(Stamp, Stamp)],
    /// When the node could not be reached because of something else.
    pub unreachable: &'a [(Stamp, Stamp)],
    /// That time counts as down; else it is not observed.
    pub unreachable_is_down: bool,
}

impl Counting<'_> {
    fn within(spans: &[(Stamp, Stamp)], at: Stamp) -> bool {
        spans.iter().any(|(from, until)| (*from..*until).contains(&at))
    }

    fn is_outside(&self, at: Stamp) -> bool {
        let begun = |spans: &[(Stamp, Stamp)]| {
            let before = spans.partition_point(|(from, _)| *from <= at);
            before.checked_sub(1).is_some_and(|last| spans[last].1 > at)
        };
        self.service.is_some_and(|spans| !begun(spans))
    }

    /// What a moment counts as, apart from being left out.
    fn grade(&self, believed: Option<Grade>, at: Stamp) -> Option<Grade> {
        match self.unreachable_is_down && Counting::within(self.unreachable, at) {
            true => Some(Grade::Critical),
            false => believed,
        }
    }
}

/// Observed availability of one check or node over a window. Shares are 0 to 1; `None` is "no data",
/// which is never 100 %.
#[derive(Debug, Clone, Copy, PartialEq, Default, Serialize, Deserialize, TS)]
pub struct Availability {
    /// Observed up (ok or warning).
    pub up: Span,
    /// Observed down (critical).
    pub down: Span,
    /// Not observed: gaps, pending, unknown, unreachable.
    pub unobserved: Span,
    /// Left out: trouble was expected by plan.
    #[serde(default)]
    pub planned: Span,
    /// Left out: nobody counts on it then.
    #[serde(default)]
    pub outside: Span,
    /// Number of outages.
    pub outages: u32,
    /// The longest outage.
    pub longest: Span,
}

impl Availability {
    /// Sums up stretches clipped to `[from, until)`. They are in order and do not overlap; time
    /// that no stretch covers is not observed.
    pub fn over(from: Stamp, until: Stamp, stretches: &[Stretch]) -> Availability {
        Availability::counted(from, until, stretches, &Counting::default())
    }

    /// The same, as the reader wants it counted. An outage that goes on through time that is left
    /// out is one; what lies wholly within it is none.
    pub fn counted(
        from: Stamp,
        until: Stamp,
        stretches: &[Stretch],
        counting: &Counting<'_>,
    ) -> Availability {
        let mut sum = Availability::default();
        // Where the last outage ended so far, and how long it has been without what is left out.
        let mut run: Option<(Stamp, Span)> = None;
        for (begins, ends) in moments(from, until, stretches, counting).windows(2).map(pair) {
            let long = ends - begins;
            let before = stretches.partition_point(|s| s.from <= begins);
            let covers = |s: &&Stretch| s.until > begins;
            let last = before.checked_sub(1).and_then(|last| stretches.get(last)).filter(covers);
            let believed = last.and_then(|s| s.grade);
            let grade = counting.grade(believed, begins);
            let goes_on = run.filter(|(end, _)| *end == begins);
            let outside = counting.is_outside(begins);
            if outside || Counting::within(counting.planned, begins) {
                let left_out = if outside { &mut sum.outside } else { &mut sum.planned };
                *left_out = *left_out + long;
                if grade == Some(Grade::Critical) {
                    run = goes_on.map(|(_, so_far)| (ends, so_far));
                }
                continue;
            }
            match grade {
                Some(Grade::Ok | Grade::Warning) => sum.up = sum.up + long,
                Some(Grade::Critical) => {
                    sum.down = sum.down + long;
                    sum.outages += u32::from(goes_on.is_none());
                    let so_far = goes_on.map_or(long, |(_, so_far)| so_far + long);
                    sum.longest = sum.longest.max(so_far);
                    run = Some((ends, so_far));
                }
                Some(Grade::Unknown) | None => {}
            }
        }
        let window = (until - from).max(Span::ZERO);
        sum.unobserved = Span(window.0 - sum.up.0 - sum.down.0 - sum.planned.0 - sum.outside.0);
        sum
    }

    /// `P / (P + D)`.
    pub fn share(&self) -> Option<f64> {
        ratio(self.up, self.up + self.down)
    }

    /// `(P + D) / (P + D + U)`: how much of the window was looked at, without what is left out.
    pub fn coverage(&self) -> Option<f64> {
        ratio(self.up + self.down, self.up + self.down + self.unobserved)
    }

    /// The availability if everything unobserved was down, and if it was up.
    pub fn bounds(&self) -> Option<(f64, f64)> {
        let whole = self.up + self.down + self.unobserved;
        Some((ratio(self.up, whole)?, ratio(self.up + self.unobserved, whole)?))
    }

    /// Mean time to repair: observed downtime per outage.
    pub fn mttr(&self) -> Option<Span> {
        (self.outages > 0).then(|| Span(self.down.0 / i64::from(self.outages)))
    }

    /// Mean time between failures: observed uptime per outage.
    pub fn mtbf(&self) -> Option<Span> {
        (self.outages > 0).then(|| Span(self.up.0 / i64::from(self.outages)))
    }
}

/// Every moment within a window at which something may change, in order, its ends included.
fn moments(
    from: Stamp,
    until: Stamp,
    stretches: &[Stretch],
    counting: &Counting<'_>,
) -> Vec<Stamp> {
    let service = counting.service.into_iter().flatten();
    let spans = service.chain(counting.planned).chain(counting.unreachable);
    let spans = spans.flat_map(|s| [s.0, s.1]);
    let edges = stretches.iter().flat_map(|s| [s.from, s.until]).chain(spans);
    let mut all: Vec<Stamp> = edges.filter(|at| *at > from && *at < until).collect();
    all.extend((from < until).then_some([from, until]).into_iter().flatten());
    all.sort_unstable();
    all.dedup();
    all
}

fn pair(two: &[Stamp]) -> (Stamp, Stamp) {
    (two[0], two[1])
}

fn ratio(part: Span, whole: Span) -> Option<f64> {
    (whole > Span::ZERO).then(|| part.0 as f64 / whole.0 as f64)
}
