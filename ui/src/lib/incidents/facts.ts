/** What an incident's record says, read for people. Pure. */
import type {
  Check,
  Entry,
  Grade,
  Hold,
  Incident,
  IncidentStory,
  Outcome,
  Reason,
  Span,
  Stamp,
} from '../ipc/bindings';

/** How long the trouble lasted, or has lasted until now, and its error bar (law L3). */
export function duration(incident: Incident, now: Stamp): { long: Span; uncertainty: Span } {
  const { resolved, started, uncertainty } = incident;
  if (!resolved) return { long: Math.max(0, now - started), uncertainty };
  return {
    long: resolved.ended - started,
    uncertainty: Math.max(uncertainty, resolved.uncertainty),
  };
}

/** One check of the incident, with the sample that convinced us, frozen. */
export interface Affected {
  check: number;
  /** Its name when it joined; the record keeps it. */
  name: string;
  /** How bad it is now; `ok` once it recovered or was withdrawn. */
  grade: Grade;
  since: Stamp;
  evidence: Outcome | null;
}

/** A member on the incident's own node. */
const isOwn = (incident: Incident) => (member: Incident['members'][number]) =>
  member.place === null || member.place.node === incident.node;

/** The checks of its own node that took part, in the order they joined. */
export function affected(incident: Incident, log: readonly Entry[]): Affected[] {
  return incident.members.filter(isOwn(incident)).map((member) => {
    let found: { name: string; evidence: Outcome } | null = null;
    for (const entry of log) {
      if ((entry.what === 'opened' || entry.what === 'joined') && entry.check === member.check) {
        found ??= { name: entry.check_name, evidence: entry.evidence };
      }
    }
    return {
      check: member.check,
      name: found?.name ?? `#${member.check}`,
      grade: member.grade,
      since: member.since,
      evidence: found?.evidence ?? null,
    };
  });
}

/** The sample that opened the incident: its cause as far as the machine knows. */
export function cause(log: readonly Entry[]): { check: string; outcome: Outcome } | null {
  const first = log[0];
  if (first?.what !== 'opened') return null;
  return { check: first.check_name, outcome: first.evidence };
}

export type Fate =
  | { fate: 'waiting' }
  | { fate: 'delivered'; at: Stamp; proof: string }
  | { fate: 'undelivered'; at: Stamp; why: string }
  | { fate: 'held'; why: Hold }
  | { fate: 'escalated'; rung: number };

/** One occasion on which a person was to be told. */
export interface Told {
  at: Stamp;
  reason: Reason;
  /** Whom, by the name they had; null is this PC's desktop. */
  to: string | null;
  fate: Fate;
}

/** "Why was I (not) woken?" (law L7), oldest first. */
export function told(log: readonly Entry[]): Told[] {
  const all: Told[] = [];
  const queued = new Map<number, Told>();
  for (const entry of log) {
    switch (entry.what) {
      case 'queued': {
        const { at, reason, to = null } = entry;
        const one: Told = { at, reason, to, fate: { fate: 'waiting' } };
        queued.set(entry.notification, one);
        all.push(one);
        break;
      }
      case 'delivered': {
        const one = queued.get(entry.notification);
        if (one) one.fate = { fate: 'delivered', at: entry.at, proof: entry.proof };
        break;
      }
      case 'undelivered': {
        const one = queued.get(entry.notification);
        if (one) one.fate = { fate: 'undelivered', at: entry.at, why: entry.why };
        break;
      }
      case 'held':
        all.push({
          at: entry.at,
          reason: entry.reason,
          to: entry.to ?? null,
          fate: { fate: 'held', why: entry.why },
        });
        break;
      case 'escalated': {
        const { at, rung } = entry;
        all.push({ at, reason: 'escalated', to: null, fate: { fate: 'escalated', rung } });
        break;
      }
      default:
        break;
    }
  }
  return all;
}

/** What it was found to be part of, and what was found to be part of it. */
export function absorbed(log: readonly Entry[]): number[] {
  return log.flatMap((entry) => (entry.what === 'absorbed' ? [entry.part] : []));
}

/** Why the incident cannot be closed, or null if it can. */
export type NotYet = 'still_open' | 'closed' | 'read_only';

export function notYet(incident: Incident, readOnly: boolean): NotYet | null {
  if (readOnly) return 'read_only';
  if (incident.closed) return 'closed';
  return incident.resolved ? null : 'still_open';
}

/** Where an incident stands in its life, worst first. */
export type Standing = 'open' | 'acknowledged' | 'resolved' | 'closed';

export function standing(incident: Incident): Standing {
  if (incident.closed) return 'closed';
  if (incident.resolved) return 'resolved';
  return incident.acknowledged ? 'acknowledged' : 'open';
}

/** What can be said about the whole record. */
export function chain(story: Pick<IncidentStory, 'log' | 'broken_at'>) {
  return { entries: story.log.length, brokenAt: story.broken_at };
}

/** How long of a stretch lies in gaps. Gaps of one site never overlap. */
export function unlooked(
  gaps: readonly { from: Stamp; until: Stamp | null }[],
  from: Stamp,
  until: Stamp,
): Span {
  let sum = 0;
  for (const gap of gaps) {
    sum += Math.max(0, Math.min(gap.until ?? until, until) - Math.max(gap.from, from));
  }
  return sum;
}

/** True if the node itself did not answer: its echo took part and the trouble was critical. */
export function wasDown(incident: Incident, checks: ReadonlyMap<number, Check>): boolean {
  return (
    incident.worst === 'critical' &&
    incident.members.some(
      (member) => isOwn(incident)(member) && checks.get(member.check)?.spec.kind === 'icmp',
    )
  );
}
