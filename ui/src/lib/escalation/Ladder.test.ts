import { render, screen, waitFor } from '@testing-library/svelte';
import userEvent from '@testing-library/user-event';
import { beforeEach, expect, it, vi } from 'vitest';
import type { Contact, Settings } from '../ipc/bindings';

const call = vi.hoisted(() => vi.fn());
vi.mock('../ipc/client', async (original) => ({
  ...(await original<typeof import('../ipc/client')>()),
  client: { call, onGo: () => undefined, onAsk: () => undefined },
}));
vi.mock('../world/world.svelte', () => ({
  world: { readOnly: false, settings: null, now: new Date(2026, 10, 16, 10).getTime() },
  pullSoon: () => undefined,
}));

import DutyWeek from './DutyWeek.svelte';
import Ladder from './Ladder.svelte';

const contacts: Contact[] = [
  { id: 1, name: '佐藤', language: 'ja', ways: [{ way: 'desktop' }], quiet: [] },
];
const settings = {
  ladder: [{ after: 0, to: [], on_duty: true }],
  duties: [{ contact: 1, days: ['mon'], from: '22:00', until: '08:00' }],
} as unknown as Settings;

beforeEach(() => {
  call.mockReset();
  call.mockResolvedValue(settings);
});

it('builds a ladder and keeps it when it is whole', async () => {
  const person = userEvent.setup();
  render(Ladder, { settings, contacts });
  expect(screen.queryByTestId('keep-ladder'), 'because nothing was changed').toBeNull();
  await person.click(screen.getByTestId('add-rung'));
  const after = screen.getByTestId('rung-after');
  expect(after).toHaveValue('15');
  await person.clear(after);
  await person.type(after, '20');
  await person.click(screen.getAllByTestId('rung-contact')[1] as HTMLElement);
  await person.click(screen.getByTestId('keep-ladder'));
  await waitFor(() => expect(screen.queryByTestId('keep-ladder')).toBeNull());
  expect(call).toHaveBeenCalledWith('settings_put', {
    ...settings,
    ladder: [...settings.ladder, { after: 20, to: [1], on_duty: false }],
  });
});

it('says which rung tells nobody', async () => {
  const person = userEvent.setup();
  call.mockRejectedValue({
    code: 'fields',
    message: '',
    detail: '',
    fields: [{ field: 'ladder.1.to', problem: 'empty' }],
  });
  render(Ladder, { settings, contacts });
  await person.click(screen.getByTestId('add-rung'));
  await person.click(screen.getByTestId('keep-ladder'));
  expect(await screen.findByRole('alert')).toHaveTextContent('Choose who is told.');
  expect(screen.getAllByTestId('rung'), 'because what was typed stays').toHaveLength(2);
});

it('shows a night on both of its days, and opens it from either', async () => {
  const person = userEvent.setup();
  render(DutyWeek, { settings, contacts });
  const bars = screen.getAllByTestId('duty');
  expect(bars).toHaveLength(2);
  expect(bars[0]).toHaveTextContent('Monday, 佐藤, Mon 22:00–08:00');
  expect(bars[1]).toHaveTextContent('Tuesday, 佐藤, Mon 22:00–08:00');
  await person.click(bars[1] as HTMLElement);
  expect(await screen.findByTestId('duty-form')).toHaveTextContent('on the next day');
  await person.click(screen.getByTestId('duty-days-tue'));
  await person.click(screen.getByTestId('duty-save'));
  await waitFor(() =>
    expect(call).toHaveBeenCalledWith('settings_put', {
      ...settings,
      duties: [{ ...settings.duties[0], days: ['mon', 'tue'] }],
    }),
  );
});
