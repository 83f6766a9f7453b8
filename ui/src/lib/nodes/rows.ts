/** The rows of the node table: how they are compared, filtered and kept in their places. */
import type { Group, Node, NodeAvailability, NodeKind, Stamp } from '../ipc/bindings';
import { type Look, worseFirst } from '../world/selectors';

export interface Row {
  id: number;
  node: Node;
  look: Look;
  /** The group's name; empty without one. */
  group: string;
  /** Round trip in ms, from the last answer of its echo check. */
  answer: number | null;
  /** The check whose values the sparkline shows. */
  spark: number | null;
  /** Availability today, 0 to 1, and the share of today that was looked at. */
  share: number | null;
  coverage: number | null;
  /** When it last answered. */
  seen: Stamp | null;
}

export type Column =
  'state' | 'name' | 'address' | 'kind' | 'group' | 'maker' | 'answer' | 'availability' | 'seen';

export interface Sorting {
  by: Column;
  down: boolean;
}

// Named, because the webview's own locale may be "C", which Intl refuses (STACK 9).
const natural = new Intl.Collator(['ja', 'en'], { numeric: true, sensitivity: 'base' });

/**
 * A text that sorts addresses as people count them: IPv4 by octets, then IPv6 by groups, then
 * names.
 */
export function addressKey(address: string): string {
  const octets = /^(\d{1,3})\.(\d{1,3})\.(\d{1,3})\.(\d{1,3})$/.exec(address);
  if (octets)
    return (
      '4' +
      octets
        .slice(1)
        .map((o) => o.padStart(3, '0'))
        .join('')
    );
  if (!address.includes(':')) return '9' + address.toLowerCase();
  const [head = '', tail] = address.toLowerCase().split('::');
  const groups = (text: string) => text.split(':').filter((g) => g !== '');
  const [before, after] = [groups(head), groups(tail ?? '')];
  const missing = tail === undefined ? 0 : Math.max(0, 8 - before.length - after.length);
  const all = [...before, ...Array<string>(missing).fill('0'), ...after];
  return '6' + all.map((g) => g.padStart(4, '0')).join('');
}

type Key = string | number | null;

/** What a column sorts by; null is "nothing there" and stands last in both directions. */
function key(row: Row, by: Column, kindWord: (kind: NodeKind) => string): Key {
  switch (by) {
    case 'state':
      return row.look;
    case 'name':
      return row.node.name;
    case 'address':
      return addressKey(row.node.address);
    case 'kind':
      return row.node.kind === 'other' ? null : kindWord(row.node.kind);
    case 'group':
      return row.group || null;
    case 'maker':
      return row.node.vendor;
    case 'answer':
      return row.answer;
    case 'availability':
      return row.share;
    case 'seen':
      return row.seen;
  }
}

function compare(a: string | number, b: string | number): number {
  if (a === b) return 0;
  return typeof a === 'number' && typeof b === 'number'
    ? a - b
    : natural.compare(String(a), String(b));
}

/** Where each node stands by name. Comparing names is dear: it is done once per edit of a node. */
export function namePlaces(nodes: Iterable<Node>): ReadonlyMap<number, number> {
  const all = [...nodes].sort((a, b) => natural.compare(a.name, b.name) || a.id - b.id);
  return new Map(all.map((node, place) => [node.id, place]));
}

/** A new array in order; equals stand by name, whatever the direction. */
export function sorted(
  rows: readonly Row[],
  sorting: Sorting,
  kindWord: (kind: NodeKind) => string = (kind) => kind,
  places: ReadonlyMap<number, number> = namePlaces(rows.map((row) => row.node)),
): Row[] {
  const turn = sorting.down ? -1 : 1;
  const place = (row: Row) => places.get(row.id) ?? 0;
  const keyed = rows.map((row) => ({
    row,
    key: sorting.by === 'name' ? place(row) : key(row, sorting.by, kindWord),
  }));
  keyed.sort((a, b) => {
    if (a.key === null || b.key === null) {
      if (a.key !== b.key) return a.key === null ? 1 : -1;
    } else {
      const first =
        sorting.by === 'state' ? worseFirst(a.row.look, b.row.look) : compare(a.key, b.key);
      if (first !== 0) return first * turn;
    }
    return place(a.row) - place(b.row);
  });
  return keyed.map(({ row }) => row);
}

/** What is shown; an empty set or text means "all". Group 0 stands for "in no group". */
export interface Filter {
  text: string;
  looks: ReadonlySet<Look>;
  kinds: ReadonlySet<NodeKind>;
  groups: ReadonlySet<number>;
}

export const EVERYTHING: Filter = {
  text: '',
  looks: new Set(),
  kinds: new Set(),
  groups: new Set(),
};

export function isEverything(filter: Filter): boolean {
  return (
    filter.text.trim() === '' && filter.looks.size + filter.kinds.size + filter.groups.size === 0
  );
}

/** Full-width letters and case do not hinder finding. */
function plain(text: string): string {
  return text.normalize('NFKC').toLowerCase();
}

const texts = new WeakMap<Node, { group: string; text: string }>();

/** What a filter looks through; kept for as long as the node is not edited. */
function textOf(node: Node, group: string): string {
  const known = texts.get(node);
  if (known?.group === group) return known.text;
  const parts = [node.name, node.address, group, node.vendor, node.mac, node.notes];
  const text = plain(parts.join('\n'));
  texts.set(node, { group, text });
  return text;
}

/** Every word of the text must be in the name, address, group, maker, hardware address or notes. */
export function filtered(rows: readonly Row[], filter: Filter): Row[] {
  const words = plain(filter.text).split(/\s+/).filter(Boolean);
  return rows.filter(({ node, look, group }) => {
    if (filter.looks.size > 0 && !filter.looks.has(look)) return false;
    if (filter.kinds.size > 0 && !filter.kinds.has(node.kind)) return false;
    if (filter.groups.size > 0 && !filter.groups.has(node.group ?? 0)) return false;
    if (words.length === 0) return true;
    const text = textOf(node, group);
    return words.every((word) => text.includes(word));
  });
}

export interface Counts {
  looks: Map<Look, number>;
  kinds: Map<NodeKind, number>;
  groups: Map<number, number>;
}

/** How many rows each chip would show. */
export function counts(rows: readonly Row[]): Counts {
  const all: Counts = { looks: new Map(), kinds: new Map(), groups: new Map() };
  const add = <K>(map: Map<K, number>, at: K) => map.set(at, (map.get(at) ?? 0) + 1);
  for (const { node, look } of rows) {
    add(all.looks, look);
    add(all.kinds, node.kind);
    add(all.groups, node.group ?? 0);
  }
  return all;
}

/**
 * The order to show. While nothing may move, what is shown keeps its place, what is gone leaves,
 * and what is new comes last, where it pushes nothing from under the pointer.
 */
export function settled(
  shown: readonly number[],
  wanted: readonly number[],
  exists: (id: number) => boolean,
  mayMove: boolean,
): number[] {
  if (mayMove) return [...wanted];
  const kept = shown.filter(exists);
  const known = new Set(kept);
  return [...kept, ...wanted.filter((id) => !known.has(id))];
}

/** Joins what the world knows to rows. */
export function rowsOf(
  nodes: Iterable<Node>,
  groups: ReadonlyMap<number, Group>,
  today: ReadonlyMap<number, NodeAvailability>,
  live: (node: Node) => Pick<Row, 'look' | 'answer' | 'spark' | 'seen'>,
): Row[] {
  const rows: Row[] = [];
  for (const node of nodes) {
    const available = today.get(node.id);
    rows.push({
      id: node.id,
      node,
      ...live(node),
      group: node.group === null ? '' : (groups.get(node.group)?.name ?? ''),
      share: available?.share ?? null,
      coverage: available?.coverage ?? null,
    });
  }
  return rows;
}
