// Adds to nodes what is usual for what each one is, as its SNMP agent says.

import { sentences } from '../i18n/format';
import { snmp } from '../i18n/snmp';
import { templates } from '../i18n/templates';
import type { Adopted, CheckId } from '../ipc/bindings';
import { client } from '../ipc/client';

/** Asked at once; each may take a while to say that it will not answer. */
const ABREAST = 8;

/** Asks them one after the other, some at a time. */
export async function adopt(nodes: readonly number[]): Promise<Adopted[]> {
  const adopted: Adopted[] = [];
  for (let n = 0; n < nodes.length; n += ABREAST)
    adopted.push(...(await client.call('snmp_adopt', { nodes: nodes.slice(n, n + ABREAST) })));
  return adopted;
}

/** What was added, in words, and who let nobody in. */
export function saidOf(added: readonly CheckId[], adopted: readonly Adopted[] = []): string {
  const t = templates();
  const not = adopted.filter((one) => one.outcome !== 'measured').length;
  const none = not > 0 ? '' : t.addedNone;
  const first = added.length === 0 ? none : t.added(added.length);
  return sentences(first, not > 0 ? snmp().adoptedNot(not) : '');
}
