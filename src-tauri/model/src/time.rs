//! Points in time and the distances between them. No clock: see `engine::clock`.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// A point in time: milliseconds since 1970-01-01T00:00:00Z, as the vantage's wall clock had it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, TS)]
#[serde(transparent)]
#[ts(as = "f64")]
pub struct Stamp(pub i64);

/// A distance between two [`Stamp`]s in milliseconds; negative when the second lies earlier.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Default, Serialize, Deserialize, TS,
)]
#[serde(transparent)]
#[ts(as = "f64")]
pub struct Span(pub i64);

impl Stamp {
    /// Milliseconds since the Unix epoch.
    pub const fn millis(self) -> i64 {
        self.0
    }

    /// The later of two stamps.
    pub fn or_later(self, other: Stamp) -> Stamp {
        self.max(other)
    }
}

impl Span {
    /// No distance at all.
    pub const ZERO: Span = Span(0);

    /// So many whole seconds.
    pub const fn seconds(s: i64) -> Span {
        Span(s.saturating_mul(1000))
    }

    /// So many whole minutes.
    pub const fn minutes(m: i64) -> Span {
        Span::seconds(m.saturating_mul(60))
    }

    /// Milliseconds.
    pub const fn millis(self) -> i64 {
        self.0
    }

    /// Seconds with their fraction.
    pub fn as_secs_f64(self) -> f64 {
        self.0 as f64 / 1000.0
    }
}

impl std::ops::Sub for Stamp {
    type Output = Span;
    fn sub(self, earlier: Stamp) -> Span {
        Span(self.0.saturating_sub(earlier.0))
    }
}

impl std::ops::Add<Span> for Stamp {
    type Output = Stamp;
    fn add(self, span: Span) -> Stamp {
        Stamp(self.0.saturating_add(span.0))
    }
}

impl std::ops::Sub<Span> for Stamp {
    type Output = Stamp;
    fn sub(self, span: Span) -> Stamp {
        Stamp(self.0.saturating_sub(span.0))
    }
}

impl std::ops::Add for Span {
    type Output = Span;
    fn add(self, other: Span) -> Span {
        Span(self.0.saturating_add(other.0))
    }
}

impl std::iter::Sum for Span {
    fn sum<I: Iterator<Item = Span>>(all: I) -> Span {
        all.fold(Span::ZERO, |a, b| a + b)
    }
}

impl From<Span> for std::time::Duration {
    /// A negative span becomes zero: one cannot wait for the past.
    fn from(span: Span) -> std::time::Duration {
        std::time::Duration::from_millis(u64::try_from(span.0).unwrap_or(0))
    }
}
