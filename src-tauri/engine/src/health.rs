//! How the engine does: counters that cost nothing to keep.

use std::collections::VecDeque;
use std::sync::Mutex;
use std::sync::atomic::{AtomicU32, AtomicU64, Ordering::Relaxed};
use std::time::Duration;

use hinomi_model::Outcome;

/// Counters since the engine started; cheap to update from anywhere.
#[derive(Debug, Default)]
pub struct Counters {
    /// Probes sent.
    pub probes: AtomicU64,
    /// Outcomes that were `Failed`.
    pub failed: AtomicU64,
    /// Outcomes that were `Unable`.
    pub unable: AtomicU64,
    /// Probes under way.
    pub in_flight: AtomicU32,
    /// When each probe of the last seconds left and how late it was.
    recent: Mutex<VecDeque<(Duration, Duration)>>,
}

/// How far back rates and lateness look.
const RECENT: Duration = Duration::from_secs(10);

/// Rates over the last 10 s.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct Rates {
    /// Probes per second.
    pub per_second: f64,
    /// The 99th percentile of how late they left.
    pub late: Duration,
}

impl Counters {
    /// Probes left now, each this late.
    pub fn left(&self, now: Duration, late: impl Iterator<Item = Duration>) {
        let mut recent = self.lock();
        let before = recent.len();
        recent.extend(late.map(|l| (now, l)));
        let count = u64::try_from(recent.len() - before).unwrap_or(0);
        self.probes.fetch_add(count, Relaxed);
        trim(&mut recent, now);
    }

    /// An outcome came back.
    pub fn came(&self, outcome: &Outcome) {
        match outcome {
            Outcome::Measured { .. } => {}
            Outcome::Failed { .. } => drop(self.failed.fetch_add(1, Relaxed)),
            Outcome::Unable { .. } => drop(self.unable.fetch_add(1, Relaxed)),
        }
    }

    /// Rates over the last 10 s.
    pub fn rates(&self, now: Duration) -> Rates {
        let mut recent = self.lock();
        trim(&mut recent, now);
        let mut late: Vec<Duration> = recent.iter().map(|(_, late)| *late).collect();
        let per_second = late.len() as f64 / RECENT.as_secs_f64().min(now.as_secs_f64().max(1.0));
        late.sort_unstable();
        let place = late.len().saturating_sub(1) * 99 / 100;
        Rates { per_second, late: late.get(place).copied().unwrap_or_default() }
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, VecDeque<(Duration, Duration)>> {
        self.recent.lock().unwrap_or_else(std::sync::PoisonError::into_inner)
    }
}

fn trim(recent: &mut VecDeque<(Duration, Duration)>, now: Duration) {
    while recent.front().is_some_and(|(at, _)| *at + RECENT < now) {
        recent.pop_front();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rates_look_back_ten_seconds_and_no_further() {
        let counters = Counters::default();
        let ms = Duration::from_millis;
        for second in 0..60u64 {
            counters.left(ms(second * 1000), std::iter::repeat_n(ms(second), 5));
        }
        let rates = counters.rates(ms(59_000));
        assert!((5.0..=5.6).contains(&rates.per_second), "{rates:?}");
        assert_eq!(rates.late, ms(59));
        assert_eq!(counters.rates(ms(120_000)), Rates { per_second: 0.0, late: Duration::ZERO });
    }
}
