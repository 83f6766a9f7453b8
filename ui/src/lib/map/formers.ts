// How everything hung together at a moment, and what became different between two: from the links as
// they are and what links and removed nodes were. Pure.

import type { Former, FormersView, Link, Stamp } from '../ipc/bindings';

/** A node that was removed. */
export type Gone = Extract<Former, { was: 'node' }>;

/** The links as they were at a moment, by identity; none that was struck out then. */
export function linksAt(now: Iterable<Link>, { formers }: FormersView, at: Stamp): Link[] {
  const then = new Map<number, Link>();
  // The earliest end after it tells how a link was; with none, it is as it is now.
  for (const former of formers) {
    if (former.was !== 'link' || former.until <= at || then.has(former.link.id)) continue;
    then.set(former.link.id, former.link);
  }
  for (const link of now) if (!then.has(link.id)) then.set(link.id, link);
  return [...then.values()]
    .filter((link) => link.since <= at && link.struck === null)
    .sort((a, b) => a.id - b.id);
}

const there = (gone: Gone, at: Stamp) => gone.added <= at && at < gone.until;

/** The nodes that were there at a moment and have been removed since. */
export function goneAt({ formers }: FormersView, at: Stamp): Gone[] {
  return formers.filter((former) => former.was === 'node').filter((gone) => there(gone, at));
}

/** The removed nodes that were there at one of two moments only. */
export function goneBetween({ formers }: FormersView, from: Stamp, to: Stamp): Gone[] {
  const nodes = formers.filter((former) => former.was === 'node');
  return nodes.filter((gone) => there(gone, from) !== there(gone, to));
}

/** The list as it was if it has not changed, so that nothing is made anew for it. */
export function steady<T>(before: readonly T[], after: readonly T[]): readonly T[] {
  const same = before.length === after.length && before.every((one, i) => one === after[i]);
  return same ? before : after;
}

/** Who hung on one thing and hangs on another, or on another port; a node of `null` is this PC. */
export interface Move {
  node: number | null;
  before: Link;
  after: Link;
}

export interface Rewired {
  moved: Move[];
  came: Link[];
  went: Link[];
}

/** What became different between two moments. What is only outdated leads nowhere any more. */
export function rewired(before: Iterable<Link>, after: Iterable<Link>): Rewired {
  const [was, is] = [byEnds(before), byEnds(after)];
  const moved: Move[] = [];
  let came: Link[] = [];
  let went: Link[] = [];
  for (const [ends, link] of was) {
    const now = is.get(ends);
    if (!now) went.push(link);
    else if (replugged(link, now)) moved.push({ node: now.to, before: link, after: now });
  }
  for (const [ends, link] of is) if (!was.has(ends)) came.push(link);
  // Who has one way less and one more was carried over. Far ends first: they are what one carries.
  for (const node of new Set([...went.map((l) => l.to), ...went.map((l) => l.from)])) {
    const [before, after] = [only(went, node), only(came, node)];
    if (!before || !after) continue;
    moved.push({ node, before, after });
    went = went.filter((l) => l !== before);
    came = came.filter((l) => l !== after);
  }
  return { moved, came, went };
}

/** The one link of a node, if it is the only one. */
function only(links: readonly Link[], node: number | null): Link | undefined {
  const [one, ...others] = links.filter((l) => l.to === node || l.from === node);
  return others.length === 0 ? one : undefined;
}

function byEnds(links: Iterable<Link>): Map<string, Link> {
  const all = new Map<string, Link>();
  for (const link of links) {
    if (link.confidence === 'outdated') continue;
    all.set([link.from ?? 0, link.to].sort((a, b) => a - b).join(), link);
  }
  return all;
}

/** In other ports than before; one that is only known at one of the two moments says nothing. */
function replugged(before: Link, after: Link): boolean {
  return [before.from, before.to].some((end) => {
    const [a, b] = [portsAt(before, end), portsAt(after, end)];
    return a !== '' && b !== '' && a !== b;
  });
}

const portsAt = (link: Link, end: number | null): string =>
  [...new Set(link.cables.map((c) => (link.from === end ? c.from : c.to)?.name ?? ''))]
    .filter(Boolean)
    .sort()
    .join('\n');

/** The other end of a node's link, and by which interfaces: theirs first. */
export function placeOf(link: Link, node: number | null): { at: number | null; by: string[] } {
  const far = link.to === node;
  const by = link.cables.map(({ from, to }) =>
    (far ? [from, to] : [to, from]).flatMap((port) => port?.name ?? []).join(' – '),
  );
  return { at: far ? link.from : link.to, by: by.filter(Boolean) };
}
