// What was seen first of an incident, and how far it reaches, in one line.

import { incidents as words } from '../i18n/incidents';
import { checkName, outcomeText } from '../i18n/outcome';
import type { Incident } from '../ipc/bindings';
import { partsOf } from '../world/selectors';
import { world } from '../world/world.svelte';

/** `Ping: no answer in time · 14 unreachable behind it` */
export function causeOf(incident: Incident): string {
  const t = words();
  const first = incident.members[0];
  const check = first === undefined ? undefined : world.checks.get(first.check);
  const seen = incident.evidence === null ? '' : outcomeText(incident.evidence);
  const name = check === undefined ? '' : checkName(check);
  const parts = partsOf(incident);
  const cut = parts.filter((p) => p.unreachable).length;
  const affected = parts.filter((p) => p.affected).length;
  const along = parts.length - cut - affected;
  return [
    [name, seen].filter((x) => x !== '').join(': '),
    ...(cut > 0 ? [t.unreachable(cut)] : []),
    ...(along > 0 ? [t.along(along)] : []),
    ...(affected > 0 ? [t.becauseOf(affected)] : []),
  ].join(' · ');
}
