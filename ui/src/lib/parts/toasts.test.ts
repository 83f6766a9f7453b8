// Toasts are seen and can be pressed wherever one is.

import { render, screen, within } from '@testing-library/svelte';
import { expect, it, vi } from 'vitest';
import { createRawSnippet, flushSync } from 'svelte';

import Dialog from './Dialog.svelte';
import { done } from './toasts.svelte';
import Toasts from './Toasts.svelte';

const question = (open: boolean, testid: string) => ({
  ...{ open, title: 'Remove?', testid, onclose: () => undefined },
  children: createRawSnippet(() => ({ render: () => '<p>Really</p>' })),
});
const inDialog = (testid: string) => within(screen.getByTestId(testid)).queryAllByTestId('toast');

it('are inside the dialog that is over everything, and outside once it is gone', async () => {
  render(Toasts);
  const undo = vi.fn();
  done('3 nodes paused', undo);
  flushSync();
  expect(screen.getAllByTestId('toast')).toHaveLength(1);

  const dialog = render(Dialog, question(true, 'first'));
  flushSync();
  expect(inDialog('first'), 'because all around a dialog is inert').toHaveLength(1);
  expect(screen.getAllByTestId('toast'), 'because it is said once').toHaveLength(1);

  const second = render(Dialog, question(true, 'second'));
  flushSync();
  expect([inDialog('first'), inDialog('second')].map((l) => l.length)).toEqual([0, 1]);
  within(screen.getByTestId('second')).getByText('Undo').click();
  expect(undo).toHaveBeenCalledOnce();
  flushSync();
  expect(screen.queryAllByTestId('toast')).toHaveLength(0);

  await second.rerender(question(false, 'second'));
  done('Said');
  flushSync();
  expect(inDialog('first')).toHaveLength(1);
  dialog.unmount();
  flushSync();
  expect(screen.getAllByTestId('toast'), 'because it is not gone with the dialog').toHaveLength(1);
});
