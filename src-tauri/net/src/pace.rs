//! Not more questions than the network and its switches' tables bear.

use std::time::Duration;

use tokio::sync::Mutex;
use tokio::time::{Interval, MissedTickBehavior, interval};

/// Turns are given out this often, so that few timers carry many questions.
const TICK: Duration = Duration::from_millis(20);

/// Hands out turns at a steady rate, in the order they were asked for. What was not used is lost:
/// a burst is never longer than what one tick gives.
#[derive(Debug)]
pub struct Pace {
    per_tick: u32,
    queue: Mutex<(Interval, u32)>,
}

impl Pace {
    /// So many turns a second, 1 to 10,000. Must be called in a runtime.
    pub fn per_second(rate: u32) -> Pace {
        let rate = rate.clamp(1, 10_000);
        let per_tick = (rate * TICK.as_millis() as u32 / 1000).max(1);
        let mut ticks = interval(Duration::from_secs(1) * per_tick / rate);
        ticks.set_missed_tick_behavior(MissedTickBehavior::Skip);
        Pace { per_tick, queue: Mutex::new((ticks, 0)) }
    }

    /// Waits for a turn. The lock is the queue: tokio's mutex is first come, first served.
    pub async fn turn(&self) {
        let mut queue = self.queue.lock().await;
        if queue.1 == 0 {
            queue.0.tick().await;
            queue.1 = self.per_tick;
        }
        queue.1 -= 1;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test(start_paused = true)]
    async fn turns_keep_the_rate_and_do_not_pile_up() {
        for rate in [1, 7, 50, 200, 1000] {
            let pace = Pace::per_second(rate);
            pace.turn().await;
            tokio::time::sleep(Duration::from_secs(60)).await;
            #[allow(clippy::disallowed_methods, reason = "tokio's paused time")]
            let start = tokio::time::Instant::now();
            for _ in 0..rate * 3 {
                pace.turn().await;
            }
            let took = start.elapsed().as_secs_f64();
            assert!((2.0..=3.1).contains(&took), "{rate}/s: 3 s' worth took {took} s");
        }
    }
}
