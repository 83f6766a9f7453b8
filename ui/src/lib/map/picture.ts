// What the map's canvas shows: the picture as it was painted last, reaching beyond the window on
// every side. A hand that drags only moves it, at once, and zooming stretches it. It is painted anew
// in the next frame when there is something else to see or the margin is used up, and made sharp
// when zooming comes to rest. Nothing is painted when nothing changed.

import { Labels } from './labels';
import { paint } from './paint';
import type { Palette } from './palette';
import { CanvasPen } from './pen';
import type { Scene } from './scene';
import { shift, type Size, type View } from './view';

/** How far a picture reaches beyond the window, in CSS pixels. */
export const MARGIN = 200;
/** How long zooming pauses before the picture is made sharp, in ms. */
export const REST = 120;

/** What is to be seen. */
export interface Sight {
  scene: Scene;
  view: View;
  size: Size;
  ink: Palette;
}

interface Painted extends Sight {
  /** Device pixels per CSS pixel. */
  ratio: number;
}

export class Picture {
  readonly #canvas: HTMLCanvasElement;
  readonly #labels = new Labels();
  #wanted: Sight | null = null;
  #painted: Painted | null = null;
  /** The frame in which it is painted; 0: none. */
  #due = 0;
  /** When it is made sharp; 0: it is. */
  #rest = 0;
  /** Tells when the window has come to a screen with finer or coarser pixels. */
  #finer: MediaQueryList | null = null;

  constructor(canvas: HTMLCanvasElement) {
    this.#canvas = canvas;
  }

  show(wanted: Sight): void {
    this.#wanted = wanted;
    if (wanted.size.w === 0 || wanted.size.h === 0) return;
    const moved = this.#slide(wanted);
    clearTimeout(this.#rest);
    if (moved === null || !this.#same(wanted)) this.#paintSoon();
    else if (moved !== 1) this.#rest = window.setTimeout(this.#paintSoon, REST);
  }

  /** Moves what is painted to where it is seen now: by how much it is stretched; `null`: it cannot. */
  #slide({ view, size }: Sight): number | null {
    const was = this.#painted;
    if (was?.size !== size) return null;
    const moved = shift(was.view, view, size, { margin: MARGIN, ratio: was.ratio });
    if (moved) this.#canvas.style.transform = moved.css;
    return moved && moved.scale;
  }

  #same({ scene, ink }: Sight): boolean {
    const was = this.#painted;
    return was?.scene === scene && was.ink === ink && was.ratio === ratioNow();
  }

  readonly #paintSoon = (): void => {
    this.#due ||= requestAnimationFrame(() => this.#paint());
  };

  #paint(): void {
    this.#forgetPlans();
    const context = this.#canvas.getContext('2d', { alpha: false });
    if (!context || !this.#wanted) return;
    const { scene, view, size, ink } = this.#wanted;
    // Names may be written in another face now.
    if (ink !== this.#painted?.ink) this.#labels.forget();
    const ratio = ratioNow();
    const all = { w: size.w + MARGIN * 2, h: size.h + MARGIN * 2 };
    const [w, h] = [Math.round(all.w * ratio), Math.round(all.h * ratio)];
    if (this.#canvas.width !== w) this.#canvas.width = w;
    if (this.#canvas.height !== h) this.#canvas.height = h;
    const pen = new CanvasPen(context, ink.font, ratio);
    pen.box(0, 0, all.w, all.h, { fill: ink.ground });
    const { x, y, zoom } = view;
    const wide = { x: x - MARGIN / zoom, y: y - MARGIN / zoom, zoom };
    paint(scene, { pen, view: wide, size: all, ink, labels: this.#labels });
    this.#canvas.style.transform = '';
    this.#painted = { ...this.#wanted, ratio };
    this.#follow(ratio);
  }

  #follow(ratio: number): void {
    this.#finer?.removeEventListener('change', this.#paintSoon);
    this.#finer = matchMedia(`(resolution: ${ratio}dppx)`);
    this.#finer.addEventListener('change', this.#paintSoon);
  }

  #forgetPlans(): void {
    cancelAnimationFrame(this.#due);
    clearTimeout(this.#rest);
    [this.#due, this.#rest] = [0, 0];
  }

  end(): void {
    this.#forgetPlans();
    this.#finer?.removeEventListener('change', this.#paintSoon);
  }
}

const ratioNow = () => devicePixelRatio || 1;
