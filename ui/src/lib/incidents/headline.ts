/** The first line about an incident, for a manager. */
import { moment } from '../i18n/format';
import type { incidents } from '../i18n/incidents';
import type { Check, Incident, Stamp } from '../ipc/bindings';
import { wasDown } from './facts';

export function headline(
  t: ReturnType<typeof incidents>,
  incident: Incident,
  checks: ReadonlyMap<number, Check>,
  now: Stamp,
): string {
  const down = wasDown(incident, checks);
  const from = moment(incident.started, now);
  if (!incident.resolved) {
    if (incident.flapping.length > 0) return t.headFlaps(incident.node_name, from);
    return (down ? t.headDown : t.headOpen)(incident.node_name, from);
  }
  const until = moment(incident.resolved.ended, now);
  return (down ? t.headWasDown : t.headOver)(incident.node_name, from, until);
}
