// Sites the tests lay out: the fake's company at any size, and plain ones.

import { cast } from '../../ipc/fake/cast';
import type { Arrangement, Site } from './shape';

export const site = (over: Partial<Site> = {}): Site => ({
  nodes: [],
  groups: [],
  links: [],
  pins: [],
  folded: new Set(),
  ...over,
});

export const nodes = (n: number, group: (i: number) => number | null = () => null) =>
  Array.from({ length: n }, (_, i) => ({ id: i + 1, group: group(i) }));

export const groups = (n: number) =>
  Array.from({ length: n }, (_, i) => ({ id: i + 1, name: `group ${i + 1}` }));

/** The company with so many nodes. */
export const company = (size: number, arrangement: Arrangement = 'layered') => {
  const { nodes, groups, links } = cast(size, 0, 'en');
  return { arrangement, nodes, groups, links, pins: [], folded: new Set<string>() };
};

/** 300 nodes: a gateway, four switches with twelve hosts each, the rest in six groups. */
export const office = (more = 0): Site =>
  site({
    nodes: nodes(300 + more, (i) => (i < 60 ? null : (i % 6) + 1)),
    groups: groups(6),
    links: [
      { id: 1, from: null, to: 1 },
      ...[2, 3, 4, 5].map((to) => ({ id: to, from: 1, to })),
      ...Array.from({ length: 48 }, (_, i) => ({ id: 10 + i, from: 2 + (i % 4), to: 6 + i })),
    ],
  });
