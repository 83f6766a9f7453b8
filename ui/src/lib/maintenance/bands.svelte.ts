// When maintenance was or is on within a stretch of time: the blue bands of strips and graphs.

import { client } from '../ipc/client';
import type { MaintenanceWindow, Stamp, WindowSpan, WindowView } from '../ipc/bindings';
import { world } from '../world/world.svelte';

export interface Band {
  window: MaintenanceWindow;
  from: Stamp;
  until: Stamp;
}

const QUARTER = 900_000;

/** The spans of windows that are known, none of them from before its window was planned. Pure. */
export function bandsOf(
  spans: readonly WindowSpan[],
  windows: ReadonlyMap<number, WindowView>,
  stretch: { from: Stamp; until: Stamp },
): Band[] {
  return spans.flatMap((span) => {
    const window = windows.get(span.window)?.window;
    if (window === undefined) return [];
    const from = Math.max(span.from, window.made, stretch.from);
    const until = Math.min(span.until, stretch.until);
    return until > from ? [{ window, from, until }] : [];
  });
}

/**
 * Those of a stretch that may slide with the clock. They are asked for when a window changes and
 * every quarter of an hour; call it in the component's script.
 */
export function followBands(
  stretch: () => { from: Stamp; until: Stamp },
  concerns: (window: MaintenanceWindow) => boolean = () => true,
): { readonly now: readonly Band[] } {
  let spans = $state.raw<readonly WindowSpan[]>([]);
  const from = $derived(Math.floor(stretch().from / QUARTER) * QUARTER);
  const until = $derived(Math.ceil(stretch().until / QUARTER) * QUARTER);
  const of = $derived([...world.windows.values()].filter((w) => concerns(w.window)).length);
  $effect(() => {
    void world.windows;
    const asked = { from, until };
    if (of === 0) {
      spans = [];
      return;
    }
    let live = true;
    client.call('windows_ahead', asked).then(
      (all) => live && (spans = all),
      () => undefined,
    );
    return () => (live = false);
  });
  const bands = $derived(
    bandsOf(spans, world.windows, stretch()).filter((band) => concerns(band.window)),
  );
  return {
    get now() {
      return bands;
    },
  };
}
