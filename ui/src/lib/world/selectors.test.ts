import { describe, expect, it } from 'vitest';

import type { Grade, MaintenanceWindow, NodeReach, Scope, State } from '../ipc/bindings';
import { check, frame, hard, health, incident, node, state, member } from './made';
import { nowhere, reduce, type World } from './reduce';
import {
  concerns,
  inDoubt,
  isExpected,
  look,
  lookOfCheck,
  openIncidents,
  partsOf,
  sentence,
  wantsEye,
} from './selectors';

function seen(world: World) {
  return { ...world, now: 0, checksOf: (id: number) => world.byNode.get(id) ?? [] };
}

function looks(states: State[], with_: { paused?: boolean; watching?: boolean } = {}) {
  const world = reduce(
    nowhere,
    frame({
      fresh: true,
      nodes: [node(1, { paused: with_.paused ?? false })],
      checks: states.map((_, i) => check(i + 1, 1)),
      states: states.map((s, i) => state(i + 1, s)),
      health: { ...health, watching: with_.watching ?? true },
    }),
  );
  return { look: look(node(1, { paused: with_.paused ?? false }), seen(world)), world };
}

const soft = (believed: Grade | null, seen: Grade): State => ({
  state: 'soft',
  believed: believed === null ? null : { grade: believed, since: 0, uncertainty: 0, confirmed: 0 },
  seen,
  attempt: 1,
  since: 0,
  uncertainty: 0,
  last: 0,
});

describe('a node looks like', () => {
  it('the worst its checks are believed to be', () => {
    expect(looks([hard('ok'), hard('warning')]).look).toBe('warning');
    expect(looks([hard('warning'), hard('critical')]).look).toBe('critical');
    expect(looks([hard('unknown'), hard('warning')]).look).toBe('warning');
  });

  it('what is believed, not what is doubted', () => {
    const { look, world } = looks([soft('ok', 'critical')]);
    expect(look, 'because soft trouble does not colour').toBe('ok');
    expect(inDoubt(node(1), seen(world))).toBe(true);
  });

  it('pending while nothing is believed', () => {
    expect(looks([]).look).toBe('pending');
    expect(looks([{ state: 'pending' }]).look).toBe('pending');
    expect(looks([soft(null, 'critical')]).look).toBe('pending');
  });

  it('paused, or not observed, rather than well', () => {
    expect(looks([hard('ok')], { paused: true }).look).toBe('paused');
    expect(looks([hard('ok')], { watching: false }).look).toBe('unobserved');
    expect(wantsEye('unobserved')).toBe(false);
  });
});

describe('the first line', () => {
  const world = (with_: Parameters<typeof frame>[0]) =>
    seen(
      reduce(
        nowhere,
        frame({
          fresh: true,
          nodes: [node(1), node(2)],
          checks: [check(1, 1), check(2, 2)],
          states: [state(1, hard('ok'))],
          ...with_,
        }),
      ),
    );

  it('says that all is well, and the longest time nobody looked', () => {
    const asleep = { from: -7_200_000, until: -3_600_000, reason: 'asleep' as const };
    const short = { from: -100_000, until: -90_000, reason: 'frozen' as const };
    expect(sentence(world({ gaps: [short, asleep] }))).toEqual({
      kind: 'well',
      nodes: 2,
      unobserved: asleep,
    });
  });

  it('names the one that is down', () => {
    const s = sentence(world({ incidents: [incident(1, 1)] }));
    expect(s).toMatchObject({ kind: 'one', down: true });
  });

  it('counts several by what they are now', () => {
    const warning = [member(2, 'warning')];
    const s = sentence(
      world({ incidents: [incident(1, 1), incident(2, 2, { members: warning, opened: 5 })] }),
    );
    expect(s).toMatchObject({ kind: 'several', critical: 1, warning: 1, other: 0 });
    expect(s.kind === 'several' && s.latest.id).toBe(2);
  });

  it('never says well when nobody looks', () => {
    expect(sentence(world({ health: { ...health, watching: false } })).kind).toBe('not_watching');
    expect(sentence(world({ states: [] })).kind).toBe('waiting');
    expect(sentence(world({ nodes: [] })).kind).toBe('empty');
    expect(sentence(world({ site: null })).kind).toBe('no_site');
  });

  it('leaves out incidents that are over', () => {
    const over = incident(1, 1, { resolved: { at: 0, ended: 0, uncertainty: 0 } });
    expect(openIncidents(new Map([[1, over]]))).toEqual([]);
  });
});

/** Two nodes, 2 behind 1; both silent. */
function dark(more: Partial<Parameters<typeof frame>[0]> = {}): World {
  const reaches: NodeReach[] = [
    { node: 1, reach: { reach: 'down' } },
    { node: 2, reach: { reach: 'unreachable', root: 1 } },
  ];
  const members = [
    member(1, 'critical'),
    member(2, 'critical', { node: 2, name: 'n2', unreachable: true, affected: false }),
  ];
  return reduce(
    nowhere,
    frame({
      fresh: true,
      nodes: [node(1, { group: 5 }), node(2), node(3)],
      checks: [check(1, 1), check(2, 2), check(3, 3)],
      states: [state(1, hard('critical')), state(2, hard('critical')), state(3, hard('ok'))],
      incidents: [incident(1, 1, { members })],
      reaches,
      ...more,
    }),
  );
}

function window(scope: Scope): MaintenanceWindow {
  const schedule = { when: 'once' as const, from: 0, until: 10 };
  return { id: 1, name: 'w', scope, schedule, by: '', made: 0, begun: null };
}
const on = (scope: Scope) => ({ windows: [{ window: window(scope), on: true }] });
const full = (world: World) => ({ ...seen(world), settings: null });

describe('what lies behind a node that is down', () => {
  it('looks unreachable, not critical, and wants nobody', () => {
    const w = seen(dark());
    expect(look(node(1), w)).toBe('critical');
    expect(look(node(2), w)).toBe('unreachable');
    expect(lookOfCheck(check(2, 2), node(2), w)).toBe('unreachable');
    expect(wantsEye('unreachable'), 'because its cause does').toBe(false);
  });

  it('is counted in the sentence by its cause', () => {
    expect(sentence(full(dark()))).toMatchObject({ kind: 'one', down: true, unreachable: 1 });
  });

  it('is itself again once it answers', () => {
    const back = reduce(dark(), frame({ reaches: [{ node: 2, reach: null }] }));
    expect(back.reaches.has(2)).toBe(false);
    expect(look(node(2), seen(back))).toBe('critical');
  });

  it('has part in the incident, each node once', () => {
    const [one] = [...dark().incidents.values()];
    if (one === undefined) throw new Error('it is there');
    expect(partsOf(one)).toEqual([
      { node: 2, name: 'n2', unreachable: true, affected: false, still: true },
    ]);
    expect(concerns(one, 2)).toBe(true);
    expect(concerns(one, 3)).toBe(false);
  });
});

describe('under maintenance', () => {
  it('trouble is expected, and what it cuts off with it', () => {
    for (const scope of [
      { scope: 'site' },
      { scope: 'groups', of: [5] },
      { scope: 'nodes', of: [1] },
      { scope: 'checks', of: [1] },
    ] as Scope[]) {
      const world = dark(on(scope));
      expect(look(node(1, { group: 5 }), seen(world)), scope.scope).toBe('maintenance');
      expect(sentence(full(world)), scope.scope).toMatchObject({ kind: 'expected', incidents: 1 });
    }
  });

  it('what is well looks well', () => {
    expect(look(node(3), seen(dark(on({ scope: 'site' }))))).toBe('ok');
  });

  it('trouble elsewhere is not expected, nor while no window is on', () => {
    const elsewhere = dark(on({ scope: 'nodes', of: [2] }));
    const [one] = openIncidents(elsewhere.incidents);
    expect(one && isExpected(one, elsewhere), 'because the cause is not covered').toBe(false);
    const off = dark({ windows: [{ window: window({ scope: 'site' }), on: false }] });
    expect(look(node(1), seen(off))).toBe('critical');
  });
});

describe('where this PC stands', () => {
  const network = { gateway_mac: null, gateway: null, subnet: null, domain: null };
  const standing = (lost: number | null, off_site: boolean) =>
    dark({ vantage: { lost, off_site, network, canaries: [] } });

  it('comes before anything about nodes', () => {
    expect(sentence(full(standing(5, false)))).toEqual({ kind: 'lost', since: 5 });
    expect(sentence(full(standing(null, true)))).toEqual({ kind: 'off_site' });
    for (const world of [standing(5, false), standing(null, true)]) {
      expect(look(node(1), seen(world)), 'because nothing is judged').toBe('unobserved');
    }
  });
});
