import { render, screen, waitFor } from '@testing-library/svelte';
import userEvent from '@testing-library/user-event';
import { beforeEach, expect, it, vi } from 'vitest';
import type { Found, ScanView } from '../ipc/bindings';

const call = vi.hoisted(() => vi.fn());
vi.mock('../ipc/client', async (original) => ({
  ...(await original<typeof import('../ipc/client')>()),
  client: { call, onGo: () => undefined, onAsk: () => undefined },
}));
vi.mock('../world/world.svelte', () => ({
  world: { readOnly: false, groups: new Map(), nodes: new Map(), now: 0 },
  pullSoon: () => undefined,
}));

import Discover from './Discover.svelte';

const host = (address: string, more: Partial<Found> = {}): Found => ({
  address,
  name: null,
  mac: null,
  vendor: null,
  kind: 'other',
  rtt: 1,
  ports: [],
  checks: [],
  evidence: ['icmp'],
  known: null,
  gateway: false,
  this_pc: false,
  also: [],
  differences: [],
  model: null,
  sure: 'unknown',
  clues: [],
  snmp: null,
  beyond: null,
  ...more,
});
const ended: ScanView = {
  running: false,
  done: 254,
  of: 254,
  trouble: null,
  stage: 'ended',
  resumable: false,
  agents: 0,
  agents_done: 0,
  snmp: 'asked',
  silent: [],
  found: [
    host('10.0.0.1', { gateway: true, kind: 'router' }),
    host('10.0.0.5', { this_pc: true }),
    host('10.0.0.9', { known: 3 }),
  ],
};
const idle: ScanView = { ...ended, done: 0, of: 0, found: [] };

let answers: Record<string, (with_: unknown) => unknown>;
beforeEach(() => {
  answers = {
    scan: () => idle,
    scan_start: () => ended,
    subnets: () => [
      {
        cidr: '10.0.0.0/24',
        interface: 'eth0',
        address: '10.0.0.5',
        gateway: '10.0.0.1',
        addresses: 254,
        proposed: true,
      },
    ],
    nodes_add: () => [7],
  };
  call.mockReset();
  call.mockImplementation(async (name: string, with_: unknown) => {
    const answer = answers[name];
    if (!answer) throw new Error(`nobody answers ${name}`);
    return answer(with_);
  });
});

it('goes from nothing to watching by two obvious buttons', async () => {
  const person = userEvent.setup();
  render(Discover);
  await person.click(await screen.findByTestId('scan-start'));
  expect(call).toHaveBeenCalledWith('scan_start', { cidrs: ['10.0.0.0/24'], exclude: [] });
  expect(await screen.findAllByTestId('found-row')).toHaveLength(3);
  await person.click(screen.getByTestId('add-selected'));
  await waitFor(() => expect(location.hash, 'because it is watched now').toContain('watch'));
  const added = call.mock.calls.find(([name]) => name === 'nodes_add')?.[1];
  expect(
    added.nodes.map((n: { address: string }) => n.address),
    'because this PC and what is watched already are not proposed',
  ).toEqual(['10.0.0.1']);
  expect(added.gateways).toEqual(['10.0.0.1']);
});

it('says what is wrong with a subnet and does not start', async () => {
  const person = userEvent.setup();
  render(Discover);
  await person.type(await screen.findByTestId('custom-cidr'), '10.0.0.0/8');
  await person.click(screen.getByTestId('scan-start'));
  expect(await screen.findByRole('alert')).toHaveTextContent('65,536');
  expect(call.mock.calls.some(([name]) => name === 'scan_start')).toBe(false);
});

it('shows every wrong field at its row', async () => {
  const person = userEvent.setup();
  answers.nodes_add = () => {
    throw {
      code: 'fields',
      message: '',
      detail: '',
      fields: [{ field: 'nodes.0.name', problem: 'too_long', most: 120 }],
    };
  };
  render(Discover);
  await person.click(await screen.findByTestId('scan-start'));
  await person.click(await screen.findByTestId('add-selected'));
  expect(await screen.findByRole('alert')).toHaveTextContent('120');
});

it('shows why it thinks so, as text', async () => {
  const person = userEvent.setup();
  const clue = { source: 'http', topic: 'title', text: '<b>NAS</b>', kind: 'storage' } as const;
  answers.scan_start = () => ({
    ...ended,
    found: [host('10.0.0.1', { sure: 'likely', clues: [clue], beyond: 'core-sw' })],
  });
  render(Discover);
  await person.click(await screen.findByTestId('scan-start'));
  expect(await screen.findByText('via core-sw')).toBeInTheDocument();
  expect(screen.queryByTestId('clues')).toBeNull();
  await person.click(screen.getByTestId('why'));
  expect(screen.getByTestId('clues')).toHaveTextContent('Web');
  expect(screen.getByTestId('clues')).toHaveTextContent('title <b>NAS</b>');
});

it('goes on with a sweep that was stopped', async () => {
  const person = userEvent.setup();
  answers.scan_start = () => ({ ...ended, resumable: true, done: 100 });
  answers.scan_resume = () => ended;
  render(Discover);
  await person.click(await screen.findByTestId('scan-start'));
  await person.click(await screen.findByTestId('scan-resume'));
  await waitFor(() => expect(screen.queryByTestId('scan-resume')).toBeNull());
});
