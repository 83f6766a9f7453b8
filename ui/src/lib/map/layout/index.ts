// Where everything on the map lies. Pure: the same site gives the same picture, what is added comes
// after what was there, and what a person put somewhere stays there and moves nothing else.

import { foldGroups } from './fold';
import { force } from './force';
import { layered, type Placed } from './layered';
import { radial, roomsOf, settle } from './radial';
import {
  cellAt,
  enclose,
  GAP,
  headSpot,
  seat,
  shelves,
  VANTAGE,
  type Arrangement,
  type Card,
  type Layout,
  type Rect,
  type Site,
  type Spot,
} from './shape';
import { branchesOf, each, groupCards, grow, type Branch, type Tree } from './tree';
import { wiresOf } from './wires';

export * from './shape';

export function layout(whole: Site): Layout {
  const site = foldGroups(whole);
  const tree = grow(site);
  const arrangement = site.arrangement ?? 'layered';
  const roots = branchesOf(tree, site);
  const ways = new Map<Branch, Spot[]>();
  const linked = new Set([...tree.children.values()].flat().map((c) => c.node));
  tree.islands.forEach((n) => linked.add(n));
  const gridded = arrangement === 'grid';
  const framed = groupCards(site, (n) => gridded || !linked.has(n));

  const shown = gridded ? [alone()] : roots;
  const extents = shown.map((root) => {
    const placed = arrange(root, arrangement, tree);
    for (const [branch, way] of placed.ways) ways.set(branch, way);
    return placed.bounds;
  });
  stack(shown, extents, framed, ways);

  const cards = [...shown.flatMap((r) => [...each(r)].map((b) => b.card)), ...framed];
  const out = seated(cards);
  const moved = pin(site, out);
  out.wires = wiresOf(out, {
    tree,
    branches: shown.flatMap((r) => [...each(r)]),
    ways,
    moved,
    gridded,
  });
  const loose = [...moved.leaves].map((n) => cellAt(out.spots.get(n) ?? out.vantage));
  out.bounds = enclose([...cards, ...loose]);
  return out;
}

function alone(): Branch {
  const [root] = branchesOf(grow({ nodes: [], links: [] }), {
    nodes: [],
    groups: [],
    links: [],
    pins: [],
    folded: new Set(),
  });
  if (!root) throw new Error('because the vantage always has a card');
  return root;
}

function arrange(root: Branch, how: Arrangement, tree: Tree): Placed {
  if (how === 'layered') return layered(root);
  if (how === 'grid') return { ways: new Map(), bounds: enclose([root.card]) };
  const rooms = roomsOf(root);
  if (how === 'radial') radial(root, rooms);
  if (how === 'force') force(root, rooms, tree.spare);
  return { ways: new Map(), bounds: enclose(settle(rooms)) };
}

/** The vantage's tree on top, then the islands, then the groups. */
function stack(roots: Branch[], extents: Rect[], framed: Card[], ways: Map<Branch, Spot[]>): void {
  const [first] = extents;
  if (!first) return;
  const islands = extents.slice(1);
  const most = Math.max(first.w, ...islands.map((r) => r.w), wide(framed));
  const beside = shelves(islands, most, GAP * 2);
  const centre = (w: number) => (most - w) / 2;
  let y = 0;
  const put = (root: Branch, from: Spot, to: Spot) => {
    const by = { x: to.x - from.x, y: to.y - from.y };
    for (const b of each(root)) {
      b.card.x += by.x;
      b.card.y += by.y;
      const way = ways.get(b);
      if (way)
        ways.set(
          b,
          way.map((p) => ({ x: p.x + by.x, y: p.y + by.y })),
        );
    }
  };
  roots.forEach((root, i) => {
    const from = extents[i] ?? first;
    const corner = i === 0 ? { x: centre(first.w), y: 0 } : (beside.corners[i - 1] ?? from);
    if (i === 1) y = first.h + GAP * 2;
    put(root, from, { x: corner.x, y: corner.y + y });
  });
  const top = Math.max(first.h + GAP * 2, islands.length ? y + beside.h + GAP * 2 : 0);
  const rows = shelves(framed, most, GAP);
  framed.forEach((card, i) => {
    const corner = rows.corners[i] ?? { x: 0, y: 0 };
    card.x = corner.x + centre(rows.w);
    card.y = top + corner.y;
  });
}

/** How wide rows of groups become: of some widths, in steps, the one that fits a window best. */
function wide(framed: readonly Card[]): number {
  const area = framed.reduce((sum, c) => sum + (c.w + GAP) * (c.h + GAP), 0);
  const side = 2 ** (Math.ceil(Math.log2(Math.max(1, area)) * 1.5) / 3);
  let best = { w: side, cost: Infinity };
  for (const by of [1.7, 1.35, 2.1, 2.6, 1.1]) {
    const rows = shelves(framed, side * by, GAP);
    const cost = Math.max(rows.w / 1.8, rows.h);
    if (cost < best.cost * 0.95) best = { w: side * by, cost };
  }
  return best.w;
}

/** Where the nodes stand once the cards do. */
function seated(cards: Card[]): Layout {
  const out: Layout = {
    spots: new Map(),
    vantage: { x: 0, y: 0 },
    cards,
    heads: new Map(),
    homes: new Map(),
    wires: [],
    order: [],
    bounds: { x: 0, y: 0, w: 0, h: 0 },
  };
  for (const card of cards) {
    card.x = Math.round(card.x);
    card.y = Math.round(card.y);
    if (card.head === VANTAGE) out.vantage = headSpot(card);
    else if (card.head !== null) {
      out.spots.set(card.head, headSpot(card));
      out.order.push(card.head);
    }
    if (card.head !== null) out.heads.set(card.head, card);
    out.order.push(...card.away, ...card.members);
    for (const node of card.away) out.homes.set(node, card);
    card.members.forEach((node, i) => {
      out.homes.set(node, card);
      out.spots.set(node, seat(card, i));
    });
  }
  return out;
}

/** What people put elsewhere than the layout would. */
export interface Moved {
  cards: ReadonlySet<Card>;
  leaves: ReadonlySet<number>;
}

/**
 * Pinned nodes lie where they were put. With a card goes what sits in it; a leaf leaves its seat
 * free. So pinning moves nobody else.
 */
function pin(site: Site, out: Layout): Moved {
  const moved = { cards: new Set<Card>(), leaves: new Set<number>() };
  const pins = site.pins.filter((p) => out.spots.has(p.node) || p.node === VANTAGE);
  for (const p of pins) {
    const card = out.heads.get(p.node);
    const at = p.node === VANTAGE ? out.vantage : out.spots.get(p.node);
    if (!card || !at) continue;
    const by = { x: p.x - at.x, y: p.y - at.y };
    card.x += by.x;
    card.y += by.y;
    if (p.node === VANTAGE) out.vantage = { x: p.x, y: p.y };
    else out.spots.set(p.node, { x: p.x, y: p.y });
    card.members.forEach((n, i) => out.spots.set(n, seat(card, i)));
    moved.cards.add(card);
  }
  for (const p of pins) {
    if (p.node === VANTAGE || out.heads.has(p.node)) continue;
    out.spots.set(p.node, { x: p.x, y: p.y });
    moved.leaves.add(p.node);
  }
  for (const card of out.cards) {
    const all = card.head === null && !card.folded && card.members.length > 0;
    if (all && card.members.every((n) => moved.leaves.has(n))) follow(card, out);
  }
  return moved;
}

/** A person arranged all of a group: its frame follows. */
function follow(card: Card, out: Layout): void {
  const around = enclose(card.members.map((n) => cellAt(out.spots.get(n) ?? out.vantage)));
  Object.assign(card, { x: around.x - 8, y: around.y - 44, w: around.w + 16, h: around.h + 52 });
}
