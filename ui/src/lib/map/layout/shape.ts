// The nouns of a laid-out map. One unit is one pixel at zoom 1.

import type { Confidence, NodeKind } from '../../ipc/bindings';

export interface Spot {
  x: number;
  y: number;
}

export interface Size {
  w: number;
  h: number;
}

export type Rect = Spot & Size;

/** How cards are arranged. */
export const ARRANGEMENTS = ['layered', 'radial', 'force', 'grid'] as const;
export type Arrangement = (typeof ARRANGEMENTS)[number];

/** The vantage where a node is expected: node ids begin at 1. */
export const VANTAGE = 0;

/** A link from one node to another, `null` being the vantage. */
export interface Way {
  id: number;
  from: number | null;
  to: number;
}

export interface Site {
  arrangement?: Arrangement;
  /** `stands`: it is no node but a folded group, and these are its nodes. */
  nodes: readonly {
    id: number;
    group: number | null;
    kind?: NodeKind;
    stands?: readonly number[];
  }[];
  groups: readonly { id: number; name: string }[];
  /** `stands`: it is drawn for all of these, because they end at a folded group. */
  links: readonly (Way & { confidence?: Confidence; stands?: readonly Way[] })[];
  pins: readonly { node: number; x: number; y: number }[];
  /** What is folded, by `foldKey`. */
  folded: ReadonlySet<string>;
}

/**
 * A frame on the map: a node with the leaves that hang on it packed beneath, a group with those of
 * its nodes nobody has linked, or a folded group with what hangs on it.
 */
export interface Card extends Rect {
  /** The node at its head, `VANTAGE` for this PC; `null`: it is a group's. */
  head: number | null;
  /** The group it shows; `null` gathers what is in no group. Without meaning if it has a head. */
  group: number | null;
  /** The group's name. */
  name: string;
  folded: boolean;
  /** What sits in it, in order. */
  members: number[];
  /** What is folded into it. */
  away: number[];
}

/** How many a card is about: those in it, or folded into it. */
export const countOf = (card: Card): number =>
  card.folded ? card.away.length : card.members.length;

/** A link as it is drawn. */
export interface Wire {
  link: number;
  from: number | null;
  to: number;
  points: Spot[];
  /** How many of the last points are its own; the rest of the way it shares with others. */
  own: number;
  /** Between two cards, not inside one. */
  trunk: boolean;
  /** A second way, beside the tree. */
  spare: boolean;
  /** Shown only while one of its ends is pointed at: many of these are no picture. */
  quiet: boolean;
  /** Links it is drawn for as well, because they end at the same folded group. */
  also: readonly { link: number; to: number }[];
}

export interface Layout {
  /** Centre of each node's glyph; what is folded away has none. */
  spots: Map<number, Spot>;
  vantage: Spot;
  cards: Card[];
  /** The card at whose head a node is. */
  heads: Map<number, Card>;
  /** The card a node sits in, or is folded into. */
  homes: Map<number, Card>;
  wires: Wire[];
  /** Reading order: the tree from the vantage outwards, then group after group. */
  order: number[];
  bounds: Rect;
}

/** The seat of a leaf: its glyph and, right of it, its name. */
export const CELL: Size = { w: 136, h: 36 };
/** Half the side of a node's glyph. */
export const HALF = 12;
/** Where the glyph's centre lies in its cell. */
export const CENTRE: Spot = { x: 22, y: 18 };
/** Height of a card's head. */
export const HEAD = 44;
/** A card is at least so wide; its head's name fits. */
export const LEAST = 196;
export const PAD = 8;
/** Between cards side by side. */
export const GAP = 24;
/** Between a card and those beneath it: room for the links. */
export const DROP = 44;
/** What is folded is counted in a row of this height. */
export const TALLY = 30;

/** What a card is folded by: `n17` a node with all behind it, `g3` a group, `g0` those in none. */
export const foldKey = (card: Pick<Card, 'head' | 'group'>): string =>
  card.head === null ? `g${card.group ?? 0}` : `n${card.head}`;

/** The centre of the glyph at a card's head. */
export const headSpot = (card: Rect): Spot => ({
  x: card.x + PAD + HALF + 2,
  y: card.y + HEAD / 2,
});

/** Where the seats in a card begin: beneath its head, and beneath what is counted there. */
export const seatsAt = (card: Card): number => card.y + HEAD + (card.folded ? TALLY : 0);

/** The centre of the glyph of a card's `i`-th member. */
export function seat(card: Card, i: number): Spot {
  const cols = columns(card.members.length);
  return {
    x: card.x + PAD + (i % cols) * CELL.w + CENTRE.x,
    y: seatsAt(card) + Math.floor(i / cols) * CELL.h + CENTRE.y,
  };
}

export const cellAt = (s: Spot): Rect => ({ x: s.x - CENTRE.x, y: s.y - CENTRE.y, ...CELL });

/** How large a card with so many members is; `folded`: something is folded into it as well. */
export function cardSize(members: number, folded: boolean): Size {
  const head = HEAD + (folded ? TALLY : 0);
  if (members === 0) return { w: LEAST, h: head };
  const cols = columns(members);
  const rows = Math.ceil(members / cols);
  return { w: Math.max(LEAST, cols * CELL.w + PAD * 2), h: head + rows * CELL.h + PAD };
}

/** Columns of a grid of `n` cells. In steps, so that one more node rarely moves the others. */
export function columns(n: number): number {
  const steps: [number, number][] = [
    [4, 1],
    [10, 2],
    [21, 3],
    [36, 4],
    [60, 5],
    [98, 7],
    [200, 10],
    [450, 15],
  ];
  return steps.find(([most]) => n <= most)?.[1] ?? 5 * Math.ceil(Math.sqrt(n / 2) / 5);
}

export function enclose(rects: readonly Rect[]): Rect {
  let [left, top, right, bottom] = [Infinity, Infinity, -Infinity, -Infinity];
  for (const r of rects) {
    left = Math.min(left, r.x);
    top = Math.min(top, r.y);
    right = Math.max(right, r.x + r.w);
    bottom = Math.max(bottom, r.y + r.h);
  }
  return { x: left, y: top, w: right - left, h: bottom - top };
}

/** Puts rectangles into rows, in order. Returns their corners and the rows' extent. */
export function shelves(
  items: readonly Size[],
  most: number,
  gap: number,
): Size & { corners: Spot[] } {
  const corners: Spot[] = [];
  let [x, y, row, w] = [0, 0, 0, 0];
  for (const item of items) {
    if (x > 0 && x + item.w > most) {
      y += row + gap;
      [x, row] = [0, 0];
    }
    corners.push({ x, y });
    w = Math.max(w, x + item.w);
    row = Math.max(row, item.h);
    x += item.w + gap;
  }
  return { corners, w, h: items.length ? y + row : 0 };
}

export function push<K, V>(lists: Map<K, V[]>, key: K, value: V): void {
  const list = lists.get(key);
  if (list) list.push(value);
  else lists.set(key, [value]);
}
