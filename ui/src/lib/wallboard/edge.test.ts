import { expect, test } from 'vitest';

import { edge } from './edge';

test('all cells fit, and none could be larger', () => {
  for (const [count, width, height] of [
    [5, 800, 300],
    [60, 800, 300],
    [300, 800, 300],
    [5000, 640, 200],
  ] as const) {
    const fits = (size: number) => Math.floor(width / size) * Math.floor(height / size) >= count;
    const size = edge(count, width, height);
    expect(fits(size), `because ${count} have to be seen`).toBe(true);
    expect(size === 72 || !fits(size + 1), 'because it is read from afar').toBe(true);
  }
});

test('a box that has no room yet has no cells', () => {
  expect(edge(60, 0, 0)).toBe(0);
});
