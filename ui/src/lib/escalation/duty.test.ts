import { describe, expect, it } from 'vitest';
import type { Duty } from '../ipc/bindings';
import { ends, onDuty, piecesOf, uncovered } from './duty';

const duty = (days: Duty['days'], from: string, until: string, contact = 1): Duty => ({
  contact,
  days,
  from,
  until,
});
/** 2026-11-16 is a Monday. */
const at = (day: number, hour: number, minute = 0): number =>
  new Date(2026, 10, day, hour, minute).getTime();

describe('the week of duties', () => {
  it('carries a night over to the next day, Sunday’s to Monday', () => {
    const pieces = piecesOf([duty(['sun'], '22:00', '06:00')]);
    expect(pieces.sun).toEqual([{ duty: 0, from: 1320, until: 1440, lane: 0 }]);
    expect(pieces.mon).toEqual([{ duty: 0, from: 0, until: 360, lane: 0 }]);
  });

  it('lays duties that overlap beside each other, and no others', () => {
    const { mon } = piecesOf([
      duty(['mon'], '09:00', '17:00'),
      duty(['mon'], '16:00', '20:00'),
      duty(['mon'], '17:00', '18:00'),
    ]);
    expect(mon.map((p) => p.lane)).toEqual([0, 1, 0]);
  });

  it('takes the same time twice for a whole day', () => {
    const day = [duty(['sat'], '08:00', '08:00')];
    expect(onDuty(day, at(21, 12))).toEqual([0]);
    expect(onDuty(day, at(22, 7, 59))).toEqual([0]);
    expect(onDuty(day, at(22, 8)), 'because the end is outside').toEqual([]);
    expect(ends('08:00', '08:00')).toBe('whole_day');
    expect(ends('22:00', '06:00')).toBe('next_day');
  });

  it('knows everybody who is on duty now', () => {
    const two = [duty(['mon'], '09:00', '17:00'), duty(['mon'], '16:00', '20:00', 2)];
    expect(onDuty(two, at(16, 16, 30))).toEqual([0, 1]);
    expect(onDuty(two, at(16, 20))).toEqual([]);
  });

  it('counts the time nobody has, overlapping duties once', () => {
    const week = 7 * 24 * 60;
    expect(uncovered([])).toBe(week);
    const both = [duty(['mon'], '00:00', '12:00'), duty(['mon'], '06:00', '12:00', 2)];
    expect(uncovered(both)).toBe(week - 720);
  });
});
