import { describe, expect, it } from 'vitest';

import {
  age,
  bytes,
  clock,
  count,
  date,
  digits,
  duration,
  durationWithin,
  milliseconds,
  moment,
  percent,
  roughly,
} from './format';

const S = 1000;
const MIN = 60 * S;
const H = 60 * MIN;
const D = 24 * H;
const at = new Date(2026, 10, 21, 9, 5, 7).getTime();

describe('durations', () => {
  it('say the two greatest units', () => {
    expect(duration(220 * S, 'en')).toBe('3 min 40 s');
    expect(duration(2 * H + 5 * MIN + 9 * S, 'en')).toBe('2 h 5 min');
    expect(duration(3 * D, 'en')).toBe('3 d');
    expect(duration(220 * S, 'ja')).toBe('3分40秒');
    expect(duration(0, 'en')).toBe('0 s');
  });

  it('carry their error bar, and know no more than it allows', () => {
    expect(durationWithin(220 * S, 20 * S, 'en')).toBe('3 min 40 s ± 20 s');
    expect(durationWithin(220 * S, MIN, 'en'), 'because seconds are not known').toBe(
      '3 min ± 1 min',
    );
    expect(durationWithin(220 * S, 0, 'en')).toBe('3 min 40 s');
  });

  it('say ages in one unit, so that they do not flicker', () => {
    expect(age(at, at + 12 * S, 'en')).toBe('12 s ago');
    expect(age(at, at + 59 * MIN + 59 * S, 'en')).toBe('59 min ago');
    expect(age(at, at + 3 * H, 'ja')).toBe('3時間前');
    expect(age(at, at - 5 * S, 'en'), 'because clocks may disagree a little').toBe('just now');
    expect(roughly(90 * MIN, 'en')).toBe('1 h');
  });
});

describe('moments', () => {
  it('are ISO and have 24 hours', () => {
    expect(date(at)).toBe('2026-11-21');
    expect(clock(at)).toBe('09:05');
  });

  it('are as short as can be without doubt', () => {
    expect(moment(at, at + 5 * MIN)).toBe('09:05');
    expect(moment(at, at + D)).toBe('11-21 09:05');
    expect(moment(at, at + 60 * D)).toBe('2026-11-21 09:05');
  });
});

describe('numbers', () => {
  it('keep three digits that matter', () => {
    expect([0.426, 12.34, 345.6, 0].map(digits)).toEqual(['0.43', '12.3', '346', '0']);
    expect(milliseconds(1240, 'en')).toBe('1.24 s');
    expect(milliseconds(0.4, 'en')).toBe('0.40 ms');
  });

  it('never round a loss away to 100 %', () => {
    expect(percent(1)).toBe('100 %');
    expect(percent(0.999999)).toBe('99.99 %');
    expect(percent(0.998)).toBe('99.80 %');
    expect(percent(0)).toBe('0 %');
  });

  it('are grouped and scaled without asking the page for its language', () => {
    expect(count(65534)).toBe('65\u202f534');
    expect(bytes(14_400_000)).toBe('14.4 MB');
    expect(bytes(999)).toBe('999 B');
  });
});
