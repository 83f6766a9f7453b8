// Sparklines: asked for in one batch when first looked at, then grown from frames. Bounded: a spark
// nobody has looked at for a minute is forgotten.

import { SvelteMap } from 'svelte/reactivity';

import type { Check, CheckState } from '../ipc/bindings';
import { client } from '../ipc/client';
import { leading } from './selectors';

const MOST = 30;
const KEPT = 60_000;
/** Sparks asked for in one call. */
const BATCH = 500;

type Values = readonly (number | null)[];

const sparks = new SvelteMap<number, Values>();
const looked = new Map<number, number>();
const wanted = new Set<number>();
const empty: Values = [];
let asking: ReturnType<typeof setTimeout> | null = null;

export function sparkOf(check: number): Values {
  const values = sparks.get(check);
  looked.set(check, Date.now());
  if (values === undefined) {
    wanted.add(check);
    asking ??= setTimeout(ask, 30);
  }
  return values ?? empty;
}

async function ask(): Promise<void> {
  const checks = [...wanted].slice(0, BATCH);
  for (const c of checks) wanted.delete(c);
  try {
    for (const s of await client.call('sparks', { checks, most: MOST })) {
      sparks.set(s.check, s.values);
    }
  } catch {
    // A sparkline is an ornament: the next look asks again.
  }
  asking = wanted.size > 0 ? setTimeout(ask, 30) : null;
}

export function appendSparks(
  states: readonly CheckState[],
  checks: ReadonlyMap<number, Check>,
): void {
  const oldest = Date.now() - KEPT;
  for (const s of states) {
    const values = sparks.get(s.check);
    if (values === undefined || s.last === null) continue;
    if ((looked.get(s.check) ?? 0) < oldest) {
      sparks.delete(s.check);
      looked.delete(s.check);
      continue;
    }
    const spec = checks.get(s.check)?.spec;
    const metric = spec === undefined ? 'rtt' : leading(spec);
    const value =
      s.last.outcome === 'measured'
        ? (s.last.readings.find((r) => r.metric === metric)?.value ?? null)
        : null;
    sparks.set(s.check, [...values.slice(1 - MOST), value]);
  }
}

export function forgetSparks(): void {
  sparks.clear();
  looked.clear();
  wanted.clear();
}
