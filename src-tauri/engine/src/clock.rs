//! The one clock. Everything else is told the time.

use std::time::{Duration, Instant, SystemTime};

use hinomi_model::{Span, Stamp};

/// One look at all clocks of this computer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Look {
    /// The wall clock. May be stepped by people and by NTP.
    pub wall: Stamp,
    /// Runs while the computer runs; stands still while it sleeps.
    pub steady: Duration,
    /// Runs while the computer sleeps, too.
    pub boot: Duration,
}

impl Look {
    /// How long the computer slept between an earlier look and this one.
    pub fn slept_since(&self, earlier: &Look) -> Duration {
        let boot = self.boot.saturating_sub(earlier.boot);
        boot.saturating_sub(self.steady.saturating_sub(earlier.steady))
    }

    /// How far somebody stepped the wall clock between an earlier look and this one.
    pub fn stepped_since(&self, earlier: &Look) -> Span {
        let boot = self.boot.saturating_sub(earlier.boot);
        Span((self.wall - earlier.wall).0 - i64::try_from(boot.as_millis()).unwrap_or(i64::MAX))
    }
}

/// This computer's clocks.
#[derive(Debug, Clone, Copy)]
pub struct Clock {
    started: Instant,
}

#[allow(clippy::disallowed_methods, reason = "this is the one place that reads the clock")]
impl Clock {
    /// Starts counting.
    pub fn start() -> Clock {
        Clock { started: Instant::now() }
    }

    /// The wall clock's time.
    pub fn now(&self) -> Stamp {
        let since = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH).unwrap_or_default();
        Stamp(i64::try_from(since.as_millis()).unwrap_or(i64::MAX))
    }

    /// Time since the start that does not run while the computer sleeps.
    pub fn steady(&self) -> Duration {
        self.started.elapsed()
    }

    /// The instant of a steady time, to sleep until.
    pub fn instant(&self, steady: Duration) -> tokio::time::Instant {
        tokio::time::Instant::from_std(self.started + steady)
    }

    /// Looks at all clocks.
    pub fn look(&self) -> Look {
        let steady = self.steady();
        Look { wall: self.now(), steady, boot: boot().unwrap_or(steady) }
    }
}

/// `CLOCK_BOOTTIME` (Linux: time since boot, sleep included). On other systems the steady clock has
/// to do; sleep then shows as a freeze.
#[cfg(target_os = "linux")]
fn boot() -> Option<Duration> {
    use nix::time::{ClockId, clock_gettime};
    // Against CLOCK_MONOTONIC, so that the difference is sleep alone.
    let boot = Duration::from(clock_gettime(ClockId::CLOCK_BOOTTIME).ok()?);
    Some(boot)
}

#[cfg(not(target_os = "linux"))]
fn boot() -> Option<Duration> {
    None
}
