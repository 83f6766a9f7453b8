import { describe, expect, it } from 'vitest';

import type { Grade, State } from '../ipc/bindings';
import { check, frame, hard, health, incident, node, state, member } from './made';
import { nowhere, reduce, type World } from './reduce';
import { inDoubt, look, openIncidents, sentence, wantsEye } from './selectors';

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
