import { describe, expect, it } from 'vitest';
import { CELL, columns, grow, layout, type Layout, type Site } from './layout';

const site = (over: Partial<Site> = {}): Site => ({
  nodes: [],
  groups: [],
  links: [],
  pins: [],
  folded: new Set(),
  ...over,
});
const nodes = (n: number, group: (i: number) => number | null = () => null) =>
  Array.from({ length: n }, (_, i) => ({ id: i + 1, group: group(i) }));
const groups = (n: number) =>
  Array.from({ length: n }, (_, i) => ({ id: i + 1, name: `group ${i + 1}` }));

/** Pairs of nodes whose cells lie over each other. */
function collisions(l: Layout): [number, number][] {
  const all = [...l.spots.entries()];
  return all.flatMap(([a, p], i) =>
    all
      .slice(i + 1)
      .filter(([, q]) => Math.abs(p.x - q.x) < CELL.w && Math.abs(p.y - q.y) < CELL.h)
      .map(([b]): [number, number] => [a, b]),
  );
}

const moved = (a: Layout, b: Layout) =>
  [...a.spots].filter(([id, p]) => {
    const q = b.spots.get(id);
    return !q || q.x !== p.x || q.y !== p.y;
  }).length;

/** 300 nodes: a gateway, four switches with twelve hosts each, the rest in six groups. */
const office = (more = 0): Site =>
  site({
    nodes: nodes(300 + more, (i) => (i < 60 ? null : (i % 6) + 1)),
    groups: groups(6),
    links: [
      { id: 1, from: null, to: 1 },
      ...[2, 3, 4, 5].map((to) => ({ id: to, from: 1, to })),
      ...Array.from({ length: 48 }, (_, i) => ({ id: 10 + i, from: 2 + (i % 4), to: 6 + i })),
    ],
  });

describe('the layout', () => {
  it('gives every node a place of its own', () => {
    for (const s of [site({ nodes: nodes(5) }), site({ nodes: nodes(60) }), office()]) {
      const l = layout(s);
      expect(l.spots.size).toBe(s.nodes.length);
      expect(collisions(l), 'because labels must not lie over each other').toEqual([]);
      expect(new Set(l.order).size).toBe(s.nodes.length);
    }
  });

  it('is the same picture for the same site, in whatever order it arrives', () => {
    const s = office();
    const shuffled = { ...s, nodes: s.nodes.toReversed(), links: s.links.toReversed() };
    expect(moved(layout(s), layout(shuffled))).toBe(0);
  });

  it('moves few when one node is added', () => {
    let all = 0;
    for (let n = 0; n < 20; n++) all += moved(layout(office(n)), layout(office(n + 1)));
    expect(all / 20, 'because people remember where things are').toBeLessThan(300 * 0.15);
  });

  it('draws no line for a node nobody has linked', () => {
    const l = layout(site({ nodes: nodes(8, () => 1), groups: groups(1) }));
    expect(l.wires, 'because nothing is known of how they hang together').toEqual([]);
    expect(l.boxes.map((b) => b.members.length)).toEqual([8]);
  });

  it('keeps a pinned node where it was put and moves no other', () => {
    const before = layout(office());
    const after = layout({ ...office(), pins: [{ node: 200, x: -500, y: 33 }] });
    expect(after.spots.get(200)).toEqual({ x: -500, y: 33 });
    expect(moved(before, after)).toBe(1);
    expect(after.bounds.x).toBeLessThanOrEqual(-500);
  });

  it('lets the box follow when all of a group was arranged by hand', () => {
    const s = site({ nodes: nodes(2, () => 1), groups: groups(1) });
    const pins = [
      { node: 1, x: 1000, y: 1000 },
      { node: 2, x: 1200, y: 1000 },
    ];
    const [box] = layout({ ...s, pins }).boxes;
    expect(box?.x).toBeLessThan(1000);
    expect((box?.x ?? 0) + (box?.w ?? 0)).toBeGreaterThan(1200 + CELL.w / 2);
  });

  it('folds a group to one row and takes its nodes from the picture', () => {
    const open = layout(office());
    const folded = layout({ ...office(), folded: new Set([3]) });
    const [before, after] = [open, folded].map((l) => l.boxes.find((b) => b.group === 3));
    expect(folded.spots.size).toBe(open.spots.size - (after?.members.length ?? 0));
    expect(after?.h).toBeLessThan(before?.h ?? 0);
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
    expect(l.boxes.map((b) => b.members)).toEqual([[6]]);
  });

  it('keeps the picture of 500 nodes within a screen and a half of readable size', () => {
    const l = layout(site({ nodes: nodes(500, (i) => (i % 12) + 1), groups: groups(12) }));
    expect(l.bounds.w).toBeLessThan(4200);
    expect(l.bounds.w / l.bounds.h).toBeGreaterThan(0.9);
    expect(l.bounds.w / l.bounds.h).toBeLessThan(2.8);
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
    layout(s);
    const begin = performance.now();
    layout(s);
    expect(performance.now() - begin).toBeLessThan(250);
  });

  it('grows columns in steps and never backwards', () => {
    for (let n = 1; n < 3000; n++) expect(columns(n + 1)).toBeGreaterThanOrEqual(columns(n));
  });

  it('shows an empty site as the vantage alone', () => {
    const l = layout(site());
    expect([l.spots.size, l.boxes.length, l.wires.length]).toEqual([0, 0, 0]);
    expect(l.bounds.w).toBe(CELL.w);
  });
});
