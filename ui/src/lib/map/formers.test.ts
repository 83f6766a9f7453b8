import { describe, expect, it } from 'vitest';

import type { Former, FormersView, Link } from '../ipc/bindings';
import { link } from '../world/made';
import { goneAt, goneBetween, linksAt, placeOf, rewired, steady } from './formers';

const NOON = 1_000;
const found = { evidence: 'lldp', confidence: 'evidenced' } as const;

/** A host (3 and so on) found on a port of a switch (1 or 2). */
const on = (id: number, at: number, host: number, port: string, with_: Partial<Link> = {}): Link =>
  link(id, at, host, {
    ...found,
    cables: [{ from: { name: port, index: null }, to: null }],
    ...with_,
  });
const was = (until: number, wire: Link): Former => ({ was: 'link', until, link: wire });
const view = (...formers: Former[]): FormersView => ({ whole_since: 0, formers });
const ids = (links: readonly Link[]): number[] => links.map((l) => l.id);

describe('the links as they were', () => {
  const before = on(1, 1, 3, 'p4');
  const after = on(2, 2, 3, 'p7', { since: NOON });

  it('hang a host that was carried at noon where it was before noon', () => {
    const formers = view(was(NOON, before));
    expect(linksAt([after], formers, NOON - 1)).toEqual([before]);
    expect(linksAt([after], formers, NOON)).toEqual([after]);
  });

  it('have the port of then, however often it has changed since', () => {
    const now = on(1, 1, 3, 'p9');
    const formers = view(was(100, before), was(200, on(1, 1, 3, 'p5')));
    const port = (at: number) => linksAt([now], formers, at)[0]?.cables[0]?.from?.name;
    expect([50, 100, 199, 200].map(port)).toEqual(['p4', 'p5', 'p5', 'p9']);
  });

  it('leave out what was struck out, and only while it was', () => {
    const formers = view(was(100, before), was(200, { ...before, struck: 100 }));
    const there = (at: number) => linksAt([before], formers, at).length;
    expect([99, 100, 199, 200].map(there)).toEqual([1, 0, 0, 1]);
  });

  it('leave out what came later, also if it went again', () => {
    const brief = on(7, 1, 5, 'p1', { since: 300 });
    expect(ids(linksAt([after], view(was(400, brief)), 350))).toEqual([7]);
    expect(ids(linksAt([after], view(was(400, brief)), 299))).toEqual([]);
  });

  it('are the same list while nothing changes, so that nothing is laid out anew', () => {
    const formers = view(was(NOON, before));
    const first = linksAt([after], formers, 100);
    expect(steady(first, linksAt([after], formers, 200))).toBe(first);
    expect(steady(first, linksAt([after], formers, NOON))).toEqual([after]);
  });
});

describe('between two moments', () => {
  it('a host that hangs on another switch has moved, and its switch has not', () => {
    const [before, after] = [on(1, 1, 3, 'p4'), on(2, 2, 3, 'p7')];
    const still = on(9, 1, 2, 'up');
    const { moved, came, went } = rewired([before, still], [after, still]);
    expect(moved).toEqual([{ node: 3, before, after }]);
    expect([...came, ...went]).toEqual([]);
  });

  it('two hosts that change places have both moved', () => {
    const before = [on(1, 1, 3, 'p4'), on(2, 2, 4, 'p7')];
    const after = [on(5, 2, 3, 'p7'), on(6, 1, 4, 'p4')];
    const nodes = rewired(before, after).moved.map((m) => m.node);
    expect(nodes, 'because hosts are carried, not switches').toEqual([3, 4]);
  });

  it('another port is a move, whichever way the link is told, and one that is learnt is none', () => {
    const before = on(1, 1, 3, 'p4');
    const turned = link(1, 3, 1, {
      ...found,
      cables: [{ from: null, to: { name: 'p4', index: 9 } }],
    });
    expect(rewired([before], [turned])).toEqual({ moved: [], came: [], went: [] });
    expect(rewired([{ ...before, cables: [] }], [before]).moved).toEqual([]);
    const after = on(1, 1, 3, 'p5');
    expect(rewired([before], [after]).moved).toEqual([{ node: 3, before, after }]);
    expect(placeOf(before, 3)).toEqual({ at: 1, by: ['p4'] });
    expect(placeOf(turned, 3)).toEqual({ at: 1, by: ['p4'] });
  });

  it('what is only outdated went', () => {
    const wire = on(1, 1, 3, 'p4');
    expect(rewired([wire], [{ ...wire, confidence: 'outdated' }]).went).toEqual([wire]);
    expect(rewired([], [wire]).came).toEqual([wire]);
  });

  it('who was removed was there until then', () => {
    const gone = {
      was: 'node',
      until: 500,
      node: 8,
      name: 'old',
      address: '',
      added: 100,
    } as const;
    const formers = view(gone);
    expect([99, 100, 499, 500].map((at) => goneAt(formers, at).length)).toEqual([0, 1, 1, 0]);
    expect(goneBetween(formers, 200, 600)).toEqual([gone]);
    expect(goneBetween(formers, 0, 200), 'because it was added between').toEqual([gone]);
    expect(goneBetween(formers, 200, 300)).toEqual([]);
  });
});
