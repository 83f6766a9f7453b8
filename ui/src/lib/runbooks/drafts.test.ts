import { expect, it } from 'vitest';
import { differs, draftOf, forget, fresh, keep, kept } from './drafts';

function memory() {
  const all = new Map<string, string>();
  return {
    getItem: (key: string) => all.get(key) ?? null,
    setItem: (key: string, value: string) => void all.set(key, value),
    removeItem: (key: string) => void all.delete(key),
  };
}

it('gives a draft back after a crash, to its own site only', () => {
  const store = memory();
  const draft = { ...fresh('UPS'), text: '1. look' };
  expect(keep(store, '/a.hinomi', draft)).toBe(true);
  expect(kept(store, '/a.hinomi', null)).toEqual(draft);
  expect(kept(store, '/b.hinomi', null), 'because it is another customer').toBeNull();
  forget(store, '/a.hinomi', null);
  expect(kept(store, '/a.hinomi', null)).toBeNull();
});

it('ignores what it cannot read', () => {
  const store = memory();
  store.setItem('hinomi.runbook.draft:s:new', '{"title":3}');
  expect(kept(store, 's', null)).toBeNull();
  store.setItem('hinomi.runbook.draft:s:new', 'nonsense');
  expect(kept(store, 's', null)).toBeNull();
});

it('goes on when nothing can be kept', () => {
  const full = {
    ...memory(),
    setItem: () => {
      throw new Error('full');
    },
  };
  expect(keep(full, 's', fresh())).toBe(false);
});

it('knows when something was changed, whatever the order of nodes', () => {
  const book = { id: 1, title: 'a', text: '', nodes: [1, 2], checks: [], attachments: [] };
  const from = draftOf({ ...book, changed: 5 });
  expect(differs({ ...from, nodes: [2, 1] }, from)).toBe(false);
  expect(differs({ ...from, nodes: [2] }, from)).toBe(true);
  expect(differs({ ...from, text: 'x' }, from)).toBe(true);
});
