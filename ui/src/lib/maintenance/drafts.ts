// What the maintenance editor begins with, and how what is typed becomes a window. Pure.

import type { MaintenanceWindow, Schedule, Scope, Stamp, Weekday } from '../ipc/bindings';
import { fieldTime, stampOf } from '../parts/when';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

/** Everything the form holds, whichever kind is chosen: changing the kind loses nothing. */
export interface Draft {
  id: number;
  name: string;
  by: string;
  scope: Scope['scope'];
  groups: readonly number[];
  nodes: readonly number[];
  checks: readonly number[];
  when: Schedule['when'];
  from: string;
  until: string;
  days: Weekday[];
  at: string;
  day: number;
  cron: string;
  lasts: number;
  unit: 'minutes' | 'hours';
}

export function draftOf(window: MaintenanceWindow | null, now: Stamp): Draft {
  const begin = Math.ceil(now / (30 * MINUTE)) * 30 * MINUTE;
  const draft: Draft = {
    id: 0,
    name: '',
    by: '',
    scope: 'nodes',
    groups: [],
    nodes: [],
    checks: [],
    when: 'once',
    from: fieldTime(begin),
    until: fieldTime(begin + 2 * HOUR),
    days: ['sun'],
    at: '02:00',
    day: 1,
    cron: '0 2 * * 1-5',
    lasts: 2,
    unit: 'hours',
  };
  if (window === null) return draft;
  const { id, name, by, scope, schedule } = window;
  Object.assign(draft, { id, name, by, scope: scope.scope, when: schedule.when });
  if (scope.scope !== 'site') draft[scope.scope] = scope.of;
  if ('from' in schedule) {
    draft.from = fieldTime(schedule.from);
    draft.until = fieldTime(schedule.until);
  }
  if ('lasts' in schedule) {
    const whole = schedule.lasts % HOUR === 0;
    draft.unit = whole ? 'hours' : 'minutes';
    draft.lasts = schedule.lasts / (whole ? HOUR : MINUTE);
  }
  if ('at' in schedule) draft.at = schedule.at;
  if (schedule.when === 'weekly') draft.days = schedule.days;
  if (schedule.when === 'monthly') draft.day = schedule.day;
  if (schedule.when === 'cron') draft.cron = schedule.cron;
  return draft;
}

/** What cannot be read as a moment is 0: the answer then says what is wrong. */
const moment = (text: string, now: Stamp): Stamp => stampOf(text, now) ?? 0;

function scheduleOf(draft: Draft, now: Stamp): Schedule {
  const { at, cron, day, days } = draft;
  const each = draft.unit === 'hours' ? HOUR : MINUTE;
  const lasts = Math.round((Number.isFinite(draft.lasts) ? draft.lasts : 0) * each);
  const [from, until] = [moment(draft.from, now), moment(draft.until, now)];
  switch (draft.when) {
    case 'once':
      return { when: 'once', from, until };
    case 'weekly':
      return { when: 'weekly', days: [...days], at, lasts };
    case 'monthly':
      // Beyond what the wire can carry nobody could say what is wrong.
      return { when: 'monthly', day: Math.min(255, Math.max(0, Math.trunc(day))), at, lasts };
    case 'cron':
      return { when: 'cron', cron: cron.trim(), lasts };
    case 'flexible':
      return { when: 'flexible', from, until, lasts };
  }
}

export function windowOf(draft: Draft, now: Stamp): MaintenanceWindow {
  const { id, by, scope } = draft;
  const name = draft.name.trim();
  const where: Scope = scope === 'site' ? { scope } : { scope, of: [...draft[scope]] };
  return { id, name, by, scope: where, schedule: scheduleOf(draft, now), made: 0, begun: null };
}

/** A window for these nodes from now on. */
export function fromNow(
  nodes: readonly number[],
  name: string,
  now: Stamp,
  until: Stamp,
): MaintenanceWindow {
  const schedule: Schedule = { when: 'once', from: now, until };
  const scope: Scope = { scope: 'nodes', of: [...nodes] };
  return { id: 0, name, by: '', scope, schedule, made: 0, begun: null };
}

/** Will it never be on again? */
export function isOver(window: MaintenanceWindow, now: Stamp): boolean {
  const { schedule, begun } = window;
  if (schedule.when === 'once') return schedule.until <= now;
  if (schedule.when !== 'flexible') return false;
  return begun === null ? schedule.until <= now : begun + schedule.lasts <= now;
}

/** The same, but over now; null if it will be on again and cannot be ended alone. */
export function endedNow(window: MaintenanceWindow, now: Stamp): MaintenanceWindow | null {
  const { schedule, begun } = window;
  if (schedule.when === 'once' && schedule.from < now) {
    return { ...window, schedule: { ...schedule, until: now } };
  }
  if (schedule.when === 'flexible' && begun !== null) {
    const lasts = Math.max(MINUTE, now - begun);
    return { ...window, schedule: { ...schedule, lasts } };
  }
  return null;
}
