// Where the fake's nodes are plugged in and were, as its links say; two of them have quarrelled about
// an address this morning.

import type { Claim, Noticed, Sighting, Whereabouts } from '../bindings';
import type { Desk } from './desk';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;

/** A hardware address for those who have none of their own. */
const macOf = (id: number, own: string | null): string =>
  (own ?? `02:68:6e:00:${two(Math.floor(id / 256))}:${two(id % 256)}`).toLowerCase();
const two = (n: number): string => n.toString(16).padStart(2, '0');

interface Stood {
  name: string;
  claim: Claim;
  stays: Sighting[];
}

/** Everybody who hangs on a port somebody saw, and where they hung before. */
function everybody(desk: Desk): Stood[] {
  const now = Date.now();
  const formers = desk.formers.filter((f) => f.was === 'link');
  return desk.links.all().flatMap((link) => {
    const node = desk.nodes.get(link.to);
    const port = link.cables[0]?.from;
    if (node === undefined || link.from === null || !port) return [];
    const mac = macOf(node.id, node.mac);
    const stay = { mac, at: link.from, port, since: desk.start - 40 * DAY, seen: now };
    const left = formers.findLast((f) => f.link.to === node.id);
    const [at, was] = [left?.link.from, left?.link.cables[0]?.from];
    const before = left && at && was ? { ...stay, at, port: was, seen: left.until } : null;
    const stays = before ? [{ ...stay, since: before.seen }, before] : [stay];
    const claim = { address: node.address, mac, since: stay.since, seen: now };
    return [{ name: node.name, claim, stays }];
  });
}

export function whereIs(desk: Desk, what: string): Whereabouts {
  const wanted = what.trim().toLowerCase();
  const mac = wanted.replaceAll('-', ':');
  const meant = ({ name, claim }: Stood): boolean =>
    wanted !== '' &&
    (claim.mac === mac || claim.address === wanted || name.toLowerCase().includes(wanted));
  const found = everybody(desk).filter(meant).slice(0, 20);
  return { sightings: found.flatMap((f) => f.stays), claims: found.map((f) => f.claim) };
}

export function noticed(desk: Desk): Noticed[] {
  const all = everybody(desk);
  const moves = all.flatMap(({ stays: [now, before] }): Noticed[] =>
    now && before ? [{ noticed: 'moved', before, now }] : [],
  );
  const [one, other] = all.slice(-2);
  if (one === undefined || other === undefined) return moves;
  const at = desk.start - 2 * HOUR;
  const lodger = { ...one.stays[0], mac: '3c:2e:ff:10:20:30', since: at - HOUR } as Sighting;
  const now = { ...one.claim, since: at };
  const before = { ...one.claim, mac: other.claim.mac, since: at - HOUR / 6 };
  const story: Noticed[] = [
    { noticed: 'answers', before, now, disputed: true },
    { noticed: 'new', now: lodger },
  ];
  return [...story, ...moves].sort((a, b) => b.now.since - a.now.since);
}
