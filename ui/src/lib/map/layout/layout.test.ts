import { describe, expect, it } from 'vitest';
import {
  ARRANGEMENTS,
  CELL,
  columns,
  foldKey,
  layout,
  VANTAGE,
  type Layout,
  type Rect,
} from './index';
import { company, groups, nodes, office, site } from './sites';
import { grow } from './tree';

const over = (a: Rect, b: Rect) =>
  a.x < b.x + b.w && b.x < a.x + a.w && a.y < b.y + b.h && b.y < a.y + a.h;

/** Pairs of nodes whose seats lie over each other. */
function collisions(l: Layout): [number, number][] {
  const seats = [...l.spots].filter(([id]) => !l.heads.has(id));
  return seats.flatMap(([a, p], i) =>
    seats
      .slice(i + 1)
      .filter(([, q]) => Math.abs(p.x - q.x) < CELL.w && Math.abs(p.y - q.y) < CELL.h)
      .map(([b]): [number, number] => [a, b]),
  );
}

const cardsOver = (l: Layout) =>
  l.cards.flatMap((a, i) => l.cards.slice(i + 1).filter((b) => over(a, b)));

const moved = (a: Layout, b: Layout) =>
  [...a.spots].filter(([id, p]) => {
    const q = b.spots.get(id);
    return !q || q.x !== p.x || q.y !== p.y;
  }).length;

describe.each(ARRANGEMENTS)('the %s layout', (arrangement) => {
  it('gives every node a place of its own', () => {
    for (const s of [site({ nodes: nodes(5) }), company(5), company(60), company(300), office()]) {
      const l = layout({ ...s, arrangement });
      expect(l.spots.size).toBe(s.nodes.length);
      expect(collisions(l), 'because names must not lie over each other').toEqual([]);
      expect(cardsOver(l), 'because a card hides what is beneath it').toEqual([]);
      expect([...l.order].toSorted(), 'because every node is read once').toEqual(
        s.nodes.map((n) => n.id).toSorted(),
      );
    }
  });

  it('is the same picture for the same site, in whatever order it arrives', () => {
    const s = { ...company(300), arrangement };
    const shuffled = { ...s, nodes: s.nodes.toReversed(), links: s.links.toReversed() };
    expect(moved(layout(s), layout(shuffled))).toBe(0);
  });

  it('keeps a pinned leaf where it was put and moves no other', () => {
    const s = { ...company(300), arrangement };
    const before = layout(s);
    const leaf = s.nodes.find((n) => n.name === 'pc-2f-03')?.id ?? 0;
    const after = layout({ ...s, pins: [{ node: leaf, x: -500, y: 33 }] });
    expect(after.spots.get(leaf)).toEqual({ x: -500, y: 33 });
    expect(moved(before, after)).toBe(1);
    expect(after.bounds.x).toBeLessThanOrEqual(-500);
  });

  it('moves with a pinned switch only what sits in its card', () => {
    const s = { ...company(300), arrangement };
    const before = layout(s);
    const head = s.nodes.find((n) => n.name === 'sw-2f')?.id ?? 0;
    const after = layout({ ...s, pins: [{ node: head, x: 4000, y: 4000 }] });
    expect(after.spots.get(head)).toEqual({ x: 4000, y: 4000 });
    const with_ = arrangement === 'grid' ? 0 : (before.heads.get(head)?.members.length ?? 0);
    expect(moved(before, after)).toBe(1 + with_);
  });

  it('lays out 500 nodes within two seconds, and within a click on a quiet machine', () => {
    const s = { ...company(500), arrangement };
    // The best of some: others may be busy here.
    const took = Array.from({ length: 3 }, () => {
      const begin = performance.now();
      layout(s);
      return performance.now() - begin;
    });
    expect(Math.min(...took)).toBeLessThan(2000);
  });

  it('moves little when one node is added', () => {
    const s = { ...company(320), arrangement };
    const cut = (most: number) => layout({ ...s, nodes: s.nodes.filter((n) => n.id <= most) });
    let far = 0;
    for (let n = 300; n < 320; n++) {
      const [before, after] = [cut(n), cut(n + 1)];
      for (const [id, p] of before.spots) {
        const q = after.spots.get(id) ?? p;
        far += Math.hypot(q.x - p.x, q.y - p.y) / before.spots.size;
      }
    }
    expect(far / 20, 'because people remember where things are').toBeLessThan(CELL.w / 2);
  });

  it('folds a switch with all behind it into one card, and comes back as it was', () => {
    const s = { ...company(300), arrangement };
    const open = layout(s);
    const head = s.nodes.find((n) => n.name === 'wan-osaka')?.id ?? 0;
    const key = arrangement === 'grid' ? 'g6' : foldKey({ head, group: null });
    const folded = layout({ ...s, folded: new Set([key]) });
    const card = folded.cards.find((c) => c.folded);
    expect(card?.away.length, 'because all behind it is counted').toBeGreaterThan(10);
    expect(folded.spots.size).toBe(open.spots.size - (card?.away.length ?? 0));
    expect(folded.wires.every((w) => w.points.every((p) => Number.isFinite(p.x)))).toBe(true);
    expect(moved(open, layout(s))).toBe(0);
  });

  it('folds a group into one card that stands for all of it, linked or not', () => {
    const s = { ...company(300), arrangement };
    const open = layout(s);
    for (const group of s.groups) {
      const folded = layout({ ...s, folded: new Set([`g${group.id}`]) });
      const own = s.nodes.filter((n) => n.group === group.id).map((n) => n.id);
      const cards = folded.cards.filter((c) => c.folded);
      expect(cards.map((c) => [c.head, c.group, c.name])).toEqual([[null, group.id, group.name]]);
      expect(cards[0]?.away.toSorted((a, b) => a - b)).toEqual(own.toSorted((a, b) => a - b));
      expect([...folded.spots.keys()].filter((n) => own.includes(n))).toEqual([]);
      expect(folded.spots.size, 'because all others stay').toBe(open.spots.size - own.length);
      expect(cardsOver(folded)).toEqual([]);
      expect(collisions(folded)).toEqual([]);
      expect(folded.order.toSorted(), 'because the table lists them all').toEqual(
        s.nodes.map((n) => n.id).toSorted(),
      );
      expect(folded.wires.every((w) => w.points.every((p) => Number.isFinite(p.x)))).toBe(true);
      const inside = folded.wires.filter((w) => [w.from, w.to].every((n) => own.includes(n ?? 0)));
      expect(inside, 'because what is inside is folded away').toEqual([]);
    }
    const all = layout({ ...s, folded: new Set(s.groups.map((g) => `g${g.id}`)) });
    expect(all.cards.filter((c) => c.folded)).toHaveLength(s.groups.length);
    expect(cardsOver(all)).toEqual([]);
  });

  it('shows an empty site as the vantage alone', () => {
    const l = layout(site({ arrangement }));
    expect([l.spots.size, l.cards.length, l.wires.length]).toEqual([0, 1, 0]);
  });
});

describe('the layered layout', () => {
  it('draws no line for a node nobody has linked', () => {
    const l = layout(site({ nodes: nodes(8, () => 1), groups: groups(1) }));
    expect(l.wires, 'because nothing is known of how they hang together').toEqual([]);
    expect(l.cards.map((b) => b.members.length)).toEqual([0, 8]);
  });

  it('draws each link once', () => {
    const s = company(300);
    const drawn = layout(s).wires.map((w) => w.link);
    expect(drawn.toSorted()).toEqual(s.links.map((l) => l.id).toSorted());
  });

  it('lets the frame follow when all of a group was arranged by hand', () => {
    const s = site({ nodes: nodes(2, () => 1), groups: groups(1) });
    const pins = [
      { node: 1, x: 1000, y: 1000 },
      { node: 2, x: 1200, y: 1000 },
    ];
    const card = layout({ ...s, pins }).cards.find((c) => c.group === 1);
    expect(card?.x).toBeLessThan(1000);
    expect((card?.x ?? 0) + (card?.w ?? 0)).toBeGreaterThan(1200 + CELL.w / 2);
  });

  it('puts a switch with second ways beside the one it stands in for', () => {
    const s = company(300);
    const l = layout(s);
    const card = (name: string) => l.heads.get(s.nodes.find((n) => n.name === name)?.id ?? 0);
    expect(card('core-sw-2')?.y).toBe(card('core-sw-1')?.y);
  });

  it('has a place for links that go round in circles and for those that miss the vantage', () => {
    const s = site({
      nodes: nodes(6),
      links: [
        { id: 1, from: null, to: 1 },
        { id: 2, from: 1, to: 2 },
        { id: 3, from: 2, to: 3 },
        { id: 4, from: 3, to: 1 },
        { id: 5, from: 5, to: 4 },
        { id: 6, from: 99, to: 4 },
      ],
    });
    const tree = grow(s);
    expect(
      tree.spare.map((l) => l.id),
      'because of the circle one is a second way',
    ).toHaveLength(1);
    expect(tree.islands).toEqual([5]);
    const l = layout(s);
    expect(l.wires.map((w) => w.link).toSorted()).toEqual([1, 2, 3, 4, 5]);
    expect(l.spots.size).toBe(6);
    expect(l.cards.find((c) => c.head === null)?.members).toEqual([6]);
  });

  it('keeps the picture of 500 nodes within a screen and a half of readable size', () => {
    for (const s of [
      company(500),
      site({ nodes: nodes(500, (i) => (i % 12) + 1), groups: groups(12) }),
    ]) {
      const l = layout(s);
      expect(l.bounds.w).toBeLessThan(4200);
      expect(l.bounds.w / l.bounds.h).toBeGreaterThan(0.9);
      expect(l.bounds.w / l.bounds.h).toBeLessThan(2.8);
    }
  });

  it('answers 5,000 nodes in time for a click', () => {
    const s = site({
      nodes: nodes(5000, (i) => (i % 40) + 1),
      groups: groups(40),
      links: Array.from({ length: 1000 }, (_, i) => ({
        id: i + 1,
        from: i === 0 ? null : Math.floor((i + 3) / 4),
        to: i + 1,
      })),
    });
    // The best of some: others may be busy here.
    const took = Array.from({ length: 6 }, () => {
      const begin = performance.now();
      layout(s);
      return performance.now() - begin;
    });
    expect(Math.min(...took)).toBeLessThan(250);
  });

  it('grows columns in steps and never backwards', () => {
    for (let n = 1; n < 3000; n++) expect(columns(n + 1)).toBeGreaterThanOrEqual(columns(n));
  });
});

describe('the radial layout', () => {
  it('has its middle where the tree balances, and goes outwards from there', () => {
    // A chain of routers, then a switch with eight others.
    const s = site({
      nodes: nodes(11).map((n) => ({ ...n, kind: 'switch' as const })),
      links: [
        { id: 1, from: null, to: 1 },
        { id: 2, from: 1, to: 2 },
        { id: 3, from: 2, to: 3 },
        ...Array.from({ length: 8 }, (_, i) => ({ id: 4 + i, from: 3, to: 4 + i })),
      ],
    });
    const l = layout({ ...s, arrangement: 'radial' });
    const at = (node: number): { x: number; y: number } => {
      const card = l.heads.get(node);
      return { x: (card?.x ?? 0) + (card?.w ?? 0) / 2, y: (card?.y ?? 0) + (card?.h ?? 0) / 2 };
    };
    const hub = at(3);
    const far = (node: number) => Math.hypot(at(node).x - hub.x, at(node).y - hub.y);
    const angles = Array.from({ length: 8 }, (_, i) => {
      const { x, y } = at(4 + i);
      return Math.atan2(y - hub.y, x - hub.x);
    });
    expect(
      Math.max(...angles) - Math.min(...angles),
      'because they are all round it',
    ).toBeGreaterThan(Math.PI);
    expect(far(VANTAGE), 'because the way to the vantage leads outwards').toBeGreaterThan(far(1));
    expect(far(1)).toBeGreaterThan(far(2));
    const [w, h] = [l.bounds.x + l.bounds.w / 2, l.bounds.y + l.bounds.h / 2];
    expect(Math.hypot(w - hub.x, h - hub.y) * 4, 'because it balances there').toBeLessThan(
      l.bounds.w,
    );
  });

  it('uses most of the window for a company of any size', () => {
    for (const size of [60, 300, 500]) {
      const { bounds } = layout(company(size, 'radial'));
      expect(bounds.w / bounds.h, `${size} nodes`).toBeGreaterThan(1);
      expect(bounds.w / bounds.h, `${size} nodes`).toBeLessThan(2.6);
    }
  });
});
