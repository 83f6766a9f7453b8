import { describe, expect, it } from 'vitest';
import type { Loud } from '../ipc/bindings';
import { check } from '../world/made';
import { weekOf } from './ledger.svelte';
import { remedies } from './remedies';

const loud = (times: number, brief: number): Loud => ({
  check: 1,
  name: 'Ping',
  node: 1,
  node_name: 'n1',
  times,
  told: times,
  brief,
});

describe('the noise ledger', () => {
  it('goes by weeks from Monday to Monday', () => {
    const sunday = new Date(2026, 10, 22, 23, 59).getTime();
    const { from, until } = weekOf(sunday, 0);
    expect(new Date(from)).toEqual(new Date(2026, 10, 16));
    expect(new Date(until)).toEqual(new Date(2026, 10, 23));
    expect(weekOf(sunday, 1).until).toBe(from);
    expect(new Date(weekOf(new Date(2026, 10, 16).getTime(), 0).from).getDate()).toBe(16);
  });

  it('proposes what fits best first, and everything else after it', () => {
    expect(remedies(loud(4, 3), check(1, 1))[0], 'because it mostly went away').toBe('patience');
    expect(remedies(loud(4, 0), check(1, 1))[0], 'because pings have no limits').toBe('parent');
    const free = { warning: null, critical: null };
    const tcp = check(1, 1, { spec: { kind: 'tcp', port: 22, timeout: 1000, connect: free } });
    expect(remedies(loud(4, 0), tcp)).toEqual(['limit', 'patience', 'parent', 'mute']);
    expect(remedies(loud(4, 0), undefined), 'because it is gone').toEqual([]);
  });
});
