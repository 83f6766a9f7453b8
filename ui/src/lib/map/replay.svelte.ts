// Looking back: which stretch of the past is loaded, which moment of it is shown, and what it is
// compared with.

import type { Link, Stamp } from '../ipc/bindings';
import { client } from '../ipc/client';
import { failed } from '../parts/toasts.svelte';
import { look, type Look } from '../world/selectors';
import { world } from '../world/world.svelte';
import { goneAt, goneBetween, linksAt, rewired, steady, type Gone, type Rewired } from './formers';
import { cutsAt, differences, looksAt, pastOf, turns, type Difference, type Past } from './past';

const HOUR = 3_600_000;
/** Stretches one can look back over. */
export const SPANS = [6 * HOUR, 24 * HOUR, 7 * 24 * HOUR] as const;

/** What became different between two moments. */
export interface Differences extends Rewired {
  looks: readonly Difference[];
  /** Nodes removed since that were there at one of the two. */
  gone: readonly Gone[];
}

const NONE: Differences = { looks: [], gone: [], moved: [], came: [], went: [] };

export class Replay {
  past = $state.raw<Past | null>(null);
  /** The moment that is shown. */
  at = $state<Stamp>(0);
  /** Compared with another moment: what became different is marked and named. */
  comparing = $state(false);
  /** The moment it is compared with; `null` is now. */
  other = $state<Stamp | null>(null);
  loading = $state(false);
  #linksBefore: readonly Link[] = [];

  readonly looks: ReadonlyMap<number, Look> = $derived(
    this.past ? looksAt(this.past, world.nodes.values(), this.at) : new Map(),
  );

  readonly cuts: ReadonlyMap<number, number> = $derived(
    this.past ? cutsAt(this.past, this.looks, this.at) : new Map(),
  );

  readonly #links: readonly Link[] = $derived.by(() => {
    const links = this.past ? linksAt(this.past.links, this.past.formers, this.at) : [];
    return (this.#linksBefore = steady(this.#linksBefore, links));
  });

  /** The links of the moment that is shown. */
  readonly links: ReadonlyMap<number, Link> = $derived(new Map(this.#links.map((l) => [l.id, l])));

  /** Who was there and is removed by now: nobody draws them, so they are named. */
  readonly gone: readonly Gone[] = $derived(this.past ? goneAt(this.past.formers, this.at) : []);

  readonly turns: readonly Stamp[] = $derived(this.past ? turns(this.past) : []);

  /** The two moments that are compared, the earlier one first; `null` is now. */
  readonly between: { from: Stamp; to: Stamp | null } = $derived(
    this.other !== null && this.other < this.at
      ? { from: this.other, to: this.at }
      : { from: this.at, to: this.other },
  );

  readonly differences: Differences = $derived.by(() => {
    const { past, between } = this;
    if (!past || !this.comparing) return NONE;
    const [from, to] = [this.#then(past, between.from), this.#then(past, between.to)];
    return {
      looks: differences(from.looks, to.looks),
      gone: goneBetween(past.formers, between.from, between.to ?? past.until),
      ...rewired(from.links, to.links),
    };
  });

  /** The nodes that are different. */
  readonly changed: ReadonlySet<number> = $derived.by(() => {
    const { looks, moved, came, went } = this.differences;
    const ends = [...moved.map((m) => m.node), ...came.map((l) => l.to), ...went.map((l) => l.to)];
    return new Set([...looks.map((d) => d.node), ...ends.filter((end) => end !== null)]);
  });

  /** How all stood at a moment; `null` is now. */
  #then(past: Past, at: Stamp | null): { looks: ReadonlyMap<number, Look>; links: Iterable<Link> } {
    const nodes = [...world.nodes.values()];
    if (at !== null)
      return { looks: looksAt(past, nodes, at), links: linksAt(past.links, past.formers, at) };
    const seen = world.seen;
    const looks = new Map(nodes.map((n) => [n.id, look(n, seen)]));
    return { looks, links: world.links.values() };
  }

  /** What a node is called, also one that is removed by now. */
  nameOf(node: number): string {
    const known = world.nodes.get(node)?.name;
    if (known !== undefined) return known;
    const formers = this.past?.formers.formers ?? [];
    return formers.filter((f) => f.was === 'node').find((f) => f.node === node)?.name ?? `#${node}`;
  }

  /** Loads the stretch that ends now and shows its last change, or its middle. */
  async open(span: number): Promise<void> {
    this.loading = true;
    try {
      const until = Math.round(world.now);
      const window = { from: until - span, until };
      const [availability, ribbon, formers] = await Promise.all([
        client.call('availability', { nodes: [], ...window }),
        client.call('ribbon', window),
        client.call('formers', { since: window.from }),
      ]);
      const inside = this.past !== null && this.at > window.from && this.at < until;
      const links = [...world.links.values()];
      const past = pastOf(window, availability, ribbon, { links, formers });
      if (!inside) this.at = turns(past).at(-1) ?? until - span / 2;
      if (this.other !== null && this.other < window.from) this.other = null;
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
    this.other = null;
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
