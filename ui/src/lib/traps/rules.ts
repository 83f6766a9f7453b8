// What the rules editor begins with and adds. Pure.

import type { TrapKind, TrapLine, TrapRule, TrapRuleDraft } from '../ipc/bindings';

/** A rule as it is typed: kinds by their names, where they have one. */
export function draftOf(rule: TrapRule, kinds: readonly TrapKind[] = []): TrapRuleDraft {
  const { text, node, verdict } = rule;
  const name = (oid: string): string => kinds.find((kind) => kind.kind === oid)?.name ?? oid;
  const trap = rule.trap === null ? '' : name(rule.trap);
  return { trap, text, node, verdict, ends: rule.ends.map(name).join(' ') };
}

export const blank = (): TrapRuleDraft => ({
  trap: '',
  text: '',
  node: null,
  verdict: 'warning',
  ends: '',
});

/** A rule that fits what is seen: a person most often wants to hear of it, or not to. */
export function ruleFor(line: TrapLine): TrapRuleDraft {
  const { verdict } = line.trap;
  const quiet = verdict === 'warning' || verdict === 'critical';
  return { ...blank(), trap: line.name, verdict: quiet ? 'ok' : 'warning' };
}

/** The list with one taken up or down a place. */
export function moved<T>(list: readonly T[], from: number, by: -1 | 1): T[] {
  const after = [...list];
  const to = from + by;
  if (to < 0 || to >= after.length) return after;
  const [one] = after.splice(from, 1);
  if (one !== undefined) after.splice(to, 0, one);
  return after;
}
