import { describe, expect, it } from 'vitest';
import type { Link } from '../ipc/bindings';
import { link as made, node } from './made';
import { leadsBack, pathTo } from './ways';

const link = (id: number, from: number | null, to: number): [number, Link] => [
  id,
  made(id, from, to),
];
const drawing = (parents: Record<number, number[]> = {}) => ({
  nodes: new Map([1, 2, 3, 4, 5].map((id) => [id, node(id, { parents: parents[id] ?? [] })])),
  // 1 - 2 - 3 and 1 - 4 - 3: a ring; 5 is not drawn.
  links: new Map([link(1, null, 1), link(2, 1, 2), link(3, 2, 3), link(4, 1, 4), link(5, 4, 3)]),
});

describe('the way to a node', () => {
  it('is the shortest the links draw, the node itself last', () => {
    expect(pathTo(3, drawing())).toEqual([1, 2, 3]);
    expect(pathTo(1, drawing())).toEqual([1]);
  });

  it('is the node alone if nothing leads there', () => {
    expect(pathTo(5, drawing())).toEqual([5]);
  });

  it('follows the parents a person named, and those alone', () => {
    expect(pathTo(3, drawing({ 3: [4] }))).toEqual([1, 4, 3]);
    expect(pathTo(5, drawing({ 5: [3] }))).toEqual([1, 2, 3, 5]);
  });

  it('leaves out parents that are gone', () => {
    expect(pathTo(3, drawing({ 3: [99] }))).toEqual([1, 2, 3]);
  });

  it('does not hang in a circle, and says when a parent would make one', () => {
    expect(pathTo(3, drawing({ 2: [3], 3: [2] }))).toEqual([3]);
    expect(leadsBack(3, 2, drawing()), 'because 3 is reached through 2').toBe(true);
    expect(leadsBack(4, 2, drawing())).toBe(false);
  });

  it('does not lead along what was there once', () => {
    const all = drawing();
    all.links.set(3, made(3, 2, 3, { confidence: 'outdated' }));
    expect(pathTo(3, all)).toEqual([1, 4, 3]);
  });
});
