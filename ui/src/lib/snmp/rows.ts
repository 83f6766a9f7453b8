// The interfaces and levels of a node: what its checks measured last, and what was read of the
// device besides. Pure.

import { UNITS } from '../i18n/format';
import type { Check, CheckState, DeviceView, Metric } from '../ipc/bindings';

export interface PortRow {
  name: string;
  alias: string;
  /** The check that looks at it, if one does. */
  check: Check | null;
  /** `null` where nobody knows: a check that may be down as well measures what is down, too. */
  up: boolean | null;
  off: boolean;
  speed: number | null;
  in: number | null;
  out: number | null;
  /** The higher share of its speed of either way, per cent. */
  load: number | null;
  neighbour: string;
}

export interface LevelRow {
  key: string;
  metric: Metric;
  label: string;
  check: Check | null;
  value: number | null;
}

export function lastOf(state: CheckState | undefined, metric: Metric): number | null {
  const last = state?.last;
  if (last?.outcome !== 'measured') return null;
  return last.readings.find((r) => r.metric === metric)?.value ?? null;
}

function most(a: number | null, b: number | null): number | null {
  if (a === null) return b;
  return b === null ? a : Math.max(a, b);
}

/** Interfaces, those with a check first, each in its order. */
export function portRows(
  checks: readonly Check[],
  states: ReadonlyMap<number, CheckState>,
  device: DeviceView | null,
): PortRow[] {
  const read = new Map((device?.ports ?? []).map((port) => [port.name, port]));
  const rows: PortRow[] = [];
  for (const check of checks) {
    if (check.spec.kind !== 'interface') continue;
    const state = states.get(check.id);
    const port = read.get(check.spec.port.name);
    read.delete(check.spec.port.name);
    const last = state?.last;
    const down = last?.outcome === 'failed' && last.cause.cause === 'link_down';
    const measured = last?.outcome === 'measured';
    rows.push({
      name: check.spec.port.name,
      alias: port?.alias ?? '',
      check,
      up: down ? false : measured ? check.spec.up || (port?.up ?? null) : null,
      off: down && last.cause.cause === 'link_down' ? last.cause.switched_off : false,
      speed: lastOf(state, 'speed') ?? port?.speed ?? null,
      in: lastOf(state, 'traffic_in'),
      out: lastOf(state, 'traffic_out'),
      load: most(lastOf(state, 'load_in'), lastOf(state, 'load_out')),
      neighbour: port?.neighbour ?? '',
    });
  }
  for (const port of read.values()) {
    rows.push({
      name: port.name,
      alias: port.alias ?? '',
      check: null,
      up: port.up,
      off: port.switched_off,
      speed: port.speed,
      in: null,
      out: null,
      load: null,
      neighbour: port.neighbour ?? '',
    });
  }
  return rows;
}

/** Sensors, supplies, storage and what else is a number, those with a check first. */
export function levelRows(
  checks: readonly Check[],
  states: ReadonlyMap<number, CheckState>,
  device: DeviceView | null,
): LevelRow[] {
  const rows: LevelRow[] = [];
  const seen = new Set<string>();
  for (const check of checks) {
    if (check.spec.kind !== 'value') continue;
    const { metric, label } = check.spec;
    seen.add(`${metric} ${label}`);
    const value = lastOf(states.get(check.id), metric);
    rows.push({ key: `c${check.id}`, metric, label, check, value });
  }
  for (const [n, { metric, label, value }] of (device?.values ?? []).entries()) {
    if (seen.has(`${metric} ${label}`)) continue;
    rows.push({ key: `r${n}`, metric, label, check: null, value });
  }
  return rows;
}

/** Is it a share of a whole, so that a bar shows it? */
export const isShare = (metric: Metric): boolean => UNITS[metric] === '%';
