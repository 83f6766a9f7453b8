//! Flapping has Icinga 2's verdict, turn for turn.

use hinomi_model::flapping::{Ring, Turn};

/// Icinga 2's own way of reckoning, written from its documentation: a buffer of 20 flags with an
/// index that goes round, weights from 0.8 to 1.18, thresholds 30 and 25.
#[derive(Default)]
struct Icinga {
    flags: [bool; 20],
    index: usize,
    flapping: bool,
}

impl Icinga {
    fn turn(&mut self, changed: bool) -> bool {
        self.flags[self.index] = changed;
        self.index = (self.index + 1) % 20;
        let mut sum = 0.0;
        for i in 0..20 {
            if self.flags[(self.index + i) % 20] {
                sum += 0.8 + 0.02 * i as f64;
            }
        }
        let percent = 100.0 * sum / 20.0;
        self.flapping = if self.flapping { percent > 25.0 } else { percent > 30.0 };
        self.flapping
    }
}

/// xorshift64*: the same histories in every run.
struct Dice(u64);

impl Dice {
    fn next(&mut self) -> u64 {
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        self.0.wrapping_mul(0x2545_F491_4F6C_DD1D)
    }
}

#[test]
fn a_million_random_histories_have_icingas_verdict() {
    let mut dice = Dice(42);
    let mut ever = 0u32;
    for history in 0..1_000_000u64 {
        let (mut ours, mut theirs) = (Ring::default(), Icinga::default());
        // From calm to wild, so that the thresholds are crossed both ways.
        let share = history % 100;
        let length = 20 + dice.next() % 30;
        for turn in 0..length {
            let changed = dice.next() % 100 < if turn > length / 2 { 100 - share } else { share };
            let (next, happened) = ours.turn(changed);
            let verdict = theirs.turn(changed);
            assert_eq!(next.is_flapping(), verdict, "history {history}, turn {turn}");
            let crossed = (ours.is_flapping(), next.is_flapping());
            assert_eq!(happened.is_some(), crossed.0 != crossed.1);
            ever += u32::from(happened == Some(Turn::Ends));
            ours = next;
        }
    }
    assert!(ever > 1_000, "because histories that never flap prove little: {ever}");
}

#[test]
fn the_newest_turn_weighs_most() {
    let (first, _) = Ring::default().turn(true);
    assert!((first.percent() - 5.9).abs() < 1e-9, "because 1.18 of 20 is 5.9 %");
    let mut ring = first;
    for _ in 0..19 {
        ring = ring.turn(false).0;
    }
    assert!((ring.percent() - 4.0).abs() < 1e-9, "because 0.8 of 20 is 4 %");
    assert!(ring.turn(false).0.is_still());
}
