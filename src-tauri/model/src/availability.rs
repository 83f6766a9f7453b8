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

/// Observed availability of one check or node over a window. Shares are 0 to 1; `None` is "no data",
/// which is never 100 %.
#[derive(Debug, Clone, Copy, PartialEq, Default, Serialize, Deserialize, TS)]
pub struct Availability {
    /// Observed up (ok or warning).
    pub up: Span,
    /// Observed down (critical).
    pub down: Span,
    /// Not observed: gaps, pending, unknown.
    pub unobserved: Span,
    /// Number of outages.
    pub outages: u32,
    /// The longest outage.
    pub longest: Span,
}

impl Availability {
    /// Sums up stretches clipped to `[from, until)`. They must not overlap; time that no stretch
    /// covers is not observed.
    pub fn over(from: Stamp, until: Stamp, stretches: &[Stretch]) -> Availability {
        let mut sum = Availability::default();
        let mut last_down = None;
        for stretch in stretches {
            let (a, b) = (stretch.from.max(from), stretch.until.min(until));
            if b <= a {
                continue;
            }
            let long = b - a;
            match stretch.grade {
                Some(Grade::Ok | Grade::Warning) => sum.up = sum.up + long,
                Some(Grade::Critical) => {
                    sum.down = sum.down + long;
                    let joined = last_down.filter(|(end, _)| *end == a);
                    let run = joined.map_or(long, |(_, run): (Stamp, Span)| run + long);
                    sum.outages += u32::from(joined.is_none());
                    sum.longest = sum.longest.max(run);
                    last_down = Some((b, run));
                }
                Some(Grade::Unknown) | None => {}
            }
        }
        let window = (until - from).max(Span::ZERO);
        sum.unobserved = Span(window.0 - sum.up.0 - sum.down.0);
        sum
    }

    /// `P / (P + D)`.
    pub fn share(&self) -> Option<f64> {
        ratio(self.up, self.up + self.down)
    }

    /// `(P + D) / (P + D + U)`: how much of the window was looked at.
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

fn ratio(part: Span, whole: Span) -> Option<f64> {
    (whole > Span::ZERO).then(|| part.0 as f64 / whole.0 as f64)
}
