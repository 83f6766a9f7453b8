// The five slowest and the five that lose most. Pure.

import type { CheckState, Node, Metric } from '../ipc/bindings';
import { rootOf, type Seen } from '../world/selectors';

export interface Extreme {
  node: Node;
  /** Whose sparkline goes with it: the echo check's, which shows each miss. */
  check: number;
  value: number;
}

const MOST = 5;

/** What the check last measured of `metric`; null if it did not. */
export function lastValue(state: CheckState | undefined, metric: Metric): number | null {
  const last = state?.last;
  if (last?.outcome !== 'measured') return null;
  return last.readings.find((r) => r.metric === metric)?.value ?? null;
}

/** By the mean of the last minutes where a quality check has one, else by the last echo. */
export function slowest(seen: Seen): Extreme[] {
  return top(seen, (node) => pick(seen, node, 'rtt'));
}

export function lossiest(seen: Seen): Extreme[] {
  return top(seen, (node) => {
    const found = pick(seen, node, 'loss');
    return found !== null && found.value > 0 ? found : null;
  });
}

function pick(seen: Seen, node: Node, metric: Metric): Extreme | null {
  let quality: Extreme | null = null;
  let echo: Extreme | null = null;
  let check: number | null = null;
  for (const c of seen.checksOf(node.id)) {
    if (c.paused || (c.spec.kind !== 'icmp' && c.spec.kind !== 'quality')) continue;
    if (c.spec.kind === 'icmp') check ??= c.id;
    const value = lastValue(seen.states.get(c.id), metric);
    if (value === null) continue;
    if (c.spec.kind === 'quality') quality ??= { node, check: c.id, value };
    else echo ??= { node, check: c.id, value };
  }
  const found = quality ?? echo;
  return found === null ? null : { ...found, check: check ?? found.check };
}

const first = (a: Extreme, b: Extreme): number => b.value - a.value || a.node.id - b.node.id;

function top(seen: Seen, of: (node: Node) => Extreme | null): Extreme[] {
  const best: Extreme[] = [];
  for (const node of seen.nodes.values()) {
    if (node.paused || rootOf(node.id, seen) !== null) continue;
    const found = of(node);
    const last = best[MOST - 1];
    if (found === null || (last !== undefined && first(last, found) < 0)) continue;
    best.push(found);
    best.sort(first).splice(MOST);
  }
  return best;
}
