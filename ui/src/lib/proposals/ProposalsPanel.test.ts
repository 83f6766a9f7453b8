import { render, screen, within } from '@testing-library/svelte';
import userEvent from '@testing-library/user-event';
import { beforeEach, expect, it, vi } from 'vitest';

import type { Glimpse, Node, NodeDraft, Proposal } from '../ipc/bindings';

const call = vi.hoisted(() => vi.fn());
const world = vi.hoisted(() => ({
  readOnly: false,
  nodes: new Map<number, Node>(),
  proposals: new Map<number, Proposal>(),
  settings: null as unknown,
  rescan: null as unknown,
  vantage: null as unknown,
  windows: new Map(),
  now: 0,
}));
vi.mock('../ipc/client', async (original) => ({
  ...(await original<typeof import('../ipc/client')>()),
  client: { call, onGo: () => undefined, onAsk: () => undefined },
}));
vi.mock('../world/world.svelte', () => ({ world, pullSoon: () => undefined }));

import { toasts } from '../parts/toasts.svelte';
import { node } from '../world/made';
import { countsOf, dismissedOf, openOf } from './proposals';
import ProposalsPanel from './ProposalsPanel.svelte';
import RescanPanel from './RescanPanel.svelte';

const seen = (with_: Partial<Glimpse> = {}): Glimpse => ({
  at: 1,
  address: '10.0.0.9',
  also: [],
  name: null,
  mac: '00:11:22:00:00:09',
  private: false,
  maker: null,
  model: null,
  kind: 'other',
  sure: false,
  ports: [],
  proofs: ['icmp'],
  gateway: false,
  login: null,
  ...with_,
});
const base = { first: 1, last: 2, times: 1, dismissed: null };
const fresh = (id: number, with_: Partial<Glimpse> = {}): Proposal => ({
  ...base,
  id,
  proposed: 'new',
  seen: seen(with_),
});
const moved: Proposal = {
  ...base,
  id: 5,
  proposed: 'moved',
  node: 1,
  from: '10.0.0.1',
  to: '10.0.0.7',
  seen: seen(),
};
const gone: Proposal = { ...base, id: 6, proposed: 'gone', node: 1, times: 3, seen: null };

const show = (...all: Proposal[]): void => {
  world.proposals = new Map(all.map((it) => [it.id, it]));
};

beforeEach(() => {
  world.nodes = new Map([[1, node(1, { name: 'nas', address: '10.0.0.1' })]]);
  call.mockReset();
  call.mockResolvedValue([]);
});

it('puts what may be wrong first and leaves out what was dismissed', () => {
  const ignored = { ...fresh(9), dismissed: 4 };
  const all = new Map([gone, moved, ignored, fresh(1), fresh(2)].map((it) => [it.id, it]));
  expect(openOf(all).map((it) => it.id)).toEqual([1, 2, 5, 6]);
  expect(dismissedOf(all).map((it) => it.id)).toEqual([9]);
  expect(countsOf(openOf(all))).toEqual({ fresh: 2, gone: 1, changed: 1 });
});

it('says in its first line what was found, and shows names from the wire as text', () => {
  show(fresh(1, { name: '<b>x</b>', private: true }), gone);
  render(ProposalsPanel);
  expect(screen.getByTestId('sentence').textContent).toContain(
    'Found: 1 device nobody watches and 1 node that no longer answers.',
  );
  const row = screen.getByTestId('proposal-new');
  expect(row.textContent).toContain('<b>x</b> is not watched.');
  expect(row.querySelector('b')).toBeNull();
  expect(row.textContent).toContain('random hardware address');
});

it('says of a port that it was found open, not that it was closed before', () => {
  show({ ...base, id: 7, proposed: 'opened', node: 1, ports: [22, 23], seen: seen() });
  render(ProposalsPanel);
  expect(screen.getByTestId('proposal-opened').textContent).toContain(
    'Ports 22, 23 of nas were found open, and in no look before.',
  );
});

it('watches a stranger, and all of them at once', async () => {
  show(fresh(1), fresh(2, { address: '10.0.0.10' }));
  render(ProposalsPanel);
  await userEvent.click(screen.getByTestId('accept-1'));
  expect(call).toHaveBeenCalledWith('proposals_accept', { proposals: [1] });
  await userEvent.click(screen.getByTestId('accept-all'));
  expect(call).toHaveBeenCalledWith('proposals_accept', { proposals: [1, 2] });
});

it('asks over SNMP only those strangers whose agents let us in', async () => {
  const login = { version: 'v2c', community: 1 } as never;
  show(fresh(1), fresh(2, { address: '10.0.0.10', login }));
  call.mockImplementation((name: string) =>
    Promise.resolve(name === 'proposals_accept' ? [11, 12] : []),
  );
  render(ProposalsPanel);
  await userEvent.click(screen.getByTestId('accept-all'));
  expect(call).toHaveBeenCalledWith('snmp_adopt', { nodes: [12] });
});

it('ignores for good, and takes that back', async () => {
  show(fresh(1));
  render(ProposalsPanel);
  await userEvent.click(screen.getByTestId('dismiss-1'));
  expect(call).toHaveBeenCalledWith('proposals_dismiss', { proposals: [1], dismissed: true });
  toasts.shown.at(-1)?.undo?.();
  expect(call).toHaveBeenCalledWith('proposals_dismiss', { proposals: [1], dismissed: false });
});

it('takes over a new address, and puts the old one back', async () => {
  const also = ['2001:db8::1'];
  world.nodes = new Map([[1, node(1, { name: 'nas', address: '10.0.0.1', also })]]);
  show(moved);
  render(ProposalsPanel);
  await userEvent.click(screen.getByTestId('accept-5'));
  expect(call).toHaveBeenCalledWith('proposals_accept', { proposals: [5] });
  toasts.shown.at(-1)?.undo?.();
  const [name, draft] = call.mock.lastCall as [string, NodeDraft];
  expect([name, draft.id, draft.address]).toEqual(['node_put', 1, '10.0.0.1']);
  expect(draft.also, 'because it had that too').toEqual(also);
});

it('asks before it removes a node, since that cannot be undone', async () => {
  show(gone);
  render(ProposalsPanel);
  await userEvent.click(screen.getByTestId('accept-6'));
  expect(call).not.toHaveBeenCalled();
  const asked = within(screen.getByTestId('confirm-remove'));
  await userEvent.click(asked.getByTestId('remove-gone'));
  expect(call).toHaveBeenCalledWith('proposals_accept', { proposals: [6] });
});

const rested = { under_way: false, ended: null, partial: false, locked: false, next: 2 };
const settings = (ranges: string[], every = 'daily') => ({
  name: 'A',
  rescan: { every, day: 'mon', hour: 10, ranges, exclude: [], strangers: true, private: false },
});

it('says what is looked at again, and how to begin where nothing is', async () => {
  show();
  world.settings = settings([]);
  const first = render(RescanPanel);
  expect(screen.getByTestId('rescan').textContent).toContain('Look around once.');
  expect(screen.queryByTestId('rescan-now')).toBeNull();
  first.unmount();
  world.settings = settings(['10.0.0.0/24']);
  world.rescan = { ...rested, ended: 1 };
  render(RescanPanel);
  expect(screen.getByTestId('rescan').textContent).toContain('Nothing is new, gone or changed.');
  await userEvent.click(screen.getByTestId('rescan-now'));
  expect(call).toHaveBeenCalledWith('rescan', {});
});

it('does not say that it looks while nobody is to look', () => {
  show();
  world.settings = { ...settings(['10.0.0.0/24']), paused: true };
  world.rescan = { ...rested, under_way: true };
  render(RescanPanel);
  expect(screen.getByTestId('rescan').textContent).toContain('waits until');
});

it('does not say that all is as it was where it could not look', () => {
  show();
  world.settings = settings(['10.0.0.0/24']);
  for (const [why, said] of [
    [{ partial: true }, 'Not every address could be looked at'],
    [{ locked: true }, 'the vault was locked'],
  ] as const) {
    world.rescan = { ...rested, ended: 1, ...why };
    const panel = render(RescanPanel);
    expect(screen.getByTestId('rescan').textContent).toContain(said);
    expect(screen.getByTestId('rescan').textContent).not.toContain('Nothing is new');
    panel.unmount();
  }
});

it('keeps when it looks again and who is told, with what was chosen before', async () => {
  show();
  world.settings = settings(['10.0.0.0/24']);
  render(RescanPanel);
  await userEvent.click(screen.getByTestId('rescan-off'));
  const { rescan } = settings(['10.0.0.0/24']);
  expect(call).toHaveBeenLastCalledWith('settings_put', {
    name: 'A',
    rescan: { ...rescan, every: 'off' },
  });
  await userEvent.click(screen.getByTestId('strangers-private'));
  expect(call).toHaveBeenLastCalledWith('settings_put', {
    name: 'A',
    rescan: { ...rescan, private: true },
  });
});

it('takes what is looked at again, and says what of it cannot be read', async () => {
  show();
  world.settings = settings(['10.0.0.0/24']);
  render(RescanPanel);
  const typed = screen.getByTestId('rescan-ranges');
  await userEvent.clear(typed);
  await userEvent.type(typed, '10.0.0.0/24, 10.1.0.0/24');
  await userEvent.tab();
  const { rescan } = settings(['10.0.0.0/24', '10.1.0.0/24']);
  expect(call).toHaveBeenLastCalledWith('settings_put', { name: 'A', rescan });
  const field = { field: 'rescan.exclude', problem: 'not_an_address' };
  call.mockRejectedValueOnce({ code: 'fields', message: '', detail: '', fields: [field] });
  await userEvent.type(screen.getByTestId('rescan-exclude'), 'here');
  await userEvent.tab();
  expect((await screen.findByRole('alert')).textContent).toContain('Type networks or addresses');
});

it('proposes again what was ignored', async () => {
  world.settings = settings(['10.0.0.0/24']);
  show({ ...fresh(3), dismissed: 7 });
  render(RescanPanel);
  await userEvent.click(screen.getByTestId('show-ignored'));
  await userEvent.click(screen.getByTestId('take-back-3'));
  expect(call).toHaveBeenCalledWith('proposals_dismiss', { proposals: [3], dismissed: false });
});
