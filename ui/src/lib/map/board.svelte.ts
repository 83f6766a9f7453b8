// What the map shows and how it is edited: pins and links go to the engine and come back with the
// next frame; until then they are shown as if they had.

import type { Folding, Group, Link, Node, Pin, SiteMap } from '../ipc/bindings';
import { client } from '../ipc/client';
import { failed } from '../parts/toasts.svelte';
import { pullSoon, world } from '../world/world.svelte';
import { dotsOf, type Dots } from './dots';
import { steady } from './formers';
import { History, Identities, type Step } from './history.svelte';
import { keep, kept, type Kept } from './kept';
import {
  countOf,
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
import { linksAt } from './view';

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

/** What a change replaces, as it stands before. */
function asItIs(map: SiteMap, what: Partial<SiteMap>): Partial<SiteMap> {
  const keys = Object.keys(what) as (keyof SiteMap)[];
  return Object.fromEntries(keys.map((key) => [key, map[key]]));
}

const rounded = (node: number, { x, y }: Spot): Pin => ({
  node,
  x: Math.round(x),
  y: Math.round(y),
});

/** A change of a map, or how to find it from how the map is when its turn comes. */
type Change = Partial<SiteMap> | ((map: SiteMap) => Partial<SiteMap>);

/** How long a move may take to come back before what the engine says is shown again. */
const PATIENCE = 4000;

export class Board {
  readonly history = new History();
  selected = $state.raw<number | null>(null);
  #chosen = $state.raw<number | null>(null);
  /** How everything is looked at, which only this PC knows. */
  #own = $state.raw<Kept>({ arrangement: 'layered', folded: [] });
  /** The named map that is shown; `null` shows everything. */
  map = $state.raw<number | null>(null);
  /** Maps as they were just changed, until the engine says the same. */
  #mine = $state.raw<ReadonlyMap<number, SiteMap>>(new Map());
  /** A map as it would be: its picture is being moved or faded. */
  #tried = $state.raw<SiteMap | null>(null);
  /** Pins on their way: `null` lets go. */
  #moving = $state.raw<ReadonlyMap<number, Spot | null>>(new Map());
  /** The node that is being dragged, and where it would be. */
  #dragged = $state.raw<{ node: number; to: Spot } | null>(null);
  readonly #maps = new Identities();
  readonly #links = new Identities();
  #before: Dots = new Map();
  #linesBefore: Lines = new Map();
  #membersBefore: readonly Node[] = [];

  /** `site`: under what this PC remembers how its map was looked at. */
  constructor(readonly site: string) {
    this.#own = kept(localStorage, site);
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
    return this.#tried?.id === this.map ? this.#tried : (this.#held(this.map) ?? null);
  });

  /** A map as it is, whether or not the engine has said so yet. */
  #held(map: number): SiteMap | undefined {
    return this.#mine.get(map) ?? world.maps.get(map);
  }

  readonly #kept: ReadonlyMap<number, Spot> = $derived(
    this.sheet ? new Map(this.sheet.pins.map((p) => [p.node, p])) : world.pins,
  );

  readonly pins: ReadonlyMap<number, Spot> = $derived.by(() => {
    const pins = new Map<number, Spot>(this.#kept);
    for (const [node, spot] of this.sheet ? [] : this.#moving) {
      if (spot) pins.set(node, spot);
      else pins.delete(node);
    }
    if (this.#dragged) pins.set(this.#dragged.node, this.#dragged.to);
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

  /** The link that is chosen; none while it is not seen: what is done to it is seen. */
  readonly #link: number | null = $derived(
    this.#chosen !== null && linksAt(this.layout, null).includes(this.#chosen)
      ? this.#chosen
      : null,
  );

  get link(): number | null {
    return this.#link;
  }

  set link(link: number | null) {
    this.#chosen = link;
  }

  /** Shows a node elsewhere without telling anyone: it is being dragged. */
  drag(node: number, to: Spot): void {
    this.#dragged = { node, to };
  }

  /** Gives up a drag: the node is where it was. */
  forget(node: number): void {
    if (this.#dragged?.node === node) this.#dragged = null;
  }

  /** Puts a node where it was dragged, or lets it go with `null`, on the map that is shown. */
  async put(node: number, to: Spot | null): Promise<void> {
    try {
      if (this.sheet) await this.#pinOn(node, to);
      else await this.#pinOnAll(node, to);
    } finally {
      this.forget(node);
    }
  }

  async #pinOn(node: number, to: Spot | null): Promise<void> {
    if (to === null && !this.#kept.has(node)) return;
    const pinned = ({ pins }: SiteMap) => ({
      pins: [...pins.filter((p) => p.node !== node), ...(to ? [rounded(node, to)] : [])],
    });
    await this.change(pinned).catch(failed);
  }

  async #pinOnAll(node: number, to: Spot | null): Promise<void> {
    const sent = this.#moving.get(node);
    const from = sent === undefined ? (this.#kept.get(node) ?? null) : sent;
    if (from === null && to === null) return;
    await this.#step({ forth: () => this.#pin(node, to), back: () => this.#pin(node, from) });
  }

  /** Where everything is shown. */
  async #pin(node: number, to: Spot | null): Promise<void> {
    this.map = null;
    this.#moving = new Map(this.#moving).set(node, to);
    const settle = (): void => {
      if (this.#moving.get(node) !== to) return;
      const moving = new Map(this.#moving);
      moving.delete(node);
      this.#moving = moving;
    };
    try {
      await client.call('pins_put', {
        pins: to ? [rounded(node, to)] : [],
        unpin: to ? [] : [node],
      });
      pullSoon();
      setTimeout(settle, PATIENCE);
    } catch (thrown) {
      settle();
      throw thrown;
    }
  }

  /** `from: null` is the vantage. */
  async connect(from: number | null, to: number): Promise<void> {
    let first: number | null = null;
    await this.#step({
      forth: async () => {
        const id = await client.call('link_put', { from, to });
        if (first === null) first = id;
        else this.#links.became(first, id);
        pullSoon();
      },
      back: async () => {
        if (first !== null) await client.call('link_drop', { link: this.#links.now(first) });
        pullSoon();
      },
    });
  }

  async disconnect(link: number): Promise<void> {
    const was = world.links.get(link);
    if (!was) return;
    await this.#step({
      forth: async () => {
        await client.call('link_drop', { link: this.#links.now(link) });
        this.link = null;
        pullSoon();
      },
      back: async () => {
        const id = await client.call('link_put', { from: was.from, to: was.to });
        this.#links.became(link, id);
        pullSoon();
      },
    });
  }

  async #step(step: Step): Promise<void> {
    await this.history.take(step).catch(failed);
  }

  get arrangement(): Arrangement {
    return this.sheet?.arrangement ?? this.#own.arrangement;
  }

  get folded(): ReadonlySet<string> {
    return new Set(this.sheet ? this.sheet.folded.map(keyOf) : this.#own.folded);
  }

  /** Changes the named map that is shown; this can be taken back. */
  async change(how: Change): Promise<void> {
    const on = this.sheet?.id;
    if (on === undefined) return;
    let before: Partial<SiteMap> = {};
    await this.history.take({
      forth: async () => {
        const map = this.#held(this.#maps.now(on));
        if (!map) return;
        const what = typeof how === 'function' ? how(map) : how;
        before = asItIs(map, what);
        await this.#write({ ...map, ...what });
      },
      back: async () => {
        const map = this.#held(this.#maps.now(on));
        if (map) await this.#write({ ...map, ...before });
      },
    });
  }

  /** Keeps a map as it is to be. It is shown: nothing is changed or taken back unseen. */
  async #write(next: SiteMap): Promise<void> {
    this.map = next.id;
    this.#tried = null;
    this.#mine = new Map(this.#mine).set(next.id, next);
    // A file that is only read is looked at as one likes; nothing of it is kept.
    if (world.readOnly) return;
    try {
      await client.call('map_put', next);
      pullSoon();
      setTimeout(() => this.#settle(next), PATIENCE);
    } catch (thrown) {
      this.#settle(next);
      throw thrown;
    }
  }

  /** From now on a map is what the engine says it is, unless it was changed again meanwhile. */
  #settle(map: SiteMap): void {
    if (this.#mine.get(map.id) !== map) return;
    const mine = new Map(this.#mine);
    mine.delete(map.id);
    this.#mine = mine;
  }

  /** Shows a map as it would be, without telling anyone; `null`: as it is. */
  show(map: SiteMap | null): void {
    this.#tried = map;
  }

  /** Makes a map and shows it; this can be taken back. */
  async make(map: Omit<SiteMap, 'id'>): Promise<void> {
    let first: number | null = null;
    await this.history.take({
      forth: async () => {
        const id = await this.#add(map);
        if (first === null) first = id;
        else this.#maps.became(first, id);
      },
      back: async () => {
        if (first !== null) await this.#remove(this.#maps.now(first));
      },
    });
  }

  /** Removes a map with its places and its picture; this can be taken back. */
  async drop(map: number): Promise<void> {
    let was = this.#held(map);
    if (!was) return;
    await this.history.take({
      forth: async () => {
        was = this.#held(this.#maps.now(map)) ?? was;
        await this.#remove(this.#maps.now(map));
      },
      back: async () => {
        if (was) this.#maps.became(map, await this.#add(was));
      },
    });
  }

  async #add(map: Omit<SiteMap, 'id'>): Promise<number> {
    const id = await client.call('map_put', { ...map, id: 0 });
    const made = { ...map, id };
    this.#mine = new Map(this.#mine).set(id, made);
    this.map = id;
    pullSoon();
    setTimeout(() => this.#settle(made), PATIENCE);
    return id;
  }

  async #remove(map: number): Promise<void> {
    await client.call('map_drop', { map });
    const mine = this.#mine.get(map);
    if (mine) this.#settle(mine);
    if (this.map === map) this.map = null;
    pullSoon();
  }

  arrange(arrangement: Arrangement): void {
    if (this.sheet) void this.change({ arrangement }).catch(failed);
    else void this.#look(({ folded }) => ({ arrangement, folded }));
  }

  /** Folds a card into one mark, or unfolds it. */
  fold(card: Pick<Card, 'head' | 'group'>): void {
    const key = foldKey(card);
    this.#foldTo((was) => (was.includes(key) ? was.filter((k) => k !== key) : [...was, key]));
  }

  /** Folds the group of a node into one card, in whatever arrangement; again unfolds it. */
  foldGroup(node: number): void {
    const group = this.groupOf(node);
    if (group) this.fold({ head: null, group: group.id });
  }

  groupOf(node: number): Group | undefined {
    return world.groups.get(world.nodes.get(node)?.group ?? 0);
  }

  /** Folds everything that can be folded in one step, or unfolds all. */
  foldAll(all: boolean): void {
    const cards = this.layout.cards.filter((c) => countOf(c) > 0 && c.head !== VANTAGE);
    const folded = all ? cards.filter((c) => this.#isWhole(c)).map(foldKey) : [];
    this.#foldTo(() => folded);
  }

  /** The frame of those nobody has linked is not their group: folded it takes the linked along. */
  #isWhole(card: Card): boolean {
    if (card.head !== null || card.group === null) return true;
    const own = new Set([...card.members, ...card.away]);
    return this.#members.every((n) => n.group !== card.group || own.has(n.id));
  }

  #foldTo(how: (was: string[]) => string[]): void {
    this.link = null;
    const on = ({ folded }: SiteMap) => ({ folded: how(folded.map(keyOf)).map(foldOf) });
    if (this.sheet) void this.change(on).catch(failed);
    else void this.#look(({ arrangement, folded }) => ({ arrangement, folded: how(folded) }));
  }

  /** Changes how everything is looked at. */
  async #look(how: (was: Kept) => Kept): Promise<void> {
    let before = this.#own;
    const see = (own: Kept): void => {
      this.map = null;
      this.#own = own;
      keep(localStorage, this.site, own);
    };
    await this.#step({
      forth: async () => {
        before = this.#own;
        see(how(before));
      },
      back: async () => see(before),
    });
  }

  get anyFolded(): boolean {
    return this.folded.size > 0;
  }

  undo(): void {
    void this.history.undo().catch(failed);
  }

  redo(): void {
    void this.history.redo().catch(failed);
  }
}
