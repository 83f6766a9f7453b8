// Draws the map. Everything that can be told from its arguments; it keeps nothing but label widths.
//
// Level of detail: names only where they can be read and hide nothing, addresses only where there
// is room, nothing outside the window. Trouble is never left out: its marks keep a least size.

import { wantsEye, worseFirst } from '../world/selectors';
import { Taken } from './labels';
import { CELL, HALF, VANTAGE, type Spot } from './layout';
import { lookOf, paintCard, paintFold, paintRegions } from './paintCards';
import { paintDot, paintVantage } from './paintDots';
import { labelDot, labelGroup, labelHead, labelVantage } from './paintLabels';
import { paintRates, paintWires } from './paintWires';
import type { Dot, Easel, Scene } from './scene';
import { toScreen } from './view';

export function paint(scene: Scene, given: Omit<Easel, 'taken'>): void {
  const easel: Easel = { ...given, taken: new Taken() };
  paintPlan(scene, easel);
  paintRegions(scene, easel);
  paintWires(scene, easel, true);
  for (const card of scene.layout.cards) paintCard(card, scene, easel);
  const groups = scene.layout.cards.filter((c) => c.head === null);
  for (const card of groups) if (!card.folded) labelGroup(card, scene, easel);
  paintWires(scene, easel, false);
  if (scene.rubber) {
    const [a, b] = [toScreen(easel.view, scene.rubber.from), toScreen(easel.view, scene.rubber.to)];
    easel.pen.line([a.x, a.y, b.x, b.y], { stroke: easel.ink.focus, width: 2, dash: [6, 4] });
  }
  paintVantage(scene, easel);
  const { early, late } = sorted(scene, easel);
  for (const [dot, at] of early) paintDot(dot, at, scene, easel);
  for (const [dot, at] of late) paintDot(dot, at, scene, easel);
  // The worst is named first, then what leads to others; what is left is for the rest.
  const folded = groups
    .filter((c) => c.folded)
    .map((card) => ({ look: lookOf(card, scene), label: () => labelGroup(card, scene, easel) }));
  const loud = [
    ...late
      .toReversed()
      .map(([dot, at]) => ({ look: dot.look, label: () => labelNode(dot, at, scene, easel) })),
    ...folded.filter((g) => wantsEye(g.look)),
  ].toSorted((a, b) => worseFirst(a.look, b.look));
  for (const { label } of loud) label();
  labelVantage(scene, easel);
  for (const { look, label } of folded) if (!wantsEye(look)) label();
  paintRates(scene, easel);
  const head = (d: Dot) => scene.layout.heads.has(d.id);
  labelAll(
    early.filter(([d]) => head(d)),
    scene,
    easel,
  );
  for (const card of scene.layout.cards) paintFold(card, scene, easel);
  labelAll(
    early.filter(([d]) => !head(d)),
    scene,
    easel,
  );
}

function paintPlan({ plan }: Scene, { pen, view }: Easel): void {
  if (!plan) return;
  const corner = toScreen(view, plan.at);
  const at = { ...corner, w: plan.at.w * view.zoom, h: plan.at.h * view.zoom };
  pen.image(plan.image, plan.href, at, plan.opacity);
}

/** What is seen, trouble last: nothing is drawn over it. */
function sorted(scene: Scene, easel: Easel): Record<'early' | 'late', [Dot, Spot][]> {
  const early: [Dot, Spot][] = [];
  const late: [Dot, Spot][] = [];
  const first = (d: Dot) => wantsEye(d.look) || d.id === scene.selected || d.id === scene.hovered;
  for (const [id, spot] of scene.layout.spots) {
    const dot = scene.dots.get(id);
    const at = toScreen(easel.view, spot);
    if (dot && seen(at, id, scene, easel)) (first(dot) ? late : early).push([dot, at]);
  }
  late.sort(([a], [b]) => worseFirst(b.look, a.look));
  return { early, late };
}

function seen(at: Spot, id: number, { layout }: Scene, { view, size }: Easel): boolean {
  const [w, h] = [(layout.heads.get(id)?.w ?? CELL.w) * view.zoom, CELL.h * view.zoom];
  return at.x > -w && at.x < size.w + HALF * 2 && at.y > -h && at.y < size.h + h;
}

function labelAll(dots: readonly [Dot, Spot][], scene: Scene, easel: Easel): void {
  for (const [dot, at] of dots) labelNode(dot, at, scene, easel);
}

function labelNode(dot: Dot, at: Spot, scene: Scene, easel: Easel): void {
  const card = scene.layout.heads.get(dot.id);
  if (card && dot.id !== VANTAGE) labelHead(dot, card, scene, easel);
  else labelDot(dot, at, easel);
}
