// The map as a person uses it, on the fake: what a pointer can do by dragging, keys and clicks can.

import { fireEvent, render, screen, waitFor } from '@testing-library/svelte';
import userEvent from '@testing-library/user-event';
import { afterEach, beforeAll, describe, expect, it, vi, type MockInstance } from 'vitest';

import { onMap } from '../frame/shortcuts';
import type { client as Door } from '../ipc/client';
import type { world as World } from '../world/world.svelte';
import type { Board as Boards } from './board.svelte';
import type Page from './MapPage.svelte';
import type Bar from './PlanBar.svelte';

let client: typeof Door;
let world: typeof World;
let Board: typeof Boards;
let MapPage: typeof Page;
let PlanBar: typeof Bar;
let calls: MockInstance<(typeof client)['call']>;

beforeAll(async () => {
  location.hash = '#/map?scene=calm&nodes=5';
  ({ client } = await import('../ipc/client'));
  const pulled = await import('../world/world.svelte');
  ({ world } = pulled);
  void pulled.follow();
  await waitFor(() => expect(world.nodes.size).toBe(5), { timeout: 10_000 });
  ({ Board } = await import('./board.svelte'));
  MapPage = (await import('./MapPage.svelte')).default;
  PlanBar = (await import('./PlanBar.svelte')).default;
  // jsdom neither paints nor captures.
  vi.spyOn(HTMLCanvasElement.prototype, 'getContext').mockReturnValue(null);
  HTMLCanvasElement.prototype.setPointerCapture = () => undefined;
  calls = vi.spyOn(client, 'call');
}, 60_000);

afterEach(() => calls.mockClear());

const asked = (name: string) => calls.mock.calls.filter(([n]) => n === name).map(([, w]) => w);

/** The map with the keyboard on the first node after this PC. */
async function onNode(): Promise<ReturnType<typeof userEvent.setup>> {
  render(MapPage);
  const surface = await screen.findByTestId('map');
  const person = userEvent.setup();
  surface.focus();
  // The map remembers what was chosen when one was here last.
  await person.keyboard('{Escape}{Escape}');
  surface.blur();
  surface.focus();
  await person.keyboard('{Tab}{Tab}');
  expect(screen.getByTestId('map-pick')).toBeInTheDocument();
  return person;
}

describe('the map by keyboard', { timeout: 20_000 }, () => {
  it('moves a node with arrow keys, and takes it back as one step', async () => {
    const person = await onNode();
    await person.keyboard('[Space]');
    expect(screen.getAllByText(/press arrow keys and then Enter/)).not.toHaveLength(0);
    await person.keyboard('{ArrowRight}{ArrowRight}{ArrowDown}');
    expect(asked('pins_put'), 'because it is still in the hand').toEqual([]);
    await person.keyboard('{Enter}');
    await waitFor(() => expect(asked('pins_put')).toHaveLength(1));
    const [{ pins, unpin }] = asked('pins_put') as [{ pins: { node: number }[]; unpin: number[] }];
    expect([pins.length, unpin]).toEqual([1, []]);
    await person.keyboard('{Control>}z{/Control}');
    await waitFor(() => expect(asked('pins_put')).toHaveLength(2));
    expect(asked('pins_put')[1]).toEqual({ pins: [], unpin: [pins[0]?.node] });
  });

  it('leaves a node where it was after Escape', async () => {
    const person = await onNode();
    await person.keyboard('[Space]{ArrowRight}{Escape}');
    expect(screen.queryByText(/press arrow keys and then Enter/)).toBeNull();
    expect(asked('pins_put')).toEqual([]);
    expect(screen.getByTestId('map-pick'), 'because it is chosen still').toBeInTheDocument();
  });

  it('chooses the links of a node, says which, and removes the one that is chosen', async () => {
    const person = await onNode();
    await person.keyboard('e');
    const [told] = await screen.findAllByText(/^Link .+ – .+/);
    expect(told).toHaveAttribute('aria-live', 'polite');
    expect(
      screen.getByTestId('map-link-tip'),
      'because its evidence is worth seeing',
    ).toBeVisible();
    await person.keyboard('{Delete}');
    await waitFor(() => expect(asked('link_drop')).toHaveLength(1));
    await person.click(screen.getByTestId('map-undo'));
    await waitFor(() => expect(asked('link_put')).toHaveLength(1));
  });

  it('folds the group of a node in whatever arrangement, meets it as one, and unfolds it', async () => {
    const person = await onNode();
    await person.keyboard('{Shift>}F{/Shift}');
    const [told] = await screen.findAllByText(
      /a folded group of \d+, worst state: (OK|Pending)\. Enter unfolds it/,
    );
    expect(told).toHaveAttribute('aria-live', 'polite');
    expect(screen.queryByTestId('map-pick'), 'because a group is nowhere to be moved').toBeNull();
    expect(screen.getByTestId('map-fold-group')).toHaveAccessibleName(/^Unfold group /);
    await person.keyboard('{Tab}');
    expect(screen.queryAllByText(/a folded group/), 'because it is met once').toEqual([]);
    await person.keyboard('{Shift>}{Tab}{/Shift}');
    expect(screen.getAllByText(/a folded group/)).not.toEqual([]);
    await person.keyboard('{Enter}');
    await screen.findByTestId('map-pick');
    await person.click(screen.getByTestId('map-fold-group'));
    await screen.findAllByText(/a folded group/);
    await person.click(screen.getByTestId('map-undo'));
    await screen.findByTestId('map-pick');
  });

  it('asks for Shift before it folds a group, whatever Caps Lock makes of the letter', async () => {
    const person = await onNode();
    const surface = screen.getByTestId('map');
    // Folded by the first, the group would be unfolded by the second.
    await fireEvent.keyDown(surface, { key: 'F' });
    await fireEvent.keyDown(surface, { key: 'f', shiftKey: true });
    await screen.findAllByText(/a folded group/, {}, { timeout: 5000 });
    await person.click(screen.getByTestId('map-undo'));
    await screen.findByTestId('map-pick');
  });

  it('lets no place go of a node that is folded away, and puts none down', async () => {
    const person = await onNode();
    await person.keyboard('[Space]{ArrowRight}{Shift>}F{/Shift}');
    await screen.findAllByText(/a folded group/);
    expect(screen.queryByText(/press arrow keys and then Enter/)).toBeNull();
    await person.keyboard('{Enter}');
    await screen.findByTestId('map-pick');
    await person.keyboard('[Space]{ArrowRight}{Enter}');
    await waitFor(() => expect(asked('pins_put')).toHaveLength(1));
    await screen.findByTestId('map-unpin');
    await person.keyboard('{Shift>}F{/Shift}');
    await screen.findAllByText(/a folded group/);
    expect(screen.queryByTestId('map-unpin')).toBeNull();
    await person.keyboard('u');
    expect(asked('pins_put'), 'because nobody would see it').toHaveLength(1);
    await person.keyboard('{Enter}');
    await screen.findByTestId('map-pick');
    await person.keyboard('u');
    await waitFor(() => expect(asked('pins_put')).toHaveLength(2));
  });

  it('tells those who cannot see it of every key', async () => {
    await onNode();
    const hint = document.getElementById('map-hint')?.textContent ?? '';
    for (const { keys } of onMap) for (const key of keys) expect(hint).toContain(key);
  });
});

describe('the map without dragging', { timeout: 20_000 }, () => {
  const click = async (at: { clientX: number; clientY: number }) => {
    const canvas = screen.getByTestId('map').querySelector('canvas') as HTMLCanvasElement;
    await fireEvent.pointerDown(canvas, { button: 0, pointerId: 1, ...at });
    await fireEvent.pointerUp(canvas, { button: 0, pointerId: 1, ...at });
  };

  it('puts a node where one clicks after "Move"', async () => {
    const person = await onNode();
    await person.click(screen.getByTestId('map-pick'));
    await click({ clientX: 30, clientY: 40 });
    await waitFor(() => expect(asked('pins_put')).toHaveLength(1));
    expect(screen.queryByText(/press arrow keys and then Enter/)).toBeNull();
    await person.click(screen.getByTestId('map-undo'));
    await waitFor(() => expect(asked('pins_put')).toHaveLength(2));
  });
});

it('goes on living after one was elsewhere', async () => {
  const { unmount } = render(MapPage);
  await screen.findByTestId('map');
  unmount();
  render(MapPage);
  const person = userEvent.setup();
  await person.click(await screen.findByTestId('map-table-toggle'));
  const node = [...world.nodes.values()].at(-1);
  if (!node) throw new Error('because the scene has nodes');
  await client.call('node_put', { ...node, name: 'renamed-meanwhile' });
  const why = 'because a map that stands still claims what nobody observes';
  await waitFor(
    () => expect(screen.getByTestId('map-table'), why).toHaveTextContent('renamed-meanwhile'),
    { timeout: 5000 },
  );
}, 20_000);

describe('named maps', { timeout: 20_000 }, () => {
  const plain = { groups: [], nodes: [], pins: [], folded: [] };

  it('come back with their name after they were removed', async () => {
    await client.call('map_put', {
      ...{ ...plain, id: 0, name: '2F', arrangement: 'grid', plan: null },
    });
    await waitFor(() => expect(world.maps.size).toBeGreaterThan(0), { timeout: 5000 });
    render(MapPage);
    const person = userEvent.setup();
    const choice = await screen.findByTestId('map-choose');
    await person.selectOptions(choice, '2F');
    await person.click(screen.getByTestId('map-maps'));
    await person.click(screen.getByTestId('map-edit'));
    await person.click(await screen.findByTestId('map-drop'));
    await waitFor(() => expect(asked('map_drop')).toHaveLength(1));
    calls.mockClear();
    await person.click(screen.getByTestId('map-undo'));
    await waitFor(() => expect(asked('map_put')).toMatchObject([{ id: 0, name: '2F' }]));
  });

  it('take the removal of their picture back', async () => {
    const image = await client.call('plan_put', { name: '2F.png', content: 'iVBORw0K' });
    const plan = { image, x: 0, y: 0, width: 500, opacity: 0.4 };
    const id = await client.call('map_put', {
      ...{ ...plain, id: 0, name: '3F', arrangement: 'grid', plan },
    });
    await waitFor(() => expect(world.maps.get(id)?.plan).toEqual(plan), { timeout: 5000 });
    const board = new Board('test');
    board.map = id;
    const ondone = vi.fn();
    render(PlanBar, { board, plan, ondone });
    calls.mockClear();
    const person = userEvent.setup();
    await person.click(screen.getByRole('button', { name: 'Remove the picture' }));
    await waitFor(() => expect(asked('map_put')).toMatchObject([{ id, plan: null }]));
    expect(ondone).toHaveBeenCalled();
    await board.history.undo();
    expect(asked('map_put')[1]).toMatchObject({ id, plan });
  });
});
