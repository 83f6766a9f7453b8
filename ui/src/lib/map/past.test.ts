import { describe, expect, it } from 'vitest';
import type { Former, Incident, Node, NodeAvailability, Stretch } from '../ipc/bindings';
import { link } from '../world/made';
import { cutsAt, differences, looksAt, pastOf, turns } from './past';

const node = (id: number, added = 0) => ({ id, added }) as Node;
const nodes = [node(1), node(2), node(3), node(4, 500)];

const believed = (id: number, ...parts: [number, number, Stretch['grade']][]) =>
  ({
    node: id,
    stretches: parts.map(([from, until, grade]) => ({ from, until, grade })),
  }) as NodeAvailability;

/** Node 1 is down from 100 to 200 and cuts off 2; nobody looks from 300 to 400. */
const incident = {
  id: 9,
  node: 1,
  started: 100,
  worst: 'critical',
  resolved: { at: 205, ended: 200, uncertainty: 0 },
  members: [
    { check: 1, grade: 'ok', since: 200, place: null },
    { check: 2, grade: 'ok', since: 200, place: { node: 2, name: 'b', unreachable: true } },
  ],
} as unknown as Incident;

const past = pastOf(
  { from: 0, until: 1000 },
  [
    believed(1, [0, 100, 'ok'], [100, 200, 'critical'], [200, 300, 'ok'], [400, 1000, 'ok']),
    believed(2, [0, 110, 'ok'], [110, 200, null], [200, 300, 'ok'], [400, 1000, 'ok']),
    believed(3, [0, 300, 'ok'], [400, 1000, 'ok']),
    believed(4, [500, 1000, 'ok']),
  ],
  { incidents: [incident], gaps: [{ from: 300, until: 400, reason: 'asleep' }] },
  { links: [], formers: { whole_since: 0, formers: [] } },
);
const at = (t: number) => Object.fromEntries(looksAt(past, nodes, t));

describe('the map as it was', () => {
  it('shows who was down and what that cut off', () => {
    expect(at(50)).toEqual({ 1: 'ok', 2: 'ok', 3: 'ok' });
    expect(at(150)).toEqual({ 1: 'critical', 2: 'unreachable', 3: 'ok' });
    expect(at(250)).toEqual({ 1: 'ok', 2: 'ok', 3: 'ok' });
    expect([...cutsAt(past, looksAt(past, nodes, 150), 150)]).toEqual([[1, 1]]);
    expect([...cutsAt(past, looksAt(past, nodes, 250), 250)]).toEqual([]);
  });

  it('says of a gap that nobody looked, never that all was well', () => {
    expect(at(350)).toEqual({ 1: 'unobserved', 2: 'unobserved', 3: 'unobserved' });
  });

  it('leaves out what was not there yet', () => {
    expect(at(499)[4]).toBeUndefined();
    expect(at(500)[4]).toBe('ok');
  });

  it('shows a node that answered while its service failed as its incident did', () => {
    const failing = { ...incident, node: 3, members: [], started: 10, resolved: null } as Incident;
    const looks = looksAt({ ...past, incidents: [failing] }, nodes, 60);
    expect(looks.get(3)).toBe('critical');
  });

  it('jumps to every moment something changed, once', () => {
    expect(turns(past)).toEqual([100, 200, 300, 400]);
    const [old, fresh] = [link(1, 1, 3, { since: 0 }), link(2, 2, 3, { since: 250 })];
    const formers: Former[] = [{ was: 'link', until: 250, link: old }];
    const carried = { ...past, links: [fresh], formers: { whole_since: 0, formers } };
    expect(turns(carried)).toEqual([100, 200, 250, 300, 400]);
  });

  it('knows what is different between two moments', () => {
    const [before, after] = [looksAt(past, nodes, 150), looksAt(past, nodes, 600)];
    expect(differences(before, after)).toEqual([
      { node: 1, before: 'critical', after: 'ok' },
      { node: 2, before: 'unreachable', after: 'ok' },
      { node: 4, before: null, after: 'ok' },
    ]);
    expect(differences(after, after)).toEqual([]);
  });
});
