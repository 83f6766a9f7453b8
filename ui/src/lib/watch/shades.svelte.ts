// How every node looks, each a signal of its own: a ping that changes nothing wakes no cell.

import { untrack } from 'svelte';
import { SvelteMap } from 'svelte/reactivity';

import type { Node } from '../ipc/bindings';
import { inDoubt, look, wantsEye, worseFirst, type Look, type Seen } from '../world/selectors';

/** A look, and whether it is in doubt; text, because equal texts are the same. */
export type Shade = Look | `${Look}?`;

export const lookOf = (shade: Shade): Look => shade.replace('?', '') as Look;
export const isDoubted = (shade: Shade): boolean => shade.endsWith('?');

export class Shades {
  readonly #of = new SvelteMap<number, Shade>();
  /** Those that want an eye, the worst first. */
  lifted = $state.raw<readonly Node[]>([]);

  of(node: number): Shade {
    return this.#of.get(node) ?? 'pending';
  }

  /** Looks at every node anew. */
  take(seen: Seen): void {
    untrack(() => {
      const lifted: [Node, Look][] = [];
      for (const node of seen.nodes.values()) {
        const now = look(node, seen);
        const shade: Shade = inDoubt(node, seen) ? `${now}?` : now;
        if (this.#of.get(node.id) !== shade) this.#of.set(node.id, shade);
        if (wantsEye(now)) lifted.push([node, now]);
      }
      if (this.#of.size > seen.nodes.size) {
        for (const id of [...this.#of.keys()]) if (!seen.nodes.has(id)) this.#of.delete(id);
      }
      lifted.sort(([a, x], [b, y]) => worseFirst(x, y) || a.id - b.id);
      const after = lifted.map(([node]) => node);
      const same = after.length === this.lifted.length;
      if (!same || after.some((node, i) => node !== this.lifted[i])) this.lifted = after;
    });
  }
}
