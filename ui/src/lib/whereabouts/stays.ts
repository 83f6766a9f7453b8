// Stays of hardware addresses, as they are read. Pure.

import type { Noticed, Sighting, Stamp } from '../ipc/bindings';

/** Switches are asked every 5 minutes; who was not seen twice running may be gone. */
const FRESH = 11 * 60_000;

/** Is it there, as far as anybody knows? */
export const isThere = (stay: Sighting, now: Stamp): boolean => now - stay.seen <= FRESH;

/** The last stay of each hardware address, in their order; the list brings the latest first. */
export function latest(stays: readonly Sighting[]): Sighting[] {
  const known = new Set<string>();
  return stays.filter((stay) => !known.has(stay.mac) && known.add(stay.mac));
}

/** How something that was noticed is called. */
export function kindOf(it: Noticed): 'new' | 'moved' | 'answers' | 'disputed' {
  return it.noticed === 'answers' && it.disputed ? 'disputed' : it.noticed;
}
