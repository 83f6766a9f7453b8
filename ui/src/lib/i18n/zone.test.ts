import { afterEach, expect, it } from 'vitest';
import { stampOf } from '../parts/when';
import { windowOf } from '../reports/period';
import { clock, date, dateTime } from './format';
import { stampAt, wallOf, zone } from './zone.svelte';

const HOUR = 3_600_000;

afterEach(() => zone.set(null));

it('tells times on the clock of the site, wherever this PC stands', () => {
  const at = Date.UTC(2026, 10, 23, 0, 30);
  zone.set('Asia/Tokyo');
  expect(dateTime(at)).toBe('2026-11-23 09:30:00');
  expect(wallOf(at).weekday, 'because it is Monday').toBe(1);
  zone.set('America/New_York');
  expect([date(at), clock(at)], 'because it is Sunday evening there').toEqual([
    '2026-11-22',
    '19:30',
  ]);
});

it('has days of 23 and of 25 hours', () => {
  zone.set('Europe/Berlin');
  for (const [month, day, hours] of [
    [3, 28, 23],
    [10, 31, 25],
    [11, 1, 24],
  ] as const) {
    const whole = stampAt(2027, month, day + 1) - stampAt(2027, month, day);
    expect(whole / HOUR, `because ${month}-${day} has so many`).toBe(hours);
  }
  const now = Date.UTC(2027, 11, 1);
  const days = { from: '2027-10-31', until: '2027-10-31' };
  const window = windowOf('custom', days, now);
  expect(typeof window === 'string' ? 0 : (window.until - window.from) / HOUR).toBe(25);
});

it('takes a time that is skipped as much later, and one that comes twice as the first', () => {
  zone.set('Europe/Berlin');
  const skipped = stampAt(2027, 3, 28, 150);
  expect(clock(skipped)).toBe('03:30');
  const twice = stampAt(2027, 10, 31, 150);
  expect(new Date(twice).toISOString(), 'because summer time still holds').toBe(
    '2027-10-31T00:30:00.000Z',
  );
  expect(clock(twice + HOUR), 'because the clock shows it again').toBe('02:30');
});

it('reads typed times on the clock of the site', () => {
  zone.set('Asia/Tokyo');
  const now = Date.UTC(2026, 10, 22, 12);
  expect(stampOf('2026-11-23 09:00', now)).toBe(Date.UTC(2026, 10, 23, 0));
  expect(stampOf('20:00', now), 'because it is 21:00 in Tokyo').toBe(Date.UTC(2026, 10, 23, 11));
  expect(stampOf('2026-06-31 09:00', now)).toBeNull();
});

it('leaves the clock to this PC where a zone is unknown', () => {
  const at = Date.UTC(2026, 10, 23);
  const own = dateTime(at);
  zone.set('Mars/Olympus');
  expect(dateTime(at)).toBe(own);
});
