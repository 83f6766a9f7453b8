// uPlot, dressed for Hinomi: loaded when the first graph is shown, drawn with the window's colours,
// with the time nobody looked hatched, maintenance as blue bands, failures at the foot, limits and incidents as marks.

import type uPlot from 'uplot';
import type { Limits, Metric } from '../ipc/bindings';
import { bits, clock, clockSeconds, date, duration, UNITS } from '../i18n/format';
import type { Palette } from '../map/palette';
import { alone, ceiling, type Interval, type Plot } from './data';

export type { default as uPlot } from 'uplot';

let loading: Promise<typeof uPlot> | null = null;

/**
 * uPlot formats a number with the page's language as soon as it is loaded, and throws where that is
 * "C" (STACK 9). It gets one that exists.
 */
export function loadUplot(): Promise<typeof uPlot> {
  loading ??= (async () => {
    try {
      new Intl.NumberFormat(navigator.language);
    } catch {
      Object.defineProperty(navigator, 'language', { value: 'en-US', configurable: true });
    }
    await import('uplot/dist/uPlot.min.css');
    return (await import('uplot')).default;
  })();
  return loading;
}

/** Something that happened, marked at the top of the graph. */
export interface Happening extends Interval {
  colour: 'critical' | 'warning' | 'unknown';
}

/** What a graph asks for while it draws; read anew at every drawing. */
export interface Looks {
  ink: () => Palette;
  metric: Metric;
  limits: () => Limits;
  limitWords: () => { warning: string; critical: string };
  unobserved: () => readonly Interval[];
  /** When trouble was expected, and the words for it. */
  planned: () => readonly (Interval & { window: { name: string } })[];
  happenings: () => readonly Happening[];
  plot: () => Plot;
  syncKey: string;
  onzoom: (from: number, until: number) => void;
  onreset: () => void;
  /** The column under the pointer, here or in a graph that shares the cursor. */
  oncursor: (index: number | null) => void;
}

export const HEIGHT = 150;

export function options(looks: Looks, width: number): uPlot.Options {
  const { ink } = looks;
  const axis = {
    stroke: () => ink().faint,
    font: `11px ${ink().font}`,
    ticks: { show: false },
    grid: { stroke: () => ink().line, width: 1 },
  };
  const bare = { stroke: 'transparent', width: 0, points: { show: false } };
  return {
    width,
    height: HEIGHT,
    padding: [8, 8, 0, 0],
    legend: { show: false },
    cursor: {
      y: false,
      sync: { key: looks.syncKey },
      drag: { x: true, y: false, setScale: false, dist: 4 },
      points: { size: 5, width: 1 },
      bind: { dblclick: () => () => (looks.onreset(), null) },
    },
    scales: {
      x: { time: true, auto: false },
      y: {
        range: (_u: uPlot, _least: number, most: number): uPlot.Range.MinMax => [
          0,
          ceiling(looks.metric, most ?? 0, looks.limits()),
        ],
      },
    },
    axes: [
      { ...axis, size: 24, space: 70, values: (_u, splits, _a, _s, incr) => times(splits, incr) },
      {
        ...axis,
        size: 60,
        space: 28,
        values: (_u, splits) => splits.map((s) => amount(s, looks.metric)),
      },
    ],
    series: [
      {},
      {
        stroke: () => ink().text,
        width: 1.25,
        points: {
          show: (_u, _i, from, until) => until - from < 100,
          filter: (u, i, show) => (show ? null : alone(u.data[i] ?? [])),
          size: 3.5,
          width: 0,
          fill: () => ink().text,
        },
      },
      bare,
      bare,
    ],
    bands: [{ series: [3, 2], fill: () => `color-mix(in srgb, ${ink().dim} 30%, transparent)` }],
    hooks: {
      drawClear: [(u) => bands(u, looks), (u) => hatch(u, looks)],
      draw: [(u) => marks(u, looks)],
      setCursor: [(u) => looks.oncursor(u.cursor.idx ?? null)],
      setSelect: [(u) => select(u, looks)],
    },
  };
}

export const aligned = (p: Plot): uPlot.AlignedData => [p.x, p.mean, p.min, p.max];

function times(splits: readonly number[], incr: number): string[] {
  return splits.map((s) => {
    const at = s * 1000;
    if (incr < 60) return clockSeconds(at);
    const time = clock(at);
    return incr >= 86_400 || time === '00:00' ? date(at).slice(5) : time;
  });
}

/** `0.5 ms`, `20 %`, `1.5 s`: an axis has few numbers and each says its unit. */
function amount(value: number, metric: Metric): string {
  if (value === 0) return '0';
  const unit = UNITS[metric];
  if (unit === 'bit/s') return bits(Number(value.toPrecision(3)));
  if (unit === 's') return duration(value * 1000);
  const seconds = unit === 'ms' && value >= 1000;
  const number = String(Number((seconds ? value / 1000 : value).toPrecision(3)));
  return unit === '' ? number : `${number} ${seconds ? 's' : unit}`;
}

function select(u: uPlot, looks: Looks): void {
  const { left, width } = u.select;
  if (width < 4) return;
  const [from, until] = [u.posToVal(left, 'x'), u.posToVal(left + width, 'x')];
  u.setSelect({ left: 0, width: 0, top: 0, height: 0 }, false);
  looks.onzoom(from * 1000, until * 1000);
}

function clipped(u: uPlot, draw: (c: CanvasRenderingContext2D) => void): void {
  const { ctx, bbox } = u;
  ctx.save();
  ctx.beginPath();
  ctx.rect(bbox.left, bbox.top, bbox.width, bbox.height);
  ctx.clip();
  draw(ctx);
  ctx.restore();
}

const xOf = (u: uPlot, at: number) => Math.round(u.valToPos(at / 1000, 'x', true));

/** Planned time is a blue band behind everything, with its name where there is room. */
function bands(u: uPlot, looks: Looks): void {
  const palette = looks.ink();
  const { top, height } = u.bbox;
  const r = devicePixelRatio;
  clipped(u, (c) => {
    c.font = `${10 * r}px ${palette.font}`;
    c.textAlign = 'left';
    c.textBaseline = 'top';
    for (const i of looks.planned()) {
      const left = Math.max(u.bbox.left, xOf(u, i.from));
      const width = Math.min(u.bbox.left + u.bbox.width, xOf(u, i.until)) - left;
      if (width <= 0) continue;
      c.fillStyle = palette.soft.maintenance;
      c.fillRect(left, top, width, height);
      c.fillStyle = palette.mark.maintenance;
      c.fillRect(left, top, width, 2 * r);
      if (c.measureText(i.window.name).width + 8 * r > width) continue;
      c.fillText(i.window.name, left + 4 * r, top + 5 * r);
    }
  });
}

/** Time nobody looked is grey and hatched, behind everything. */
function hatch(u: uPlot, looks: Looks): void {
  const { ink } = looks;
  const { top, height } = u.bbox;
  const step = 6 * devicePixelRatio;
  clipped(u, (c) => {
    for (const i of looks.unobserved()) {
      const [left, right] = [xOf(u, i.from), Math.max(xOf(u, i.until), xOf(u, i.from) + 1)];
      c.fillStyle = ink().soft.unobserved;
      c.fillRect(left, top, right - left, height);
      c.save();
      c.beginPath();
      c.rect(left, top, right - left, height);
      c.clip();
      c.beginPath();
      // Lines of one pattern over all hatched stretches, not one that begins anew in each.
      const first = Math.floor((left - height) / step) * step;
      for (let x = first; x < right; x += step) {
        c.moveTo(x, top + height);
        c.lineTo(x + height, top);
      }
      c.strokeStyle = ink().hatch;
      c.lineWidth = devicePixelRatio;
      c.stroke();
      c.restore();
    }
  });
}

function marks(u: uPlot, looks: Looks): void {
  const palette = looks.ink();
  const { top, left, height, width } = u.bbox;
  const r = devicePixelRatio;
  const bottom = top + height;
  clipped(u, (c) => {
    limits(u, c, looks, left, width);
    c.fillStyle = palette.mark.critical;
    const { x, lost } = looks.plot();
    lost.forEach((n, i) => {
      const at = x[i];
      if (n === 0 || at === undefined) return;
      c.fillRect(xOf(u, at * 1000) - r, bottom - 7 * r, 2 * r, 7 * r);
    });
    for (const h of looks.happenings()) {
      const [from, until] = [xOf(u, h.from), xOf(u, h.until)];
      c.fillStyle = palette.mark[h.colour];
      c.fillRect(from, top, Math.max(until - from, 2 * r), 3 * r);
      c.globalAlpha = 0.6;
      c.fillRect(from, top, r, height);
      c.globalAlpha = 1;
    }
  });
}

function limits(
  u: uPlot,
  c: CanvasRenderingContext2D,
  looks: Looks,
  left: number,
  width: number,
): void {
  const palette = looks.ink();
  const most = u.scales['y']?.max ?? 0;
  const said = looks.limitWords();
  const r = devicePixelRatio;
  for (const kind of ['warning', 'critical'] as const) {
    const limit = looks.limits()[kind];
    if (limit === null || limit > most) continue;
    const y = Math.round(u.valToPos(limit, 'y', true)) + 0.5;
    c.strokeStyle = c.fillStyle = palette.mark[kind];
    c.lineWidth = r;
    c.setLineDash([5 * r, 4 * r]);
    c.beginPath();
    c.moveTo(left, y);
    c.lineTo(left + width, y);
    c.stroke();
    c.setLineDash([]);
    c.font = `${10.5 * r}px ${palette.font}`;
    c.textAlign = 'right';
    // Above the line, or below it where there is no room.
    const above = y - u.bbox.top > 14 * r;
    c.textBaseline = above ? 'bottom' : 'top';
    c.fillText(said[kind], left + width - 4 * r, y + (above ? -2 : 3) * r);
  }
}
