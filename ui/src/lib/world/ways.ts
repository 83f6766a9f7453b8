// The way from the vantage to a node, as the engine reckons it (law L6): links lead both ways,
// unless a person named a node's parents, and then those alone. Pure.

import type { Link, Node } from '../ipc/bindings';

interface Drawing {
  nodes: ReadonlyMap<number, Node>;
  links: ReadonlyMap<number, Link>;
}

/** The nodes one may come from to get to each node; those the vantage reaches directly. */
function arcs({ nodes, links }: Drawing): { onward: Map<number, number[]>; first: number[] } {
  const onward = new Map<number, number[]>();
  const led = new Set<number>();
  const first = new Set<number>();
  const named = (node: Node): number[] => node.parents.filter((p) => p !== node.id && nodes.has(p));
  const lead = (from: number, to: number): void => {
    const node = nodes.get(to);
    if (node === undefined || named(node).length > 0) return;
    onward.set(from, [...(onward.get(from) ?? []), to]);
  };
  for (const link of links.values()) {
    if (link.confidence === 'outdated') continue;
    led.add(link.to);
    if (link.from === null) {
      const node = nodes.get(link.to);
      if (node !== undefined && named(node).length === 0) first.add(link.to);
    } else {
      lead(link.from, link.to);
      lead(link.to, link.from);
    }
  }
  for (const node of nodes.values()) {
    const parents = named(node);
    for (const p of parents) onward.set(p, [...(onward.get(p) ?? []), node.id]);
    if (parents.length === 0 && !led.has(node.id)) first.add(node.id);
  }
  return { onward, first: [...first].sort((a, b) => a - b) };
}

/** The shortest way from the vantage, the node itself last; the node alone if none is drawn. */
export function pathTo(node: number, drawing: Drawing): number[] {
  const { onward, first } = arcs(drawing);
  const before = new Map<number, number | null>(first.map((n) => [n, null]));
  const queue = [...first];
  for (const at of queue) {
    if (at === node) break;
    for (const next of [...(onward.get(at) ?? [])].sort((a, b) => a - b)) {
      if (before.has(next)) continue;
      before.set(next, at);
      queue.push(next);
    }
  }
  const path = [node];
  for (let at = before.get(node); at != null; at = before.get(at)) path.unshift(at);
  return path;
}

/** Would naming this parent lead round in a circle: does the way to it pass the node? */
export function leadsBack(parent: number, node: number, drawing: Drawing): boolean {
  return parent === node || pathTo(parent, drawing).includes(node);
}
