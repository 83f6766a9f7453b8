// What a site of some hundred nodes has besides the small company's: floors with access switches on
// two distribution switches, phones, cameras and radio on them, and branches behind the routers.

import type { NodeKind } from '../bindings';
import type { Part } from './cast';
import { chance } from './noise';

type Row = [prefix: string, kind: NodeKind, vendor: string, weight: number];

const office: Row[] = [
  ['pc', 'workstation', 'Lenovo', 11],
  ['tel', 'phone', 'Yealink', 6],
  ['ap', 'access_point', 'Aruba', 2],
  ['prn', 'printer', 'Ricoh', 1],
  ['cam', 'camera', 'Axis', 1],
];
const plant: Row[] = [
  ['term', 'workstation', 'Panasonic', 5],
  ['cam', 'camera', 'Axis', 5],
  ['plc', 'other', 'Mitsubishi', 4],
  ['ap', 'access_point', 'Aruba', 2],
];
const machines: Row[] = [
  ['srv', 'server', 'Dell', 6],
  ['esx', 'server', 'HPE', 2],
  ['nas', 'storage', 'Synology', 1],
];

interface Floor {
  /** The switch hosts hang on. */
  on: string;
  tag: string;
  group: number;
  rows: Row[];
  /** Share of the hosts. */
  share: number;
}

const hosts = 38;

/** Infrastructure first, then hosts, floor by floor as they were wired. */
export function* campus(size: number): Generator<Part> {
  const floors = Math.max(2, Math.round((size - 130) / hosts));
  const sw = (name: string, up: string, group: number, also?: string): Part => ({
    name,
    kind: 'switch',
    vendor: 'Allied Telesis',
    group,
    up,
    ...(also === undefined ? {} : { also }),
  });
  yield sw('dist-sw-1', 'core-sw-1', 1, 'core-sw-2');
  yield sw('dist-sw-2', 'core-sw-1', 1, 'core-sw-2');
  yield sw('sw-srv', 'core-sw-1', 2, 'core-sw-2');
  yield sw('sw-osaka', 'wan-osaka', 6);
  yield sw('sw-nagoya', 'wan-nagoya', 6);
  const plan: Floor[] = [
    { on: 'sw-srv', tag: '', group: 2, rows: machines, share: 0.7 },
    { on: 'sw-1f', tag: '1f', group: 3, rows: office, share: 0.8 },
    { on: 'sw-2f', tag: '2f', group: 4, rows: office, share: 0.9 },
    { on: 'sw-wh', tag: 'wh', group: 5, rows: plant, share: 0.6 },
    { on: 'sw-osaka', tag: 'osk', group: 6, rows: office, share: 0.45 },
    { on: 'sw-nagoya', tag: 'ngo', group: 6, rows: office, share: 0.25 },
  ];
  for (let i = 0; i < floors; i += 1) {
    const tag = `${3 + Math.floor(i / 2)}f${i % 2 === 0 ? 'a' : 'b'}`;
    const [up, also] = i % 2 === 0 ? ['dist-sw-1', 'dist-sw-2'] : ['dist-sw-2', 'dist-sw-1'];
    yield sw(`sw-${tag}`, up ?? '', i % 2 === 0 ? 3 : 4, i < 4 ? also : undefined);
    plan.push({ on: `sw-${tag}`, tag, group: i % 2 === 0 ? 3 : 4, rows: office, share: 1.1 });
  }
  yield* crowd(plan, size);
}

function* crowd(plan: readonly Floor[], size: number): Generator<Part> {
  const all = plan.reduce((sum, f) => sum + f.share, 0);
  const room = size - 22 - plan.length;
  const counted = new Map<string, number>();
  for (const floor of plan) {
    const n = Math.ceil((room * floor.share) / all);
    for (let i = 0; i < n; i += 1) yield host(floor, i, counted);
  }
  for (let i = 0; ; i += 1) yield host(plan[i % plan.length] ?? fallback, 1000 + i, counted);
}

const fallback: Floor = { on: 'core-sw-1', tag: '', group: 2, rows: machines, share: 1 };

function host(floor: Floor, i: number, counted: Map<string, number>): Part {
  const weights = floor.rows.reduce((sum, [, , , w]) => sum + w, 0);
  let at = chance(i, floor.on.length, floor.share * 1000) * weights;
  const row = floor.rows.find(([, , , w]) => (at -= w) < 0) ?? floor.rows[0];
  const [prefix, kind, vendor] = row ?? ['pc', 'workstation' as const, 'Lenovo'];
  const stem = [prefix, floor.tag].filter(Boolean).join('-');
  const n = (counted.get(stem) ?? 0) + 1;
  counted.set(stem, n);
  const name = `${stem}-${String(n).padStart(2, '0')}`;
  return { name, kind, vendor, group: floor.group, up: floor.on };
}
