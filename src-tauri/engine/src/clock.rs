//! The one clock. Everything else is told the time.

use std::time::{Duration, Instant, SystemTime};

use hinomi_model::{GapReason, Span, Stamp};

/// The clocks of a computer that slept differ by this much.
const SLEPT: Duration = Duration::from_secs(2);
/// A wall clock set forward by less is being put right, and costs no more than an error bar.
const STEPPED: Span = Span::seconds(5);
/// Held still for longer than this, we did not look.
const STILL: Duration = Duration::from_secs(5);

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

    /// Why nobody looked since an earlier look, if so. While `storing` it may take long to look
    /// again, on a bad disk; that is not being held still.
    pub fn missed_since(&self, earlier: &Look, storing: bool) -> Option<GapReason> {
        if self.slept_since(earlier) >= SLEPT {
            return Some(GapReason::Asleep);
        }
        if self.stepped_since(earlier) >= STEPPED {
            return Some(GapReason::ClockSet);
        }
        let still = self.steady.saturating_sub(earlier.steady);
        (still >= STILL && !storing).then_some(GapReason::Frozen)
    }
}

/// This computer's clocks.
#[derive(Debug, Clone, Copy)]
pub struct Clock {
    started: Instant,
    /// The same moment by a clock that stands still while the computer sleeps.
    #[cfg(windows)]
    awake: suspend_time::SuspendUnawareInstant,
}

#[allow(clippy::disallowed_methods, reason = "this is the one place that reads the clock")]
impl Clock {
    /// Starts counting.
    pub fn start() -> Clock {
        Clock {
            started: Instant::now(),
            #[cfg(windows)]
            awake: suspend_time::SuspendUnawareInstant::now(),
        }
    }

    /// The wall clock's time.
    pub fn now(&self) -> Stamp {
        let since = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH).unwrap_or_default();
        Stamp(i64::try_from(since.as_millis()).unwrap_or(i64::MAX))
    }

    /// Time since the start that does not run while the computer sleeps: `CLOCK_MONOTONIC` of Linux,
    /// `CLOCK_UPTIME_RAW` of macOS, the unbiased interrupt time of Windows.
    pub fn steady(&self) -> Duration {
        #[cfg(windows)]
        return self.awake.elapsed();
        #[cfg(not(windows))]
        self.started.elapsed()
    }

    /// The instant of a steady time, to sleep until.
    pub fn instant(&self, steady: Duration) -> tokio::time::Instant {
        // On Windows instants run on in sleep, so that it is told from what is still ahead.
        #[cfg(windows)]
        return tokio::time::Instant::now() + steady.saturating_sub(self.steady());
        #[cfg(not(windows))]
        tokio::time::Instant::from_std(self.started + steady)
    }

    /// Looks at all clocks.
    pub fn look(&self) -> Look {
        let steady = self.steady();
        Look { wall: self.now(), steady, boot: self.boot().unwrap_or(steady) }
    }

    /// The same with sleep included, counted from whenever: `CLOCK_BOOTTIME` of Linux,
    /// `CLOCK_MONOTONIC` of macOS, the performance counter of Windows. Elsewhere there is none, and
    /// sleep shows as a step of the wall clock.
    fn boot(&self) -> Option<Duration> {
        #[cfg(any(target_os = "linux", target_os = "macos"))]
        {
            use nix::time::{ClockId, clock_gettime};
            #[cfg(target_os = "linux")]
            const BOOT: ClockId = ClockId::CLOCK_BOOTTIME;
            #[cfg(target_os = "macos")]
            const BOOT: ClockId = ClockId::CLOCK_MONOTONIC;
            Some(Duration::from(clock_gettime(BOOT).ok()?))
        }
        #[cfg(windows)]
        return Some(self.started.elapsed());
        #[cfg(not(any(target_os = "linux", target_os = "macos", windows)))]
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn time_the_wall_clock_skipped_was_not_looked_at() {
        let look = |wall, boot| Look {
            wall: Stamp(wall),
            steady: Duration::from_secs(boot),
            boot: Duration::from_secs(boot),
        };
        let (before, hour) = (look(0, 100), 3_600_000);
        assert_eq!(look(1_000 + hour, 101).missed_since(&before, false), Some(GapReason::ClockSet));
        assert_eq!(look(1_000 + 900, 101).missed_since(&before, false), None);
        assert_eq!(look(1_000 - hour, 101).missed_since(&before, false), None);
    }

    #[test]
    fn sleep_is_noticed_whatever_was_going_on_and_a_slow_disk_is_no_freeze() {
        let look = |steady, boot: u64| Look {
            wall: Stamp(i64::try_from(boot).unwrap() * 1_000),
            steady: Duration::from_secs(steady),
            boot: Duration::from_secs(boot),
        };
        let before = look(100, 1_000);
        let asleep = look(101, 1_000 + 3_600);
        assert_eq!(asleep.missed_since(&before, false), Some(GapReason::Asleep));
        assert_eq!(
            asleep.missed_since(&before, true),
            Some(GapReason::Asleep),
            "because a lid also closes while the disk is full"
        );
        let stalled = look(120, 1_020);
        assert_eq!(stalled.missed_since(&before, false), Some(GapReason::Frozen));
        assert_eq!(stalled.missed_since(&before, true), None, "because probes went on meanwhile");
        assert_eq!(look(104, 1_004).missed_since(&before, false), None);
    }
}
