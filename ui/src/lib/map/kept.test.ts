import { describe, expect, it } from 'vitest';
import { keep, kept } from './kept';

function store(first?: string) {
  const all = new Map<string, string>(first === undefined ? [] : [['hinomi.map:a', first]]);
  return {
    getItem: (k: string) => all.get(k) ?? null,
    setItem: (k: string, v: string) => void all.set(k, v),
  };
}

describe('how a map was looked at', () => {
  it('comes back for its own site only', () => {
    const s = store();
    keep(s, 'a', { arrangement: 'radial', folded: ['n17', 'g0'] });
    expect(kept(s, 'a')).toEqual({ arrangement: 'radial', folded: ['n17', 'g0'] });
    expect(kept(s, 'b')).toEqual({ arrangement: 'layered', folded: [] });
  });

  it('is the usual if what was kept cannot be read', () => {
    for (const bad of ['', '{', '7', '{"arrangement":"x","folded":[1,"<b>"]}', '[]'])
      expect(kept(store(bad), 'a')).toEqual({ arrangement: 'layered', folded: [] });
  });

  it('does not mind a store that is full', () => {
    const full = {
      setItem: () => {
        throw new Error('full');
      },
    };
    expect(() => keep(full, 'a', { arrangement: 'grid', folded: [] })).not.toThrow();
  });
});
