import { render, screen, waitFor, within } from '@testing-library/svelte';
import userEvent from '@testing-library/user-event';
import { beforeEach, describe, expect, it, vi } from 'vitest';

import type { Contact, Node, Settings, VaultStatus } from '../ipc/bindings';

const call = vi.hoisted(() => vi.fn());
const world = vi.hoisted(() => ({
  readOnly: false,
  nodes: new Map<number, Pick<Node, 'snmp'>>(),
  contacts: new Map<number, Pick<Contact, 'name' | 'ways'>>(),
  settings: null as Pick<Settings, 'logins' | 'mail'> | null,
}));
vi.mock('../ipc/client', async (original) => ({
  ...(await original<typeof import('../ipc/client')>()),
  client: { call, onGo: () => undefined, onAsk: () => undefined },
}));
vi.mock('../world/world.svelte', () => ({ world, pullSoon: () => undefined }));

import { usualPacing } from '../snmp/pacing';
import { needed } from './needed';
import VaultPanel from './VaultPanel.svelte';

const open: VaultStatus = {
  state: 'open',
  passphrase: true,
  keychain: true,
  keychain_here: true,
  remembered_here: false,
  secrets: 3,
  missing: [],
};
const unmade: VaultStatus = {
  state: 'unmade',
  passphrase: false,
  keychain: false,
  keychain_here: true,
  remembered_here: false,
  secrets: 0,
  missing: [],
};
const v2c = { version: 'v2c', community: 1 } as const;
const nobody = { version: 'v3', user: 'open', context: '', auth: null, privacy: null } as const;

let status: VaultStatus;
beforeEach(() => {
  status = open;
  world.readOnly = false;
  world.nodes = new Map([
    [1, { snmp: { port: 161, login: v2c, pacing: usualPacing } }],
    [2, { snmp: { port: 161, login: nobody, pacing: usualPacing } }],
    [3, { snmp: null }],
  ]);
  world.contacts = new Map([
    [1, { name: 'Ops', ways: [{ way: 'webhook', form: 'slack', url: 2 }] }],
    [2, { name: 'Desk', ways: [{ way: 'desktop' }] }],
  ]);
  world.settings = { logins: [v2c, v2c], mail: null };
  call.mockReset();
  call.mockImplementation(async (name: string) => {
    if (name === 'vault_wipe') status = unmade;
    if (name === 'vault_remember') status = { ...status, remembered_here: true };
    return status;
  });
});

const asked = (name: string) => call.mock.calls.filter(([n]) => n === name);

describe('the vault in the settings', () => {
  it('is wiped only after it said what stops working', async () => {
    const person = userEvent.setup();
    render(VaultPanel);
    await person.click(await screen.findByTestId('vault-wipe'));
    const said = within(screen.getByTestId('confirm-wipe'));
    expect(said.getByRole('heading')).toHaveTextContent('its 3 secrets');
    expect(said.getByText('One node is no longer read over SNMP.')).toBeInTheDocument();
    expect(said.getByText(/2 SNMP logins/)).toBeInTheDocument();
    const told = said.getByText(/No longer told/);
    expect(told).toHaveTextContent('Ops');
    expect(told, 'because the desktop needs no secret').not.toHaveTextContent('Desk');
    expect(asked('vault_wipe'), 'because nobody has confirmed it').toHaveLength(0);
    await person.click(screen.getByTestId('vault-wipe-confirm'));
    await waitFor(() => expect(screen.queryByTestId('vault-wipe')).toBeNull());
    expect(asked('vault_wipe')).toHaveLength(1);
    expect(screen.getByTestId('vault-status')).toHaveTextContent('There is no vault yet');
  });

  it('is left alone by whoever cancels', async () => {
    const person = userEvent.setup();
    render(VaultPanel);
    await person.click(await screen.findByTestId('vault-wipe'));
    await person.click(screen.getByRole('button', { name: 'Cancel' }));
    expect(asked('vault_wipe')).toHaveLength(0);
    expect(screen.getByTestId('vault-status')).toHaveTextContent('it holds 3 secrets');
  });

  it('is remembered on this PC where that does not open it yet', async () => {
    const person = userEvent.setup();
    render(VaultPanel);
    await screen.findByTestId('vault-remember');
    const shown = screen.getByTestId('vault-status');
    expect(shown, 'because the keychain is another PC’s').not.toHaveTextContent('this PC opens it');
    await person.click(screen.getByTestId('vault-remember'));
    await waitFor(() => expect(shown).toHaveTextContent('The keychain of this PC opens it'));
    expect(screen.queryByTestId('vault-remember')).toBeNull();
  });

  it('asks the keychain once, however often the button is pressed', async () => {
    let answer: (now: VaultStatus) => void = () => undefined;
    call.mockImplementation((name: string) =>
      name === 'vault_remember'
        ? new Promise<VaultStatus>((done) => (answer = done))
        : Promise.resolve(status),
    );
    const person = userEvent.setup();
    render(VaultPanel);
    await person.dblClick(await screen.findByTestId('vault-remember'));
    expect(asked('vault_remember'), 'because each would be an entry of its own').toHaveLength(1);
    expect(screen.getByTestId('vault-remember')).toBeDisabled();
    answer({ ...status, remembered_here: true });
    await waitFor(() => expect(screen.queryByTestId('vault-remember')).toBeNull());
  });

  it('says that secrets are missing and where they are entered again', async () => {
    status = { ...unmade, missing: [1, 2] };
    const { unmount } = render(VaultPanel);
    const shown = await screen.findByTestId('vault-missing');
    expect(shown).toHaveTextContent('2 secrets that are needed are not in the vault any more');
    unmount();
    status = open;
    render(VaultPanel);
    await waitFor(() => expect(screen.queryByTestId('vault-missing')).toBeNull());
  });

  it('can be wiped while it is locked, and not read-only', async () => {
    status = { ...open, state: 'locked', passphrase: false };
    const { unmount } = render(VaultPanel);
    expect(await screen.findByTestId('vault-wipe')).toBeEnabled();
    unmount();
    world.readOnly = true;
    render(VaultPanel);
    expect(await screen.findByTestId('vault-status')).toBeInTheDocument();
    expect(screen.queryByTestId('vault-wipe')).toBeNull();
  });
});

it('counts a contact by mail only where the mail server wants a password', () => {
  const contacts = [{ name: 'Ito', ways: [{ way: 'mail' as const, to: ['ito@example.jp'] }] }];
  const mail = {
    host: 'mail.example.jp',
    port: 587,
    security: 'start_tls' as const,
    user: null,
    from: 'hinomi@example.jp',
  };
  const by = (password: number | null) =>
    needed([], contacts, { logins: [], mail: { ...mail, password } }).contacts;
  expect(by(null)).toEqual([]);
  expect(by(4)).toEqual(['Ito']);
});
