// What kinds of node and states look like, as paths on a 16 × 16 and a 12 × 12 grid. Drawn for this
// project: readable at 14 px, one stroke.

import type { NodeKind } from '../ipc/bindings';
import type { Look } from '../world/selectors';

export const KIND: Record<NodeKind, string> = {
  router: 'M2 9h12v4.5H2z M4.8 11.2h.4 M7.8 11.2h.4 M11 9V3 M8.6 5.2 11 2.8l2.4 2.4',
  switch: 'M1.5 5h13v6h-13z M4.2 7.2v1.6 M6.7 7.2v1.6 M9.3 7.2v1.6 M11.8 7.2v1.6',
  access_point: 'M8 12v.2 M5.4 9.4a3.7 3.7 0 0 1 5.2 0 M2.9 6.9a7.2 7.2 0 0 1 10.2 0',
  firewall: 'M2 3.5h12v9H2z M2 6.5h12 M2 9.5h12 M6 3.5v3 M10 6.5v3 M6 9.5v3',
  server: 'M4 1.8h8v12.4H4z M6.3 4.6h3.4 M6.3 7.2h3.4 M8 11.2v.2',
  workstation: 'M1.8 3h12.4v8H1.8z M8 11v2.6 M5.4 13.6h5.2',
  printer: 'M4.5 6V2.2h7V6 M4.5 11.5H2V6h12v5.5h-2.5 M4.5 9.2h7v4.6h-7z',
  phone: 'M4.8 1.8h6.4v12.4H4.8z M7.4 12.1h1.2',
  camera: 'M1.8 4.8h8.4v6.4H1.8z M10.2 7.2l4-2v5.6l-4-2',
  storage:
    'M3 4c0-1.2 2.2-2.1 5-2.1s5 .9 5 2.1-2.2 2.1-5 2.1S3 5.2 3 4z M3 4v8c0 1.2 2.2 2.1 5 2.1s5-.9 5-2.1V4 M3 8c0 1.2 2.2 2.1 5 2.1s5-.9 5-2.1',
  power: 'M9.2 1.8 3.8 9h3.6l-.6 5.2L12.2 7H8.6z',
  service:
    'M8 2a6 6 0 1 0 0 12A6 6 0 0 0 8 2z M2 8h12 M8 2C5.2 5 5.2 11 8 14 M8 2c2.8 3 2.8 9 0 12',
  other: 'M8 2l5.2 3v6L8 14l-5.2-3V5z',
};

/** The vantage: a watchtower. */
export const TOWER =
  'M2.6 6 8 2l5.4 4 M4.4 6v3.2h7.2V6 M5.4 9.2 4 14.2 M10.6 9.2l1.4 5 M4.9 11.8h6.2';

export interface Mark {
  d: string;
  /** Filled, else drawn as a line of this width. */
  line?: number;
}

/** The same shapes as the state mark of lists and cards. */
export const MARK: Record<Look, Mark> = {
  ok: { d: 'M6 2.8a3.2 3.2 0 1 0 0 6.4 3.2 3.2 0 0 0 0-6.4z' },
  warning: { d: 'M6 1.2 11.3 10.6H.7Z' },
  critical: { d: 'M1.4 1.4h9.2v9.2H1.4z' },
  unknown: { d: 'M3.4 4.1a2.6 2.6 0 1 1 4 2.2C6.4 6.9 6 7.3 6 8.2 M6 10.4v.3', line: 1.7 },
  unreachable: {
    d: 'M10.4 6a4.4 4.4 0 0 1-1.3 3.1 M7.5 10.1a4.4 4.4 0 0 1-3 0 M2.4 8.5a4.4 4.4 0 0 1-.6-3.7 M3.4 2.5a4.4 4.4 0 0 1 3.2-.9 M8.8 2.6a4.4 4.4 0 0 1 1.2 1.6',
    line: 1.5,
  },
  maintenance: {
    d: 'M10.8 3.2 8.9 5.1 6.9 3.1 8.8 1.2A3.3 3.3 0 0 0 4.6 5.4L1.2 8.8a1.4 1.4 0 0 0 2 2l3.4-3.4a3.3 3.3 0 0 0 4.2-4.2Z',
  },
  unobserved: { d: 'M1.5 1.5h9v9h-9z M1.5 7 7 1.5 M1.5 10.5l9-9 M5 10.5 10.5 5', line: 1 },
  pending: { d: 'M6 2.4a3.6 3.6 0 1 0 0 7.2 3.6 3.6 0 0 0 0-7.2z', line: 1 },
  paused: { d: 'M4 2.5v7 M8 2.5v7', line: 1.8 },
};
