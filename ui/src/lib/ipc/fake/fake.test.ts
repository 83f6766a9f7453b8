// The fake is what pictures and component tests stand on, so it must tell a consistent story.

import { beforeAll, describe, expect, it } from 'vitest';

import type { Client } from '../client';
import type { Frame } from '../bindings';
import { belief, step } from './law';
import { metric, reachability } from './cast';
import { sceneOf } from './scene';

let fake: Client;
let first: Frame;

beforeAll(async () => {
  location.hash = '#/watch?scene=trouble&nodes=60';
  ({ fake } = await import('./index'));
  first = await fake.call('changes', { epoch: '', seq: 0, wait: 0 });
});

const idOf = (name: string): number => first.nodes.find((n) => n.name === name)?.id ?? 0;
const checkOf = (name: string, kind: string): number =>
  first.checks.find((c) => c.node === idOf(name) && c.spec.kind === kind)?.id ?? 0;

describe('the scene', () => {
  it('is read from the address, and bounded', () => {
    expect(sceneOf('?scene=calm&nodes=5', '#/map?lang=ja')).toMatchObject({
      scene: 'calm',
      nodes: 5,
      lang: 'ja',
    });
    expect(sceneOf('?nodes=1e9&scene=x', '').nodes).toBe(5000);
  });

  it('in trouble has three open incidents with the state behind each', () => {
    const open = first.incidents.filter((i) => i.resolved === null);
    expect(open.map((i) => i.node_name).sort()).toEqual(['prn-2f', 'wan-osaka', 'web-1']);
    for (const i of open) {
      for (const m of i.members) {
        const state = first.states.find((s) => s.check === m.check)?.state;
        expect(state && belief(state)?.grade, 'because the log follows belief').toBe(m.grade);
      }
    }
  });

  it('never calls a lossy line down', () => {
    const echo = first.states.find((s) => s.check === checkOf('wan-osaka', 'icmp'))?.state;
    expect(JSON.stringify(echo)).not.toContain('"grade":"critical"');
  });
});

describe('a call', () => {
  it('with nothing new since then answers with nothing', async () => {
    const again = await fake.call('changes', { epoch: first.epoch, seq: first.seq + 1e6, wait: 0 });
    expect(again.fresh, 'because that number was never given').toBe(true);
    const next = await fake.call('changes', { epoch: again.epoch, seq: again.seq, wait: 0 });
    expect(next.fresh).toBe(false);
    expect(next.nodes).toEqual([]);
  });

  it('for a series has no column in a gap, and no value while the target failed', async () => {
    const [gap] = first.gaps;
    if (gap?.until == null) throw new Error('the script has a gap');
    const view = await fake.call('series', {
      check: checkOf('prn-2f', 'icmp'),
      metric: 'rtt',
      from: first.now - 86_400_000,
      until: first.now,
      columns: 500,
    });
    const inside = view.columns.filter(
      (c) => c.at > gap.from && c.at + view.width < (gap.until ?? 0),
    );
    expect(inside).toEqual([]);
    const last = view.columns.at(-1);
    expect(last?.mean, 'because it is down now').toBeNull();
    expect(last?.lost).toBeGreaterThan(0);
    expect(view.stretches.at(-1)?.grade).toBe('critical');
  });

  it('for availability counts a gap neither up nor down', async () => {
    const [a] = await fake.call('availability', {
      nodes: [idOf('gw-1')],
      from: first.now - 86_400_000,
      until: first.now,
    });
    expect(a?.share).toBe(1);
    expect(a?.coverage).toBeLessThan(0.9);
    expect(a?.sums.unobserved).toBeGreaterThan(3 * 3_600_000);
  });

  it('that edits changes the world, and says which fields are wrong', async () => {
    const id = await fake.call('group_put', { group: null, name: 'New' });
    const frame = await fake.call('changes', { epoch: first.epoch, seq: first.seq, wait: 0 });
    expect(frame.groups).toContainEqual(expect.objectContaining({ id, name: 'New' }));
    await fake.call('group_drop', { group: id });
    const after = await fake.call('changes', { epoch: first.epoch, seq: frame.seq, wait: 0 });
    expect(after.gone).toContainEqual({ gone: 'group', id });
    await expect(fake.call('group_put', { group: null, name: ' ' })).rejects.toMatchObject({
      code: 'fields',
      fields: [{ field: 'name', problem: 'empty' }],
    });
  });

  it('that acknowledges is written into the log under the next number', async () => {
    const incident = first.incidents.find((i) => i.node_name === 'web-1' && i.resolved === null);
    if (incident === undefined) throw new Error('the script has it');
    await fake.call('incident_acknowledge', {
      incident: incident.id,
      text: 'mine',
      sticky: false,
      until: null,
    });
    const story = await fake.call('incident', { incident: incident.id });
    expect(story.incident.acknowledged?.note).toBe('mine');
    expect(story.log.map((e) => e.seq)).toEqual(story.log.map((_, i) => i + 1));
    expect(story.log.at(-1)).toMatchObject({ what: 'acknowledged', author: 'operator' });
  });
});

describe('belief', () => {
  it('needs six misses to call a node down, dated back to the first', () => {
    let state: Parameters<typeof step>[1] = { state: 'pending' };
    state = step(reachability, state, 'ok', 1000).state;
    for (let i = 1; i <= 6; i += 1) state = step(reachability, state, 'critical', 1000 + i).state;
    expect(state).toMatchObject({ state: 'hard', belief: { grade: 'critical', since: 1001 } });
  });

  it('starts its count again when the other side answers', () => {
    let state: Parameters<typeof step>[1] = { state: 'pending' };
    for (const [at, grade] of ['ok', 'critical', 'critical', 'ok', 'critical'].entries()) {
      state = step(metric, state, grade as 'ok' | 'critical', at + 1).state;
    }
    expect(state).toMatchObject({ state: 'soft', attempt: 1 });
  });
});
