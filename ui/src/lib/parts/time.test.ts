import { expect, it } from 'vitest';
import { minutesOf, timeOfDay } from './time';

it('reads times of day as people type them', () => {
  const read: [string, string | null][] = [
    ['22:00', '22:00'],
    ['7:05', '07:05'],
    ['2200', '22:00'],
    ['905', '09:05'],
    ['9', '09:00'],
    ['９：３０', '09:30'],
    ['7時', '07:00'],
    ['7時半', '07:30'],
    ['24:00', null],
    ['12:60', null],
    ['noon', null],
    ['', null],
  ];
  for (const [text, time] of read) expect(timeOfDay(text), text).toBe(time);
  expect(minutesOf('22:30')).toBe(1350);
});
