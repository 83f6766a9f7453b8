// Links: how they run, how sure we are of them, what they carry, and where they are cut.

import { worstOf, type Look } from '../world/selectors';
import type { Stroke } from './pen';
import { crisp, type Easel, type Line, type Scene, type Sure } from './scene';
import { VANTAGE, type Rect, type Wire } from './layout';
import { metFor, toScreen, type View } from './view';

/** From this share of its capacity on a link is full enough to be seen. */
export const BUSY = 0.7;
/** From this share on it stands between two rims: it can hardly carry more. */
export const FULL = 0.9;

/** How wide a link is that carries this share of what it can. */
export const widthOf = (load: number): number => 1.2 + load * 3.6;
/** How far the rims of a full link reach beyond it, and the ground between. */
export const RIM = { out: 5, gap: 2.5 };

type Hand = Pick<Easel, 'pen' | 'ink'>;

export const DASH: Partial<Record<Sure, readonly number[]>> = {
  inferred: [5, 4],
  outdated: [1.5, 4],
};

/** `trunk`: those between the cards, which lie under them; else those inside. */
export function paintWires(scene: Scene, easel: Easel, trunk: boolean): void {
  const late: Wire[] = [];
  for (const wire of scene.layout.wires) {
    if (wire.trunk !== trunk || (wire.quiet && !pointed(wire, scene))) continue;
    if (!trunk && easel.view.zoom < 0.2 && wire.link !== scene.link) continue;
    if (loud(wire, scene)) late.push(wire);
    else paintWire(wire, scene, easel);
  }
  // What is chosen, busy or dead lies over what is calm.
  for (const wire of late) paintWire(wire, scene, easel);
}

/** An end of it is pointed at, or what that is folded into. */
function pointed(wire: Wire, { layout, selected, hovered, link }: Scene): boolean {
  if (wire.link === link) return true;
  const at = [selected, hovered].flatMap((n) => (n === null ? [] : metFor(layout, n)));
  return [wire.from ?? VANTAGE, wire.to].some((n) => at.includes(metFor(layout, n)));
}

const loud = (wire: Wire, scene: Scene) =>
  wire.link === scene.link ||
  (lineOf(wire, scene)?.load ?? 0) >= BUSY ||
  lookOf(wire, scene) === 'critical';

/** What is drawn: of several links the load of the fullest, and how many they are. */
function lineOf(wire: Wire, { lines }: Scene): Line | undefined {
  const line = lines.get(wire.link);
  if (!line || wire.also.length === 0) return line;
  const loads = [wire, ...wire.also].flatMap((w) => lines.get(w.link)?.load ?? []);
  return {
    ...line,
    load: loads.length ? Math.max(...loads) : null,
    rate: `×${wire.also.length + 1}`,
  };
}

/** How it is where it leads to; of several ends the worst. */
const lookOf = (wire: Wire, { dots }: Scene): Look | undefined =>
  wire.also.length === 0
    ? dots.get(wire.to)?.look
    : worstOf([wire, ...wire.also].flatMap((w) => dots.get(w.to)?.look ?? []));

function paintWire(wire: Wire, scene: Scene, { pen, ink, view, size }: Easel): void {
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
  if (left > size.w || right < 0 || top > size.h || bottom < 0) return;
  const line = lineOf(wire, scene);
  if (!line) return;
  const own = points.slice(-wire.own * 2);
  if (wire.link === scene.link) return pen.line(points, { stroke: ink.focus, width: 3 });
  const look = lookOf(wire, scene);
  const style = styleOf(line, wire, { ink, view });
  const full = (line.load ?? 0) >= FULL && look !== 'critical' && look !== 'unreachable';
  if (full) paintRims(wire.trunk ? points : own, style, { pen, ink });
  if (look === 'critical') {
    pen.line(points, style);
    return pen.line(own, { stroke: ink.mark.critical, width: 2, dash: [4, 3] });
  }
  if (look === 'unreachable')
    return pen.line(points, { stroke: ink.hatch, width: 1, dash: [2, 4] });
  // The rail of a column is there already.
  if (!wire.trunk) return pen.line(own, style);
  pen.line(points, style);
  if (line?.sure === 'by_hand' && view.zoom > 0.4) paintHand(own, pen, ink.ground, style);
}

/** Red is for what is dead: a full link is told by its form. */
function paintRims(points: readonly number[], style: Stroke, { pen, ink }: Hand): void {
  const width = style.width ?? 1;
  pen.line(points, { stroke: ink.mark.warning, width: width + RIM.out });
  pen.line(points, { stroke: ink.ground, width: width + RIM.gap });
}

/** A small square on the way: a person drew this. */
function paintHand(own: readonly number[], pen: Easel['pen'], ground: string, style: Stroke): void {
  const [ax = 0, ay = 0, bx = 0, by = 0] = own.slice(-4);
  const [x, y] = [Math.round((ax + bx) / 2), Math.round((ay + by) / 2)];
  pen.box(x - 2.5, y - 2.5, 6, 6, { fill: ground, stroke: style.stroke ?? '', width: 1 });
}

function styleOf(line: Line, wire: Wire, { ink, view }: Pick<Easel, 'ink' | 'view'>): Stroke {
  const { sure, load } = line;
  const dash = DASH[sure];
  const calm = sure === 'outdated' || wire.spare ? ink.hatch : ink.strong;
  const stroke = (load ?? 0) >= BUSY ? ink.mark.warning : calm;
  const thin = Math.min(wire.trunk && !wire.spare ? 1.5 : 1, Math.max(view.zoom * 1.5, 1));
  // How much it carries is its width; only too much has a colour.
  const width = load === null || !wire.trunk ? thin : widthOf(load);
  return { stroke, width, ...(dash ? { dash } : {}) };
}

/** Where on its own end a link's rate is written, best first. */
const BESIDE = [0.5, 0.35, 0.65];

/** Would it hide what a card says? */
function onCard(at: Rect, { layout }: Scene, view: View): boolean {
  return layout.cards.some((card) => {
    const { x, y } = toScreen(view, card);
    const [w, h] = [card.w * view.zoom, card.h * view.zoom];
    return x < at.x + at.w && at.x < x + w && y < at.y + at.h && at.y < y + h;
  });
}

/** What links between cards carry, written beside their own end. */
export function paintRates(scene: Scene, easel: Easel): void {
  const { pen, ink, view, size: window, labels, taken } = easel;
  if (view.zoom < 0.45) return;
  for (const wire of scene.layout.wires) {
    const line = lineOf(wire, scene);
    if (!wire.trunk || !line?.rate || (wire.quiet && !pointed(wire, scene))) continue;
    const [a, b] = wire.points.slice(-2).map((p) => toScreen(view, p));
    if (!a || !b) continue;
    const busy = (line.load ?? 0) >= BUSY;
    const size = 10.5;
    const w = labels.width(pen, line.rate, size, busy);
    const h = size * 1.2;
    const places = BESIDE.map((by) => ({
      x: a.x + (b.x - a.x) * by + 6,
      y: a.y + (b.y - a.y) * by,
    }));
    const free = places.find(({ x, y }) => {
      if (x > window.w || x + w < 0 || y < 0 || y > window.h) return false;
      const at = { x, y: y - h / 2, w, h };
      return !onCard(at, scene, view) && taken.claim(at.x, at.y, w, h);
    });
    if (!free) continue;
    const fill = busy ? ink.mark.warning : ink.faint;
    pen.text(line.rate, free.x, free.y, size, { fill, bold: busy, halo: ink.ground });
  }
}
