import { render, screen, waitFor } from '@testing-library/svelte';
import userEvent from '@testing-library/user-event';
import { beforeEach, expect, it, vi } from 'vitest';
import type { Settings } from '../ipc/bindings';

const call = vi.hoisted(() => vi.fn());
vi.mock('../ipc/client', async (original) => ({
  ...(await original<typeof import('../ipc/client')>()),
  client: { call, onGo: () => undefined, onAsk: () => undefined },
}));
vi.mock('../world/world.svelte', () => ({
  world: { readOnly: false, settings: null, now: 0 },
  pullSoon: () => undefined,
}));

import Service from './Service.svelte';

const settings = { service: [] } as unknown as Settings;

beforeEach(() => {
  call.mockReset();
  call.mockResolvedValue(settings);
});

it('keeps hours of the week in which availability counts', async () => {
  const person = userEvent.setup();
  render(Service, { settings });
  expect(screen.getByText('Availability counts around the clock.')).toBeVisible();
  await person.click(screen.getByTestId('add-service'));
  await person.click(screen.getByTestId('service-0-sat'));
  await person.click(screen.getByTestId('keep-service'));
  await waitFor(() => expect(screen.queryByTestId('keep-service')).toBeNull());
  const days = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat'];
  expect(call).toHaveBeenCalledWith('settings_put', {
    ...settings,
    service: [{ days, from: '09:00', until: '18:00' }],
  });
});

it('loses nothing that was typed when a day is missing, and says which', async () => {
  const person = userEvent.setup();
  const fields = [{ field: 'service.0.days', problem: 'empty' }];
  call.mockRejectedValue({ code: 'fields', message: '', detail: '', fields });
  render(Service, { settings });
  await person.click(screen.getByTestId('add-service'));
  for (const day of ['mon', 'tue', 'wed', 'thu', 'fri']) {
    await person.click(screen.getByTestId(`service-0-${day}`));
  }
  await person.click(screen.getByTestId('keep-service'));
  expect(await screen.findByRole('alert')).toBeVisible();
  expect(screen.getByTestId('service-0-mon'), 'because it is still to be mended').toBeVisible();
  await person.click(screen.getByText('Discard'));
  expect(screen.queryByTestId('service-hours')).toBeNull();
});
