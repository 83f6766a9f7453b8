// What links carry, from the checks of the interfaces they are plugged into. Pure.

import type { Check, CheckState, Link, Port } from '../ipc/bindings';
import { lastOf } from '../snmp/rows';

/** Where rates are read. */
export interface Meters {
  checksOf(node: number): readonly Check[];
  states: ReadonlyMap<number, CheckState>;
}

/** What a link, or one of its cables, carries. */
export interface Rate {
  /** Bits per second, the way that carries more. */
  bits: number;
  /** Share of what it can carry, 0 to 1; null if nobody knows how much that is. */
  load: number | null;
}

/** One end of a cable. `out`: towards the link's far end. */
interface Flow {
  out: number;
  back: number;
  speed: number | null;
}

function meterOf(node: number, port: Port, { checksOf }: Meters): Check | undefined {
  return checksOf(node).find(
    ({ spec }) =>
      spec.kind === 'interface' &&
      (spec.port.name === port.name || (port.index !== null && spec.port.index === port.index)),
  );
}

function flowAt(node: number | null, port: Port | null, meters: Meters): Flow | null {
  const check = node === null || port === null ? undefined : meterOf(node, port, meters);
  if (check?.spec.kind !== 'interface') return null;
  const state = meters.states.get(check.id);
  const [back, out] = [lastOf(state, 'traffic_in'), lastOf(state, 'traffic_out')];
  if (back === null && out === null) return null;
  return {
    out: out ?? 0,
    back: back ?? 0,
    speed: check.spec.speed ?? lastOf(state, 'speed'),
  };
}

/** What all cables of a link carry together; null if nobody measures any of them. */
export function rateOf(link: Link, meters: Meters): Rate | null {
  let [out, back, room, known] = [0, 0, 0, false];
  let whole = true;
  for (const cable of link.cables) {
    const near = flowAt(link.from, cable.from, meters);
    const far = near ? null : flowAt(link.to, cable.to, meters);
    const flow = near ?? (far && { ...far, out: far.back, back: far.out });
    if (!flow) continue;
    known = true;
    out += flow.out;
    back += flow.back;
    if (flow.speed) room += flow.speed;
    else whole = false;
  }
  if (!known) return null;
  const bits = Math.max(out, back);
  return { bits, load: whole && room > 0 ? Math.min(1, bits / room) : null };
}
