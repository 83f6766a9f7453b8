// What is really the case in the fake's network: what any check would answer at any moment, past or
// present. A function of time, so that no history has to be kept.

import type { Check, CheckSpec, Metric, Node, Outcome, Reading, Stamp } from '../bindings';
import { chance, wander } from './noise';

/** Something is broken for a while. */
export interface Fault {
  node: number;
  /** Which kinds of check notice; `all` is a node that is gone. */
  kinds: 'all' | CheckSpec['kind'][];
  from: Stamp;
  until: Stamp | null;
  /** What they bring back instead; a number is a share of echoes lost. */
  brings: Outcome | number;
  /** The node that is down and leads here. */
  behind?: number;
}

export const silent: Outcome = {
  outcome: 'failed',
  phase: 'connect',
  cause: { cause: 'timed_out' },
};

export function faultOf(
  faults: readonly Fault[],
  node: number,
  kind: CheckSpec['kind'],
  at: Stamp,
): Fault | undefined {
  return faults.find(
    (f) =>
      f.node === node &&
      at >= f.from &&
      (f.until === null || at < f.until) &&
      (f.kinds === 'all' || f.kinds.includes(kind)),
  );
}

export function truth(check: Check, node: Node, at: Stamp, faults: readonly Fault[]): Outcome {
  const fault = faultOf(faults, node.id, check.spec.kind, at);
  if (fault !== undefined && typeof fault.brings !== 'number') {
    if (check.spec.kind !== 'quality') return fault.brings;
    return { outcome: 'measured', readings: [{ metric: 'loss', value: 100 }] };
  }
  const lost = typeof fault?.brings === 'number' ? fault.brings : 0;
  // One of any six half-seconds answers: a lossy line never loses six in a row, which is an outage.
  const answers = lost < 1 && Math.floor(at / 500) % 6 === 0;
  if (check.spec.kind === 'icmp' && !answers && chance(check.id, at) < lost) return silent;
  return { outcome: 'measured', readings: readings(check, node, at, lost) };
}

function readings(check: Check, node: Node, at: Stamp, lost: number): Reading[] {
  const rtt = roundTrip(node, at, check.id) * (1 + lost * 4);
  const r = (metric: Metric, value: number): Reading => ({ metric, value });
  switch (check.spec.kind) {
    case 'icmp':
      return [r('rtt', rtt)];
    case 'quality':
      return [
        r('loss', Math.round(lost * 100 * (1 + 0.2 * wander(node.id, at, 200_000)))),
        r('rtt', roundTrip(node, Math.floor(at / 60_000) * 60_000, 0) * (1 + lost * 4)),
        r('jitter', rtt * (0.12 + lost)),
      ];
    // Judged by `life` from what is believed; here only for the past, in which all was well.
    case 'composite':
      return [r('well', check.spec.of.length), r('of', check.spec.of.length)];
    case 'trap':
      return [];
    case 'tcp':
      return [r('connect', rtt * 1.1 + 0.2)];
    case 'http': {
      const tls = check.spec.url.startsWith('https') ? rtt * 2 + 6 : 0;
      const first = 18 + 14 * (1 + wander(check.id, at, 900_000)) + 8 * chance(check.id, at);
      return [
        r('total', rtt + tls + first + 2),
        r('connect', rtt),
        ...(tls > 0 ? [r('tls', tls)] : []),
        r('first_byte', first),
        r('bytes', 14_200 + Math.round(300 * chance(check.id, at))),
        r('status', 200),
      ];
    }
    case 'agent':
      return [r('uptime', 900_000 + Math.round((at % 86_400_000) / 1000))];
    case 'interface': {
      const load = 12 + 9 * (1 + wander(check.id, at, 600_000)) + 3 * chance(check.id, at);
      return [
        r('traffic_in', load * 1e7),
        r('traffic_out', load * 3e6),
        r('load_in', load),
        r('load_out', load * 0.3),
        r('errors_in', 0),
        r('discards_out', 0),
        r('speed', 1e9),
      ];
    }
    case 'value': {
      const base = check.spec.metric === 'temperature' ? 31 : 42;
      return [r(check.spec.metric, base + 8 * wander(check.id, at, 1_800_000))];
    }
    case 'word':
      return [r('value', 1)];
  }
}

/** Milliseconds: each node has its distance, breathes with the day and hiccups now and then. */
export function roundTrip(node: Node, at: Stamp, salt: number): number {
  const far =
    node.kind === 'service' ? 32 : node.group === 6 ? 9 + 14 * chance(node.id, 3) : undefined;
  const base = far ?? 0.25 + 1.6 * chance(node.id, 7) ** 2;
  const hour = new Date(at).getHours();
  const busy = hour >= 9 && hour < 18 ? 0.25 : 0;
  const hiccup = chance(node.id, salt, at) > 0.988 ? 2 + 3 * chance(node.id, at) : 0;
  const breath = 0.16 * wander(node.id, at, 1_500_000) + 0.06 * wander(node.id + 9, at, 90_000);
  return base * (1 + busy * chance(node.id, 5) + breath + 0.08 * chance(salt, at) + hiccup);
}
