// Glyphs of nodes: what kind they are and how they are.

import { wantsEye, type Look } from '../world/selectors';
import { KIND, MARK, TOWER } from './icons';
import { CELL, HALF, type Spot } from './layout';
import { crisp, FAR, ICON, type Dot, type Easel, type Scene } from './scene';
import { toScreen } from './view';

type Hand = Pick<Easel, 'pen' | 'ink'>;

/** Half the side of a node's glyph on the screen. */
export const halfOf = (zoom: number, look: Look) =>
  Math.max(HALF * zoom, wantsEye(look) ? 4.5 : 1.5);

export function paintVantage(scene: Scene, { pen, ink, view, size }: Easel): void {
  const at = toScreen(view, scene.layout.vantage);
  const half = Math.max(HALF * view.zoom, 5);
  if (at.x < -half || at.y < -half || at.x > size.w + half || at.y > size.h + half) return;
  const side = { stroke: ink.dim, fill: ink.ground, radius: half };
  pen.box(crisp(at.x - half), crisp(at.y - half), half * 2, half * 2, side);
  const scale = (half * 1.3) / 16;
  const corner = { x: at.x - 8 * scale, y: at.y - 8 * scale };
  pen.shape(TOWER, corner.x, corner.y, scale, { stroke: ink.text, width: 1.2 / scale });
}

export function paintDot(dot: Dot, at: Spot, scene: Scene, easel: Easel): void {
  const { pen, ink, view, taken } = easel;
  const half = halfOf(view.zoom, dot.look);
  const chosen = dot.id === scene.selected;
  const head = scene.layout.heads.has(dot.id);
  if (!head) paintGround(dot, at, half, easel);
  if (chosen || dot.id === scene.hovered)
    paintChosen(dot, at, half, chosen && scene.focused, scene, easel);
  if (view.zoom < FAR) paintMark(dot.look, at, Math.max(half * 2, 3), easel);
  else paintGlyph(dot, at, half, easel);
  if (scene.changed?.has(dot.id)) paintChanged(at, half, easel);
  if (wantsEye(dot.look)) taken.take(at.x - half, at.y - half, half * 2, half * 2);
  if (!dot.doubt) return;
  const ring = half + 2.5;
  const side = Math.round(ring * 2);
  pen.box(crisp(at.x - ring), crisp(at.y - ring), side, side, { stroke: ink.faint, radius: 3 });
}

function paintChanged(at: Spot, half: number, { pen, ink }: Easel): void {
  const ring = Math.max(half, 4) + 4;
  const look = { stroke: ink.focus, width: 2, radius: ring };
  pen.box(at.x - ring, at.y - ring, ring * 2, ring * 2, look);
}

/** The seat of what wants an eye is lit: it is found among many before its glyph is read. */
function paintGround(dot: Dot, at: Spot, half: number, { pen, ink, view }: Easel): void {
  if (!wantsEye(dot.look) || view.zoom < FAR) return;
  const pad = Math.max(2, 4 * view.zoom);
  const w = Math.max((CELL.w - 12) * view.zoom, half * 2);
  pen.box(at.x - half - pad, at.y - half - pad, w, half * 2 + pad * 2, {
    fill: ink.soft[dot.look],
    radius: 3,
  });
}

function paintChosen(
  dot: Dot,
  at: Spot,
  half: number,
  ring: boolean,
  { layout }: Scene,
  { pen, ink, view }: Easel,
): void {
  const pad = Math.max(3, 4 * view.zoom);
  const card = layout.heads.get(dot.id);
  const look = { fill: ink.chosen, radius: 4, ...(ring ? { stroke: ink.focus, width: 2 } : {}) };
  if (card) {
    const corner = toScreen(view, card);
    const h = Math.max(44 * view.zoom, half * 2 + pad);
    return pen.box(
      crisp(corner.x),
      crisp(corner.y),
      Math.round(card.w * view.zoom),
      Math.round(h),
      look,
    );
  }
  const [w, h] = [Math.max((CELL.w - 12) * view.zoom, half * 2 + pad * 2), half * 2 + pad * 2];
  pen.box(at.x - half - pad, at.y - half - pad, w, h, look);
}

function paintGlyph(dot: Dot, at: Spot, half: number, easel: Easel): void {
  const { pen, ink } = easel;
  const { look } = dot;
  const [x, y] = [crisp(at.x - half), crisp(at.y - half)];
  const side = Math.round(half * 2);
  const filled = look === 'critical';
  const quiet = look === 'ok';
  if (quiet && side < ICON) return pen.box(x, y, side, side, { fill: ink.hatch });
  // Too small to carry a mark: the mark stands for the node.
  if (!filled && side < ICON) return paintMark(look, at, Math.max(side + 2, 10), easel);
  const dashed = look === 'unreachable' || look === 'pending' || look === 'paused';
  pen.box(x, y, side, side, {
    fill: filled ? ink.mark.critical : ink.soft[look],
    stroke: quiet ? ink.line : ink.mark[look],
    width: wantsEye(look) ? 1.5 : 1,
    // Small corners look the same square, and many of them are drawn much faster.
    ...(side >= 16 ? { radius: Math.min(3, half / 3) } : {}),
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
  paintMarks(dot, at, half, easel);
}

/** Marks sit on corners of the glyph with a rim of ground, so that they read on any glyph. */
function paintMarks(dot: Dot, at: Spot, half: number, easel: Easel): void {
  const { pen, ink, view } = easel;
  const rimmed = (look: Look, x: number, y: number, size: number) => {
    const side = size + 2;
    pen.box(x - side / 2, y - side / 2, side, side, { fill: ink.ground, radius: size / 2 });
    paintMark(look, { x, y }, size, easel);
  };
  const small = Math.min(view.zoom, 1.4);
  if (dot.planned && dot.look !== 'maintenance' && half * 2 >= ICON)
    rimmed('maintenance', at.x + half - 0.5, at.y + half - 0.5, Math.max(8, 9 * small));
  // What is cut off lies in the shade already.
  const told = dot.look === 'unreachable' && half < 11;
  if (dot.look !== 'ok' && dot.look !== 'critical' && !told)
    rimmed(dot.look, at.x - half + 0.5, at.y - half + 0.5, Math.max(9, 10 * small));
}

export function paintMark(look: Look, at: Spot, size: number, { pen, ink }: Hand): void {
  const colour = ink.mark[look];
  if (look === 'ok') {
    // Many of these: a plain square is drawn fastest, and at this size it is as round as a circle.
    const s = Math.max(2, size * 0.5);
    const radius = s > 4 ? { radius: s / 2 } : {};
    pen.box(at.x - s / 2, at.y - s / 2, s, s, { fill: colour, ...radius });
    return;
  }
  const { d, line } = MARK[look];
  const scale = size / 12;
  const style = line === undefined ? { fill: colour } : { stroke: colour, width: line };
  pen.shape(d, at.x - size / 2, at.y - size / 2, scale, style);
}
