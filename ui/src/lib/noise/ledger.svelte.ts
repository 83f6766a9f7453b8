// What was told and held in one week, as the ledger shows it.

import { stampAt, wallOf } from '../i18n/zone.svelte';
import type { NoiseView, Stamp, Window } from '../ipc/bindings';
import { client } from '../ipc/client';
import { trying } from '../parts/toasts.svelte';

/** A week from Monday 00:00 in the site's zone, `back` weeks before the one `now` lies in. */
export function weekOf(now: Stamp, back: number): Window {
  const { year, month, day, weekday } = wallOf(now);
  const monday = day - ((weekday + 6) % 7) - 7 * back;
  return { from: stampAt(year, month, monday), until: stampAt(year, month, monday + 7) };
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
