// The ways of the links. Inside a card they are the teeth of a comb; between cards they follow the
// arrangement, or run straight where there is none.

import {
  CELL,
  columns,
  HALF,
  HEAD,
  PAD,
  seatsAt,
  VANTAGE,
  type Card,
  type Layout,
  type Rect,
  type Spot,
  type Way,
  type Wire,
} from './shape';
import type { Moved } from './index';
import type { Branch, Tree } from './tree';

interface Given {
  tree: Tree;
  branches: readonly Branch[];
  /** Ways the arrangement made, by the card they lead to. */
  ways: ReadonlyMap<Branch, Spot[]>;
  moved: Moved;
  /** Groups instead of a tree: links are shown on demand. */
  gridded: boolean;
}

/** More second ways than this are shown on demand. */
const MOST_SPARE = 60;

export function wiresOf(out: Layout, given: Given): Wire[] {
  if (given.gridded) return onDemand(out, given.tree);
  return [
    ...given.branches.flatMap((b) => inside(b, out, given)),
    ...trunks(given),
    ...second(out, given),
  ];
}

/** Which links a wire is drawn for, from the card it comes from to the one it leads to. */
function linksOf(
  link: Tree['spare'][number],
  far: number,
): Pick<Wire, 'link' | 'from' | 'to' | 'also'> {
  const turned = (l: Way): Way =>
    link.to === far || l.from === null ? l : { ...l, from: l.to, to: l.from };
  const [first = turned(link), ...others] = (link.stands ?? []).map(turned);
  const also = others.map((l) => ({ link: l.id, to: l.to }));
  return { link: first.id, from: first.from, to: first.to, also };
}

/** The links of a card's members. */
function inside({ card, links }: Branch, out: Layout, { tree, moved }: Given): Wire[] {
  return links.flatMap((id, i) => {
    const [to, link] = [card.members[i], tree.links.get(id)];
    const at = to === undefined ? undefined : out.spots.get(to);
    if (to === undefined || !link || !at) return [];
    const loose = moved.leaves.has(to);
    const points = loose ? straight(card, glyph(at)) : tooth(card, i, at);
    const ends = linksOf(link, to);
    return [{ ...ends, points, own: 2, trunk: loose, spare: false, quiet: false }];
  });
}

/** From the head down the rail of its column to the glyph. */
function tooth(card: Card, i: number, at: Spot): Spot[] {
  const rail = card.x + PAD + (i % columns(card.members.length)) * CELL.w + 2;
  const end = at.x - HALF;
  return [
    { x: rail, y: seatsAt(card) },
    { x: rail, y: at.y },
    { x: end, y: at.y },
  ];
}

function trunks({ branches, ways, moved, tree }: Given): Wire[] {
  return branches.flatMap((parent) =>
    parent.branches
      .flatMap((b) => [b, ...b.twins])
      .flatMap((branch) => {
        const link = tree.links.get(branch.link ?? 0);
        if (!link) return [];
        const way = ways.get(branch);
        const kept = way && !moved.cards.has(branch.card) && !moved.cards.has(parent.card);
        const points = kept ? way : straight(parent.card, branch.card);
        const ends = linksOf(link, branch.node);
        return [{ ...ends, points, own: 2, trunk: true, spare: false, quiet: false }];
      }),
  );
}

/** Second ways run straight, behind the cards. */
function second(out: Layout, { tree }: Given): Wire[] {
  const quiet = tree.spare.length > MOST_SPARE;
  return tree.spare.flatMap((l) => between(out, l, quiet));
}

function onDemand(out: Layout, tree: Tree): Wire[] {
  const kept = [...tree.children.values()].flat().flatMap((end) => {
    const link = tree.links.get(end.link);
    return link ? between(out, link, true, end.node) : [];
  });
  return [...kept, ...tree.spare.flatMap((l) => between(out, l, true))];
}

/** A straight line between two nodes wherever they are; none if both are in the same fold. */
function between(out: Layout, link: Tree['spare'][number], quiet: boolean, far = link.to): Wire[] {
  const ends = linksOf(link, far);
  const [a, b] = [edgeOf(out, ends.from ?? VANTAGE), edgeOf(out, ends.to)];
  if (!a || !b || (a.x === b.x && a.y === b.y)) return [];
  return [{ ...ends, points: straight(a, b), own: 2, trunk: true, spare: true, quiet }];
}

/** What a line to a node ends at: its card's head, its glyph, or the card it is folded into. */
function edgeOf(out: Layout, node: number): Rect | undefined {
  const card = out.heads.get(node);
  if (card) return card;
  const at = node === VANTAGE ? out.vantage : out.spots.get(node);
  return at ? glyph(at) : out.homes.get(node);
}

const glyph = (at: Spot): Rect => ({
  x: at.x - HALF - 2,
  y: at.y - HALF - 2,
  w: HALF * 2 + 4,
  h: HALF * 2 + 4,
});

const middle = (r: Rect): Spot => ({ x: r.x + r.w / 2, y: r.y + Math.min(r.h, HEAD) / 2 });

/** From edge to edge, along the line between the middles of what is a card's head. */
function straight(from: Rect, to: Rect): Spot[] {
  const [a, b] = [middle(from), middle(to)];
  return [edge(from, a, b), edge(to, b, a)];
}

/** Where the way from `at`, inside the rectangle, towards `to` leaves it. */
function edge(r: Rect, at: Spot, to: Spot): Spot {
  const [dx, dy] = [to.x - at.x, to.y - at.y];
  const across = dx > 0 ? (r.x + r.w - at.x) / dx : dx < 0 ? (r.x - at.x) / dx : Infinity;
  const down = dy > 0 ? (r.y + r.h - at.y) / dy : dy < 0 ? (r.y - at.y) / dy : Infinity;
  const by = Math.min(across, down, 1);
  return { x: at.x + dx * by, y: at.y + dy * by };
}

/** The rails of a card: one down each column, as far as something hangs on it. */
export function railsOf(card: Card): Spot[][] {
  const cols = columns(card.members.length);
  return Array.from({ length: Math.min(cols, card.members.length) }, (_, col) => {
    const last = Math.floor((card.members.length - 1 - col) / cols);
    const x = card.x + PAD + col * CELL.w + 2;
    const top = seatsAt(card);
    return [
      { x, y: top },
      { x, y: top + last * CELL.h + CELL.h / 2 },
    ];
  });
}
