// The stretch of time the graphs of a page share, and the moment under the pointer.

import type { Span, Stamp } from '../ipc/bindings';
import type { Interval } from './data';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

export const PRESETS = {
  '15min': 15 * MINUTE,
  '1h': HOUR,
  '6h': 6 * HOUR,
  '24h': DAY,
  '7d': 7 * DAY,
  '30d': 30 * DAY,
} as const;

export type Preset = keyof typeof PRESETS;

/** Narrower than this there is nothing to see. */
const LEAST: Span = 10_000;

let made = 0;

export class TimeRange {
  /** Names the graphs that share a cursor. */
  readonly key = `range-${++made}`;
  preset = $state<Preset>('1h');
  /** Set while a person looks at a stretch that does not follow the clock. */
  fixed = $state.raw<Interval | null>(null);

  constructor(preset: Preset = '1h') {
    this.preset = preset;
  }

  get live(): boolean {
    return this.fixed === null;
  }

  window(now: Stamp): Interval {
    return this.fixed ?? { from: now - PRESETS[this.preset], until: now };
  }

  choose(preset: Preset): void {
    this.preset = preset;
    this.fixed = null;
  }

  zoom(from: Stamp, until: Stamp): void {
    if (until - from >= LEAST) this.fixed = { from, until };
  }

  /** Half a window back or on; at the present it follows the clock again. */
  shift(by: -1 | 1, now: Stamp): void {
    const { from, until } = this.window(now);
    const step = ((until - from) / 2) * by;
    if (until + step < now) this.fixed = { from: from + step, until: until + step };
    else this.reset();
  }

  reset(): void {
    this.fixed = null;
  }
}
