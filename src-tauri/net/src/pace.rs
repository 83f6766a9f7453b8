//! Not more questions than the network and its switches' tables bear.

use std::sync::Arc;
use std::time::Duration;

use tokio::sync::Mutex;
use tokio::time::{Interval, MissedTickBehavior, interval};

/// Turns are given out this often, so that few timers carry many questions.
const TICK: Duration = Duration::from_millis(20);

/// Questions a second of all that looks around: sweeps, readings of links, what a box is.
pub const LOOKING_AROUND: u32 = 200;

/// Hands out turns at a steady rate, in the order they were asked for. What was not used is lost:
/// a burst is never longer than what one tick gives.
#[derive(Debug)]
pub struct Pace {
    turns: Arc<Turns>,
    /// First come, first served, as tokio's mutexes are.
    queue: Mutex<()>,
}

#[derive(Debug)]
struct Turns {
    per_tick: u32,
    left: Mutex<(Interval, u32)>,
}

impl Pace {
    /// So many turns a second, 1 to 10,000. Must be called in a runtime.
    pub fn per_second(rate: u32) -> Pace {
        let rate = rate.clamp(1, 10_000);
        let per_tick = (rate * TICK.as_millis() as u32 / 1000).max(1);
        let mut ticks = interval(Duration::from_secs(1) * per_tick / rate);
        ticks.set_missed_tick_behavior(MissedTickBehavior::Skip);
        let turns = Turns { per_tick, left: Mutex::new((ticks, 0)) };
        Pace { turns: Arc::new(turns), queue: Mutex::default() }
    }

    /// Another queue for the same turns. While several queues wait each gets as many as any other,
    /// however long it is, so that a long one holds up nobody.
    pub fn beside(&self) -> Pace {
        Pace { turns: self.turns.clone(), queue: Mutex::default() }
    }

    /// Waits for a turn.
    pub async fn turn(&self) {
        // Of each queue only the first stands in line for the turns.
        let _first = self.queue.lock().await;
        let mut left = self.turns.left.lock().await;
        if left.1 == 0 {
            left.0.tick().await;
            left.1 = self.turns.per_tick;
        }
        left.1 -= 1;
    }
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::{AtomicU32, Ordering};

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

    #[tokio::test(start_paused = true)]
    async fn queues_share_one_rate_and_a_long_one_holds_up_no_other() {
        let pace = Pace::per_second(200);
        let (long, short) = (Arc::new(pace.beside()), Arc::new(pace.beside()));
        let counted = |pace: &Arc<Pace>, tasks: usize| {
            let turns = Arc::new(AtomicU32::new(0));
            for _ in 0..tasks {
                let (pace, turns) = (pace.clone(), turns.clone());
                tokio::spawn(async move {
                    loop {
                        pace.turn().await;
                        turns.fetch_add(1, Ordering::Relaxed);
                    }
                });
            }
            turns
        };
        let (many, few) = (counted(&long, 64), counted(&short, 2));
        tokio::time::sleep(Duration::from_secs(10)).await;
        let (many, few) = (many.load(Ordering::Relaxed), few.load(Ordering::Relaxed));
        assert!((1_980..=2_010).contains(&(many + few)), "because it is one rate: {many} + {few}");
        assert!(many.abs_diff(few) < 100, "because none waits for the other's queue: {many} {few}");
    }
}
