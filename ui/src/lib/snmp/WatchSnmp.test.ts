import { render, screen, waitFor } from '@testing-library/svelte';
import userEvent from '@testing-library/user-event';
import { beforeEach, expect, it, vi } from 'vitest';

import type { SnmpView } from '../ipc/bindings';

const call = vi.hoisted(() => vi.fn());
vi.mock('../ipc/client', async (original) => ({
  ...(await original<typeof import('../ipc/client')>()),
  client: { call, onGo: () => undefined, onAsk: () => undefined },
}));
vi.mock('../world/world.svelte', () => ({
  world: { readOnly: false, nodes: new Map(), settings: { logins: [], templates: [] } },
  pullSoon: () => undefined,
}));

import { usualDraft } from '../checks/drafts';
import { node } from '../world/made';
import { usualPacing } from './pacing';
import WatchSnmp from './WatchSnmp.svelte';

const login = { version: 'v2c', community: 3 } as const;
const access = { port: 1161, login, pacing: { ...usualPacing, timeout: 5_000 } };
const described = {
  at: 0,
  maker: 'Bell',
  model: 'B3',
  version: null,
  serial: null,
  name: null,
  descr: null,
  location: null,
  changes: [],
};
const proposals = [
  { spec: usualDraft(1, 'agent').spec, usual: true },
  { spec: usualDraft(1, 'interface').spec, usual: false },
];
const device = {
  ...{ access, kind: 'switch' as const, described, ports: [], values: [] },
  ...{ software: [], health: [], parts: [] },
};
const letIn: SnmpView = {
  tried: [{ login, outcome: 'measured', readings: [] }],
  device: { ...device, proposals },
};
const cause = { cause: 'denied', step: 'community' } as const;
const refused: SnmpView = {
  tried: [{ login, outcome: 'failed', phase: 'request', cause }],
  device: null,
};

let seen: SnmpView | Promise<SnmpView>;
beforeEach(() => {
  seen = letIn;
  call.mockReset();
  call.mockImplementation(async (name: string) => {
    if (name === 'snmp_look') return seen;
    if (name === 'snmp_look_now') return { login: 1, of: 1, reading: true };
    return name === 'checks_add' ? [7] : {};
  });
});

const asked = (name: string) => call.mock.calls.filter(([n]) => n === name).map(([, w]) => w);

it('asks with the login of the node, and adds what is usual for what it is', async () => {
  const person = userEvent.setup();
  const onclose = vi.fn();
  render(WatchSnmp, { node: node(1, { snmp: access }), onclose });
  expect(screen.getByTestId('watch-snmp-save'), 'because nobody was asked').toBeDisabled();
  await person.click(screen.getByTestId('snmp-look'));
  expect(await screen.findByTestId('snmp-device')).toHaveTextContent('Bell B3');
  const [look] = asked('snmp_look');
  expect(look).toMatchObject({ node: 1, port: 1161, logins: [login], pacing: access.pacing });
  await person.click(screen.getByTestId('watch-snmp-save'));
  await waitFor(() => expect(onclose).toHaveBeenCalled());
  expect(asked('nodes_snmp')).toEqual([{ nodes: [1], access }]);
  const [{ nodes, checks }] = asked('checks_add');
  expect(nodes).toEqual([1]);
  expect(checks.map((c: { spec: { kind: string } }) => c.spec.kind)).toEqual(['agent']);
});

it('adds nothing to a node whose agent lets nobody in', async () => {
  seen = refused;
  const person = userEvent.setup();
  render(WatchSnmp, { node: node(1, { snmp: access }), onclose: () => undefined });
  await person.click(screen.getByTestId('snmp-look'));
  expect(await screen.findByTestId('snmp-found')).toHaveTextContent('SNMPv2c');
  expect(screen.getByTestId('watch-snmp-save')).toBeDisabled();
});

it('asks no more once it is gone', async () => {
  seen = new Promise(() => undefined);
  const person = userEvent.setup();
  const { unmount } = render(WatchSnmp, {
    node: node(1, { snmp: access }),
    onclose: () => undefined,
  });
  await person.click(screen.getByTestId('snmp-look'));
  await waitFor(() =>
    expect(screen.getByTestId('snmp-look-now')).toHaveTextContent('Let in; reading the device'),
  );
  unmount();
  expect(asked('snmp_look_stop')).toEqual(asked('snmp_look').map(({ look }) => ({ look })));
});
