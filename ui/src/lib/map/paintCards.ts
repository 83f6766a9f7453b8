// Cards: a head with what sits beneath it. A dead head is the loudest thing on the map, and what it
// cuts off lies in the shade around it.

import { wantsEye, worseFirst, worstOf, type Look } from '../world/selectors';
import { countOf, HEAD, TALLY, VANTAGE, type Card, type Spot } from './layout';
import { railsOf } from './layout/wires';
import { paintMark } from './paintDots';
import { crisp, type Easel, type Scene } from './scene';
import { toScreen } from './view';

/** How far the shade reaches beyond what is cut off, in map units. */
const SHADE = 14;

/** A card's head lives or not; a group's has no say, but a folded one is as bad as its worst. */
export function lookOf(card: Card, scene: Scene): Look {
  const look = (node: number): Look => scene.dots.get(node)?.look ?? 'pending';
  if (card.head === VANTAGE) return 'ok';
  if (card.head !== null) return look(card.head);
  const worst = worstOf(card.away.map(look));
  if (wantsEye(worst)) return worst;
  return card.folded && card.away.every((n) => look(n) === 'unreachable') ? 'unreachable' : 'ok';
}

/** Chosen is one that is folded into a group: the group stands for it. */
const stoodFor = (card: Card, { selected }: Scene) =>
  card.head === null && selected !== null && card.away.includes(selected);

/** Cut off, or what cuts off others: then its leaves are. */
const inDark = (card: Card, scene: Scene) =>
  lookOf(card, scene) === 'unreachable' || (card.head !== null && scene.cuts.has(card.head));

/** The shade over everything that cannot be reached, drawn as one region with the ways inside. */
export function paintRegions(scene: Scene, easel: Easel): void {
  const { pen, ink, view } = easel;
  const dark = scene.layout.cards.filter((c) => inDark(c, scene));
  if (dark.length === 0) return;
  const heads = new Set(dark.flatMap((c) => c.head ?? []));
  const ways = scene.layout.wires.filter(
    (w) => w.trunk && !w.spare && heads.has(w.to) && heads.has(w.from ?? VANTAGE),
  );
  // Twice: first a rim around the whole, then the inside, which swallows the rims between.
  for (const rim of [1.5, 0]) {
    const fill = rim ? ink.hatch : ink.sunk;
    for (const card of dark) {
      const at = toScreen(view, card);
      const out = SHADE * view.zoom + rim;
      const [w, h] = [card.w * view.zoom + out * 2, card.h * view.zoom + out * 2];
      pen.box(at.x - out, at.y - out, w, h, { fill, radius: Math.min(10, out) });
    }
    for (const way of ways) {
      const points = way.points.flatMap((p) => {
        const at = toScreen(view, p);
        return [at.x, at.y];
      });
      pen.line(points, { stroke: fill, width: SHADE * view.zoom + rim * 2 });
    }
  }
}

export const outside = (card: Card, at: Spot, { view, size }: Easel) =>
  at.x > size.w || at.y > size.h || at.x + card.w * view.zoom < 0 || at.y + card.h * view.zoom < 0;

export function paintCard(card: Card, scene: Scene, easel: Easel): void {
  const { pen, ink, view } = easel;
  const at = toScreen(view, card);
  const [w, h] = [card.w * view.zoom, card.h * view.zoom];
  if (outside(card, at, easel)) return;
  const look = lookOf(card, scene);
  const cut = look === 'unreachable';
  const [x, y] = [crisp(at.x), crisp(at.y)];
  const edge = { stroke: cut ? ink.hatch : ink.line };
  const radius = Math.min(5, h / 3);
  pen.box(x, y, Math.round(w), Math.round(h), {
    fill: inDark(card, scene) ? ink.sunk : ink.ground,
    radius,
  });
  const head = Math.min(HEAD * view.zoom, h);
  const ground = card.head === null ? ink.ground : cut ? ink.sunk : ink.raised;
  pen.box(x, y, Math.round(w), Math.round(head), {
    fill: wantsEye(look) ? ink.soft[look] : ground,
    radius,
  });
  if (card.folded || card.head !== null) paintRails(card, cut, easel);
  pen.box(x, y, Math.round(w), Math.round(h), { ...edge, radius });
  if (wantsEye(look)) {
    const width = look === 'critical' ? 2.5 : 1.5;
    pen.box(x, y, Math.round(w), Math.round(head), { stroke: ink.mark[look], width, radius });
  }
  const marked = card.away.some((n) => scene.changed?.has(n));
  if (marked || stoodFor(card, scene)) {
    const width = marked || scene.focused ? 2 : 1;
    pen.box(x, y, Math.round(w), Math.round(h), { stroke: ink.focus, width, radius });
  }
  // From afar the head alone tells.
  if (card.folded && TALLY * view.zoom >= 9)
    paintTally(
      card,
      { x: at.x + 10 * view.zoom, y: at.y + head + (TALLY * view.zoom) / 2 - 2 },
      scene,
      easel,
    );
}

function paintRails(card: Card, cut: boolean, { pen, ink, view }: Easel): void {
  if (view.zoom < 0.2) return;
  for (const rail of railsOf(card)) {
    const points = rail.flatMap((p) => {
      const at = toScreen(view, p);
      return [crisp(at.x), at.y];
    });
    pen.line(points, { stroke: cut ? ink.hatch : ink.line });
  }
}

export const foldSize = (zoom: number) => Math.min(12, Math.max(9.5, 11 * zoom));

/** How wide count and caret at the right of a head are, on the screen. */
export function foldRoom(card: Card, { pen, view, labels }: Easel): number {
  // In a narrow head the name has all the room there is.
  if (countOf(card) === 0 || card.w * view.zoom < 120) return 0;
  const size = foldSize(view.zoom);
  return size + 14 + labels.width(pen, String(countOf(card)), size);
}

/** Count and caret at the right of a head, where no name is in the way. */
export function paintFold(card: Card, scene: Scene, easel: Easel): void {
  const { pen, ink, view, labels, taken } = easel;
  if (countOf(card) === 0 || HEAD * view.zoom < 11) return;
  const at = toScreen(view, card);
  if (outside(card, at, easel)) return;
  const size = foldSize(view.zoom);
  const scale = size / 14;
  const middle = at.y + (HEAD * view.zoom) / 2;
  const right = at.x + card.w * view.zoom - 6;
  const look = lookOf(card, scene);
  const colour = wantsEye(look) ? ink.mark[look] : ink.faint;
  const caret = card.folded ? 'M4 2l5 4-5 4' : 'M2 4l4 5 4-5';
  if (!taken.claim(right - 12 * scale, middle - size / 2, 12 * scale, size)) return;
  pen.shape(caret, right - 12 * scale, middle - 6 * scale, scale, { stroke: colour, width: 1.5 });
  const count = String(countOf(card));
  const wide = labels.width(pen, count, size);
  const x = right - 14 * scale - wide - 3;
  // Close behind a name it would read as part of it.
  if (taken.claim(x - size / 2, middle - size / 2, wide + size / 2, size))
    pen.text(count, x, middle, size, { fill: colour });
}

/** The states of what is folded away, counted: trouble first. */
function paintTally(card: Card, at: Spot, scene: Scene, { pen, ink, view, labels }: Easel): void {
  const counts = new Map<Look, number>();
  for (const id of card.away) {
    const look = scene.dots.get(id)?.look ?? 'pending';
    counts.set(look, (counts.get(look) ?? 0) + 1);
  }
  const size = Math.min(12, Math.max(9.5, 12 * view.zoom));
  let x = at.x;
  const right = at.x + card.w * view.zoom - 16;
  for (const [look, n] of [...counts].sort(([a], [b]) => worseFirst(a, b))) {
    const wide = size + 8 + labels.width(pen, String(n), size);
    if (x + wide > right && x > at.x) return;
    paintMark(look, { x: x + size / 2, y: at.y }, size, { pen, ink });
    pen.text(String(n), x + size + 4, at.y, size, { fill: look === 'ok' ? ink.dim : ink.text });
    x += wide + 8;
  }
}
