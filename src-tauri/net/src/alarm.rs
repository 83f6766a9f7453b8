//! An alarm that wakes us once.
//!
//! The runtime's own timers wake a sleeping thread about twice for each sleep of some 100 ms (its
//! wheel wakes to move the entry down a level), and wake-ups are what thousands of echoes cost. On
//! Linux this is a kernel timer (timerfd_create(2)); elsewhere the runtime's own has to do.

use std::time::Duration;

#[cfg(target_os = "linux")]
use linux::Timer;

/// An alarm, set for one moment at a time.
#[derive(Debug)]
pub struct Alarm {
    #[cfg(target_os = "linux")]
    timer: Option<Timer>,
}

impl Alarm {
    /// A new one, not set. Must be made inside a tokio runtime.
    #[allow(clippy::new_without_default, reason = "not without a runtime")]
    pub fn new() -> Alarm {
        Alarm {
            #[cfg(target_os = "linux")]
            timer: Timer::new().ok(),
        }
    }

    /// Waits so long; now and then less, when what it was set for before has rung meanwhile.
    /// Setting it again takes that back. Dropping the future does not: the thread is woken all the
    /// same, unless by then it was set again or [`Alarm::off`].
    pub async fn after(&self, long: Duration) {
        #[cfg(target_os = "linux")]
        if let Some(timer) = &self.timer
            && timer.after(long).await.is_ok()
        {
            return;
        }
        tokio::time::sleep(long).await;
    }

    /// Wakes nobody any more.
    pub fn off(&self) {
        #[cfg(target_os = "linux")]
        if let Some(timer) = &self.timer {
            timer.off();
        }
    }
}

#[cfg(target_os = "linux")]
mod linux {
    use std::io;
    use std::os::fd::{AsFd, AsRawFd, RawFd};
    use std::time::Duration;

    use nix::sys::time::TimeSpec;
    use nix::sys::timerfd::{ClockId, Expiration, TimerFd, TimerFlags, TimerSetTimeFlags};
    use tokio::io::Interest;
    use tokio::io::unix::AsyncFd;

    /// A duration of nothing would take the timer back instead.
    const SOONEST: Duration = Duration::from_micros(1);

    #[derive(Debug)]
    struct Descriptor(TimerFd);

    impl AsRawFd for Descriptor {
        fn as_raw_fd(&self) -> RawFd {
            self.0.as_fd().as_raw_fd()
        }
    }

    #[derive(Debug)]
    pub(super) struct Timer(AsyncFd<Descriptor>);

    impl Timer {
        #[allow(
            deprecated,
            reason = "its successor is unsafe; this descriptor is owned and never changes"
        )]
        pub(super) fn new() -> io::Result<Timer> {
            let flags = TimerFlags::TFD_NONBLOCK | TimerFlags::TFD_CLOEXEC;
            let timer = Descriptor(TimerFd::new(ClockId::CLOCK_MONOTONIC, flags)?);
            Ok(Timer(AsyncFd::with_interest(timer, Interest::READABLE)?))
        }

        pub(super) async fn after(&self, long: Duration) -> io::Result<()> {
            let at = Expiration::OneShot(TimeSpec::from_duration(long.max(SOONEST)));
            self.0.get_ref().0.set(at, TimerSetTimeFlags::empty())?;
            // Setting it again takes back the expiration, so that nothing needs reading.
            self.0.readable().await?.clear_ready();
            Ok(())
        }

        pub(super) fn off(&self) {
            // If it cannot be taken back it rings, and that is no harm.
            let _ = self.0.get_ref().0.unset();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::stopwatch::Stopwatch;

    const SOON: Duration = Duration::from_millis(30);

    #[tokio::test]
    async fn it_rings_once_and_not_too_early() {
        let alarm = Alarm::new();
        for _ in 0..3 {
            let watch = Stopwatch::start();
            alarm.after(SOON).await;
            assert!(watch.elapsed() >= SOON, "because nothing was set before");
        }
        alarm.after(Duration::ZERO).await;
    }

    #[tokio::test]
    async fn taken_back_it_does_not_ring() {
        let alarm = Alarm::new();
        assert!(tokio::time::timeout(SOON / 3, alarm.after(SOON)).await.is_err());
        alarm.off();
        tokio::time::sleep(SOON).await;
        let watch = Stopwatch::start();
        alarm.after(SOON).await;
        assert!(watch.elapsed() >= SOON, "because it was taken back before it rang");
    }
}
