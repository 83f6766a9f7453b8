import { expect, it } from 'vitest';
import { dayOf, windowOf } from './period';

const now = new Date(2026, 10, 21, 15, 30).getTime();
const none = { from: '', until: '' };

it('goes back by whole hours for the last hours and days', () => {
  expect(windowOf('day', none, now)).toEqual({ from: now - 86_400_000, until: now });
  expect(windowOf('week', none, now)).toEqual({ from: now - 7 * 86_400_000, until: now });
});

it('begins this month at its first midnight', () => {
  expect(windowOf('calendar_month', none, now)).toEqual({
    from: new Date(2026, 10, 1).getTime(),
    until: now,
  });
});

it('takes whole days and never the future', () => {
  expect(windowOf('custom', { from: '2026-11-01', until: '2026-11-02' }, now)).toEqual({
    from: new Date(2026, 10, 1).getTime(),
    until: new Date(2026, 10, 3).getTime(),
  });
  expect(
    windowOf('custom', { from: '2026-11-01', until: '2026-12-31' }, now),
    'because what has not happened cannot be reported',
  ).toEqual({ from: new Date(2026, 10, 1).getTime(), until: now });
});

it('says what is wrong with the days', () => {
  expect(windowOf('custom', none, now)).toBe('no_date');
  expect(windowOf('custom', { from: '2026-02-30', until: '2026-03-01' }, now)).toBe('no_date');
  expect(windowOf('custom', { from: '2026-11-03', until: '2026-11-02' }, now)).toBe('out_of_order');
  expect(windowOf('custom', { from: '2027-01-01', until: '2027-01-02' }, now)).toBe('in_future');
});

it('names days in the zone of this PC', () => {
  expect(dayOf(now)).toBe('2026-11-21');
});
