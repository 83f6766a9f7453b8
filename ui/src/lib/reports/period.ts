/** The period of a report, from what a person picked. Pure; stamps are those of the vantage. */
import type { Stamp, Window } from '../ipc/bindings';

export type Period = 'day' | 'week' | 'month' | 'calendar_month' | 'custom';
export const PERIODS: readonly Period[] = ['day', 'week', 'month', 'calendar_month', 'custom'];

/** Days as `2026-11-21` in this PC's zone; both are whole days of the period. */
export interface Days {
  from: string;
  until: string;
}

export type Wrong = 'no_date' | 'out_of_order' | 'in_future';

const HOUR = 3_600_000;

function midnight(day: string): Date | null {
  const found = /^(\d{4})-(\d{2})-(\d{2})$/.exec(day);
  if (!found) return null;
  const [year, month, date] = [Number(found[1]), Number(found[2]), Number(found[3])];
  const at = new Date(year, month - 1, date);
  return at.getMonth() === month - 1 && at.getDate() === date ? at : null;
}

/** A stamp's day in this PC's zone. */
export function dayOf(at: Stamp): string {
  const date = new Date(at);
  const two = (n: number) => String(n).padStart(2, '0');
  return `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`;
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
      const today = new Date(now);
      return { from: new Date(today.getFullYear(), today.getMonth(), 1).getTime(), until: now };
    }
    case 'custom': {
      const [from, last] = [midnight(days.from), midnight(days.until)];
      if (!from || !last) return 'no_date';
      if (last < from) return 'out_of_order';
      if (from.getTime() > now) return 'in_future';
      // By calendar and not by 24 hours: days on which clocks change are longer or shorter.
      const end = new Date(last.getFullYear(), last.getMonth(), last.getDate() + 1).getTime();
      return { from: from.getTime(), until: Math.min(end, now) };
    }
  }
}

export function isWrong(window: Window | Wrong): window is Wrong {
  return typeof window === 'string';
}
