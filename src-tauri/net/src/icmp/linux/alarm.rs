//! An alarm that wakes us once.
//!
//! The runtime's own timers wake a sleeping thread about twice for each sleep of this length (the
//! wheel wakes to move the entry down a level), and wake-ups are what echoes cost.

use std::io;
use std::os::fd::{AsFd, AsRawFd, RawFd};
use std::time::Duration;

use nix::sys::time::TimeSpec;
use nix::sys::timerfd::{ClockId, Expiration, TimerFd, TimerFlags, TimerSetTimeFlags};
use tokio::io::Interest;
use tokio::io::unix::AsyncFd;

struct Timer(TimerFd);

impl AsRawFd for Timer {
    fn as_raw_fd(&self) -> RawFd {
        self.0.as_fd().as_raw_fd()
    }
}

/// A kernel timer (timerfd_create(2)).
pub(super) struct Alarm(AsyncFd<Timer>);

impl Alarm {
    #[allow(
        deprecated,
        reason = "its successor is unsafe; this descriptor is owned and never changes"
    )]
    pub(super) fn new() -> io::Result<Alarm> {
        let flags = TimerFlags::TFD_NONBLOCK | TimerFlags::TFD_CLOEXEC;
        let timer = Timer(TimerFd::new(ClockId::CLOCK_MONOTONIC, flags)?);
        Ok(Alarm(AsyncFd::with_interest(timer, Interest::READABLE)?))
    }

    /// Waits so long; now and then less, since an old alarm may still ring.
    pub(super) async fn after(&self, long: Duration) -> io::Result<()> {
        let at = Expiration::OneShot(TimeSpec::from_duration(long));
        self.0.get_ref().0.set(at, TimerSetTimeFlags::empty())?;
        // Setting it again takes back the expiration, so that nothing needs reading.
        self.0.readable().await?.clear_ready();
        Ok(())
    }
}
