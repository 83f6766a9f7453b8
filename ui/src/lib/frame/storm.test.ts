// The whole window on the fake while a switch is down, a node flaps and a window is on: what the
// operator sees of it and can do about it.

import { render, screen, waitFor, within } from '@testing-library/svelte';
import userEvent from '@testing-library/user-event';
import axe from 'axe-core';
import { beforeAll, describe, expect, it, vi } from 'vitest';

import type { client as Door } from '../ipc/client';
import type { go as Go, goPart as GoPart } from '../world/place.svelte';
import type Window from './Frame.svelte';

// jsdom has no canvas to draw on.
vi.mock('../graphs/Graph.svelte', () => ({ default: () => ({}) }));

let Frame: typeof Window;
let client: typeof Door;
let go: typeof Go;
let goPart: typeof GoPart;

beforeAll(async () => {
  location.hash = '#/watch?scene=storm&nodes=30';
  ({ client } = await import('../ipc/client'));
  const { meet, prefer } = await import('./here.svelte');
  meet(await client.call('hello', {}));
  await prefer({ operator: 'Tanaka' });
  const { follow } = await import('../world/world.svelte');
  void follow();
  ({ go, goPart } = await import('../world/place.svelte'));
  Frame = (await import('./Frame.svelte')).default;
});

/** Everything but colours, which jsdom does not paint; tokens.test.ts computes those. */
async function violations(): Promise<string[]> {
  const result = await axe.run(document.body, {
    rules: { 'color-contrast': { enabled: false } },
    runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'],
  });
  return result.violations.map((v) => `${v.id}: ${v.nodes.map((n) => n.html).join('\n')}`);
}

async function incidentOf(name: string): Promise<number> {
  const filter = { open: true, node: null, text: name, before: null, most: 10 };
  const [found] = await client.call('incidents', filter);
  if (found === undefined) throw new Error(`the script has an incident of ${name}`);
  return found.id;
}

const nodeCalled = async (name: string): Promise<number> => {
  const frame = await client.call('changes', { epoch: '', seq: 0, wait: 0 });
  return frame.nodes.find((n) => n.name === name)?.id ?? 0;
};

describe('in a storm', () => {
  it('causes are counted, victims only with them', async () => {
    render(Frame);
    await waitFor(() => expect(screen.getByTestId('sentence')).toHaveTextContent('causes'));
    expect(screen.getByTestId('sentence')).toHaveTextContent('3 causes of trouble: 3 critical.');
    const cards = screen.getAllByTestId('incident-card');
    expect(cards, 'because what is under maintenance goes on, too').toHaveLength(4);
    expect(screen.getAllByTestId('cut-off').length).toBeGreaterThan(0);
    expect(screen.getAllByTestId('flapping')).toHaveLength(1);
    const lifted = screen.getAllByTestId('lifted-node').map((n) => n.textContent);
    expect(lifted.join(), 'because their cause stands there').not.toContain('Unreachable');
    expect(
      screen
        .getAllByTestId('behind')
        .map((b) => b.textContent)
        .join(),
    ).toContain('sw-1f');
    expect(screen.getByTestId('maintenance-status')).toHaveTextContent('maintenance until');
    expect(await violations()).toEqual([]);
  });

  it('an incident lists its victims, and says who was told and why', async () => {
    render(Frame);
    go('incidents', await incidentOf('sw-1f'));
    const list = await screen.findByTestId('unreachable');
    expect(within(list).getAllByRole('link').length).toBeGreaterThan(1);
    expect(screen.getByTestId('told-now')).toHaveTextContent('People know of it as: Critical');
    expect(screen.getByTestId('occasions')).toHaveTextContent('this PC');
    go('incidents', await incidentOf('sw-2f'));
    await waitFor(() =>
      expect(screen.getByTestId('told-now')).toHaveTextContent('trouble is expected here by plan'),
    );
    go('incidents', await incidentOf('web-1'));
    await waitFor(() => expect(screen.getByTestId('occasions')).toHaveTextContent('佐藤'));
    expect(screen.getByTestId('occasions')).toHaveTextContent('no such room');
    expect(screen.getByTestId('occasions')).toHaveTextContent('not to be disturbed');
    expect(await violations()).toEqual([]);
  });

  it('an incident can be taken for a time, also if it gets worse', async () => {
    const user = userEvent.setup();
    const incident = await incidentOf('web-1');
    render(Frame);
    go('incidents', incident);
    await screen.findByTestId('timeline');
    await user.keyboard('a');
    const dialog = within(await screen.findByTestId('acknowledge-dialog'));
    await user.click(dialog.getByTestId('acknowledge-long-four'));
    await user.click(dialog.getByTestId('acknowledge-sticky'));
    await user.type(dialog.getByTestId('acknowledge-note'), 'restarting');
    await user.click(dialog.getByTestId('acknowledge-do'));
    await waitFor(async () => {
      const { acknowledged } = (await client.call('incident', { incident })).incident;
      expect(acknowledged).toMatchObject({ by: 'Tanaka', note: 'restarting', sticky: true });
      expect(acknowledged?.until).toBeGreaterThan(Date.now() + 3.9 * 3_600_000);
    });
  });

  it('an incident can be merged into another, and then says so', async () => {
    const user = userEvent.setup();
    const [part, whole] = [await incidentOf('web-1'), await incidentOf('file-1')];
    render(Frame);
    go('incidents', part);
    await user.click(await screen.findByTestId('merge'));
    await user.click(await screen.findByTestId(`merge-into-${whole}`));
    await user.click(screen.getByTestId('merge-do'));
    await waitFor(() =>
      expect(screen.getByTestId('merged')).toHaveTextContent(`Part of incident ${whole}`),
    );
  });

  it('what is over can be called planned, with a reason', async () => {
    const user = userEvent.setup();
    const all = await client.call('incidents', {
      open: false,
      node: null,
      text: 'file-1',
      before: null,
      most: 10,
    });
    const over = all.find((i) => i.resolved !== null && i.merged === null);
    render(Frame);
    go('incidents', over?.id);
    await user.click(await screen.findByTestId('classify'));
    const dialog = within(await screen.findByTestId('classify-dialog'));
    expect(dialog.getByTestId('classify-do'), 'because a reason is needed').toBeDisabled();
    await user.type(dialog.getByTestId('classify-reason'), 'Disk exchange.');
    await user.click(dialog.getByTestId('classify-do'));
    expect(await screen.findByTestId('planned')).toHaveTextContent('Planned');
  });

  it('m begins maintenance of the node one is at, and it can be taken back', async () => {
    const user = userEvent.setup();
    const node = await nodeCalled('fw-1');
    render(Frame);
    go('node', node);
    await screen.findByTestId('node-page');
    await user.keyboard('m');
    const dialog = within(await screen.findByTestId('quick-maintenance'));
    await user.click(dialog.getByTestId('quick-long-two'));
    expect(await violations()).toEqual([]);
    await user.click(dialog.getByTestId('quick-do'));
    await waitFor(() =>
      expect(screen.getByTestId('node-page')).toHaveTextContent('Under maintenance until'),
    );
    await user.click(await screen.findByRole('button', { name: 'Undo' }));
    await waitFor(() =>
      expect(screen.getByTestId('node-page')).not.toHaveTextContent('Under maintenance'),
    );
  });

  it('maintenance is planned with every kind of schedule, and says what is wrong', async () => {
    const user = userEvent.setup();
    render(Frame);
    goPart('settings', 'maintenance');
    await user.click(await screen.findByTestId('window-plan'));
    await user.click(screen.getByTestId('window-save'));
    await waitFor(() => expect(screen.getAllByRole('alert').length).toBeGreaterThan(1));
    await user.type(screen.getByTestId('window-name'), 'Patch night');
    await user.click(screen.getByTestId('window-scope-site'));
    for (const [kind, field] of [
      ['weekly', 'window-days-tue'],
      ['monthly', 'window-day'],
      ['cron', 'window-cron'],
      ['flexible', 'window-from'],
    ] as const) {
      await user.click(screen.getByTestId(`window-when-${kind}`));
      expect(screen.getByTestId(field), kind).toBeInTheDocument();
    }
    await user.click(screen.getByTestId('window-when-cron'));
    await user.clear(screen.getByTestId('window-cron'));
    await user.type(screen.getByTestId('window-cron'), 'nightly');
    await user.click(screen.getByTestId('window-save'));
    await waitFor(() => expect(screen.getByRole('alert')).toHaveTextContent('Five fields'));
    await user.clear(screen.getByTestId('window-cron'));
    await user.type(screen.getByTestId('window-cron'), '0 3 * * 6');
    expect(await violations()).toEqual([]);
    await user.click(screen.getByTestId('window-save'));
    await waitFor(() =>
      expect(
        screen
          .getAllByTestId('window-row')
          .map((r) => r.textContent)
          .join(),
      ).toContain('cron 0 3 * * 6'),
    );
    expect(await violations()).toEqual([]);
  });

  it('a node says what leads to it, and another can be named', async () => {
    const user = userEvent.setup();
    const node = await nodeCalled('ups-1');
    render(Frame);
    go('node', node);
    expect(await screen.findByTestId('way')).toHaveTextContent('core-sw-1');
    await user.click(screen.getByTestId('change-parents'));
    await user.type(await screen.findByTestId('parents-picker'), 'core-sw-2{Enter}');
    await user.click(screen.getByTestId('parents-save'));
    await waitFor(() => expect(screen.getByTestId('parents')).toHaveTextContent('core-sw-2'));
    await waitFor(() => expect(screen.getByTestId('way')).not.toHaveTextContent('core-sw-1'));
  });
});
