// From columns as the engine gives them to what a graph draws. Pure.

import type {
  CheckSpec,
  Column,
  Flow,
  Gap,
  LastSample,
  Limits,
  Metric,
  SeriesView,
  Span,
  Stamp,
  Stretch,
} from '../ipc/bindings';

/** Aligned values by time in seconds, as uPlot takes them; `null` breaks the line. */
export interface Plot {
  x: number[];
  mean: (number | null)[];
  min: (number | null)[];
  max: (number | null)[];
  /** Failures at each `x`. */
  lost: number[];
}

/** Which metrics of a check are worth a graph, the first before all. */
export function graphed(spec: CheckSpec): readonly Metric[] {
  switch (spec.kind) {
    case 'icmp':
      return ['rtt'];
    case 'tcp':
      return ['connect'];
    case 'http':
      return ['total', 'first_byte'];
    case 'quality':
      return ['loss', 'jitter'];
    case 'agent':
    case 'word':
    case 'trap':
      return [];
    case 'composite':
      return ['well'];
    case 'interface':
      return ['traffic_in', 'traffic_out', 'errors_in', 'discards_out'];
    case 'value':
      return [spec.metric];
  }
}

/** The limits a check judges a metric by. */
export function limitsOf(spec: CheckSpec, metric: Metric): Limits {
  return byMetric(spec)[metric] ?? { warning: null, critical: null };
}

function byMetric(spec: CheckSpec): Partial<Record<Metric, Limits>> {
  switch (spec.kind) {
    case 'icmp':
      return { rtt: spec.rtt, loss: spec.loss };
    case 'tcp':
      return { connect: spec.connect };
    case 'http':
      return { total: spec.total };
    case 'quality':
      return { loss: spec.loss, rtt: spec.rtt, jitter: spec.jitter };
    case 'agent':
    case 'word':
    case 'trap':
    case 'composite':
      return {};
    case 'interface': {
      const { load, incoming, outgoing, errors, discards, collisions } = spec;
      return {
        traffic_in: either(incoming),
        traffic_out: either(outgoing),
        load_in: load,
        load_out: load,
        errors_in: errors,
        errors_out: errors,
        discards_in: discards,
        discards_out: discards,
        collisions,
      };
    }
    case 'value':
      return { [spec.metric]: either(spec) };
  }
}

/** Where both sides have limits the graph shows the upper ones. */
function either({ above, below }: Flow): Limits {
  return above.warning === null && above.critical === null ? below : above;
}

/**
 * What is drawn of a series. `every` is the check's rhythm: between columns further apart than three
 * times that nobody looked, and no line may claim otherwise.
 */
export function plot(view: SeriesView, every: Span): Plot {
  const out: Plot = { x: [], mean: [], min: [], max: [], lost: [] };
  const put = (at: Stamp, c: Column | null) => {
    out.x.push(at / 1000);
    out.mean.push(c?.mean ?? null);
    out.min.push(c?.min ?? null);
    out.max.push(c?.max ?? null);
    out.lost.push(c?.lost ?? 0);
  };
  const reach = Math.max(every * 3, view.width * 2.5);
  let last: Column | undefined;
  for (const column of view.columns) {
    const apart = last && column.at - last.at > reach;
    if (last && (apart || between(view.gaps, last.at, column.at))) put(last.at + 1, null);
    put(column.at, column);
    last = column;
  }
  return out;
}

const between = (gaps: readonly Gap[], from: Stamp, until: Stamp) =>
  gaps.some((g) => g.from > from && (g.until ?? Infinity) <= until);

/** Where a value stands between two breaks: no line leads to it, so it needs a point of its own. */
export function alone(values: ArrayLike<number | null | undefined>): number[] {
  const out: number[] = [];
  for (let i = 0; i < values.length; i++) {
    if (values[i] != null && values[i - 1] == null && values[i + 1] == null) out.push(i);
  }
  return out;
}

/** A series grown by one sample. What is older than `from` is let go. */
export function append(view: SeriesView, sample: LastSample, from: Stamp): SeriesView {
  const last = view.columns.at(-1);
  if (last && sample.at <= last.at) return view;
  const value =
    sample.outcome === 'measured'
      ? (sample.readings.find((r) => r.metric === view.metric)?.value ?? null)
      : null;
  const failed = sample.outcome === 'failed' ? 1 : 0;
  if (value === null && !failed) return view;
  const one: Column = {
    at: sample.at,
    n: value === null ? 0 : 1,
    lost: failed,
    min: value,
    max: value,
    mean: value,
  };
  const inside = last && sample.at < last.at + view.width;
  const before = inside ? view.columns.slice(0, -1) : view.columns;
  const columns = [...before, inside ? merge(last, one) : one];
  const keep = columns.findIndex((c) => c.at + view.width >= from);
  return { ...view, columns: keep > 0 ? columns.slice(keep) : columns };
}

/** Two columns as one; the mean weighs by the number of measurements. */
export function merge(a: Column, b: Column): Column {
  const n = a.n + b.n;
  const least = (x: number | null, y: number | null) =>
    x === null ? y : y === null ? x : Math.min(x, y);
  const most = (x: number | null, y: number | null) =>
    x === null ? y : y === null ? x : Math.max(x, y);
  return {
    at: Math.min(a.at, b.at),
    n,
    lost: a.lost + b.lost,
    min: least(a.min, b.min),
    max: most(a.max, b.max),
    mean: n === 0 ? null : ((a.mean ?? 0) * a.n + (b.mean ?? 0) * b.n) / n,
  };
}

/** The same series in at most `rows` columns, for a table. Empty stretches of time stay absent. */
export function coarser(columns: readonly Column[], rows: number): Column[] {
  const [first, last] = [columns[0], columns.at(-1)];
  if (!first || !last || columns.length <= rows) return [...columns];
  const width = (last.at - first.at + 1) / rows;
  const out: Column[] = [];
  for (const c of columns) {
    const at = first.at + Math.floor((c.at - first.at) / width) * width;
    const before = out.at(-1);
    if (before?.at === at) out[out.length - 1] = { ...merge(before, c), at };
    else out.push({ ...c, at });
  }
  return out;
}

export interface Interval {
  from: Stamp;
  until: Stamp;
}

/** When nobody looked within a window: gaps, and stretches in which nothing was believed. */
export function unobserved(
  gaps: readonly Gap[],
  stretches: readonly Stretch[],
  within: Interval,
): Interval[] {
  const all = [
    ...gaps.map((g) => ({ from: g.from, until: g.until ?? within.until })),
    ...stretches.filter((s) => s.grade === null),
  ]
    .map((i) => ({ from: Math.max(i.from, within.from), until: Math.min(i.until, within.until) }))
    .filter((i) => i.until > i.from)
    .sort((a, b) => a.from - b.from);
  const out: Interval[] = [];
  for (const i of all) {
    const last = out.at(-1);
    if (last && i.from <= last.until) last.until = Math.max(last.until, i.until);
    else out.push({ ...i });
  }
  return out;
}

/** The upper end of the value axis: room above the largest value, and limits if they are near. */
export function ceiling(metric: Metric, largest: number, limits: Limits): number {
  const least = metric === 'loss' ? 5 : 0.01;
  let top = Math.max(largest, least);
  for (const limit of [limits.warning, limits.critical])
    if (limit !== null && limit <= top * 3) top = Math.max(top, limit);
  return metric === 'loss' ? Math.min(105, top * 1.1) : top * 1.1;
}
