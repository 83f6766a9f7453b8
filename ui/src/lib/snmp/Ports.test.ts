import { render, screen, within } from '@testing-library/svelte';
import { beforeEach, expect, it, vi } from 'vitest';

import type { CheckState, PortsSeen } from '../ipc/bindings';

const call = vi.hoisted(() => vi.fn());
vi.mock('../ipc/client', async (original) => ({
  ...(await original<typeof import('../ipc/client')>()),
  client: { call, onGo: () => undefined, onAsk: () => undefined },
}));
const states = vi.hoisted(() => new Map<number, CheckState>());
vi.mock('../world/world.svelte', () => ({
  world: {
    states,
    windows: new Map(),
    reaches: new Map(),
    settings: null,
    groups: new Map(),
    now: 300_000,
    sparkOf: () => [],
  },
  pullSoon: () => undefined,
}));

import { usualDraft, type SpecOf } from '../checks/drafts';
import { check, node } from '../world/made';
import Ports from './Ports.svelte';
import { usualPacing } from './pacing';

const login = { version: 'v2c', community: 1 } as const;
const box = { ...node(1), snmp: { port: 161, login, pacing: usualPacing } };
const port = (name: string, up: boolean | null) => ({ name, alias: null, up, switched_off: false });
const seen = (at: number): PortsSeen[] => [
  { node: 1, at, ports: [port('Gi1', true), port('Gi2', null), port('Gi3', false)] },
];

beforeEach(() => call.mockReset());

async function said(at: number): Promise<string[]> {
  call.mockResolvedValue(seen(at));
  const { unmount } = render(Ports, { node: box, checks: [], device: null });
  const table = await screen.findByTestId('ports');
  const [, ...rows] = within(table).getAllByRole('row');
  const states = rows.map((row) => within(row).getAllByRole('cell')[0]?.textContent ?? '');
  unmount();
  return states.map((text) => text.replace(/\s+/g, ' ').trim());
}

it('says of every interface what it did and, if that is old, when', async () => {
  expect(await said(0)).toEqual(['up 5 min ago', '', 'down 5 min ago']);
  expect(call).toHaveBeenCalledWith('ports', { nodes: [1] });
  expect(await said(240_000), 'because that is now').toEqual(['up', '', 'down']);
});

it('asks nothing of a node without an agent', () => {
  render(Ports, { node: node(1), checks: [], device: null });
  expect(call).not.toHaveBeenCalled();
  expect(screen.queryByTestId('ports')).toBeNull();
});

it('says what goes wrong on an interface, and nothing where nothing does', async () => {
  const usual = usualDraft(1, 'interface').spec as SpecOf<'interface'>;
  const checks = [7, 8].map((id) =>
    check(id, 1, { spec: { ...usual, port: { ...usual.port, name: `Gi${id}` } } }),
  );
  const measured = (id: number, collisions: number) => {
    const readings = [
      { metric: 'traffic_in' as const, value: 2e6 },
      { metric: 'errors_in' as const, value: 0 },
      { metric: 'collisions' as const, value: collisions },
    ];
    const last = { at: 290_000, took: 1, outcome: 'measured' as const, readings };
    states.set(id, { check: id, state: { state: 'pending' }, last });
  };
  measured(7, 3);
  measured(8, 0);
  render(Ports, { node: node(1), checks, device: null });
  const wrong = await screen.findAllByTestId('port-wrong');
  expect(wrong.map((said) => said.textContent)).toEqual(['3.00 collisions/s']);
  states.clear();
});
