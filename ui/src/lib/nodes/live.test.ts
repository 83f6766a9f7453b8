import { expect, it } from 'vitest';
import type { Check, CheckState } from '../ipc/bindings';
import { answered, live } from './live';

const belief = (grade: 'ok' | 'critical', since: number, uncertainty: number) => ({
  grade,
  since,
  uncertainty,
  confirmed: since + 500,
});
const down = (uncertainty: number): CheckState => ({
  check: 1,
  state: { state: 'hard', belief: belief('critical', 5000, uncertainty) },
  last: {
    at: 9000,
    took: 800,
    outcome: 'failed',
    phase: 'connect',
    cause: { cause: 'timed_out' },
  },
});
const well: CheckState = {
  check: 2,
  state: { state: 'hard', belief: belief('ok', 1000, 0) },
  last: { at: 7000, took: 3, outcome: 'measured', readings: [{ metric: 'rtt', value: 2.5 }] },
};

it('last saw a dead node one uncertainty before its trouble began', () => {
  expect(answered(down(2000))).toBe(3000);
});

it('has never seen a node that failed from its first probe', () => {
  expect(answered(down(0))).toBeNull();
  expect(answered(undefined)).toBeNull();
});

it('takes the answer of any check as a sign of life, and the echo, else the first, for how long', () => {
  const check = (id: number, kind: string) => ({ id, spec: { kind } }) as Check;
  const states = new Map([
    [1, down(2000)],
    [2, well],
  ]);
  expect(live([check(1, 'icmp'), check(2, 'tcp')], states)).toEqual({
    answer: null,
    seen: 7000,
    spark: 1,
  });
  expect(live([check(2, 'icmp')], states).answer).toBe(2.5);
  const last = { at: 7000, took: 3, outcome: 'measured' as const };
  const connected = { ...last, readings: [{ metric: 'connect' as const, value: 4 }] };
  const web = new Map([[2, { ...well, last: connected }]]);
  expect(live([check(2, 'tcp')], web).answer, 'because it answers, too').toBe(4);
  expect(live([check(2, 'quality')], states).seen, 'because it sends no packets').toBeNull();
});
