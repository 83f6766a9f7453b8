// What was told and held in one week, as the ledger shows it.

import type { NoiseView, Stamp, Window } from '../ipc/bindings';
import { client } from '../ipc/client';
import { trying } from '../parts/toasts.svelte';

/** A week from Monday 00:00 by this PC's clock, `back` weeks before the one `now` lies in. */
export function weekOf(now: Stamp, back: number): Window {
  const at = new Date(now);
  const monday = at.getDate() - ((at.getDay() + 6) % 7) - 7 * back;
  const day = (n: number): Stamp => new Date(at.getFullYear(), at.getMonth(), n).getTime();
  return { from: day(monday), until: day(monday + 7) };
}

export const total = (counted: readonly (readonly [unknown, number])[]): number =>
  counted.reduce((sum, [, n]) => sum + n, 0);

let view = $state.raw<NoiseView | null>(null);
let asked = 0;

export const ledger = {
  /** `null` until it is there. */
  get view(): NoiseView | null {
    return view;
  },
  /** Asks for another week; what was shown stays until it is there. */
  async look(week: Window): Promise<void> {
    const mine = ++asked;
    const found = await trying(client.call('noise', week));
    if (mine === asked && found) view = found;
  },
};
