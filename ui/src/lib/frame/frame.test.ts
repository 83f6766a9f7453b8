// The whole window on the fake in trouble: what one sees, hears and does first.

import { render, screen, waitFor, within } from '@testing-library/svelte';
import userEvent from '@testing-library/user-event';
import axe from 'axe-core';
import { beforeAll, beforeEach, describe, expect, it } from 'vitest';

import type { client as Door } from '../ipc/client';
import type Window from './Frame.svelte';

let Frame: typeof Window;
let client: typeof Door;

beforeAll(async () => {
  location.hash = '#/watch?scene=trouble&nodes=5';
  ({ client } = await import('../ipc/client'));
  const { meet } = await import('./here.svelte');
  meet(await client.call('hello', {}));
  const { follow } = await import('../world/world.svelte');
  void follow();
  Frame = (await import('./Frame.svelte')).default;
});

beforeEach(async () => {
  const { go } = await import('../world/place.svelte');
  go('watch');
});

/** Everything but colours, which jsdom does not paint; tokens.test.ts computes those. */
async function violations(): Promise<string[]> {
  const result = await axe.run(document.body, {
    rules: { 'color-contrast': { enabled: false } },
    runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'],
  });
  return result.violations.map((v) => `${v.id}: ${v.nodes.map((n) => n.html).join('\n')}`);
}

async function open(): Promise<void> {
  render(Frame);
  await waitFor(() => expect(screen.getByTestId('sentence')).toHaveTextContent('causes'));
}

describe('the window', () => {
  it('says the situation in one sentence and shows who has what', async () => {
    await open();
    expect(screen.getByTestId('sentence')).toHaveTextContent('2 causes of trouble: 2 critical.');
    const cards = screen.getAllByTestId('incident-card');
    expect(cards).toHaveLength(2);
    expect(cards.some((c) => c.textContent?.includes('佐藤 has it'))).toBe(true);
    expect(screen.getAllByTestId('cell')).toHaveLength(5);
    expect(screen.getAllByTestId('lifted-node')).toHaveLength(2);
  });

  it('gives axe nothing to say about Watch', async () => {
    await open();
    expect(await violations()).toEqual([]);
  });

  it('asks for a name once, in place, before the first acknowledgement', async () => {
    await open();
    const user = userEvent.setup();
    const [button] = screen.getAllByTestId('acknowledge');
    if (button === undefined) throw new Error('nothing to acknowledge');
    await user.click(button);
    const name = await screen.findByTestId('operator-name');
    expect(name, 'because it is proposed from the account').toHaveValue('demo');
    await user.clear(name);
    await user.type(name, 'Suzuki');
    await user.click(screen.getByTestId('operator-save'));
    await waitFor(() => expect(screen.getAllByText(/Suzuki has it/)).toHaveLength(1));
    expect(screen.getByTestId('operator')).toHaveTextContent('Suzuki');
  });

  it('goes places by keyboard and finds anything in the palette', async () => {
    await open();
    const user = userEvent.setup();
    await user.keyboard('gs');
    expect(await screen.findByTestId('settings')).toBeInTheDocument();
    await user.keyboard('gw');
    expect(await screen.findByTestId('watch')).toBeInTheDocument();
    await user.keyboard('{Control>}k{/Control}');
    const palette = screen.getByTestId('palette');
    await user.type(within(palette).getByRole('combobox'), 'core-sw-1');
    const [first] = within(palette).getAllByRole('option');
    expect(first).toHaveTextContent('core-sw-1');
    expect(await violations()).toEqual([]);
    await user.keyboard('{Enter}');
    expect(location.hash).toContain('panel=node:2');
  });

  it('shows every shortcut with ?', async () => {
    await open();
    const user = userEvent.setup();
    await user.keyboard('?');
    expect(await screen.findByText('Acknowledge the incident in focus')).toBeInTheDocument();
  });

  it('speaks the other language and wears the other colours at once', async () => {
    await open();
    const user = userEvent.setup();
    await user.keyboard('gs');
    await user.click(await screen.findByTestId('language-ja'));
    expect(await screen.findByRole('heading', { level: 1 })).toHaveTextContent('設定');
    expect(document.documentElement.lang).toBe('ja');
    await user.click(screen.getByTestId('theme-light'));
    expect(document.documentElement.dataset['theme']).toBe('light');
    expect(await violations()).toEqual([]);
    await user.click(screen.getByTestId('language-en'));
  });

  it('says what the notification daemon really answered', async () => {
    await open();
    const user = userEvent.setup();
    await user.keyboard('gs');
    await user.click(await screen.findByTestId('notify-test'));
    await waitFor(() =>
      expect(screen.getByTestId('notify-proof')).toHaveTextContent('Fake notification daemon'),
    );
  });

  it('announces nothing that was so before it looked', async () => {
    await open();
    expect(screen.getByTestId('announcer')).toHaveTextContent('');
  });
});
