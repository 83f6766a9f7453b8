/** The period of a report, from what a person picked. Pure; stamps are those of the vantage. */
import { date } from '../i18n/format';
import { stampAt, wallOf } from '../i18n/zone.svelte';
import type { Stamp, Window } from '../ipc/bindings';

export type Period = 'day' | 'week' | 'month' | 'calendar_month' | 'custom';
export const PERIODS: readonly Period[] = ['day', 'week', 'month', 'calendar_month', 'custom'];

/** Days as `2026-11-21` in the site's zone; both are whole days of the period. */
export interface Days {
  from: string;
  until: string;
}

export type Wrong = 'no_date' | 'out_of_order' | 'in_future';

const HOUR = 3_600_000;

/** The beginning of a day, or of the one after it; null if there is no such day. */
function midnight(day: string, later = 0): Stamp | null {
  const found = /^(\d{4})-(\d{2})-(\d{2})$/.exec(day);
  if (!found) return null;
  const [year, month, of] = [Number(found[1]), Number(found[2]), Number(found[3])];
  return date(stampAt(year, month, of, 720)) === day ? stampAt(year, month, of + later) : null;
}

/** A stamp's day in the site's zone. */
export function dayOf(at: Stamp): string {
  return date(at);
}

export function windowOf(period: Period, days: Days, now: Stamp): Window | Wrong {
  const back = (hours: number): Window => ({ from: now - hours * HOUR, until: now });
  switch (period) {
    case 'day':
      return back(24);
    case 'week':
      return back(7 * 24);
    case 'month':
      return back(30 * 24);
    case 'calendar_month': {
      const today = wallOf(now);
      return { from: stampAt(today.year, today.month, 1), until: now };
    }
    case 'custom': {
      // By calendar and not by 24 hours: days on which clocks change are longer or shorter.
      const [from, end] = [midnight(days.from), midnight(days.until, 1)];
      if (from === null || end === null) return 'no_date';
      if (end <= from) return 'out_of_order';
      if (from > now) return 'in_future';
      return { from, until: Math.min(end, now) };
    }
  }
}

export function isWrong(window: Window | Wrong): window is Wrong {
  return typeof window === 'string';
}
