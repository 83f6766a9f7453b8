// History, computed when asked for: series, sparks, samples, stretches, availability, ribbon.

import type {
  Calls,
  Check,
  Column,
  Gap,
  Metric,
  Node,
  NodeAvailability,
  Sample,
  Spark,
  Stamp,
  Stretch,
} from '../bindings';
import type { Desk } from './desk';
import { leading } from '../../world/selectors';
import { grade } from './law';
import { observed } from './script';
import { faultOf, truth } from './truth';

/** Looks at this many probes of a column at most: enough for its least and most to be plausible. */
const LOOKS = 6;

export function series(desk: Desk, w: Calls['series']['with']): Calls['series']['reply'] {
  const check = desk.checks.get(w.check);
  const node = check && desk.nodes.get(check.node);
  const until = Math.min(w.until, Date.now());
  const width = Math.max(1000, Math.ceil((w.until - w.from) / Math.max(1, w.columns)));
  const columns: Column[] = [];
  if (check !== undefined && node !== undefined) {
    const every = Math.max(width, check.every);
    for (let at = Math.ceil(w.from / every) * every; at < until; at += every) {
      const column = columnAt(desk, check, node, w.metric, at, every);
      if (column !== null) columns.push(column);
    }
    return {
      metric: w.metric,
      width: every,
      columns,
      gaps: touching(desk.gaps, w.from, w.until),
      stretches: stretches(desk, check, node, w.from, until),
    };
  }
  return { metric: w.metric, width, columns, gaps: [], stretches: [] };
}

function columnAt(
  desk: Desk,
  check: Check,
  node: Node,
  metric: Metric,
  at: Stamp,
  width: number,
): Column | null {
  const n = Math.max(1, Math.floor(width / check.every));
  const looks = Math.min(LOOKS, n);
  const values: number[] = [];
  let lost = 0;
  let seen = 0;
  for (let i = 0; i < looks; i += 1) {
    const t = at + Math.floor((i * width) / looks);
    if (t < node.added || !observed(desk.gaps, t)) continue;
    seen += 1;
    const outcome = truth(check, node, t, desk.chapters);
    const value =
      outcome.outcome === 'measured'
        ? outcome.readings.find((r) => r.metric === metric)?.value
        : undefined;
    if (value === undefined) lost += 1;
    else values.push(value);
  }
  if (seen === 0) return null;
  const share = n / looks;
  return {
    at,
    n: Math.round(values.length * share),
    lost: Math.round(lost * share),
    min: values.length === 0 ? null : Math.min(...values),
    max: values.length === 0 ? null : Math.max(...values),
    mean: values.length === 0 ? null : values.reduce((a, b) => a + b, 0) / values.length,
  };
}

export function sparks(desk: Desk, w: Calls['sparks']['with']): Spark[] {
  const now = Date.now();
  return w.checks.flatMap((id) => {
    const check = desk.checks.get(id);
    const node = check && desk.nodes.get(check.node);
    if (check === undefined || node === undefined) return [];
    const values = times(check, node, now, w.most)
      .map((at) => {
        const outcome = truth(check, node, at, desk.chapters);
        return outcome.outcome === 'measured'
          ? (outcome.readings.find((r) => r.metric === leading(check.spec))?.value ?? null)
          : null;
      })
      .reverse();
    return [{ check: id, values }];
  });
}

export function samples(desk: Desk, w: Calls['samples']['with']): Sample[] {
  const check = desk.checks.get(w.check);
  const node = check && desk.nodes.get(check.node);
  if (check === undefined || node === undefined) return [];
  return times(check, node, Date.now(), w.most)
    .filter((at) => observed(desk.gaps, at))
    .map((at) => {
      const outcome = truth(check, node, at, desk.chapters);
      const first = outcome.outcome === 'measured' ? outcome.readings[0]?.value : 800;
      return { check: check.id, at, took: Math.round(first ?? 0), ...outcome };
    });
}

/** When the last probes were sent, newest first. */
function times(check: Check, node: Node, now: Stamp, most: number): Stamp[] {
  const last = Math.floor(now / check.every) * check.every;
  return Array.from({ length: most }, (_, i) => last - i * check.every).filter(
    (at) => at >= node.added,
  );
}

/** What cannot be reached is not observed. */
function cutOff(desk: Desk, check: Check, node: Node, at: Stamp): boolean {
  return faultOf(desk.chapters, node.id, check.spec.kind, at)?.behind !== undefined;
}

/** What was believed, cut at gaps and at the script's faults. */
export function stretches(
  desk: Desk,
  check: Check,
  node: Node,
  from: Stamp,
  until: Stamp,
): Stretch[] {
  const cuts = new Set([from, until, node.added]);
  for (const g of desk.gaps) cuts.add(g.from).add(g.until ?? until);
  for (const c of desk.chapters) {
    if (c.node === node.id) cuts.add(c.from).add(c.until ?? until);
  }
  const edges = [...cuts].filter((t) => t >= from && t <= until).sort((a, b) => a - b);
  const out: Stretch[] = [];
  edges.slice(1).forEach((end, i) => {
    const begin = edges[i] ?? from;
    const middle = (begin + end) / 2;
    const seen =
      middle < node.added || !observed(desk.gaps, middle) || cutOff(desk, check, node, middle)
        ? null
        : lossy(desk, check, node, middle)
          ? 'ok'
          : grade(check.spec, truth(check, node, middle, desk.chapters));
    const last = out.at(-1);
    if (last !== undefined && last.grade === seen) last.until = end;
    else out.push({ from: begin, until: end, grade: seen });
  });
  return out;
}

/** A lossy line answers some echoes, so it is never believed down. */
function lossy(desk: Desk, check: Check, node: Node, at: Stamp): boolean {
  return (
    check.spec.kind === 'icmp' &&
    desk.chapters.some(
      (c) =>
        c.node === node.id &&
        typeof c.brings === 'number' &&
        at >= c.from &&
        (c.until === null || at < c.until),
    )
  );
}

export function availability(desk: Desk, w: Calls['availability']['with']): NodeAvailability[] {
  const nodes =
    w.nodes.length === 0 ? desk.nodes.all() : w.nodes.flatMap((id) => desk.nodes.get(id) ?? []);
  const until = Math.min(w.until, Date.now());
  return nodes.flatMap((node) => {
    const checks = desk.checksOf(node.id);
    const check = checks.find((c) => c.spec.kind === 'icmp') ?? checks[0];
    if (check === undefined) return [];
    const believed = stretches(desk, check, node, w.from, until);
    const sum = (want: (s: Stretch) => boolean): number =>
      believed.filter(want).reduce((ms, s) => ms + s.until - s.from, 0);
    const downs = believed.filter((s) => s.grade === 'critical');
    const up = sum((s) => s.grade === 'ok' || s.grade === 'warning');
    const down = sum((s) => s.grade === 'critical');
    const whole = Math.max(1, w.until - w.from);
    return [
      {
        node: node.id,
        basis: check.id,
        sums: {
          up,
          down,
          unobserved: sum((s) => s.grade === null || s.grade === 'unknown'),
          planned: 0,
          outside: 0,
          outages: downs.length,
          longest: Math.max(0, ...downs.map((s) => s.until - s.from)),
        },
        share: up + down > 0 ? up / (up + down) : null,
        coverage: (up + down) / whole,
        stretches: believed,
      },
    ];
  });
}

export function ribbon(desk: Desk, w: Calls['ribbon']['with']): Calls['ribbon']['reply'] {
  const gaps = touching(desk.gaps, w.from, w.until);
  const missed = gaps.reduce(
    (ms, g) => ms + Math.min(g.until ?? w.until, w.until) - Math.max(g.from, w.from),
    0,
  );
  return {
    from: w.from,
    until: w.until,
    incidents: desk.incidents
      .all()
      .filter((i) => i.started < w.until && (i.resolved?.ended ?? w.until) > w.from),
    gaps,
    coverage: desk.nodes.all().length === 0 ? null : 1 - missed / Math.max(1, w.until - w.from),
  };
}

function touching(gaps: readonly Gap[], from: Stamp, until: Stamp): Gap[] {
  return gaps.filter((g) => g.from < until && (g.until ?? until) > from);
}
