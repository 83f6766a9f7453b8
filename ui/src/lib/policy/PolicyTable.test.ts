import { render, screen, waitFor } from '@testing-library/svelte';
import userEvent from '@testing-library/user-event';
import { beforeEach, expect, it, vi } from 'vitest';

const call = vi.hoisted(() => vi.fn());
vi.mock('../ipc/client', async (original) => ({
  ...(await original<typeof import('../ipc/client')>()),
  client: { call, onGo: () => undefined, onAsk: () => undefined },
}));
vi.mock('../world/world.svelte', () => ({
  world: { readOnly: false },
  pullSoon: () => undefined,
}));

import { nothing, silent, type Saying } from './policy';
import PolicyTable from './PolicyTable.svelte';

const site: Saying = {
  level: 'site',
  policies: { ...nothing, metrics: { ...silent, every: 30_000 } },
};

beforeEach(() => {
  call.mockReset();
  call.mockResolvedValue({});
});

it('shows what is inherited and from where, and sends only what is said here', async () => {
  const person = userEvent.setup();
  render(PolicyTable, { level: { level: 'group', of: 2 }, own: nothing, above: [site] });
  const every = screen.getByTestId('policy-metrics-every');
  expect(every).toHaveValue('30');
  expect(every).toHaveAccessibleDescription('from the site');
  expect(screen.getByTestId('policy-metrics-to_ok')).toHaveAccessibleDescription(
    'Hinomi’s default',
  );
  await person.clear(every);
  await person.type(every, '12{Tab}');
  await waitFor(() => expect(every).toHaveAccessibleDescription('set here'));
  expect(call).toHaveBeenCalledWith('policies_put', {
    level: { level: 'group', of: 2 },
    policies: { ...nothing, metrics: { ...silent, every: 12_000 } },
  });
  const back = screen.getByTestId('policy-metrics-every-inherit');
  expect(back).toHaveAccessibleName('Inherit Every: 30 s, from the site');
  await person.click(back);
  expect(every).toHaveValue('30');
  expect(call).toHaveBeenLastCalledWith('policies_put', {
    level: { level: 'group', of: 2 },
    policies: nothing,
  });
});

it('says what is out of range at its value', async () => {
  const person = userEvent.setup();
  call.mockRejectedValue({
    code: 'fields',
    message: '',
    detail: '',
    fields: [
      { field: 'policies.reachability.every', problem: 'out_of_range', least: 1, most: 86400 },
    ],
  });
  render(PolicyTable, { level: { level: 'site' }, own: nothing, above: [] });
  const every = screen.getByTestId('policy-reachability-every');
  await person.clear(every);
  await person.type(every, '0.1{Tab}');
  expect(await screen.findByRole('alert')).toHaveTextContent('Between 1 and');
  expect(every).toHaveAttribute('aria-invalid', 'true');
});
