// Looking back: which stretch of the past is loaded, which moment of it is shown, and what it is
// compared with.

import type { Stamp } from '../ipc/bindings';
import { client } from '../ipc/client';
import { failed } from '../parts/toasts.svelte';
import { look, type Look } from '../world/selectors';
import { world } from '../world/world.svelte';
import { cutsAt, differences, looksAt, pastOf, turns, type Difference, type Past } from './past';

const HOUR = 3_600_000;
/** Stretches one can look back over. */
export const SPANS = [6 * HOUR, 24 * HOUR, 7 * 24 * HOUR] as const;

export class Replay {
  past = $state.raw<Past | null>(null);
  /** The moment that is shown. */
  at = $state<Stamp>(0);
  /** Compared with now: what became different is marked. */
  comparing = $state(false);
  loading = $state(false);

  readonly looks: ReadonlyMap<number, Look> = $derived(
    this.past ? looksAt(this.past, world.nodes.values(), this.at) : new Map(),
  );

  readonly cuts: ReadonlyMap<number, number> = $derived(
    this.past ? cutsAt(this.past, this.looks, this.at) : new Map(),
  );

  readonly turns: readonly Stamp[] = $derived(this.past ? turns(this.past) : []);

  readonly differences: readonly Difference[] = $derived.by(() => {
    if (!this.past || !this.comparing) return [];
    const seen = world.seen;
    const now = new Map([...world.nodes.values()].map((n) => [n.id, look(n, seen)]));
    return differences(this.looks, now);
  });

  /** Loads the stretch that ends now and shows its last change, or its middle. */
  async open(span: number): Promise<void> {
    this.loading = true;
    try {
      const until = Math.round(world.now);
      const window = { from: until - span, until };
      const [availability, ribbon] = await Promise.all([
        client.call('availability', { nodes: [], ...window }),
        client.call('ribbon', window),
      ]);
      const inside = this.past !== null && this.at > window.from && this.at < until;
      const past = pastOf(window, availability, ribbon);
      if (!inside) this.at = turns(past).at(-1) ?? until - span / 2;
      this.past = past;
    } catch (thrown) {
      failed(thrown);
    } finally {
      this.loading = false;
    }
  }

  close(): void {
    this.past = null;
    this.comparing = false;
  }

  /** To the next or the last moment something changed. */
  jump(by: 1 | -1): void {
    const to =
      by > 0
        ? this.turns.find((t) => t > this.at + 500)
        : this.turns.findLast((t) => t < this.at - 500);
    if (to !== undefined) this.at = to;
  }
}
