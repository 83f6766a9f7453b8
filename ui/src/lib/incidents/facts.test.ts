import { describe, expect, it } from 'vitest';
import type { Entry, Incident } from '../ipc/bindings';
import { incident as made } from '../world/made';
import { affected, cause, duration, notYet, standing, told, unlooked } from './facts';
import { joined, matches, ordered } from './list';
import { cutOffIn, days, numbers } from './timeline';

const incident: Incident = made(41, 3, {
  node_name: 'core-sw-1',
  members: [{ check: 7, grade: 'critical', since: 1000, place: null }],
  started: 1000,
  opened: 4000,
});
const system = (seq: number, at: number, what: object) =>
  ({ incident: 41, seq, at, hash: '', author: 'system', ...what }) as Entry;
const opened = system(1, 4000, {
  what: 'opened',
  check: 7,
  check_name: 'Ping',
  grade: 'critical',
  since: 1000,
  uncertainty: 10_000,
  evidence: { outcome: 'failed', phase: 'connect', cause: { cause: 'timed_out' } },
});
const log: Entry[] = [
  opened,
  system(2, 4000, { what: 'queued', notification: 5, reason: 'opened' }),
  system(3, 4100, { what: 'held', reason: 'worsened', why: 'already_told' }),
  system(4, 4200, { what: 'delivered', notification: 5, proof: 'mako #12' }),
];

describe('facts', () => {
  it('dates the trouble back and names its error bar', () => {
    expect(duration(incident, 61_000)).toEqual({ long: 60_000, uncertainty: 10_000 });
    const over = { ...incident, resolved: { at: 90_000, ended: 81_000, uncertainty: 20_000 } };
    expect(duration(over, 999_000), 'because the larger error bar holds').toEqual({
      long: 80_000,
      uncertainty: 20_000,
    });
  });

  it('keeps the evidence of the moment beside each check', () => {
    const [one] = affected(incident, log);
    expect(one?.name).toBe('Ping');
    expect(one?.evidence).toMatchObject({ outcome: 'failed' });
    expect(cause(log)?.check).toBe('Ping');
    expect(cause([]), 'because an empty log knows no cause').toBeNull();
  });

  it('answers why somebody was told or not', () => {
    expect(told(log)).toEqual([
      {
        at: 4000,
        reason: 'opened',
        to: null,
        fate: { fate: 'delivered', at: 4200, proof: 'mako #12' },
      },
      { at: 4100, reason: 'worsened', to: null, fate: { fate: 'held', why: 'already_told' } },
    ]);
  });

  it('counts the time in which nobody looked, and only within the trouble', () => {
    const gaps = [
      { from: 0, until: 20 },
      { from: 50, until: 60 },
      { from: 90, until: null },
    ];
    expect(unlooked(gaps, 10, 100)).toBe(10 + 10 + 10);
    expect(unlooked([], 10, 100)).toBe(0);
  });

  it('closes only what is over, once, and where one may write', () => {
    const over = { ...incident, resolved: { at: 2, ended: 1, uncertainty: 0 } };
    expect(notYet(incident, false)).toBe('still_open');
    expect(notYet(over, false)).toBeNull();
    expect(notYet(over, true)).toBe('read_only');
    const closed = { ...over, closed: { by: 'a', at: 3, cause: 'c', prevention: 'p' } };
    expect(notYet(closed, false)).toBe('closed');
    expect(standing(closed)).toBe('closed');
    expect(standing(over)).toBe('resolved');
  });
});

describe('the timeline', () => {
  it('shows a notification and its delivery in one line, and every entry once', () => {
    const all = days(log, () => 'today');
    expect(all).toHaveLength(1);
    const lines = all[0]?.lines ?? [];
    expect(lines.map(numbers)).toEqual(['1', '2, 4', '3']);
    const shown = lines.flatMap((l) => (l.fate ? [l.entry, l.fate] : [l.entry]));
    expect(shown, 'because a record hides nothing').toHaveLength(log.length);
  });

  it('begins a new group with each day', () => {
    expect(days(log, (at) => (at < 4100 ? 'a' : 'b')).map((d) => d.day)).toEqual(['a', 'b']);
  });
});

describe('the list', () => {
  it('puts open ones first, the worst of them first, then the newest', () => {
    const over = { at: 2, ended: 1, uncertainty: 0 };
    const all = ordered([
      { ...incident, id: 1, started: 9000, resolved: over },
      { ...incident, id: 2, started: 1000, worst: 'warning' },
      { ...incident, id: 3, started: 500 },
    ]);
    expect(all.map((i) => i.id)).toEqual([3, 2, 1]);
  });

  it('finds by name and by number', () => {
    const all = { which: 'all' as const, text: '', node: null };
    expect(matches(incident, { ...all, text: 'CORE' })).toBe(true);
    expect(matches(incident, { ...all, text: '#41' })).toBe(true);
    expect(matches(incident, { ...all, text: 'nas' })).toBe(false);
    expect(matches(incident, { ...all, node: 4 })).toBe(false);
  });

  it('keeps what is over but not closed apart from what still goes on', () => {
    const over = { ...incident, resolved: { at: 2, ended: 1, uncertainty: 0 } };
    const want = { text: '', node: null };
    expect(matches(over, { ...want, which: 'going_on' })).toBe(false);
    expect(matches(over, { ...want, which: 'unclosed' })).toBe(true);
    expect(matches(incident, { ...want, which: 'unclosed' })).toBe(true);
  });

  it('lets the live reading win over the one asked for earlier', () => {
    const live = { ...incident, worst: 'warning' as const };
    expect(joined([incident], [live])).toEqual([live]);
  });
});

describe('one cause', () => {
  const cut = (seq: number, name: string) =>
    system(seq, 5000 + seq, {
      what: 'joined',
      check: 10 + seq,
      check_name: 'Ping',
      grade: 'critical',
      since: 1000,
      evidence: { outcome: 'measured', readings: [] },
      place: { node: seq, name, unreachable: true, affected: false },
    });

  it('reads as one line about all it cuts off, and no entry is lost', () => {
    const [day] = days([opened, cut(2, 'a'), cut(3, 'b'), cut(4, 'a')], () => 'today');
    const lines = day?.lines ?? [];
    expect(lines.map(numbers)).toEqual(['1', '2–4']);
    expect(lines[1] && cutOffIn(lines[1]), 'because a joined with two checks').toEqual(['a', 'b']);
  });

  it('names its own checks apart from those of other nodes', () => {
    const elsewhere = { node: 9, name: 'pc', unreachable: true, affected: false };
    const members = [
      ...incident.members,
      { check: 12, grade: 'critical' as const, since: 0, place: elsewhere },
    ];
    expect(affected({ ...incident, members }, log).map((a) => a.check)).toEqual([7]);
  });

  it('says to whom it was told, and when the next ones were', () => {
    const said = told([
      system(1, 1, { what: 'queued', notification: 1, reason: 'opened', to: 'Sato' }),
      system(2, 2, { what: 'undelivered', notification: 1, why: 'no such room' }),
      system(3, 3, { what: 'escalated', rung: 2 }),
      system(4, 4, { what: 'held', reason: 'escalated', why: 'quiet_hours' }),
    ]);
    expect(said.map((o) => [o.to, o.fate.fate])).toEqual([
      ['Sato', 'undelivered'],
      [null, 'escalated'],
      [null, 'held'],
    ]);
  });
});
