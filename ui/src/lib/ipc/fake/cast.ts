// The cast of the fake: a small company's network, as big as asked for.

import type {
  Check,
  CheckSpec,
  Group,
  Language,
  Link,
  Node,
  NodeKind,
  Patience,
  Policies,
} from '../bindings';
import { campus } from './campus';
import { found, toGateway, uplink } from './wires';

export const reachability: Patience = { to_trouble: 6, between: 1, to_ok: 2, doubt_every: 500 };
export const metric: Patience = { to_trouble: 3, between: 1, to_ok: 2, doubt_every: 20_000 };
export const atOnce: Patience = { to_trouble: 1, between: 1, to_ok: 1, doubt_every: 20_000 };

const open = { every: null, to_trouble: null, between: null, to_ok: null, doubt_every: null };
/** A level that says nothing of its own. */
export const inherited: Policies = { reachability: open, metrics: open };

const free = { warning: null, critical: null };

export const icmp: CheckSpec = {
  kind: 'icmp',
  count: 1,
  size: 32,
  timeout: 800,
  family: 'any',
  rtt: free,
  loss: free,
};

export const quality: CheckSpec = {
  kind: 'quality',
  over: 300_000,
  loss: { warning: 20, critical: null },
  rtt: free,
  jitter: free,
};

export const tcp = (port: number): CheckSpec => ({
  kind: 'tcp',
  port,
  timeout: 3000,
  connect: { warning: 500, critical: null },
});

export const http = (url: string): CheckSpec => ({
  kind: 'http',
  url,
  method: 'GET',
  status: [[200, 399]],
  keyword: null,
  keyword_absent: false,
  redirects: 5,
  max_bytes: 1_000_000,
  timeout: 10_000,
  verify: true,
  total: { warning: 2000, critical: null },
});

/** How often and how patiently a check of this kind is run unless a person says otherwise. */
export function usual(spec: CheckSpec): { every: number; patience: Patience } {
  if (spec.kind === 'composite') return { every: 60_000, patience: atOnce };
  return spec.kind === 'icmp'
    ? { every: 10_000, patience: reachability }
    : { every: 60_000, patience: metric };
}

export interface Part {
  name: string;
  kind: NodeKind;
  vendor: string;
  group: number;
  /** The name of what leads to it; null is the vantage. */
  up: string | null;
  /** A second way to it. */
  also?: string;
  specs?: CheckSpec[];
  notes?: string;
}

const groupNames: Record<Language, string[]> = {
  en: ['Core', 'Servers', 'Office 1F', 'Office 2F', 'Warehouse', 'Wide area'],
  ja: ['コア', 'サーバー', '事務所 1F', '事務所 2F', '倉庫', '拠点間'],
};

const heads: Part[] = [
  { name: 'gw-1', kind: 'router', vendor: 'Yamaha', group: 1, up: null },
  {
    name: 'core-sw-1',
    kind: 'switch',
    vendor: 'Allied Telesis',
    group: 1,
    up: 'gw-1',
    specs: [uplink],
  },
  {
    name: 'file-1',
    kind: 'storage',
    vendor: 'Synology',
    group: 2,
    up: 'core-sw-1',
    specs: [tcp(445)],
    notes: 'Shared folders of all departments. Backup runs at 01:00.',
  },
  {
    name: 'web-1',
    kind: 'server',
    vendor: 'Dell',
    group: 2,
    up: 'core-sw-1',
    specs: [tcp(22), http('https://{address}/health')],
  },
  { name: 'prn-2f', kind: 'printer', vendor: 'Ricoh', group: 4, up: 'core-sw-1' },
  { name: 'fw-1', kind: 'firewall', vendor: 'Fortinet', group: 1, up: 'gw-1' },
  {
    name: 'core-sw-2',
    kind: 'switch',
    vendor: 'Allied Telesis',
    group: 1,
    up: 'gw-1',
    specs: [uplink],
  },
  {
    name: 'db-1',
    kind: 'server',
    vendor: 'HPE',
    group: 2,
    up: 'core-sw-1',
    specs: [tcp(5432)],
  },
  {
    name: 'mail-1',
    kind: 'server',
    vendor: 'HPE',
    group: 2,
    up: 'core-sw-1',
    specs: [tcp(25), tcp(993)],
  },
  {
    name: 'dc-1',
    kind: 'server',
    vendor: 'Dell',
    group: 2,
    up: 'core-sw-2',
    specs: [tcp(389)],
  },
  { name: 'sw-1f', kind: 'switch', vendor: 'Buffalo', group: 3, up: 'core-sw-1', specs: [uplink] },
  { name: 'sw-2f', kind: 'switch', vendor: 'Buffalo', group: 4, up: 'core-sw-1', specs: [uplink] },
  { name: 'sw-wh', kind: 'switch', vendor: 'Buffalo', group: 5, up: 'core-sw-2', specs: [uplink] },
  { name: 'ups-1', kind: 'power', vendor: 'APC', group: 1, up: 'core-sw-1' },
  { name: 'wan-osaka', kind: 'router', vendor: 'Yamaha', group: 6, up: 'fw-1' },
  { name: 'wan-nagoya', kind: 'router', vendor: 'Yamaha', group: 6, up: 'fw-1' },
  {
    name: '勤怠システム',
    kind: 'service',
    vendor: '',
    group: 6,
    up: 'fw-1',
    specs: [http('https://kintai.example.jp/login')],
  },
];

/** What fills the rest, round and round: prefix, kind, vendor, group, switch it hangs on. */
const crowd: [string, NodeKind, string, number, string][] = [
  ['pc-1f', 'workstation', 'Lenovo', 3, 'sw-1f'],
  ['ap-1f', 'access_point', 'Aruba', 3, 'sw-1f'],
  ['pc-2f', 'workstation', 'Lenovo', 4, 'sw-2f'],
  ['cam-wh', 'camera', 'Axis', 5, 'sw-wh'],
  ['tel-1f', 'phone', 'Yealink', 3, 'sw-1f'],
  ['pc-2f', 'workstation', 'Dell', 4, 'sw-2f'],
  ['srv', 'server', 'Dell', 2, 'core-sw-2'],
  ['ap-2f', 'access_point', 'Aruba', 4, 'sw-2f'],
  ['tel-2f', 'phone', 'Yealink', 4, 'sw-2f'],
  ['term-wh', 'workstation', 'Panasonic', 5, 'sw-wh'],
];

/** From this many nodes on the company has more floors and branches instead of a crowd. */
const LARGE = 150;

function* parts(size: number): Generator<Part> {
  yield* heads;
  if (size >= LARGE) return yield* campus(size);
  const counted = new Map<string, number>();
  for (let i = 0; ; i += 1) {
    const row = crowd[i % crowd.length];
    if (row === undefined) return;
    const [prefix, kind, vendor, group, up] = row;
    const n = (counted.get(prefix) ?? 0) + 1;
    counted.set(prefix, n);
    yield { name: `${prefix}-${String(n).padStart(2, '0')}`, kind, vendor, group, up };
  }
}

export interface Cast {
  nodes: Node[];
  groups: Group[];
  checks: Check[];
  links: Link[];
}

/** Identities of second ways begin here. */
const SECOND = 1_000_000;

export function cast(size: number, now: number, lang: Language): Cast {
  const nodes: Node[] = [];
  const checks: Check[] = [];
  const links: Link[] = [];
  const ids = new Map<string, number>();
  const added = now - 20 * 86_400_000;
  for (const part of parts(size)) {
    if (nodes.length >= size) break;
    const id = nodes.length + 1;
    ids.set(part.name, id);
    nodes.push({
      id,
      name: part.name,
      address:
        part.name === '勤怠システム'
          ? 'kintai.example.jp'
          : `192.168.${10 + (id >> 8)}.${id & 255}`,
      kind: part.kind,
      importance: part.group <= 2 ? 'high' : 'normal',
      group: part.group,
      vendor: part.vendor === '' ? null : part.vendor,
      mac: part.vendor === '' ? null : mac(id),
      notes: part.notes ?? '',
      paused: false,
      added,
      parents: [],
      policies: inherited,
      snmp: null,
      described: null,
      also: part.kind === 'storage' ? [`2001:db8:20::${id.toString(16)}`] : [],
      inferred: false,
    });
    for (const spec of [icmp, quality, ...(part.specs ?? [])]) {
      checks.push({
        id: checks.length + 1,
        node: id,
        name: '',
        spec,
        ...usual(spec),
        paused: false,
        own: null,
      });
    }
    const up = part.up === null ? null : (ids.get(part.up) ?? 1);
    const nth = links.filter((l) => l.from === up).length;
    links.push(up === null ? toGateway(id, id, added) : found(id, up, id, part.kind, nth, added));
    const also = ids.get(part.also ?? '');
    if (also !== undefined) links.push(found(SECOND + id, also, id, part.kind, nth, added));
  }
  const lines = ['wan-osaka', 'wan-nagoya'].map((name) => ids.get(name));
  const of = checks.filter((c) => c.spec.kind === 'icmp' && lines.includes(c.node));
  const home = ids.get('fw-1');
  if (home !== undefined && of.length === 2) {
    const spec: CheckSpec = { kind: 'composite', need: { need: 'any' }, of: of.map((c) => c.id) };
    const name = lang === 'ja' ? '拠点間回線' : 'Branch lines';
    const own = { id: checks.length + 1, node: home, name, spec };
    checks.push({ ...own, ...usual(spec), paused: false, own: null });
  }
  const groups = groupNames[lang]
    .map((name, i) => ({ id: i + 1, name, policies: inherited }))
    .filter((g) => nodes.some((n) => n.group === g.id));
  return { nodes, groups, checks, links };
}

export function mac(id: number): string {
  const hex = (n: number): string => n.toString(16).padStart(2, '0');
  return `02:00:5e:10:${hex(id >> 8)}:${hex(id & 255)}`;
}
