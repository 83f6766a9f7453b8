// The week of duties as it is drawn and asked. Pure. Times are those of the site's clock.

import { WEEK } from '../i18n/week';
import { wallOf as clockOf } from '../i18n/zone.svelte';
import type { Duty, Stamp, TimeOfDay, Weekday } from '../ipc/bindings';
import { minutesOf } from '../parts/time';

export const DAY = 24 * 60;

/** The part of a duty that lies on one day, in minutes of it. */
export interface Piece {
  /** Its place in the list of duties. */
  duty: number;
  from: number;
  until: number;
  /** Pieces that overlap lie in lanes beside each other. */
  lane: number;
}

/** What lies on each day from Monday, in lanes. */
export function piecesOf(duties: readonly Duty[]): Record<Weekday, Piece[]> {
  const days = Object.fromEntries(WEEK.map((day) => [day, [] as Piece[]]));
  const put = (day: Weekday | undefined, duty: number, from: number, until: number): void => {
    if (day !== undefined && from < until) days[day]?.push({ duty, from, until, lane: 0 });
  };
  for (const [n, duty] of duties.entries()) {
    const [from, until] = [minutesOf(duty.from), minutesOf(duty.until)];
    for (const day of duty.days) {
      if (from < until) put(day, n, from, until);
      else {
        put(day, n, from, DAY);
        put(WEEK[(WEEK.indexOf(day) + 1) % 7], n, 0, until);
      }
    }
  }
  for (const pieces of Object.values(days)) laid(pieces);
  return days as Record<Weekday, Piece[]>;
}

function laid(pieces: Piece[]): void {
  pieces.sort((a, b) => a.from - b.from || a.duty - b.duty);
  const ends: number[] = [];
  for (const piece of pieces) {
    const free = ends.findIndex((end) => end <= piece.from);
    piece.lane = free === -1 ? ends.length : free;
    ends[piece.lane] = piece.until;
  }
}

/** The day and minute the clock on the wall shows. */
export function wallOf(at: Stamp): { day: Weekday; minute: number } {
  const { weekday, hour, minute } = clockOf(at);
  return { day: WEEK[(weekday + 6) % 7] ?? 'mon', minute: hour * 60 + minute };
}

/** The duties that are on then, by their places in the list. */
export function onDuty(duties: readonly Duty[], at: Stamp): number[] {
  const { day, minute } = wallOf(at);
  const now = piecesOf(duties)[day].filter((p) => p.from <= minute && minute < p.until);
  return [...new Set(now.map((p) => p.duty))];
}

/** Minutes of the week in which nobody is on duty. */
export function uncovered(duties: readonly Duty[]): number {
  let alone = 0;
  for (const pieces of Object.values(piecesOf(duties))) {
    let until = 0;
    for (const piece of pieces) {
      alone += Math.max(0, piece.from - until);
      until = Math.max(until, piece.until);
    }
    alone += DAY - until;
  }
  return alone;
}

/** What a duty says about its end: it may lie on the next day. */
export function ends(from: TimeOfDay, until: TimeOfDay): 'same_day' | 'next_day' | 'whole_day' {
  if (from === until) return 'whole_day';
  return until < from ? 'next_day' : 'same_day';
}
