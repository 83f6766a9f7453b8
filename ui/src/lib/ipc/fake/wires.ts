// The links of the fake: who told of each, and by which interfaces.

import type { CheckSpec, Evidence, Limits, Link, NodeKind, Port } from '../bindings';

const port = (name: string, index: number): Port => ({ name, index });

/** A link as one draws it. */
export function drawn(id: number, from: number | null, to: number, since: number): Link {
  return {
    id,
    from,
    to,
    evidence: 'by_hand',
    since,
    also: [],
    confidence: 'by_hand',
    cables: [],
    seen: null,
    struck: null,
  };
}

/** The link to this PC's gateway. */
export const toGateway = (id: number, to: number, since: number): Link => ({
  ...drawn(id, null, to, since),
  evidence: 'gateway',
  confidence: 'evidenced',
  seen: since,
});

const free: Limits = { warning: null, critical: null };

/** The check of the interface by which a switch hangs on the one above. */
export const uplink: CheckSpec = {
  kind: 'interface',
  port: { name: 'port1.0.24', descr: null, mac: null, index: 24 },
  up: true,
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

/** A link as it is found: boxes that forward announce themselves, the others are seen on a port. */
export function found(
  id: number,
  from: number,
  to: number,
  kind: NodeKind,
  nth: number,
  since: number,
): Link {
  const forwards = ['router', 'switch', 'firewall', 'access_point'].includes(kind);
  const evidence: Evidence = forwards ? 'lldp' : 'forwarding';
  return {
    ...drawn(id, from, to, since),
    evidence,
    also: forwards ? ['forwarding'] : [],
    confidence: nth % 9 === 8 && !forwards ? 'inferred' : 'evidenced',
    cables: [
      { from: port(`port1.0.${nth + 1}`, nth + 1), to: forwards ? port('port1.0.24', 24) : null },
    ],
    seen: Date.now(),
  };
}
