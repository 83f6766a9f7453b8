// What trouble is expected by plan just now. Pure.

import type { Check, Node, Scope, WindowView } from '../ipc/bindings';

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

/** Does a window's scope cover a node, or some check of it? */
export function concernsNode(scope: Scope, node: Node, checks: readonly { id: number }[]): boolean {
  if (scope.scope === 'site') return true;
  if (scope.scope === 'groups') return node.group !== null && scope.of.includes(node.group);
  if (scope.scope === 'nodes') return scope.of.includes(node.id);
  return checks.some((check) => scope.of.includes(check.id));
}

/** Is trouble anywhere on this node expected now? */
export function nodePlanned(node: Node, planned: Planned): boolean {
  return (
    planned.site ||
    planned.nodes.has(node.id) ||
    (node.group !== null && planned.groups.has(node.group))
  );
}

/** Does a window's scope cover this check? */
export const checkPlannedBy = (scope: Scope, check: Check, node: Node | undefined): boolean =>
  scope.scope === 'checks'
    ? scope.of.includes(check.id)
    : node !== undefined && concernsNode(scope, node, []);

/** Is trouble of this check expected now? */
export function checkPlanned(check: Check, node: Node | undefined, planned: Planned): boolean {
  return planned.checks.has(check.id) || (node !== undefined && nodePlanned(node, planned));
}
