// The nodes as the map draws them. Keeps what did not change, so that nothing is redrawn for it.

import type { Node } from '../ipc/bindings';
import { nodePlanned } from '../world/planned';
import { inDoubt, look, type Look, type Seen } from '../world/selectors';
import type { Dot } from './scene';

export type Dots = ReadonlyMap<number, Dot>;

/** `then`: how they looked at another moment; what is missing there was not there. */
export function dotsOf(
  seen: Seen,
  before: Dots = new Map(),
  then: ReadonlyMap<number, Look> | null = null,
): Dots {
  const after = new Map<number, Dot>();
  let same = true;
  for (const node of seen.nodes.values()) {
    const was = then?.get(node.id);
    if (then && was === undefined) continue;
    const old = before.get(node.id);
    const dot = dotOf(node, seen, old, was);
    if (dot !== old) same = false;
    after.set(node.id, dot);
  }
  return same && after.size === before.size ? before : after;
}

function dotOf(node: Node, seen: Seen, old: Dot | undefined, was: Look | undefined): Dot {
  const { id, name, address, kind } = node;
  const fresh: Dot = {
    id,
    name,
    address,
    kind,
    look: was ?? look(node, seen),
    doubt: was === undefined && inDoubt(node, seen),
    planned: was === undefined && nodePlanned(node, seen.planned),
  };
  const equal =
    old !== undefined &&
    (Object.keys(fresh) as (keyof Dot)[]).every((key) => fresh[key] === old[key]);
  return equal ? old : fresh;
}
