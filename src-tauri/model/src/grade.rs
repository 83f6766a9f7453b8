//! Grades: a sample judged by its limits.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::check::{CheckSpec, Limits};
use crate::outcome::{Metric, Outcome};

/// A sample judged by limits. Ordered by how much it wants a person.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum Grade {
    /// Within its limits.
    Ok,
    /// Could not be judged: we were unable to look.
    Unknown,
    /// Beyond the warning limit.
    Warning,
    /// Failed, or beyond the critical limit.
    Critical,
}

impl Grade {
    /// Anything but `Ok`.
    pub fn is_trouble(self) -> bool {
        self != Grade::Ok
    }
}

/// Judges an outcome by the limits of its check (law L1).
///
/// `before` is the grade of the previous sample: a limit once passed is only left again below
/// [`Limits::LEAVE`] of its value, so that a value on the edge does not flutter (hysteresis, L2).
pub fn grade(spec: &CheckSpec, outcome: &Outcome, before: Option<Grade>) -> Grade {
    match outcome {
        Outcome::Failed { .. } => Grade::Critical,
        Outcome::Unable { .. } => Grade::Unknown,
        Outcome::Measured { .. } => spec
            .limits()
            .into_iter()
            .filter_map(|(metric, limits)| Some(judge(limits, outcome.value(metric)?, before)))
            .max()
            .unwrap_or(Grade::Ok),
    }
}

fn judge(limits: Limits, value: f64, before: Option<Grade>) -> Grade {
    let held = |at: Grade| before.is_some_and(|b| b >= at && b != Grade::Unknown);
    let beyond = |limit: Option<f64>, at: Grade| {
        limit.is_some_and(|l| value >= if held(at) { l * Limits::LEAVE } else { l })
    };
    if beyond(limits.critical, Grade::Critical) {
        Grade::Critical
    } else if beyond(limits.warning, Grade::Warning) {
        Grade::Warning
    } else {
        Grade::Ok
    }
}

/// The metrics a check of this kind brings, in the order they are shown.
pub fn metrics(spec: &CheckSpec) -> &'static [Metric] {
    use Metric::*;
    match spec {
        CheckSpec::Icmp(_) => &[Rtt, RttMin, RttMax, Jitter, Loss],
        CheckSpec::Tcp(_) => &[Connect, Resolve],
        CheckSpec::Http(_) => &[Total, Resolve, Connect, Tls, FirstByte, Bytes, Status],
        CheckSpec::Quality(_) => &[Rtt, Jitter, Loss],
    }
}
