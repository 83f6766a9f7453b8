import { describe, expect, it } from 'vitest';
import { fieldTime, stampOf } from './when';

const now = new Date(2026, 10, 22, 10, 30).getTime();
const at = (...parts: [number, number, number, number, number]) => new Date(...parts).getTime();

describe('a moment as it is typed', () => {
  it('comes back as it was written', () => {
    expect(fieldTime(now)).toBe('2026-11-22 10:30');
    expect(stampOf(fieldTime(now), now)).toBe(now);
  });

  it('may leave out the year, or the day', () => {
    expect(stampOf('11/23 2:05', now)).toBe(at(2026, 10, 23, 2, 5));
    expect(stampOf('22:00', now)).toBe(at(2026, 10, 22, 22, 0));
    expect(stampOf('９：００', now), 'because nine has passed today').toBe(at(2026, 10, 23, 9, 0));
  });

  it('is none if there is no such day or time', () => {
    for (const text of ['', 'soon', '2026-06-31 10:00', '2026-11-22 25:00', '2026-11-22']) {
      expect(stampOf(text, now), text).toBeNull();
    }
  });
});
