import { render, screen } from '@testing-library/svelte';
import { beforeEach, expect, it, vi } from 'vitest';

import type { Link, Node } from '../ipc/bindings';

const world = vi.hoisted(() => ({
  nodes: new Map<number, Node>(),
  groups: new Map(),
  links: new Map<number, Link>(),
  now: Date.UTC(2026, 10, 21, 12),
}));
vi.mock('../ipc/client', async (original) => ({
  ...(await original<typeof import('../ipc/client')>()),
  client: { call: () => Promise.resolve([]), onGo: () => undefined, onAsk: () => undefined },
}));
vi.mock('../world/world.svelte', () => ({ world, pullSoon: () => undefined }));

import { moment } from '../i18n/format';
import { link, node } from '../world/made';
import type { Board } from './board.svelte';
import LinkTip from './LinkTip.svelte';
import MapTable from './MapTable.svelte';
import { Replay } from './replay.svelte';

const FIRST = Date.UTC(2026, 10, 3, 9);
const LAST = Date.UTC(2026, 10, 20, 17);
const found = { evidence: 'lldp', confidence: 'evidenced' } as const;
const said = (at: number): string => moment(at, world.now);

beforeEach(() => {
  world.nodes = new Map([
    [1, node(1, { name: 'core' })],
    [2, node(2, { name: 'nas' })],
  ]);
  world.links = new Map([
    [1, link(1, null, 1, { since: FIRST })],
    [2, link(2, 1, 2, { ...found, since: FIRST, seen: LAST })],
    [3, link(3, 2, 1, { evidence: 'by_hand', since: FIRST, seen: LAST })],
  ]);
});

it('says of a link in its tip when it was first and last seen', () => {
  const at = { x: 0, y: 0 };
  const wire = link(2, 1, 2, { ...found, since: FIRST, seen: LAST });
  render(LinkTip, { link: wire, vantage: 'this PC', rate: '', at, room: { w: 800, h: 600 } });
  expect(screen.getByTestId('map-link-tip').textContent).toContain(
    `first seen ${said(FIRST)}, last seen ${said(LAST)}`,
  );
});

it('says the same in the table, where no mouse is needed', () => {
  const dot = (id: number) => ({ id, name: `n${id}`, address: '', look: 'ok', planned: false });
  const board = {
    layout: { order: [1, 2] },
    dots: new Map([1, 2].map((id) => [id, dot(id)])),
    lines: new Map(),
    links: world.links,
    replay: new Replay(),
    pins: new Map(),
    selected: null,
  } as unknown as Board;
  const onopen = (): void => undefined;
  render(MapTable, { board, vantage: 'this PC', onopen, readonly: true });
  const table = screen.getByTestId('map-table').textContent;
  expect(table).toContain(`first seen ${said(FIRST)}, last seen ${said(LAST)}`);
  expect(table, 'because nobody has seen what was drawn').toContain(`drawn ${said(FIRST)}`);
  const both = `drawn ${said(FIRST)}, last seen ${said(LAST)}`;
  expect(table, 'because it was found where somebody drew it').toContain(both);
});
