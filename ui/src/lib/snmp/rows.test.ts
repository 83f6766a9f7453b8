import { expect, it } from 'vitest';
import type { CheckState, DeviceView, Reading } from '../ipc/bindings';
import { check } from '../world/made';
import { usualDraft, type SpecOf } from '../checks/drafts';
import { levelRows, portRows } from './rows';

const spec = usualDraft(1, 'interface').spec as SpecOf<'interface'>;
const port = (id: number, name: string) =>
  check(id, 1, { spec: { ...spec, port: { ...spec.port, name } } });

const seen = (id: number, readings: Reading[]): [number, CheckState] => [
  id,
  {
    check: id,
    state: { state: 'pending' },
    last: { at: 0, took: 1, outcome: 'measured', readings },
  },
];

const device = {
  ports: [
    {
      name: 'Gi1',
      alias: 'uplink',
      up: true,
      switched_off: false,
      speed: 1e9,
      mac: null,
      neighbour: 'core',
    },
    {
      name: 'Gi2',
      alias: null,
      up: false,
      switched_off: true,
      speed: null,
      mac: null,
      neighbour: null,
    },
  ],
  values: [{ metric: 'fan', label: 'Fan 1', value: 5000, of: null }],
  software: [],
} as unknown as DeviceView;

it('shows what checks measured, and beside it what was read of the device', () => {
  const states = new Map([
    seen(3, [
      { metric: 'traffic_in', value: 2e6 },
      { metric: 'load_in', value: 0.2 },
      { metric: 'load_out', value: 4 },
    ]),
  ]);
  const rows = portRows([port(3, 'Gi1')], states, device);
  expect(rows.map((row) => row.name)).toEqual(['Gi1', 'Gi2']);
  expect(rows[0]).toMatchObject({ up: true, in: 2e6, load: 4, neighbour: 'core', speed: 1e9 });
  expect(rows[1]).toMatchObject({ check: null, off: true, in: null });
  expect(levelRows([], new Map(), device)).toMatchObject([{ metric: 'fan', value: 5000 }]);
});

it('calls an interface up only where a check would fail if it were down', () => {
  const free = port(4, 'Gi2');
  const spec = { ...(free.spec as SpecOf<'interface'>), up: false };
  const checks = [port(3, 'Gi1'), { ...free, spec }];
  const states = new Map([seen(3, []), seen(4, [])]);
  const up = (of: DeviceView | null) => portRows(checks, states, of).map((row) => row.up);
  expect(up(null)).toEqual([true, null]);
  expect(up(device)).toEqual([true, false]);
});

it('knows nothing of an interface nobody has looked at', () => {
  const [row] = portRows([port(3, 'Gi1')], new Map(), null);
  expect(row).toMatchObject({ up: null, in: null, load: null });
});
