import { fireEvent, render, screen } from '@testing-library/svelte';
import userEvent from '@testing-library/user-event';
import { beforeEach, expect, it, vi } from 'vitest';

import type { Former, Link, Node } from '../ipc/bindings';
import type { Seen } from '../world/selectors';

const NOON = Date.UTC(2026, 10, 21, 12);
const HOUR = 3_600_000;
const { call, world } = vi.hoisted(() => ({
  call: vi.fn(),
  world: {
    now: Date.UTC(2026, 10, 21, 12) + 4 * 3_600_000,
    nodes: new Map<number, Node>(),
    groups: new Map(),
    links: new Map<number, Link>(),
    pins: new Map(),
    maps: new Map(),
    readOnly: false,
    seen: null as Seen | null,
  },
}));
vi.mock('../ipc/client', async (original) => ({
  ...(await original<typeof import('../ipc/client')>()),
  client: { call, onGo: () => undefined, onAsk: () => undefined },
}));
vi.mock('../world/world.svelte', () => ({ world, pullSoon: () => undefined }));

import { moment } from '../i18n/format';
import { language } from '../i18n/language.svelte';
import { link, node } from '../world/made';
import { nothingPlanned } from '../world/planned';
import { Board } from './board.svelte';
import MapTable from './MapTable.svelte';
import ReplayBar from './Replay.svelte';

const found = { evidence: 'forwarding', confidence: 'evidenced', seen: NOON } as const;
const on = (id: number, at: number, host: number, port: string, since: number): Link =>
  link(id, at, host, {
    ...found,
    since,
    cables: [{ from: { name: port, index: null }, to: null }],
  });
const said = (at: number): string => moment(at, world.now);

/** Host 3 was carried from access-1 to access-2 at noon; an hour later the old printer was removed. */
const formers: Former[] = [
  { was: 'link', until: NOON, link: on(1, 1, 3, 'p4', 0) },
  { was: 'link', until: NOON + HOUR, link: on(2, 1, 9, 'p8', 0) },
  { was: 'node', until: NOON + HOUR, node: 9, name: 'old-printer', address: '10.0.0.9', added: 0 },
];

let wholeSince: number;
beforeEach(() => {
  language.speak('en');
  wholeSince = 0;
  world.nodes = new Map([
    [1, node(1, { name: 'access-1', kind: 'switch' })],
    [2, node(2, { name: 'access-2', kind: 'switch' })],
    [3, node(3, { name: 'nas' })],
  ]);
  world.links = new Map([
    [5, link(5, null, 1)],
    [6, on(6, 1, 2, 'up', 0)],
    [7, on(7, 2, 3, 'p7', NOON)],
  ]);
  world.seen = {
    nodes: world.nodes,
    states: new Map(),
    incidents: new Map(),
    gaps: [],
    reaches: new Map(),
    planned: nothingPlanned,
    vantage: null,
    health: null,
    checksOf: () => [],
  };
  call.mockReset();
  call.mockImplementation(async (name: string) => {
    if (name === 'availability') return [];
    if (name === 'ribbon') return { incidents: [], gaps: [] };
    if (name === 'formers') return { whole_since: wholeSince, formers };
    return [];
  });
});

async function lookBack(to: number): Promise<Board> {
  const board = new Board('test.hinomi');
  await board.replay.open(24 * HOUR);
  board.replay.at = to;
  return board;
}

const bar = (board: Board) =>
  render(ReplayBar, { replay: board.replay, vantage: 'this PC', onselect: () => undefined });

const words = (testid: string): string =>
  (screen.getByTestId(testid).textContent ?? '').replace(/\s+/g, ' ');

it('draws the links of the moment it is at, and names who is not drawn', async () => {
  const board = await lookBack(NOON - HOUR);
  expect(call).toHaveBeenCalledWith('formers', { since: world.now - 24 * HOUR });
  expect([...board.lines.keys()], 'because the host hung on access-1').toEqual([1, 2, 5, 6]);
  expect(board.layout.homes.get(3)?.head).toBe(1);
  bar(board);
  expect(words('map-replay-gone')).toBe(
    'Removed since, so not drawn: old-printer (10.0.0.9, access-1 p8).',
  );
  expect(screen.queryByTestId('map-replay-missing')).toBeNull();
  board.replay.at = NOON + 2 * HOUR;
  expect([...board.lines.keys()]).toEqual([5, 6, 7]);
  expect(board.layout.homes.get(3)?.head, 'because it was carried there').toBe(2);
  board.replay.close();
  expect(board.links, 'because the map is that of now again').toBe(world.links);
});

it('says the same in the table', async () => {
  const board = await lookBack(NOON - HOUR);
  const onopen = (): void => undefined;
  render(MapTable, { board, vantage: 'this PC', onopen, readonly: false });
  const table = words('map-table');
  expect(table).toContain('access-1 (p4');
  expect(table, 'because it was carried later').not.toContain('p7');
  expect(words('map-gone')).toMatch(/removed since ?old-printer ?10\.0\.0\.9 ?access-1 \(p8/);
  expect(screen.queryByLabelText(/Remove link/), 'because it is the past').toBeNull();
});

it('compares with now and with another moment that is chosen', async () => {
  const board = await lookBack(NOON - HOUR);
  bar(board);
  const person = userEvent.setup();
  await person.click(screen.getByTestId('map-compare'));
  const told = words('map-differences');
  expect(told).toContain(`differences between ${said(NOON - HOUR)} and now`);
  expect(told).toMatch(/Plugged in elsewhere ?nas: access-1 p4 → access-2 p7/);
  expect(told).toMatch(/Links that went ?access-1 – old-printer \(p8\)/);
  expect(told).toContain('old-printer: there → not there');
  expect([...(board.changed ?? [])]).toContain(3);

  const other = screen.getByTestId<HTMLInputElement>('map-compare-slider');
  expect(other.value).toBe(String(world.now));
  await fireEvent.input(other, { target: { value: String(NOON + HOUR / 2) } });
  const between = words('map-differences');
  expect(between).toContain(
    `1 difference between ${said(NOON - HOUR)} and ${said(NOON + HOUR / 2)}`,
  );
  expect(between).toContain('nas: access-1 p4 → access-2 p7');
  expect(between, 'because it was removed later').not.toContain('old-printer');

  await fireEvent.input(other, { target: { value: String(NOON - 2 * HOUR) } });
  expect(words('map-differences')).toContain('Nothing is different between');
  await fireEvent.input(other, { target: { value: String(world.now) } });
  expect(words('map-differences'), 'because its right end is now').toContain('and now');
});

it('says from when on the past of links is known', async () => {
  wholeSince = NOON;
  const board = await lookBack(NOON - HOUR);
  bar(board);
  expect(words('map-replay-missing')).toContain(said(NOON));
});

it('says all of it in Japanese', async () => {
  language.speak('ja');
  const board = await lookBack(NOON - HOUR);
  board.replay.comparing = true;
  bar(board);
  expect(words('map-differences')).toMatch(/接続先・ポートの変更 ?nas：access-1 p4 → access-2 p7/);
  expect(words('map-replay-gone')).toContain('old-printer（10.0.0.9、access-1 p8）');
});
