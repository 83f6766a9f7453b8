// The interfaces and levels of a node: what its checks measured last, what was read of the device
// besides, and what its agent is asked every few minutes. Pure.

import { UNITS } from '../i18n/format';
import type {
  Check,
  CheckState,
  DeviceView,
  Metric,
  PortSeen,
  PortView,
  PortsSeen,
  Stamp,
} from '../ipc/bindings';

export interface PortRow {
  /** Tells rows apart: names need not, since some agents call all their interfaces the same. */
  key: string;
  name: string;
  alias: string;
  /** The check that looks at it, if one does. */
  check: Check | null;
  /** `null` where nobody knows. */
  up: boolean | null;
  off: boolean;
  /** When that was so; `null` where nobody has looked. */
  at: Stamp | null;
  speed: number | null;
  in: number | null;
  out: number | null;
  /** The higher share of its speed of either way, per cent. */
  load: number | null;
  /** Either way together, per second. */
  errors: number | null;
  collisions: number | null;
  neighbour: string;
}

/** What was seen of an interface, and when. */
interface Look {
  up: boolean | null;
  off: boolean;
  at: Stamp;
}

/** What older looks say is not shown beside a newer one: of all there are the newest counts. */
function newest(...looks: (Look | null)[]): Look | null {
  return looks.reduce((best, look) => (look && (!best || look.at > best.at) ? look : best), null);
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

/** What a check tells of its interface; one that may be down as well measures what is down, too. */
function lookOf(check: Check, state: CheckState | undefined): Look | null {
  const last = state?.last;
  if (!last || check.spec.kind !== 'interface') return null;
  if (last.outcome === 'measured' && check.spec.up) return { up: true, off: false, at: last.at };
  if (last.outcome !== 'failed' || last.cause.cause !== 'link_down') return null;
  return { up: false, off: last.cause.switched_off, at: last.at };
}

function plus(a: number | null, b: number | null): number | null {
  return a === null && b === null ? null : (a ?? 0) + (b ?? 0);
}

/** By their names, which need not be their own. */
function named<T extends { name: string }>(all: Iterable<T>): Map<string, T[]> {
  const by = new Map<string, T[]>();
  for (const one of all) by.set(one.name, [...(by.get(one.name) ?? []), one]);
  return by;
}

const only = <T>(all: readonly T[] | undefined): T | undefined =>
  all?.length === 1 ? all[0] : undefined;

/**
 * The interface a check is about, of those with its name that were read: if there are several the
 * one with its hardware address, or nobody knows which.
 */
const portOf = (mac: string | null, same: readonly PortView[] = []): PortView | undefined =>
  only(same.filter((port) => mac !== null && port.mac === mac)) ?? only(same);

/** Interfaces, those with a check first, each in its order. */
export function portRows(
  checks: readonly Check[],
  states: ReadonlyMap<number, CheckState>,
  device: DeviceView | null,
  seen: PortsSeen | null,
): PortRow[] {
  const read = named(device?.ports ?? []);
  const asked = named(seen?.ports ?? []);
  const row = (
    key: string,
    name: string,
    check: Check | null,
    port: PortView | undefined,
    glimpse: PortSeen | undefined,
  ): PortRow => {
    const state = check === null ? undefined : states.get(check.id);
    const look = newest(
      check && lookOf(check, state),
      port && device ? { up: port.up, off: port.switched_off, at: device.described.at } : null,
      glimpse && seen ? { up: glimpse.up, off: glimpse.switched_off, at: seen.at } : null,
    );
    return {
      key,
      name,
      alias: port?.alias ?? glimpse?.alias ?? '',
      check,
      up: look?.up ?? null,
      off: look?.off ?? false,
      at: look?.at ?? null,
      speed: lastOf(state, 'speed') ?? port?.speed ?? null,
      in: lastOf(state, 'traffic_in'),
      out: lastOf(state, 'traffic_out'),
      load: most(lastOf(state, 'load_in'), lastOf(state, 'load_out')),
      errors: plus(lastOf(state, 'errors_in'), lastOf(state, 'errors_out')),
      collisions: lastOf(state, 'collisions'),
      neighbour: port?.neighbour ?? '',
    };
  };
  const rows: PortRow[] = [];
  for (const check of checks) {
    if (check.spec.kind !== 'interface') continue;
    const { name, mac } = check.spec.port;
    const port = portOf(mac, read.get(name));
    rows.push(row(`c${check.id}`, name, check, port, only(asked.get(name))));
    const others = (read.get(name) ?? []).filter((other) => other !== port);
    if (port) read.set(name, others);
    if (others.length === 0) asked.delete(name);
  }
  // Of several with one name the device told more than the glimpses, which cannot be told apart.
  for (const [name, glimpses] of asked) {
    const ports = read.get(name) ?? [];
    const pairs =
      ports.length > 0
        ? ports.map((port) => [port, ports.length === 1 ? only(glimpses) : undefined] as const)
        : glimpses.map((glimpse) => [undefined, glimpse] as const);
    for (const [n, [port, glimpse]] of pairs.entries())
      rows.push(row(`${name} ${n}`, name, null, port, glimpse));
    read.delete(name);
  }
  for (const [name, ports] of read)
    for (const [n, port] of ports.entries())
      rows.push(row(`${name} ${n}`, name, null, port, undefined));
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
