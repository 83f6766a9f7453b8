//! Chance that can be had again, and what it takes away.

use hinomi_discovery::links::Picture;

/// Chance, the same every time for one seed.
pub struct Dice(u64);

impl Dice {
    pub fn new(seed: u64) -> Dice {
        Dice(seed.wrapping_mul(0x9E37_79B9_7F4A_7C15) | 1)
    }

    pub fn below(&mut self, n: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 >> 11) as usize % n.max(1)
    }

    pub fn says(&mut self, per_cent: usize) -> bool {
        self.below(100) < per_cent
    }
}

/// Entries age, tables are missing, and some switches cannot be asked at all.
pub fn forget(picture: &mut Picture, dice: &mut Dice, aged: usize, deaf: usize) {
    picture.told.retain(|_| !dice.says(deaf));
    for told in &mut picture.told {
        told.forwarding.retain(|_| !dice.says(aged));
        if dice.says(10) {
            told.forwarding.clear();
        }
    }
}
