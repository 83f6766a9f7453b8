// The links as the map draws them. Keeps what did not change, so that nothing is redrawn for it.

import { bits, moment } from '../i18n/format';
import { map } from '../i18n/map';
import type { Link, Stamp } from '../ipc/bindings';
import { rateOf, type Meters } from './rates';
import type { Line } from './scene';

export type Lines = ReadonlyMap<number, Line>;

/** `meters`: where rates are read; null where they are not those of the moment that is shown. */
export function linesOf(
  links: ReadonlyMap<number, Link>,
  meters: Meters | null,
  before: Lines = new Map(),
): Lines {
  const after = new Map<number, Line>();
  let same = true;
  for (const link of links.values()) {
    const old = before.get(link.id);
    const fresh = lineOf(link, meters);
    const equal =
      old !== undefined && (Object.keys(fresh) as (keyof Line)[]).every((k) => fresh[k] === old[k]);
    if (!equal) same = false;
    after.set(link.id, equal ? old : fresh);
  }
  return same && after.size === before.size ? before : after;
}

function lineOf(link: Link, meters: Meters | null): Line {
  const rate = meters && rateOf(link, meters);
  const { id, confidence: sure } = link;
  if (!rate) return { id, sure, load: null, rate: '' };
  // Steps of a per cent: what cannot be seen is not drawn anew.
  const load = rate.load === null ? null : Math.round(rate.load * 100) / 100;
  return { id, sure, load, rate: bits(rate.bits) };
}

/** When a link was first and last seen; of one that was drawn, when that was. */
export function seenOf({ since, seen, evidence }: Link, now: Stamp): string[] {
  const t = map();
  const first = moment(since, now);
  const by = evidence === 'by_hand' ? t.drawnAt(first) : t.firstSeen(first);
  return seen === null ? [by] : [by, t.lastSeen(moment(seen, now))];
}

/** Pairs of interfaces a link consists of, as the devices call them: `ge-0/0/1 – eth0`. */
export function cablesOf(link: Link, unknown: string): string[] {
  return link.cables
    .filter((c) => c.from || c.to)
    .map((c) => `${c.from?.name ?? unknown} – ${c.to?.name ?? unknown}`);
}
