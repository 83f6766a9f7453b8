import { describe, expect, it } from 'vitest';

import type { Check, CheckState, Link, Metric } from '../ipc/bindings';
import { rateOf, type Meters } from './rates';

const port = (name: string, index: number | null = null) => ({ name, index });

const link = (cables: Link['cables']) =>
  ({ id: 1, from: 1, to: 2, cables, confidence: 'evidenced' }) as unknown as Link;

const meter = (id: number, node: number, name: string, index = 0) =>
  ({
    id,
    node,
    spec: { kind: 'interface', port: { name, descr: null, mac: null, index }, speed: null },
  }) as unknown as Check;

function measured(check: number, values: Partial<Record<Metric, number>>): [number, CheckState] {
  const readings = Object.entries(values).map(([metric, value]) => ({ metric, value }));
  const last = { at: 0, took: 0, outcome: 'measured', readings };
  return [check, { check, state: { state: 'pending' }, last } as unknown as CheckState];
}

const meters = (checks: Check[], states: [number, CheckState][]): Meters => ({
  checksOf: (node) => checks.filter((c) => c.node === node),
  states: new Map(states),
});

describe('what a link carries', () => {
  const cables = [{ from: port('ge-0/0/1'), to: port('eth0', 2) }];

  it('is what its near end sends or receives, whichever is more', () => {
    const m = meters(
      [meter(7, 1, 'ge-0/0/1')],
      [measured(7, { traffic_in: 20e6, traffic_out: 800e6, speed: 1e9 })],
    );
    expect(rateOf(link(cables), m)).toEqual({ bits: 800e6, load: 0.8 });
  });

  it('is read at the far end where nobody looks at the near one', () => {
    const m = meters(
      [meter(8, 2, 'Ethernet', 2)],
      [measured(8, { traffic_in: 5e6, traffic_out: 1e6 })],
    );
    expect(rateOf(link(cables), m), 'because nobody knows its speed').toEqual({
      bits: 5e6,
      load: null,
    });
  });

  it('is that of all cables of a bundle together, each way by itself', () => {
    const two = [
      { from: port('a'), to: null },
      { from: null, to: port('b') },
    ];
    const m = meters(
      [meter(1, 1, 'a'), meter(2, 2, 'b')],
      [
        measured(1, { traffic_in: 1e6, traffic_out: 10e6, speed: 1e8 }),
        measured(2, { traffic_in: 10e6, traffic_out: 1e6, speed: 1e8 }),
      ],
    );
    expect(rateOf(link(two), m)).toEqual({ bits: 20e6, load: 0.1 });
  });

  it('is nothing where nobody measures, or the last look failed', () => {
    const checks = [meter(7, 1, 'ge-0/0/1')];
    expect(rateOf(link(cables), meters([], []))).toBeNull();
    expect(rateOf(link(cables), meters(checks, []))).toBeNull();
    const failed = { outcome: 'failed', at: 0, took: 0 };
    const state = { check: 7, state: { state: 'pending' }, last: failed } as unknown as CheckState;
    expect(rateOf(link(cables), meters(checks, [[7, state]]))).toBeNull();
  });

  it('does not fill a link beyond what it can carry', () => {
    const m = meters(
      [meter(7, 1, 'ge-0/0/1')],
      [measured(7, { traffic_in: 0, traffic_out: 2e9, speed: 1e9 })],
    );
    expect(rateOf(link(cables), m)?.load).toBe(1);
  });
});
