//! Flapping: changing too often to be worth words (law L7).
//!
//! The formula is Icinga 2's: a ring of the last 20 transitions, the newest weighing most, with a
//! higher threshold to begin than to end. One turn of the ring is one interval of the check, so
//! that the probes of a doubt, half a second apart, do not push the past out of it.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// Turns remembered.
const TURNS: u32 = 20;
/// Flapping begins above this, per cent …
const ON: f64 = 30.0;
/// … and ends once it is no longer above this.
const OFF: f64 = 25.0;

/// The last 20 turns of a check, and whether it is called flapping.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize, TS)]
pub struct Ring {
    /// One bit per turn, the newest lowest: did the belief change?
    turns: u32,
    /// Is it called flapping?
    on: bool,
}

/// What a turn of the ring led to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Turn {
    /// Flapping begins.
    Begins,
    /// Flapping ends.
    Ends,
}

impl Ring {
    /// Is it called flapping?
    pub fn is_flapping(self) -> bool {
        self.on
    }

    /// Nothing has changed for 20 turns, so that another turn without change changes nothing.
    pub fn is_still(self) -> bool {
        self.turns == 0
    }

    /// How often it changes, 0 to 100 %: `100 · Σ weight / 20`, where the newest of 20 turns weighs
    /// 1.18 and the oldest 0.8.
    pub fn percent(self) -> f64 {
        let weight = |age: u32| 0.8 + 0.02 * f64::from(TURNS - 1 - age);
        // Oldest first, as Icinga adds them: the last bit of a sum depends on its order.
        let changed = (0..TURNS).rev().filter(|age| self.turns >> age & 1 == 1);
        100.0 * changed.map(weight).sum::<f64>() / f64::from(TURNS)
    }

    /// One more turn has passed; `changed` if the belief is another than a turn before.
    pub fn turn(self, changed: bool) -> (Ring, Option<Turn>) {
        let turns = (self.turns << 1 | u32::from(changed)) & ((1 << TURNS) - 1);
        let next = Ring { turns, ..self };
        let percent = next.percent();
        match self.on {
            false if percent > ON => (Ring { on: true, ..next }, Some(Turn::Begins)),
            true if percent <= OFF => (Ring { on: false, ..next }, Some(Turn::Ends)),
            _ => (next, None),
        }
    }
}
