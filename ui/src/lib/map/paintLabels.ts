// Names. Each claims its place; a name that would hide another is not written. Whoever asks first
// wins, so trouble is named first and the crowd last.

import { wantsEye } from '../world/selectors';
import { CELL, HALF, HEAD, headSpot, VANTAGE, type Card, type Spot } from './layout';
import { foldRoom, foldSize, lookOf, outside } from './paintCards';
import { halfOf } from './paintDots';
import { FAR, NEAR, type Dot, type Easel, type Scene } from './scene';
import { toScreen } from './view';

/** Room for the name of a node in trouble, at least. */
const LOUD = 96;

interface Words {
  name: string;
  address: string;
  fill: string;
  faint: string;
  bold: boolean;
}

interface Place {
  x: number;
  y: number;
  size: number;
  room: number;
  /** There is room for a second line. */
  two: boolean;
  /** Reaches over what is not its own. */
  over: boolean;
}

/** Writes it, shorter if need be; false if even that would hide something. */
function write(words: Words, place: Place, easel: Easel): boolean {
  const { pen, ink, labels, taken } = easel;
  const { x, y, size, room } = place;
  const name = labels.cut(pen, words.name, size, room, words.bold);
  if (!name) return false;
  const wide = labels.width(pen, name, size, words.bold);
  const small = Math.max(9.5, size - 1.5);
  const address =
    place.two && words.address !== words.name ? labels.cut(pen, words.address, small, room) : '';
  const second = address ? labels.width(pen, address, small) : 0;
  const gap = address ? size * 0.58 : 0;
  const high = address ? size * 2.2 : size * 1.15;
  if (!taken.claim(x, y - high / 2, Math.max(wide, second), high)) return false;
  const halo = place.over ? { halo: ink.ground } : {};
  pen.text(name, x, y - gap, size, { fill: words.fill, bold: words.bold, ...halo });
  if (address) pen.text(address, x, y + gap + 0.5, small, { fill: words.faint });
  return true;
}

function wordsOf(
  dot: Pick<Dot, 'name' | 'address' | 'look'>,
  { ink }: Easel,
  bold: boolean,
): Words {
  const trouble = wantsEye(dot.look);
  const dull = dot.look === 'paused' || dot.look === 'unreachable';
  return {
    name: dot.name,
    address: dot.address,
    fill: trouble ? ink.mark[dot.look] : dull ? ink.faint : ink.text,
    faint: ink.faint,
    bold: bold || trouble,
  };
}

/** Right of the glyph of a leaf. */
export function labelDot(dot: Dot, at: Spot, easel: Easel): void {
  const { zoom } = easel.view;
  const trouble = wantsEye(dot.look);
  const half = halfOf(zoom, dot.look);
  const size = Math.min(15, Math.max(trouble ? 10.5 : 9.5, 12 * zoom));
  const x = at.x + half + Math.max(3, 6 * zoom);
  const own = (CELL.w - HALF * 2 - 24) * zoom - (half - HALF * zoom);
  if ((zoom < FAR || CELL.h * zoom < size * 1.05) && !trouble) return;
  const words = wordsOf(dot, easel, false);
  const two = zoom >= NEAR;
  const room = trouble ? Math.max(own, LOUD) : own;
  const place = { x, y: at.y, size, room, two, over: room > own };
  if (write(words, place, easel) || !trouble) return;
  // Another in trouble is named there already: what fits into its own seat.
  write(words, { ...place, room: own, two: false, over: false }, easel);
}

/** In the head of its card; where that is too small over its edge. */
export function labelHead(dot: Dot, card: Card, scene: Scene, easel: Easel): void {
  const { zoom } = easel.view;
  const trouble = wantsEye(dot.look);
  const words = wordsOf(dot, easel, true);
  const n = scene.cuts.get(dot.id) ?? 0;
  const cut = n > 0 ? scene.cutWords(n) : '';
  const at = toScreen(easel.view, headSpot(card));
  const half = halfOf(zoom, dot.look);
  const size = Math.min(16, Math.max(10.5, 13 * zoom));
  const x = at.x + half + Math.max(3, 7 * zoom);
  const right = toScreen(easel.view, card).x + card.w * zoom - foldRoom(card, easel) - 6;
  const place = { x, y: at.y, size, room: right - x, two: false, over: false };
  const roomy = HEAD * zoom >= size * 2.5;
  const fits = easel.labels.width(easel.pen, dot.name, size, true) <= place.room;
  if (roomy && fits) {
    const second = cut ? { address: cut, faint: words.fill } : {};
    write({ ...words, ...second }, { ...place, two: dot.address !== '' || cut !== '' }, easel);
    return;
  }
  const said = cut ? { ...words, name: `${dot.name}  ${cut}` } : words;
  // A dead head far away is a bar of colour: its name stands above it.
  const above = trouble && HEAD * zoom < 20 ? { y: toScreen(easel.view, card).y - size * 0.8 } : {};
  const wide = trouble ? 320 : Math.max(place.room, Math.min(card.w * zoom + 40, 140));
  if (write(said, { ...place, ...above, room: wide, over: true }, easel)) return;
  write(words, place, easel);
}

/** In its frame; what stands for many is named like a head: from afar over its edge. */
export function labelGroup(card: Card, scene: Scene, easel: Easel): void {
  const { pen, ink, view, labels, taken } = easel;
  const at = toScreen(view, card);
  if (outside(card, at, easel) || (HEAD * view.zoom < 11 && !card.folded)) return;
  const size = foldSize(view.zoom) + 1;
  const own = card.w * view.zoom - foldRoom(card, easel) - 16;
  const [x, y] = [at.x + 10 * Math.max(view.zoom, 0.5), at.y + (HEAD * view.zoom) / 2];
  const look = lookOf(card, scene);
  const fill = wantsEye(look) ? ink.mark[look] : ink.dim;
  const inside = { y, room: own };
  const far = {
    y: wantsEye(look) && HEAD * view.zoom < 20 ? at.y - size * 0.8 : y,
    room: Math.max(own, Math.min(card.w * view.zoom + 40, 140)),
  };
  for (const { y, room } of card.folded ? [far, inside] : [inside]) {
    const name = labels.cut(pen, card.name || scene.loose, size, room, true);
    const wide = labels.width(pen, name, size, true);
    if (!name || !taken.claim(x, y - size / 2, wide, size)) continue;
    const halo = wide > own ? { halo: ink.ground } : {};
    return pen.text(name, x, y, size, { fill, bold: true, ...halo });
  }
}

export function labelVantage(scene: Scene, easel: Easel): void {
  const card = scene.layout.heads.get(VANTAGE);
  if (!card) return;
  const { zoom } = easel.view;
  const corner = toScreen(easel.view, card);
  const outside = corner.x > easel.size.w || corner.y > easel.size.h;
  if (outside || corner.x + card.w * zoom < 0 || corner.y + HEAD * zoom < 0) return;
  const at = toScreen(easel.view, scene.layout.vantage);
  const size = Math.min(16, Math.max(10.5, 13 * zoom));
  const x = at.x + Math.max(HALF * zoom, 5) + Math.max(3, 7 * zoom);
  const right = corner.x + card.w * zoom - foldRoom(card, easel) - 6;
  const two = HEAD * zoom >= size * 2.5;
  const words = wordsOf({ ...scene.vantage, look: 'ok' }, easel, true);
  const room = Math.max(right - x, 60);
  write(words, { x, y: at.y, size, room, two, over: room > right - x }, easel);
}
