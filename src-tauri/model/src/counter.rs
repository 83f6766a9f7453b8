//! Counters that only go up become rates (law L11).
//!
//! A rate is the difference of two readings over the time between them *as the agent counted it*
//! (sysUpTime, RFC 3418): our own clock may be set, and answers come late. Whatever makes the
//! difference meaningless (a restart, a discontinuity, another row behind the same index) is told
//! instead of a number. Where in doubt there is no rate: a gap is honest, a spike is not.

use serde::{Deserialize, Serialize};

use crate::time::Span;

/// A counter's value with its width: it wraps at 2^32 or 2^64 (RFC 2578 §7.1.6, §7.1.10).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Count {
    /// Counter32.
    Narrow(u32),
    /// Counter64.
    Wide(u64),
}

/// One reading of a counter, with what the agent said about time in the same answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Tally {
    /// The counter.
    pub count: Count,
    /// sysUpTime, hundredths of a second.
    pub up_time: u32,
    /// When the row's counters last began anew, in the agent's sysUpTime
    /// (ifCounterDiscontinuityTime, RFC 2863 §3.1.5); `None` where the agent does not say.
    pub discontinuity: Option<u32>,
    /// Stands for what the row is about (a hash of an interface's name and address, say), so that
    /// another thing under the same index is noticed.
    pub row: u64,
}

/// Why two readings give no rate.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum NoRate {
    /// The agent started anew.
    Restarted,
    /// The row's counters began anew, says the agent.
    Discontinuity,
    /// The index now belongs to something else.
    Renumbered,
    /// The counter fell back, and not because it wrapped.
    Reset,
    /// The counter rose by more than can be.
    Impossible,
    /// The agent's time and ours disagree about how long it was.
    Clock,
    /// So little time passed that the agent may not have counted anew.
    TooSoon,
    /// So much time passed that the counter may have wrapped more than once.
    TooLate,
}

/// Agents bring their counters up to date every few seconds at best; below this there is no rate.
const SHORTEST: f64 = 1.0;
/// How far the agent's time and ours may differ: by this share …
const SLACK: f64 = 0.2;
/// … and at least by these seconds, since answers may be late.
const SLACK_SECONDS: f64 = 10.0;
/// Counters and clocks are read a moment apart, and lines run a little faster than they say.
const HEADROOM: f64 = 1.1;

/// The rate between two readings, per second of the agent's time.
///
/// `elapsed` is how long it was by our own steady clock (not one that can be set, and one that runs
/// on while the PC sleeps). `most` is the highest rate there can be, such as an interface's speed;
/// without it a 32-bit counter that fell back is taken as reset, since wraps cannot be told.
pub fn rate(
    before: &Tally,
    now: &Tally,
    elapsed: Option<Span>,
    most: Option<f64>,
) -> Result<f64, NoRate> {
    if before.row != now.row {
        return Err(NoRate::Renumbered);
    }
    let seconds = seconds(before.up_time, now.up_time, elapsed)?;
    if before.discontinuity != now.discontinuity {
        return Err(NoRate::Discontinuity);
    }
    let most = most.filter(|most| most.is_finite() && *most > 0.0);
    let possible = most.map(|most| most * HEADROOM * (seconds + 1.0));
    let rise = rise(before.count, now.count, possible)?;
    match possible {
        Some(possible) if rise > possible => Err(NoRate::Impossible),
        _ => Ok(rise / seconds),
    }
}

/// Is this sysUpTime what the one before has come to, so that nothing restarted in between? Also
/// where it wrapped. `elapsed` is by our own steady clock.
pub fn runs_on(before: u32, now: u32, elapsed: Span) -> bool {
    let between = seconds(before, now, Some(elapsed));
    !matches!(between, Err(NoRate::Restarted | NoRate::Clock))
}

/// Seconds between two sysUpTimes. They wrap after 497 days, which differs from a restart in that
/// the time that passed is the time that passed.
fn seconds(before: u32, now: u32, elapsed: Option<Span>) -> Result<f64, NoRate> {
    let seconds = f64::from(now.wrapping_sub(before)) / 100.0;
    let agrees = elapsed.map(|elapsed| {
        let elapsed = elapsed.as_secs_f64();
        (seconds - elapsed).abs() <= (SLACK * elapsed).max(SLACK_SECONDS)
    });
    match agrees {
        Some(false) if now < before => Err(NoRate::Restarted),
        None if now < before => Err(NoRate::Restarted),
        Some(false) => Err(NoRate::Clock),
        _ if seconds < SHORTEST => Err(NoRate::TooSoon),
        _ => Ok(seconds),
    }
}

fn rise(before: Count, now: Count, possible: Option<f64>) -> Result<f64, NoRate> {
    match (before, now) {
        (Count::Wide(before), Count::Wide(now)) => match now.checked_sub(before) {
            Some(rise) => Ok(rise as f64),
            // At 400 Gbit/s a 64-bit counter of octets wraps after eleven years.
            None if before > u64::MAX - (1 << 48) && now < 1 << 48 => {
                Ok(now.wrapping_sub(before) as f64)
            }
            None => Err(NoRate::Reset),
        },
        (Count::Narrow(before), Count::Narrow(now)) => {
            let wrap = f64::from(u32::MAX) + 1.0;
            match possible {
                Some(possible) if possible >= wrap => Err(NoRate::TooLate),
                // The wrap is believed where it is possible at all.
                Some(possible) if now < before => {
                    let rise = f64::from(now.wrapping_sub(before));
                    if rise <= possible { Ok(rise) } else { Err(NoRate::Reset) }
                }
                None if now < before => Err(NoRate::Reset),
                _ => Ok(f64::from(now - before)),
            }
        }
        // Another width is another object.
        _ => Err(NoRate::Renumbered),
    }
}
