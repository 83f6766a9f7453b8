// The last 24 hours as a strip. Pure geometry: shares of the width.

import { wallOf } from '../i18n/zone.svelte';
import type { Gap, Incident, Stamp } from '../ipc/bindings';

export const DAY = 86_400_000;
const HOUR = 3_600_000;

/** Rows in which overlapping incidents stand; more than that share the last. */
export const LANES = 3;

export interface Bar<T> {
  what: T;
  /** 0…1 */
  left: number;
  /** 0…1 */
  width: number;
  lane: number;
}

interface Strip {
  from: Stamp;
  until: Stamp;
}

function bar<T>(what: T, from: Stamp, until: Stamp, strip: Strip, lane = 0): Bar<T> {
  const whole = strip.until - strip.from;
  const left = Math.max(0, (from - strip.from) / whole);
  const right = Math.min(1, (until - strip.from) / whole);
  return { what, left, width: Math.max(0, right - left), lane };
}

export function gapBars(gaps: readonly Gap[], strip: Strip): Bar<Gap>[] {
  return gaps
    .filter((g) => (g.until ?? strip.until) > strip.from && g.from < strip.until)
    .map((g) => bar(g, g.from, g.until ?? strip.until, strip));
}

export function bandBars<T extends { from: Stamp; until: Stamp }>(
  bands: readonly T[],
  strip: Strip,
): Bar<T>[] {
  return bands.map((band) => bar(band, band.from, band.until, strip));
}

/** Each incident in the first lane that is free; shown at least as wide as it can be hit. */
export function incidentBars(
  incidents: Iterable<Incident>,
  strip: Strip,
  least: number,
): Bar<Incident>[] {
  const free: number[] = Array.from({ length: LANES }, () => 0);
  return [...incidents]
    .filter((i) => (i.resolved?.ended ?? strip.until) > strip.from && i.started < strip.until)
    .sort((a, b) => a.started - b.started)
    .map((i) => {
      const b = bar(i, i.started, i.resolved?.ended ?? strip.until, strip);
      const lane = free.findIndex((end) => end <= b.left);
      b.lane = lane < 0 ? LANES - 1 : lane;
      b.width = Math.min(1 - b.left, Math.max(least, b.width));
      free[b.lane] = b.left + b.width + least / 2;
      return b;
    });
}

/** The full hours worth a label: every third, on the site's clock. */
export function ticks(strip: Strip): { at: Stamp; left: number }[] {
  const { minute, second } = wallOf(strip.from);
  const first = strip.from - (strip.from % 1000) - (minute * 60 + second) * 1000;
  const out: { at: Stamp; left: number }[] = [];
  for (let at = first; at <= strip.until; at += HOUR) {
    if (at < strip.from || wallOf(at).hour % 3 !== 0) continue;
    const left = (at - strip.from) / (strip.until - strip.from);
    // A label begins at its hour: at the very end there is no room for it.
    if (left < 0.96) out.push({ at, left });
  }
  return out;
}
