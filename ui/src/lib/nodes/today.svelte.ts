// Availability of all nodes since midnight, asked for once a minute while somebody looks.

import { stampAt, wallOf } from '../i18n/zone.svelte';
import type { NodeAvailability, Stamp } from '../ipc/bindings';
import { client } from '../ipc/client';

const EVERY = 60_000;

let today = $state.raw<ReadonlyMap<number, NodeAvailability>>(new Map());

export const availability = {
  get today(): ReadonlyMap<number, NodeAvailability> {
    return today;
  },
};

function midnight(now: Stamp): Stamp {
  const { year, month, day } = wallOf(now);
  return stampAt(year, month, day);
}

async function ask(now: Stamp): Promise<void> {
  try {
    const all = await client.call('availability', { nodes: [], from: midnight(now), until: now });
    today = new Map(all.map((one) => [one.node, one]));
  } catch {
    // The column keeps what it had; the next minute asks again.
  }
}

/** Asks now and every minute until the returned function is called. */
export function followToday(now: () => Stamp): () => void {
  void ask(now());
  const timer = setInterval(() => void ask(now()), EVERY);
  return () => clearInterval(timer);
}
