import { render, screen, waitFor, within } from '@testing-library/svelte';
import userEvent from '@testing-library/user-event';
import { beforeEach, expect, it, vi } from 'vitest';

import type { ProfilesView } from '../ipc/bindings';

const call = vi.hoisted(() => vi.fn());
const world = vi.hoisted(() => ({ readOnly: false, nodes: new Map() }));
vi.mock('../ipc/client', async (original) => ({
  ...(await original<typeof import('../ipc/client')>()),
  client: { call, onGo: () => undefined, onAsk: () => undefined },
}));
vi.mock('../world/world.svelte', () => ({ world, pullSoon: () => undefined }));

import ProfilesPanel from './ProfilesPanel.svelte';

const wrong = [
  { line: 4, problem: 'unknown key' },
  { line: 9, problem: 'no object' },
];
let view: ProfilesView;
beforeEach(() => {
  world.readOnly = false;
  view = {
    folder: '/sites/profiles',
    own: [
      { name: 'bell', text: '', wrong: [] },
      { name: 'gong', text: '', wrong },
    ],
    built_in: [],
  };
  call.mockReset();
  call.mockImplementation(async (name: string) => {
    if (name === 'profile_drop') view = { ...view, own: view.own.slice(0, 1) };
    return view;
  });
});

const dropped = () => call.mock.calls.filter(([name]) => name === 'profile_drop');

it('says of each profile whether it is used, and where it is wrong first', async () => {
  render(ProfilesPanel);
  const [bell, gong] = within(await screen.findByTestId('profiles')).getAllByRole('listitem');
  expect(bell).not.toHaveTextContent('mistake');
  expect(gong).toHaveTextContent('2 mistakes');
  expect(gong).toHaveTextContent('Line 4: unknown key');
});

it('removes a profile only after it was asked', async () => {
  const person = userEvent.setup();
  render(ProfilesPanel);
  const [, gong] = within(await screen.findByTestId('profiles')).getAllByRole('listitem');
  await person.click(within(gong as HTMLElement).getByRole('button', { name: 'Remove' }));
  expect(dropped(), 'because the file would be gone').toEqual([]);
  const asking = within(screen.getByRole('dialog'));
  await person.click(asking.getByRole('button', { name: 'Remove' }));
  await waitFor(() => expect(screen.queryByText('gong')).toBeNull());
  expect(dropped()).toEqual([['profile_drop', { name: 'gong' }]]);
});

it('offers nothing to change where nothing can be changed', async () => {
  world.readOnly = true;
  render(ProfilesPanel);
  const list = await screen.findByTestId('profiles');
  expect(within(list).queryAllByRole('button', { name: /Remove|Change/ })).toEqual([]);
  expect(screen.queryByTestId('profile-new')).toBeNull();
});
