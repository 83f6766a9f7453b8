// What the map shows and how it is edited: pins and links go to the engine and come back with the
// next frame; until then they are shown as if they had.

import type { Pin } from '../ipc/bindings';
import { client } from '../ipc/client';
import { failed } from '../parts/toasts.svelte';
import { pullSoon, world } from '../world/world.svelte';
import { dotsOf, type Dots } from './dots';
import { History } from './history.svelte';
import { keep, kept } from './kept';
import {
  foldKey,
  layout,
  VANTAGE,
  type Arrangement,
  type Card,
  type Layout,
  type Spot,
} from './layout';
import { linesOf, type Lines } from './lines';
import { Replay } from './replay.svelte';

/** How long a move may take to come back before what the engine says is shown again. */
const PATIENCE = 4000;

export class Board {
  readonly history = new History();
  selected = $state.raw<number | null>(null);
  link = $state.raw<number | null>(null);
  #arrangement = $state.raw<Arrangement>('layered');
  #folded = $state.raw<ReadonlySet<string>>(new Set());
  /** Pins on their way: `null` lets go. */
  #moving = $state.raw<ReadonlyMap<number, Spot | null>>(new Map());
  #before: Dots = new Map();
  #linesBefore: Lines = new Map();

  /** `site`: under what this PC remembers how its map was looked at. */
  constructor(readonly site: string) {
    const { arrangement, folded } = kept(localStorage, site);
    this.#arrangement = arrangement;
    this.#folded = new Set(folded);
  }

  readonly replay = new Replay();

  readonly dots: Dots = $derived.by(() => {
    const then = this.replay.past ? this.replay.looks : null;
    return (this.#before = dotsOf(world.seen, this.#before, then));
  });

  readonly lines: Lines = $derived.by(
    () => (this.#linesBefore = linesOf(world.links, this.#linesBefore, this.#until)),
  );

  /** What came later than the moment that is looked back at is not shown. */
  get #until(): number {
    return this.replay.past ? this.replay.at : Infinity;
  }

  /** Nodes that are marked, because they look different now. */
  readonly changed: ReadonlySet<number> | null = $derived(
    this.replay.comparing ? new Set(this.replay.differences.map((d) => d.node)) : null,
  );

  /** How many nodes each dead one cuts off. */
  readonly cuts: ReadonlyMap<number, number> = $derived.by(() => {
    if (this.replay.past) return this.replay.cuts;
    const cuts = new Map<number, number>();
    for (const reach of world.reaches.values()) {
      if (reach.reach === 'unreachable') cuts.set(reach.root, (cuts.get(reach.root) ?? 0) + 1);
    }
    return cuts;
  });

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
      arrangement: this.#arrangement,
      nodes: [...world.nodes.values()],
      groups: [...world.groups.values()],
      links: [...world.links.values()],
      pins: [...this.pins].map(([node, { x, y }]) => ({ node, x, y })),
      folded: this.#folded,
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

  get arrangement(): Arrangement {
    return this.#arrangement;
  }

  arrange(how: Arrangement): void {
    this.#arrangement = how;
    this.#keep();
  }

  /** Folds a card into one mark, or unfolds it. */
  fold(card: Pick<Card, 'head' | 'group'>): void {
    const folded = new Set(this.#folded);
    const key = foldKey(card);
    if (!folded.delete(key)) folded.add(key);
    this.#folded = folded;
    this.#keep();
  }

  /** Folds everything that can be folded in one step, or unfolds all. */
  foldAll(all: boolean): void {
    const cards = this.layout.cards.filter((c) => c.members.length > 0 && c.head !== VANTAGE);
    this.#folded = new Set(all ? cards.map(foldKey) : []);
    this.#keep();
  }

  get anyFolded(): boolean {
    return this.#folded.size > 0;
  }

  #keep(): void {
    keep(localStorage, this.site, { arrangement: this.#arrangement, folded: [...this.#folded] });
  }

  undo(): void {
    void this.history.undo().catch(failed);
  }

  redo(): void {
    void this.history.redo().catch(failed);
  }
}
