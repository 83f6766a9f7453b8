import { render, screen } from '@testing-library/svelte';
import userEvent from '@testing-library/user-event';
import { expect, it } from 'vitest';

import type { SnmpView } from '../ipc/bindings';
import { usualDraft } from '../checks/drafts';
import Found from './Found.svelte';
import { usualPacing } from './pacing';

const login = { version: 'v2c', community: 1 } as const;
const view = {
  tried: [
    {
      login: { version: 'v3', user: 'hinomi', context: '', auth: null, privacy: null },
      outcome: 'failed',
      phase: 'request',
      cause: { cause: 'denied', step: 'user' },
    },
    { login, outcome: 'measured', readings: [] },
  ],
  device: {
    access: { port: 161, login, pacing: usualPacing },
    kind: 'switch',
    described: {
      at: 0,
      maker: 'Example',
      model: 'EX-24',
      version: null,
      serial: 'S1',
      name: null,
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

it('says who it is, which login was refused and why, and lets checks be ticked', async () => {
  render(Found, { view, chosen: [0] });
  expect(screen.getByTestId('snmp-device')).toHaveTextContent('Example EX-24');
  expect(screen.getByText(/does not know this user/)).toBeInTheDocument();
  const boxes = screen.getAllByRole('checkbox');
  expect(boxes.map((box) => (box as HTMLInputElement).checked)).toEqual([true, false]);
  await userEvent.click(screen.getByRole('button', { name: 'All' }));
  expect(boxes.every((box) => (box as HTMLInputElement).checked)).toBe(true);
});

it('says what the silence of an agent can mean, as nothing tells the two apart', () => {
  const silent = { outcome: 'failed', phase: 'first_byte', cause: { cause: 'timed_out' } } as const;
  const user = { version: 'v3', user: 'hinomi', context: '', auth: null, privacy: null } as const;
  const tried = [
    { login, ...silent },
    { login: user, ...silent },
  ];
  render(Found, { view: { tried, device: null }, chosen: [] });
  expect(
    screen.getByText(/no agent there, or none for this community or this PC/),
  ).toBeInTheDocument();
  expect(screen.getByText(/none that speaks SNMPv3 to this PC/)).toBeInTheDocument();
});
