import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';

import { base64, png, svg } from './export';
import { layout } from './layout';
import { company } from './layout/sites';
import { palette, type Palette } from './palette';
import type { Scene } from './scene';

interface Drawn {
  canvas: HTMLCanvasElement;
  strokes: string[];
  words: string[];
}

/** jsdom cannot draw: what is drawn is written down. A letter is half as wide as it is high. */
const drawn: Drawn[] = [];

function context(canvas: HTMLCanvasElement): unknown {
  const [strokes, words]: [string[], string[]] = [[], []];
  drawn.push({ canvas, strokes, words });
  const state: Record<string, unknown> = { font: '' };
  const note =
    (name: string) =>
    (...with_: unknown[]) => {
      strokes.push(`${name} ${with_.map(String).join(' ')} ${String(state['fillStyle'])}`);
      if (name === 'fillText') words.push(String(with_[0]));
    };
  state['measureText'] = (words: string) => {
    const px = Number(/([\d.]+)px/.exec(String(state['font']))?.[1] ?? 10);
    return { width: ([...words].length * px) / 2 };
  };
  return new Proxy(state, { get: (at, name) => at[String(name)] ?? note(String(name)) });
}

const ink: Palette = { ...palette(), ground: '#101418', font: 'sans-serif' };

beforeEach(() => {
  drawn.length = 0;
  vi.stubGlobal('Path2D', class {});
  vi.spyOn(HTMLCanvasElement.prototype, 'getContext').mockImplementation(function (
    this: HTMLCanvasElement,
  ) {
    return context(this) as never;
  });
  vi.spyOn(HTMLCanvasElement.prototype, 'toDataURL').mockReturnValue(
    'data:image/png;base64,iVBORw0KGgo=',
  );
});
afterEach(() => {
  vi.restoreAllMocks();
  vi.unstubAllGlobals();
});

function scene(size: number): Scene {
  const site = company(size);
  const dots = site.nodes.map(({ id, name, address, kind }) => {
    const look = 'ok' as const;
    return [id, { id, name, address, kind, look, doubt: false, planned: false }] as const;
  });
  return {
    layout: layout(site),
    dots: new Map(dots),
    lines: new Map(),
    vantage: { name: 'this-pc', address: '10.0.0.9' },
    plan: null,
    loose: 'In no group',
    cuts: new Map(),
    cutWords: String,
    changed: null,
    selected: null,
    link: null,
    hovered: null,
    rubber: null,
    focused: false,
  };
}

function only(): Drawn {
  expect(drawn).toHaveLength(1);
  const [one] = drawn;
  if (!one) throw new Error('because one was counted');
  return one;
}

describe('a PNG of the map', () => {
  it('has all of it, twice as fine, on the ground of the window', () => {
    const s = scene(60);
    expect(png(s, ink), 'because the head of an address is no part of a file').toBe('iVBORw0KGgo=');
    const { canvas, strokes, words } = only();
    const { w, h } = s.layout.bounds;
    expect(canvas.width).toBeGreaterThanOrEqual(w * 2);
    expect(canvas.height).toBeGreaterThanOrEqual(h * 2);
    expect(strokes[0]).toBe(`fillRect 0 0 ${canvas.width} ${canvas.height} #101418`);
    const said = new Set(words);
    const missing = [...s.dots.values()].filter(
      ({ name, address }) => !said.has(name) && !said.has(address),
    );
    expect(
      missing.map((dot) => dot.name),
      'because on paper nobody can zoom in',
    ).toEqual([]);
  });

  it('is never larger than a webview draws, however the site lies', () => {
    const s = scene(5);
    for (const [w, h] of [
      [4218, 100],
      [4069.57, 300],
      [100, 20_000],
      [90_000, 70_000],
    ] as const) {
      drawn.length = 0;
      png({ ...s, layout: { ...s.layout, bounds: { x: 0, y: 0, w, h } } }, ink);
      const { canvas } = only();
      const longest = Math.max(canvas.width, canvas.height);
      expect(longest, `because ${w} by ${h} would come out empty`).toBeLessThanOrEqual(8000);
      expect(longest).toBeGreaterThan(7990);
    }
  });

  it('shows nothing of who was looking: no choice, no pointer, nothing under way', () => {
    const s = scene(5);
    const [node] = s.dots.keys();
    png(s, ink);
    const at = { x: 0, y: 0 };
    const busy = { selected: node ?? null, hovered: node ?? null, rubber: { from: at, to: at } };
    png({ ...s, ...busy }, ink);
    expect(drawn[1]?.strokes).toEqual(drawn[0]?.strokes);
  });

  it('is refused where nothing can be drawn, rather than saved empty', () => {
    vi.spyOn(HTMLCanvasElement.prototype, 'getContext').mockReturnValue(null);
    expect(() => png(scene(5), ink)).toThrow('cannot draw');
  });
});

describe('an SVG of the map', () => {
  it('is as large as the map and its margin, and says whose it is', () => {
    const s = scene(5);
    const file = svg(s, ink, 'Head office & branch');
    const doc = new DOMParser().parseFromString(file, 'image/svg+xml');
    expect(doc.querySelector('parsererror')).toBe(null);
    const width = Number(doc.documentElement.getAttribute('width'));
    expect(width).toBe(Math.ceil(s.layout.bounds.w + 64));
    expect(doc.querySelector('title')?.textContent).toBe('Head office & branch');
  });

  it('keeps every letter on its way to a file', () => {
    const bytes = Uint8Array.from(atob(base64('本社 – ü')), (c) => c.charCodeAt(0));
    expect(new TextDecoder().decode(bytes)).toBe('本社 – ü');
  });
});
