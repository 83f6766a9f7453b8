// The links as the map draws them. Keeps what did not change, so that nothing is redrawn for it.

import type { Link } from '../ipc/bindings';
import type { Line } from './scene';

export type Lines = ReadonlyMap<number, Line>;

/** `until`: links first seen later are left out. */
export function linesOf(
  links: ReadonlyMap<number, Link>,
  before: Lines = new Map(),
  until = Infinity,
): Lines {
  const after = new Map<number, Line>();
  let same = true;
  for (const link of links.values()) {
    if (link.since > until) continue;
    const old = before.get(link.id);
    const fresh = lineOf(link);
    const equal =
      old !== undefined && (Object.keys(fresh) as (keyof Line)[]).every((k) => fresh[k] === old[k]);
    if (!equal) same = false;
    after.set(link.id, equal ? old : fresh);
  }
  return same && after.size === before.size ? before : after;
}

/** Nobody brings the rates of interfaces to the window yet: a link carries what nobody knows. */
function lineOf(link: Link): Line {
  return { id: link.id, sure: link.confidence, load: null, rate: '' };
}

/** Pairs of interfaces a link consists of, as the devices call them: `ge-0/0/1 – eth0`. */
export function cablesOf(link: Link, unknown: string): string[] {
  return link.cables
    .filter((c) => c.from || c.to)
    .map((c) => `${c.from?.name ?? unknown} – ${c.to?.name ?? unknown}`);
}
