import { describe, expect, it } from 'vitest';
import { ARRANGEMENTS, layout } from './layout';
import { company } from './layout/sites';
import { Labels } from './labels';
import { paint } from './paint';
import { palette } from './palette';
import type { Ink, Pen } from './pen';
import type { Dot, Scene } from './scene';
import { fit } from './view';

interface Written {
  words: string;
  left: number;
  right: number;
  top: number;
  bottom: number;
}

/** Remembers where words were written. Latin letters are 0.58 as wide as high: wider than most. */
class Ruler implements Pen {
  written: Written[] = [];
  box() {}
  line() {}
  shape() {}
  image() {}
  text(words: string, x: number, y: number, size: number, _look: Ink) {
    const right = x + this.measure(words, size);
    this.written.push({ words, left: x, right, top: y - size / 2, bottom: y + size / 2 });
  }
  measure(words: string, size: number) {
    return [...words].reduce((w, c) => w + (c > '\u2fff' ? 1 : 0.58) * size, 0);
  }
}

const over = (a: Written, b: Written) =>
  a.left < b.right - 0.5 && b.left < a.right - 0.5 && a.top < b.bottom - 1 && b.top < a.bottom - 1;

function drawn(
  size: number,
  how: (typeof ARRANGEMENTS)[number],
  looks: Partial<Record<number, Dot['look']>>,
) {
  const site = company(size, how);
  const dots = new Map<number, Dot>();
  for (const { id, name, address, kind } of site.nodes)
    dots.set(id, {
      id,
      name,
      address,
      kind,
      look: looks[id] ?? 'ok',
      doubt: false,
      planned: false,
    });
  const scene: Scene = {
    layout: layout(site),
    dots,
    lines: new Map(),
    vantage: { name: 'this-pc', address: '10.0.0.9' },
    plan: null,
    loose: 'In no group',
    cuts: new Map([[2, 40]]),
    cutWords: (n) => `${n} cut off`,
    changed: null,
    selected: null,
    link: null,
    hovered: null,
    rubber: null,
    focused: false,
  };
  return scene;
}

/** Share of names that lie over another. */
function hidden(
  scene: Scene,
  window: { w: number; h: number },
  zoom?: number,
): { share: number; names: number } {
  const pen = new Ruler();
  const view = fit(scene.layout.bounds, window);
  if (zoom !== undefined) view.zoom = zoom;
  const all = { w: scene.layout.bounds.w * view.zoom, h: scene.layout.bounds.h * view.zoom };
  const size = zoom === undefined ? window : { w: all.w + 100, h: all.h + 100 };
  const from = zoom === undefined ? view : { ...scene.layout.bounds, zoom: view.zoom };
  paint(scene, {
    pen,
    view: { x: from.x, y: from.y, zoom: view.zoom },
    size,
    ink: palette(),
    labels: new Labels(),
  });
  const bad = pen.written.filter((a, i) => pen.written.some((b, k) => k !== i && over(a, b)));
  return { share: bad.length / Math.max(1, pen.written.length), names: pen.written.length };
}

const windows = [
  { w: 1180, h: 640 },
  { w: 1820, h: 920 },
];
const trouble: Partial<Record<number, Dot['look']>> = Object.fromEntries(
  Array.from({ length: 40 }, (_, i) => [20 + i, i % 3 === 0 ? 'warning' : 'critical']),
);

describe.each(ARRANGEMENTS)('names in the %s layout', (how) => {
  it('hide each other nowhere at 100 nodes, calm or in trouble, at any zoom', () => {
    for (const looks of [{}, { ...trouble, 2: 'critical' as const }]) {
      const scene = drawn(100, how, looks);
      for (const window of windows) expect(hidden(scene, window).share).toBe(0);
      for (const zoom of [0.15, 0.3, 0.5, 0.75, 1, 1.6])
        expect(hidden(scene, { w: 9, h: 9 }, zoom).share).toBe(0);
    }
  });

  it('hide each other in at most one of twenty at 300 nodes', () => {
    for (const looks of [{}, { ...trouble, 2: 'critical' as const }]) {
      const scene = drawn(300, how, looks);
      for (const window of windows) expect(hidden(scene, window).share).toBeLessThanOrEqual(0.05);
      for (const zoom of [0.15, 0.3, 0.5, 0.75, 1, 1.6])
        expect(hidden(scene, { w: 9, h: 9 }, zoom).share).toBeLessThanOrEqual(0.05);
    }
  });

  it('are there: most nodes of 300 are named when all are shown on a large screen', () => {
    const { names } = hidden(drawn(300, how, {}), { w: 1820, h: 920 });
    expect(names, 'because a map without names is a mess of dots').toBeGreaterThan(
      how === 'force' || how === 'radial' ? 30 : 250,
    );
  });
});
