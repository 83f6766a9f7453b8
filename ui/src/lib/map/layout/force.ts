// Links as springs, cards as bodies that keep their distance. It begins with the radial picture and
// knows no chance, so the same site always comes to rest in the same place.

import { radial, type Rooms } from './radial';
import { VANTAGE, type Spot } from './shape';
import type { Branch } from './tree';

/** Work per picture: rounds × pairs of cards stay below this. */
const WORK = 12_000_000;
const MOST_ROUNDS = 240;
/** Room between cards a spring wants. */
const REST = 56;

interface Body extends Spot {
  /** Half of width and height. */
  w: number;
  h: number;
}

/** Places the rooms of one tree; `spare` are second ways between heads. */
export function force(root: Branch, rooms: Rooms, spare: Iterable<Way>): void {
  radial(root, rooms);
  const branches = [...rooms.keys()];
  const all = [...rooms.values()];
  const bodies = all.map((r) => ({ x: r.x + r.w / 2, y: r.y + r.h / 2, w: r.w / 2, h: r.h / 2 }));
  const springs = springsOf(branches, spare);
  const rounds = Math.min(MOST_ROUNDS, Math.floor(WORK / (bodies.length ** 2 + 1)) + 12);
  for (let i = 0; i < rounds; i++) relax(bodies, springs, 1 - i / rounds);
  bodies.forEach((b, i) => {
    Object.assign(all[i] ?? {}, { x: Math.round(b.x - b.w), y: Math.round(b.y - b.h) });
  });
}

interface Way {
  from: number | null;
  to: number;
}

function springsOf(branches: readonly Branch[], spare: Iterable<Way>): [number, number][] {
  const index = new Map(branches.map((b, i) => [b.node, i]));
  const springs: [number, number][] = [];
  const tie = (from: number | null, to: number | null) => {
    const [a, b] = [index.get(from ?? VANTAGE), index.get(to ?? VANTAGE)];
    if (a !== undefined && b !== undefined && a !== b) springs.push([a, b]);
  };
  for (const b of branches) {
    for (const c of b.branches) [c, ...c.twins].forEach((end) => tie(b.node, end.node));
  }
  for (const way of spare) tie(way.from, way.to);
  return springs;
}

/** One step of everything at once; `heat` falls from 1 to 0. */
function relax(bodies: Body[], springs: readonly [number, number][], heat: number): void {
  const moves = bodies.map(() => ({ x: 0, y: 0 }));
  for (let i = 0; i < bodies.length; i++) {
    for (let j = i + 1; j < bodies.length; j++) push(bodies, moves, i, j);
  }
  for (const [i, j] of springs) pull(bodies, moves, i, j);
  const most = 6 + 60 * heat;
  moves.forEach((move, i) => {
    const body = bodies[i];
    // The middle stays where it is.
    if (!body || i === 0) return;
    // Nothing drifts away, and the picture grows wide rather than high.
    move.x -= body.x * 0.004;
    move.y -= body.y * 0.011;
    const length = Math.hypot(move.x, move.y);
    const by = length > most ? most / length : 1;
    body.x += move.x * by;
    body.y += move.y * by;
  });
}

function push(bodies: Body[], moves: { x: number; y: number }[], i: number, j: number): void {
  const [a, b, ma, mb] = [bodies[i], bodies[j], moves[i], moves[j]];
  if (!a || !b || !ma || !mb) return;
  const [dx, dy] = [b.x - a.x || 0.01 * (j - i), b.y - a.y || 0.01];
  const room = { x: a.w + b.w + REST, y: a.h + b.h + REST };
  // Distance in sizes of the two: 1 is touching.
  const far = Math.max(Math.abs(dx) / room.x, Math.abs(dy) / room.y, 0.05);
  if (far > 2.2) return;
  const strength = far < 1 ? 26 * (1.15 - far) : 2.6 / (far * far);
  const length = Math.hypot(dx, dy);
  const [x, y] = [(dx / length) * strength, (dy / length) * strength];
  ma.x -= x;
  ma.y -= y;
  mb.x += x;
  mb.y += y;
}

function pull(bodies: Body[], moves: { x: number; y: number }[], i: number, j: number): void {
  const [a, b, ma, mb] = [bodies[i], bodies[j], moves[i], moves[j]];
  if (!a || !b || !ma || !mb) return;
  const [dx, dy] = [b.x - a.x, b.y - a.y];
  const room = Math.max(
    (Math.abs(dx) - a.w - b.w - REST) / (Math.abs(dx) || 1),
    (Math.abs(dy) - a.h - b.h - REST) / (Math.abs(dy) || 1),
  );
  if (room <= 0) return;
  const [x, y] = [dx * room * 0.06, dy * room * 0.06];
  ma.x += x;
  ma.y += y;
  mb.x -= x;
  mb.y -= y;
}
