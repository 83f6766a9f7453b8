// The runbooks of the fake's site.

import type { Runbook, Stamp } from '../bindings';
import type { Cast } from './cast';

export function runbooks(cast: Cast, now: Stamp): Runbook[] {
  const ids = (...names: string[]): number[] =>
    cast.nodes.filter((n) => names.includes(n.name)).map((n) => n.id);
  return [
    {
      id: 1,
      title: 'Web サーバーが 503 を返すとき',
      text: [
        '# Web サーバーが 503 を返すとき',
        '',
        '1. `web-1` に SSH で入り、`systemctl status app` を確認する。',
        '2. 止まっていれば `systemctl restart app`。',
        '3. 3分待ち、チェックが**正常**に戻ることを確認する。',
        '4. 戻らなければ開発チームに連絡する（内線 2204）。',
      ].join('\n'),
      nodes: ids('web-1'),
      checks: [],
      attachments: [],
      changed: now - 12 * 86_400_000,
    },
    {
      id: 2,
      title: 'A printer does not answer',
      text: [
        '# A printer does not answer',
        '',
        '- Is it switched on? Ask the desk next to it.',
        '- Is the cable in the wall socket?',
        '- Print the network page: is the address still the one we watch?',
      ].join('\n'),
      nodes: cast.nodes.filter((n) => n.kind === 'printer').map((n) => n.id),
      checks: [],
      attachments: [],
      changed: now - 40 * 86_400_000,
    },
  ];
}
