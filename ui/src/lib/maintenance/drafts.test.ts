import { describe, expect, it } from 'vitest';
import type { MaintenanceWindow, Schedule } from '../ipc/bindings';
import { draftOf, endedNow, fromNow, isOver, windowOf } from './drafts';

const HOUR = 3_600_000;
const now = new Date(2026, 10, 22, 10, 0).getTime();
const made = (schedule: Schedule, begun: number | null = null): MaintenanceWindow => ({
  id: 7,
  name: 'Firmware',
  scope: { scope: 'groups', of: [2, 3] },
  schedule,
  by: 'Sato',
  made: 0,
  begun,
});
const every: Schedule[] = [
  { when: 'once', from: now, until: now + HOUR },
  { when: 'weekly', days: ['tue', 'thu'], at: '22:30', lasts: 90 * 60_000 },
  { when: 'monthly', day: 0, at: '01:00', lasts: 4 * HOUR },
  { when: 'cron', cron: '*/15 3 * * 1', lasts: 10 * 60_000 },
  { when: 'flexible', from: now, until: now + 24 * HOUR, lasts: HOUR },
];

describe('the editor', () => {
  it.each(every)('gives back a window as it was: $when', (schedule) => {
    expect(windowOf(draftOf(made(schedule), now), now)).toEqual(made(schedule));
  });

  it('keeps what was typed when the kind changes', () => {
    const draft = {
      ...draftOf(made(every[1] as Schedule), now),
      when: 'monthly' as const,
      day: 15,
    };
    expect(windowOf(draft, now).schedule).toEqual({
      when: 'monthly',
      day: 15,
      at: '22:30',
      lasts: 90 * 60_000,
    });
  });

  it('begins anew with two hours from the next half hour', () => {
    const { schedule } = windowOf(draftOf(null, now + 60_000), now);
    expect(schedule).toEqual({ when: 'once', from: now + HOUR / 2, until: now + 2.5 * HOUR });
  });

  it('never sends what the wire cannot carry', () => {
    const draft = { ...draftOf(null, now), when: 'monthly' as const, day: -3.5, lasts: NaN };
    expect(windowOf(draft, now).schedule).toMatchObject({ day: 0, lasts: 0 });
  });
});

describe('a window', () => {
  it('is over when it will never be on again', () => {
    expect(isOver(made(every[0] as Schedule), now + HOUR)).toBe(true);
    expect(isOver(made(every[1] as Schedule), now + 1e12), 'because it recurs').toBe(false);
    const flexible = every[4] as Schedule;
    expect(isOver(made(flexible), now + 25 * HOUR), 'because nothing happened').toBe(true);
    expect(isOver(made(flexible, now + 24 * HOUR), now + 24.5 * HOUR)).toBe(false);
  });

  it('can be ended now if it is on once, not if it recurs', () => {
    const ended = endedNow(made(every[0] as Schedule), now + 60_000);
    expect(ended?.schedule).toEqual({ when: 'once', from: now, until: now + 60_000 });
    expect(endedNow(made(every[1] as Schedule), now)).toBeNull();
    const flexible = endedNow(made(every[4] as Schedule, now), now + 120_000);
    expect(flexible?.schedule).toMatchObject({ lasts: 120_000 });
  });

  it('from now on covers exactly these nodes', () => {
    expect(fromNow([4, 5], 'Cables', now, now + HOUR)).toMatchObject({
      id: 0,
      scope: { scope: 'nodes', of: [4, 5] },
      schedule: { when: 'once', from: now, until: now + HOUR },
    });
  });
});
