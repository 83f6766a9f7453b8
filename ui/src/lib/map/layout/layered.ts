// Layer under layer from the vantage, like an engineering drawing: what hangs on a card stands in
// rows beneath it, left and right of a spine that all its links share.
//
// How wide the rows become is chosen for every card anew, so that the whole fits a window: each
// block is measured in a few shapes, and whoever holds it picks the one that suits.

import { DROP, GAP, shelves, type Rect, type Size, type Spot } from './shape';
import type { Branch } from './tree';

/** A card with all beneath it, measured from the block's own corner. */
interface Block extends Size {
  branch: Branch;
  /** Where its spine runs, and the middle of its card. */
  spine: number;
  /** The cards in its first line, with their middles: the links from above end there. */
  tops: { branch: Branch; x: number }[];
  parts: { block: Block; x: number; y: number }[];
  /** Rows beyond the first, here and beneath: a spine past others is harder to follow. */
  broken: number;
}

export interface Placed {
  /** Ways of the links between cards, by the card they lead to. */
  ways: Map<Branch, Spot[]>;
  bounds: Rect;
}

/** Shapes a block is measured in, width by height. */
const SHAPES = [0.45, 0.8, 1.2, 1.7, 2.6, 4.5];
/** The window's. */
const WINDOW = 3;
/** Widths of rows that are tried, of the square all parts would fill. */
const WIDTHS = [1.5, 0.9, 1.2, 2, 2.8, 5];
/** Heights of rows that are tried, at most. */
const HEIGHTS = 6;
/** How much better another way must be: else a node more would turn everything round. */
const CLEARLY = 0.95;
/** What a row more costs, of all. */
const BROKEN = 0.04;

/** Puts the corner of every card of one tree, the tree's own corner at 0, 0. */
export function layered(root: Branch): Placed {
  const block = new Measure().block(root, WINDOW);
  const ways = new Map<Branch, Spot[]>();
  place(block, { x: 0, y: 0 }, ways);
  return { ways, bounds: { x: 0, y: 0, w: block.w, h: block.h } };
}

/** The next of a few sizes, so that little growth changes no choice. */
const coarse = (h: number) => Math.ceil(h / 160) * 160;

class Measure {
  readonly #known = new Map<Branch, Block[]>();

  /** The block of a card and all beneath it, in one of the shapes. */
  block(branch: Branch, shape: number): Block {
    return this.#blocks(branch)[shape] ?? line(branch, []);
  }

  #blocks(branch: Branch): Block[] {
    let all = this.#known.get(branch);
    if (!all) this.#known.set(branch, (all = this.#all(branch)));
    return all;
  }

  #all(branch: Branch): Block[] {
    if (branch.branches.length === 0) return SHAPES.map(() => line(branch, []));
    const choices = branch.branches.map((b) => this.#blocks(b));
    const rows = heights(choices).flatMap((most) => [0.15, 0.6].map((whole) => ({ most, whole })));
    const tried = rows.flatMap(({ most, whole }) => {
      const parts = sorted(choices.map((c) => withinHeight(c, most, whole)));
      const area = parts.reduce((sum, p) => sum + (p.w + GAP) * (coarse(p.h) + DROP), 0);
      const widest = Math.max(...parts.map((p) => p.w));
      const widths = WIDTHS.map((w) => Math.max(widest, step(Math.sqrt(area) * w)));
      return [...new Set(widths)].map((w) => line(branch, rowsOf(parts, w)));
    });
    return SHAPES.map((shape) => best(tried, shape));
  }
}

/** Some of the heights the parts of a block can have: rows of one height waste least. */
function heights(choices: readonly Block[][]): number[] {
  const all = [...new Set(choices.flat().map((b) => coarse(b.h)))].sort((a, b) => a - b);
  if (all.length <= HEIGHTS) return all;
  return Array.from({ length: HEIGHTS }, (_, i) => {
    return all[Math.round((i * (all.length - 1)) / (HEIGHTS - 1))] ?? 0;
  });
}

/** The narrowest of these no higher than that, `whole` rather than broken; else the lowest. */
function withinHeight(choices: readonly Block[], most: number, whole: number): Block {
  const cost = (b: Block) => {
    const over = Math.max(0, coarse(b.h) - most);
    return over * 1000 + b.w * (1 + whole * b.broken);
  };
  return choices.reduce((a, b) => (cost(b) < cost(a) ? b : a));
}

const step = (n: number) => 2 ** (Math.ceil(Math.log2(Math.max(n, 1)) * 4) / 4);

function best(tried: readonly Block[], shape: number): Block {
  const cost = (b: Block) =>
    (Math.max(b.w / shape, coarse(b.h)) + Math.sqrt(b.w * coarse(b.h)) * 0.3) *
    (1 + BROKEN * b.broken);
  return tried.reduce((a, b) => (cost(b) < cost(a) * CLEARLY ? b : a));
}

/** A card with its twins, and the rows of what hangs on it. */
function line(branch: Branch, rows: Block[][]): Block {
  const top = beside(branch);
  const spread = rows.map((row, i) => spreadOf(row, i === rows.length - 1));
  const left = Math.max(branch.card.w / 2, ...spread.map((s) => s.left));
  const right = Math.max(top.right, ...spread.map((s) => s.right));
  const parts: Block['parts'] = [];
  let h = top.h;
  rows.forEach((row, i) => {
    const y = h + DROP;
    row.forEach((block, k) => parts.push({ block, x: left + (spread[i]?.at[k] ?? 0), y }));
    h = y + Math.max(...row.map((b) => b.h));
  });
  const tops = top.tops.map((t) => ({ ...t, x: t.x + left }));
  const inner = parts.reduce((sum, p) => sum + p.block.broken, 0);
  const broken = inner + Math.max(0, rows.length - 1);
  return { branch, w: left + right, h, spine: left, tops, parts, broken };
}

/** Sets the corners of all cards of a block, and the ways between them. */
function place(block: Block, at: Spot, ways: Map<Branch, Spot[]>): void {
  for (const top of block.tops) {
    const { card } = top.branch;
    Object.assign(card, { x: at.x + top.x - card.w / 2, y: at.y });
  }
  const spine = at.x + block.spine;
  const from = { x: spine, y: at.y + block.branch.card.h };
  for (const part of block.parts) {
    const corner = { x: at.x + part.x, y: at.y + part.y };
    const bend = corner.y - DROP / 2;
    for (const top of part.block.tops) {
      const head = { x: corner.x + top.x, y: corner.y };
      const bends = [
        { x: spine, y: bend },
        { x: head.x, y: bend },
      ];
      const straight = Math.abs(head.x - spine) < 1;
      ways.set(top.branch, [from, ...(straight ? [] : bends), head]);
    }
    place(part.block, corner, ways);
  }
}

/** A card and its twins side by side, measured from the card's middle. */
function beside(branch: Branch): { tops: Block['tops']; right: number; h: number } {
  const tops: Block['tops'] = [{ branch, x: 0 }];
  let right = branch.card.w / 2;
  for (const twin of branch.twins) {
    const { w } = twin.card;
    tops.push({ branch: twin, x: right + GAP * 2 + w / 2 });
    right += GAP * 2 + w;
  }
  return { tops, right, h: Math.max(...tops.map((t) => t.branch.card.h)) };
}

/** Low blocks before high ones, so that rows waste little; within a class of height by identity. */
function sorted(parts: Block[]): Block[] {
  const own = (b: Block) => Math.max(9, Math.ceil(Math.log2(b.h)));
  // Switches that stand in for each other stand side by side.
  const rank = (b: Block) => {
    const near = parts.find((p) => p.branch === b.branch.near);
    return Math.max(own(b), near ? own(near) : 0);
  };
  const id = (b: Block) => b.branch.node;
  return parts.toSorted((a, b) => rank(a) - rank(b) || id(a) - id(b));
}

function rowsOf(parts: Block[], most: number): Block[][] {
  const { corners } = shelves(parts, most, GAP);
  const rows = new Map<number, Block[]>();
  parts.forEach((part, i) => {
    const y = corners[i]?.y ?? 0;
    const row = rows.get(y);
    if (row) row.push(part);
    else rows.set(y, [part]);
  });
  return [...rows.values()];
}

/**
 * Where the blocks of a row begin, from the spine. The last row is centred; through the others the
 * spine goes on, so it gets a gap of its own.
 */
function spreadOf(row: Block[], last: boolean): { at: number[]; left: number; right: number } {
  const wide = (blocks: Block[]) => blocks.reduce((sum, b) => sum + b.w + GAP, -GAP);
  if (last) {
    // A lone block hangs straight below.
    const [only] = row;
    const w = wide(row);
    const left = row.length === 1 && only ? only.spine : w / 2;
    return { at: starts(row, -left), left, right: w - left };
  }
  let cut = { n: 0, off: Infinity };
  for (let n = 0; n <= row.length; n++) {
    const off = Math.abs(wide(row.slice(0, n)) - wide(row.slice(n)));
    if (off < cut.off) cut = { n, off };
  }
  const [before, after] = [row.slice(0, cut.n), row.slice(cut.n)];
  const left = before.length ? wide(before) + GAP / 2 : 0;
  const right = after.length ? wide(after) + GAP / 2 : 0;
  return { at: [...starts(before, -left), ...starts(after, GAP / 2)], left, right };
}

function starts(row: Block[], from: number): number[] {
  let x = from;
  return row.map((b) => {
    const at = x;
    x += b.w + GAP;
    return at;
  });
}
