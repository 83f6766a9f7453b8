// What became otherwise in the fake's last days: some were plugged in elsewhere, one was carried to
// another floor this morning, and a printer was taken away.

import type { Former, Link, Node, Stamp } from '../bindings';
import type { Cast } from './cast';
import { found } from './wires';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
/** Identities of what is not there any more begin here. */
const GONE = 2_000_000;

const on = (link: Link, port: number): Link => {
  const name = `port1.0.${port}`;
  return { ...link, cables: link.cables.map((c) => ({ ...c, from: { name, index: port } })) };
};

/** The earliest end first; links that only began since are changed in the cast. */
export function formersOf(cast: Cast, start: Stamp): Former[] {
  const id = (name: string): number => cast.nodes.find((n) => n.name === name)?.id ?? 0;
  const formers = cast.links.flatMap((link): Former[] => {
    const port = link.cables[0]?.from;
    if (link.to % 7 !== 3 || !port) return [];
    const until = start - (18 + (link.to % 5)) * HOUR;
    const left = on(link, port.index === 12 ? 13 : 12);
    return [{ was: 'link', until, link: { ...left, seen: until - 5 * MINUTE } }];
  });
  const [near, far] = [id('sw-1f'), id('sw-2f')];
  const carried = cast.links.find((l) => l.to === id('pc-1f-01'));
  if (carried && far !== 0) {
    const until = start - 5 * HOUR;
    const left = on({ ...carried, id: GONE, from: far, seen: until - 5 * MINUTE }, 14);
    formers.push({ was: 'link', until, link: left });
    carried.since = until;
  }
  const [first] = cast.nodes;
  if (first && near !== 0) formers.push(...printer(first, near, start - 3.6 * HOUR));
  return formers.sort((a, b) => a.until - b.until);
}

function printer({ added }: Node, near: number, until: Stamp): Former[] {
  const link = { ...found(GONE + 1, near, GONE, 'printer', 19, added), seen: until - 5 * MINUTE };
  const address = '192.168.10.249';
  return [
    { was: 'link', until, link },
    { was: 'node', until, node: GONE, name: 'prn-1f', address, added },
  ];
}
