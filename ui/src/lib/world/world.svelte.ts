// The world, kept up to date by pulling. Each part is its own signal: what reads only nodes is not
// woken by a ping.

import { zone } from '../i18n/zone.svelte';
import { client } from '../ipc/client';
import type { Check, Frame } from '../ipc/bindings';
import { nowhere, reduce, type World } from './reduce';
import type { Seen } from './selectors';
import { appendSparks, forgetSparks, sparkOf } from './sparks.svelte';

let all: World = nowhere;

let site = $state.raw(nowhere.site);
let settings = $state.raw(nowhere.settings);
let nodes = $state.raw(nowhere.nodes);
let groups = $state.raw(nowhere.groups);
let checks = $state.raw(nowhere.checks);
let byNode = $state.raw(nowhere.byNode);
let states = $state.raw(nowhere.states);
let incidents = $state.raw(nowhere.incidents);
let links = $state.raw(nowhere.links);
let pins = $state.raw(nowhere.pins);
let runbooks = $state.raw(nowhere.runbooks);
let gaps = $state.raw(nowhere.gaps);
let reaches = $state.raw(nowhere.reaches);
let windows = $state.raw(nowhere.windows);
let planned = $state.raw(nowhere.planned);
let contacts = $state.raw(nowhere.contacts);
let maps = $state.raw(nowhere.maps);
let proposals = $state.raw(nowhere.proposals);
let rescan = $state.raw(nowhere.rescan);
let vantage = $state.raw(nowhere.vantage);
let health = $state.raw(nowhere.health);
let trapsChanged = $state(nowhere.trapsChanged);
let now = $state(Date.now());
let known = $state(false);
let staleSince = $state<number | null>(null);

/** The vantage's clock minus this page's. */
let offset = 0;

const none: readonly Check[] = [];

export const world = {
  get site() {
    return site;
  },
  get settings() {
    return settings;
  },
  get nodes() {
    return nodes;
  },
  get groups() {
    return groups;
  },
  get checks() {
    return checks;
  },
  get states() {
    return states;
  },
  get incidents() {
    return incidents;
  },
  get links() {
    return links;
  },
  get pins() {
    return pins;
  },
  get runbooks() {
    return runbooks;
  },
  /** The gaps of the last 24 h, oldest first. */
  get gaps() {
    return gaps;
  },
  /** Nodes that are down or unreachable. */
  get reaches() {
    return reaches;
  },
  get windows() {
    return windows;
  },
  /** What the windows that are on cover. */
  get planned() {
    return planned;
  },
  get contacts() {
    return contacts;
  },
  /** Named maps of the site. */
  get maps() {
    return maps;
  },
  /** What re-scans propose, with what was dismissed. */
  get proposals() {
    return proposals;
  },
  /** How re-scans stand. */
  get rescan() {
    return rescan;
  },
  /** How this PC itself stands. */
  get vantage() {
    return vantage;
  },
  get health() {
    return health;
  },
  /** The vantage's clock, once a second. */
  get now() {
    return now;
  },
  /** False until the first frame is there. */
  get known() {
    return known;
  },
  /** Since when the engine has not answered, if it does not. */
  get staleSince() {
    return staleSince;
  },
  /** Counts up whenever the trap log has changed. */
  get trapsChanged() {
    return trapsChanged;
  },
  /** True if nothing can be changed: no site, or opened read-only. */
  get readOnly() {
    return site === null || site.read_only !== null;
  },
  checksOf(node: number): readonly Check[] {
    return byNode.get(node) ?? none;
  },
  /** All of this as it is now, for passes over every node: there a signal per look adds up. */
  get seen(): Seen {
    const checks = byNode;
    const checksOf = (node: number): readonly Check[] => checks.get(node) ?? none;
    return { nodes, states, incidents, gaps, reaches, planned, vantage, health, checksOf };
  },
  /** The last values of the check's first metric, oldest first; asked for when first looked at. */
  sparkOf,
};

function take(frame: Frame): void {
  const after = reduce(all, frame);
  if (frame.fresh) forgetSparks();
  else appendSparks(frame.states, after.checks);
  all = after;
  offset = frame.now - Date.now();
  ({ site, settings, nodes, groups, checks, byNode, states } = after);
  zone.set(settings?.zone ?? null);
  ({ incidents, links, pins, runbooks, gaps, health } = after);
  ({ reaches, windows, planned, contacts, maps, vantage, trapsChanged } = after);
  ({ proposals, rescan } = after);
  now = frame.now;
  if (!known) performance.mark('known');
  known = true;
  staleSince = null;
}

const WAIT = 10_000;
const REST = 1000;
const MOST_REST = 15_000;

const sleep = (ms: number): Promise<void> => new Promise((done) => setTimeout(done, ms));

let wake: (() => void) | null = null;

/** Pulls at once instead of at the end of the present rest: after an edit its effect is wanted. */
export function pullSoon(): void {
  wake?.();
}

/** Pulls for as long as the window lives. */
export async function follow(): Promise<never> {
  setInterval(() => (now = Date.now() + offset), 1000);
  let rest = REST;
  for (;;) {
    try {
      take(await client.call('changes', { epoch: all.epoch, seq: all.seq, wait: WAIT }));
      rest = REST;
    } catch {
      staleSince ??= now;
      rest = Math.min(rest * 2, MOST_REST);
    }
    await Promise.race([sleep(rest), new Promise<void>((done) => (wake = done))]);
    wake = null;
  }
}
