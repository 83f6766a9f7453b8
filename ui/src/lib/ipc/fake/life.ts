// The fake's engine: probes what is due, believes by the law, opens and ends incidents.

import type {
  Check,
  Grade,
  Incident,
  Member,
  Node,
  Outcome,
  Place,
  Severity,
  Stamp,
  State,
} from '../bindings';
import { checkName } from '../../i18n/outcome';
import type { Desk, Said } from './desk';
import { belief, grade, step } from './law';
import { chance } from './noise';
import { isOn } from './plan';
import { tell } from './tell';
import { faultOf, truth } from './truth';

const TICK = 500;

export class Life {
  private readonly due = new Map<number, Stamp>();

  constructor(private readonly desk: Desk) {}

  /** Lets the past have happened, then lives from now on. */
  begin(): void {
    this.relive();
    this.tick();
    setInterval(() => this.tick(), TICK);
  }

  /** A check is probed within the next tick. */
  soon(check: number): void {
    this.due.set(check, 0);
  }

  /** Probes now, besides the rhythm. */
  probe(check: Check, at: Stamp): Outcome | null {
    const node = this.desk.nodes.get(check.node);
    if (node === undefined) return null;
    const outcome = this.judged(check) ?? truth(check, node, at, this.desk.chapters);
    this.desk.probes += 1;
    if (outcome.outcome === 'failed') this.desk.failed += 1;
    this.ingest(check, outcome, at);
    return outcome;
  }

  /** What a composite comes to, as `CompositeSpec::judge` has it; null for other checks. */
  private judged(check: Check): Outcome | null {
    if (check.spec.kind !== 'composite') return null;
    const { need: wanted, of } = check.spec;
    const grades = of.map((id) => {
      const state = this.desk.states.get(id)?.state;
      return state === undefined ? undefined : belief(state)?.grade;
    });
    const well = grades.filter((g) => g === 'ok' || g === 'warning').length;
    const failed = of.filter((_, n) => grades[n] === 'critical');
    const need = wanted.need === 'all' ? of.length : wanted.need === 'any' ? 1 : wanted.n;
    if (well >= need) {
      const readings = [
        { metric: 'well' as const, value: well },
        { metric: 'of' as const, value: of.length },
      ];
      return { outcome: 'measured', readings };
    }
    const named = (ids: number[]) =>
      ids.slice(0, 6).map((id) => {
        const part = this.desk.checks.get(id);
        if (part === undefined) return `#${id}`;
        const node = this.desk.nodes.get(part.node)?.name ?? '';
        return `${node} – ${checkName(part, this.desk.scene.lang)}`;
      });
    const counts = { well, need, of: of.length };
    if (failed.length > of.length - need) {
      const cause = { cause: 'too_few' as const, ...counts, failed: named(failed) };
      return { outcome: 'failed', phase: 'body', cause };
    }
    const open = of.filter((_, n) => grades[n] === undefined || grades[n] === 'unknown');
    const obstacle = { obstacle: 'undecided' as const, ...counts, unjudged: named(open) };
    return { outcome: 'unable', obstacle };
  }

  private tick(): void {
    const { desk } = this;
    this.windows();
    if (!desk.watching || desk.vantage.lost !== null || desk.vantage.off_site) {
      desk.rate = [];
      return;
    }
    const now = Date.now();
    let sent = 0;
    for (const check of desk.checks.all()) {
      if (check.paused || desk.nodes.get(check.node)?.paused === true) continue;
      const due = this.due.get(check.id) ?? now + Math.floor(chance(check.id) * check.every);
      this.due.set(check.id, due);
      if (due > now) continue;
      this.probe(check, now);
      sent += 1;
      const soft = desk.states.get(check.id)?.state.state === 'soft';
      this.due.set(check.id, now + (soft ? check.patience.doubt_every : check.every));
    }
    desk.rate = [...desk.rate, sent].slice(-20);
  }

  private windows(): void {
    const now = Date.now();
    for (const { window, on } of this.desk.windows.all()) {
      if (isOn(window, now) !== on) this.desk.windows.put(window.id, { window, on: !on });
    }
  }

  private ingest(check: Check, outcome: Outcome, at: Stamp): void {
    const before = this.desk.states.get(check.id)?.state ?? { state: 'pending' };
    const seen = grade(check.spec, outcome);
    const next = step(check.patience, before, seen, at);
    this.desk.states.put(check.id, {
      check: check.id,
      state: next.state,
      last: { at, took: took(outcome), ...outcome },
    });
    if (next.changed)
      this.consequences(check, belief(before)?.grade ?? null, next.state, outcome, at);
  }

  /** An incident opens, is joined, regraded or ends: one per node at a time. */
  private consequences(
    check: Check,
    before: Grade | null,
    state: State,
    evidence: Outcome,
    at: Stamp,
  ): void {
    const now = belief(state);
    const node = this.desk.nodes.get(check.node);
    if (now === null || node === undefined) return;
    const root = this.rootOf(check, at);
    const open = this.openFor(check, root);
    // What is behind is judged once its cause is known.
    if (root !== null && open !== undefined) at = Math.max(at, open.opened + 900);
    const place: Place | null =
      open === undefined || open.node === node.id
        ? null
        : { node: node.id, name: node.name, unreachable: root !== null, affected: false };
    const member: Member = { check: check.id, grade: now.grade, since: now.since, place };
    if (check.spec.kind === 'icmp') this.reach(check.node, now.grade, root);
    if (now.grade === 'ok') {
      if (open !== undefined && before !== null) this.recovered(open, member, now.uncertainty, at);
      return;
    }
    if (open === undefined) {
      const id = this.desk.incidents.free();
      this.desk.incidents.put(id, {
        id,
        node: node.id,
        node_name: node.name,
        members: [member],
        started: now.since,
        uncertainty: now.uncertainty,
        opened: at,
        worst: now.grade,
        acknowledged: null,
        resolved: null,
        closed: null,
        evidence,
        severity: severityOf(now.grade, node.importance, 1),
        flapping: [],
        told: null,
        held: null,
        rungs: 0,
        planned: null,
        merged: null,
      });
      const { grade, since, uncertainty } = now;
      this.say(id, at, {
        what: 'opened',
        ...this.named(check),
        grade,
        since,
        uncertainty,
        evidence,
      });
      tell(this.desk, id, 'opened', at);
      return;
    }
    const known = open.members.some((m) => m.check === check.id);
    const members = known
      ? open.members.map((m) => (m.check === check.id ? member : m))
      : [...open.members, member];
    const worst = now.grade === 'critical' ? 'critical' : open.worst;
    const affected = new Set(members.map((m) => m.place?.node ?? open.node)).size;
    const home = this.desk.nodes.get(open.node);
    const severity = severityOf(worst, home?.importance ?? 'normal', affected);
    this.desk.incidents.put(open.id, { ...open, members, worst, severity });
    const { grade, since } = now;
    this.say(
      open.id,
      at,
      known
        ? { what: 'regraded', check: check.id, grade, since }
        : { what: 'joined', ...this.named(check), grade, since, evidence, place },
    );
  }

  private recovered(
    open: Incident,
    member: Incident['members'][number],
    uncertainty: number,
    at: Stamp,
  ): void {
    const members = open.members.map((m) => (m.check === member.check ? member : m));
    const over = members.every((m) => m.grade === 'ok');
    this.say(open.id, at, { what: 'recovered', check: member.check, since: member.since });
    this.desk.incidents.put(open.id, {
      ...open,
      members,
      resolved: over ? { at, ended: member.since, uncertainty } : null,
    });
    if (!over) return;
    this.say(open.id, at, { what: 'resolved', ended: member.since, uncertainty });
    tell(this.desk, open.id, 'resolved', at);
  }

  /** The node that is down and leads to this check's, if the script says so. */
  private rootOf(check: Check, at: Stamp): number | null {
    return faultOf(this.desk.chapters, check.node, check.spec.kind, at)?.behind ?? null;
  }

  /** The open incident this check belongs to: its cause's, or its node's. */
  private openFor(check: Check, root: number | null): Incident | undefined {
    const open = this.desk.incidents.all().filter((i) => i.resolved === null);
    return (
      open.find((i) => i.members.some((m) => m.check === check.id && m.grade !== 'ok')) ??
      open.find((i) => i.node === (root ?? check.node))
    );
  }

  private reach(node: number, grade: Grade, root: number | null): void {
    const reach =
      grade !== 'critical'
        ? null
        : root === null
          ? { reach: 'down' as const }
          : { reach: 'unreachable' as const, root };
    this.desk.reaches.put(node, { node, reach });
  }

  private named(check: Check): { check: number; check_name: string } {
    return { check: check.id, check_name: checkName(check, this.desk.scene.lang) };
  }

  private say(incident: number, at: Stamp, said: Said): void {
    this.desk.log(incident, at, said);
  }

  /** Plays the script's past chapters through the same law, so that its traces are true. */
  private relive(): void {
    const { desk } = this;
    const past = [...desk.chapters].sort((a, b) => a.from - b.from);
    for (const chapter of past) {
      if (chapter.from > desk.start) continue;
      const ends = Math.min(chapter.until ?? desk.start, desk.start);
      const checks = desk
        .checksOf(chapter.node)
        .filter((c) => chapter.kinds === 'all' || chapter.kinds.includes(c.spec.kind));
      this.replay(checks, chapter.from, ends);
      this.people(chapter);
    }
    this.inOrder();
    const quiet = desk.checks.all().filter((c) => desk.states.get(c.id) === undefined);
    for (const check of quiet) this.replay([check], desk.start, desk.start);
  }

  /** Probes these checks as they would have been, from a little before `from` to a little after. */
  private replay(checks: readonly Check[], from: Stamp, until: Stamp): void {
    const { desk } = this;
    const next = checks.map((check) => ({
      check,
      at: from - check.every - Math.floor(chance(check.id, from) * check.every),
      end: Math.min(desk.start, until + 3 * check.every),
    }));
    for (;;) {
      const first = next.reduce((a, b) => (b.at < a.at ? b : a));
      if (first.at > first.end) break;
      const node = desk.nodes.get(first.check.node);
      if (node === undefined) break;
      this.ingest(first.check, truth(first.check, node, first.at, desk.chapters), first.at);
      const soft = desk.states.get(first.check.id)?.state.state === 'soft';
      first.at += soft ? first.check.patience.doubt_every : first.check.every;
      if (first.at > first.end) first.at = Infinity;
      if (next.every((n) => n.at === Infinity)) break;
    }
    for (const { check } of next) {
      this.due.set(check.id, desk.start + Math.floor(chance(check.id) * check.every));
    }
  }

  private people(chapter: Desk['chapters'][number]): void {
    const { desk } = this;
    const incident = desk.incidents
      .all()
      .find((i) => i.node === chapter.node && i.started >= chapter.from - 60_000);
    if (incident === undefined) return;
    const { acknowledged, closed, planned, lines = [] } = chapter;
    let row = incident;
    for (const { after, said } of lines) {
      const check = row.members[0]?.check ?? 0;
      const line = said.what === 'flapping_began' ? { ...said, check } : said;
      desk.log(incident.id, chapter.from + after, line);
      if (line.what === 'flapping_began') row = { ...row, flapping: [check] };
      if (line.what === 'escalated') row = { ...row, rungs: line.rung };
      if (line.what === 'held' && line.why === 'flapping')
        row = { ...row, held: ['worsened', 'flapping'] };
    }
    if (acknowledged !== undefined) {
      const at = chapter.from + acknowledged.after;
      const { by, note, sticky = false } = acknowledged;
      row = { ...row, acknowledged: { by, at, note, sticky, until: null } };
      desk.log(incident.id, at, { what: 'acknowledged', note, sticky }, by);
    }
    if (closed !== undefined && row.resolved !== null) {
      const at = row.resolved.at + 1_800_000;
      row = { ...row, closed: { ...closed, at } };
      const { cause, prevention } = closed;
      desk.log(incident.id, at, { what: 'closed', cause, prevention }, closed.by);
    }
    if (planned !== undefined && row.resolved !== null) {
      const at = row.resolved.at + 600_000;
      const { by, reason } = planned;
      row = { ...row, planned: { by, at, planned: true, reason } };
      desk.log(incident.id, at, { what: 'classified', planned: true, reason }, by);
    }
    desk.incidents.put(incident.id, row);
  }

  /** Puts lines where they belong in time; only the script may, before anybody reads the log. */
  private inOrder(): void {
    for (const log of this.desk.logs.values()) {
      log.sort((a, b) => a.at - b.at);
      log.forEach((entry, i) => (entry.seq = i + 1));
    }
  }
}

/** The table of `Severity::of` in the model. */
function severityOf(worst: Grade, importance: Node['importance'], nodes: number): Severity {
  if (worst === 'ok') return 'minor';
  if (worst !== 'critical') return importance === 'high' ? 'major' : 'minor';
  if (nodes >= 5 || importance === 'high') return 'critical';
  return importance === 'low' && nodes <= 1 ? 'minor' : 'major';
}

function took(outcome: Outcome): number {
  return outcome.outcome === 'measured' ? Math.round(outcome.readings[0]?.value ?? 0) : 800;
}
