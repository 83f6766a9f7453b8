// What addresses and ports are called here.

import { where } from '../i18n/where';
import type { Sighting } from '../ipc/bindings';
import { world } from '../world/world.svelte';

/** The node of a hardware address, if it is known. */
export function nameOf(mac: string): string | null {
  for (const node of world.nodes.values()) {
    if (node.mac?.toLowerCase().replaceAll('-', ':') === mac) return node.name;
  }
  return null;
}

/** The same, else the address itself. */
export const whoIs = (mac: string): string => nameOf(mac) ?? mac;

/** The device that saw somebody. */
export const switchName = (stay: Sighting): string =>
  world.nodes.get(stay.at)?.name ?? where().gone;

/** Where somebody is: the device and its port. */
export const spotOf = (stay: Sighting): string => where().spot(switchName(stay), stay.port.name);
