// Moves cards that lie over each other apart, as little as it takes. Always in the same order, so
// that the same picture comes out.

import type { Rect } from './shape';

const ROUNDS = 120;

/** True if nothing lies over anything else, with `gap` between. */
export function areApart(cards: readonly Rect[], gap: number): boolean {
  return !pairs(cards, gap).length;
}

/** Pairs of indices that are too near. */
function pairs(cards: readonly Rect[], gap: number): [number, number][] {
  const order = cards.map((_, i) => i).toSorted((a, b) => at(cards, a).x - at(cards, b).x || a - b);
  const found: [number, number][] = [];
  order.forEach((i, k) => {
    const a = at(cards, i);
    for (let m = k + 1; m < order.length; m++) {
      const j = order[m] ?? 0;
      const b = at(cards, j);
      if (b.x >= a.x + a.w + gap) break;
      if (b.y < a.y + a.h + gap && a.y < b.y + b.h + gap) found.push(i < j ? [i, j] : [j, i]);
    }
  });
  return found;
}

const at = (cards: readonly Rect[], i: number): Rect => cards[i] ?? { x: 0, y: 0, w: 0, h: 0 };

/** Changes the corners in place. The first card stays: it is the middle. */
export function moveApart(cards: Rect[], gap: number): void {
  for (let round = 0; round < ROUNDS; round++) {
    const near = pairs(cards, gap);
    if (near.length === 0) return;
    for (const [i, j] of near) shove(at(cards, i), at(cards, j), gap, i === 0);
    // What pushes round in circles is given more room.
    if (round % 20 === 19) stretch(cards, 1.08);
  }
  while (!areApart(cards, gap)) stretch(cards, 1.1);
}

function shove(a: Rect, b: Rect, gap: number, fixed: boolean): void {
  const [dx, dy] = [b.x + b.w / 2 - a.x - a.w / 2, b.y + b.h / 2 - a.y - a.h / 2];
  const over = {
    x: (a.w + b.w) / 2 + gap - Math.abs(dx),
    y: (a.h + b.h) / 2 + gap - Math.abs(dy),
  };
  if (over.x <= 0 || over.y <= 0) return;
  const axis = over.x < over.y ? 'x' : 'y';
  const sign = (axis === 'x' ? dx : dy) < 0 ? -1 : 1;
  const by = over[axis] + 0.5;
  a[axis] -= fixed ? 0 : (sign * by) / 2;
  b[axis] += fixed ? sign * by : (sign * by) / 2;
}

function stretch(cards: readonly Rect[], by: number): void {
  const zero = at(cards, 0);
  const [cx, cy] = [zero.x + zero.w / 2, zero.y + zero.h / 2];
  for (const c of cards) {
    c.x = cx + (c.x + c.w / 2 - cx) * by - c.w / 2;
    c.y = cy + (c.y + c.h / 2 - cy) * by - c.h / 2;
  }
}
