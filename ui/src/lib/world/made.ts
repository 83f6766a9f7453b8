// Small worlds for tests.

import type {
  Check,
  CheckState,
  Frame,
  Grade,
  Health,
  Incident,
  Node,
  State,
} from '../ipc/bindings';

export const health: Health = {
  watching: true,
  probes: 0,
  probes_per_second: 0,
  failed: 0,
  unable: 0,
  in_flight: 0,
  late: 0,
  stored: null,
  icmp: 'dgram',
  trouble: null,
  vantage: null,
};

export function node(id: number, with_: Partial<Node> = {}): Node {
  return {
    id,
    name: `n${id}`,
    address: `10.0.0.${id}`,
    kind: 'server',
    importance: 'normal',
    group: null,
    vendor: null,
    mac: null,
    notes: '',
    paused: false,
    added: 0,
    ...with_,
  };
}

const free = { warning: null, critical: null };

export function check(id: number, of: number, with_: Partial<Check> = {}): Check {
  return {
    id,
    node: of,
    name: '',
    spec: { kind: 'icmp', count: 1, size: 32, timeout: 800, family: 'any', rtt: free, loss: free },
    every: 10_000,
    patience: { to_trouble: 6, between: 1, to_ok: 2, doubt_every: 500 },
    paused: false,
    ...with_,
  };
}

export const hard = (grade: Grade, since = 0): State => ({
  state: 'hard',
  belief: { grade, since, uncertainty: 10_000, confirmed: since },
});

export function state(of: number, what: State): CheckState {
  return { check: of, state: what, last: null };
}

export function incident(id: number, of: number, with_: Partial<Incident> = {}): Incident {
  return {
    id,
    node: of,
    node_name: `n${of}`,
    members: [{ check: of, grade: 'critical', since: 0 }],
    started: 0,
    uncertainty: 10_000,
    opened: 0,
    worst: 'critical',
    acknowledged: null,
    resolved: null,
    closed: null,
    ...with_,
  };
}

export function frame(with_: Partial<Frame> = {}): Frame {
  return {
    epoch: 'e',
    seq: 1,
    fresh: false,
    now: 0,
    site: { path: 'a.hinomi', name: 'A', size: 1, read_only: null, demo: false },
    settings: null,
    nodes: [],
    groups: [],
    checks: [],
    states: [],
    incidents: [],
    links: [],
    pins: [],
    runbooks: [],
    gaps: [],
    gone: [],
    health,
    ...with_,
  };
}
