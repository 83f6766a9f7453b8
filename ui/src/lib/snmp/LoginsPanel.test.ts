import { render, screen } from '@testing-library/svelte';
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
