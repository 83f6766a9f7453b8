// The window on the fake while this PC stands in another network.

import { render, screen, waitFor } from '@testing-library/svelte';
import userEvent from '@testing-library/user-event';
import axe from 'axe-core';
import { beforeAll, describe, expect, it } from 'vitest';

import type { client as Door } from '../ipc/client';
import type Window from '../frame/Frame.svelte';

let Frame: typeof Window;
let client: typeof Door;

beforeAll(async () => {
  location.hash = '#/settings/vantage?scene=offsite&nodes=5';
  ({ client } = await import('../ipc/client'));
  const { meet } = await import('../frame/here.svelte');
  meet(await client.call('hello', {}));
  const { follow } = await import('../world/world.svelte');
  void follow();
  Frame = (await import('../frame/Frame.svelte')).default;
});

describe('in another network', () => {
  it('a banner says so, the page shows where, and one answer ends it', async () => {
    const user = userEvent.setup();
    render(Frame);
    await waitFor(() =>
      expect(screen.getByTestId('banner')).toHaveTextContent(
        'This computer is in another network (192.168.1.0/24)',
      ),
    );
    expect(screen.getByTestId('vantage-stands')).toHaveTextContent('in another network');
    expect((await screen.findByTestId('gaps')).textContent).toContain('in another network');
    const result = await axe.run(document.body, {
      rules: { 'color-contrast': { enabled: false } },
      runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'],
    });
    expect(result.violations).toEqual([]);

    await user.type(screen.getByTestId('canaries'), '192.0.2.53');
    await user.tab();
    await waitFor(async () => {
      const frame = await client.call('changes', { epoch: '', seq: 0, wait: 0 });
      expect(frame.settings?.canaries).toEqual(['192.0.2.53']);
    });

    const [answer] = screen.getAllByTestId('same-site');
    if (answer) await user.click(answer);
    await waitFor(() => expect(screen.queryByTestId('banner')).toBeNull());
    expect(screen.getByTestId('vantage-stands')).toHaveTextContent('connected');
  });
});
