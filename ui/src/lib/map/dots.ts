// The nodes as the map draws them. Keeps what did not change, so that nothing is redrawn for it.

import type { Node } from '../ipc/bindings';
import { nodePlanned } from '../world/planned';
import { inDoubt, look, type Seen } from '../world/selectors';
import type { Dot } from './paint';

export type Dots = ReadonlyMap<number, Dot>;

export function dotsOf(seen: Seen, before: Dots = new Map()): Dots {
  const after = new Map<number, Dot>();
  let same = before.size === seen.nodes.size;
  for (const node of seen.nodes.values()) {
    const old = before.get(node.id);
    const dot = dotOf(node, seen, old);
    if (dot !== old) same = false;
    after.set(node.id, dot);
  }
  return same ? before : after;
}

function dotOf(node: Node, seen: Seen, old: Dot | undefined): Dot {
  const { id, name, address, kind } = node;
  const fresh: Dot = {
    id,
    name,
    address,
    kind,
    look: look(node, seen),
    doubt: inDoubt(node, seen),
    planned: nodePlanned(node, seen.planned),
  };
  const equal =
    old !== undefined &&
    (Object.keys(fresh) as (keyof Dot)[]).every((key) => fresh[key] === old[key]);
  return equal ? old : fresh;
}
