// The whole map as a file, in the colours of the window.

import { Labels } from './labels';
import type { Rect } from './layout';
import { paint } from './paint';
import type { Palette } from './palette';
import { CanvasPen, SvgPen } from './pen';
import { wholeOf, type Scene } from './scene';

const MARGIN = 32;
/** Longest edge of a picture in pixels; more than this many webviews do not draw. */
const MOST = 8000;

function framed(bounds: Rect) {
  const size = { w: bounds.w + MARGIN * 2, h: bounds.h + MARGIN * 2 };
  return { size, view: { x: bounds.x - MARGIN, y: bounds.y - MARGIN, zoom: 1 } };
}

function canvas(w: number, h: number): [HTMLCanvasElement, CanvasRenderingContext2D] {
  const made = document.createElement('canvas');
  // Rounded up, the longest edge could be a pixel too long.
  made.width = Math.round(w);
  made.height = Math.round(h);
  const context = made.getContext('2d');
  if (!context) throw new Error('This webview cannot draw.');
  return [made, context];
}

const bare = (scene: Scene): Scene => ({
  ...scene,
  selected: null,
  link: null,
  hovered: null,
  rubber: null,
});

export function svg(scene: Scene, ink: Palette, title: string): string {
  const { size, view } = framed(wholeOf(scene));
  const [, context] = canvas(1, 1);
  const pen = new SvgPen(new CanvasPen(context, ink.font, 1));
  paint(bare(scene), { pen, view, size, ink, labels: new Labels() });
  return pen.finish(size.w, size.h, ink.ground, ink.font, title);
}

/** A PNG in base64, twice as fine as the map unless that would be too large. */
export function png(scene: Scene, ink: Palette): string {
  const { size, view } = framed(wholeOf(scene));
  const scale = Math.min(2, MOST / Math.max(size.w, size.h));
  const [made, context] = canvas(size.w * scale, size.h * scale);
  context.fillStyle = ink.ground;
  context.fillRect(0, 0, made.width, made.height);
  const pen = new CanvasPen(context, ink.font, scale);
  paint(bare(scene), { pen, view, size, ink, labels: new Labels() });
  return made.toDataURL('image/png').split(',')[1] ?? '';
}

/** Text as base64 of its UTF-8. */
export function base64(text: string): string {
  let bytes = '';
  for (const b of new TextEncoder().encode(text)) bytes += String.fromCharCode(b);
  return btoa(bytes);
}
