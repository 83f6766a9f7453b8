import { expect, test } from 'vitest';

import type { MaintenanceWindow, WindowView } from '../ipc/bindings';
import { bandsOf } from './bands.svelte';

const window: MaintenanceWindow = {
  id: 3,
  name: 'updates',
  scope: { scope: 'site' },
  schedule: { when: 'weekly', days: ['sun'], at: '02:00', lasts: 100 },
  by: 'Sato',
  made: 1000,
  begun: null,
};
const windows = new Map<number, WindowView>([[3, { window, on: false }]]);
const between = (from: number, until: number) =>
  bandsOf([{ window: 3, from, until }], windows, { from: 500, until: 2000 }).map((band) => [
    band.from,
    band.until,
  ]);

test('a band begins and ends with its stretch', () => {
  expect(between(1200, 1300)).toEqual([[1200, 1300]]);
  expect(between(1900, 2400)).toEqual([[1900, 2000]]);
});

test('nothing was under maintenance before that was planned', () => {
  expect(between(600, 700)).toEqual([]);
  expect(between(900, 1100)).toEqual([[1000, 1100]]);
});

test('what was called off has no band', () => {
  expect(
    bandsOf([{ window: 4, from: 1200, until: 1300 }], windows, { from: 0, until: 2000 }),
  ).toEqual([]);
});
