// What the map shows and how it is edited: pins and links go to the engine and come back with the
// next frame; until then they are shown as if they had.

import type { Folding, Link, Node, Pin, SiteMap } from '../ipc/bindings';
import { client } from '../ipc/client';
import { failed } from '../parts/toasts.svelte';
import { pullSoon, world } from '../world/world.svelte';
import { dotsOf, type Dots } from './dots';
import { steady } from './formers';
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
import { Grounds } from './plan.svelte';
import { Replay } from './replay.svelte';

const keyOf = ({ fold, of }: Folding): string => `${fold === 'node' ? 'n' : 'g'}${of ?? 0}`;

function foldOf(key: string): Folding {
  const of = Number(key.slice(1));
  if (key.startsWith('n')) return { fold: 'node', of };
  return { fold: 'group', of: of === 0 ? null : of };
}

/** The nodes on a map; without any named, all. */
function membersOf(map: SiteMap | null): Node[] {
  const all = [...world.nodes.values()];
  if (!map || (map.groups.length === 0 && map.nodes.length === 0)) return all;
  const [groups, nodes] = [new Set(map.groups), new Set(map.nodes)];
  return all.filter((n) => nodes.has(n.id) || (n.group !== null && groups.has(n.group)));
}

/** How long a move may take to come back before what the engine says is shown again. */
const PATIENCE = 4000;

export class Board {
  readonly history = new History();
  selected = $state.raw<number | null>(null);
  link = $state.raw<number | null>(null);
  #arrangement = $state.raw<Arrangement>('layered');
  #folded = $state.raw<ReadonlySet<string>>(new Set());
  /** The named map that is shown; `null` shows everything. */
  map = $state.raw<number | null>(null);
  /** A map as it was just changed, until the engine says the same. */
  #mine = $state.raw<SiteMap | null>(null);
  /** Pins on their way: `null` lets go. */
  #moving = $state.raw<ReadonlyMap<number, Spot | null>>(new Map());
  #before: Dots = new Map();
  #linesBefore: Lines = new Map();
  #membersBefore: readonly Node[] = [];

  /** `site`: under what this PC remembers how its map was looked at. */
  constructor(readonly site: string) {
    const { arrangement, folded } = kept(localStorage, site);
    this.#arrangement = arrangement;
    this.#folded = new Set(folded);
  }

  readonly replay = new Replay();
  readonly grounds = new Grounds();

  readonly dots: Dots = $derived.by(() => {
    const then = this.replay.past ? this.replay.looks : null;
    return (this.#before = dotsOf(world.seen, this.#before, then));
  });

  /** The links of the moment that is shown. */
  readonly links: ReadonlyMap<number, Link> = $derived(
    this.replay.past ? this.replay.links : world.links,
  );

  readonly lines: Lines = $derived.by(() => {
    const meters = this.replay.past ? null : world;
    return (this.#linesBefore = linesOf(this.links, meters, this.#linesBefore));
  });

  /** Nodes that are marked, because they are different at the moment compared with. */
  readonly changed: ReadonlySet<number> | null = $derived(
    this.replay.comparing ? this.replay.changed : null,
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

  readonly sheet: SiteMap | null = $derived.by(() => {
    if (this.map === null) return null;
    return this.#mine?.id === this.map ? this.#mine : (world.maps.get(this.map) ?? null);
  });

  readonly #kept: ReadonlyMap<number, Spot> = $derived(
    this.sheet ? new Map(this.sheet.pins.map((p) => [p.node, p])) : world.pins,
  );

  readonly pins: ReadonlyMap<number, Spot> = $derived.by(() => {
    const pins = new Map<number, Spot>(this.#kept);
    for (const [node, spot] of this.#moving) {
      if (spot) pins.set(node, spot);
      else pins.delete(node);
    }
    return pins;
  });

  /** Who is laid out: of the moment that is shown, and anew only when others are. */
  readonly #members: readonly Node[] = $derived.by(() => {
    const then = this.replay.past ? this.replay.looks : null;
    const members = membersOf(this.sheet).filter((n) => then?.has(n.id) ?? true);
    return (this.#membersBefore = steady(this.#membersBefore, members));
  });

  readonly layout: Layout = $derived(
    layout({
      arrangement: this.arrangement,
      nodes: this.#members,
      groups: [...world.groups.values()],
      links: [...this.links.values()],
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
    const from = this.#kept.get(node) ?? null;
    if (from === null && to === null) return;
    await this.#step({ forth: () => this.#pin(node, to), back: () => this.#pin(node, from) });
  }

  async #pin(node: number, to: Spot | null): Promise<void> {
    this.drag(node, to);
    if (this.sheet) return this.#pinOn(this.sheet, node, to);
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

  async #pinOn(sheet: SiteMap, node: number, to: Spot | null): Promise<void> {
    const others = sheet.pins.filter((p) => p.node !== node);
    const pin = to ? [{ node, x: Math.round(to.x), y: Math.round(to.y) }] : [];
    try {
      await this.change({ pins: [...others, ...pin] });
    } finally {
      this.forget(node);
    }
  }

  get arrangement(): Arrangement {
    return this.sheet?.arrangement ?? this.#arrangement;
  }

  get folded(): ReadonlySet<string> {
    return this.sheet ? new Set(this.sheet.folded.map(keyOf)) : this.#folded;
  }

  /** Changes the named map that is shown. */
  async change(what: Partial<SiteMap>): Promise<void> {
    const { sheet } = this;
    if (!sheet) return;
    const next = { ...sheet, ...what };
    this.show(next);
    // A file that is only read is looked at as one likes; nothing of it is kept.
    if (world.readOnly) return;
    try {
      await client.call('map_put', next);
      pullSoon();
      setTimeout(() => this.#mine === next && this.show(null), PATIENCE);
    } catch (thrown) {
      if (this.#mine === next) this.show(null);
      throw thrown;
    }
  }

  /** Shows a map as it will be, without telling anyone. */
  show(map: SiteMap | null): void {
    this.#mine = map;
  }

  /** Makes a map and shows it. */
  async make(map: Omit<SiteMap, 'id'>): Promise<void> {
    const id = await client.call('map_put', { ...map, id: 0 });
    this.#mine = { ...map, id };
    this.map = id;
    pullSoon();
  }

  async drop(map: number): Promise<void> {
    await client.call('map_drop', { map });
    if (this.map === map) this.map = null;
    pullSoon();
  }

  arrange(how: Arrangement): void {
    if (this.sheet) void this.change({ arrangement: how }).catch(failed);
    else this.#arrangement = how;
    this.#keep();
  }

  /** Folds a card into one mark, or unfolds it. */
  fold(card: Pick<Card, 'head' | 'group'>): void {
    const folded = new Set(this.folded);
    const key = foldKey(card);
    if (!folded.delete(key)) folded.add(key);
    this.#foldTo(folded);
  }

  /** Folds everything that can be folded in one step, or unfolds all. */
  foldAll(all: boolean): void {
    const cards = this.layout.cards.filter((c) => c.members.length > 0 && c.head !== VANTAGE);
    this.#foldTo(new Set(all ? cards.map(foldKey) : []));
  }

  #foldTo(folded: ReadonlySet<string>): void {
    if (this.sheet) void this.change({ folded: [...folded].map(foldOf) }).catch(failed);
    else this.#folded = folded;
    this.#keep();
  }

  get anyFolded(): boolean {
    return this.folded.size > 0;
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
