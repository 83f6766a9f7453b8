// How a person looks at a site's map, kept on this PC: arrangement and what is folded.

import { ARRANGEMENTS, type Arrangement } from './layout';

export interface Kept {
  arrangement: Arrangement;
  folded: string[];
}

/** Folds kept, at most. */
const MOST = 2000;
const fresh: Kept = { arrangement: 'layered', folded: [] };
const keyOf = (site: string) => `hinomi.map:${site}`;

/** What was kept, or the usual; what cannot be read counts as nothing. */
export function kept(store: Pick<Storage, 'getItem'>, site: string): Kept {
  try {
    const read: unknown = JSON.parse(store.getItem(keyOf(site)) ?? 'null');
    if (typeof read !== 'object' || read === null) return fresh;
    const { arrangement, folded } = read as Partial<Kept>;
    return {
      arrangement: ARRANGEMENTS.find((a) => a === arrangement) ?? fresh.arrangement,
      folded: Array.isArray(folded)
        ? folded.filter((f) => typeof f === 'string' && /^[gn]\d{1,10}$/.test(f)).slice(0, MOST)
        : [],
    };
  } catch {
    return fresh;
  }
}

export function keep(store: Pick<Storage, 'setItem'>, site: string, what: Kept): void {
  try {
    store.setItem(keyOf(site), JSON.stringify({ ...what, folded: what.folded.slice(0, MOST) }));
  } catch {
    // A full or forbidden store costs only the memory of it.
  }
}
