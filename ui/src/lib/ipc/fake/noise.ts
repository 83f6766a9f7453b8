// Chance that is the same every time: the same check at the same moment always answers the same,
// so that a graph drawn twice is the same graph and nothing needs to be remembered.

/** 0 ≤ x < 1, from whole numbers (a Murmur3 finaliser over a mixed seed). */
export function chance(...seeds: readonly number[]): number {
  let h = 0x9e3779b9;
  for (const seed of seeds) {
    h = Math.imul(h ^ (seed | 0), 0x85ebca6b);
    h ^= h >>> 13;
    h = Math.imul(h ^ Math.floor(seed / 0x100000000), 0xc2b2ae35);
    h ^= h >>> 16;
  }
  return (h >>> 0) / 0x100000000;
}

/** Wanders smoothly within -1…1; `period` is how long a swing takes, in the unit of `at`. */
export function wander(seed: number, at: number, period: number): number {
  const x = at / period;
  const i = Math.floor(x);
  const f = x - i;
  const ease = f * f * (3 - 2 * f);
  const a = chance(seed, i) * 2 - 1;
  const b = chance(seed, i + 1) * 2 - 1;
  return a + (b - a) * ease;
}
