// What holds for checks once everything is inherited, as `Effective::of` of the model has it. Pure.

import { rhythm } from '../checks/drafts';
import type {
  CheckSpec,
  Effective,
  Group,
  Level,
  Node,
  Patience,
  Policies,
  Policy,
  Settings,
  Span,
} from '../ipc/bindings';

export type Key = keyof Policy;
export type Class = keyof Policies;
type Kind = CheckSpec['kind'];

/** In the order they come to pass. */
export const KEYS: readonly Key[] = ['every', 'to_trouble', 'doubt_every', 'between', 'to_ok'];
export const CLASSES: readonly Class[] = ['reachability', 'metrics'];

/** Which values are a time; the others count samples. */
export const isTime = (key: Key): boolean => key === 'every' || key === 'doubt_every';

export const silent: Policy = {
  every: null,
  to_trouble: null,
  between: null,
  to_ok: null,
  doubt_every: null,
};

export const nothing: Policies = { reachability: silent, metrics: silent };

export const classOf = (kind: Kind): Class => (kind === 'icmp' ? 'reachability' : 'metrics');

type Usual = { every: Span; patience: Patience };

export const usualOf = (of: Class): Usual => rhythm(of === 'reachability' ? 'icmp' : 'tcp');

/** What one level says. */
export interface Saying {
  level: Level;
  policies: Policies;
}

/** Composites and traps do not: what they look at has been patient already, or is said once. */
export const inherits = (kind: Kind): boolean => kind !== 'composite' && kind !== 'trap';

/** What the site, the node's group and the node say, from the top. */
export function above(
  settings: Settings | null,
  group: Group | undefined,
  node: Node | undefined,
): Saying[] {
  const all: Saying[] = [];
  if (settings) all.push({ level: 'site', policies: settings.policies });
  if (group) all.push({ level: 'group', policies: group.policies });
  if (node) all.push({ level: 'node', policies: node.policies });
  return all;
}

/** What holds below these levels; the last one that says something is right. */
export function effective(levels: readonly Saying[], of: Class, kind?: Kind): Effective {
  const { every, patience } = kind === undefined ? usualOf(of) : rhythm(kind);
  const usual: Record<Key, number> = { every, ...patience };
  const value = (key: Key): { value: number; from: Level } => {
    for (const { level, policies } of [...levels].reverse()) {
      const said = policies[of][key];
      if (said !== null) return { value: said, from: level };
    }
    return { value: usual[key], from: 'usual' };
  };
  return {
    every: value('every'),
    to_trouble: value('to_trouble'),
    between: value('between'),
    to_ok: value('to_ok'),
    doubt_every: value('doubt_every'),
  };
}

/** The values a check says itself, out of what holds for it. */
export function ownOf(held: Effective): Policy {
  const own = { ...silent };
  for (const key of KEYS) if (held[key].from === 'check') own[key] = held[key].value;
  return own;
}

/** What holds for a check that says `own` below `inherited`. */
export function holding(inherited: Effective, own: Policy): Usual {
  const value = (key: Key): number => own[key] ?? inherited[key].value;
  return {
    every: value('every'),
    patience: {
      to_trouble: value('to_trouble'),
      between: value('between'),
      to_ok: value('to_ok'),
      doubt_every: value('doubt_every'),
    },
  };
}

/** How many values a level says. */
export function saying(policies: Policies): number {
  return CLASSES.flatMap((of) => KEYS.filter((key) => policies[of][key] !== null)).length;
}

/** A value from what was typed, in the model's units; null if it cannot be read. */
export function read(key: Key, text: string): number | null {
  const number = Number(text.normalize('NFKC').replace(',', '.').trim());
  if (text.trim() === '' || !Number.isFinite(number)) return null;
  if (isTime(key)) return Math.max(0, Math.min(1e9, Math.round(number * 1000)));
  // What the wire can carry; the model says what is out of range.
  return Math.max(1, Math.min(255, Math.round(number)));
}

export const shown = (key: Key, value: number): string =>
  String(isTime(key) ? value / 1000 : value);
