import { render, screen, waitFor, within } from '@testing-library/svelte';
import userEvent from '@testing-library/user-event';
import { beforeEach, describe, expect, it, vi } from 'vitest';

const call = vi.hoisted(() => vi.fn());
vi.mock('../ipc/client', async (original) => ({
  ...(await original<typeof import('../ipc/client')>()),
  client: { call, onGo: () => undefined, onAsk: () => undefined },
}));
vi.mock('../frame/here.svelte', () => ({ ensureOperator: async () => 'Sato' }));

import WindowForm from './WindowForm.svelte';

const HOUR = 3_600_000;
const refusal = (field: string, problem: string) => ({
  code: 'fields',
  message: '',
  detail: '',
  fields: [{ field, problem }],
});

let ahead: () => unknown;
let put: () => unknown;
beforeEach(() => {
  ahead = () =>
    [0, 1, 2].map((n) => ({ window: 0, from: n * 24 * HOUR, until: (n * 24 + 2) * HOUR }));
  put = () => 1;
  call.mockReset();
  call.mockImplementation(async (name: string) => (name === 'window_preview' ? ahead() : put()));
});

const shown = () => within(screen.getByTestId('window-preview')).queryAllByRole('listitem');

describe('the form of a maintenance window', () => {
  it('shows when it would be on, and nothing while the schedule is half typed', async () => {
    render(WindowForm, { window: null, onclose: () => undefined });
    await waitFor(() => expect(shown()).toHaveLength(3));
    ahead = () => {
      throw refusal('schedule.cron', 'not_a_cron');
    };
    await userEvent.click(screen.getByTestId('window-when-cron'));
    await waitFor(() => expect(shown(), 'because nobody knows yet').toHaveLength(0));
    expect(screen.queryByRole('alert'), 'because it is still being typed').toBeNull();
  });

  it('goes to the first field that was refused, and stays', async () => {
    put = () => {
      throw refusal('name', 'empty');
    };
    let closed = false;
    render(WindowForm, { window: null, onclose: () => (closed = true) });
    await userEvent.click(screen.getByTestId('window-save'));
    await waitFor(() => expect(screen.getByTestId('window-name')).toHaveFocus());
    expect(screen.getByTestId('window-name')).toHaveAttribute('aria-invalid', 'true');
    expect(closed, 'because nothing typed is lost').toBe(false);
  });

  it('says any other refusal in its own place', async () => {
    put = () => {
      throw { code: 'read_only', message: '', detail: '', fields: [] };
    };
    render(WindowForm, { window: null, onclose: () => undefined });
    await userEvent.click(screen.getByTestId('window-save'));
    expect(await screen.findByRole('alert')).toBeInTheDocument();
    expect(screen.getByTestId('window-save'), 'because it may be tried again').toBeEnabled();
  });
});
