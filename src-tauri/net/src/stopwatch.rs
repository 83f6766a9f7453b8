//! The only clock of this crate, and it is read for latency alone; `engine::clock` owns time.

use std::time::{Duration, Instant, SystemTime};

/// A moment on both clocks: the monotonic one measures, the wall clock is what the kernel stamps
/// received packets with.
#[derive(Debug, Clone, Copy)]
pub struct Moment {
    /// Never steps.
    pub mono: Instant,
    /// May step when a person or a time server sets it.
    pub wall: SystemTime,
}

impl Moment {
    /// Now, on both clocks.
    #[allow(clippy::disallowed_methods, reason = "latency is what this crate measures")]
    pub fn now() -> Moment {
        Moment { mono: Instant::now(), wall: SystemTime::now() }
    }
}

/// Measures how long something took.
#[derive(Debug, Clone, Copy)]
pub struct Stopwatch(Instant);

impl Stopwatch {
    /// Starts now.
    #[allow(clippy::disallowed_methods, reason = "latency is what this crate measures")]
    pub fn start() -> Stopwatch {
        Stopwatch(Instant::now())
    }

    /// Time since the start.
    pub fn elapsed(&self) -> Duration {
        self.0.elapsed()
    }

    /// What is left of `whole` since the start; zero when it is used up.
    pub fn left_of(&self, whole: Duration) -> Duration {
        whole.saturating_sub(self.elapsed())
    }
}
