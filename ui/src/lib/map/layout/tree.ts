// The tree the links make, looked at from the vantage, and the cards it consists of.
//
// A node with others behind it, and every switch, router and firewall, is a card of its own; the
// leaves that hang on it sit in its card. So a switch with 48 hosts is one thing to look at.

import type { NodeKind } from '../../ipc/bindings';
import { cardSize, foldKey, push, VANTAGE, type Card, type Site } from './shape';

type Link = Site['links'][number];
interface End {
  node: number;
  link: number;
}

export interface Tree {
  /** Children by parent, each with its link; `null` is the vantage. */
  children: Map<number | null, End[]>;
  /** Nodes that are linked, but not to the vantage: each begins a tree of its own. */
  islands: number[];
  /** Links that are part of no tree: second ways. */
  spare: Link[];
  /** All links by identity. */
  links: ReadonlyMap<number, Link>;
}

export function grow(site: Pick<Site, 'nodes' | 'links'>): Tree {
  const known = new Set(site.nodes.map((n) => n.id));
  const links = site.links
    .filter((l) => known.has(l.to) && (l.from === null || known.has(l.from)) && l.from !== l.to)
    .toSorted((a, b) => a.id - b.id);
  const ends = new Map<number | null, { node: number | null; link: number }[]>();
  const old = links.filter((l) => l.confidence === 'outdated');
  for (const l of links) {
    if (l.confidence === 'outdated') continue;
    push(ends, l.from, { node: l.to, link: l.id });
    push(ends, l.to, { node: l.from, link: l.id });
  }
  const children: Tree['children'] = new Map();
  const used = new Set<number>();
  const seen = new Set<number | null>([null]);
  const stands = new Set(site.nodes.flatMap((n) => (n.stands ? [n.id] : [])));
  const walk = (root: number | null) => {
    // Through folded groups last: one hangs on many, and none of those hangs on it.
    for (let open = [root]; open.length > 0;) {
      const groups: number[] = [];
      // By index: `shift` on a long queue is dear.
      for (const at of open) {
        for (const { node, link } of ends.get(at) ?? []) {
          if (node === null || seen.has(node)) continue;
          seen.add(node);
          used.add(link);
          push(children, at, { node, link });
          (stands.has(node) ? groups : open).push(node);
        }
      }
      open = groups;
    }
  };
  walk(null);
  hangOld(old, seen, (at, { node, link }) => {
    used.add(link);
    push(children, at, { node, link });
    walk(node);
  });
  const islands: number[] = [];
  const heads = new Set(links.map((l) => l.to));
  const linked = [...ends.keys()].filter((n) => n !== null).toSorted((a, b) => a - b);
  const named = [...linked.filter((n) => !heads.has(n)), ...linked];
  const nodesFirst = [...named.filter((n) => !stands.has(n)), ...named];
  for (const first of nodesFirst) {
    if (seen.has(first)) continue;
    seen.add(first);
    islands.push(first);
    walk(first);
  }
  for (const list of children.values()) list.sort((a, b) => a.node - b.node);
  const spare = links.filter((l) => !used.has(l.id));
  return { children, islands, spare, links: new Map(links.map((l) => [l.id, l])) };
}

/** What only an outdated link leads to hangs there still: that is where it was seen last. */
function hangOld(
  old: readonly Link[],
  seen: Set<number | null>,
  hang: (at: number | null, end: End) => void,
): void {
  for (let again = true; again;) {
    again = false;
    for (const { id, from, to } of old) {
      if (seen.has(from) === seen.has(to)) continue;
      const [at, node] = seen.has(from) ? [from, to] : [to, from];
      if (node === null) continue;
      seen.add(node);
      hang(at, { node, link: id });
      again = true;
    }
  }
}

/** A card with the cards behind it. */
export interface Branch {
  /** Who it is in the tree: the node at its head, `VANTAGE`, or who stands for a folded group. */
  node: number;
  card: Card;
  /** The link that leads here, if anything does. */
  link: number | null;
  /** The links of the members, in their order. */
  links: number[];
  branches: Branch[];
  /** Cards that stand beside it, because what is behind it has a second way over them. */
  twins: Branch[];
  /** A sibling it should stand next to, for the same reason. */
  near: Branch | null;
}

const leading: ReadonlySet<NodeKind | undefined> = new Set<NodeKind>([
  'router',
  'switch',
  'firewall',
]);

/** All cards with a head: the vantage's tree first, then the islands. */
export function branchesOf(tree: Tree, site: Site): Branch[] {
  const nodes = new Map(site.nodes.map((n) => [n.id, n]));
  const names = new Map(site.groups.map((g) => [g.id, g.name]));
  const ways = new Map<number, Set<number>>();
  for (const { from, to } of tree.spare) {
    if (from === null) continue;
    for (const [a, b] of [[from, to] as const, [to, from] as const])
      ways.set(a, (ways.get(a) ?? new Set()).add(b));
  }
  const make = (node: number, link: number | null): Branch => {
    const ends = tree.children.get(node === VANTAGE ? null : node) ?? [];
    const { group = null, stands } = nodes.get(node) ?? {};
    const card = stands
      ? { head: null, group, name: names.get(group ?? 0) ?? '' }
      : { head: node, group: null, name: '' };
    const at = { x: 0, y: 0 };
    if (!stands && site.folded.has(foldKey(card)) && ends.length > 0) {
      const away = behind(tree, node).flatMap((n) => nodes.get(n)?.stands ?? [n]);
      const folded = { ...card, ...at, folded: true, members: [], away, ...cardSize(0, true) };
      return { node, card: folded, link, links: [], branches: [], twins: [], near: null };
    }
    const heads = ({ node }: End) =>
      tree.children.has(node) || leading.has(nodes.get(node)?.kind) || nodes.get(node)?.stands;
    const leaves = ends.filter((e) => !heads(e));
    const members = leaves.map((e) => e.node);
    const folded = stands !== undefined;
    const size = cardSize(members.length, folded);
    return {
      node,
      card: { ...card, ...at, folded, members, away: [...(stands ?? [])], ...size },
      link,
      links: leaves.map((e) => e.link),
      ...paired(
        ends.filter(heads).map((e) => make(e.node, e.link)),
        ways,
      ),
      twins: [],
      near: null,
    };
  };
  return [make(VANTAGE, null), ...tree.islands.map((n) => make(n, null))];
}

/**
 * A card with second ways to what is behind another stands beside it; with nothing behind itself it
 * joins that one.
 */
function paired(
  all: Branch[],
  ways: ReadonlyMap<number, ReadonlySet<number>>,
): Pick<Branch, 'branches'> {
  const branches: Branch[] = [];
  for (const branch of all) {
    const over = ways.get(branch.node);
    const behind = (b: Branch) => b.branches.some((c) => over?.has(c.node));
    const other = over && all.find((b) => b !== branch && behind(b));
    if (other && branch.branches.length === 0) other.twins.push(branch);
    else branches.push(branch);
    branch.near = other ?? null;
  }
  return { branches };
}

/** Everything whose way from the vantage passes a node, nearest first. */
function behind(tree: Tree, node: number): number[] {
  const found: number[] = [];
  const queue: (number | null)[] = [node === VANTAGE ? null : node];
  for (const at of queue) {
    for (const end of tree.children.get(at) ?? []) {
      found.push(end.node);
      queue.push(end.node);
    }
  }
  return found;
}

export function* each(branch: Branch): Generator<Branch> {
  yield branch;
  for (const b of [...branch.twins, ...branch.branches]) yield* each(b);
}

/** The cards of groups: with those of their nodes `wanted` says, "in no group" last. */
export function groupCards(site: Site, wanted: (node: number) => boolean): Card[] {
  const members = new Map<number | null, Site['nodes'][number][]>();
  const groups = new Map(site.groups.map((g) => [g.id, g]));
  for (const n of site.nodes) {
    if (wanted(n.id)) push(members, n.group !== null && groups.has(n.group) ? n.group : null, n);
  }
  return [...members.entries()]
    .toSorted(([a], [b]) => (a ?? Infinity) - (b ?? Infinity))
    .map(([group, nodes]) => {
      const folded = site.folded.has(foldKey({ head: null, group }));
      const name = (group !== null && groups.get(group)?.name) || '';
      const first = (n: Site['nodes'][number]) => (leading.has(n.kind) ? 0 : 1);
      const ids = nodes
        .toSorted((a, b) => first(a) - first(b) || a.id - b.id)
        .flatMap((n) => n.stands ?? [n.id]);
      const [members, away] = folded ? [[], ids] : [ids, []];
      const size = cardSize(members.length, folded);
      return { head: null, group, name, folded, members, away, x: 0, y: 0, ...size };
    });
}
