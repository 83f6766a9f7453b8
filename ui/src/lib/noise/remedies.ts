// What helps against a check that cries too often. Pure.

import type { Check, Loud } from '../ipc/bindings';

export type Remedy = 'patience' | 'limit' | 'parent' | 'mute';

/** Kinds of checks that have limits to be widened. Pings have them too, but seldom cry by them. */
const LIMITED: Record<Check['spec']['kind'], boolean> = {
  icmp: false,
  tcp: true,
  http: true,
  quality: true,
  agent: false,
  interface: true,
  value: true,
  word: false,
  composite: false,
  trap: false,
};

/** What can be done, what fits best first. A check that is gone cries no more. */
export function remedies(loud: Loud, check: Check | undefined): Remedy[] {
  if (check === undefined) return [];
  // What mostly goes away by itself was believed too soon; what stays and comes again is judged
  // too narrowly, or lies behind something that fails.
  const best: Remedy =
    loud.brief * 2 >= loud.times ? 'patience' : LIMITED[check.spec.kind] ? 'limit' : 'parent';
  const all: readonly Remedy[] = ['patience', 'limit', 'parent', 'mute'];
  return [best, ...all.filter((one) => one !== best)];
}
