import { render, screen, waitFor } from '@testing-library/svelte';
import userEvent from '@testing-library/user-event';
import { beforeEach, expect, it, vi } from 'vitest';

const call = vi.hoisted(() => vi.fn());
const world = vi.hoisted(() => ({
  readOnly: false,
  groups: new Map(),
  settings: null,
  nodes: new Map(),
  checks: new Map(),
}));
vi.mock('../ipc/client', async (original) => ({
  ...(await original<typeof import('../ipc/client')>()),
  client: { call, onGo: () => undefined, onAsk: () => undefined },
}));
vi.mock('../world/world.svelte', () => ({ world, pullSoon: () => undefined }));

import { check, node } from '../world/made';
import CheckForm from './CheckForm.svelte';

beforeEach(() => {
  call.mockReset();
  call.mockImplementation(async () => 9);
  for (const id of [1, 2, 3]) {
    world.nodes.set(id, node(id, { name: `uplink-${id}` }));
    world.checks.set(10 + id, check(10 + id, id));
  }
});

it('sends which checks it looks at and how many must be well', async () => {
  const person = userEvent.setup();
  const closed = vi.fn();
  render(CheckForm, { node: node(7), check: null, onclose: closed });
  await person.selectOptions(screen.getByTestId('check-kind'), 'composite');
  const parts = screen.getByTestId('composite-parts');
  for (const id of [1, 2, 3]) await person.type(parts, `uplink-${id}{Enter}`);
  expect(screen.getByText('uplink-2 – Ping')).toBeInTheDocument();
  await person.selectOptions(screen.getByTestId('composite-need'), 'at_least');
  expect(screen.getByTestId('composite-n')).toHaveValue('2');
  await person.click(screen.getByTestId('check-save'));
  await waitFor(() => expect(closed).toHaveBeenCalled());
  const [, sent] = call.mock.calls.find(([name]) => name === 'check_put') ?? [];
  expect(sent.spec).toEqual({
    kind: 'composite',
    need: { need: 'at_least', n: 2 },
    of: [11, 12, 13],
  });
  expect(sent.patience.to_trouble, 'because what it looks at was doubted already').toBe(1);
});

it('says which of the checks is wrong, by its name', async () => {
  const person = userEvent.setup();
  const fields = [
    {
      field: 'spec.of.0',
      problem: 'circle',
      through: ['a – 2 of 3', 'b – Any of 2', 'a – 2 of 3'],
    },
  ];
  call.mockImplementation(async (name: string) => {
    if (name === 'check_put') throw { code: 'fields', message: '', detail: '', fields };
    return 9;
  });
  render(CheckForm, { node: node(7), check: null, onclose: () => undefined });
  await person.selectOptions(screen.getByTestId('check-kind'), 'composite');
  await person.type(screen.getByTestId('composite-parts'), 'uplink-3{Enter}');
  await person.click(screen.getByTestId('check-save'));
  const problem = await screen.findByTestId('composite-problem');
  expect(problem).toHaveTextContent('uplink-3 – Ping: These would look at each other');
  expect(problem).toHaveTextContent('a – 2 of 3 → b – Any of 2 → a – 2 of 3');
});
