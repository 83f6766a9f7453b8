// Small worlds for tests.

import type {
  Check,
  CheckState,
  Frame,
  Grade,
  Health,
  Incident,
  Link,
  Member,
  Node,
  Place,
  Policies,
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
  awake: { awake: 'free' },
  speech: { speech: 'untried' },
  trouble: null,
  put_aside: 0,
  vantage: null,
  traps: null,
};

const open = { every: null, to_trouble: null, between: null, to_ok: null, doubt_every: null };
/** A level that says nothing of its own. */
export const inherited: Policies = { reachability: open, metrics: open };

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
    parents: [],
    policies: inherited,
    snmp: null,
    described: null,
    also: [],
    inferred: false,
    ...with_,
  };
}

export function link(id: number, from: number | null, to: number, with_: Partial<Link> = {}): Link {
  return {
    id,
    from,
    to,
    evidence: 'by_hand',
    since: 0,
    also: [],
    confidence: 'by_hand',
    cables: [],
    seen: null,
    struck: null,
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
    own: null,
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

export function member(of: number, grade: Grade, place: Place | null = null): Member {
  return { check: of, grade, since: 0, place };
}

export function incident(id: number, of: number, with_: Partial<Incident> = {}): Incident {
  return {
    id,
    node: of,
    node_name: `n${of}`,
    members: [member(of, 'critical')],
    started: 0,
    uncertainty: 10_000,
    opened: 0,
    worst: 'critical',
    acknowledged: null,
    resolved: null,
    closed: null,
    evidence: null,
    severity: 'major',
    flapping: [],
    told: null,
    held: null,
    rungs: 0,
    planned: null,
    merged: null,
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
    reaches: [],
    windows: [],
    contacts: [],
    maps: [],
    vantage: null,
    traps: false,
    proposals: [],
    rescan: null,
    gone: [],
    health,
    ...with_,
  };
}
