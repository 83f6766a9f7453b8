// Looking around in the fake's network: hosts turn up one by one.

import type { Found, NodeKind, ScanClue, ScanView, Subnet } from '../bindings';
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

const none = { warning: null, critical: null };
const PURPOSES: Partial<Record<number, NodeKind>> = {
  443: 'server',
  445: 'storage',
  554: 'camera',
  9100: 'printer',
};

/** As the model's table of purposes, shortened. */
function fits(port: number): Found['checks'][number] {
  const kind = PURPOSES[port];
  const usual_for = kind === undefined ? [] : [kind];
  return { spec: { kind: 'tcp', port, timeout: 3_000, connect: none }, usual_for };
}

type Kind = [string, NodeKind, string | null, string | null, number[], ScanClue[]];
const clue = (
  source: ScanClue['source'],
  topic: ScanClue['topic'],
  text: string,
  kind: NodeKind | null = null,
): ScanClue => ({ source, topic, text, kind });

const kinds: Kind[] = [
  [
    'gw',
    'router',
    'Yamaha',
    'RTX1210',
    [80, 443],
    [
      clue('ssdp', 'type', 'InternetGatewayDevice', 'router'),
      clue('http', 'title', 'RTX1210', null),
      clue('route', 'gateway', '', 'router'),
    ],
  ],
  [
    'core-sw',
    'switch',
    'Allied Telesis',
    'x230-28GT',
    [22, 80],
    [
      clue('snmp', 'type', 'AlliedWare Plus', 'switch'),
      clue('snmp', 'model', 'AT-x230-28GT'),
      clue('mac', 'maker', 'Allied Telesis, Inc.', 'switch'),
    ],
  ],
  [
    'nas',
    'storage',
    'Synology',
    'DS920+',
    [80, 443, 445],
    [
      clue('mdns', 'service', '_adisk._tcp', 'storage'),
      clue('netbios', 'group', 'WORKGROUP'),
      clue('tls', 'certificate', 'synology'),
      clue('http', 'title', 'DiskStation <b>DS920+</b>', 'storage'),
    ],
  ],
  [
    'web',
    'server',
    'Dell',
    null,
    [22, 80, 443],
    [clue('ssh', 'software', 'SSH-2.0-OpenSSH_9.2p1', 'server')],
  ],
  [
    'printer',
    'printer',
    'Ricoh',
    'IM C2500',
    [80, 631, 9100],
    [
      clue('wsd', 'type', 'PrintDeviceType', 'printer'),
      clue('mdns', 'service', '_ipp._tcp', 'printer'),
      clue('ports', 'ports', '80 631 9100', 'printer'),
    ],
  ],
  [
    'laptop',
    'workstation',
    'Lenovo',
    null,
    [],
    [clue('netbios', 'name', 'LAPTOP-7', 'workstation')],
  ],
  [
    'cam',
    'camera',
    'Axis',
    'P3245-V',
    [80, 554],
    [clue('wsd', 'type', 'NetworkVideoTransmitter', 'camera')],
  ],
  ['ap', 'access_point', 'Aruba', null, [443], [clue('mac', 'maker', 'Aruba', 'access_point')]],
  ['phone', 'phone', 'Yealink', null, [80], [clue('mac', 'maker', 'Yealink', 'phone')]],
  ['', 'other', null, null, [], []],
];
const sure = [
  'sure',
  'sure',
  'sure',
  'guess',
  'sure',
  'guess',
  'sure',
  'guess',
  'guess',
  'unknown',
] as const;

const LASTS = 6000;
const HOSTS = 23;

const IDLE: ScanView = {
  running: false,
  resumable: false,
  stage: 'ended',
  done: 0,
  of: 0,
  agents: 0,
  agents_done: 0,
  snmp: 'no_logins',
  silent: [],
  found: [],
  trouble: null,
};

export class Sweep {
  private started = 0;
  private stopped: number | null = null;
  private of = 0;

  constructor(private readonly desk: Desk) {}

  resume(): ScanView {
    if (this.stopped !== null) {
      this.started += Date.now() - this.stopped;
      this.stopped = null;
    }
    return this.view();
  }

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
    if (this.started === 0) return IDLE;
    const spent = Math.min(LASTS, (this.stopped ?? Date.now()) - this.started);
    const share = spent / LASTS;
    const known = new Map(this.desk.nodes.all().map((n) => [n.address, n.id]));
    return {
      running: share < 1 && this.stopped === null,
      resumable: share < 1 && this.stopped !== null,
      stage: share === 1 || this.stopped !== null ? 'ended' : share < 0.7 ? 'addresses' : 'agents',
      agents: 3,
      agents_done: share < 0.7 ? 0 : share < 0.85 ? 1 : 2,
      snmp: 'asked',
      silent: [],
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
  const of = i % kinds.length;
  const [name, kind, vendor, model, ports, clues] = kinds[of] ?? (kinds[9] as Kind);
  const self = i === HOSTS - 1;
  // Some hosts stand in a branch that only the router knows.
  const branch = !self && i > 18;
  const address = branch ? `10.20.0.${i}` : `192.168.10.${self ? 250 : i * 7 + 1}`;
  const odd = i % 9 === 8;
  return {
    address,
    also: i === 0 ? ['10.20.0.1', '203.0.113.2'] : [],
    name: self ? 'this-pc' : name === '' ? null : `${name}-${Math.floor(i / kinds.length) + 1}`,
    mac: mac(i + 1),
    vendor: self ? null : vendor,
    model: self ? null : model,
    kind: self ? 'workstation' : kind,
    sure: self ? 'sure' : (sure[of] ?? 'unknown'),
    clues: self ? [] : clues,
    rtt: odd ? null : 0.3 + 2 * chance(i),
    ports,
    checks: ports.map(fits),
    evidence: odd ? ['neighbour', 'tcp'] : branch ? ['icmp', 'tcp'] : ['icmp', 'neighbour'],
    known: known.get(address) ?? null,
    differences: [],
    gateway: i === 0,
    this_pc: self,
    snmp: null,
    beyond: branch ? 'gw-1' : null,
  };
}
