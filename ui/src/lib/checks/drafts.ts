// What a check form begins with, and how its texts become values. Pure. The values are those of
// `CheckSpec::default`, `CheckSpec::usual` and `Patience` in the model.

import type {
  Check,
  CheckDraft,
  CheckSpec,
  Failure,
  Metric,
  Patience,
  Span,
} from '../ipc/bindings';
import { fieldWords } from '../i18n/failure';

export type Kind = CheckSpec['kind'];
export type SpecOf<K extends Kind> = Extract<CheckSpec, { kind: K }>;

const none = () => ({ warning: null, critical: null });
const unlimited = () => ({ above: none(), below: none() });

const USUAL: { [K in Kind]: () => SpecOf<K> } = {
  icmp: () => ({
    kind: 'icmp',
    count: 1,
    size: 32,
    timeout: 800,
    family: 'any',
    rtt: none(),
    loss: none(),
  }),
  tcp: () => ({ kind: 'tcp', port: 443, timeout: 3_000, connect: none() }),
  http: () => ({
    kind: 'http',
    url: 'http://{address}/',
    method: 'GET',
    status: [[200, 399]],
    keyword: null,
    keyword_absent: false,
    redirects: 5,
    max_bytes: 1_000_000,
    timeout: 10_000,
    verify: true,
    total: none(),
  }),
  quality: () => ({
    kind: 'quality',
    over: 300_000,
    loss: { warning: 20, critical: null },
    rtt: none(),
    jitter: none(),
  }),
  agent: () => ({ kind: 'agent', uptime: { warning: 600, critical: null } }),
  interface: () => ({
    kind: 'interface',
    port: { name: '', descr: null, mac: null, index: 0 },
    up: true,
    full_duplex: true,
    speed: null,
    load: { warning: 80, critical: 95 },
    incoming: unlimited(),
    outgoing: unlimited(),
    errors: { warning: 1, critical: null },
    discards: none(),
    collisions: none(),
    slow: none(),
  }),
  value: () => ({
    kind: 'value',
    metric: 'value',
    label: '',
    formula: { plus: [{ oid: '', times: 1 }], over: [], scale: 1, offset: 0, ignore: [] },
    rows: { rows: 'object' },
    above: none(),
    below: none(),
    full: none(),
  }),
  word: () => ({
    kind: 'word',
    label: '',
    oid: '',
    rows: { rows: 'object' },
    good: [],
    warning: [],
    part: false,
    words: {},
    bits: false,
  }),
  composite: () => ({ kind: 'composite', need: { need: 'all' }, of: [] }),
  trap: () => ({ kind: 'trap', lasts: 86_400_000 }),
};

/** What a value may be: `Metric::READ` in the model, and a counter's rate. */
export const READ: readonly Metric[] = [
  'value',
  'rate',
  'number',
  'cpu',
  'memory',
  'storage',
  'temperature',
  'humidity',
  'fan',
  'voltage',
  'current',
  'power',
  'frequency',
  'load',
  'charge',
  'runtime',
  'supply',
  'airflow',
  'signal',
  'share',
  'bytes',
];

export const KINDS = Object.keys(USUAL) as Kind[];

const REACHABILITY: Patience = { to_trouble: 6, between: 1, to_ok: 2, doubt_every: 500 };
const METRIC: Patience = { to_trouble: 3, between: 1, to_ok: 2, doubt_every: 20_000 };

/** What is judged from beliefs, which were doubted already, or is said once. */
const AT_ONCE: Patience = { to_trouble: 1, between: 1, to_ok: 1, doubt_every: 20_000 };

export function rhythm(kind: Kind): { every: Span; patience: Patience } {
  if (kind === 'composite' || kind === 'trap') return { every: 60_000, patience: { ...AT_ONCE } };
  return kind === 'icmp'
    ? { every: 10_000, patience: { ...REACHABILITY } }
    : { every: 60_000, patience: { ...METRIC } };
}

export function usualDraft(node: number, kind: Kind): CheckDraft {
  return { id: null, node, name: '', spec: USUAL[kind](), ...rhythm(kind), own: null };
}

/** Does it send packets of its own? The others are judged from what is known already. */
export const sends = (kind: Kind): boolean =>
  kind !== 'quality' && kind !== 'composite' && kind !== 'trap';

/** The draft a person goes on from when changing a check. */
export function draftOf(check: Check): CheckDraft {
  const { id, node, name, spec, every, patience, own } = structuredClone(check);
  return { id, node, name, spec, every, patience, own };
}

/** Numbers with dots between them, as the wire takes an object. */
export const isOid = (text: string): boolean => /^\.?\d+(\.\d+)+$/.test(text.trim());

/** `200-399, 401` from ranges. */
export function statusText(ranges: readonly [number, number][]): string {
  return ranges.map(([low, high]) => (low === high ? `${low}` : `${low}-${high}`)).join(', ');
}

/** Ranges from `200-399, 401`; null if it cannot be read. Order and limits are the model's to judge. */
export function statusRanges(text: string): [number, number][] | null {
  const parts = text
    .split(/[,、\s]+/)
    .map((p) => p.trim())
    .filter(Boolean);
  const ranges: [number, number][] = [];
  for (const part of parts) {
    const [, low, high] = /^(\d{3})(?:[-–~](\d{3}))?$/.exec(part) ?? [];
    if (low === undefined) return null;
    ranges.push([Number(low), Number(high ?? low)]);
  }
  return ranges;
}

/**
 * What is wrong with a field, in the unit it is shown in: `scale` of the model's units make one of
 * the form's.
 */
export function wrong(failure: Failure | null, path: string, scale = 1): string | null {
  const found = failure?.fields.find((f) => f.field === path);
  if (!found) return null;
  if (found.problem !== 'out_of_range') return fieldWords(found);
  return fieldWords({ ...found, least: found.least / scale, most: found.most / scale });
}
