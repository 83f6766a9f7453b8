import { render, screen, waitFor, within } from '@testing-library/svelte';
import userEvent from '@testing-library/user-event';
import { beforeEach, expect, it, vi } from 'vitest';

const call = vi.hoisted(() => vi.fn());
vi.mock('../ipc/client', async (original) => ({
  ...(await original<typeof import('../ipc/client')>()),
  client: { call, onGo: () => undefined, onAsk: () => undefined },
}));
vi.mock('../world/world.svelte', () => ({
  world: { readOnly: false, groups: new Map(), settings: null },
  pullSoon: () => undefined,
}));

import { silent } from '../policy/policy';
import { check, node } from '../world/made';
import CheckForm from './CheckForm.svelte';
import { usualDraft, type SpecOf } from './drafts';

const usual = (value: number) => ({ value, from: 'usual' });
const held = {
  every: { value: 5000, from: 'check' },
  to_trouble: usual(6),
  between: usual(1),
  to_ok: usual(2),
  doubt_every: usual(500),
};

beforeEach(() => {
  call.mockReset();
  call.mockImplementation(async (name: string) => (name === 'policy' ? held : 1));
});

it('sends what the check says itself, and nothing that is inherited', async () => {
  const person = userEvent.setup();
  const closed = vi.fn();
  // As in older site files: what is its own only the desk knows.
  render(CheckForm, { node: node(1), check: check(3, 1, { own: null }), onclose: closed });
  const every = screen.getByTestId('check-every');
  await waitFor(() => expect(every).toHaveValue('5'));
  expect(every).toHaveAccessibleDescription('set here');
  const ok = screen.getByTestId('check-to_ok');
  await person.clear(ok);
  await person.type(ok, '4{Tab}');
  await person.click(screen.getByTestId('check-every-inherit'));
  expect(every).toHaveValue('10');
  await person.click(screen.getByTestId('check-save'));
  await waitFor(() => expect(closed).toHaveBeenCalled());
  const [, sent] = call.mock.calls.find(([name]) => name === 'check_put') ?? [];
  expect(sent.own).toEqual({ ...silent, to_ok: 4 });
  expect(sent.every, 'because that is what now holds').toBe(10_000);
  expect(sent.patience.to_ok).toBe(4);
});

it('begins at the patience when that is what it was opened for', async () => {
  render(CheckForm, {
    node: node(1),
    check: check(3, 1),
    focus: 'patience',
    onclose: () => undefined,
  });
  await waitFor(() => expect(screen.getByTestId('check-to_trouble')).toHaveFocus());
});

it('limits traffic each way in the units people write', async () => {
  const person = userEvent.setup();
  const closed = vi.fn();
  const usual = usualDraft(1, 'interface').spec as SpecOf<'interface'>;
  const spec = { ...usual, port: { ...usual.port, name: 'Gi0/1' } };
  render(CheckForm, { node: node(1), check: check(3, 1, { spec }), onclose: closed });
  const traffic = within(await screen.findByTestId('check-traffic'));
  const type = async (group: string, limit: string, text: string) => {
    const limits = within(traffic.getByRole('group', { name: group, hidden: true }));
    await person.type(limits.getByLabelText(limit), text);
  };
  await type('Received', 'Warning from', '1.5G');
  await type('Received, at least', 'Critical down from', '64 k');
  await type('Sent', 'Warning from', '1０');
  await type('Sent', 'Critical from', '20M');
  await person.click(screen.getByTestId('check-save'));
  await waitFor(() => expect(closed).toHaveBeenCalled());
  const [, sent] = call.mock.calls.find(([name]) => name === 'check_put') ?? [];
  expect(sent.spec.incoming).toEqual({
    above: { warning: 1.5e9, critical: null },
    below: { warning: null, critical: 64e3 },
  });
  expect(sent.spec.outgoing.above, 'because a bare number is Mbit/s').toEqual({
    warning: 10e6,
    critical: 20e6,
  });
});

it('does not go on measuring the interface whose name was typed over', async () => {
  const person = userEvent.setup();
  const usual = usualDraft(1, 'interface').spec as SpecOf<'interface'>;
  const port = { name: 'Gi0/1', descr: 'GigabitEthernet0/1', mac: '00:00:5e:00:53:01', index: 1 };
  const on = check(3, 1, { spec: { ...usual, port } });
  render(CheckForm, { node: node(1), check: on, onclose: () => undefined });
  const sent = async () => {
    await person.click(screen.getByTestId('check-save'));
    await waitFor(() => expect(call).toHaveBeenCalledWith('check_put', expect.anything()));
    const [, draft] = call.mock.calls.findLast(([name]) => name === 'check_put') ?? [];
    return draft.spec.port;
  };
  await person.type(screen.getByTestId('check-interface'), '{Backspace}5');
  const why = 'because by the other signs the former interface would be found';
  expect(await sent(), why).toEqual({ name: 'Gi0/5', descr: null, mac: null, index: 0 });
  await person.type(screen.getByTestId('check-interface'), '{Backspace}1');
  expect(await sent(), 'because it is the former one after all').toEqual(port);
});
