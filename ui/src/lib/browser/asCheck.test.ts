import { expect, test } from 'vitest';

import type { RowPlace, WalkRow } from '../ipc/bindings';
import { asCheck } from './asCheck';

const row = (kind: string, raw: string, meanings: [number, string][] = []): WalkRow => ({
  oid: '1.3.6.1.2.1.2.2.1.8.3',
  name: 'ifOperStatus.3',
  value: raw,
  kind,
  raw,
  about: '',
  meanings,
});

const alone: RowPlace = { place: 'alone' };

test('a counter is watched by its rate and a number by its value', () => {
  const counter = asCheck(7, row('Counter64', '4711'), alone).spec;
  expect(counter).toMatchObject({ kind: 'value', metric: 'rate', label: 'ifOperStatus.3' });
  const gauge = asCheck(7, row('Gauge32', '72'), alone).spec;
  expect(gauge).toMatchObject({
    kind: 'value',
    metric: 'value',
    formula: { plus: [{ oid: '1.3.6.1.2.1.2.2.1.8.3', times: 1 }] },
  });
  expect(asCheck(7, row('OCTET STRING', '23.5'), alone).spec.kind).toBe('value');
});

test('what has meanings, and text, is watched by what it says, and as it is now is good', () => {
  const state = asCheck(
    7,
    row('INTEGER', '1', [
      [1, 'up'],
      [2, 'down'],
    ]),
    alone,
  ).spec;
  expect(state).toMatchObject({ kind: 'word', good: ['1'], words: { 1: 'up', 2: 'down' } });
  expect(asCheck(7, row('OCTET STRING', 'on line'), alone).spec).toMatchObject({
    good: ['on line'],
  });
  expect(asCheck(7, row('OCTET STRING', ''), alone).spec).toMatchObject({ kind: 'word', good: [] });
  expect(asCheck(7, row('IpAddress', '10.0.0.1'), alone).spec.kind).toBe('word');
});

test('the draft is of the node that was asked', () => {
  expect(asCheck(7, row('Gauge32', '1'), alone)).toMatchObject({ id: null, node: 7 });
});

test('a row that has a name is known by it, and by its index if it has none', () => {
  const rows = {
    rows: 'row',
    column: '1.3.6.1.2.1.31.1.1.1.1',
    says: 'Gi0/3',
    index: [3],
  } as const;
  const object = '1.3.6.1.2.1.2.2.1.8';
  const place: RowPlace = { place: 'named', object, rows: { ...rows, index: [3] }, by: 'ifName' };
  const text = asCheck(7, row('OCTET STRING', 'on'), place).spec;
  expect(text).toMatchObject({ kind: 'word', oid: object, rows, label: 'ifOperStatus Gi0/3' });
  const count = asCheck(7, row('Counter64', '4'), place).spec;
  expect(count).toMatchObject({ kind: 'value', rows, formula: { plus: [{ oid: object }] } });
  const indexed = asCheck(7, row('Counter64', '4'), { place: 'indexed' }).spec;
  expect(indexed).toMatchObject({ rows: { rows: 'object' }, label: 'ifOperStatus.3' });
});
