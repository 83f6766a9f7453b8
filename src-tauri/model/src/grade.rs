//! Grades: a sample judged by its limits.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::check::{CheckSpec, Limits};
use crate::outcome::{Cause, Metric, Outcome};

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
/// `before` is the grade of the previous sample: a limit once passed is only left again a tenth of
/// its value away from it ([`Limits::LEAVE`]), so that a value on the edge does not flutter
/// (hysteresis, L2).
pub fn grade(spec: &CheckSpec, outcome: &Outcome, before: Option<Grade>) -> Grade {
    match outcome {
        Outcome::Failed { cause: Cause::Told { grade, .. }, .. } => *grade,
        Outcome::Failed { cause, .. } if is_light(spec, cause) => Grade::Warning,
        Outcome::Failed { .. } => Grade::Critical,
        Outcome::Unable { .. } => Grade::Unknown,
        Outcome::Measured { .. } => {
            let judged = |limits: Vec<(Metric, Limits)>, side: f64| {
                let judged = limits.into_iter().filter_map(move |(metric, limits)| {
                    Some(judge(limits, side, outcome.value(metric)?, before))
                });
                judged.max()
            };
            judged(spec.limits(), 1.0).max(judged(spec.floors(), -1.0)).unwrap_or(Grade::Ok)
        }
    }
}

/// Does the check itself say that this failure is a warning only (law L1)?
fn is_light(spec: &CheckSpec, cause: &Cause) -> bool {
    matches!((spec, cause), (CheckSpec::Word(s), Cause::Says { text }) if s.is_warning(text))
}

/// `side` is 1 for upper limits and −1 for lower ones.
fn judge(limits: Limits, side: f64, value: f64, before: Option<Grade>) -> Grade {
    let held = |at: Grade| before.is_some_and(|b| b >= at && b != Grade::Unknown);
    let beyond = |limit: Option<f64>, at: Grade| {
        let room = |l: f64| if held(at) { (1.0 - Limits::LEAVE) * l.abs() } else { 0.0 };
        limit.is_some_and(|l| side * (value - l) + room(l) >= 0.0)
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
        CheckSpec::Agent(_) => &[Uptime],
        CheckSpec::Interface(_) => &[
            TrafficIn,
            TrafficOut,
            LoadIn,
            LoadOut,
            ErrorsIn,
            ErrorsOut,
            DiscardsIn,
            DiscardsOut,
            Collisions,
            Speed,
            HalfDuplex,
        ],
        CheckSpec::Value(spec) if spec.is_foretold() => &[Storage, FullIn],
        CheckSpec::Value(spec) => spec.metric.alone(),
        CheckSpec::Word(_) => &[Value],
        CheckSpec::Composite(_) => &[Well],
        CheckSpec::Trap(_) => &[],
    }
}
