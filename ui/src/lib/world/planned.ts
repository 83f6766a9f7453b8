// What trouble is expected by plan just now. Pure.

import type { Check, Node, WindowView } from '../ipc/bindings';

/** What the maintenance windows that are on cover, laid out for asking. */
export interface Planned {
  site: boolean;
  groups: ReadonlySet<number>;
  nodes: ReadonlySet<number>;
  checks: ReadonlySet<number>;
}

export const nothingPlanned: Planned = {
  site: false,
  groups: new Set(),
  nodes: new Set(),
  checks: new Set(),
};

export function plannedNow(windows: ReadonlyMap<number, WindowView>): Planned {
  const on = [...windows.values()].filter((w) => w.on).map((w) => w.window.scope);
  if (on.length === 0) return nothingPlanned;
  const of = (kind: 'groups' | 'nodes' | 'checks'): Set<number> =>
    new Set(on.flatMap((s) => (s.scope === kind ? s.of : [])));
  return {
    site: on.some((s) => s.scope === 'site'),
    groups: of('groups'),
    nodes: of('nodes'),
    checks: of('checks'),
  };
}

/** Is trouble anywhere on this node expected now? */
export function nodePlanned(node: Node, planned: Planned): boolean {
  return (
    planned.site ||
    planned.nodes.has(node.id) ||
    (node.group !== null && planned.groups.has(node.group))
  );
}

/** Is trouble of this check expected now? */
export function checkPlanned(check: Check, node: Node | undefined, planned: Planned): boolean {
  return planned.checks.has(check.id) || (node !== undefined && nodePlanned(node, planned));
}
