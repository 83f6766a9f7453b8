// What the world means for a person looking at it. Pure.

import type {
  Check,
  CheckSpec,
  CheckState,
  Gap,
  Grade,
  Health,
  Incident,
  Metric,
  Node,
  Reach,
  Settings,
  VantageState,
} from '../ipc/bindings';
import { checkPlanned, nothingPlanned, type Planned } from './planned';

/** How a node or check looks: one shape, one colour, one word each. */
export type Look =
  | 'ok'
  | 'warning'
  | 'critical'
  | 'unknown'
  | 'unreachable'
  | 'maintenance'
  | 'unobserved'
  | 'pending'
  | 'paused';

/** The part of the world these look at. */
export interface Seen {
  nodes: ReadonlyMap<number, Node>;
  states: ReadonlyMap<number, CheckState>;
  incidents: ReadonlyMap<number, Incident>;
  gaps: readonly Gap[];
  reaches: ReadonlyMap<number, Reach>;
  planned: Planned;
  vantage: VantageState | null;
  health: Health | null;
  checksOf(node: number): readonly Check[];
}

/** What wants a person most comes first. */
const order: Record<Look, number> = {
  critical: 0,
  warning: 1,
  unknown: 2,
  unreachable: 3,
  maintenance: 4,
  unobserved: 5,
  pending: 6,
  paused: 7,
  ok: 8,
};

export function worseFirst(a: Look, b: Look): number {
  return order[a] - order[b];
}

/** The worst of them; nothing wrong with none. */
export const worstOf = (looks: readonly Look[]): Look =>
  looks.reduce((a, b) => (worseFirst(a, b) <= 0 ? a : b), 'ok');

/**
 * True if it wants a person's eye. What cannot be reached does not: its cause does. What is
 * expected, paused, pending or not observed is quiet, too.
 */
export function wantsEye(look: Look): boolean {
  return order[look] <= order.unknown;
}

/** True if what is seen there is explained already: by what leads to it, or by plan. */
export function isCalm(look: Look): boolean {
  return look === 'unreachable' || look === 'maintenance';
}

/** The grade believed of a check; null while nothing is. Soft trouble does not colour. */
export function believed(state: CheckState | undefined): Grade | null {
  if (state === undefined) return null;
  switch (state.state.state) {
    case 'pending':
      return null;
    case 'hard':
      return state.state.belief.grade;
    case 'soft':
      return state.state.believed?.grade ?? null;
  }
}

/** A check in doubt: the last samples disagree with what is believed. */
export function doubted(state: CheckState | undefined): boolean {
  return state?.state.state === 'soft' && state.state.seen !== 'ok';
}

export function lookOfCheck(check: Check, node: Node | undefined, seen: Seen): Look {
  if (check.paused || node?.paused === true) return 'paused';
  if (!looking(seen)) return 'unobserved';
  if (rootOf(check.node, seen) !== null) return 'unreachable';
  const grade = believed(seen.states.get(check.id));
  if (grade === null) return 'pending';
  return grade !== 'ok' && checkPlanned(check, node, seen.planned) ? 'maintenance' : grade;
}

/** The node that is down and leads to this one, if that is why it cannot be judged. */
export function rootOf(node: number, seen: Pick<Seen, 'reaches'>): number | null {
  const reach = seen.reaches.get(node);
  return reach?.reach === 'unreachable' ? reach.root : null;
}

/**
 * A node looks like the worst its checks are believed to be; what is expected by plan is not bad,
 * and what cannot be reached cannot be judged.
 */
export function look(node: Node, seen: Seen): Look {
  const checks = seen.checksOf(node.id);
  if (node.paused || (checks.length > 0 && checks.every((c) => c.paused))) return 'paused';
  if (!looking(seen)) return 'unobserved';
  if (rootOf(node.id, seen) !== null) return 'unreachable';
  let worst: Look | null = null;
  for (const check of checks) {
    if (check.paused) continue;
    const grade = believed(seen.states.get(check.id));
    if (grade === null) continue;
    const expected = grade !== 'ok' && checkPlanned(check, node, seen.planned);
    const now: Look = expected ? 'maintenance' : grade;
    if (worst === null || order[now] < order[worst]) worst = now;
  }
  return worst ?? 'pending';
}

/** True if the node is in doubt somewhere: it may carry a hairline ring, never a colour. */
export function inDoubt(node: Node, seen: Seen): boolean {
  return seen.checksOf(node.id).some((c) => !c.paused && doubted(seen.states.get(c.id)));
}

function looking(seen: Seen): boolean {
  const { health, vantage } = seen;
  return health?.watching !== false && vantage?.lost == null && vantage?.off_site !== true;
}

/** Is all of an incident's trouble expected by plan just now? */
export function isExpected(incident: Incident, seen: Pick<Seen, 'nodes' | 'planned'>): boolean {
  const { planned } = seen;
  if (planned === nothingPlanned) return false;
  if (planned.site) return true;
  // What cannot be reached because of something planned is expected with it.
  return incident.members
    .filter((m) => m.place?.unreachable !== true && (m.grade !== 'ok' || incident.resolved))
    .every((m) => {
      const node = seen.nodes.get(m.place?.node ?? incident.node);
      return (
        planned.checks.has(m.check) ||
        (node !== undefined &&
          (planned.nodes.has(node.id) || (node.group !== null && planned.groups.has(node.group))))
      );
    });
}

/** Incidents whose trouble goes on, newest first. */
export function openIncidents(incidents: ReadonlyMap<number, Incident>): Incident[] {
  return [...incidents.values()]
    .filter((i) => i.resolved === null)
    .sort((a, b) => b.opened - a.opened);
}

/** What the first line of Watch says. */
export type Situation =
  | { kind: 'no_site' }
  | { kind: 'empty' }
  | { kind: 'not_watching'; paused: boolean }
  | { kind: 'waiting'; nodes: number }
  | { kind: 'lost'; since: number }
  | { kind: 'off_site' }
  | { kind: 'well'; nodes: number; unobserved: Gap | null }
  | { kind: 'expected'; incidents: number; unreachable: number }
  | { kind: 'one'; incident: Incident; down: boolean; nodes: number; unreachable: number }
  | {
      kind: 'several';
      critical: number;
      warning: number;
      other: number;
      latest: Incident;
      unreachable: number;
    };

export function sentence(
  seen: Seen & { site: unknown; now: number; settings: Settings | null },
): Situation {
  if (seen.site === null) return { kind: 'no_site' };
  if (seen.nodes.size === 0) return { kind: 'empty' };
  if (seen.vantage?.lost != null) return { kind: 'lost', since: seen.vantage.lost };
  if (seen.vantage?.off_site === true) return { kind: 'off_site' };
  if (!looking(seen)) {
    return { kind: 'not_watching', paused: seen.settings?.paused === true };
  }
  const all = openIncidents(seen.incidents);
  const open = all.filter((i) => !isExpected(i, seen));
  const [latest] = open;
  const unreachable = cutOff(seen, open);
  if (latest === undefined) {
    if (all.length > 0) {
      return { kind: 'expected', incidents: all.length, unreachable: cutOff(seen, all) };
    }
    if (seen.states.size === 0) return { kind: 'waiting', nodes: seen.nodes.size };
    return { kind: 'well', nodes: seen.nodes.size, unobserved: longestGap(seen.gaps, seen.now) };
  }
  if (open.length === 1) {
    return {
      kind: 'one',
      incident: latest,
      down: isDown(latest, seen),
      nodes: seen.nodes.size,
      unreachable,
    };
  }
  const now = open.map(gradeNow);
  return {
    kind: 'several',
    critical: now.filter((g) => g === 'critical').length,
    warning: now.filter((g) => g === 'warning').length,
    other: now.filter((g) => g !== 'critical' && g !== 'warning').length,
    latest,
    unreachable,
  };
}

/** How many nodes cannot be judged because of what is down in these incidents. */
export function cutOff(seen: Pick<Seen, 'reaches'>, incidents: readonly Incident[]): number {
  const down = new Set(
    incidents.flatMap((i) => [i.node, ...i.members.flatMap((m) => m.place?.node ?? [])]),
  );
  let n = 0;
  for (const reach of seen.reaches.values()) {
    if (reach.reach === 'unreachable' && down.has(reach.root)) n += 1;
  }
  return n;
}

/** Another node that has or had part in an incident. */
export interface Part {
  node: number;
  name: string;
  unreachable: boolean;
  /** A composite check there is in trouble because of the incident. */
  affected: boolean;
  /** It still has. */
  still: boolean;
}

/** Has or had a node part in an incident? */
export function concerns(incident: Incident, node: number): boolean {
  return incident.node === node || incident.members.some((m) => m.place?.node === node);
}

/** The nodes besides the incident's own, each once, in the order they joined. */
export function partsOf(incident: Incident): Part[] {
  const parts = new Map<number, Part>();
  for (const { place, grade } of incident.members) {
    if (place === null || place.node === incident.node) continue;
    const known = parts.get(place.node);
    const still = grade !== 'ok';
    const affected = place.affected === true;
    if (known === undefined) parts.set(place.node, { ...place, affected, still });
    else known.still ||= still;
  }
  return [...parts.values()];
}

/** The worst grade among an incident's members now. */
export function gradeNow(incident: Incident): Grade {
  let worst: Grade = 'ok';
  for (const m of incident.members) if (order[m.grade] < order[worst]) worst = m.grade;
  return worst;
}

/** True if the incident says the node itself cannot be reached. */
export function isDown(incident: Incident, seen: Seen): boolean {
  return seen
    .checksOf(incident.node)
    .some(
      (c) =>
        c.spec.kind === 'icmp' &&
        incident.members.some((m) => m.check === c.id && m.grade === 'critical'),
    );
}

/** The longest gap that is still within the last 24 h and worth a word. */
function longestGap(gaps: readonly Gap[], now: number): Gap | null {
  let longest: Gap | null = null;
  const span = (g: Gap): number => (g.until ?? now) - g.from;
  for (const g of gaps) if (span(g) > (longest ? span(longest) : 60_000)) longest = g;
  return longest;
}

/** The metric a check's sparkline draws: the first of those it brings. */
export function leading(spec: CheckSpec): Metric {
  switch (spec.kind) {
    case 'icmp':
    case 'quality':
      return 'rtt';
    case 'tcp':
      return 'connect';
    case 'http':
      return 'total';
    // It measures nothing; there is no number to draw.
    case 'trap':
      return 'total';
    case 'agent':
      return 'uptime';
    case 'interface':
      return 'traffic_in';
    case 'value':
      return spec.metric;
    case 'word':
      return 'value';
    case 'composite':
      return 'well';
  }
}
