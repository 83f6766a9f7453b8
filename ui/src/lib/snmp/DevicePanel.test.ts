import { render, screen, waitFor } from '@testing-library/svelte';
import userEvent from '@testing-library/user-event';
import { beforeEach, describe, expect, it, vi } from 'vitest';

import type { HealthView, Node, Part, SnmpView } from '../ipc/bindings';

const call = vi.hoisted(() => vi.fn());
vi.mock('../ipc/client', async (original) => ({
  ...(await original<typeof import('../ipc/client')>()),
  client: { call, onGo: () => undefined, onAsk: () => undefined },
}));
vi.mock('../world/world.svelte', () => ({ world: { readOnly: false }, pullSoon: () => undefined }));

import { language } from '../i18n/language.svelte';
import { node } from '../world/made';
import DevicePanel from './DevicePanel.svelte';
import { usualPacing } from './pacing';

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
const box: Node = { ...node(1), snmp: { port: 161, login, pacing: usualPacing }, described };
const seen = (software: string[], health: HealthView[] = [], parts: Part[] = []): SnmpView => ({
  tried: [{ login, outcome: 'measured', readings: [] }],
  device: {
    access: { port: 161, login, pacing: usualPacing },
    kind: 'server',
    described,
    ports: [],
    values: [],
    health,
    parts,
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

  it('shows what its parts say, in our words where there are any', async () => {
    call.mockResolvedValue(
      seen(
        [],
        [
          { label: 'LP 300', says: 'no paper, door open', grade: 'warning' },
          { label: 'LP 300', says: 'Tray 2 empty', grade: 'warning' },
        ],
      ),
    );
    language.speak('ja');
    render(DevicePanel, { node: box, device: null });
    await userEvent.click(screen.getByTestId('read-device'));
    const health = await screen.findByTestId('device-health');
    expect(health).toHaveTextContent('LP 300 用紙切れ、カバー開');
    expect(health).toHaveTextContent('Tray 2 empty');
    expect(screen.getAllByRole('img', { name: '警告' })).toHaveLength(2);
    language.speak('en');
  });

  it('shows what it is made of, by kind, model and serial number', async () => {
    const parts: Part[] = [
      { class: 'power_supply', name: 'PSU 1', serial: 'P7', hardware: 'V02' },
      { class: 'module', name: 'Te1/1', model: 'SFP-10G-LR', firmware: '1.3' },
    ];
    call.mockResolvedValue(seen([], [], parts));
    render(DevicePanel, { node: box, device: null });
    await userEvent.click(screen.getByTestId('read-device'));
    const shown = await screen.findByTestId('device-parts');
    expect(shown).toHaveTextContent('2 parts');
    expect(shown).toHaveTextContent('PSU 1 power supply serial P7 · revision V02');
    expect(shown).toHaveTextContent('Te1/1 module SFP-10G-LR · revision 1.3');
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
