// The window onto the map, and what lies under a point of it. Pure.

import {
  CELL,
  CENTRE,
  countOf,
  HALF,
  HEAD,
  headSpot,
  seatsAt,
  VANTAGE,
  type Card,
  type Layout,
  type Rect,
  type Size,
  type Spot,
  type Wire,
} from './layout';

/** `x`, `y`: the map point in the window's top left corner. */
export interface View extends Spot {
  zoom: number;
}

export type { Size };

export const LEAST_ZOOM = 0.1;
export const MOST_ZOOM = 3;

const clamp = (v: number, least: number, most: number) => Math.min(most, Math.max(least, v));

export const toScreen = (v: View, p: Spot): Spot => ({
  x: (p.x - v.x) * v.zoom,
  y: (p.y - v.y) * v.zoom,
});

export const toMap = (v: View, p: Spot): Spot => ({
  x: p.x / v.zoom + v.x,
  y: p.y / v.zoom + v.y,
});

/** Moves what is seen by pixels: the ground follows the pointer. */
export const pan = (v: View, dx: number, dy: number): View => ({
  ...v,
  x: v.x - dx / v.zoom,
  y: v.y - dy / v.zoom,
});

/** Zooms so that the map point under `at` stays where it is. */
export function zoomAt(v: View, at: Spot, by: number): View {
  const zoom = clamp(v.zoom * by, LEAST_ZOOM, MOST_ZOOM);
  const fixed = toMap(v, at);
  return { zoom, x: fixed.x - at.x / zoom, y: fixed.y - at.y / zoom };
}

/** More than this a picture is not stretched: it is too coarse. */
const STRETCH = 1.6;

/**
 * How a picture painted under `was`, reaching `margin` pixels beyond the window, is moved and
 * stretched to be seen under `now`; null if it would not fill the window, or be too coarse, and must
 * be painted anew. It moves by whole pixels of the device, so that it stays sharp.
 */
export function shift(was: View, now: View, size: Size, by: { margin: number; ratio: number }) {
  const { margin, ratio } = by;
  const scale = now.zoom / was.zoom;
  const [dx, dy] = [(was.x - now.x) * now.zoom, (was.y - now.y) * now.zoom];
  const covers = (d: number, w: number) => d <= margin * scale && d + (w + margin) * scale >= w;
  if (scale > STRETCH || !covers(dx, size.w) || !covers(dy, size.h)) return null;
  if (scale !== 1) return { scale, css: `translate(${dx}px, ${dy}px) scale(${scale})` };
  const [x, y] = [dx, dy].map((d) => Math.round(d * ratio) / ratio);
  return { scale, css: `translate(${x}px, ${y}px)` };
}

/** Shows all of `bounds`, centred; a small site is shown a little larger than life. */
export function fit(bounds: Rect, size: Size, margin = 24): View {
  const room = { w: Math.max(1, size.w - margin * 2), h: Math.max(1, size.h - margin * 2) };
  const zoom = clamp(Math.min(room.w / bounds.w, room.h / bounds.h, 1.2), LEAST_ZOOM, MOST_ZOOM);
  return {
    zoom,
    x: bounds.x + bounds.w / 2 - size.w / zoom / 2,
    y: bounds.y + bounds.h / 2 - size.h / zoom / 2,
  };
}

/** Moves the view as little as needed to have `p` inside. */
export function reveal(v: View, p: Spot, size: Size, margin = 60): View {
  const at = toScreen(v, p);
  const dx = clamp(at.x, margin, Math.max(margin, size.w - margin * 2.5)) - at.x;
  const dy = clamp(at.y, margin, Math.max(margin, size.h - margin)) - at.y;
  return dx || dy ? pan(v, dx, dy) : v;
}

export type Hit =
  | { on: 'node'; node: number }
  | { on: 'fold'; card: Card }
  | { on: 'link'; link: number }
  | { on: 'ground' };

/** What lies under a point of the window: nodes, then what folds a card, then links. */
export function hit(layout: Layout, v: View, at: Spot): Hit {
  const p = toMap(v, at);
  const reach = Math.max(HALF + 2, 10 / v.zoom);
  const wide = v.zoom >= 0.3 ? CELL.w - CENTRE.x * 2 : 0;
  let best: { node: number; far: number } | undefined;
  for (const [node, s] of layout.spots) {
    if (layout.heads.has(node)) continue;
    if (p.x < s.x - reach || p.x > s.x + reach + wide || Math.abs(p.y - s.y) > reach) continue;
    // A glyph under the pointer beats a label that reaches there.
    const far = Math.hypot(p.x - s.x, p.y - s.y);
    if (!best || far < best.far) best = { node, far };
  }
  // Between two, the nearer; far from the glyph a card's head is meant.
  if (best && best.far <= reach + wide) return { on: 'node', node: best.node };
  const card = layout.cards.findLast((c) => within(c, p));
  if (card) {
    const inHead = p.y <= card.y + HEAD;
    const caret = p.x >= card.x + card.w - Math.max(36, 20 / v.zoom) && inHead;
    const counted = card.folded && p.y <= seatsAt(card);
    if (countOf(card) > 0 && (caret || counted || (card.head === null && inHead)))
      return inHead && card.head !== null && !caret
        ? { on: 'node', node: card.head }
        : { on: 'fold', card };
    if (card.head !== null && inHead) return { on: 'node', node: card.head };
  }
  const wire = wireAt(layout, p, 5 / v.zoom);
  return wire ? { on: 'link', link: wire.link } : { on: 'ground' };
}

const within = (r: Rect, p: Spot) =>
  p.x >= r.x && p.x <= r.x + r.w && p.y >= r.y && p.y <= r.y + r.h;

/** Where many share the way only the end that is a link's own means that link. */
function wireAt(layout: Layout, p: Spot, near: number): Wire | undefined {
  // Several links at once are none: who wants to know one unfolds what it leads to.
  const close = layout.wires.filter(
    (w) => !w.quiet && w.also.length === 0 && distance(w.points, p) <= near,
  );
  if (close.length < 2) return close[0];
  return close.findLast((w) => distance(w.points.slice(-w.own), p) <= near);
}

/** How far a point lies from a line of segments. */
export function distance(points: readonly Spot[], p: Spot): number {
  let least = Infinity;
  for (const [i, b] of points.entries()) {
    const a = points[i - 1];
    if (!a) continue;
    const [dx, dy] = [b.x - a.x, b.y - a.y];
    const along = clamp(((p.x - a.x) * dx + (p.y - a.y) * dy) / (dx * dx + dy * dy || 1), 0, 1);
    least = Math.min(least, Math.hypot(p.x - a.x - dx * along, p.y - a.y - dy * along));
  }
  return least;
}

export type Direction = 'left' | 'right' | 'up' | 'down';

export { VANTAGE };

/** Where a node is seen: what is folded into a group, where the group is. */
export function spotOf(layout: Layout, node: number): Spot | undefined {
  if (node === VANTAGE) return layout.vantage;
  const group = groupFor(layout, node);
  return group ? headSpot(group) : layout.spots.get(node);
}

/** The group's card a node is folded into. */
export function groupFor(layout: Layout, node: number): Card | undefined {
  const home = layout.spots.has(node) ? undefined : layout.homes.get(node);
  return home?.head === null ? home : undefined;
}

/** Who is met on the way through the map, in reading order: one for every folded group. */
export function met(layout: Layout): number[] {
  const firsts = layout.cards.flatMap((c) => (c.head === null ? c.away.slice(0, 1) : []));
  const shown = new Set([...layout.spots.keys(), ...firsts]);
  return [VANTAGE, ...layout.order.filter((n) => shown.has(n))];
}

/** Who of those it is that stands for a node. */
export const metFor = (layout: Layout, node: number): number =>
  groupFor(layout, node)?.away[0] ?? node;

/** The links one can choose, of a node or all. What is drawn for several at once is none of them. */
export function linksAt(layout: Layout, node: number | null): number[] {
  const stands = (end: number | null) => metFor(layout, end ?? VANTAGE);
  const here = (end: number | null) => node === null || stands(end) === stands(node);
  const own = layout.wires.filter((w) => w.also.length === 0 && (here(w.from) || here(w.to)));
  return [...new Set(own.map((w) => w.link))];
}

/** The nearest node in a direction: straight ahead counts more than aside. */
export function neighbour(layout: Layout, from: number, to: Direction): number | undefined {
  const here = spotOf(layout, from);
  if (!here) return undefined;
  const across = to === 'left' || to === 'right';
  const sign = to === 'left' || to === 'up' ? -1 : 1;
  let best: { node: number; cost: number } | undefined;
  for (const node of met(layout)) {
    const s = spotOf(layout, node) ?? here;
    const [dx, dy] = [s.x - here.x, s.y - here.y];
    const ahead = sign * (across ? dx : dy);
    const aside = Math.abs(across ? dy : dx);
    if (node === from || ahead < 1 || aside > ahead * 4) continue;
    const cost = ahead + aside * 2.5;
    if (!best || cost < best.cost) best = { node, cost };
  }
  return best?.node;
}
