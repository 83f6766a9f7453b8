// How the field of all nodes is laid out. Pure.

import type { Group, Node } from '../ipc/bindings';

export interface Plot {
  /** Null gathers the nodes without a group. */
  group: Group | null;
  nodes: Node[];
}

/** Groups by name, those without one last; within a group by name. Changes only with the site. */
export function plots(
  nodes: ReadonlyMap<number, Node>,
  groups: ReadonlyMap<number, Group>,
): Plot[] {
  const by = new Map<number | null, Node[]>();
  for (const node of nodes.values()) {
    const key = node.group !== null && groups.has(node.group) ? node.group : null;
    const list = by.get(key);
    if (list) list.push(node);
    else by.set(key, [node]);
  }
  const order = new Intl.Collator('en', { numeric: true });
  const plots = [...by].map(([id, list]) => ({
    group: id === null ? null : (groups.get(id) ?? null),
    nodes: list.sort((a, b) => order.compare(a.name, b.name) || a.id - b.id),
  }));
  return plots.sort((a, b) => {
    if (a.group === null || b.group === null) return a.group === null ? 1 : -1;
    return a.group.id - b.group.id;
  });
}

/** Where an arrow key leads in a field that wraps: `columns` cells per row. */
export function stepIn(at: number, key: string, count: number, columns: number): number {
  const by: Record<string, number> = {
    ArrowRight: 1,
    ArrowLeft: -1,
    ArrowDown: columns,
    ArrowUp: -columns,
  };
  if (key === 'Home') return 0;
  if (key === 'End') return count - 1;
  const to = at + (by[key] ?? 0);
  return to < 0 || to >= count ? at : to;
}
