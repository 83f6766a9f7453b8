//! How quick somebody is at a given moment: the same for the servers and for the told past, so
//! that graphs go on where the past ends.

use hinomi_model::Stamp;

/// How quick a server is.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Temper {
    /// About so many ms.
    pub base: f64,
    /// Makes everybody different.
    pub seed: u64,
}

impl Temper {
    /// Milliseconds an answer takes at this moment: busier by day, with a little noise and rare spikes.
    pub fn at(self, at: Stamp) -> f64 {
        let hour = at.0.rem_euclid(86_400_000) as f64 / 3_600_000.0;
        // Japan's afternoon, 05:00 UTC, is the busiest.
        let day = 1.0 + 0.35 * ((hour - 5.0) / 24.0 * std::f64::consts::TAU).cos();
        let noise = chance(self.seed ^ (at.0 / 1_000) as u64);
        let spike = if noise > 0.985 { 1.8 } else { 1.0 };
        self.base * day * (0.85 + 0.3 * noise) * spike
    }

    /// Milliseconds a packet takes on loopback.
    pub fn packet(self, at: Stamp) -> f64 {
        0.08 + 0.09 * chance(self.seed.rotate_left(17) ^ (at.0 / 1_000) as u64)
    }
}

/// A number from 0 to 1 that looks like chance (splitmix64) and is always the same.
pub fn chance(seed: u64) -> f64 {
    let mut z = seed.wrapping_add(0x9E37_79B9_7F4A_7C15);
    z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    ((z ^ (z >> 31)) >> 11) as f64 / (1u64 << 53) as f64
}
