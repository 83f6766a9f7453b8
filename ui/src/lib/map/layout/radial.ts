// Round the place where the tree balances: every card stands further out than the one it hangs on,
// and every subtree has a sector as wide as it needs. What leads to the vantage is one of them, and
// goes left. Circles are ellipses, because windows are wider than high.

import { moveApart } from './apart';
import { enclose, GAP, type Rect } from './shape';
import { each, type Branch } from './tree';

/** Width of the ellipses by their height. */
const WIDE = 1.7;
const TURN = 2 * Math.PI;
/** How much further out everything goes, until no card lies over another. */
const STEP = 1.08;
/** How near the middle all may come, of what circles round all cards would need. */
const NEARER = [1, 0.84, 0.7, 0.6, 0.5];
/** Width of a window by its height. */
const WINDOW = 1.8;
/** How much better another picture must be: else a node more would turn everything round. */
const CLEARLY = 0.95;

/** Room for each card, in steps: one host more must not move everything. The middle is the first. */
export type Rooms = Map<Branch, Rect>;

export function roomsOf(root: Branch): Rooms {
  const coarse = (n: number, by: number) => Math.ceil(n / by) * by;
  const middle = middleOf(root);
  return new Map(
    [middle, ...[...each(root)].filter((b) => b !== middle)].map((b) => [
      b,
      { x: 0, y: 0, w: coarse(b.card.w, 48), h: coarse(b.card.h, 144) },
    ]),
  );
}

/** Puts every card into the corner of its room; returns the rooms. */
export function settle(rooms: Rooms): Rect[] {
  const all = [...rooms.values()];
  moveApart(all, GAP);
  for (const [branch, room] of rooms) Object.assign(branch.card, { x: room.x, y: room.y });
  return all;
}

const below = (b: Branch) => b.branches.flatMap((c) => [c, ...c.twins]);

/** Where the tree balances: nothing that hangs there has more than half of all cards. */
function middleOf(root: Branch): Branch {
  const sizes = new Map<Branch, number>();
  const size = (b: Branch): number => {
    const n = below(b).reduce((sum, c) => sum + size(c), 1);
    sizes.set(b, n);
    return n;
  };
  const half = size(root) / 2;
  let at = root;
  for (;;) {
    const heavy = below(at).find((c) => (sizes.get(c) ?? 0) > half);
    if (!heavy) return at;
    at = heavy;
  }
}

/** A card with what stands further out behind it. */
interface Spoke {
  room: Rect;
  /** How far the card reaches from its middle, on the circle the ellipse is made from. */
  reach: number;
  /** How far out it stands at least. */
  far: number;
  angle: number;
  beyond: Spoke[];
}

/** The tree as it hangs together, looked at from the middle; the way to the vantage comes first. */
function wheel(root: Branch, rooms: Rooms): Spoke {
  const above = new Map<Branch, Branch>();
  for (const b of each(root)) for (const c of below(b)) above.set(c, b);
  const spoke = (branch: Branch, from: Branch | null, inner: number): Spoke => {
    const room = rooms.get(branch) ?? { ...branch.card };
    const reach = Math.hypot(room.w / WIDE, room.h) / 2 + GAP / 2;
    const far = from ? inner + reach : 0;
    const up = above.get(branch);
    const ways = (up ? [up, ...below(branch)] : below(branch)).filter((b) => b !== from);
    const beyond = ways.map((b) => spoke(b, branch, far + reach));
    return { room, reach, far, angle: 0, beyond };
  };
  const [middle = root] = rooms.keys();
  return spoke(middle, null, 0);
}

/** Places the rooms of one tree round its middle, which lies at 0, 0. */
export function radial(root: Branch, rooms: Rooms): void {
  const hub = wheel(root, rooms);
  // Sectors grow narrower further out, so this ends.
  let scale = 1;
  while (need(hub, scale) > TURN && scale < 1e6) scale *= STEP;
  // What needs less than the whole turn gets it all, in proportion.
  const share = TURN / Math.max(1e-9, need(hub, scale));
  const [first] = hub.beyond;
  const begin = first ? (need(first, scale) * share) / 2 : 0;
  turn(hub, -TURN / 2 - begin, (s) => need(s, scale) * share);
  // Circles round the cards need more room than the cards: some nearer pictures are tried.
  const all = [...rooms.values()];
  let best = { cost: Infinity, scale };
  for (const near of NEARER) {
    put(hub, scale * near);
    const tried = all.map((r) => ({ ...r }));
    moveApart(tried, GAP);
    const { w, h } = enclose(tried);
    const cost = Math.max(w / WINDOW, h);
    if (cost < best.cost * CLEARLY) best = { cost, scale: scale * near };
  }
  put(hub, best.scale);
}

/** The angle a card needs with all beyond it, looked at from the middle. */
function need({ reach, far, beyond }: Spoke, scale: number): number {
  const own = far === 0 ? 0 : 2 * Math.asin(Math.min(1, reach / (far * scale)));
  return Math.max(
    own,
    beyond.reduce((sum, s) => sum + need(s, scale), 0),
  );
}

/** Gives everything beyond a card its angle, in the sector that begins there. */
function turn(spoke: Spoke, from: number, wide: (s: Spoke) => number): void {
  const own = wide(spoke);
  spoke.angle = from + own / 2;
  let at = from + (own - spoke.beyond.reduce((sum, s) => sum + wide(s), 0)) / 2;
  for (const s of spoke.beyond) {
    turn(s, at, wide);
    at += wide(s);
  }
}

function put({ room, far, angle, beyond }: Spoke, scale: number): void {
  const r = far * scale;
  room.x = Math.round(Math.cos(angle) * r * WIDE - room.w / 2);
  room.y = Math.round(Math.sin(angle) * r - room.h / 2);
  for (const s of beyond) put(s, scale);
}
