import { expect, test } from 'vitest';

import type { WalkRow } from '../ipc/bindings';
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

test('a counter is watched by its rate and a number by its value', () => {
  const counter = asCheck(7, row('Counter64', '4711')).spec;
  expect(counter).toMatchObject({ kind: 'value', metric: 'rate', label: 'ifOperStatus.3' });
  const gauge = asCheck(7, row('Gauge32', '72')).spec;
  expect(gauge).toMatchObject({
    kind: 'value',
    metric: 'value',
    formula: { plus: [{ oid: '1.3.6.1.2.1.2.2.1.8.3', times: 1 }] },
  });
  expect(asCheck(7, row('OCTET STRING', '23.5')).spec.kind).toBe('value');
});

test('what has meanings, and text, is watched by what it says, and as it is now is good', () => {
  const state = asCheck(
    7,
    row('INTEGER', '1', [
      [1, 'up'],
      [2, 'down'],
    ]),
  ).spec;
  expect(state).toMatchObject({ kind: 'word', good: ['1'], words: { 1: 'up', 2: 'down' } });
  expect(asCheck(7, row('OCTET STRING', 'on line')).spec).toMatchObject({ good: ['on line'] });
  expect(asCheck(7, row('OCTET STRING', '')).spec).toMatchObject({ kind: 'word', good: [] });
  expect(asCheck(7, row('IpAddress', '10.0.0.1')).spec.kind).toBe('word');
});

test('the draft is of the node that was asked', () => {
  expect(asCheck(7, row('Gauge32', '1'))).toMatchObject({ id: null, node: 7 });
});
