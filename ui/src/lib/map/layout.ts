// Where everything on the map lies. Pure: the same site gives the same picture, and what is added
// comes after what was there, so that little moves. One unit is one pixel at zoom 1.
//
// Linked nodes hang in a tree under the vantage, like an engineering drawing: a parent stands at the
// top left of what hangs on it. Nodes without a link stand in the box of their group and have no
// line, because nobody knows how they are connected.

export interface Spot {
  x: number;
  y: number;
}

export interface Rect extends Spot {
  w: number;
  h: number;
}

export interface Box extends Rect {
  /** `null` gathers what is in no group. */
  group: number | null;
  name: string;
  folded: boolean;
  members: number[];
}

export interface Wire {
  link: number;
  from: number | null;
  to: number;
  points: Spot[];
}

export interface Layout {
  /** Centre of each node's glyph; members of folded boxes have none. */
  spots: Map<number, Spot>;
  vantage: Spot;
  /** How wide the name of a node with others below it may become; 0 is the vantage. */
  rooms: Map<number, number>;
  boxes: Box[];
  wires: Wire[];
  /** Reading order: the tree from the vantage outwards, then box after box. */
  order: number[];
  bounds: Rect;
}

export interface Site {
  nodes: readonly { id: number; group: number | null }[];
  groups: readonly { id: number; name: string }[];
  links: readonly { id: number; from: number | null; to: number }[];
  pins: readonly { node: number; x: number; y: number }[];
  /** Folded groups; 0 stands for "in no group". */
  folded: ReadonlySet<number>;
}

export const CELL = { w: 148, h: 40 };
/** Half the side of a node's glyph. */
export const HALF = 12;
/** Where the glyph's centre lies in its cell. */
const CENTRE: Spot = { x: 14, y: 20 };
const NOWHERE: Spot = { x: 0, y: 0 };
const INDENT = 28;
const GAP = 24;
const BUS = 10;
export const HEAD = 32;
const PAD = 10;

/** Columns of a grid of `n` cells. In steps, so that one more node rarely moves the others. */
export function columns(n: number): number {
  const steps: [number, number][] = [
    [4, 1],
    [10, 2],
    [21, 3],
    [36, 4],
    [60, 5],
    [98, 7],
    [200, 10],
    [450, 15],
  ];
  return steps.find(([most]) => n <= most)?.[1] ?? 5 * Math.ceil(Math.sqrt(n / 2) / 5);
}

/**
 * How wide rows may become for `n` nodes, also in steps. Trees waste more room than grids, so they
 * get more of it.
 */
function widest(n: number, waste: number): number {
  const step = 2 ** Math.ceil(Math.log2(Math.max(n, 8)));
  return Math.sqrt(step * CELL.w * CELL.h * waste);
}

/** Puts rectangles into rows, in order. Returns their corners and the rows' tops. */
export function shelves(
  items: readonly { w: number; h: number }[],
  most: number,
  gap: number,
): { corners: Spot[]; tops: number[]; w: number; h: number } {
  const corners: Spot[] = [];
  const tops: number[] = [];
  let [x, y, row, w] = [0, 0, 0, 0];
  for (const item of items) {
    if (x > 0 && x + item.w > most) {
      y += row + gap;
      [x, row] = [0, 0];
    }
    corners.push({ x, y });
    tops.push(y);
    w = Math.max(w, x + item.w);
    row = Math.max(row, item.h);
    x += item.w + gap;
  }
  return { corners, tops, w, h: items.length ? y + row : 0 };
}

/** The tree the links make, looked at from the vantage. */
interface Tree {
  /** Children by parent, each with its link; `null` is the vantage. */
  children: Map<number | null, { node: number; link: number }[]>;
  /** Nodes that are linked, but not to the vantage: each begins a tree of its own. */
  islands: number[];
  /** Links that are part of no tree: second ways. */
  spare: Site['links'][number][];
}

function push<K, V>(lists: Map<K, V[]>, key: K, value: V): void {
  const list = lists.get(key);
  if (list) list.push(value);
  else lists.set(key, [value]);
}

export function grow(site: Pick<Site, 'nodes' | 'links'>): Tree {
  const known = new Set(site.nodes.map((n) => n.id));
  const links = site.links
    .filter((l) => known.has(l.to) && (l.from === null || known.has(l.from)) && l.from !== l.to)
    .toSorted((a, b) => a.id - b.id);
  const ends = new Map<number | null, { node: number | null; link: number }[]>();
  for (const l of links) {
    push(ends, l.from, { node: l.to, link: l.id });
    push(ends, l.to, { node: l.from, link: l.id });
  }
  const children: Tree['children'] = new Map();
  const used = new Set<number>();
  const seen = new Set<number | null>([null]);
  const walk = (root: number | null) => {
    const queue = [root];
    for (let at = queue.shift(); at !== undefined; at = queue.shift()) {
      for (const { node, link } of ends.get(at) ?? []) {
        if (node === null || seen.has(node)) continue;
        seen.add(node);
        used.add(link);
        push(children, at, { node, link });
        queue.push(node);
      }
    }
  };
  walk(null);
  const islands: number[] = [];
  const heads = new Set(links.map((l) => l.to));
  const linked = [...ends.keys()].filter((n) => n !== null).toSorted((a, b) => a - b);
  for (const first of [...linked.filter((n) => !heads.has(n)), ...linked]) {
    if (seen.has(first)) continue;
    seen.add(first);
    islands.push(first);
    walk(first);
  }
  for (const list of children.values()) list.sort((a, b) => a.node - b.node);
  return { children, islands, spare: links.filter((l) => !used.has(l.id)) };
}

/** A node with all that hangs on it, measured from the corner of its own cell. */
interface Block {
  w: number;
  h: number;
  spots: { node: number | null; x: number; y: number; room?: number }[];
  wires: { link: number; from: number | null; to: number; points: Spot[] }[];
}

function block(tree: Tree, node: number | null, most: number): Block {
  const out: Block = { w: CELL.w, h: CELL.h, spots: [{ node, ...CENTRE }], wires: [] };
  const kids = tree.children.get(node) ?? [];
  const leaves = kids.filter((k) => !tree.children.has(k.node));
  const branches = kids.filter((k) => tree.children.has(k.node));
  const start = { x: CENTRE.x, y: CENTRE.y + HALF };
  let y = CELL.h;
  if (leaves.length) {
    const cols = columns(leaves.length);
    const rows = Math.ceil(leaves.length / cols);
    y += cols > 1 ? BUS : 0;
    leaves.forEach((leaf, i) => {
      // Row after row, so that one more leaf stands at the end.
      const [col, row] = [i % cols, Math.floor(i / cols)];
      const at = {
        x: INDENT + col * CELL.w + CENTRE.x,
        y: y + row * CELL.h + CENTRE.y,
      };
      const rail = col === 0 ? start.x : at.x - HALF - 8;
      const bus = y - BUS / 2;
      const bend =
        col === 0
          ? []
          : [
              { x: start.x, y: bus },
              { x: rail, y: bus },
            ];
      const points = [start, ...bend, { x: rail, y: at.y }, { x: at.x - HALF, y: at.y }];
      out.spots.push({ node: leaf.node, ...at });
      out.wires.push({ link: leaf.link, from: node, to: leaf.node, points });
    });
    out.w = Math.max(out.w, INDENT + cols * CELL.w);
    y += rows * CELL.h;
  }
  if (branches.length) {
    y += GAP / 2;
    const parts = branches.map((root) => ({ root, ...block(tree, root.node, most - INDENT) }));
    const rows = shelves(parts, most - INDENT, GAP);
    parts.forEach((part, i) => {
      const { node: child, link } = part.root;
      const corner = rows.corners[i] ?? NOWHERE;
      const at = { x: corner.x + INDENT, y: corner.y + y };
      const head = { x: at.x + CENTRE.x, y: at.y + CENTRE.y - HALF };
      const bus = at.y - BUS / 2;
      const points = [start, { x: start.x, y: bus }, { x: head.x, y: bus }, head];
      out.wires.push({ link, from: node, to: child, points });
      out.spots.push(...part.spots.map((s) => ({ ...s, x: s.x + at.x, y: s.y + at.y })));
      out.wires.push(...part.wires.map((w) => ({ ...w, points: shift(w.points, at) })));
    });
    out.w = Math.max(out.w, INDENT + rows.w);
    y += rows.h;
  }
  out.h = y;
  const [head] = out.spots;
  if (head && kids.length) head.room = out.w;
  return out;
}

const shift = (points: readonly Spot[], by: Spot) =>
  points.map((p) => ({ x: p.x + by.x, y: p.y + by.y }));

/** Boxes of groups with those of their nodes that have no link, by group, "in no group" last. */
function boxes(site: Site, linked: ReadonlySet<number>): Box[] {
  const members = new Map<number | null, number[]>();
  const groups = new Map(site.groups.map((g) => [g.id, g]));
  for (const n of site.nodes) {
    if (linked.has(n.id)) continue;
    const group = n.group !== null && groups.has(n.group) ? n.group : null;
    push(members, group, n.id);
  }
  return [...members.entries()]
    .toSorted(([a], [b]) => (a ?? Infinity) - (b ?? Infinity))
    .map(([group, ids]) => {
      const folded = site.folded.has(group ?? 0);
      const cols = folded ? 1 : columns(ids.length);
      const rows = folded ? 1 : Math.ceil(ids.length / cols);
      return {
        group,
        name: (group !== null && groups.get(group)?.name) || '',
        folded,
        members: ids.toSorted((a, b) => a - b),
        x: 0,
        y: 0,
        w: cols * CELL.w + PAD * 2,
        h: HEAD + rows * CELL.h + PAD,
      };
    });
}

/** Centre of the glyph of the `i`-th member of an open box. */
function seat(box: Box, i: number): Spot {
  const cols = columns(box.members.length);
  return {
    x: box.x + PAD + (i % cols) * CELL.w + CENTRE.x,
    y: box.y + HEAD + Math.floor(i / cols) * CELL.h + CENTRE.y,
  };
}

function enclose(rects: readonly Rect[]): Rect {
  const x = Math.min(...rects.map((r) => r.x));
  const y = Math.min(...rects.map((r) => r.y));
  return {
    x,
    y,
    w: Math.max(...rects.map((r) => r.x + r.w)) - x,
    h: Math.max(...rects.map((r) => r.y + r.h)) - y,
  };
}

export const cellAt = (s: Spot): Rect => ({ x: s.x - CENTRE.x, y: s.y - CENTRE.y, ...CELL });

export function layout(site: Site): Layout {
  const tree = grow(site);
  const spots = new Map<number, Spot>();
  const rooms = new Map<number, number>();
  const order: number[] = [];
  const wires: Wire[] = [];
  const linked = new Set([...tree.children.values()].flat().map((c) => c.node));
  tree.islands.forEach((n) => linked.add(n));

  const most = widest(linked.size, linked.size <= 64 ? 6 : linked.size <= 128 ? 4.5 : 3);

  let vantage = CENTRE;
  let y = 0;
  const put = (part: Block, corner: Spot) => {
    for (const s of part.spots) {
      const at = { x: s.x + corner.x, y: s.y + corner.y };
      if (s.room !== undefined) rooms.set(s.node ?? 0, s.room);
      if (s.node === null) vantage = at;
      else {
        spots.set(s.node, at);
        order.push(s.node);
      }
    }
    wires.push(...part.wires.map((w) => ({ ...w, points: shift(w.points, corner) })));
  };
  const root = block(tree, null, most);
  put(root, { x: 0, y });
  y += root.h + GAP;

  const islands = tree.islands.map((n) => block(tree, n, most));
  const beside = shelves(islands, most, GAP);
  islands.forEach((part, i) => {
    const corner = beside.corners[i] ?? NOWHERE;
    put(part, { x: corner.x, y: y + corner.y });
  });
  if (islands.length) y += beside.h + GAP;

  const framed = boxes(site, linked);
  const beneath = Math.max(root.w, beside.w, widest(site.nodes.length - linked.size, 2.6));
  const rows = shelves(framed, beneath, GAP);
  framed.forEach((box, i) => {
    const corner = rows.corners[i] ?? NOWHERE;
    box.x = corner.x;
    box.y = y + corner.y;
    order.push(...box.members);
    if (!box.folded) box.members.forEach((n, k) => spots.set(n, seat(box, k)));
  });

  const pinned = pin(site, spots, framed);
  for (const node of pinned) rooms.delete(node);
  reroute(tree, { spots, vantage, wires }, pinned);
  const bounds = enclose([cellAt(vantage), ...framed, ...[...spots.values()].map(cellAt)]);
  return { spots, vantage, rooms, boxes: framed, wires, order, bounds };
}

/** Pinned nodes lie where they were put. Their seats stay free, so that pinning moves nobody else. */
function pin(site: Site, spots: Map<number, Spot>, framed: Box[]): Set<number> {
  const pinned = new Set<number>();
  for (const p of site.pins) {
    if (!spots.has(p.node)) continue;
    spots.set(p.node, { x: p.x, y: p.y });
    pinned.add(p.node);
  }
  for (const box of framed) {
    if (box.folded || !box.members.every((n) => pinned.has(n))) continue;
    // A person arranged all of them: the box follows.
    const around = enclose(box.members.map((n) => cellAt(spots.get(n) ?? NOWHERE)));
    box.x = around.x - PAD;
    box.y = around.y - HEAD;
    box.w = around.w + PAD * 2;
    box.h = around.h + HEAD + PAD;
  }
  return pinned;
}

/** Links of pinned nodes and second ways run straight. */
function reroute(
  tree: Tree,
  out: Pick<Layout, 'spots' | 'vantage' | 'wires'>,
  pinned: ReadonlySet<number>,
): void {
  const straight = (from: number | null, to: number): Spot[] => {
    const a = from === null ? out.vantage : (out.spots.get(from) ?? NOWHERE);
    const b = out.spots.get(to) ?? NOWHERE;
    const length = Math.hypot(b.x - a.x, b.y - a.y) || 1;
    const [dx, dy] = [((b.x - a.x) / length) * (HALF + 3), ((b.y - a.y) / length) * (HALF + 3)];
    return [
      { x: a.x + dx, y: a.y + dy },
      { x: b.x - dx, y: b.y - dy },
    ];
  };
  for (const wire of out.wires) {
    if (pinned.has(wire.to) || (wire.from !== null && pinned.has(wire.from)))
      wire.points = straight(wire.from, wire.to);
  }
  for (const l of tree.spare) {
    out.wires.push({ link: l.id, from: l.from, to: l.to, points: straight(l.from, l.to) });
  }
}
