// What home says first: the situation in words, and the incidents that go on. Home and the
// wallboard say the same.

import { client } from '../ipc/client';
import type { Incident } from '../ipc/bindings';
import { isExpected, look, openIncidents, sentence, type Situation } from '../world/selectors';
import { world } from '../world/world.svelte';
import { DAY } from './ribbon';
import { say, type Said } from './situation';

export interface Home {
  readonly situation: Situation;
  readonly said: Said;
  /** Those that go on; what is expected stands below what is not. */
  readonly open: Incident[];
  /** The share of the last 24 h that was looked at. */
  readonly coverage: number | null;
}

/** Follows the world for as long as the component lives; call it in the component's script. */
export function followHome(): Home {
  let coverage = $state<number | null>(null);
  const situation = $derived(sentence(world));
  const open = $derived(
    openIncidents(world.incidents).sort(
      (a, b) => Number(isExpected(a, world)) - Number(isExpected(b, world)),
    ),
  );
  const healthy = $derived.by(() => {
    let n = 0;
    const { seen } = world;
    for (const node of seen.nodes.values()) if (look(node, seen) === 'ok') n += 1;
    return n;
  });
  // Only trouble speaks of those that are well; in calm they need not be counted.
  const others = $derived(open.length > 0 ? healthy : 0);
  const said = $derived(say(situation, others, coverage, world.now, world.nodes.size));
  const watched = $derived(situation.kind !== 'no_site' && situation.kind !== 'empty');

  /** Coverage moves slowly: asked for once a minute and when a gap opens or closes. */
  const minute = $derived(Math.floor(world.now / 60_000));
  $effect(() => {
    void world.gaps;
    if (!watched || world.site === null) return;
    const until = minute * 60_000;
    let live = true;
    client.call('ribbon', { from: until - DAY, until }).then(
      (r) => live && (coverage = r.coverage),
      () => undefined,
    );
    return () => (live = false);
  });

  return {
    get situation() {
      return situation;
    },
    get said() {
      return said;
    },
    get open() {
      return open;
    },
    get coverage() {
      return coverage;
    },
  };
}
