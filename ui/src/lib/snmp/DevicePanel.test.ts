import { render, screen, waitFor } from '@testing-library/svelte';
import userEvent from '@testing-library/user-event';
import { beforeEach, describe, expect, it, vi } from 'vitest';

import type { Node, SnmpView } from '../ipc/bindings';

const call = vi.hoisted(() => vi.fn());
vi.mock('../ipc/client', async (original) => ({
  ...(await original<typeof import('../ipc/client')>()),
  client: { call, onGo: () => undefined, onAsk: () => undefined },
}));
vi.mock('../world/world.svelte', () => ({ world: { readOnly: false }, pullSoon: () => undefined }));

import { node } from '../world/made';
import DevicePanel from './DevicePanel.svelte';

const login = { version: 'v2c', community: 1 } as const;
const described = {
  at: 0,
  maker: 'Example',
  model: 'EX-24',
  version: null,
  serial: null,
  name: null,
  descr: null,
  location: null,
  changes: [],
};
const box: Node = { ...node(1), snmp: { port: 161, login }, described };
const seen = (software: string[]): SnmpView => ({
  tried: [{ login, outcome: 'measured', readings: [] }],
  device: {
    access: { port: 161, login },
    kind: 'server',
    described,
    ports: [],
    values: [],
    software,
    proposals: [],
  },
});

beforeEach(() => call.mockReset());

describe('the box of a node', () => {
  it('shows the software that is installed once it was read', async () => {
    call.mockResolvedValue(seen(['acl-2.3', 'nginx-1.24']));
    render(DevicePanel, { node: box, device: null });
    expect(screen.getByTestId('device')).toHaveTextContent('EX-24');
    expect(screen.queryByTestId('device-software')).toBeNull();
    await userEvent.click(screen.getByTestId('read-device'));
    const software = await screen.findByTestId('device-software');
    expect(software).toHaveTextContent('2 programs installed');
    expect(software).toHaveTextContent('nginx-1.24');
  });

  it('says nothing of software where the agent tells none', async () => {
    call.mockResolvedValue(seen([]));
    render(DevicePanel, { node: box, device: null });
    await userEvent.click(screen.getByTestId('read-device'));
    await waitFor(() => expect(call).toHaveBeenCalledOnce());
    await waitFor(() => expect(screen.getByTestId('read-device')).toBeEnabled());
    expect(screen.queryByTestId('device-software')).toBeNull();
  });
});
