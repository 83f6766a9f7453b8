import { render, screen, within } from '@testing-library/svelte';
import { beforeEach, expect, it, vi } from 'vitest';

import type { PortsSeen } from '../ipc/bindings';

const call = vi.hoisted(() => vi.fn());
vi.mock('../ipc/client', async (original) => ({
  ...(await original<typeof import('../ipc/client')>()),
  client: { call, onGo: () => undefined, onAsk: () => undefined },
}));
vi.mock('../world/world.svelte', () => ({
  world: { states: new Map(), now: 300_000, sparkOf: () => [] },
  pullSoon: () => undefined,
}));

import { node } from '../world/made';
import Ports from './Ports.svelte';

const box = { ...node(1), snmp: { port: 161, login: { version: 'v2c', community: 1 } as const } };
const port = (name: string, up: boolean | null) => ({ name, alias: null, up, switched_off: false });
const seen = (at: number): PortsSeen[] => [
  { node: 1, at, ports: [port('Gi1', true), port('Gi2', null), port('Gi3', false)] },
];

beforeEach(() => call.mockReset());

async function states(at: number): Promise<string[]> {
  call.mockResolvedValue(seen(at));
  const { unmount } = render(Ports, { node: box, checks: [], device: null });
  const table = await screen.findByTestId('ports');
  const [, ...rows] = within(table).getAllByRole('row');
  const said = rows.map((row) => within(row).getAllByRole('cell')[0]?.textContent ?? '');
  unmount();
  return said.map((text) => text.replace(/\s+/g, ' ').trim());
}

it('says of every interface what it did and, if that is old, when', async () => {
  expect(await states(0)).toEqual(['up 5 min ago', '', 'down 5 min ago']);
  expect(call).toHaveBeenCalledWith('ports', { nodes: [1] });
  expect(await states(240_000), 'because that is now').toEqual(['up', '', 'down']);
});

it('asks nothing of a node without an agent', () => {
  render(Ports, { node: node(1), checks: [], device: null });
  expect(call).not.toHaveBeenCalled();
  expect(screen.queryByTestId('ports')).toBeNull();
});
