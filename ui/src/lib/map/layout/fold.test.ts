// A folded group is one node with one link to every neighbour, before anything is laid out.

import { expect, it } from 'vitest';

import { foldGroups } from './fold';
import { layout } from './index';
import type { Site } from './shape';
import { site } from './sites';
import { grow } from './tree';

/** A switch with two servers and two phones, and a phone at the gateway. */
const office = (folded: string[]): Site =>
  site({
    nodes: [
      { id: 1, group: null, kind: 'router' },
      { id: 2, group: null, kind: 'switch' },
      ...[3, 4].map((id) => ({ id, group: 7 })),
      ...[5, 6, 8].map((id) => ({ id, group: 9 })),
    ],
    groups: [
      { id: 7, name: 'Servers' },
      { id: 9, name: 'Phones' },
    ],
    links: [
      { id: 1, from: null, to: 1 },
      { id: 2, from: 1, to: 2 },
      { id: 3, from: 2, to: 3 },
      { id: 4, from: 4, to: 2 },
      { id: 5, from: 2, to: 5, confidence: 'outdated' },
      { id: 6, from: 2, to: 6 },
      { id: 7, from: 1, to: 8 },
      { id: 8, from: 5, to: 6 },
    ],
    folded: new Set(folded),
  });

it('leaves a site as it is in which no group is folded', () => {
  const s = office(['n2', 'g0', 'g12']);
  expect(foldGroups(s)).toBe(s);
});

it('merges the links to each neighbour, the surest in front, and drops those inside', () => {
  const { nodes, links } = foldGroups(office(['g9']));
  expect(nodes.map((n) => n.id)).toEqual([1, 2, 3, 4, -9]);
  expect(nodes.at(-1)?.stands).toEqual([5, 6, 8]);
  expect(links.filter((l) => l.stands).map((l) => [l.id, l.from, l.to])).toEqual([
    [6, 2, -9],
    [7, 1, -9],
  ]);
  const [merged] = links.filter((l) => l.id === 6);
  expect(merged?.stands?.map((l) => [l.id, l.from, l.to])).toEqual([
    [6, 2, 6],
    [5, 2, 5],
  ]);
  expect(links.some((l) => l.id === 8)).toBe(false);
});

it('turns the links of one pair the same way', () => {
  const [merged] = foldGroups(office(['g7'])).links.filter((l) => l.stands);
  expect(merged?.stands?.map((l) => [l.id, l.from, l.to])).toEqual([
    [3, 2, 3],
    [4, 2, 4],
  ]);
});

it('is drawn by its links true ends, each towards the group', () => {
  const l = layout(office(['g9', 'g7']));
  const wires = l.wires.filter((w) => w.also.length > 0).toSorted((a, b) => a.link - b.link);
  expect(wires.map((w) => [w.link, w.from, w.to, w.also])).toEqual([
    [3, 2, 3, [{ link: 4, to: 4 }]],
    [6, 2, 6, [{ link: 5, to: 5 }]],
  ]);
  const [phones] = l.cards.filter((c) => c.group === 9);
  expect([phones?.head, phones?.away, phones?.members]).toEqual([null, [5, 6, 8], []]);
});

it('has what hangs on a folded group in its card', () => {
  const s = office(['g5']);
  const nodes = s.nodes.map((n) => (n.id === 2 ? { ...n, group: 5 } : n));
  const links = s.links.filter((l) => l.id !== 5 && l.id !== 8);
  const groups = [...s.groups, { id: 5, name: 'Switches' }];
  const l = layout({ ...s, nodes, links, groups });
  const [card] = l.cards.filter((c) => c.folded);
  expect([card?.away, card?.members]).toEqual([[2], [3, 4, 6]]);
  const seats = [3, 4, 6].map((n) => l.spots.get(n)?.y ?? 0);
  expect(Math.min(...seats), 'because the count is above them').toBeGreaterThan(
    (card?.y ?? 0) + 74,
  );
  const to = l.wires.filter((w) => w.from === 2).map((w) => w.to);
  expect(to.toSorted()).toEqual([3, 4, 6]);
});

it('is counted where it is folded into a node itself', () => {
  const l = layout(office(['g9', 'n2']));
  const [card] = l.cards.filter((c) => c.head === 2);
  expect(card?.away.toSorted()).toEqual([3, 4]);
  const all = layout(office(['g9', 'n1']));
  expect(all.cards.find((c) => c.head === 1)?.away.toSorted()).toEqual([2, 3, 4, 5, 6, 8]);
});

/** Who hangs on whom when the printers are folded; the second ways besides. */
function tree(ways: readonly [number | null, number][], printers: readonly number[]) {
  const ids = new Set(ways.flat().filter((n) => n !== null));
  const grown = grow(
    foldGroups(
      site({
        nodes: [...ids].map((id) => ({ id, group: printers.includes(id) ? 7 : null })),
        groups: [{ id: 7, name: 'Printers' }],
        links: ways.map(([from, to], i) => ({ id: i + 1, from, to })),
        folded: new Set(['g7']),
      }),
    ),
  );
  const parents = [...grown.children].flatMap(([at, ends]) => ends.map((e) => [e.node, at]));
  return { on: new Map(parents as [number, number | null][]), grown };
}

const ring: [number | null, number][] = [
  [null, 1],
  [1, 8],
  [1, 2],
];

it.each<{ far: string; ways: typeof ring }>([
  { far: 'the first by number', ways: [...ring, [2, 3], [3, 9]] },
  { far: 'further in than by wire', ways: [...ring, [2, 4], [4, 3], [3, 9]] },
])('carries no switch that hangs on another: $far', ({ ways }) => {
  const { on, grown } = tree(ways, [8, 9]);
  expect(on.get(-7)).toBe(1);
  for (const [at, node] of ways.filter(([, to]) => to < 8))
    expect(on.get(node), 'because that is how it is wired').toBe(at);
  const spare = grown.spare.map((l) => [l.from, l.to]);
  expect(spare, 'because only the far printer is a second way').toEqual([[3, -7]]);
});

it('leads on to what nothing else leads to', () => {
  const { on } = tree(
    [
      [null, 1],
      [1, 8],
      [8, 2],
      [2, 3],
    ],
    [8],
  );
  expect([-7, 2, 3].map((n) => on.get(n))).toEqual([1, -7, 2]);
});

it('begins no island that has a node to begin with', () => {
  const { grown } = tree(
    [
      [8, 2],
      [3, 2],
      [9, 3],
    ],
    [8, 9],
  );
  expect(grown.islands, 'because a group is nowhere to begin').toEqual([2]);
});
