// What a person does to maps can be taken back, on the map it was done to.

import { flushSync } from 'svelte';
import { beforeAll, beforeEach, expect, it, vi } from 'vitest';

import type { Frame, SiteMap } from '../ipc/bindings';
import { frame, inherited, link, node } from '../world/made';

// A small engine: it keeps maps, and tells of a change with the next frame.
const engine = vi.hoisted(() => ({
  maps: new Map<number, unknown>(),
  calls: [] as { name: string; with_: unknown }[],
  next: 10,
  frames: [] as unknown[],
  wanted: null as ((f: never) => void) | null,
  broken: false,
}));
vi.mock('../ipc/client', async (original) => ({
  ...(await original<typeof import('../ipc/client')>()),
  client: {
    onGo: () => undefined,
    onAsk: () => undefined,
    call: (name: string, with_: never) => answer(name, with_),
  },
}));

import { pullSoon, follow, world } from '../world/world.svelte';
import { Board } from './board.svelte';

const plain = { groups: [], nodes: [], pins: [], folded: [], plan: null };
const sheet = (id: number, name: string, with_: Partial<SiteMap> = {}): SiteMap => ({
  ...{ id, name, arrangement: 'layered' as const },
  ...plain,
  ...with_,
});
const plan = {
  image: { name: '2F', size: 1, hash: 'a'.repeat(64) },
  ...{ x: 0, y: 0, width: 500, opacity: 0.4 },
};

async function answer(name: string, with_: never): Promise<unknown> {
  if (name === 'changes')
    return engine.frames.shift() ?? new Promise((done) => (engine.wanted = done));
  if (engine.broken) throw new Error('the engine is away');
  engine.calls.push({ name, with_ });
  if (name === 'map_put') {
    const map = with_ as SiteMap;
    const id = map.id === 0 ? ++engine.next : map.id;
    engine.maps.set(id, { ...map, id });
    return id;
  }
  if (name === 'map_drop') engine.maps.delete((with_ as { map: number }).map);
  if (name === 'link_put') return ++engine.next;
  return {};
}

let seq = 0;
async function become(with_: Partial<Frame>): Promise<void> {
  const site = { path: 'a.hinomi', name: `${++seq}`, size: 1, read_only: null, demo: false };
  const next = frame({ ...with_, site, seq, fresh: true });
  if (engine.wanted) engine.wanted(next as never);
  else engine.frames.push(next);
  engine.wanted = null;
  await vi.waitFor(() => {
    pullSoon();
    expect(world.site?.name).toBe(`${seq}`);
  });
  flushSync();
}

const put = () => engine.calls.filter((c) => c.name === 'map_put').map((c) => c.with_ as SiteMap);
const known = (id: number) => engine.maps.get(id) as SiteMap | undefined;

let board: Board;
beforeAll(() => void follow());
beforeEach(async () => {
  localStorage.clear();
  const maps = [sheet(1, 'A'), sheet(2, 'B', { plan })];
  Object.assign(engine, { calls: [], broken: false, maps: new Map(maps.map((m) => [m.id, m])) });
  await become({
    nodes: [node(1), node(2), node(3)],
    links: [link(5, null, 1), link(6, 1, 2)],
    maps,
  });
  board = new Board('test');
});

it('takes a place back on the map it was put on, and shows that map', async () => {
  board.map = 1;
  await board.put(3, { x: 40, y: 50 });
  expect(known(1)?.pins).toEqual([{ node: 3, x: 40, y: 50 }]);
  board.map = 2;
  await board.history.undo();
  expect(known(1)?.pins, 'because that is where it was put').toEqual([]);
  expect(
    put().map((m) => m.id),
    'because nobody touched the other',
  ).toEqual([1, 1]);
  expect(board.map, 'because nothing is taken back unseen').toBe(1);
});

it('takes a place among everything back while a named map is shown', async () => {
  await board.put(3, { x: 40, y: 50 });
  board.map = 2;
  await board.history.undo();
  expect(engine.calls.map((c) => c.name)).toEqual(['pins_put', 'pins_put']);
  expect(engine.calls.at(-1)?.with_).toEqual({ pins: [], unpin: [3] });
});

it('goes back to where a node was just put, before the engine has said so', async () => {
  await board.put(3, { x: 10, y: 10 });
  board.drag(3, { x: 15, y: 15 });
  await board.put(3, { x: 20, y: 20 });
  await board.history.undo();
  expect(board.pins.get(3)).toEqual({ x: 10, y: 10 });
});

it('takes back name, members, picture, arrangement and folds of a map', async () => {
  board.map = 2;
  const was = known(2);
  await board.change({ name: '3F', nodes: [1] });
  await board.change({ plan: null });
  board.arrange('grid');
  board.fold({ head: 1, group: null });
  await vi.waitFor(() => expect(known(2)?.folded).toEqual([{ fold: 'node', of: 1 }]));
  expect(known(2)).toMatchObject({ name: '3F', nodes: [1], plan: null, arrangement: 'grid' });
  for (let i = 0; i < 4; i++) await board.history.undo();
  expect(known(2)).toEqual(was);
  await board.history.redo();
  expect(known(2)).toMatchObject({ name: '3F', nodes: [1], plan, arrangement: 'layered' });
});

it('takes the picture back to where it was before it was dragged', async () => {
  board.map = 2;
  for (const x of [10, 60, 90]) board.show(sheet(2, 'B', { plan: { ...plan, x } }));
  expect(board.sheet?.plan?.x).toBe(90);
  await board.change({ plan: { ...plan, x: 90 } });
  await board.history.undo();
  expect(known(2)?.plan?.x).toBe(0);
});

it('takes back how everything was arranged and folded on this PC', async () => {
  board.arrange('radial');
  board.fold({ head: 1, group: null });
  await vi.waitFor(() => expect(board.anyFolded).toBe(true));
  await board.history.undo();
  expect([board.arrangement, board.anyFolded]).toEqual(['radial', false]);
  await board.history.undo();
  expect(board.arrangement).toBe('layered');
  expect(engine.calls, 'because only this PC knows it').toEqual([]);
});

it('brings a map back that was removed, and what was done to it before can be taken back', async () => {
  board.map = 1;
  await board.put(3, { x: 40, y: 50 });
  await board.drop(1);
  expect([board.map, known(1)]).toEqual([null, undefined]);
  await board.history.undo();
  const again = board.map ?? 0;
  expect(known(again)).toMatchObject({ name: 'A', pins: [{ node: 3, x: 40, y: 50 }] });
  await board.history.undo();
  expect(known(again)?.pins, 'because it is the same map under another identity').toEqual([]);
  await board.history.redo();
  await board.history.redo();
  expect(known(again), 'because its removal was done again').toBeUndefined();
});

it('takes a map away again that was made', async () => {
  await board.make({ ...plain, name: 'C', arrangement: 'grid' });
  const made = board.map ?? 0;
  expect(board.sheet?.name).toBe('C');
  await board.history.undo();
  expect([board.map, known(made)]).toEqual([null, undefined]);
});

it('drops the link that came back, not the one that was', async () => {
  await board.disconnect(6);
  await board.history.undo();
  const again = engine.next;
  await board.history.redo();
  const dropped = engine.calls.filter((c) => c.name === 'link_drop').map((c) => c.with_);
  expect(dropped).toEqual([{ link: 6 }, { link: again }]);
});

const groups = [{ id: 4, name: 'Servers', policies: inherited }];

it('lets a link go that is not seen any more, and drops none unseen', async () => {
  const nodes = [node(1), node(2, { group: 4 }), node(3, { group: 4 })];
  await become({ nodes, groups, links: [link(5, null, 1), link(6, 1, 2), link(7, 1, 3)] });
  board.link = 6;
  expect(board.link).toBe(6);
  board.foldGroup(2);
  await vi.waitFor(() => expect(board.anyFolded).toBe(true));
  expect(board.link).toBe(null);
  await board.history.undo();
  expect(board.link, 'because it was let go').toBe(null);
  board.link = 7;
  await board.history.redo();
  expect(board.link, 'because it is one of two that are drawn as one').toBe(null);
  board.link = 5;
  expect(board.link, 'because it stands for itself').toBe(5);
});

it('folds no group at once with others of which only a part is in its frame', async () => {
  const nodes = [node(1), node(2, { group: 4 }), node(3, { group: 4 }), node(8, { group: 9 })];
  const others = { id: 9, name: 'Phones', policies: inherited };
  await become({ nodes, groups: [...groups, others], links: [link(5, null, 1), link(6, 1, 2)] });
  board.foldAll(true);
  await vi.waitFor(() => expect(board.anyFolded).toBe(true));
  expect([...board.folded], 'because 2 hangs on 1').toEqual(['n1', 'g9']);
  await board.history.undo();
  board.arrange('grid');
  await vi.waitFor(() => expect(board.arrangement).toBe('grid'));
  board.foldAll(true);
  await vi.waitFor(() => expect(board.anyFolded).toBe(true));
  expect([...board.folded], 'because all of it is in one frame').toContain('g4');
});

it('leaves a node where it was if the engine cannot keep its place', async () => {
  board.map = 1;
  engine.broken = true;
  board.drag(3, { x: 9, y: 9 });
  await board.put(3, { x: 9, y: 9 });
  expect(board.pins.has(3)).toBe(false);
  expect(board.history.canUndo).toBe(false);
});
