// What is under maintenance just now, in words.

import { moment } from '../i18n/format';
import { node as words } from '../i18n/node';
import type { Node, WindowView } from '../ipc/bindings';
import { concernsNode } from '../world/planned';
import { world } from '../world/world.svelte';
import { onUntil } from './ahead.svelte';

/** The windows that are on and cover a node, or some check of it. */
export function windowsOver(node: Node): WindowView[] {
  const checks = world.checksOf(node.id);
  return [...world.windows.values()].filter(
    ({ on, window }) => on && concernsNode(window.scope, node, checks),
  );
}

/** `Under maintenance until 14:00: firmware.`; empty if it is not. */
export function overNode(node: Node): string {
  const [view] = windowsOver(node);
  if (view === undefined) return '';
  const until = onUntil(view.window.id, world.now);
  return words().underMaintenance(view.window.name, until === null ? '' : moment(until, world.now));
}
