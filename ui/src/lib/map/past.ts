// How nodes looked: from what was believed of each over a stretch of time and the incidents in it.
// Pure. What was not looked at is "not observed", never well. Links have `formers.ts`.

import type {
  FormersView,
  Gap,
  Incident,
  Link,
  Node,
  NodeAvailability,
  Stamp,
  Stretch,
} from '../ipc/bindings';
import type { Look } from '../world/selectors';

export interface Past {
  from: Stamp;
  until: Stamp;
  /** What was believed of each node, in order. */
  stretches: ReadonlyMap<number, readonly Stretch[]>;
  incidents: readonly Incident[];
  gaps: readonly Gap[];
  /** The links at its end, and what links and removed nodes were before. */
  links: readonly Link[];
  formers: FormersView;
}

export function pastOf(
  span: { from: Stamp; until: Stamp },
  availability: readonly NodeAvailability[],
  ribbon: { incidents: readonly Incident[]; gaps: readonly Gap[] },
  hung: Pick<Past, 'links' | 'formers'>,
): Past {
  const stretches = new Map(availability.map((a) => [a.node, a.stretches]));
  return { ...span, stretches, incidents: ribbon.incidents, gaps: ribbon.gaps, ...hung };
}

/** How every node looked at a moment; a node that was not there yet is missing. */
export function looksAt(past: Past, nodes: Iterable<Node>, at: Stamp): Map<number, Look> {
  const worst = new Map<number, Look>();
  const cut = new Set<number>();
  for (const incident of past.incidents) {
    if (!during(incident, at)) continue;
    worst.set(incident.node, incident.worst);
    for (const { place } of incident.members) {
      if (place?.unreachable === true) cut.add(place.node);
      else if (place) worst.set(place.node, incident.worst);
    }
  }
  const dark = past.gaps.some((g) => at >= g.from && (g.until === null || at < g.until));
  const looks = new Map<number, Look>();
  for (const node of nodes) {
    if (node.added > at) continue;
    const grade = gradeAt(past.stretches.get(node.id) ?? [], at);
    looks.set(node.id, dark ? 'unobserved' : lookOf(node.id, grade, worst, cut));
  }
  return looks;
}

function lookOf(
  node: number,
  grade: Stretch['grade'],
  worst: ReadonlyMap<number, Look>,
  cut: ReadonlySet<number>,
): Look {
  if (grade === null) return cut.has(node) ? 'unreachable' : 'unobserved';
  if (grade !== 'ok') return cut.has(node) ? 'unreachable' : grade;
  // It answered, so whatever went on was not silence.
  const known = worst.get(node);
  return known === undefined ? 'ok' : known === 'critical' && cut.has(node) ? 'ok' : known;
}

const during = (i: Incident, at: Stamp) =>
  at >= i.started && (i.resolved === null || at < i.resolved.ended);

/** The belief at a moment: found by halving, because the slider asks for all nodes at once. */
function gradeAt(stretches: readonly Stretch[], at: Stamp): Stretch['grade'] {
  let [low, high] = [0, stretches.length - 1];
  while (low <= high) {
    const middle = (low + high) >> 1;
    const s = stretches[middle];
    if (!s) return null;
    if (at < s.from) high = middle - 1;
    else if (at >= s.until) low = middle + 1;
    else return s.grade;
  }
  return null;
}

/** How many nodes each dead one cut off at a moment. */
export function cutsAt(
  past: Past,
  looks: ReadonlyMap<number, Look>,
  at: Stamp,
): Map<number, number> {
  const cuts = new Map<number, number>();
  for (const incident of past.incidents) {
    if (!during(incident, at)) continue;
    const nodes = new Set(
      incident.members.flatMap((m) => (m.place?.unreachable === true ? [m.place.node] : [])),
    );
    const n = [...nodes].filter((id) => looks.get(id) === 'unreachable').length;
    if (n > 0) cuts.set(incident.node, (cuts.get(incident.node) ?? 0) + n);
  }
  return cuts;
}

/** Moments at which something changed, oldest first, each once: where the slider can jump to. */
export function turns(past: Past): Stamp[] {
  const all = new Set<Stamp>();
  const note = (at: Stamp | null | undefined) => {
    if (at != null && at > past.from && at < past.until) all.add(at);
  };
  for (const i of past.incidents) {
    note(i.started);
    note(i.resolved?.ended);
  }
  for (const g of past.gaps) {
    note(g.from);
    note(g.until);
  }
  for (const f of past.formers.formers) {
    note(f.until);
    if (f.was === 'link') note(f.link.since);
  }
  for (const l of past.links) note(l.since);
  return [...all].sort((a, b) => a - b);
}

/** A node that looks different at two moments; `null`: it was not there. */
export interface Difference {
  node: number;
  before: Look | null;
  after: Look | null;
}

export function differences(
  before: ReadonlyMap<number, Look>,
  after: ReadonlyMap<number, Look>,
): Difference[] {
  const nodes = new Set([...before.keys(), ...after.keys()]);
  return [...nodes]
    .map((node) => ({ node, before: before.get(node) ?? null, after: after.get(node) ?? null }))
    .filter((d) => d.before !== d.after)
    .sort((a, b) => a.node - b.node);
}
