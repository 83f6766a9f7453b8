import { describe, expect, it } from 'vitest';
import type { Column, LastSample, SeriesView } from '../ipc/bindings';
import { alone, append, ceiling, coarser, merge, plot, unobserved } from './data';
import { TimeRange } from './range.svelte';
import { pieces, totals } from './strip';

const column = (at: number, mean: number | null, lost = 0): Column => ({
  at,
  n: mean === null ? 0 : 1,
  lost,
  min: mean,
  max: mean,
  mean,
});
const series = (columns: Column[], over: Partial<SeriesView> = {}): SeriesView => ({
  metric: 'rtt',
  width: 1000,
  columns,
  gaps: [],
  stretches: [],
  ...over,
});
const sample = (at: number, rtt: number | null): LastSample => ({
  at,
  took: 1,
  ...(rtt === null
    ? { outcome: 'failed', phase: 'connect', cause: { cause: 'timed_out' } }
    : { outcome: 'measured', readings: [{ metric: 'rtt', value: rtt }] }),
});

describe('a plotted series', () => {
  it('joins samples that follow the rhythm of the check', () => {
    const p = plot(series([0, 10_000, 20_000].map((at) => column(at, 1))), 10_000);
    expect(p.mean, 'because nothing is missing between them').toEqual([1, 1, 1]);
  });

  it('breaks the line where nobody looked', () => {
    const p = plot(series([column(0, 1), column(90_000, 1)]), 10_000);
    expect(p.mean).toEqual([1, null, 1]);
    const gap = [{ from: 4_000, until: 16_000, reason: 'asleep' as const }];
    const q = plot(series([column(0, 1), column(20_000, 1)], { gaps: gap }), 10_000);
    expect(q.mean, 'because the gap lies between').toEqual([1, null, 1]);
  });

  it('keeps failures apart from zeros', () => {
    const p = plot(series([column(0, 1), column(10_000, null, 3)]), 10_000);
    expect([p.mean, p.lost]).toEqual([
      [1, null],
      [0, 3],
    ]);
  });
});

describe('a series that grows', () => {
  it('takes a sample into the column it falls in, else into a new one', () => {
    const grown = append(series([column(0, 2)]), sample(400, 4), -1);
    expect(grown.columns).toEqual([{ at: 0, n: 2, lost: 0, min: 2, max: 4, mean: 3 }]);
    expect(append(grown, sample(5_000, null), -1).columns[1]).toMatchObject({ n: 0, lost: 1 });
  });

  it('takes a sample once and ignores what could not be looked at', () => {
    const s = series([column(5_000, 1)]);
    expect(append(s, sample(5_000, 9), 0)).toBe(s);
    const unable: LastSample = {
      at: 9_000,
      took: 0,
      outcome: 'unable',
      obstacle: { obstacle: 'no_route' },
    };
    expect(append(s, unable, 0), 'because "could not look" is no failure').toBe(s);
  });

  it('stays bounded', () => {
    let s = series([]);
    for (let at = 0; at < 1_000_000; at += 1000) s = append(s, sample(at, 1), at - 60_000);
    expect(s.columns.length).toBeLessThan(64);
  });
});

describe('columns', () => {
  it('merge in any order to the same', () => {
    const [a, b] = [column(0, 1), { ...column(1000, 4), n: 2 }];
    expect(merge(a, b)).toEqual(merge(b, a));
    expect(merge(a, b).mean).toBe(3);
  });

  it('become few for a table without losing a failure', () => {
    const many = Array.from({ length: 500 }, (_, i) => column(i * 1000, i, i % 7 ? 0 : 1));
    const few = coarser(many, 40);
    expect(few.length).toBeLessThanOrEqual(40);
    expect(few.reduce((sum, c) => sum + c.lost, 0)).toBe(many.filter((c) => c.lost).length);
  });
});

describe('time nobody looked', () => {
  const within = { from: 0, until: 100 };
  it('is joined from gaps and stretches, cut to the window', () => {
    const gaps = [
      { from: -20, until: 10, reason: 'asleep' as const },
      { from: 90, until: null, reason: 'paused' as const },
    ];
    const stretches = [
      { from: 8, until: 20, grade: null },
      { from: 20, until: 90, grade: 'ok' as const },
    ];
    expect(unobserved(gaps, stretches, within)).toEqual([
      { from: 0, until: 20 },
      { from: 90, until: 100 },
    ]);
  });

  it('is cut out of what was believed around it', () => {
    const believed = [
      { from: 0, until: 60, grade: 'ok' as const },
      { from: 60, until: 100, grade: 'critical' as const },
    ];
    const gap = [{ from: 20, until: 30, reason: 'asleep' as const }];
    const parts = pieces(believed, gap, 0, 100);
    expect(parts.map((p) => [p.grade, p.from, p.until])).toEqual([
      ['ok', 0, 20],
      [null, 20, 30],
      ['ok', 30, 60],
      ['critical', 60, 100],
    ]);
    expect(totals(parts).get('ok')).toBe(50);
  });
});

describe('the value axis', () => {
  const limits = { warning: 20, critical: 100 };
  it('shows a limit only when values come near it', () => {
    expect(ceiling('rtt', 0.5, limits)).toBeLessThan(1);
    expect(ceiling('rtt', 15, limits)).toBeCloseTo(22);
  });
  it('never claims more loss than all', () => {
    expect(ceiling('loss', 100, limits)).toBe(105);
  });
});

describe('the shared range', () => {
  it('follows the clock until a person zooms, and again after a reset', () => {
    const r = new TimeRange('15min');
    expect(r.window(1_000_000)).toEqual({ from: 100_000, until: 1_000_000 });
    r.zoom(200_000, 300_000);
    expect(r.window(9_000_000)).toEqual({ from: 200_000, until: 300_000 });
    r.zoom(200_000, 200_100);
    expect(r.fixed, 'because a tenth of a second shows nothing').toEqual({
      from: 200_000,
      until: 300_000,
    });
    r.shift(1, 320_000);
    expect(r.live, 'because the present has been reached').toBe(true);
  });
});

describe('points', () => {
  it('mark values that no line leads to', () => {
    expect(alone([1, null, 2, 3, null, null, 4])).toEqual([0, 6]);
    expect(alone([])).toEqual([]);
  });
});
