// Rings round the vantage: what is one step away stands on the first, and so on. Every subtree has
// a sector as wide as it needs. The rings are ellipses, because windows are wider than high.

import { moveApart } from './apart';
import { GAP, type Rect } from './shape';
import { each, type Branch } from './tree';

/** Width of the ellipses by their height. */
const WIDE = 1.5;
const TURN = 2 * Math.PI;
/** Cards that touch at a corner only may come so much nearer than their circles. */
const NEARER = 0.86;

/** Room for each card, in steps: one host more must not move everything. */
export type Rooms = Map<Branch, Rect>;

export function roomsOf(root: Branch): Rooms {
  const coarse = (n: number, by: number) => Math.ceil(n / by) * by;
  return new Map(
    [...each(root)].map((b) => [
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

/** Places the rooms of one tree round its root, whose middle lies at 0, 0. */
export function radial(root: Branch, rooms: Rooms): void {
  const rings = new Rings(root, rooms);
  // Sectors grow narrower as rings grow wider, so this ends.
  while (rings.need(root, 0) > TURN && rings.scale < 1e6) rings.scale *= 1.08;
  // A tree that needs less than the whole turn gets it all, in proportion.
  const share = TURN / Math.max(1e-9, rings.need(root, 0));
  rings.put(root, 0, -Math.PI / 2 - TURN / 2, share);
}

const below = (b: Branch) => b.branches.flatMap((c) => [c, ...c.twins]);

class Rings {
  scale = 1;
  readonly #radii: number[] = [0];
  readonly #rooms: Rooms;

  constructor(root: Branch, rooms: Rooms) {
    this.#rooms = rooms;
    const most: number[] = [];
    const look = (b: Branch, depth: number) => {
      most[depth] = Math.max(most[depth] ?? 0, this.#reach(b));
      for (const c of below(b)) look(c, depth + 1);
    };
    look(root, 0);
    for (let d = 1; d < most.length; d++) {
      const apart = ((most[d - 1] ?? 0) + (most[d] ?? 0)) * NEARER;
      this.#radii.push((this.#radii[d - 1] ?? 0) + apart);
    }
  }

  /** How far a card reaches from its middle, on the circle the ellipse is made from. */
  #reach(branch: Branch): number {
    const { w, h } = this.#rooms.get(branch) ?? branch.card;
    return Math.hypot(w / WIDE, h) / 2 + GAP / 2;
  }

  #radius(depth: number): number {
    return (this.#radii[depth] ?? 0) * this.scale;
  }

  /** The angle a subtree needs, looked at from the middle. */
  need(branch: Branch, depth: number): number {
    const sine = (this.#reach(branch) * NEARER) / this.#radius(depth);
    const own = depth === 0 ? 0 : 2 * Math.asin(Math.min(1, sine));
    return Math.max(
      own,
      below(branch).reduce((sum, b) => sum + this.need(b, depth + 1), 0),
    );
  }

  put(branch: Branch, depth: number, from: number, share: number): void {
    const wide = this.need(branch, depth) * share;
    const angle = from + wide / 2;
    const r = this.#radius(depth);
    const room = this.#rooms.get(branch);
    if (room) {
      room.x = Math.round(Math.cos(angle) * r * WIDE - room.w / 2);
      room.y = Math.round(Math.sin(angle) * r - room.h / 2);
    }
    const kids = below(branch);
    const wants = kids.map((b) => this.need(b, depth + 1) * share);
    let at = from + (wide - wants.reduce((a, b) => a + b, 0)) / 2;
    kids.forEach((b, i) => {
      this.put(b, depth + 1, at, share);
      at += wants[i] ?? 0;
    });
  }
}
