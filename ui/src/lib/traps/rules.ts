// What the rules editor begins with and adds. Pure.

import type { TrapLine, TrapRule, TrapRuleDraft } from '../ipc/bindings';

export function draftOf(rule: TrapRule): TrapRuleDraft {
  const { text, node, verdict } = rule;
  return { trap: rule.trap ?? '', text, node, verdict, ends: rule.ends.join(' ') };
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
  const { verdict, kind } = line.trap;
  const quiet = verdict === 'warning' || verdict === 'critical';
  return { ...blank(), trap: kind, verdict: quiet ? 'ok' : 'warning' };
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
