import { expect, it } from 'vitest';
import { everything, moved, NONE, pruned, reached, stood, toggled } from './selection';

const order = [10, 20, 30, 40];
const list = (set: ReadonlySet<number>) => [...set];

it('walks with j and k and stops at the ends', () => {
  let at = moved(NONE, order, 1, false);
  expect(at.cursor).toBe(10);
  at = moved(at, order, -1, false);
  expect(at.cursor, 'because there is nothing above the first').toBe(10);
  at = moved(at, order, 99, false);
  expect(at.cursor).toBe(40);
  expect(at.chosen.size, 'because walking chooses nothing').toBe(0);
});

it('chooses a stretch with shift from where it began', () => {
  let at = moved(stood(NONE, 20), order, 1, true);
  at = moved(at, order, 1, true);
  expect(list(at.chosen)).toEqual([20, 30, 40]);
  expect(list(reached(stood(NONE, 30), order, 10).chosen)).toEqual([10, 20, 30]);
});

it('chooses and lets go with space, keeping the others', () => {
  const at = toggled(toggled(toggled(NONE, 10), 30), 10);
  expect(list(at.chosen)).toEqual([30]);
  expect(at.cursor).toBe(10);
});

it('chooses all, then none', () => {
  const all = everything(NONE, order);
  expect(all.chosen.size).toBe(4);
  expect(everything(all, order).chosen.size).toBe(0);
});

it('forgets rows that are gone and nothing else', () => {
  const at = toggled(toggled(NONE, 10), 20);
  expect(
    pruned(at, () => true),
    'because nothing changed',
  ).toBe(at);
  const left = pruned(at, (id) => id !== 20);
  expect(list(left.chosen)).toEqual([10]);
  expect(left.cursor).toBeNull();
});

it('begins at the end when walking up from nowhere', () => {
  expect(moved(NONE, order, -1, false).cursor).toBe(40);
  expect(moved(NONE, [], 1, false)).toBe(NONE);
});
