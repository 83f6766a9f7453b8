import { describe, expect, it } from 'vitest';
import type { Check, CheckState, Grade, Node } from '../ipc/bindings';
import { nothingPlanned } from '../world/planned';
import type { Seen } from '../world/selectors';
import { newest, story } from './story';

const node = { id: 1, name: 'nas-1', paused: false } as Node;
const check = (id: number, kind: string): Check =>
  ({ id, node: 1, name: '', paused: false, spec: { kind } }) as unknown as Check;
const state = (id: number, grade: Grade, since = 100): CheckState => ({
  check: id,
  state: { state: 'hard', belief: { grade, since, uncertainty: 20, confirmed: since } },
  last: { at: since + id, took: 1, outcome: 'measured', readings: [] },
});
const seen = (checks: Check[], states: CheckState[]): Seen => ({
  nodes: new Map([[1, node]]),
  states: new Map(states.map((s) => [s.check, s])),
  incidents: new Map(),
  gaps: [],
  reaches: new Map(),
  planned: nothingPlanned,
  vantage: null,
  health: null,
  checksOf: () => checks,
});

describe('the first line of a node', () => {
  it('says that it is down when its echo is, whatever else fails', () => {
    const checks = [check(1, 'http'), check(2, 'icmp')];
    const told = story(node, seen(checks, [state(1, 'critical', 50), state(2, 'critical', 90)]));
    expect(told).toMatchObject({ kind: 'down', since: 90, within: 20 });
  });

  it('names the check that has been in trouble longest', () => {
    const checks = [check(1, 'http'), check(2, 'tcp'), check(3, 'icmp')];
    const states = [state(1, 'critical', 80), state(2, 'critical', 60), state(3, 'ok')];
    expect(story(node, seen(checks, states))).toMatchObject({ kind: 'critical', since: 60 });
  });

  it('is quiet about what is not watched', () => {
    expect(story(node, seen([], []))).toEqual({ kind: 'unwatched' });
    const paused = { ...node, paused: true };
    expect(story(paused, seen([check(1, 'icmp')], []))).toEqual({ kind: 'paused' });
    expect(story(node, seen([check(1, 'icmp')], []))).toEqual({ kind: 'pending' });
    expect(story(node, seen([check(1, 'icmp')], [state(1, 'ok')]))).toEqual({ kind: 'well' });
  });

  it('takes the last answer from the echo, for it speaks for the node', () => {
    const checks = [check(9, 'tcp'), check(2, 'icmp'), check(10, 'quality')];
    const states = new Map(
      [state(9, 'ok'), state(2, 'ok'), state(10, 'ok')].map((s) => [s.check, s]),
    );
    expect(newest(checks, states)?.check.id).toBe(2);
    expect(newest([checks[0] as Check], states)?.check.id).toBe(9);
  });
});
