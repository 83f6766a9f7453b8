import { render, screen } from '@testing-library/svelte';
import userEvent from '@testing-library/user-event';
import { beforeEach, expect, it, vi } from 'vitest';
import type { Noticed, Sighting, Whereabouts } from '../ipc/bindings';

const NOW = 1_795_000_000_000;
const HOUR = 3_600_000;
const { call, world } = vi.hoisted(() => ({
  call: vi.fn(),
  world: { now: 1_795_000_000_000, nodes: new Map<number, unknown>() },
}));
vi.mock('../ipc/client', async (original) => ({
  ...(await original<typeof import('../ipc/client')>()),
  client: { call, onGo: () => undefined, onAsk: () => undefined },
}));
vi.mock('../world/world.svelte', () => ({ world, pullSoon: () => undefined }));

import { node } from '../world/made';
import { sought } from './wanted.svelte';
import WherePart from './WherePart.svelte';

const NAS = '02:00:00:00:00:0a';
const stay = (port: string, since: number, seen: number): Sighting => ({
  mac: NAS,
  at: 1,
  port: { name: port, index: null },
  since,
  seen,
});

let found: Whereabouts;
let noticed: Noticed[];
beforeEach(() => {
  world.nodes = new Map([
    [1, node(1, { name: 'access-1' })],
    [2, node(2, { name: 'nas', mac: NAS })],
  ]);
  found = {
    sightings: [stay('p9', NOW - HOUR, NOW), stay('p3', NOW - 9 * HOUR, NOW - HOUR)],
    claims: [],
  };
  noticed = [];
  call.mockReset();
  call.mockImplementation(async (name: string) => (name === 'noticed' ? noticed : found));
});

async function look(what: string): Promise<string> {
  const person = userEvent.setup();
  render(WherePart);
  await person.type(screen.getByTestId('where-what'), `${what}{Enter}`);
  await screen.findByTestId('where-ports');
  return screen.getByTestId('sentence').textContent?.trim() ?? '';
}

it('says in one sentence where something is, and lists where it was', async () => {
  expect(await look('nas')).toMatch(/^nas is on access-1, p9 since /);
  expect(call).toHaveBeenCalledWith('where_is', { what: 'nas' });
  expect(screen.getByText('It has moved once.')).toBeInTheDocument();
  expect(screen.getByTestId('where-ports').querySelectorAll('tbody tr')).toHaveLength(2);
});

it('does not claim that somebody is where nobody has seen it of late', async () => {
  found = { ...found, sightings: [stay('p9', NOW - 9 * HOUR, NOW - HOUR)] };
  expect(await look('nas')).toMatch(/^nas was last seen on access-1, p9, /);
});

it('finds at once what another screen wants to be found', async () => {
  sought.what = NAS;
  render(WherePart);
  await screen.findByTestId('where-ports');
  expect(call).toHaveBeenCalledWith('where_is', { what: NAS });
});

it('tells an address two devices use from one that was handed on', async () => {
  const before = { address: '10.0.0.9', mac: NAS, since: NOW - HOUR, seen: NOW };
  const now = { ...before, mac: '02:00:00:00:00:0b', since: NOW };
  noticed = [{ noticed: 'answers', before, now, disputed: true }];
  render(WherePart);
  const lately = await screen.findByTestId('where-lately');
  expect(lately).toHaveTextContent('in use twice');
  expect(lately).toHaveTextContent('10.0.0.9 is used by 02:00:00:00:00:0b and nas in turn.');
});
