import { describe, expect, it } from 'vitest';
import type { CheckState, DeviceView, PortsSeen, Reading } from '../ipc/bindings';
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
  described: { at: 5_000 },
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
  health: [],
  parts: [],
  software: [],
} as unknown as DeviceView;

it('shows what checks measured, and beside it what was read of the device', () => {
  const states = new Map([
    seen(3, [
      { metric: 'traffic_in', value: 2e6 },
      { metric: 'load_in', value: 0.2 },
      { metric: 'load_out', value: 4 },
      { metric: 'errors_in', value: 0.5 },
      { metric: 'errors_out', value: 1 },
      { metric: 'collisions', value: 3 },
    ]),
  ]);
  const rows = portRows([port(3, 'Gi1')], states, device, null);
  expect(rows.map((row) => row.name)).toEqual(['Gi1', 'Gi2']);
  expect(rows[0]).toMatchObject({ up: true, in: 2e6, load: 4, neighbour: 'core', speed: 1e9 });
  expect(rows[0]).toMatchObject({ errors: 1.5, collisions: 3 });
  expect(rows[1]).toMatchObject({ check: null, off: true, in: null, errors: null });
  expect(levelRows([], new Map(), device)).toMatchObject([{ metric: 'fan', value: 5000 }]);
});

it('calls an interface up only where a check would fail if it were down', () => {
  const free = port(4, 'Gi2');
  const spec = { ...(free.spec as SpecOf<'interface'>), up: false };
  const checks = [port(3, 'Gi1'), { ...free, spec }];
  const states = new Map([seen(3, []), seen(4, [])]);
  const up = (of: DeviceView | null) => portRows(checks, states, of, null).map((row) => row.up);
  expect(up(null)).toEqual([true, null]);
  expect(up(device)).toEqual([true, false]);
});

it('keeps interfaces apart that share a name', () => {
  const twin = (mac: string, up: boolean) => ({ ...device.ports[0], name: 'Ethernet', mac, up });
  const twins = { ...device, ports: [twin('a', true), twin('b', false), twin('c', true)] };
  const own = port(4, 'Ethernet');
  const signs = { ...(own.spec as SpecOf<'interface'>).port, mac: 'b' };
  const checks = [
    port(3, 'Ethernet'),
    { ...own, spec: { ...own.spec, port: signs, up: false } as SpecOf<'interface'> },
  ];
  const rows = portRows(checks, new Map([seen(4, [])]), twins as DeviceView, null);
  expect(new Set(rows.map((row) => row.key)).size, 'because rows are told apart').toBe(rows.length);
  expect(rows.filter((row) => row.check === null).map((row) => row.up)).toEqual([true, true]);
  expect(rows[0]?.neighbour, 'because nobody knows which of them it is').toBe('');
  expect(rows[1], 'because its address says so').toMatchObject({ up: false, neighbour: 'core' });
});

it('knows nothing of an interface nobody has looked at', () => {
  const [row] = portRows([port(3, 'Gi1')], new Map(), null, null);
  expect(row).toMatchObject({ up: null, at: null, in: null, load: null });
});

describe('the state of an interface', () => {
  const glimpse = (at: number, up: boolean | null): PortsSeen => ({
    node: 1,
    at,
    ports: [
      { name: 'Gi1', alias: 'uplink', up, switched_off: false },
      { name: 'Gi9', alias: null, up: true, switched_off: false },
    ],
  });
  const off = (id: number) => {
    const watched = port(id, 'Gi1');
    return { ...watched, spec: { ...(watched.spec as SpecOf<'interface'>), up: false } };
  };
  const first = (...all: Parameters<typeof portRows>) => portRows(...all)[0];

  it('is what was seen last, whoever looked, with its time', () => {
    const [states, mine] = [new Map([seen(3, [])]), off(3)];
    const told = (at: number, up: boolean | null) => first([mine], states, device, glimpse(at, up));
    expect(told(4_000, false), 'because the device was read later').toMatchObject({
      up: true,
      at: 5_000,
    });
    expect(told(6_000, false), 'because it went down since').toMatchObject({
      up: false,
      at: 6_000,
    });
    expect(told(6_000, null), 'because an old answer is no answer').toMatchObject({
      up: null,
      at: 6_000,
    });
    expect(first([mine], states, null, null), 'because its check does not mind').toMatchObject({
      up: null,
      at: null,
    });
  });

  it('is its check’s where that would fail if it were down', () => {
    const [, state] = seen(3, []);
    const now = { ...state, last: { ...state.last, at: 9_000 } } as CheckState;
    const states = new Map([[3, now]]);
    const row = first([port(3, 'Gi1')], states, device, glimpse(6_000, false));
    expect(row).toMatchObject({ up: true, at: 9_000 });
  });

  it('is known of interfaces nobody watches and nobody has read', () => {
    const rows = portRows([port(3, 'Gi1')], new Map(), null, glimpse(6_000, false));
    expect(rows.map((row) => row.name)).toEqual(['Gi1', 'Gi9']);
    expect(rows[1]).toMatchObject({ check: null, up: true, at: 6_000 });
    expect(rows[0]).toMatchObject({ up: false, at: 6_000, alias: 'uplink' });
  });
});
