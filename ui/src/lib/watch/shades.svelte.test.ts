import { flushSync } from 'svelte';
import { expect, it } from 'vitest';

import type { Grade } from '../ipc/bindings';
import { check, hard, health, node, state } from '../world/made';
import { nothingPlanned } from '../world/planned';
import type { Seen } from '../world/selectors';
import { isDoubted, lookOf, Shades } from './shades.svelte';

/** Nodes 1, 2 … with one check each, believed to be of these grades. */
function seen(...grades: Grade[]): Seen {
  const ids = grades.map((_, n) => n + 1);
  return {
    nodes: new Map(ids.map((id) => [id, node(id)])),
    states: new Map(ids.map((id, n) => [id, state(id, hard(grades[n] ?? 'ok'))])),
    incidents: new Map(),
    gaps: [],
    reaches: new Map(),
    planned: nothingPlanned,
    vantage: null,
    health,
    checksOf: (id) => [check(id, id)],
  };
}

it('wakes only the cell whose look has changed', () => {
  const shades = new Shades();
  shades.take(seen('ok', 'ok'));
  let woken = 0;
  const end = $effect.root(() => {
    $effect(() => {
      shades.of(1);
      woken += 1;
    });
  });
  flushSync();
  shades.take(seen('ok', 'critical'));
  flushSync();
  expect(woken, 'because its own node is as it was').toBe(1);
  shades.take(seen('warning', 'critical'));
  flushSync();
  expect(woken).toBe(2);
  expect(
    shades.lifted.map((n) => n.id),
    'because the worst comes first',
  ).toEqual([2, 1]);
  end();
});

it('forgets nodes that have gone, and tells a doubt from a look', () => {
  const shades = new Shades();
  const doubtful = seen('ok', 'critical');
  const soft = {
    state: 'soft' as const,
    believed: { grade: 'ok' as const, since: 0, uncertainty: 0, confirmed: 0 },
    seen: 'critical' as const,
    attempt: 2,
    since: 5,
    uncertainty: 0,
    last: 5,
  };
  shades.take({ ...doubtful, states: new Map([[1, state(1, soft)]]) });
  expect([lookOf(shades.of(1)), isDoubted(shades.of(1))]).toEqual(['ok', true]);
  shades.take(seen('ok'));
  expect(shades.of(2), 'because it has gone').toBe('pending');
  expect(isDoubted(shades.of(1))).toBe(false);
});
