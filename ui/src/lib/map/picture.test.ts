// What the canvas holds is moved at once and painted only when it must be.

import { afterEach, beforeEach, expect, it, vi } from 'vitest';

const painted = vi.hoisted(() => [] as unknown[]);
vi.mock('./paint', () => ({ paint: (scene: unknown) => painted.push(scene) }));

import { palette } from './palette';
import { Picture, REST } from './picture';
import type { Scene } from './scene';
import { pan, zoomAt } from './view';

const context = {
  setTransform: () => undefined,
  setLineDash: () => undefined,
  fillRect: () => undefined,
};
const canvas = document.createElement('canvas');
canvas.getContext = (() => context) as never;

const scene = (): Scene => ({}) as Scene;
const sight = {
  ...{ scene: scene(), ink: palette(), size: { w: 800, h: 600 } },
  view: { x: 0, y: 0, zoom: 1 },
};
const frame = () => vi.advanceTimersByTime(17);

let picture: Picture;
beforeEach(() => {
  vi.useFakeTimers();
  painted.length = 0;
  canvas.style.transform = '';
  picture = new Picture(canvas);
  picture.show(sight);
  frame();
});
afterEach(() => {
  picture.end();
  vi.useRealTimers();
});

it('is painted once, and not again while nothing changes', () => {
  picture.show(sight);
  frame();
  expect(painted).toHaveLength(1);
  expect([canvas.width, canvas.height], 'because it reaches beyond the window').toEqual([
    1200, 1000,
  ]);
});

it('follows a hand at once, without being painted', () => {
  picture.show({ ...sight, view: pan(sight.view, 120, -40) });
  expect(canvas.style.transform).toBe('translate(120px, -40px)');
  vi.advanceTimersByTime(10_000);
  expect(painted).toHaveLength(1);
});

it('is painted anew where its margin ends', () => {
  picture.show({ ...sight, view: pan(sight.view, 240, 0) });
  frame();
  expect(painted).toHaveLength(2);
  expect(canvas.style.transform, 'because it lies where it belongs again').toBe('');
});

it('is stretched while zooming and sharp soon after', () => {
  let view = sight.view;
  for (let i = 0; i < 5; i++) {
    view = zoomAt(view, { x: 400, y: 300 }, 1.05);
    picture.show({ ...sight, view });
    frame();
  }
  expect(canvas.style.transform).toContain('scale(1.27');
  expect(painted, 'because nobody reads while zooming').toHaveLength(1);
  vi.advanceTimersByTime(REST + 17);
  expect([painted.length, canvas.style.transform]).toEqual([2, '']);
});

it('shows what changed in the next frame, and moves meanwhile', () => {
  const later = { ...sight, scene: scene(), view: pan(sight.view, 10, 0) };
  picture.show(later);
  expect(canvas.style.transform).toBe('translate(10px, 0px)');
  expect(painted).toHaveLength(1);
  frame();
  expect(painted.at(-1)).toBe(later.scene);
  expect(canvas.style.transform).toBe('');
});

it('is painted anew for another theme, another size and finer pixels', () => {
  picture.show({ ...sight, ink: palette() });
  frame();
  expect(painted).toHaveLength(2);
  picture.show({ ...sight, ink: palette(), size: { w: 700, h: 600 } });
  frame();
  expect([painted.length, canvas.width]).toEqual([3, 1100]);
  vi.stubGlobal('devicePixelRatio', 2);
  picture.show(sight);
  frame();
  expect([painted.length, canvas.width]).toEqual([4, 2400]);
  vi.unstubAllGlobals();
});

it('does nothing once it has ended', () => {
  picture.show({ ...sight, scene: scene() });
  picture.end();
  vi.advanceTimersByTime(1000);
  expect(painted).toHaveLength(1);
});
