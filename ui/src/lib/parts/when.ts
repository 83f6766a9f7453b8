// Moments as a `datetime-local` box has them: this PC's clock, to the minute.

import type { Stamp } from '../ipc/bindings';

const two = (n: number): string => String(n).padStart(2, '0');

/** `2026-11-22T02:00` */
export function fieldTime(at: Stamp): string {
  const d = new Date(at);
  const day = `${d.getFullYear()}-${two(d.getMonth() + 1)}-${two(d.getDate())}`;
  return `${day}T${two(d.getHours())}:${two(d.getMinutes())}`;
}

/** Null if it is no moment. */
export function stampOf(text: string): Stamp | null {
  const at = new Date(text).getTime();
  return Number.isFinite(at) ? at : null;
}
