/** What a sweep found, as a person goes through it: chosen, renamed, told what it is. Pure. */
import type {
  ChecksAdd,
  CheckSpec,
  Found,
  Node,
  NodeDraft,
  NodeKind,
  NodesAdd,
} from '../ipc/bindings';
import { usualSketch } from '../templates/sketches';

/** A person's word on a found host; what is absent is as found. */
export interface Edit {
  chosen?: boolean;
  name?: string;
  kind?: NodeKind;
  /** Which of the checks that fit it are made, by their places. */
  checks?: readonly number[];
}

export type Edits = ReadonlyMap<string, Edit>;

/** Where a watched node was before, if it was found elsewhere. */
export function movedFrom(found: Found): string | null {
  for (const each of found.differences) if (each.difference === 'moved') return each.from;
  return null;
}

/** There is something to be done about new ones, and about those that have moved. */
export function canBeChosen(found: Found): boolean {
  return found.known === null || movedFrom(found) !== null;
}

/** What something can be done about is chosen, except this PC itself. */
export function isChosen(found: Found, edit: Edit | undefined): boolean {
  if (!canBeChosen(found)) return false;
  return edit?.chosen ?? !found.this_pc;
}

export function nameOf(found: Found, edit: Edit | undefined): string {
  return edit?.name ?? found.name ?? '';
}

export function kindOf(found: Found, edit: Edit | undefined): NodeKind {
  return edit?.kind ?? found.kind;
}

/** The checks that are made of what listens there: as chosen, else what its kind is there for. */
export function madeOf(found: Found, edit: Edit | undefined): readonly number[] {
  const kind = kindOf(found, edit);
  const usual = () => found.checks.flatMap((c, n) => (c.usual_for.includes(kind) ? [n] : []));
  return edit?.checks ?? usual();
}

export function edited(edits: Edits, address: string, edit: Edit): Edits {
  return new Map(edits).set(address, { ...edits.get(address), ...edit });
}

/** What a node is watched with unless a person says otherwise: `CheckSpec::proposed()`. */
export function proposed(): CheckSpec[] {
  const none = { warning: null, critical: null };
  return [
    { kind: 'icmp', count: 1, size: 32, timeout: 800, family: 'any', rtt: none, loss: none },
    {
      kind: 'quality',
      over: 300_000,
      loss: { warning: 20, critical: null },
      rtt: none,
      jitter: none,
    },
  ];
}

export function draftAt(address: string): NodeDraft {
  return {
    id: null,
    name: '',
    address,
    kind: 'other',
    importance: 'normal',
    group: null,
    vendor: null,
    mac: null,
    notes: '',
    snmp: null,
    described: null,
    also: null,
  };
}

/** A node as it is, to be changed. */
export function draftOf(node: Node): NodeDraft {
  const { id, name, address, kind, importance, group, vendor, mac, notes, snmp, also } = node;
  const said = { vendor, mac, notes, snmp, also, described: null };
  return { id, name, address, kind, importance, group, ...said };
}

/** The chosen ones that have moved, at their new address. */
export function moves(
  all: readonly Found[],
  edits: Edits,
  nodes: ReadonlyMap<number, Node>,
): NodeDraft[] {
  const chosen = all.filter((found) => isChosen(found, edits.get(found.address)));
  return chosen.flatMap((found) => {
    const node = found.known === null ? undefined : nodes.get(found.known);
    if (node === undefined) return [];
    const name = node.name === node.address ? '' : node.name;
    // It is the same box elsewhere: what it said of itself stays true.
    const { address, also } = found;
    return [{ ...draftOf(node), name, address, also, described: node.described }];
  });
}

/** What is chosen and new. */
function fresh(all: readonly Found[], edits: Edits): Found[] {
  return all.filter((found) => found.known === null && isChosen(found, edits.get(found.address)));
}

/** The calls that add what listens there to the nodes that were added, `ids` in their order. */
export function listening(
  all: readonly Found[],
  edits: Edits,
  ids: readonly number[],
): ChecksAdd[] {
  const same = new Map<string, ChecksAdd>();
  fresh(all, edits).forEach((found, n) => {
    const id = ids[n];
    const made = new Set(madeOf(found, edits.get(found.address)));
    const checks = found.checks.filter((_, place) => made.has(place)).map((c) => c.spec);
    if (id === undefined || checks.length === 0) return;
    const key = JSON.stringify(checks);
    const call = same.get(key) ?? { nodes: [], checks: checks.map(usualSketch) };
    same.set(key, { ...call, nodes: [...call.nodes, id] });
  });
  return [...same.values()];
}

/** The call that adds everything chosen that is new. */
export function addition(all: readonly Found[], edits: Edits): NodesAdd {
  const chosen = fresh(all, edits);
  const nodes = chosen.map((found): NodeDraft => {
    const edit = edits.get(found.address);
    return {
      ...draftAt(found.address),
      name: nameOf(found, edit).trim(),
      kind: kindOf(found, edit),
      vendor: found.vendor,
      mac: found.mac,
      snmp: found.snmp,
      also: found.also,
    };
  });
  const gateways = chosen.filter((found) => found.gateway).map((found) => found.address);
  return { nodes, checks: proposed(), gateways };
}
