// What the map shows and how it is edited: pins and links go to the engine and come back with the
// next frame; until then they are shown as if they had.

import type { Pin } from '../ipc/bindings';
import { client } from '../ipc/client';
import { failed } from '../parts/toasts.svelte';
import { pullSoon, world } from '../world/world.svelte';
import { dotsOf, type Dots } from './dots';
import { History } from './history.svelte';
import { layout, type Layout, type Spot } from './layout';

/** How long a move may take to come back before what the engine says is shown again. */
const PATIENCE = 4000;

export class Board {
  readonly history = new History();
  selected = $state.raw<number | null>(null);
  link = $state.raw<number | null>(null);
  folded = $state.raw<ReadonlySet<number>>(new Set());
  /** Pins on their way: `null` lets go. */
  #moving = $state.raw<ReadonlyMap<number, Spot | null>>(new Map());
  #before: Dots = new Map();

  readonly dots: Dots = $derived.by(() => (this.#before = dotsOf(world.seen, this.#before)));

  readonly pins: ReadonlyMap<number, Spot> = $derived.by(() => {
    const pins = new Map<number, Spot>(world.pins);
    for (const [node, spot] of this.#moving) {
      if (spot) pins.set(node, spot);
      else pins.delete(node);
    }
    return pins;
  });

  readonly layout: Layout = $derived(
    layout({
      nodes: [...world.nodes.values()],
      groups: [...world.groups.values()],
      links: [...world.links.values()],
      pins: [...this.pins].map(([node, { x, y }]) => ({ node, x, y })),
      folded: this.folded,
    }),
  );

  /** Shows a node elsewhere without telling anyone: it is being dragged. */
  drag(node: number, to: Spot | null): void {
    this.#moving = new Map(this.#moving).set(node, to);
  }

  /** Gives up a drag: the node is where it was. */
  forget(node: number): void {
    const moving = new Map(this.#moving);
    if (moving.delete(node)) this.#moving = moving;
  }

  /** Puts a node where it was dragged, or lets it go with `null`. */
  async put(node: number, to: Spot | null): Promise<void> {
    const from = world.pins.get(node) ?? null;
    if (from === null && to === null) return;
    await this.#step({ forth: () => this.#pin(node, to), back: () => this.#pin(node, from) });
  }

  async #pin(node: number, to: Spot | null): Promise<void> {
    this.drag(node, to);
    const pins: Pin[] = to ? [{ node, x: Math.round(to.x), y: Math.round(to.y) }] : [];
    try {
      await client.call('pins_put', { pins, unpin: to ? [] : [node] });
      pullSoon();
      setTimeout(() => this.forget(node), PATIENCE);
    } catch (thrown) {
      this.forget(node);
      throw thrown;
    }
  }

  /** `from: null` is the vantage. */
  async connect(from: number | null, to: number): Promise<void> {
    let id: number | null = null;
    await this.#step({
      forth: async () => {
        id = await client.call('link_put', { from, to });
        pullSoon();
      },
      back: async () => {
        if (id !== null) await client.call('link_drop', { link: id });
        pullSoon();
      },
    });
  }

  async disconnect(link: number): Promise<void> {
    const was = world.links.get(link);
    if (!was) return;
    let id = link;
    await this.#step({
      forth: async () => {
        await client.call('link_drop', { link: id });
        this.link = null;
        pullSoon();
      },
      back: async () => {
        id = await client.call('link_put', { from: was.from, to: was.to });
        pullSoon();
      },
    });
  }

  async #step(step: Parameters<History['take']>[0]): Promise<void> {
    await this.history.take(step).catch(failed);
  }

  fold(group: number | null): void {
    const folded = new Set(this.folded);
    if (!folded.delete(group ?? 0)) folded.add(group ?? 0);
    this.folded = folded;
  }

  undo(): void {
    void this.history.undo().catch(failed);
  }

  redo(): void {
    void this.history.redo().catch(failed);
  }
}
