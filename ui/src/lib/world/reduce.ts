// The world as the window knows it, and how a frame changes it. Pure: no clock, no page, no state.
// What a frame does not mention keeps its identity, so nothing that did not change is drawn again.

import type {
  Check,
  CheckState,
  Contact,
  Frame,
  Gap,
  Gone,
  Group,
  Health,
  Incident,
  Link,
  Node,
  NodeReach,
  Pin,
  Proposal,
  Reach,
  RescanState,
  RunbookView,
  Settings,
  SiteMap,
  SiteView,
  Stamp,
  VantageState,
  WindowView,
} from '../ipc/bindings';

import { nothingPlanned, plannedNow, type Planned } from './planned';

type Of<T> = ReadonlyMap<number, T>;

export interface World {
  epoch: string;
  seq: number;
  site: SiteView | null;
  settings: Settings | null;
  nodes: Of<Node>;
  groups: Of<Group>;
  checks: Of<Check>;
  /** The checks of each node, in the order they were added. */
  byNode: ReadonlyMap<number, readonly Check[]>;
  states: Of<CheckState>;
  incidents: Of<Incident>;
  links: Of<Link>;
  pins: Of<Pin>;
  runbooks: Of<RunbookView>;
  /** The gaps of the last 24 h, oldest first. */
  gaps: readonly Gap[];
  /** Nodes that are down or unreachable. */
  reaches: Of<Reach>;
  /** Maintenance windows, those that are over too. */
  windows: Of<WindowView>;
  /** What the windows that are on cover. */
  planned: Planned;
  contacts: Of<Contact>;
  /** Named maps of the site. */
  maps: Of<SiteMap>;
  /** What re-scans propose, with what was dismissed. */
  proposals: Of<Proposal>;
  /** How re-scans stand. */
  rescan: RescanState | null;
  /** How this PC itself stands. */
  vantage: VantageState | null;
  health: Health | null;
  /** Counts up whenever the trap log has changed. */
  trapsChanged: number;
}

export const nowhere: World = {
  epoch: '',
  seq: 0,
  site: null,
  settings: null,
  nodes: new Map(),
  groups: new Map(),
  checks: new Map(),
  byNode: new Map(),
  states: new Map(),
  incidents: new Map(),
  links: new Map(),
  pins: new Map(),
  runbooks: new Map(),
  gaps: [],
  reaches: new Map(),
  windows: new Map(),
  planned: nothingPlanned,
  contacts: new Map(),
  maps: new Map(),
  proposals: new Map(),
  rescan: null,
  vantage: null,
  health: null,
  trapsChanged: 0,
};

const DAY = 86_400_000;
/** How long a finished incident stays in the world; older ones are asked for. */
const KEPT = 7 * DAY;

export function reduce(before: World, frame: Frame): World {
  const from = frame.fresh ? { ...nowhere, settings: before.settings } : before;
  const gone = byKind(frame.gone);
  const windows = merged(from.windows, frame.windows, (w) => w.window.id, gone.window);
  const checks = merged(from.checks, frame.checks, (c) => c.id, gone.check);
  return {
    epoch: frame.epoch,
    seq: frame.seq,
    site: same(before.site, frame.site),
    settings: frame.settings ?? (frame.site === null ? null : from.settings),
    nodes: merged(from.nodes, frame.nodes, (n) => n.id, gone.node),
    groups: merged(from.groups, frame.groups, (g) => g.id, gone.group),
    checks,
    byNode: checks === from.checks ? from.byNode : grouped(from.byNode, checks),
    states: merged(from.states, frame.states, (s) => s.check, gone.check),
    incidents: recent(
      merged(from.incidents, frame.incidents, (i) => i.id, gone.incident),
      frame.now,
    ),
    links: merged(from.links, frame.links, (l) => l.id, gone.link),
    pins: merged(from.pins, frame.pins, (p) => p.node, gone.pin),
    runbooks: merged(from.runbooks, frame.runbooks, (r) => r.id, gone.runbook),
    gaps: gapsAfter(from.gaps, frame.gaps, frame.now),
    reaches: reached(from.reaches, frame.reaches, gone.node),
    windows,
    planned: windows === from.windows ? from.planned : plannedNow(windows),
    contacts: merged(from.contacts, frame.contacts, (c) => c.id, gone.contact),
    maps: merged(from.maps, frame.maps, (m) => m.id, gone.map),
    proposals: merged(from.proposals, frame.proposals, (p) => p.id, gone.proposal),
    rescan: frame.rescan ?? (frame.site === null ? null : from.rescan),
    vantage: frame.vantage ?? (frame.site === null ? null : from.vantage),
    health: frame.health,
    trapsChanged: before.trapsChanged + (frame.traps || frame.fresh ? 1 : 0),
  };
}

function byKind(gone: readonly Gone[]): Record<Gone['gone'], number[]> {
  const ids: Record<Gone['gone'], number[]> = {
    node: [],
    group: [],
    check: [],
    link: [],
    pin: [],
    runbook: [],
    window: [],
    contact: [],
    map: [],
    proposal: [],
    incident: [],
  };
  for (const g of gone) ids[g.gone].push(g.id);
  return ids;
}

function merged<T>(
  before: Of<T>,
  changed: readonly T[],
  id: (x: T) => number,
  gone: readonly number[],
): Of<T> {
  if (changed.length === 0 && !gone.some((g) => before.has(g))) return before;
  const after = new Map(before);
  // What is gone goes first: an id in both was removed and came back within one frame.
  for (const g of gone) after.delete(g);
  for (const x of changed) after.set(id(x), x);
  return after;
}

/** Who answers again is left out. */
function reached(
  before: Of<Reach>,
  changed: readonly NodeReach[],
  gone: readonly number[],
): Of<Reach> {
  if (changed.length === 0 && !gone.some((g) => before.has(g))) return before;
  const after = new Map(before);
  for (const g of gone) after.delete(g);
  for (const { node, reach } of changed) {
    if (reach === null) after.delete(node);
    else after.set(node, reach);
  }
  return after;
}

function grouped(
  before: ReadonlyMap<number, readonly Check[]>,
  checks: Of<Check>,
): ReadonlyMap<number, readonly Check[]> {
  const after = new Map<number, Check[]>();
  for (const check of checks.values()) {
    const list = after.get(check.node);
    if (list) list.push(check);
    else after.set(check.node, [check]);
  }
  const kept = new Map<number, readonly Check[]>();
  for (const [node, list] of after) {
    list.sort((a, b) => a.id - b.id);
    const old = before.get(node);
    const equal = old?.length === list.length && list.every((c, i) => c === old[i]);
    kept.set(node, equal && old ? old : list);
  }
  return kept;
}

function recent(incidents: Of<Incident>, now: Stamp): Of<Incident> {
  const old = (i: Incident): boolean => i.resolved !== null && i.resolved.ended < now - KEPT;
  if (![...incidents.values()].some(old)) return incidents;
  return new Map([...incidents].filter(([, i]) => !old(i)));
}

/** A gap is known by its beginning: the same beginning again is the same gap, now closed. */
function gapsAfter(before: readonly Gap[], changed: readonly Gap[], now: Stamp): readonly Gap[] {
  const old = (g: Gap): boolean => g.until !== null && g.until < now - DAY;
  if (changed.length === 0 && !before.some(old)) return before;
  const by = new Map(before.map((g) => [g.from, g]));
  for (const g of changed) by.set(g.from, g);
  return [...by.values()].filter((g) => !old(g)).sort((a, b) => a.from - b.from);
}

function same(before: SiteView | null, after: SiteView | null): SiteView | null {
  return JSON.stringify(before) === JSON.stringify(after) ? before : after;
}
