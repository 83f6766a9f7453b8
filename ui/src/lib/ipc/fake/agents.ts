// SNMP agents: every address has one, which lets everybody in who comes with version 2c or 3.

import type {
  Access,
  CheckId,
  CheckSpec,
  DeviceView,
  Login,
  LookView,
  Metric,
  ProposalView,
  Sketch,
  SnmpView,
} from '../bindings';
import { usualPacing } from '../../snmp/pacing';
import { usualSketch } from '../../templates/sketches';
import { usual } from './cast';
import { desk } from './desk';
import { edit, fail, or, sleep, type Answers } from './guard';

const free = { warning: null, critical: null };

function value(metric: Metric, label: string, warning: number): CheckSpec {
  return {
    kind: 'value',
    metric,
    label,
    formula: {
      plus: [{ oid: '1.3.6.1.4.1.99999.1.1.0', times: 1 }],
      over: [],
      scale: 1,
      offset: 0,
      ignore: [],
    },
    rows: { rows: 'object' },
    above: { warning, critical: null },
    below: free,
    full: free,
  };
}

function port(n: number): CheckSpec {
  return {
    kind: 'interface',
    port: { name: `Gi0/${n}`, descr: `GigabitEthernet0/${n}`, mac: null, index: n },
    up: n <= 2,
    full_duplex: true,
    speed: null,
    load: { warning: 80, critical: 95 },
    incoming: { above: free, below: free },
    outgoing: { above: free, below: free },
    errors: { warning: 1, critical: null },
    discards: free,
    collisions: free,
    slow: free,
  };
}

function device({ port: port_, login, pacing }: Access): DeviceView {
  const proposals: ProposalView[] = [
    { spec: { kind: 'agent', uptime: { warning: 600, critical: null } }, usual: true },
    { spec: value('cpu', '', 90), usual: true },
    { spec: value('memory', 'Processor', 90), usual: true },
    { spec: value('temperature', 'Chassis', 55), usual: true },
    ...[1, 2, 3, 4].map((n) => ({ spec: port(n), usual: n <= 2 })),
  ];
  return {
    access: { port: port_, login, pacing },
    kind: 'switch',
    described: {
      at: Date.now(),
      maker: 'Example Networks',
      model: 'EX-2400-24T',
      version: '12.4(3)',
      serial: 'EX0421900017',
      name: 'sw-demo',
      descr: 'Example Networks EX-2400 Software, Version 12.4(3)',
      location: '2F',
      changes: [
        {
          at: Date.now() - 12 * 86_400_000,
          fact: 'version',
          from: '12.4(1)',
          to: '12.4(3)',
        },
      ],
    },
    ports: Array.from({ length: 24 }, (_, n) => ({
      name: `Gi0/${n + 1}`,
      alias: n === 0 ? 'uplink' : null,
      up: n < 9,
      switched_off: n > 20,
      speed: n < 9 ? 1e9 : null,
      mac: null,
      neighbour: n === 0 ? 'core-1' : null,
    })),
    values: [
      { metric: 'cpu', label: 'CPU', value: 14, of: null },
      { metric: 'memory', label: 'Processor', value: 41.5, of: 5.1e8 },
      { metric: 'storage', label: 'flash:', value: 63, of: 1.2e8 },
      { metric: 'temperature', label: 'Chassis', value: 38, of: null },
      { metric: 'fan', label: 'Fan 1', value: 5200, of: null },
    ],
    health: [
      { label: 'Fan 1', says: 'ok', grade: 'ok' },
      { label: 'Power supply 1', says: 'normal', grade: 'ok' },
      { label: 'Power supply 2', says: 'not functioning', grade: 'critical' },
    ],
    parts: [
      { class: 'chassis', name: 'EX-2400-24T', model: 'EX-2400-24T', serial: 'EX0421900017' },
      {
        class: 'power_supply',
        name: 'Power supply 1',
        model: 'EX-PWR-350',
        serial: 'PS2210044',
        hardware: 'V02',
      },
      {
        class: 'power_supply',
        name: 'Power supply 2',
        model: 'EX-PWR-350',
        serial: 'PS2210051',
        hardware: 'V02',
      },
      { class: 'fan', name: 'Fan tray', model: 'EX-FAN-2', serial: 'FT100321' },
      { class: 'module', name: 'Gi0/25', model: 'SFP-1G-LX', serial: 'OP55120', firmware: '1.3' },
    ],
    software: ['boot-loader 4.1', 'switch-os 15.2(7)E4', 'web-manager 2.0'],
    proposals,
  };
}

/** How far those are that are under way. */
const looks = new Map<number, LookView>();

function look(at: Omit<Access, 'login'>, logins: readonly Login[]): SnmpView {
  const tried: SnmpView['tried'] = [];
  for (const login of logins) {
    if (login.version === 'v1') {
      const cause = { cause: 'denied', step: 'community' } as const;
      tried.push({ login, outcome: 'failed', phase: 'request', cause });
      continue;
    }
    tried.push({ login, outcome: 'measured', readings: [] });
    return { tried, device: device({ ...at, login }) };
  }
  return { tried, device: null };
}

function about(spec: CheckSpec): string {
  if (spec.kind === 'interface') return `interface ${spec.port.name}`;
  if (spec.kind === 'value') return `value ${spec.metric} ${spec.label}`;
  if (spec.kind === 'tcp') return `tcp ${spec.port}`;
  if (spec.kind === 'http') return `http ${spec.url}`;
  return spec.kind === 'word' ? `word ${spec.label}` : spec.kind;
}

function add(nodes: readonly number[], sketches: readonly Sketch[]): CheckId[] {
  const added: CheckId[] = [];
  for (const node of nodes) {
    const has = new Set(desk.checksOf(node).map((check) => about(check.spec)));
    for (const { name, spec, own } of sketches.filter((s) => !has.has(about(s.spec)))) {
      const id = desk.checks.free();
      const { every, patience } = usual(spec);
      desk.checks.put(id, {
        id,
        node,
        name,
        spec,
        every: own.every ?? every,
        patience,
        paused: false,
        own,
      });
      added.push(id);
    }
  }
  return added;
}

export const agents: Answers<
  | 'nodes_snmp'
  | 'snmp_look'
  | 'snmp_look_now'
  | 'snmp_look_stop'
  | 'ports'
  | 'snmp_adopt'
  | 'checks_add'
  | 'forecasts'
> = {
  nodes_snmp: edit(({ nodes, access }) => {
    for (const id of nodes) {
      if (!desk.nodes.change(id, (n) => ({ ...n, snmp: access }))) fail('not_found');
    }
    return {};
  }),
  snmp_look: async ({ port, pacing, logins, node, look: number }) => {
    const all = logins.length > 0 ? logins : desk.settings.logins;
    const view = look({ port, pacing }, all);
    const of = all.length;
    for (const n of [...view.tried.keys()]) {
      looks.set(number, { login: n + 1, of, reading: false });
      await sleep(500);
      if (!looks.has(number)) return { tried: [], device: null };
    }
    looks.delete(number);
    if (node !== null && view.device !== null) {
      const { described } = view.device;
      desk.nodes.change(node, (n) => ({ ...n, described }));
    }
    return view;
  },
  snmp_look_now: ({ look: number }) => looks.get(number) ?? { login: 0, of: 0, reading: false },
  snmp_look_stop: ({ look: number }) => {
    looks.delete(number);
    return {};
  },
  ports: ({ nodes }) =>
    nodes.flatMap((id) => {
      const access = desk.nodes.get(id)?.snmp ?? null;
      if (access === null) return [];
      const { ports } = device(access);
      const seen = ports.map(({ name, alias, up, switched_off }) => ({
        name,
        alias,
        up,
        switched_off,
      }));
      return [{ node: id, at: Date.now() - 140_000, ports: seen }];
    }),
  snmp_adopt: edit(async ({ nodes }) => {
    await sleep(400);
    return nodes.map((id) => {
      const node = or(desk.nodes.get(id));
      const own = node.snmp === null ? desk.settings.logins : [node.snmp.login];
      const { tried, device: found } = look(node.snmp ?? { port: 161, pacing: usualPacing }, own);
      const last = tried.at(-1);
      if (found === null || last === undefined) {
        const obstacle = { obstacle: 'no_access' } as const;
        return { node: id, added: [], outcome: 'unable' as const, obstacle };
      }
      const { access, described } = found;
      desk.nodes.change(id, (n) => ({ ...n, snmp: access, described }));
      const specs = found.proposals.filter((p) => p.usual).map((p) => usualSketch(p.spec));
      return { node: id, added: add([id], specs), outcome: 'measured' as const, readings: [] };
    });
  }),
  forecasts: ({ nodes }) =>
    nodes.flatMap((id) =>
      desk.checksOf(id).flatMap(({ id: check, spec }) => {
        const fills = spec.kind === 'value' && spec.metric === 'storage';
        return fills ? [{ check, days: 11.5, per_day: 1.2 }] : [];
      }),
    ),
  checks_add: edit(({ nodes, checks }) => add(nodes, checks)),
};
