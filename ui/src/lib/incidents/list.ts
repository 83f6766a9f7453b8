/** Which incidents are listed, and in what order. Pure. */
import type { Grade, Incident } from '../ipc/bindings';

/** Still going on; over but without cause and prevention; all. */
export type Which = 'going_on' | 'unclosed' | 'all';

export interface Wanted {
  which: Which;
  text: string;
  node: number | null;
}

const RANK: Record<Grade, number> = { critical: 0, warning: 1, unknown: 2, ok: 3 };

/** Open ones first and the worst of them first, then the newest. */
export function ordered(incidents: Iterable<Incident>): Incident[] {
  const ended = (i: Incident) => (i.resolved ? 1 : 0);
  return [...incidents].sort(
    (a, b) =>
      ended(a) - ended(b) ||
      (a.resolved ? 0 : RANK[a.worst] - RANK[b.worst]) ||
      b.started - a.started ||
      b.id - a.id,
  );
}

export function matches(incident: Incident, wanted: Wanted): boolean {
  if (wanted.which === 'going_on' && incident.resolved) return false;
  if (wanted.which === 'unclosed' && incident.closed) return false;
  if (wanted.node !== null && incident.node !== wanted.node) return false;
  const plain = (text: string) => text.normalize('NFKC').toLowerCase();
  const text = plain(wanted.text.trim());
  return (
    text === '' ||
    plain(incident.node_name).includes(text) ||
    `#${incident.id}` === text ||
    String(incident.id) === text
  );
}

/** What the window knows of lately, with older ones asked for; the newer reading wins. */
export function joined(asked: readonly Incident[], live: Iterable<Incident>): Incident[] {
  const all = new Map(asked.map((incident) => [incident.id, incident]));
  for (const incident of live) all.set(incident.id, incident);
  return [...all.values()];
}
