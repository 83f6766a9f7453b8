// What is to be found: another screen sent the operator there to find it.

import { goPart } from '../world/place.svelte';

let wanted = $state('');

export const sought = {
  /** What was asked for last; empty for nothing. */
  get what(): string {
    return wanted;
  },
  set what(what: string) {
    wanted = what;
  },
};

/** Goes where things are found, and finds this. */
export function findWhere(what: string): void {
  wanted = what.trim();
  goPart('tools', 'where');
}
