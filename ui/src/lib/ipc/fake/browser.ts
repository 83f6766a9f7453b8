// The fake's SNMP browser: one small agent, and MIB files that are only kept.

import type { MibView, WalkRow, WalkView } from '../bindings';
import { edit, fail, type Answers } from './guard';

const STATES: WalkRow['meanings'] = [
  [1, 'up'],
  [2, 'down'],
];

const row = (oid: string, name: string, kind: string, value: string, raw = value): WalkRow => ({
  oid,
  name,
  kind,
  value,
  raw,
  about: '',
  meanings: name.startsWith('ifOperStatus') ? STATES : [],
});

const ROWS: WalkRow[] = [
  row('1.3.6.1.2.1.1.1.0', 'sysDescr.0', 'OCTET STRING', 'RTX1300 Rev.23.00.12'),
  row('1.3.6.1.2.1.1.3.0', 'sysUpTime.0', 'TimeTicks', '84213377 1/100 s', '84213377'),
  row('1.3.6.1.2.1.1.5.0', 'sysName.0', 'OCTET STRING', 'gw-1'),
  ...Array.from({ length: 24 }, (_, n) => [
    row(`1.3.6.1.2.1.2.2.1.2.${n + 1}`, `ifDescr.${n + 1}`, 'OCTET STRING', `LAN${n + 1}`),
    row(`1.3.6.1.2.1.2.2.1.8.${n + 1}`, `ifOperStatus.${n + 1}`, 'INTEGER', 'up(1)', '1'),
  ])
    .flat()
    .sort((a, b) => a.oid.localeCompare(b.oid, undefined, { numeric: true })),
];

let begun: number | null = null;
let mibs: MibView[] = [];

/** Twenty rows each half second. */
function view(seen: number): WalkView {
  const there = begun === null ? 0 : Math.floor((Date.now() - begun) / 500) * 20;
  const count = Math.min(ROWS.length, there);
  return {
    running: begun !== null && count < ROWS.length,
    count,
    rows: ROWS.slice(seen, count),
    bounded: false,
    trouble: null,
  };
}

export const browser: Answers<
  'walk_start' | 'walk' | 'walk_stop' | 'row_place' | 'mibs' | 'mibs_put' | 'mib_drop'
> = {
  walk_start: ({ address, from, logins }) => {
    if (logins.length === 0) fail('fields', '', [{ field: 'logins', problem: 'empty' }]);
    if (address.trim() === '')
      fail('fields', '', [{ field: 'address', problem: 'not_an_address' }]);
    if (!/^(\.?\d+(\.\d+)*|[A-Za-z][\w:.-]*)$/.test(from.trim())) {
      fail('fields', '', [{ field: 'from', problem: 'not_an_oid' }]);
    }
    begun = Date.now();
    return view(0);
  },
  walk: ({ seen }) => view(seen),
  row_place: ({ oid }) => {
    const [object, index] = /^(1\.3\.6\.1\.2\.1\.2\.2\.1\.\d+)\.(\d+)$/.exec(oid)?.slice(1) ?? [];
    if (object === undefined || index === undefined) return { place: 'alone' };
    const column = '1.3.6.1.2.1.2.2.1.2';
    const rows = { rows: 'row', column, says: `LAN${index}`, index: [Number(index)] } as const;
    return { place: 'named', object, rows: { ...rows, index: [Number(index)] }, by: 'ifDescr' };
  },
  walk_stop: () => {
    const ended = view(ROWS.length);
    begun = null;
    return { ...ended, running: false };
  },
  mibs: () => mibs,
  mibs_put: edit(({ files }) => {
    const fresh = files.map((file) => ({
      name: file.name.replace(/\.\w+$/, '').toUpperCase(),
      size: Math.floor(file.content.length * 0.75),
      objects: 12,
      traps: 2,
    }));
    const others = mibs.filter((mib) => !fresh.some((one) => one.name === mib.name));
    mibs = [...others, ...fresh].sort((a, b) => a.name.localeCompare(b.name));
    return { kept: mibs, findings: [] };
  }),
  mib_drop: edit(({ name }) => {
    mibs = mibs.filter((mib) => mib.name !== name);
    return mibs;
  }),
};
