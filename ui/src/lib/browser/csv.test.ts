import { describe, expect, it } from 'vitest';
import type { WalkRow } from '../ipc/bindings';
import { csv, text } from './csv';

const row = (name: string, value: string): WalkRow => ({
  oid: '1.3.6.1',
  name,
  value,
  kind: 'OCTET STRING',
  raw: value,
  about: '',
  meanings: [],
});

describe('a walk as a file', () => {
  it('is read by a spreadsheet as text and never as a formula', () => {
    const file = csv(
      ['oid', 'name'],
      [row('sysName.0', '=cmd()'), row('a', 'x,"y"'), row('b', '-5')],
    );
    expect(file.startsWith('\uFEFFoid,name\r\n'), 'because Excel needs the mark').toBe(true);
    expect(file).toContain(",'=cmd(),'=cmd()");
    expect(file).toContain('"x,""y"""');
    expect(file, 'because a number below zero is a number').toContain(',-5,-5');
  });

  it('is one line per object as text', () => {
    expect(text([row('sysName.0', 'gw'), row('a', 'b')])).toBe('sysName.0 = gw\na = b');
  });
});
