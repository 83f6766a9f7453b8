/** What a node's first line says: the worst that is believed of it. Pure. */
import { sends } from '../checks/drafts';
import type { Belief, Check, CheckState, LastSample, Node, Stamp } from '../ipc/bindings';
import { look, rootOf, type Look, type Seen } from '../world/selectors';

export type Story =
  | { kind: 'well' | 'paused' | 'unobserved' | 'pending' | 'unwatched' }
  | { kind: 'unreachable'; root: number }
  | {
      kind: 'maintenance' | 'down' | 'critical' | 'warning' | 'unknown';
      check: Check;
      since: Stamp;
      within: number;
    };

const belief = (state: CheckState | undefined): Belief | null => {
  if (state?.state.state === 'hard') return state.state.belief;
  return state?.state.state === 'soft' ? state.state.believed : null;
};

const QUIET: Partial<Record<Look, 'paused' | 'unobserved' | 'pending'>> = {
  paused: 'paused',
  unobserved: 'unobserved',
  pending: 'pending',
};

export function story(node: Node, seen: Seen): Story {
  const checks = seen.checksOf(node.id);
  if (checks.length === 0) return { kind: 'unwatched' };
  const now = look(node, seen);
  const quiet = QUIET[now];
  if (quiet) return { kind: quiet };
  if (now === 'ok') return { kind: 'well' };
  const root = rootOf(node.id, seen);
  if (now === 'unreachable' && root !== null) return { kind: 'unreachable', root };
  let first: { check: Check; held: Belief } | undefined;
  for (const check of checks) {
    const held = check.paused ? null : belief(seen.states.get(check.id));
    if (held === null || (now === 'maintenance' ? held.grade === 'ok' : held.grade !== now))
      continue;
    // A node that cannot be reached explains everything else.
    const reach = check.spec.kind === 'icmp' && first?.check.spec.kind !== 'icmp';
    if (!first || reach || held.since < first.held.since) first = { check, held };
  }
  if (!first) return { kind: 'pending' };
  const { check, held } = first;
  const at = { check, since: held.since, within: held.uncertainty };
  if (now === 'maintenance') return { kind: 'maintenance', ...at };
  if (now === 'critical') return { kind: check.spec.kind === 'icmp' ? 'down' : 'critical', ...at };
  return { kind: now === 'warning' ? 'warning' : 'unknown', ...at };
}

/** The newest sample of a node's own probes; some send none. */
export function newest(
  checks: readonly Check[],
  states: ReadonlyMap<number, CheckState>,
): { check: Check; sample: LastSample } | null {
  let best: { check: Check; sample: LastSample } | null = null;
  for (const check of checks) {
    const sample = states.get(check.id)?.last;
    if (!sample || !sends(check.spec.kind)) continue;
    // The echo speaks for the node; others only where there is none.
    const echo = check.spec.kind === 'icmp';
    const better = !best || (best.check.spec.kind !== 'icmp' && sample.at > best.sample.at);
    if (echo || better) best = { check, sample };
    if (echo) break;
  }
  return best;
}
