import { describe, expect, it } from 'vitest';
import type { Node } from '../ipc/bindings';
import { node as made } from '../world/made';
import {
  addressKey,
  counts,
  EVERYTHING,
  filtered,
  isEverything,
  type Row,
  settled,
  sorted,
} from './rows';

function row(id: number, more: Partial<Row> = {}, node: Partial<Node> = {}): Row {
  return {
    id,
    node: made(id, { name: `node-${id}`, kind: 'other', ...node }),
    look: 'ok',
    group: '',
    answer: null,
    spark: null,
    share: null,
    coverage: null,
    seen: null,
    ...more,
  };
}
const ids = (rows: readonly Row[]) => rows.map((r) => r.id);

describe('the order of the node table', () => {
  it('counts addresses as people do, not as letters', () => {
    const written = ['nas.lan', '10.0.0.10', '10.0.0.9', '2001:db8::1', '9.9.9.9', 'fe80::2'];
    const order = [...written].sort((a, b) => (addressKey(a) < addressKey(b) ? -1 : 1));
    expect(order, 'because .9 comes before .10, IPv4 before IPv6, names last').toEqual([
      '9.9.9.9',
      '10.0.0.9',
      '10.0.0.10',
      '2001:db8::1',
      'fe80::2',
      'nas.lan',
    ]);
  });

  it('puts sw-2 before sw-10', () => {
    const rows = [row(1, {}, { name: 'sw-10' }), row(2, {}, { name: 'sw-2' })];
    expect(ids(sorted(rows, { by: 'name', down: false }))).toEqual([2, 1]);
  });

  it('puts what is worst first when sorted by state', () => {
    const rows = [row(1), row(2, { look: 'critical' }), row(3, { look: 'warning' })];
    expect(ids(sorted(rows, { by: 'state', down: false }))).toEqual([2, 3, 1]);
  });

  it('keeps rows without a value last in both directions', () => {
    const rows = [row(1), row(2, { answer: 5 }), row(3, { answer: 1 })];
    expect(ids(sorted(rows, { by: 'answer', down: false }))).toEqual([3, 2, 1]);
    expect(ids(sorted(rows, { by: 'answer', down: true })), 'because nothing is not a lot').toEqual(
      [2, 3, 1],
    );
  });

  it('orders equals by name whatever the direction, so that nothing flips', () => {
    const rows = [row(3), row(1), row(2)];
    expect(ids(sorted(rows, { by: 'state', down: true }))).toEqual([1, 2, 3]);
    expect(ids(sorted(rows, { by: 'state', down: false }))).toEqual([1, 2, 3]);
  });

  it('moves nothing while the pointer is on the table', () => {
    const exists = (id: number) => id !== 2;
    expect(settled([1, 2, 3], [4, 3, 1], exists, false), 'because new rows come last').toEqual([
      1, 3, 4,
    ]);
    expect(settled([1, 2, 3], [4, 3, 1], exists, true)).toEqual([4, 3, 1]);
  });

  it('sorts 5,000 rows well within a frame budget of a click', () => {
    const rows = Array.from({ length: 5000 }, (_, n) => row(n, { answer: (n * 7919) % 997 }));
    // The best of some: others may be busy here.
    const took = Array.from({ length: 6 }, () => {
      const began = performance.now();
      sorted(rows, { by: 'name', down: true });
      return performance.now() - began;
    });
    expect(Math.min(...took), 'because a click answers within 100 ms').toBeLessThan(400);
  });
});

describe('filtering', () => {
  const rows = [
    row(1, { look: 'critical', group: 'サーバ室' }, { name: 'nas', kind: 'storage', group: 7 }),
    row(2, {}, { name: 'printer', kind: 'printer', vendor: 'Brother', mac: '00:1b:a9:aa:bb:cc' }),
  ];

  it('finds every word, in whatever field it stands', () => {
    expect(ids(filtered(rows, { ...EVERYTHING, text: 'nas サーバ' }))).toEqual([1]);
    expect(ids(filtered(rows, { ...EVERYTHING, text: 'brother 1b:a9' }))).toEqual([2]);
    expect(ids(filtered(rows, { ...EVERYTHING, text: 'nas brother' }))).toEqual([]);
  });

  it('reads full-width letters as the same letters', () => {
    expect(ids(filtered(rows, { ...EVERYTHING, text: 'ＮＡＳ' }))).toEqual([1]);
  });

  it('joins chips of one row by or and rows of chips by and', () => {
    const some = { ...EVERYTHING, looks: new Set(['critical', 'ok'] as const) };
    expect(ids(filtered(rows, some))).toEqual([1, 2]);
    expect(ids(filtered(rows, { ...some, kinds: new Set(['printer'] as const) }))).toEqual([2]);
    expect(ids(filtered(rows, { ...EVERYTHING, groups: new Set([0]) }))).toEqual([2]);
  });

  it('knows when nothing is filtered', () => {
    expect(isEverything(EVERYTHING)).toBe(true);
    expect(isEverything({ ...EVERYTHING, text: '  ' })).toBe(true);
    expect(isEverything({ ...EVERYTHING, groups: new Set([1]) })).toBe(false);
  });

  it('counts what each chip would show', () => {
    const all = counts(rows);
    expect(all.looks.get('critical')).toBe(1);
    expect(all.groups.get(0)).toBe(1);
    expect(all.kinds.get('printer')).toBe(1);
  });
});
