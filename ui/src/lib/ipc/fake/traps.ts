// Traps of the fake: a few that came, and rules that are kept.

import type { TrapEntry, TrapKind, TrapLine, TrapRule } from '../bindings';
import { desk } from './desk';
import { edit, fail, operator, type Answers } from './guard';

const MINUTE = 60_000;

const KINDS: TrapKind[] = [
  {
    kind: '1.3.6.1.6.3.1.1.5.5',
    name: 'authenticationFailure',
    said: {
      en: 'Somebody asked with a wrong community or password',
      ja: '誤ったコミュニティ名またはパスワードでの問い合わせ',
    },
    verdict: 'ok',
  },
  {
    kind: '1.3.6.1.6.3.1.1.5.3',
    name: 'linkDown',
    said: { en: 'Link down', ja: 'リンクダウン' },
    verdict: 'warning',
  },
  {
    kind: '1.3.6.1.6.3.1.1.5.4',
    name: 'linkUp',
    said: { en: 'Link up', ja: 'リンクアップ' },
    verdict: 'ok',
  },
  {
    kind: '1.3.6.1.4.1.318.0.5',
    name: 'upsOnBattery',
    said: { en: 'UPS runs on battery', ja: 'UPSバッテリー運転' },
    verdict: 'critical',
  },
];

function line(id: number, of: Partial<TrapEntry>, values: [string, string, string][]): TrapLine {
  const first = of.first ?? desk.start;
  const known = KINDS.find((kind) => kind.kind === of.kind);
  return {
    trap: {
      id,
      node: null,
      from: '192.168.10.2',
      agent: null,
      first,
      last: first,
      count: 1,
      kind: '',
      bindings: values.map(([oid, , value]) => ({ oid, value })),
      voucher: { voucher: 'community' },
      verdict: known?.verdict ?? 'ok',
      said: known?.said ?? { en: of.kind ?? '', ja: of.kind ?? '' },
      about: '',
      rest: false,
      stands: false,
      until: null,
      ended_by: null,
      ...of,
    },
    name: known?.name ?? of.kind ?? '',
    objects: values.map(([, name, value]) => ({ name, value })),
  };
}

const nodeNamed = (name: string): number | null =>
  desk.nodes.all().find((node) => node.name === name)?.id ?? null;

let lines: TrapLine[] | null = null;

function log(): TrapLine[] {
  if (lines !== null) return lines;
  const at = desk.start;
  const down = '1.3.6.1.6.3.1.1.5.3';
  const port: [string, string, string][] = [
    ['1.3.6.1.2.1.2.2.1.1.7', 'ifIndex.7', '7'],
    ['1.3.6.1.2.1.2.2.1.2.7', 'ifDescr.7', 'port1.0.7'],
    ['1.3.6.1.2.1.2.2.1.8.7', 'ifOperStatus.7', 'down(2)'],
  ];
  const said = { en: 'Link down: port1.0.7', ja: 'リンクダウン：port1.0.7' };
  const sw = nodeNamed('core-sw-1');
  const ups = nodeNamed('ups-1');
  const user = { voucher: 'user', name: 'ups', level: 'auth_priv' } as const;
  lines = [
    line(4, { node: sw, kind: down, said, about: '7', stands: true, first: at - 6 * MINUTE }, port),
    line(
      3,
      {
        node: ups,
        from: '192.168.10.9',
        kind: '1.3.6.1.4.1.318.0.5',
        voucher: user,
        first: at - 190 * MINUTE,
        until: at - 187 * MINUTE,
      },
      [],
    ),
    line(2, { from: '192.168.10.77', kind: '1.3.6.1.4.1.99999.0.7', count: 9_995, rest: true }, [
      ['1.3.6.1.4.1.99999.1.1.0', '1.3.6.1.4.1.99999.1.1.0', 'fan 2 slow'],
    ]),
    line(1, { node: sw, kind: '1.3.6.1.6.3.1.1.5.5', count: 3, first: at - 600 * MINUTE }, []),
  ];
  return lines;
}

const isOid = (text: string): boolean => /^\.?\d+(\.\d+)*$/.test(text);
const numbered = (word: string): string => KINDS.find((k) => k.name === word)?.kind ?? word;

export const traps: Answers<'traps' | 'trap_kinds' | 'trap_rules_put' | 'trap_end'> = {
  traps: ({ node, standing, before, most }) =>
    log()
      .filter(({ trap }) => node === null || trap.node === node)
      .filter(({ trap }) => !standing || trap.stands)
      .filter(({ trap }) => before === null || trap.id < before)
      .slice(0, most),
  trap_kinds: () => KINDS,
  trap_rules_put: edit(({ rules }) => {
    const good = rules.map((draft, n): TrapRule => {
      const trap = numbered(draft.trap.trim());
      const ends = draft.ends
        .split(/[\s,、]+/)
        .filter(Boolean)
        .map(numbered);
      const wrong = [
        ...(trap === '' || isOid(trap) ? [] : ['trap']),
        ...(ends.every(isOid) ? [] : ['ends']),
      ].map((field) => ({ field: `rules.${n}.${field}`, problem: 'not_an_oid' as const }));
      if (wrong.length > 0) fail('fields', '', wrong);
      const { text, node, verdict } = draft;
      return { trap: trap === '' ? null : trap, text: text.trim(), node, verdict, ends };
    });
    desk.settings = { ...desk.settings, traps: { ...desk.settings.traps, rules: good } };
    desk.settingsSeq = desk.clockwork.next();
    return {};
  }),
  trap_end: edit(({ trap }) => {
    if (!log().some((l) => l.trap.id === trap && l.trap.stands)) fail('not_found');
    lines = log().map((l) =>
      l.trap.id === trap
        ? { ...l, trap: { ...l.trap, stands: false, ended_by: operator(), until: Date.now() } }
        : l,
    );
    desk.trapsSeq = desk.clockwork.next();
    return {};
  }),
};
