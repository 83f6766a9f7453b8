// What the palette finds. Pure.

export type EntryKind = 'action' | 'node' | 'incident' | 'runbook';

export interface Entry {
  kind: EntryKind;
  /** Unique within its kind. */
  key: string;
  title: string;
  /** Quieter words beside it, also searched: an address, a group. */
  detail: string;
  /** Searched but not shown: a maker, the title in the other language. */
  also?: string;
  run: () => void;
}

const fold = (text: string): string => text.normalize('NFKC').toLowerCase();

/** 0 is no match; higher is better: whole, beginning, word, anywhere, detail. */
export function score(entry: Entry, query: string): number {
  const words = fold(query)
    .split(/\s+/)
    .filter((w) => w !== '');
  const title = fold(entry.title);
  const rest = fold(`${entry.detail} ${entry.also ?? ''}`);
  let sum = 0;
  for (const word of words) {
    const at = title.indexOf(word);
    if (title === word) sum += 100;
    else if (at === 0) sum += 60;
    else if (at > 0) sum += /[\s\-_.]/.test(title[at - 1] ?? '') ? 40 : 25;
    else if (rest.includes(word)) sum += rest.startsWith(word) ? 20 : 10;
    else return 0;
  }
  return sum;
}

/** The best `most` entries; without a query the actions and whatever comes first. */
export function find(entries: readonly Entry[], query: string, most = 20): Entry[] {
  if (query.trim() === '') return entries.slice(0, most);
  return entries
    .map((entry, i) => ({ entry, i, score: score(entry, query) }))
    .filter((e) => e.score > 0)
    .sort((a, b) => b.score - a.score || a.i - b.i)
    .slice(0, most)
    .map((e) => e.entry);
}
