// Draws the map. Everything that can be told from its arguments; it keeps nothing but label widths.
//
// Level of detail: names only where they can be read, addresses only where there is room, nothing
// outside the window. Trouble is never left out: its marks keep a least size at any zoom.

import type { NodeKind } from '../ipc/bindings';
import { wantsEye, worseFirst, type Look } from '../world/selectors';
import { KIND, MARK, TOWER } from './icons';
import type { Labels } from './labels';
import { CELL, HALF, HEAD, type Box, type Layout, type Spot } from './layout';
import type { Palette } from './palette';
import type { Pen } from './pen';
import { toScreen, type Size, type View } from './view';

/** A node as it is drawn. */
export interface Dot {
  id: number;
  name: string;
  address: string;
  kind: NodeKind;
  look: Look;
  /** The last samples disagree with what is believed. */
  doubt: boolean;
  /** Whatever happens there is expected by plan. */
  planned: boolean;
}

export interface Scene {
  layout: Layout;
  dots: ReadonlyMap<number, Dot>;
  vantage: { name: string; address: string };
  /** What the box of those in no group is called. */
  loose: string;
  selected: number | null;
  link: number | null;
  hovered: number | null;
  /** A link or a node under way: from, to, in map units. */
  rubber: { from: Spot; to: Spot } | null;
  /** The keyboard is here: show the ring. */
  focused: boolean;
}

interface Board {
  pen: Pen;
  view: View;
  size: Size;
  ink: Palette;
  labels: Labels;
  /** Where names of trouble go beyond their room: there the names of neighbours give way. */
  loud?: readonly Patch[];
}

interface Patch {
  left: number;
  right: number;
  y: number;
}

/** Below this zoom nodes are marks without icon and name. */
const FAR = 0.28;
/** Smaller glyphs have no icon inside. */
const ICON = 11;
/** From this zoom on addresses are shown. */
const NEAR = 0.72;
/** Room for the name of a node in trouble, at least. */
const LOUD = 96;
/** Names of nodes in trouble shown when far away, at most. */
const FAR_NAMES = 40;

export function paint(scene: Scene, board: Board): void {
  for (const box of scene.layout.boxes) paintBox(box, scene, board);
  paintWires(scene, board);
  if (scene.rubber) {
    const [a, b] = [toScreen(board.view, scene.rubber.from), toScreen(board.view, scene.rubber.to)];
    board.pen.line([a.x, a.y, b.x, b.y], { stroke: board.ink.focus, width: 2, dash: [6, 4] });
  }
  paintVantage(scene, board);
  const early: [Dot, Spot][] = [];
  const late: [Dot, Spot][] = [];
  for (const [id, spot] of scene.layout.spots) {
    const dot = scene.dots.get(id);
    const at = toScreen(board.view, spot);
    if (!dot || !visible(at, board)) continue;
    // Trouble comes last: nothing is drawn over it.
    (wantsEye(dot.look) || id === scene.selected ? late : early).push([dot, at]);
  }
  const loud = late.flatMap(([dot, at]) => patch(dot, at, scene, board));
  for (const [dot, at] of early) paintDot(dot, at, scene, { ...board, loud });
  late.sort(([a], [b]) => worseFirst(b.look, a.look));
  for (const [dot, at] of late) paintDot(dot, at, scene, board);
  if (board.view.zoom < FAR) farNames(late.reverse(), board);
}

function visible(at: Spot, { view, size }: Board): boolean {
  const [w, h] = [CELL.w * view.zoom, CELL.h * view.zoom];
  return at.x > -w && at.x < size.w + w && at.y > -h && at.y < size.h + h;
}

/** A hairline lies on whole pixels. */
const crisp = (n: number) => Math.round(n) + 0.5;

function paintBox(box: Box, scene: Scene, board: Board): void {
  const { pen, ink, view, labels } = board;
  const at = toScreen(view, box);
  const [w, h] = [box.w * view.zoom, box.h * view.zoom];
  if (at.x > board.size.w || at.y > board.size.h || at.x + w < 0 || at.y + h < 0) return;
  const edge = { stroke: ink.line, radius: 3 };
  pen.box(crisp(at.x), crisp(at.y), Math.round(w), Math.round(h), edge);
  const size = Math.min(12, Math.max(9.5, 12 * view.zoom));
  const head = HEAD * view.zoom;
  if (head < 8) return;
  const middle = at.y + head * 0.42 + 1;
  const caret = box.folded ? 'M4 2l5 4-5 4' : 'M2 4l4 5 4-5';
  const scale = size / 14;
  pen.shape(caret, at.x + 8, middle - 6 * scale, scale, { stroke: ink.faint, width: 1.5 });
  const x = at.x + 12 + 12 * scale;
  const count = String(box.members.length);
  const room = w - (x - at.x) - labels.width(pen, count, size) - 16;
  const name = labels.cut(pen, box.name || scene.loose, size, room, true);
  pen.text(name, x, middle, size, { fill: ink.dim, bold: true });
  const after = x + labels.width(pen, name, size, true) + 6;
  pen.text(count, after, middle, size, { fill: ink.faint });
  if (box.folded) paintTally(box, { x: at.x + 10, y: at.y + head + 14 * view.zoom }, scene, board);
}

/** A folded group's states, counted: trouble first. */
function paintTally(box: Box, at: Spot, scene: Scene, { pen, ink, view, labels }: Board): void {
  const counts = new Map<Look, number>();
  for (const id of box.members) {
    const look = scene.dots.get(id)?.look ?? 'pending';
    counts.set(look, (counts.get(look) ?? 0) + 1);
  }
  const size = Math.min(12, Math.max(9.5, 12 * view.zoom));
  let x = at.x;
  for (const [look, n] of [...counts].sort(([a], [b]) => worseFirst(a, b))) {
    paintMark(look, { x: x + size / 2, y: at.y }, size, { pen, ink });
    pen.text(String(n), x + size + 4, at.y, size, { fill: look === 'ok' ? ink.dim : ink.text });
    x += size + 16 + labels.width(pen, String(n), size);
  }
}

function paintWires(scene: Scene, { pen, ink, view, size }: Board): void {
  for (const wire of scene.layout.wires) {
    const points: number[] = [];
    let [left, right, top, bottom] = [Infinity, -Infinity, Infinity, -Infinity];
    for (const p of wire.points) {
      const at = toScreen(view, p);
      points.push(crisp(at.x), crisp(at.y));
      left = Math.min(left, at.x);
      right = Math.max(right, at.x);
      top = Math.min(top, at.y);
      bottom = Math.max(bottom, at.y);
    }
    if (left > size.w || right < 0 || top > size.h || bottom < 0) continue;
    const down = scene.dots.get(wire.to)?.look === 'critical';
    if (wire.link === scene.link) pen.line(points, { stroke: ink.focus, width: 3 });
    else pen.line(points, { stroke: ink.strong, width: 1 });
    // Only the end is the node's own; the rest of the way others share.
    if (down) pen.line(points.slice(-4), { stroke: ink.mark.critical, width: 2, dash: [3, 3] });
  }
}

function paintVantage(scene: Scene, board: Board): void {
  const { pen, ink, view } = board;
  const at = toScreen(view, scene.layout.vantage);
  if (!visible(at, board)) return;
  const half = Math.max(HALF * view.zoom, 5);
  const side = { stroke: ink.dim, fill: ink.raised, radius: half };
  pen.box(crisp(at.x - half), crisp(at.y - half), half * 2, half * 2, side);
  const scale = (half * 1.3) / 16;
  const corner = { x: at.x - 8 * scale, y: at.y - 8 * scale };
  pen.shape(TOWER, corner.x, corner.y, scale, { stroke: ink.text, width: 1.2 / scale });
  const room = scene.layout.rooms.get(0) ?? CELL.w;
  paintLabel({ ...scene.vantage, look: 'ok' }, at, { half, room }, board);
}

function paintDot(dot: Dot, at: Spot, scene: Scene, board: Board): void {
  const { pen, ink, view } = board;
  const selected = dot.id === scene.selected;
  const half = Math.max(HALF * view.zoom, wantsEye(dot.look) ? 4.5 : 1.5);
  if (selected || dot.id === scene.hovered) paintChosen(at, half, selected && scene.focused, board);
  if (view.zoom < FAR) paintMark(dot.look, at, Math.max(half * 2, 3), board);
  else paintGlyph(dot, at, half, board);
  if (dot.doubt) {
    const ring = half + 2.5;
    const look = { stroke: ink.faint, radius: 3 };
    pen.box(
      crisp(at.x - ring),
      crisp(at.y - ring),
      Math.round(ring * 2),
      Math.round(ring * 2),
      look,
    );
  }
  const room = scene.layout.rooms.get(dot.id) ?? CELL.w;
  if (view.zoom >= FAR) paintLabel(dot, at, { half, room }, board);
}

function paintChosen(at: Spot, half: number, ring: boolean, { pen, ink, view }: Board): void {
  const pad = Math.max(3, 4 * view.zoom);
  const [w, h] = [Math.max((CELL.w - 4) * view.zoom, half * 2 + pad * 2), half * 2 + pad * 2];
  const look = { fill: ink.chosen, radius: 3, ...(ring ? { stroke: ink.focus, width: 2 } : {}) };
  pen.box(at.x - half - pad, at.y - half - pad, w, h, look);
}

function paintGlyph(dot: Dot, at: Spot, half: number, { pen, ink, view }: Board): void {
  const { look } = dot;
  const [x, y] = [crisp(at.x - half), crisp(at.y - half)];
  const side = Math.round(half * 2);
  const filled = look === 'critical';
  const quiet = look === 'ok';
  if (quiet && side < ICON) return pen.box(x, y, side, side, { fill: ink.hatch, radius: 2 });
  // Too small to carry a mark: the mark stands for the node.
  if (!filled && side < ICON) return paintMark(look, at, Math.max(side + 2, 10), { pen, ink });
  const dashed = look === 'unreachable' || look === 'pending' || look === 'paused';
  pen.box(x, y, side, side, {
    fill: filled ? ink.mark.critical : ink.soft[look],
    stroke: quiet ? ink.line : ink.mark[look],
    width: wantsEye(look) ? 1.5 : 1,
    radius: Math.min(3, half / 3),
    ...(dashed ? { dash: [3, 2] } : {}),
  });
  if (look === 'unobserved') {
    const step = side / 3;
    for (let i = 1; i < 6; i++) {
      const [a, b] = [Math.min(i * step, side), Math.max(0, i * step - side)];
      pen.line([x + b, y + a, x + a, y + b], { stroke: ink.hatch });
    }
  }
  if (side >= ICON) {
    const scale = (side * 0.68) / 16;
    const colour = filled ? ink.ground : quiet ? ink.dim : ink.mark[look];
    const corner = { x: at.x - 8 * scale + 0.5, y: at.y - 8 * scale + 0.5 };
    pen.shape(KIND[dot.kind], corner.x, corner.y, scale, { stroke: colour, width: 1.2 / scale });
  }
  if (dot.planned && look !== 'maintenance' && side >= ICON) {
    const size = Math.max(8, 9 * Math.min(view.zoom, 1.4));
    const low = { x: at.x + half - 0.5, y: at.y + half - 0.5 };
    pen.box(low.x - size / 2 - 1, low.y - size / 2 - 1, size + 2, size + 2, {
      fill: ink.ground,
      radius: size / 2,
    });
    paintMark('maintenance', low, size, { pen, ink });
  }
  if (quiet || filled) return;
  // The mark sits on the corner with a rim of ground, so that it reads on any glyph.
  const mark = Math.max(9, 10 * Math.min(view.zoom, 1.4));
  const spot = { x: at.x - half + 0.5, y: at.y - half + 0.5 };
  pen.box(spot.x - mark / 2 - 1, spot.y - mark / 2 - 1, mark + 2, mark + 2, {
    fill: ink.ground,
    radius: mark / 2,
  });
  paintMark(look, spot, mark, { pen, ink });
}

function paintMark(look: Look, at: Spot, size: number, board: Pick<Board, 'pen' | 'ink'>): void {
  const { pen, ink } = board;
  const colour = ink.mark[look];
  if (look === 'ok') {
    // Many of these: a plain square is drawn fastest, and at this size it is as round as a circle.
    const s = Math.max(2, size * 0.5);
    pen.box(at.x - s / 2, at.y - s / 2, s, s, {
      fill: colour,
      ...(s > 4 ? { radius: s / 2 } : {}),
    });
    return;
  }
  const { d, line } = MARK[look];
  const scale = size / 12;
  const style = line === undefined ? { fill: colour } : { stroke: colour, width: line };
  pen.shape(d, at.x - size / 2, at.y - size / 2, scale, style);
}

const nameSize = (zoom: number, trouble: boolean) =>
  Math.min(15, Math.max(trouble ? 10.5 : 9.5, 12 * zoom));
const nameLeft = (at: Spot, half: number, zoom: number) => at.x + half + Math.max(4, 7 * zoom);
const nameRoom = (room: number, half: number, zoom: number) =>
  room * zoom - half * 2 - Math.max(8, 14 * zoom);

/** Where the name of a node in trouble is written over its neighbour. */
function patch(dot: Dot, at: Spot, scene: Scene, { pen, view, labels }: Board): Patch[] {
  if (!wantsEye(dot.look) || view.zoom < FAR) return [];
  const half = Math.max(HALF * view.zoom, 4.5);
  const own = nameRoom(scene.layout.rooms.get(dot.id) ?? CELL.w, half, view.zoom);
  const size = nameSize(view.zoom, true);
  const name = labels.cut(pen, dot.name, size, Math.max(own, LOUD), true);
  const width = labels.width(pen, name, size, true);
  const left = nameLeft(at, half, view.zoom);
  return width > own ? [{ left, right: left + width + size, y: at.y }] : [];
}

function paintLabel(
  dot: Pick<Dot, 'name' | 'address' | 'look'>,
  at: Spot,
  glyph: { half: number; room: number },
  { pen, ink, view, labels, loud = [] }: Board,
): void {
  const trouble = wantsEye(dot.look);
  const size = nameSize(view.zoom, trouble);
  const { half } = glyph;
  const x = nameLeft(at, half, view.zoom);
  if (loud.some((p) => Math.abs(p.y - at.y) < size && x > p.left && x < p.right)) return;
  const own = nameRoom(glyph.room, half, view.zoom);
  // A node in trouble is named even where that covers its neighbour.
  const room = trouble ? Math.max(own, LOUD) : own;
  if (CELL.h * view.zoom < size * 1.05 && !trouble) return;
  const two = view.zoom >= NEAR && dot.address !== dot.name && dot.address !== '';
  const gap = two ? size * 0.58 : 0;
  const fill = trouble ? ink.mark[dot.look] : dot.look === 'paused' ? ink.faint : ink.text;
  const name = labels.cut(pen, dot.name, size, room, trouble);
  const halo = room > own ? { halo: ink.ground } : {};
  if (name) pen.text(name, x, at.y - gap, size, { fill, bold: trouble, ...halo });
  if (!two) return;
  const small = Math.max(9.5, size - 1.5);
  const address = labels.cut(pen, dot.address, small, room);
  pen.text(address, x, at.y + gap + 0.5, small, { fill: ink.faint });
}

/** Far away only what is in trouble has a name, as long as the names do not hide each other. */
function farNames(worst: readonly [Dot, Spot][], { pen, ink, labels }: Board): void {
  const taken: { x: number; y: number; w: number }[] = [];
  for (const [dot, at] of worst) {
    if (taken.length >= FAR_NAMES || dot.look === 'ok') break;
    const [x, y] = [at.x + 8, at.y];
    const w = labels.width(pen, dot.name, 10.5, true);
    if (taken.some((t) => x < t.x + t.w + 4 && t.x < x + w + 4 && Math.abs(t.y - y) < 12)) continue;
    taken.push({ x, y, w });
    const halo = ink.ground;
    pen.text(dot.name, x, y, 10.5, { fill: ink.mark[dot.look], bold: true, halo });
  }
}
