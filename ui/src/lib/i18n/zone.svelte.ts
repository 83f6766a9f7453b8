// The site's zone: every time a person reads or types is on its clock, wherever this PC stands.
// Without one (no site yet, or a page on its own) the clock is this PC's.

import type { Stamp } from '../ipc/bindings';

/** What the clock on the wall shows. */
export interface Wall {
  year: number;
  /** 1 to 12. */
  month: number;
  day: number;
  hour: number;
  minute: number;
  second: number;
  /** 0 is Sunday. */
  weekday: number;
}

const QUARTER = 900_000;
const DAY = 86_400_000;
/** Offsets remembered; a graph of a year by the hour has fewer. */
const MOST = 20_000;

let name = $state<string | null>(null);
let parts: Intl.DateTimeFormat | null = null;
const offsets = new Map<number, number>();

function formatFor(zone: string | null): Intl.DateTimeFormat | null {
  if (zone === null) return null;
  try {
    return new Intl.DateTimeFormat('en-US', {
      timeZone: zone,
      calendar: 'iso8601',
      hourCycle: 'h23',
      year: 'numeric',
      month: 'numeric',
      day: 'numeric',
      hour: 'numeric',
      minute: 'numeric',
      second: 'numeric',
    });
  } catch {
    // A name this page does not know; the engine takes this PC's zone then, too.
    return null;
  }
}

export const zone = {
  /** Its name in the tz database; null is this PC's. */
  get name(): string | null {
    return name;
  },
  /** Tells times in this zone from now on. */
  set(next: string | null): void {
    if (next === name) return;
    parts = formatFor(next);
    offsets.clear();
    name = next;
  },
};

/** How far the clock on the wall is ahead of UTC, ms. Zones change at full quarters of an hour. */
function offset(at: Stamp): number {
  const here = name === null || parts === null ? null : parts;
  if (here === null) return -new Date(at).getTimezoneOffset() * 60_000;
  const quarter = Math.floor(at / QUARTER);
  const known = offsets.get(quarter);
  if (known !== undefined) return known;
  const found = new Map(here.formatToParts(quarter * QUARTER).map((p) => [p.type, p.value]));
  const of = (part: Intl.DateTimeFormatPartTypes): number => Number(found.get(part));
  const wall = Date.UTC(
    of('year'),
    of('month') - 1,
    of('day'),
    of('hour'),
    of('minute'),
    of('second'),
  );
  const ahead = wall - quarter * QUARTER;
  if (offsets.size >= MOST) offsets.clear();
  offsets.set(quarter, ahead);
  return ahead;
}

/** What the clock on the wall shows then. */
export function wallOf(at: Stamp): Wall {
  const wall = new Date(at + offset(at));
  return {
    year: wall.getUTCFullYear(),
    month: wall.getUTCMonth() + 1,
    day: wall.getUTCDate(),
    hour: wall.getUTCHours(),
    minute: wall.getUTCMinutes(),
    second: wall.getUTCSeconds(),
    weekday: wall.getUTCDay(),
  };
}

/**
 * When the clock on the wall shows that. Days and minutes may run over, as the 32nd of a month. A
 * time that a change to summer time skips is taken as much later; one that comes twice is the first.
 */
export function stampAt(year: number, month: number, day: number, minutes = 0): Stamp {
  const wall = Date.UTC(year, month - 1, day, 0, minutes);
  const before = wall - offset(wall - DAY);
  const after = wall - offset(wall + DAY);
  const fits = (at: Stamp): boolean => at + offset(at) === wall;
  return !fits(before) && fits(after) ? after : before;
}
