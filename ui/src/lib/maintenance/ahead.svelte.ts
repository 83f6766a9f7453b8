// When maintenance windows are on, from now for a month: asked for when a window changes and every
// quarter of an hour, by whoever shows it.

import { client } from '../ipc/client';
import type { Stamp, WindowSpan } from '../ipc/bindings';
import { world } from '../world/world.svelte';

const AHEAD = 31 * 86_400_000;
const QUARTER = 900_000;

let spans = $state.raw<readonly WindowSpan[]>([]);

export const ahead = {
  /** In order; those that are on just now first. */
  get spans() {
    return spans;
  },
};

/** Keeps them up to date for as long as the component lives; call it in the component's script. */
export function followAhead(): void {
  const quarter = $derived(Math.floor(world.now / QUARTER));
  $effect(() => {
    const { windows } = world;
    const from = quarter * QUARTER;
    if (windows.size === 0) {
      spans = [];
      return;
    }
    let live = true;
    client.call('windows_ahead', { from, until: from + AHEAD }).then(
      (all) => live && (spans = all),
      () => undefined,
    );
    return () => (live = false);
  });
}

/** Until when a window is on, if it is. */
export function onUntil(window: number, now: Stamp): Stamp | null {
  const span = spans.find((s) => s.window === window && s.from <= now && s.until > now);
  return span?.until ?? null;
}

/** When a window is on next. */
export function nextOf(window: number, now: Stamp): WindowSpan | null {
  return spans.find((s) => s.window === window && s.from > now) ?? null;
}
