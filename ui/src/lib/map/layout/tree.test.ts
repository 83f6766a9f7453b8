import { describe, expect, it } from 'vitest';
import { grow } from './tree';
import { layout } from './index';
import { site } from './sites';

describe('a host that moved', () => {
  const nodes = [1, 2, 3].map((id) => ({ id, group: null }));
  const links = [
    { id: 1, from: null, to: 1 },
    { id: 2, from: 1, to: 2 },
    { id: 3, from: 1, to: 3, confidence: 'outdated' as const },
    { id: 4, from: 2, to: 3, confidence: 'evidenced' as const },
  ];

  it('hangs where it is, not where it was', () => {
    const tree = grow({ nodes, links });
    expect(tree.children.get(2)).toEqual([{ node: 3, link: 4 }]);
    expect(
      tree.spare.map((l) => l.id),
      'because the old way is still shown',
    ).toEqual([3]);
  });

  it('hangs where it was seen last if nobody knows better', () => {
    const known = links.filter((l) => l.id !== 4);
    const tree = grow({ nodes, links: known });
    expect(tree.children.get(1)?.map((e) => e.node)).toEqual([2, 3]);
    expect(tree.islands).toEqual([]);
    expect(layout(site({ nodes, links: known })).spots.size).toBe(3);
  });
});
