// Looking around in the fake's network: hosts turn up one by one.

import type { Found, NodeKind, ScanView, Subnet } from '../bindings';
import { mac } from './cast';
import type { Desk } from './desk';
import { chance } from './noise';

export const subnets: Subnet[] = [
  {
    cidr: '192.168.10.0/24',
    interface: 'enp3s0',
    address: '192.168.10.250',
    gateway: '192.168.10.1',
    addresses: 254,
    proposed: true,
  },
  {
    cidr: '172.17.0.0/16',
    interface: 'docker0',
    address: '172.17.0.1',
    gateway: null,
    addresses: 65_534,
    proposed: false,
  },
];

const kinds: [string, NodeKind, string | null, number[]][] = [
  ['gw', 'router', 'Yamaha', [80, 443]],
  ['core-sw', 'switch', 'Allied Telesis', [22, 80]],
  ['nas', 'storage', 'Synology', [80, 443, 445]],
  ['web', 'server', 'Dell', [22, 80, 443]],
  ['printer', 'printer', 'Ricoh', [80, 631, 9100]],
  ['laptop', 'workstation', 'Lenovo', []],
  ['cam', 'camera', 'Axis', [80, 554]],
  ['ap', 'access_point', 'Aruba', [443]],
  ['phone', 'phone', 'Yealink', [80]],
  ['', 'other', null, []],
];

const LASTS = 6000;
const HOSTS = 23;

export class Sweep {
  private started = 0;
  private stopped: number | null = null;
  private of = 0;

  constructor(private readonly desk: Desk) {}

  start(cidrs: readonly string[]): ScanView {
    this.started = Date.now();
    this.stopped = null;
    this.of = cidrs.reduce(
      (n, c) => n + Math.max(1, 2 ** (32 - Number(c.split('/')[1] ?? 32)) - 2),
      0,
    );
    return this.view();
  }

  stop(): ScanView {
    if (this.started > 0) this.stopped ??= Date.now();
    return this.view();
  }

  view(): ScanView {
    if (this.started === 0) return { running: false, done: 0, of: 0, found: [], trouble: null };
    const spent = Math.min(LASTS, (this.stopped ?? Date.now()) - this.started);
    const share = spent / LASTS;
    const known = new Map(this.desk.nodes.all().map((n) => [n.address, n.id]));
    return {
      running: share < 1 && this.stopped === null,
      done: Math.floor(share * this.of),
      of: this.of,
      found: Array.from({ length: HOSTS }, (_, i) => host(i, known)).filter(
        (_, i) => chance(i, 77) <= share,
      ),
      trouble: null,
    };
  }
}

function host(i: number, known: ReadonlyMap<string, number>): Found {
  const [name, kind, vendor, ports] = kinds[i % kinds.length] ?? ['', 'other' as const, null, []];
  const address = `192.168.10.${i === HOSTS - 1 ? 250 : i * 7 + 1}`;
  const self = i === HOSTS - 1;
  return {
    address,
    name: self ? 'this-pc' : name === '' ? null : `${name}-${Math.floor(i / kinds.length) + 1}`,
    mac: mac(i + 1),
    vendor: self ? null : vendor,
    kind: self ? 'workstation' : kind,
    rtt: i % 9 === 8 ? null : 0.3 + 2 * chance(i),
    ports,
    evidence: i % 9 === 8 ? ['neighbour', 'tcp'] : ['icmp', 'neighbour'],
    known: known.get(address) ?? null,
    gateway: i === 0,
    this_pc: self,
  };
}
