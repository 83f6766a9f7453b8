import { fireEvent, render, screen, waitFor } from '@testing-library/svelte';
import userEvent from '@testing-library/user-event';
import { beforeEach, describe, expect, it, vi } from 'vitest';

import type { SnmpView, VaultStatus } from '../ipc/bindings';

const call = vi.hoisted(() => vi.fn());
vi.mock('../ipc/client', async (original) => ({
  ...(await original<typeof import('../ipc/client')>()),
  client: { call, onGo: () => undefined, onAsk: () => undefined },
}));
vi.mock('../world/world.svelte', () => ({
  world: {
    readOnly: false,
    groups: new Map(),
    settings: { logins: [{ version: 'v2c', community: 1 }], templates: [] },
  },
  pullSoon: () => undefined,
}));

import { usualDraft } from '../checks/drafts';
import { usualPacing } from '../snmp/pacing';
import AddNode from './AddNode.svelte';

const login = { version: 'v2c', community: 1 } as const;
const seen: SnmpView = {
  tried: [{ login, outcome: 'measured', readings: [] }],
  device: {
    access: { port: 161, login, pacing: usualPacing },
    kind: 'switch',
    described: {
      at: 0,
      maker: 'Example',
      model: 'EX-24',
      version: null,
      serial: 'S1',
      name: 'ex-24',
      descr: null,
      location: null,
      changes: [],
    },
    ports: [],
    values: [],
    health: [],
    parts: [],
    software: [],
    proposals: [
      { spec: usualDraft(1, 'agent').spec, usual: true },
      { spec: usualDraft(1, 'interface').spec, usual: false },
    ],
  },
} as SnmpView;
const open: VaultStatus = {
  state: 'open',
  passphrase: true,
  keychain: false,
  keychain_here: false,
  remembered_here: false,
  secrets: 1,
  missing: [],
};

let answers: Record<string, (with_: never) => unknown>;
beforeEach(() => {
  answers = {
    snmp_look: () => seen,
    snmp_look_now: () => ({ login: 0, of: 0, reading: false }),
    snmp_look_stop: () => ({}),
    nodes_add: () => [7],
    secret_put: () => 9,
    secret_drop: () => ({}),
    vault: () => open,
  };
  call.mockReset();
  call.mockImplementation(async (name: string, with_: never) => {
    const answer = answers[name];
    if (!answer) throw new Error(`nobody answers ${name}`);
    return answer(with_);
  });
});

const asked = (name: string) => call.mock.calls.filter(([n]) => n === name).map(([, w]) => w);

function begin(): ReturnType<typeof userEvent.setup> {
  render(AddNode, { open: true, onclose: () => undefined });
  return userEvent.setup();
}

async function save(person: ReturnType<typeof userEvent.setup>) {
  await person.click(screen.getByTestId('add-node-save'));
  await waitFor(() => expect(asked('nodes_add')).toHaveLength(1));
  const [{ nodes, checks }] = asked('nodes_add');
  return { node: nodes[0], kinds: checks.map((spec: { kind: string }) => spec.kind) };
}

describe('adding a node', () => {
  it('keeps what the agent said and the checks that are usual for it', async () => {
    const person = begin();
    await person.type(screen.getByTestId('add-address'), '10.0.0.9');
    await person.click(screen.getByTestId('snmp-look'));
    expect(await screen.findByTestId('snmp-device')).toHaveTextContent('Example EX-24');
    expect(asked('snmp_look')[0]).toMatchObject({ address: '10.0.0.9', logins: [login] });
    const { node, kinds } = await save(person);
    expect(node).toMatchObject({ address: '10.0.0.9', name: 'ex-24', kind: 'switch' });
    expect(node).toMatchObject({
      vendor: 'Example',
      snmp: { port: 161, login, pacing: usualPacing },
    });
    expect(kinds, 'because only what is usual is ticked').toEqual(['icmp', 'quality', 'agent']);
  });

  it('forgets what one box said when another address is typed', async () => {
    const person = begin();
    await person.type(screen.getByTestId('add-address'), '10.0.0.9');
    await person.click(screen.getByTestId('snmp-look'));
    await screen.findByTestId('snmp-device');
    await person.type(screen.getByTestId('add-address'), '9');
    expect(screen.queryByTestId('snmp-device'), 'because that is 10.0.0.9').toBeNull();
    const { node, kinds } = await save(person);
    expect(node).toMatchObject({ address: '10.0.0.99', name: '', kind: 'other' });
    expect(node).toMatchObject({ vendor: null, snmp: null, described: null });
    expect(kinds).toEqual(['icmp', 'quality']);
  });

  it('does not take an answer that comes after another address was typed', async () => {
    let tell: (view: SnmpView) => void = () => undefined;
    answers.snmp_look = () => new Promise<SnmpView>((done) => (tell = done));
    const person = begin();
    await person.type(screen.getByTestId('add-address'), '10.0.0.9');
    await person.click(screen.getByTestId('snmp-look'));
    await waitFor(() => expect(asked('snmp_look')).toHaveLength(1));
    await person.type(screen.getByTestId('add-address'), '9');
    tell(seen);
    await waitFor(() => expect(screen.getByTestId('snmp-look')).toBeEnabled());
    expect(screen.queryByTestId('snmp-device')).toBeNull();
    expect((await save(person)).node).toMatchObject({ address: '10.0.0.99', snmp: null });
  });

  it('says how far the asking is, and ends it when a person has enough or goes away', async () => {
    answers.snmp_look = () => new Promise<SnmpView>(() => undefined);
    answers.snmp_look_now = () => ({ login: 3, of: 10, reading: false });
    const person = begin();
    await person.type(screen.getByTestId('add-address'), '10.0.0.9');
    await person.click(screen.getByTestId('snmp-look'));
    await waitFor(() =>
      expect(screen.getByTestId('snmp-look-now')).toHaveTextContent('Login 3 of 10'),
    );
    await person.click(screen.getByTestId('snmp-look-stop'));
    const [first] = asked('snmp_look').map(({ look }) => look);
    expect(asked('snmp_look_stop'), 'because the engine goes on otherwise').toEqual([
      { look: first },
    ]);
    expect(screen.queryByTestId('snmp-look-stop')).toBeNull();
    await waitFor(() => expect(screen.getByTestId('snmp-look')).toBeEnabled());

    await person.click(screen.getByTestId('snmp-look'));
    await waitFor(() => expect(asked('snmp_look')).toHaveLength(2));
    await person.click(screen.getByRole('button', { name: 'Cancel' }));
    const second = asked('snmp_look')[1].look;
    expect(second).not.toBe(first);
    expect(asked('snmp_look_stop').at(-1)).toEqual({ look: second });
  });

  it('does not fold away under the hand while it asks again', async () => {
    const person = begin();
    const section = screen.getByTestId('snmp-look').closest('details');
    if (!section) throw new Error('because what opens an agent can be folded away');
    section.open = true;
    await fireEvent(section, new Event('toggle'));
    await person.type(screen.getByTestId('add-address'), '10.0.0.9');
    await person.click(screen.getByTestId('snmp-look'));
    await screen.findByTestId('snmp-device');
    answers.snmp_look = () => new Promise<SnmpView>(() => undefined);
    await person.click(screen.getByTestId('snmp-look'));
    await waitFor(() => expect(screen.queryByTestId('snmp-device')).toBeNull());
    expect(section.open, 'because what is typed there stays in sight').toBe(true);
  });

  it('keeps a community that was typed and never tried', async () => {
    const person = begin();
    await person.type(screen.getByTestId('add-address'), '10.0.0.9');
    await person.selectOptions(screen.getByTestId('snmp-access'), 'own');
    await person.type(screen.getByTestId('snmp-community'), 'office');
    const { node } = await save(person);
    expect(asked('secret_put')).toEqual([{ kind: 'community', value: 'office' }]);
    expect(node.snmp).toEqual({
      port: 161,
      login: { version: 'v2c', community: 9 },
      pacing: usualPacing,
    });
  });

  it('does not add a node whose login is only half typed', async () => {
    const person = begin();
    await person.type(screen.getByTestId('add-address'), '10.0.0.9');
    await person.selectOptions(screen.getByTestId('snmp-access'), 'own');
    await person.click(screen.getByTestId('add-node-save'));
    expect(await screen.findByRole('alert')).toBeInTheDocument();
    expect(asked('nodes_add')).toHaveLength(0);
  });
});
