import { describe, expect, it } from 'vitest';

import { check, frame, incident, node, state, hard } from './made';
import { nowhere, reduce } from './reduce';

const DAY = 86_400_000;
const fresh = reduce(
  nowhere,
  frame({ fresh: true, nodes: [node(1), node(2)], checks: [check(1, 1), check(2, 2)] }),
);

describe('a frame', () => {
  it('that says nothing new leaves every part as it was', () => {
    const after = reduce(fresh, frame({ seq: 2 }));
    for (const part of [
      'nodes',
      'checks',
      'byNode',
      'states',
      'incidents',
      'gaps',
      'site',
    ] as const) {
      expect(after[part], `because ${part} did not change`).toBe(fresh[part]);
    }
    expect(after.seq).toBe(2);
  });

  it('that changes one node keeps the identity of the others', () => {
    const after = reduce(fresh, frame({ seq: 2, nodes: [node(1, { name: 'new' })] }));
    expect(after.nodes.get(1)?.name).toBe('new');
    expect(after.nodes.get(2)).toBe(fresh.nodes.get(2));
    expect(after.checks).toBe(fresh.checks);
  });

  it('that adds a check leaves the lists of other nodes alone', () => {
    const after = reduce(fresh, frame({ seq: 2, checks: [check(3, 1)] }));
    expect(after.byNode.get(1)?.map((c) => c.id)).toEqual([1, 3]);
    expect(after.byNode.get(2)).toBe(fresh.byNode.get(2));
  });

  it('takes away what is gone, with the states of checks that are gone', () => {
    const known = reduce(fresh, frame({ seq: 2, states: [state(1, hard('ok'))] }));
    const after = reduce(
      known,
      frame({
        seq: 3,
        gone: [
          { gone: 'node', id: 1 },
          { gone: 'check', id: 1 },
        ],
      }),
    );
    expect([...after.nodes.keys()]).toEqual([2]);
    expect(after.states.size, 'because its check is gone').toBe(0);
    expect(after.byNode.has(1)).toBe(false);
  });

  it('keeps what was removed and came back within it', () => {
    const after = reduce(
      fresh,
      frame({ seq: 2, nodes: [node(1)], gone: [{ gone: 'node', id: 1 }] }),
    );
    expect(after.nodes.has(1)).toBe(true);
  });

  it('that is fresh forgets everything from before', () => {
    const after = reduce(fresh, frame({ fresh: true, epoch: 'f', nodes: [node(9)] }));
    expect([...after.nodes.keys()]).toEqual([9]);
    expect(after.checks.size).toBe(0);
  });
});

describe('memory stays flat', () => {
  it('because incidents that ended more than a week ago are dropped', () => {
    const ended = (at: number) => ({ at, ended: at, uncertainty: 0 });
    const before = reduce(
      fresh,
      frame({
        seq: 2,
        incidents: [incident(1, 1, { resolved: ended(0) }), incident(2, 1), incident(3, 1)],
      }),
    );
    expect(before.incidents.size).toBe(3);
    const after = reduce(before, frame({ seq: 3, now: 8 * DAY }));
    expect([...after.incidents.keys()], 'because open ones never expire').toEqual([2, 3]);
  });

  it('because gaps older than a day are dropped, and a gap that closes is the same gap', () => {
    const open = { from: 1000, until: null, reason: 'asleep' as const };
    const a = reduce(fresh, frame({ seq: 2, now: 2000, gaps: [open] }));
    const b = reduce(a, frame({ seq: 3, now: 5000, gaps: [{ ...open, until: 4000 }] }));
    expect(b.gaps).toEqual([{ ...open, until: 4000 }]);
    const c = reduce(b, frame({ seq: 4, now: 5000 + DAY }));
    expect(c.gaps).toEqual([]);
  });
});
