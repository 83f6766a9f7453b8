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
  Settings,
} from '../ipc/bindings';

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

/** True if it wants a person's eye; paused, pending and not observed are quiet. */
export function wantsEye(look: Look): boolean {
  return order[look] <= order.unreachable;
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
  return believed(seen.states.get(check.id)) ?? 'pending';
}

/** A node looks like the worst its checks are believed to be; critical reachability wins. */
export function look(node: Node, seen: Seen): Look {
  const checks = seen.checksOf(node.id);
  if (node.paused || (checks.length > 0 && checks.every((c) => c.paused))) return 'paused';
  if (!looking(seen)) return 'unobserved';
  let worst: Look | null = null;
  for (const check of checks) {
    if (check.paused) continue;
    const grade = believed(seen.states.get(check.id));
    if (grade !== null && (worst === null || order[grade] < order[worst])) worst = grade;
  }
  return worst ?? 'pending';
}

/** True if the node is in doubt somewhere: it may carry a hairline ring, never a colour. */
export function inDoubt(node: Node, seen: Seen): boolean {
  return seen.checksOf(node.id).some((c) => !c.paused && doubted(seen.states.get(c.id)));
}

function looking(seen: Seen): boolean {
  return seen.health?.watching !== false;
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
  | { kind: 'well'; nodes: number; unobserved: Gap | null }
  | { kind: 'one'; incident: Incident; down: boolean; nodes: number }
  | { kind: 'several'; critical: number; warning: number; other: number; latest: Incident };

export function sentence(
  seen: Seen & { site: unknown; now: number; settings: Settings | null },
): Situation {
  if (seen.site === null) return { kind: 'no_site' };
  if (seen.nodes.size === 0) return { kind: 'empty' };
  if (!looking(seen)) {
    return { kind: 'not_watching', paused: seen.settings?.paused === true };
  }
  const open = openIncidents(seen.incidents);
  const [latest] = open;
  if (latest === undefined) {
    if (seen.states.size === 0) return { kind: 'waiting', nodes: seen.nodes.size };
    return { kind: 'well', nodes: seen.nodes.size, unobserved: longestGap(seen.gaps, seen.now) };
  }
  if (open.length === 1) {
    return {
      kind: 'one',
      incident: latest,
      down: isDown(latest, seen),
      nodes: seen.nodes.size,
    };
  }
  const now = open.map(gradeNow);
  return {
    kind: 'several',
    critical: now.filter((g) => g === 'critical').length,
    warning: now.filter((g) => g === 'warning').length,
    other: now.filter((g) => g !== 'critical' && g !== 'warning').length,
    latest,
  };
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
export const leading: Record<CheckSpec['kind'], Metric> = {
  icmp: 'rtt',
  tcp: 'connect',
  http: 'total',
  quality: 'rtt',
};
