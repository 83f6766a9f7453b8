import { afterEach, beforeEach, expect, it, vi } from 'vitest';

import { svg } from './export';
import { layout } from './layout';
import { palette } from './palette';
import type { Scene } from './scene';

beforeEach(() => {
  const context = {
    setTransform: () => undefined,
    setLineDash: () => undefined,
    measureText: (words: string) => ({ width: words.length * 6 }),
  };
  vi.spyOn(HTMLCanvasElement.prototype, 'getContext').mockReturnValue(context as never);
});
afterEach(() => void vi.restoreAllMocks());

const scene = (plan: Scene['plan']): Scene => ({
  layout: layout({
    ...{ nodes: [{ id: 1, group: null }], groups: [], links: [], pins: [] },
    folded: new Set(),
  }),
  dots: new Map(),
  lines: new Map(),
  cuts: new Map(),
  cutWords: String,
  vantage: { name: 'this-pc', address: '10.0.0.9' },
  plan,
  loose: 'In no group',
  changed: null,
  selected: null,
  link: null,
  hovered: null,
  rubber: null,
  focused: false,
});

const read = (file: string) =>
  new DOMParser().parseFromString(file, 'image/svg+xml').documentElement;
const number = (of: Element | null, name: string) => Number(of?.getAttribute(name));

it('has all of the picture beneath in the file, however far it reaches', () => {
  const at = { x: -700, y: -500, w: 3000, h: 2000 };
  const plan = { image: new Image(), href: 'data:image/png;base64,iVBOR', at, opacity: 0.4 };
  const file = read(svg(scene(plan), palette(), 'x'));
  const image = file.querySelector('image');
  const [x, y] = [number(image, 'x'), number(image, 'y')];
  expect(Math.min(x, y), 'because its corner is not cut off').toBeGreaterThanOrEqual(0);
  expect(number(file, 'width')).toBeGreaterThanOrEqual(x + at.w);
  expect(number(file, 'height')).toBeGreaterThanOrEqual(y + at.h);
  const bare = read(svg(scene(null), palette(), 'x'));
  expect(number(bare, 'width'), 'because without it there is less to show').toBeLessThan(1000);
});
