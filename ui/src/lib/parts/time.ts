// Times of day as people type them.

import type { TimeOfDay } from '../ipc/bindings';

/** `22:00` from `22:00`, `7:05`, `2200`, `905`, `7`, `７時`; null if it is no time of day. */
export function timeOfDay(text: string): TimeOfDay | null {
  const plain = text
    .normalize('NFKC')
    .trim()
    .replace(/時(半)?/, (_, half) => (half ? ':30' : ':'))
    .replace(/分$/, '')
    .replace(/:$/, '');
  const found = /^(\d{1,2})(?:[:.](\d{1,2}))?$/.exec(plain) ?? /^(\d{1,2})(\d{2})$/.exec(plain);
  if (!found) return null;
  const [hour, minute] = [Number(found[1]), Number(found[2] ?? 0)];
  if (hour > 23 || minute > 59) return null;
  return `${String(hour).padStart(2, '0')}:${String(minute).padStart(2, '0')}`;
}

/** Minutes since midnight. */
export function minutesOf(time: TimeOfDay): number {
  const [hour = '0', minute = '0'] = time.split(':');
  return Number(hour) * 60 + Number(minute);
}
