// Moments as people type them: `2026-11-22 02:00` in this PC's zone, to the minute.

import type { Stamp } from '../ipc/bindings';
import { minutesOf, timeOfDay } from './time';

const two = (n: number): string => String(n).padStart(2, '0');

/** `2026-11-22 02:00` */
export function fieldTime(at: Stamp): string {
  const d = new Date(at);
  const day = `${d.getFullYear()}-${two(d.getMonth() + 1)}-${two(d.getDate())}`;
  return `${day} ${two(d.getHours())}:${two(d.getMinutes())}`;
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
  const today = new Date(now);
  const [, year, month, day] = found;
  if (month === undefined) {
    today.setHours(0, minutes, 0, 0);
    if (today.getTime() <= now) today.setDate(today.getDate() + 1);
    return today.getTime();
  }
  const at = new Date(
    Number(year ?? today.getFullYear()),
    Number(month) - 1,
    Number(day),
    0,
    minutes,
  );
  // The 31st of June is not the 1st of July.
  return at.getMonth() === Number(month) - 1 && at.getDate() === Number(day) ? at.getTime() : null;
}
