// What breaks when. The scene decides; everything is told relative to the moment the page was
// opened, so that every picture can be made at once.

import type { Contact, Gap, Outcome, Settings, Stamp } from '../bindings';
import type { Cast } from './cast';
import type { Said } from './desk';
import { silent, type Fault } from './truth';
import type { Scene, SceneName } from './scene';
import { awaySince, lostSince } from './standing';

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
  acknowledged?: { by: string; after: number; note: string; sticky?: boolean };
  closed?: { by: string; cause: string; prevention: string };
  planned?: { by: string; reason: string };
  /** What else is written into the log, so long after the beginning. */
  lines?: { after: number; said: Said }[];
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
  /** A node goes silent, and with it all that is behind it. */
  const cut = (name: string, from: number, until: number | null = null): Chapter[] => {
    const root = fault(name, 'all', silent, from, until);
    return [root, ...behind(cast, root.node).map((node) => ({ ...root, node, behind: root.node }))];
  };
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
    {
      ...fault('ups-1', 'all', silent, -49.9 * HOUR, -49.2 * HOUR),
      planned: { by: '田中', reason: '電池交換のため。' },
    },
    fault('web-1', ['http'], unavailable, -11.4 * HOUR, -11.1 * HOUR),
    {
      ...fault('file-1', ['tcp'], refused, -3.2 * HOUR, -3.05 * HOUR),
      acknowledged: { by: 'demo', after: 2 * MINUTE, note: 'Restarting the service.' },
    },
  ];
  const now: Record<SceneName, () => Chapter[]> = {
    empty: () => [],
    calm: () => [],
    readonly: () => [],
    offline: () => [],
    offsite: () => [],
    trouble: () => [
      { ...fault('web-1', ['http'], unavailable, -12.4 * MINUTE, null), lines: escalation },
      {
        ...fault('prn-2f', 'all', silent, -41 * MINUTE, null),
        acknowledged: { by: '佐藤', after: 4 * MINUTE, note: '2F に向かっています', sticky: true },
      },
      fault('wan-osaka', ['icmp', 'quality'], 0.34, -23 * MINUTE, null),
      ...coming(cast, start),
    ],
    cut: () => cut('core-sw-1', -6.2 * MINUTE),
    flapping: () => [flapper(fault('prn-2f', 'all', silent, -34 * MINUTE, null))],
    maintenance: () =>
      id('sw-2f') === 0
        ? [fault('prn-2f', 'all', silent, -14 * MINUTE, null)]
        : cut('sw-2f', -14 * MINUTE),
    storm: () => [
      ...cut('sw-1f', -6.2 * MINUTE),
      ...cut('sw-2f', -14 * MINUTE),
      flapper(fault('file-1', 'all', silent, -34 * MINUTE, null)),
      { ...fault('web-1', ['http'], unavailable, -12.4 * MINUTE, null), lines: escalation },
    ],
  };
  // A node the cast is too small for has id 0: nothing happens to it.
  return [...past, ...now[scene]()].filter((c) => c.node !== 0);
}

/** Everything whose way from the vantage passes a node. */
function behind(cast: Cast, root: number): number[] {
  const found = [root];
  for (const at of found) {
    for (const l of cast.links) if (l.from === at && !found.includes(l.to)) found.push(l.to);
  }
  return found.slice(1);
}

const escalation: Chapter['lines'] = [
  { after: 5.1 * MINUTE, said: { what: 'escalated', rung: 1 } },
  {
    after: 5.1 * MINUTE,
    said: { what: 'queued', notification: 9001, reason: 'escalated', to: '佐藤' },
  },
  { after: 5.2 * MINUTE, said: { what: 'held', reason: 'escalated', why: 'quiet_hours' } },
  {
    after: 5.3 * MINUTE,
    said: {
      what: 'delivered',
      notification: 9001,
      proof: 'mail.example.jp: 250 2.0.0 Ok: queued as 4FB1C2',
    },
  },
  {
    after: 10.1 * MINUTE,
    said: { what: 'queued', notification: 9002, reason: 'reminder', to: '田中' },
  },
  {
    after: 10.4 * MINUTE,
    said: {
      what: 'undelivered',
      notification: 9002,
      why: 'chat.example.jp answered 404: no such room',
    },
  },
];

/** It keeps going up and down; the log says so, and the rest is held. */
function flapper(fault: Fault): Chapter {
  return {
    ...fault,
    lines: [
      { after: 8 * MINUTE, said: { what: 'flapping_began', check: 0 } },
      {
        after: 8 * MINUTE,
        said: { what: 'queued', notification: 9003, reason: 'flapping_began' },
      },
      {
        after: 8.01 * MINUTE,
        said: {
          what: 'delivered',
          notification: 9003,
          proof: 'Fake notification daemon, number 3',
        },
      },
      { after: 12 * MINUTE, said: { what: 'held', reason: 'worsened', why: 'flapping' } },
    ],
  };
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

/**
 * The times nobody looked: the laptop slept last night, Hinomi was restarted this morning, and the
 * network cable was out for a moment.
 */
export function gapsOf(scene: SceneName, start: Stamp): Gap[] {
  if (scene === 'empty') return [];
  return [
    { from: start - 9.5 * HOUR, until: start - 6 * HOUR, reason: 'asleep' },
    { from: start - 100 * MINUTE, until: start - 97 * MINUTE, reason: 'not_running' },
    { from: start - 4.4 * HOUR, until: start - 4.2 * HOUR, reason: 'vantage_lost' },
    ...(scene === 'offline'
      ? [{ from: lostSince(start), until: null, reason: 'vantage_lost' as const }]
      : []),
    ...(scene === 'offsite'
      ? [{ from: awaySince(start), until: null, reason: 'off_site' as const }]
      : []),
  ];
}

export function contactsOf(scene: Scene): Contact[] {
  if (scene.scene === 'empty') return [];
  const ja = scene.lang === 'ja';
  return [
    {
      id: 1,
      name: '佐藤',
      language: 'ja',
      ways: [
        { way: 'mail', to: ['sato@example.jp'] },
        { way: 'webhook', form: 'ntfy', server: 'https://ntfy.sh', topic: 'hinomi-sato', token: 1 },
      ],
      quiet: [
        {
          days: ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'],
          from: '22:00',
          until: '07:00',
          pass: 'critical',
        },
      ],
    },
    { id: 2, name: '田中', language: 'ja', ways: [{ way: 'desktop' }], quiet: [] },
    {
      id: 3,
      name: ja ? '運用チーム' : 'Operations',
      language: scene.lang,
      ways: [{ way: 'webhook', form: 'slack', url: 2 }],
      quiet: [],
    },
  ];
}

export function ladderOf(scene: Scene): Pick<Settings, 'ladder' | 'duties' | 'remind'> {
  if (scene.scene === 'empty') return { ladder: [], duties: [], remind: null };
  return {
    ladder: [
      { after: 0, to: [], on_duty: true },
      { after: 15, to: [1, 2], on_duty: false },
      { after: 60, to: [3], on_duty: false },
    ],
    duties: [
      { contact: 1, days: ['mon', 'tue', 'wed', 'thu', 'fri'], from: '08:30', until: '17:30' },
      { contact: 2, days: ['mon', 'wed', 'fri'], from: '17:00', until: '08:30' },
      { contact: 3, days: ['sat', 'sun'], from: '00:00', until: '00:00' },
    ],
    remind: 30,
  };
}

export const observed = (gaps: readonly Gap[], at: Stamp): boolean =>
  !gaps.some((g) => at >= g.from && (g.until === null || at < g.until));
