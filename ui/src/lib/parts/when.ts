// Moments as people type them: `2026-11-22 02:00` in the site's zone, to the minute.

import { clock, date } from '../i18n/format';
import { stampAt, wallOf } from '../i18n/zone.svelte';
import type { Stamp } from '../ipc/bindings';
import { minutesOf, timeOfDay } from './time';

/** `2026-11-22 02:00` */
export function fieldTime(at: Stamp): string {
  return `${date(at)} ${clock(at)}`;
}

/**
 * From `2026-11-22 02:00`, `11-22 02:00`, `11/22 2:00` (this year) or `02:00` (the next one); null
 * if it is no moment.
 */
export function stampOf(text: string, now: Stamp): Stamp | null {
  const plain = text.normalize('NFKC').trim().replaceAll('/', '-').replace('T', ' ');
  const found = /^(?:(?:(\d{4})-)?(\d{1,2})-(\d{1,2})\s+)?(\S+)$/.exec(plain);
  const time = timeOfDay(found?.[4] ?? '');
  if (!found || time === null) return null;
  const minutes = minutesOf(time);
  const today = wallOf(now);
  const [, year, month, day] = found;
  if (month === undefined) {
    const at = stampAt(today.year, today.month, today.day, minutes);
    return at > now ? at : stampAt(today.year, today.month, today.day + 1, minutes);
  }
  const at = stampAt(Number(year ?? today.year), Number(month), Number(day), minutes);
  const meant = wallOf(at);
  // The 31st of June is not the 1st of July.
  return meant.month === Number(month) && meant.day === Number(day) ? at : null;
}
