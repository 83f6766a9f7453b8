// Pulling: what the world does when the engine answers, does not, and answers again.

import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';

import type { Frame } from '../ipc/bindings';
import { check, frame, node } from './made';

const call = vi.fn<(name: string, with_: unknown) => Promise<unknown>>();
vi.mock('../ipc/client', () => ({ client: { call } }));

beforeEach(() => {
  vi.useFakeTimers();
  vi.resetModules();
  call.mockReset();
});
afterEach(() => {
  vi.useRealTimers();
});

async function start(answers: (Frame | 'fails')[]) {
  let i = 0;
  call.mockImplementation((name) => {
    if (name !== 'changes') return Promise.resolve([{ check: 1, values: [1, 2] }]);
    const answer = answers[Math.min(i, answers.length - 1)];
    i += 1;
    return answer === 'fails' ? Promise.reject(new Error('gone')) : Promise.resolve(answer);
  });
  const { follow, world } = await import('./world.svelte');
  void follow();
  await vi.advanceTimersByTimeAsync(0);
  return world;
}

const asked = () => call.mock.calls.filter(([name]) => name === 'changes');

describe('the world', () => {
  it('asks for what comes after what it has, at most once a second', async () => {
    const world = await start([
      frame({ fresh: true, seq: 7, nodes: [node(1)] }),
      frame({ seq: 8 }),
    ]);
    expect(world.nodes.size).toBe(1);
    expect(world.known).toBe(true);
    await vi.advanceTimersByTimeAsync(990);
    expect(asked()).toHaveLength(1);
    await vi.advanceTimersByTimeAsync(20);
    expect(asked()[1]?.[1]).toEqual({ epoch: 'e', seq: 7, wait: 10_000 });
  });

  it('says since when it is stale, asks ever less often, and is fresh again at once', async () => {
    const world = await start([
      frame({ fresh: true, seq: 1 }),
      'fails',
      'fails',
      'fails',
      frame({ seq: 2 }),
    ]);
    expect(world.staleSince).toBeNull();
    await vi.advanceTimersByTimeAsync(1100);
    expect(world.staleSince).not.toBeNull();
    const since = world.staleSince;
    await vi.advanceTimersByTimeAsync(2100);
    expect(world.staleSince, 'because it was stale already').toBe(since);
    expect(asked()).toHaveLength(3);
    await vi.advanceTimersByTimeAsync(4100);
    await vi.advanceTimersByTimeAsync(8100);
    expect(asked()).toHaveLength(5);
    expect(world.staleSince).toBeNull();
  });

  it('grows a sparkline that is looked at, and forgets one that is not', async () => {
    const last = (value: number) => ({
      check: 1,
      state: { state: 'pending' as const },
      last: {
        at: 0,
        took: 1,
        outcome: 'measured' as const,
        readings: [
          { metric: 'loss' as const, value: 0 },
          { metric: 'rtt' as const, value },
        ],
      },
    });
    const world = await start([
      frame({ fresh: true, seq: 1, nodes: [node(1)], checks: [check(1, 1)] }),
      frame({ seq: 2, states: [last(3)] }),
      frame({ seq: 3 }),
    ]);
    expect(world.sparkOf(1)).toEqual([]);
    await vi.advanceTimersByTimeAsync(50);
    expect(world.sparkOf(1)).toEqual([1, 2]);
    await vi.advanceTimersByTimeAsync(1000);
    expect(world.sparkOf(1), 'because round trip leads, wherever it stands').toEqual([1, 2, 3]);
    for (let i = 0; i < 100; i += 1) {
      const { appendSparks } = await import('./sparks.svelte');
      appendSparks([last(i)], world.checks);
    }
    expect(world.sparkOf(1)).toHaveLength(30);
  });
});
