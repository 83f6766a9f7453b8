// Folds groups before anything is laid out, so that every arrangement shows them alike: one stands
// for all its nodes, and one link for all between the same two.

import { foldKey, push, VANTAGE, type Site } from './shape';

type Node = Site['nodes'][number];
type Link = Site['links'][number];

/** The site with one node in place of each folded group. Who is in no group stays who he is. */
export function foldGroups(site: Site): Site {
  const members = new Map<number, Node[]>();
  for (const n of site.nodes) {
    const folded = n.group !== null && site.folded.has(foldKey({ head: null, group: n.group }));
    if (folded && n.group !== null) push(members, n.group, n);
  }
  if (members.size === 0) return site;
  const stands = [...members].map(([group, nodes]) => ({
    id: -group,
    group,
    stands: nodes.map((n) => n.id).toSorted((a, b) => a - b),
  }));
  const place = new Map(stands.flatMap((s) => s.stands.map((node) => [node, s.id])));
  const nodes = [...site.nodes.filter((n) => !place.has(n.id)), ...stands];
  return { ...site, nodes, links: merged(site.links, (n) => place.get(n) ?? n) };
}

/** One link for all between the same two: the surest and oldest of them, turned its way. */
function merged(links: readonly Link[], place: (node: number) => number): Link[] {
  const between = new Map<string, Link[]>();
  const kept: Link[] = [];
  for (const link of links) {
    const { from, to } = link;
    const [a, b] = [from === null ? null : place(from), place(to)];
    if (a === b) continue;
    if (a === from && b === to) {
      kept.push(link);
      continue;
    }
    const pair = [a ?? VANTAGE, b].toSorted((x, y) => x - y).join(' ');
    push(between, pair, link);
  }
  const old = (l: Link) => (l.confidence === 'outdated' ? 1 : 0);
  for (const all of between.values()) {
    const [first, ...others] = all.toSorted((x, y) => old(x) - old(y) || x.id - y.id);
    if (!first) continue;
    const [from, to] = [first.from === null ? null : place(first.from), place(first.to)];
    const turned = others.map((l) => {
      const same = l.from === null || place(l.from) === from;
      return same || l.from === null ? l : { ...l, from: l.to, to: l.from };
    });
    kept.push({ ...first, from, to, stands: [first, ...turned] });
  }
  return kept;
}
