// The few strokes the map is drawn with, on a canvas or into an SVG. All numbers are pixels.

import { xml } from './xml';

export interface Pen {
  box(x: number, y: number, w: number, h: number, look: Stroke & { radius?: number }): void;
  /** `points` are x, y, x, y … */
  line(points: readonly number[], look: Stroke): void;
  /** A path drawn on its own small grid, moved to `x`, `y` and scaled. */
  shape(d: string, x: number, y: number, scale: number, look: Stroke): void;
  /** One line of text, `y` in its middle. */
  text(words: string, x: number, y: number, size: number, look: Ink): void;
  /** A picture; `href` is the same as an address, for files. */
  image(of: CanvasImageSource, href: string, at: Place, opacity: number): void;
  /** How wide a text would be. */
  measure(words: string, size: number, bold: boolean): number;
}

export interface Place {
  x: number;
  y: number;
  w: number;
  h: number;
}

export interface Stroke {
  fill?: string;
  stroke?: string;
  width?: number;
  dash?: readonly number[];
}

export interface Ink {
  fill: string;
  bold?: boolean;
  /** Painted around the letters, so that they stay readable over lines. */
  halo?: string;
}

const SOLID: readonly number[] = [];

export class CanvasPen implements Pen {
  static #paths = new Map<string, Path2D>();
  readonly #c: CanvasRenderingContext2D;
  readonly #family: string;
  readonly #ratio: number;
  #font = '';
  #dash: readonly number[] = SOLID;

  /** `ratio`: device pixels per CSS pixel. */
  constructor(context: CanvasRenderingContext2D, family: string, ratio: number) {
    this.#c = context;
    this.#family = family;
    this.#ratio = ratio;
    context.setTransform(ratio, 0, 0, ratio, 0, 0);
    context.lineJoin = 'round';
    context.lineCap = 'round';
    context.textBaseline = 'middle';
    context.setLineDash([]);
  }

  box(x: number, y: number, w: number, h: number, look: Stroke & { radius?: number }): void {
    const c = this.#c;
    if (look.radius) {
      c.beginPath();
      c.roundRect(x, y, w, h, look.radius);
      this.#finish(look);
      return;
    }
    if (look.fill) {
      c.fillStyle = look.fill;
      c.fillRect(x, y, w, h);
    }
    if (look.stroke) {
      this.#outline(look);
      c.strokeRect(x, y, w, h);
    }
  }

  line(points: readonly number[], look: Stroke): void {
    const c = this.#c;
    c.beginPath();
    c.moveTo(points[0] ?? 0, points[1] ?? 0);
    for (let i = 2; i < points.length; i += 2) c.lineTo(points[i] ?? 0, points[i + 1] ?? 0);
    this.#finish(look);
  }

  shape(d: string, x: number, y: number, scale: number, look: Stroke): void {
    const c = this.#c;
    let path = CanvasPen.#paths.get(d);
    if (!path) CanvasPen.#paths.set(d, (path = new Path2D(d)));
    const r = this.#ratio;
    c.setTransform(r * scale, 0, 0, r * scale, r * x, r * y);
    if (look.fill) {
      c.fillStyle = look.fill;
      c.fill(path);
    }
    if (look.stroke) {
      this.#outline(look);
      c.stroke(path);
    }
    c.setTransform(r, 0, 0, r, 0, 0);
  }

  text(words: string, x: number, y: number, size: number, look: Ink): void {
    const c = this.#c;
    this.#write(size, look.bold ?? false);
    if (look.halo) {
      c.strokeStyle = look.halo;
      c.lineWidth = 3;
      this.#dashed(SOLID);
      c.strokeText(words, x, y);
    }
    c.fillStyle = look.fill;
    c.fillText(words, x, y);
  }

  image(of: CanvasImageSource, _href: string, { x, y, w, h }: Place, opacity: number): void {
    this.#c.globalAlpha = opacity;
    this.#c.drawImage(of, x, y, w, h);
    this.#c.globalAlpha = 1;
  }

  measure(words: string, size: number, bold: boolean): number {
    this.#write(size, bold);
    return this.#c.measureText(words).width;
  }

  #write(size: number, bold: boolean): void {
    const font = `${bold ? 600 : 400} ${size}px ${this.#family}`;
    // Setting a font is dear even when it stays the same.
    if (font !== this.#font) this.#c.font = this.#font = font;
  }

  #outline(look: Stroke): void {
    this.#c.strokeStyle = look.stroke ?? '';
    this.#c.lineWidth = look.width ?? 1;
    this.#dashed(look.dash ?? SOLID);
  }

  /** Most strokes are solid like the one before. */
  #dashed(dash: readonly number[]): void {
    if (dash !== this.#dash) this.#c.setLineDash((this.#dash = dash) as number[]);
  }

  #finish(look: Stroke): void {
    if (look.fill) {
      this.#c.fillStyle = look.fill;
      this.#c.fill();
    }
    if (look.stroke) {
      this.#outline(look);
      this.#c.stroke();
    }
  }
}

const round = (n: number) => String(Math.round(n * 100) / 100);

export class SvgPen implements Pen {
  readonly #parts: string[] = [];
  readonly #ruler: Pen;

  /** `ruler` measures text: an SVG cannot. */
  constructor(ruler: Pen) {
    this.#ruler = ruler;
  }

  box(x: number, y: number, w: number, h: number, look: Stroke & { radius?: number }): void {
    const at = `x="${round(x)}" y="${round(y)}" width="${round(w)}" height="${round(h)}"`;
    const rx = look.radius ? ` rx="${look.radius}"` : '';
    this.#parts.push(`<rect ${at}${rx}${style(look)}/>`);
  }

  line(points: readonly number[], look: Stroke): void {
    this.#parts.push(`<polyline points="${points.map(round).join(' ')}"${style(look)}/>`);
  }

  shape(d: string, x: number, y: number, scale: number, look: Stroke): void {
    const move = `translate(${round(x)} ${round(y)}) scale(${round(scale)})`;
    this.#parts.push(`<path d="${d}" transform="${move}"${style(look)}/>`);
  }

  text(words: string, x: number, y: number, size: number, look: Ink): void {
    const weight = look.bold ? ' font-weight="600"' : '';
    const halo = look.halo ? ` stroke="${look.halo}" stroke-width="3" paint-order="stroke"` : '';
    const at = `x="${round(x)}" y="${round(y)}" font-size="${round(size)}"`;
    this.#parts.push(
      `<text ${at} dominant-baseline="central" fill="${look.fill}"${weight}${halo}>${xml(words)}</text>`,
    );
  }

  image(_of: CanvasImageSource, href: string, { x, y, w, h }: Place, opacity: number): void {
    const at = `x="${round(x)}" y="${round(y)}" width="${round(w)}" height="${round(h)}"`;
    this.#parts.push(`<image ${at} opacity="${round(opacity)}" href="${xml(href)}"/>`);
  }

  measure(words: string, size: number, bold: boolean): number {
    return this.#ruler.measure(words, size, bold);
  }

  /** The whole picture as a file. */
  finish(w: number, h: number, ground: string, family: string, title: string): string {
    const [width, height] = [Math.ceil(w), Math.ceil(h)];
    return [
      `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" font-family="${xml(family)}" stroke-linecap="round" stroke-linejoin="round">`,
      `<title>${xml(title)}</title>`,
      `<rect width="100%" height="100%" fill="${ground}"/>`,
      ...this.#parts,
      '</svg>',
    ].join('\n');
  }
}

function style(look: Stroke): string {
  const stroke = look.stroke ? ` stroke="${look.stroke}" stroke-width="${look.width ?? 1}"` : '';
  const dash = look.dash?.length ? ` stroke-dasharray="${look.dash.join(' ')}"` : '';
  return ` fill="${look.fill ?? 'none'}"${stroke}${dash}`;
}
