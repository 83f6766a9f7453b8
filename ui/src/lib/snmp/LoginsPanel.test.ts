import { render, screen, waitFor } from '@testing-library/svelte';
import userEvent from '@testing-library/user-event';
import { beforeEach, expect, it, vi } from 'vitest';

import type { Login, Settings } from '../ipc/bindings';

const call = vi.hoisted(() => vi.fn());
vi.mock('../ipc/client', async (original) => ({
  ...(await original<typeof import('../ipc/client')>()),
  client: { call, onGo: () => undefined, onAsk: () => undefined },
}));
vi.mock('../world/world.svelte', () => ({
  world: { readOnly: false, settings: null },
  pullSoon: () => undefined,
}));

import LoginsPanel from './LoginsPanel.svelte';

const logins: Login[] = [
  { version: 'v2c', community: 1 },
  { version: 'v1', community: 2 },
];

beforeEach(() => {
  call.mockReset();
  call.mockImplementation(async (name: string) => (name === 'vault' ? { missing: [1] } : {}));
});

it('says which login has lost its secret, and asks for that one again', async () => {
  const person = userEvent.setup();
  render(LoginsPanel, { settings: { logins } as unknown as Settings });
  const lost = await screen.findAllByTestId('login-lost');
  expect(lost, 'because the other secret is there').toHaveLength(1);
  expect(lost[0]).toHaveTextContent('Its secret is not in the vault any more');
  const [first, second] = screen.getAllByRole('button', { name: 'Change' });
  await person.click(first as HTMLElement);
  expect(await screen.findByTestId('snmp-community')).toHaveValue('');
  expect(screen.getByRole('alert')).toHaveTextContent('It is not in the vault any more.');
  await person.type(screen.getByTestId('snmp-community'), 'x');
  expect(screen.queryByRole('alert'), 'because it is being entered').toBeNull();
  await person.clear(screen.getByTestId('snmp-community'));
  await person.click(screen.getByTestId('login-save'));
  expect(screen.getByRole('alert')).toHaveTextContent('It is not in the vault any more.');
  expect(call, 'because nothing was entered').not.toHaveBeenCalledWith(
    'settings_put',
    expect.anything(),
  );
  await person.click(screen.getByRole('button', { name: 'Cancel' }));
  await person.click(second as HTMLElement);
  expect(await screen.findByTestId('snmp-community')).toHaveValue('kept in the vault');
});

const kept = () =>
  call.mock.calls.filter(([name]) => name === 'settings_put').map(([, with_]) => with_.logins);

it('keeps the order in which logins are tried', async () => {
  const person = userEvent.setup();
  render(LoginsPanel, { settings: { logins } as unknown as Settings });
  expect(screen.getByRole('button', { name: 'Try SNMPv2c earlier' })).toBeDisabled();
  expect(screen.getByRole('button', { name: 'Try SNMPv1 later' })).toBeDisabled();
  await person.click(screen.getByRole('button', { name: 'Try SNMPv1 earlier' }));
  await waitFor(() => expect(kept()).toEqual([[logins[1], logins[0]]]));
});

it('lets a login go only after it was asked', async () => {
  const person = userEvent.setup();
  render(LoginsPanel, { settings: { logins } as unknown as Settings });
  const remove = () => screen.getAllByRole('button', { name: 'Remove' });
  await person.click(remove()[0] as HTMLElement);
  expect(kept(), 'because its secret would be gone').toEqual([]);
  expect(screen.getByRole('heading', { name: /SNMPv2c no more/ })).toBeInTheDocument();
  await person.click(remove().at(-1) as HTMLElement);
  await waitFor(() => expect(kept()).toEqual([[logins[1]]]));
});
