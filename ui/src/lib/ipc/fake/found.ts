// What re-scans of the fake's network found in the night.

import type { Glimpse, Proposal, Rescan, RescanState } from '../bindings';
import type { Cast } from './cast';
import type { Scene } from './scene';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;

export function rescanSettings(scene: Scene): Rescan {
  return {
    every: 'daily',
    day: 'mon',
    hour: 10,
    ranges: scene.scene === 'empty' ? [] : ['192.168.10.0/24'],
    exclude: [],
    strangers: true,
    private: false,
  };
}

export function rescanOf(scene: Scene, now: number): RescanState {
  const idle = { under_way: false, partial: false, locked: false };
  if (scene.scene === 'empty') return { ...idle, ended: null, next: null };
  const next = new Date(now);
  next.setHours(next.getHours() >= 10 ? 34 : 10, 0, 0, 0);
  return { ...idle, ended: next.getTime() - DAY + 40_000, next: next.getTime() };
}

function glimpse(at: number, n: number, with_: Partial<Glimpse>): Glimpse {
  return {
    at,
    address: `192.168.10.${n}`,
    also: [],
    name: null,
    mac: `00:1b:a9:44:10:${n.toString(16).padStart(2, '0')}`,
    private: false,
    maker: null,
    model: null,
    kind: 'other',
    sure: false,
    ports: [],
    proofs: ['icmp', 'neighbour'],
    gateway: false,
    login: null,
    ...with_,
  };
}

/** In scenes with trouble the night brought something to decide; a calm one is calm. */
export function proposalsOf(scene: Scene, { nodes }: Cast, now: number): Proposal[] {
  if (scene.scene !== 'trouble' && scene.scene !== 'storm') return [];
  const at = now - 5 * HOUR;
  const base = { first: at, last: at, times: 1, dismissed: null };
  const [one, two, three, four] = nodes.slice(-8);
  const all: Proposal[] = [
    {
      ...base,
      id: 1,
      proposed: 'new',
      seen: glimpse(at, 201, {
        name: 'BRW<b>401</b>',
        maker: 'Brother',
        model: 'HL-L2375DW',
        kind: 'printer',
        sure: true,
        ports: [80, 9100],
        proofs: ['icmp', 'tcp', 'neighbour', 'mdns'],
      }),
    },
    {
      ...base,
      id: 2,
      proposed: 'new',
      first: at - DAY,
      times: 2,
      seen: glimpse(at, 214, { mac: 'da:a1:19:3c:77:02', private: true, kind: 'phone' }),
    },
  ];
  if (one && two && three && four) {
    all.push(
      {
        ...base,
        id: 3,
        proposed: 'moved',
        node: one.id,
        from: one.address,
        to: '192.168.10.77',
        seen: glimpse(at, 77, { mac: one.mac, name: one.name }),
      },
      {
        ...base,
        id: 4,
        proposed: 'opened',
        node: two.id,
        ports: [3389],
        seen: glimpse(at, 78, { mac: two.mac, address: two.address, ports: [445, 3389] }),
      },
      {
        ...base,
        id: 5,
        proposed: 'gone',
        node: three.id,
        first: at - 2 * DAY,
        times: 3,
        seen: glimpse(at - 3 * DAY, 79, { mac: three.mac, address: three.address }),
      },
      {
        ...base,
        id: 6,
        proposed: 'renamed',
        node: four.id,
        from: four.name,
        to: 'NAS-HONSHA-2',
        seen: glimpse(at, 80, { mac: four.mac, address: four.address, name: 'NAS-HONSHA-2' }),
      },
      {
        ...base,
        id: 7,
        proposed: 'new',
        dismissed: at + HOUR,
        seen: glimpse(at, 230, { name: 'guest-tv', kind: 'other', maker: 'Sony' }),
      },
    );
  }
  return all;
}
