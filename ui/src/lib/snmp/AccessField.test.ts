import { render, screen } from '@testing-library/svelte';
import userEvent from '@testing-library/user-event';
import { expect, it, vi } from 'vitest';

const login = vi.hoisted(() => ({ version: 'v2c', community: 1 }) as const);
vi.mock('../ipc/client', async (original) => ({
  ...(await original<typeof import('../ipc/client')>()),
  client: { call: vi.fn(), onGo: () => undefined, onAsk: () => undefined },
}));
vi.mock('../world/world.svelte', () => ({
  world: { settings: { logins: [login] }, nodes: new Map() },
  pullSoon: () => undefined,
}));

import AccessField from './AccessField.svelte';
import { usualPacing } from './pacing';

it('hands on how patiently an agent is asked, once that can be meant', async () => {
  const person = userEvent.setup();
  const access = { port: 161, login, pacing: { timeout: 4_000, retries: 3, at_once: 1 } };
  const { component } = render(AccessField, { access });
  expect(screen.getByTestId('snmp-pacing'), 'because it is not as usual').toHaveAttribute('open');
  expect(screen.getByTestId('snmp-timeout')).toHaveValue('4');
  expect(await component.take()).toEqual({ port: 161, logins: [login], pacing: access.pacing });

  await person.clear(screen.getByTestId('snmp-timeout'));
  await person.type(screen.getByTestId('snmp-timeout'), '45');
  expect(await component.take(), 'because nobody waits so long').toBeNull();
  expect(await screen.findByText('Between 0.5 and 30.')).toBeInTheDocument();
  await person.clear(screen.getByTestId('snmp-timeout'));
  await person.type(screen.getByTestId('snmp-timeout'), '0.5');
  const pacing = { timeout: 500, retries: 3, at_once: 1 };
  expect(await component.take()).toMatchObject({ pacing });
});

it('does not trouble anybody with what is usual', async () => {
  const { component } = render(AccessField, { access: null, list: true });
  expect(screen.getByTestId('snmp-pacing')).not.toHaveAttribute('open');
  expect(await component.take()).toEqual({ port: 161, logins: [login], pacing: usualPacing });
});
