import { describe, expect, it } from 'vitest';

import { check, frame, incident, inherited, node } from '../world/made';
import { nowhere, reduce } from '../world/reduce';
import { lossiest, slowest } from './extremes';
import { plots, stepIn } from './field';
import { DAY, gapBars, incidentBars, ticks } from './ribbon';
import { say } from './situation';

const strip = { from: 0, until: DAY };

describe('the ribbon', () => {
  it('cuts what sticks out at both ends', () => {
    const [bar] = gapBars([{ from: -DAY, until: null, reason: 'asleep' }], strip);
    expect(bar).toMatchObject({ left: 0, width: 1 });
  });

  it('leaves out what is over before it begins', () => {
    expect(gapBars([{ from: -20, until: -10, reason: 'asleep' }], strip)).toEqual([]);
  });

  it('puts overlapping incidents in lanes, and shows even the shortest', () => {
    const ended = (at: number) => ({ at, ended: at, uncertainty: 0 });
    const bars = incidentBars(
      [
        incident(1, 1, { started: 1000, resolved: ended(5_000_000) }),
        incident(2, 1, { started: 2000, resolved: ended(3000) }),
        incident(3, 1, { started: DAY / 2 }),
      ],
      strip,
      0.01,
    );
    expect(bars.map((b) => b.lane)).toEqual([0, 1, 0]);
    expect(bars[1]?.width).toBe(0.01);
    expect(bars[2]?.width, 'because it goes on').toBe(0.5);
  });

  it('labels every third hour', () => {
    expect(ticks({ from: DAY, until: 2 * DAY }).length).toBeGreaterThanOrEqual(8);
  });
});

describe('the field', () => {
  it('orders groups as made, nodes by name with numbers as numbers, the groupless last', () => {
    const nodes = new Map(
      [
        node(1, { name: 'sw-10', group: 2 }),
        node(2, { name: 'sw-9', group: 2 }),
        node(3, { name: 'x', group: 7 }),
        node(4, { name: 'a', group: 1 }),
      ].map((n) => [n.id, n]),
    );
    const groups = new Map([1, 2].map((id) => [id, { id, name: `g${id}`, policies: inherited }]));
    const all = plots(nodes, groups);
    expect(all.map((p) => p.group?.id ?? null)).toEqual([1, 2, null]);
    expect(all[1]?.nodes.map((n) => n.name)).toEqual(['sw-9', 'sw-10']);
  });

  it('is walked with the arrow keys and never left', () => {
    expect(stepIn(0, 'ArrowDown', 10, 4)).toBe(4);
    expect(stepIn(9, 'ArrowDown', 10, 4)).toBe(9);
    expect(stepIn(0, 'ArrowLeft', 10, 4)).toBe(0);
    expect(stepIn(5, 'End', 10, 4)).toBe(9);
  });
});

describe('the extremes', () => {
  const free = { warning: null, critical: null };
  const quality = { kind: 'quality' as const, over: 60_000, loss: free, rtt: free, jitter: free };
  const measured = (of: number, ...readings: ['rtt' | 'loss', number][]) => ({
    check: of,
    state: { state: 'pending' as const },
    last: {
      at: 0,
      took: 0,
      outcome: 'measured' as const,
      readings: readings.map(([metric, value]) => ({ metric, value })),
    },
  });
  const world = reduce(
    nowhere,
    frame({
      fresh: true,
      nodes: [node(1), node(2), node(3, { paused: true })],
      checks: [check(1, 1), check(2, 1, { spec: quality }), check(3, 2), check(4, 3)],
      states: [
        measured(1, ['rtt', 90]),
        measured(2, ['loss', 0], ['rtt', 3]),
        measured(3, ['rtt', 5]),
        measured(4, ['rtt', 500]),
      ],
    }),
  );
  const seen = { ...world, checksOf: (id: number) => world.byNode.get(id) ?? [] };

  it('trust the mean of minutes over one echo, and leave paused nodes out', () => {
    expect(slowest(seen).map((e) => [e.node.id, e.value])).toEqual([
      [2, 5],
      [1, 3],
    ]);
    expect(slowest(seen)[1]?.check, 'because the echo shows each miss').toBe(1);
  });

  it('do not list what loses nothing', () => {
    expect(lossiest(seen)).toEqual([]);
  });
});

describe('the sentence', () => {
  it('says what is down, since when, and how sure that is', () => {
    const said = say(
      {
        kind: 'one',
        incident: incident(1, 1, { started: 0 }),
        down: true,
        nodes: 3,
        unreachable: 0,
      },
      2,
      1,
      0,
      3,
    );
    expect(said.text).toMatch(/^n1 is down since \d\d:\d\d \(± 10 s\)\.$/);
    expect(said.more).toBe('The other 2 nodes are well.');
    expect(said.look).toBe('critical');
  });

  it('tells where the day was not watched', () => {
    const unobserved = { from: 0, until: 60_000, reason: 'asleep' as const };
    const said = say({ kind: 'well', nodes: 2, unobserved }, 2, 0.998, 0, 2);
    expect(said.text).toBe('2 nodes, all well.');
    expect(said.more).toMatch(/^Watched 99\.80 % of the last 24 h; this PC slept /);
  });
});
