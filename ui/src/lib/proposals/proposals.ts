/** What re-scans propose, as a person goes through it in the morning. Pure. */
import type { Glimpse, Proposal } from '../ipc/bindings';

export type Kind = Proposal['proposed'];

/** What may be wrong comes first, what is only to be tidied up last. */
const ORDER: readonly Kind[] = ['new', 'replaced', 'moved', 'opened', 'gone', 'became', 'renamed'];

/** Those that wait for a decision, the kinds in order, the latest first. */
export function openOf(all: ReadonlyMap<number, Proposal>): Proposal[] {
  const rank = (it: Proposal): number => ORDER.indexOf(it.proposed);
  return [...all.values()]
    .filter((it) => it.dismissed === null)
    .sort((a, b) => rank(a) - rank(b) || b.first - a.first || a.id - b.id);
}

/** Those a person dismissed, the latest first. */
export function dismissedOf(all: ReadonlyMap<number, Proposal>): Proposal[] {
  return [...all.values()]
    .filter((it) => it.dismissed !== null)
    .sort((a, b) => (b.dismissed ?? 0) - (a.dismissed ?? 0) || a.id - b.id);
}

/** How many of each kind there are. */
export function countsOf(all: readonly Proposal[]): {
  fresh: number;
  gone: number;
  changed: number;
} {
  const fresh = all.filter((it) => it.proposed === 'new').length;
  const gone = all.filter((it) => it.proposed === 'gone').length;
  return { fresh, gone, changed: all.length - fresh - gone };
}

/** The node it is about, if about one. */
export function nodeOf(it: Proposal): number | null {
  return it.proposed === 'new' ? null : it.node;
}

/** The shortest that tells a box from others. */
export function calledOf(seen: Glimpse | null): string {
  return seen?.name ?? seen?.address ?? '';
}

/** Can what is done about it be undone by putting the node back as it was? */
export function canBePutBack(it: Proposal): boolean {
  return ['replaced', 'moved', 'became', 'renamed'].includes(it.proposed);
}
