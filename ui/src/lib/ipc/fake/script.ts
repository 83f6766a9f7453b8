// What breaks when. The scene decides; everything is told relative to the moment the page was
// opened, so that every picture can be made at once.

import type { Gap, Outcome, Stamp } from '../bindings';
import type { Cast } from './cast';
import { silent, type Fault } from './truth';
import type { SceneName } from './scene';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

const unavailable: Outcome = {
  outcome: 'failed',
  phase: 'first_byte',
  cause: { cause: 'status', status: 503 },
};
const refused: Outcome = { outcome: 'failed', phase: 'connect', cause: { cause: 'refused' } };

/** A fault, and what people made of it. */
export interface Chapter extends Fault {
  acknowledged?: { by: string; after: number; note: string };
  closed?: { by: string; cause: string; prevention: string };
}

export function chapters(scene: SceneName, cast: Cast, start: Stamp): Chapter[] {
  const id = (name: string): number => cast.nodes.find((n) => n.name === name)?.id ?? 0;
  const fault = (
    name: string,
    kinds: Fault['kinds'],
    brings: Fault['brings'],
    from: number,
    until: number | null,
  ): Fault => ({
    node: id(name),
    kinds,
    brings,
    from: start + from,
    until: until === null ? null : start + until,
  });
  if (scene === 'empty') return [];
  const past: Chapter[] = [
    {
      ...fault('prn-2f', 'all', silent, -52 * HOUR, -51.2 * HOUR),
      acknowledged: { by: '佐藤', after: 9 * MINUTE, note: '2F 総務に電話で確認中' },
      closed: {
        by: '佐藤',
        cause: '清掃時に電源タップが抜けた。',
        prevention: '電源タップを固定し、札を付けた。',
      },
    },
    fault('web-1', ['http'], unavailable, -11.4 * HOUR, -11.1 * HOUR),
    {
      ...fault('file-1', ['tcp'], refused, -3.2 * HOUR, -3.05 * HOUR),
      acknowledged: { by: 'demo', after: 2 * MINUTE, note: 'Restarting the service.' },
    },
  ];
  // A node the cast is too small for has id 0: nothing happens to it.
  const present = (all: Chapter[]): Chapter[] => all.filter((c) => c.node !== 0);
  if (scene === 'calm' || scene === 'readonly') return present(past);
  return present([
    ...past,
    fault('web-1', ['http'], unavailable, -12.4 * MINUTE, null),
    {
      ...fault('prn-2f', 'all', silent, -41 * MINUTE, null),
      acknowledged: { by: '佐藤', after: 4 * MINUTE, note: '2F に向かっています' },
    },
    fault('wan-osaka', ['icmp', 'quality'], 0.34, -23 * MINUTE, null),
    ...coming(cast, start),
  ]);
}

/** In trouble something new happens every few minutes: one node goes, and comes back. */
function coming(cast: Cast, start: Stamp): Fault[] {
  const crowd = cast.nodes.slice(Math.min(cast.nodes.length - 1, 17));
  return Array.from({ length: 12 }, (_, i) => {
    const from = start + 20_000 + i * 4 * MINUTE;
    const node = crowd[(i * 7) % crowd.length]?.id ?? 1;
    return { node, kinds: 'all' as const, brings: silent, from, until: from + 75_000 };
  });
}

/** The times nobody looked: the laptop slept last night, and Hinomi was restarted this morning. */
export function gapsOf(scene: SceneName, start: Stamp): Gap[] {
  if (scene === 'empty') return [];
  return [
    { from: start - 9.5 * HOUR, until: start - 6 * HOUR, reason: 'asleep' },
    { from: start - 100 * MINUTE, until: start - 97 * MINUTE, reason: 'not_running' },
  ];
}

export const observed = (gaps: readonly Gap[], at: Stamp): boolean =>
  !gaps.some((g) => at >= g.from && (g.until === null || at < g.until));
