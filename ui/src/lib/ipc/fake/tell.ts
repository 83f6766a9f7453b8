// Telling people, in the fake: or holding it, with the reason.

import type { Hold, Incident, Stamp } from '../bindings';
import type { Desk } from './desk';
import { isOn } from './plan';

export function tell(desk: Desk, id: number, reason: 'opened' | 'resolved', at: Stamp): void {
  const incident = desk.incidents.get(id);
  if (incident === undefined) return;
  const why = holdOf(desk, incident, reason, at);
  if (why !== null) {
    desk.log(id, at, { what: 'held', reason, why });
    desk.incidents.put(id, { ...incident, held: [reason, why] });
    return;
  }
  const number = id * 10 + (reason === 'opened' ? 1 : 2);
  desk.log(id, at, { what: 'queued', notification: number, reason });
  desk.log(id, at + 40, {
    what: 'delivered',
    notification: number,
    proof: `Fake notification daemon, number ${number}`,
  });
  desk.notifications.set(id, [
    ...(desk.notifications.get(id) ?? []),
    {
      id: number,
      incident: id,
      to: null,
      way: 0,
      reason,
      grade: incident.worst,
      queued: at,
      title: incident.node_name,
      body: '',
      delivery: { delivery: 'delivered', at: at + 40 },
    },
  ]);
  const told = { grade: incident.worst, at, flapping: false, over: reason === 'resolved' };
  desk.incidents.put(id, { ...incident, told, held: null });
}

function holdOf(
  desk: Desk,
  incident: Incident,
  reason: 'opened' | 'resolved',
  at: Stamp,
): Hold | null {
  if (!desk.settings.notify) return 'switched_off';
  if (expected(desk, incident.node, at)) return 'maintenance';
  if (reason === 'resolved' && !desk.settings.notify_recovery) return 'recovery_not_wanted';
  return null;
}

function expected(desk: Desk, node: number, at: Stamp): boolean {
  const group = desk.nodes.get(node)?.group ?? null;
  return desk.windows.all().some(({ window: { scope }, window }) => {
    const covers =
      scope.scope === 'site' ||
      (scope.scope === 'groups' && group !== null && scope.of.includes(group)) ||
      (scope.scope === 'nodes' && scope.of.includes(node));
    return covers && isOn(window, at);
  });
}
