import { describe, expect, it } from 'vitest';
import { layout } from './layout';
import {
  distance,
  fit,
  hit,
  linksAt,
  met,
  metFor,
  neighbour,
  pan,
  reveal,
  shift,
  spotOf,
  toMap,
  toScreen,
  VANTAGE,
  zoomAt,
} from './view';

const picture = layout({
  nodes: [1, 2, 3, 4, 5, 6, 7, 8].map((id) => ({ id, group: id > 4 ? 1 : null })),
  groups: [{ id: 1, name: 'Servers' }],
  links: [
    { id: 1, from: null, to: 1 },
    { id: 2, from: 1, to: 2 },
    { id: 3, from: 1, to: 3 },
  ],
  pins: [],
  folded: new Set(),
});
const view = { x: -50, y: -30, zoom: 0.8 };

describe('a painted picture', () => {
  const size = { w: 800, h: 600 };
  const beyond = { margin: 200, ratio: 1 };

  it('is moved within its margin, and painted anew beyond', () => {
    expect(shift(view, pan(view, 150, -20), size, beyond)).toEqual({
      scale: 1,
      css: 'translate(150px, -20px)',
    });
    expect(shift(view, pan(view, 201, 0), size, beyond)).toBeNull();
    const fine = shift(view, pan(view, 10.4, -0.7), size, { ...beyond, ratio: 2 });
    expect(fine?.css, 'because a screen twice as fine has halves').toBe(
      'translate(10.5px, -0.5px)',
    );
  });

  it('is stretched so that the point under the pointer stays', () => {
    const now = zoomAt(view, { x: 300, y: 200 }, 1.25);
    const moved = shift(view, now, size, beyond);
    expect(moved?.scale).toBeCloseTo(1.25);
    const [dx = 0, dy = 0] = (moved?.css.match(/-?[\d.]+(?=px)/g) ?? []).map(Number);
    expect([300 * 1.25 + dx, 200 * 1.25 + dy].map(Math.round)).toEqual([300, 200]);
  });

  it('is painted anew where it would be too coarse, or leave a gap', () => {
    expect(shift(view, { ...view, zoom: view.zoom * 3 }, size, beyond)).toBeNull();
    const middle = { x: 400, y: 300 };
    expect(shift(view, zoomAt(view, middle, 0.8), size, beyond), 'its margin').not.toBeNull();
    expect(shift(view, zoomAt(view, middle, 0.6), size, beyond)).toBeNull();
    const aside = pan(zoomAt(view, { x: 0, y: 0 }, 1.1), 400, 0);
    expect(shift(view, aside, size, beyond)).toBeNull();
  });
});

describe('the view', () => {
  it('goes from map to screen and back', () => {
    const p = { x: 123, y: 456 };
    const q = toMap(view, toScreen(view, p));
    expect(q.x).toBeCloseTo(p.x);
    expect(q.y).toBeCloseTo(p.y);
  });

  it('zooms about the pointer', () => {
    const at = { x: 300, y: 200 };
    const before = toMap(view, at);
    const after = toMap(zoomAt(view, at, 1.7), at);
    expect(after.x).toBeCloseTo(before.x);
    expect(after.y).toBeCloseTo(before.y);
    expect(zoomAt(view, at, 1e9).zoom).toBe(3);
    expect(zoomAt(view, at, 1e-9).zoom).toBe(0.1);
  });

  it('lets the ground follow the pointer', () => {
    const p = { x: 10, y: 20 };
    const [a, b] = [toScreen(view, p), toScreen(pan(view, 40, -8), p)];
    expect([b.x - a.x, b.y - a.y]).toEqual([40, -8]);
  });

  it('fits the whole picture, centred and hardly larger than life', () => {
    const size = { w: 300, h: 200 };
    const v = fit(picture.bounds, size);
    const corner = toScreen(v, picture.bounds);
    expect(corner.x).toBeGreaterThanOrEqual(23);
    expect(corner.y).toBeGreaterThanOrEqual(23);
    expect(fit({ x: 0, y: 0, w: 10, h: 10 }, size).zoom).toBe(1.2);
  });

  it('leaves the view alone while the point is inside', () => {
    const size = { w: 900, h: 700 };
    expect(reveal(view, { x: 200, y: 200 }, size)).toBe(view);
    expect(reveal(view, { x: 5000, y: 200 }, size)).not.toBe(view);
  });
});

describe('the pointer', () => {
  const at = (node: number) => toScreen(view, picture.spots.get(node) ?? { x: NaN, y: NaN });

  it('finds a node by its glyph and by its label', () => {
    expect(hit(picture, view, at(2))).toEqual({ on: 'node', node: 2 });
    const label = { x: at(2).x + 60, y: at(2).y };
    expect(hit(picture, view, label)).toEqual({ on: 'node', node: 2 });
  });

  it('finds the vantage, a link, a card by its title, and the ground', () => {
    expect(hit(picture, view, toScreen(view, picture.vantage))).toEqual({ on: 'node', node: 0 });
    const wire = picture.wires.find((w) => w.trunk);
    const [a, b] = wire?.points ?? [];
    const middle = {
      x: ((a?.x ?? NaN) + (b?.x ?? NaN)) / 2,
      y: ((a?.y ?? NaN) + (b?.y ?? NaN)) / 2,
    };
    expect(hit(picture, view, toScreen(view, middle))).toEqual({ on: 'link', link: wire?.link });
    const card = picture.cards.find((c) => c.head === null);
    const title = toScreen(view, { x: (card?.x ?? NaN) + 80, y: (card?.y ?? NaN) + 5 });
    expect(hit(picture, view, title)).toEqual({ on: 'fold', card });
    expect(hit(picture, view, { x: -4000, y: 0 }).on).toBe('ground');
  });

  it('opens a switch by its head and folds it by its caret', () => {
    const card = picture.heads.get(1) ?? { x: NaN, y: NaN, w: NaN };
    const head = toScreen(view, { x: card.x + 90, y: card.y + 20 });
    expect(hit(picture, view, head)).toEqual({ on: 'node', node: 1 });
    const caret = toScreen(view, { x: card.x + card.w - 10, y: card.y + 20 });
    expect(hit(picture, view, caret)).toMatchObject({ on: 'fold', card: { head: 1 } });
  });

  it('unfolds a group by its card, and meets it where it stands', () => {
    const links = [
      { id: 1, from: null, to: 1 },
      { id: 2, from: 1, to: 2 },
      { id: 3, from: 1, to: 3 },
    ];
    const nodes = [1, 2, 3].map((id) => ({ id, group: id > 1 ? 4 : null }));
    const groups = [{ id: 4, name: 'Servers' }];
    const folded = layout({ nodes, groups, links, pins: [], folded: new Set(['g4']) });
    const card = folded.cards.find((c) => c.folded);
    for (const y of [10, 60]) {
      const on = toScreen(view, { x: (card?.x ?? NaN) + 60, y: (card?.y ?? NaN) + y });
      expect(hit(folded, view, on)).toEqual({ on: 'fold', card });
    }
    expect(met(folded), 'because one stands for all').toEqual([VANTAGE, 1, 2]);
    expect([metFor(folded, 3), metFor(folded, 1)]).toEqual([2, 1]);
    expect(spotOf(folded, 3)).toEqual(spotOf(folded, 2));
    const wire = folded.wires.find((w) => w.also.length > 0);
    const [a, b] = wire?.points ?? [];
    const middle = { x: ((a?.x ?? 0) + (b?.x ?? 0)) / 2, y: ((a?.y ?? 0) + (b?.y ?? 0)) / 2 };
    const on = hit(folded, view, toScreen(view, middle));
    expect(on, 'because two links at once are none').toEqual({ on: 'ground' });
    expect(linksAt(folded, null)).toEqual([1]);
    expect([1, 2, 3].map((node) => linksAt(folded, node))).toEqual([[1], [], []]);
    const single = layout({
      ...{ nodes, groups, pins: [], folded: new Set(['g4']) },
      links: links.map((l) => (l.id === 3 ? { ...l, from: null } : l)),
    });
    expect(linksAt(single, 2).toSorted(), 'because each is alone').toEqual([2, 3]);
  });

  it('measures distance to a bent line', () => {
    const bent = [
      { x: 0, y: 0 },
      { x: 0, y: 10 },
      { x: 10, y: 10 },
    ];
    expect(distance(bent, { x: 5, y: 13 })).toBe(3);
    expect(distance(bent, { x: -3, y: -4 })).toBe(5);
  });
});

describe('the arrow keys', () => {
  it('go to the neighbour on that side, or nowhere', () => {
    expect(neighbour(picture, 5, 'down')).toBe(6);
    expect(neighbour(picture, 6, 'up')).toBe(5);
    expect(neighbour(picture, 1, 'up')).toBe(VANTAGE);
    expect(neighbour(picture, VANTAGE, 'up')).toBeUndefined();
    expect(neighbour(picture, 999, 'up')).toBeUndefined();
  });
});
