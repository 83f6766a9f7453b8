import { expect, it } from 'vitest';
import { node } from '../world/made';
import { csv, listed } from './inventory';

const described = {
  at: 0,
  maker: 'Example, Inc.',
  model: '=cmd()',
  version: null,
  serial: '-1',
  name: 'sw "1"',
  descr: null,
  location: '大阪',
  changes: [],
};

it('lists only what was asked, and runs nothing in a spreadsheet', () => {
  const all = listed([node(2), node(1, { described })]);
  expect(all.map((n) => n.id)).toEqual([1]);
  const text = csv(all);
  expect(text.startsWith('\ufeff'), 'because Excel takes Japanese for Latin otherwise').toBe(true);
  const [, row = ''] = text.split('\r\n');
  expect(row).toContain(`"Example, Inc.",'=cmd(),,'-1,"sw ""1""",大阪`);
});
