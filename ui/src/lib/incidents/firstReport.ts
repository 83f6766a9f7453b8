/**
 * The first report (第一報): what is known now, for people who are not in front of the screen.
 * Plain text in the language of its reader, which need not be that of the window. Pure.
 */
import { dateTime, duration as long, durationWithin } from '../i18n/format';
import { outcomeText } from '../i18n/outcome';
import type { Incident, Language, Outcome, Stamp } from '../ipc/bindings';
import { duration } from './facts';

export interface Known {
  incident: Incident;
  site: string;
  /** The node's address, if it is still in the site. */
  address: string | null;
  /** True if the node itself did not answer. */
  down: boolean;
  /** What opened it. */
  cause: { check: string; outcome: Outcome } | null;
  /** Names of the checks that took part. */
  checks: readonly string[];
  operator: string;
  now: Stamp;
}

interface Words {
  title: (node: string, down: boolean, over: boolean) => string;
  asOf: (at: string) => string;
  labels: Record<
    'site' | 'began' | 'noticed' | 'what' | 'seen' | 'affected' | 'now' | 'who' | 'next' | 'by',
    string
  >;
  line: (label: string, value: string) => string;
  node: (name: string, address: string | null) => string;
  observed: (check: string, outcome: string) => string;
  checks: (names: readonly string[]) => string;
  goingOn: (long: string) => string;
  over: (at: string, long: string) => string;
  nobody: string;
  somebody: (by: string, at: string, note: string) => string;
  next: (over: boolean) => string;
}

const words: Record<Language, Words> = {
  en: {
    title: (node, down, over) =>
      `[First report] ${node}: ${over ? 'recovered' : down ? 'down' : 'in trouble'}`,
    asOf: (at) => `as of ${at}`,
    labels: {
      site: 'Site',
      began: 'Began',
      noticed: 'Noticed',
      what: 'What',
      seen: 'Observed',
      affected: 'Affected',
      now: 'Now',
      who: 'In hand',
      next: 'Next report',
      by: 'Reported by',
    },
    line: (label, value) => `${label}: ${value}`,
    node: (name, address) => (address && address !== name ? `${name} (${address})` : name),
    observed: (check, outcome) => `${check}: ${outcome}`,
    checks: (names) =>
      `${names.length} ${names.length === 1 ? 'check' : 'checks'} (${names.join(', ')})`,
    goingOn: (time) => `going on for ${time}; the cause is being looked into`,
    over: (at, time) => `recovered at ${at}, after ${time}`,
    nobody: 'nobody yet',
    somebody: (by, at, note) => `${by}, since ${at}${note === '' ? '' : ` – ${note}`}`,
    next: (over) => (over ? 'once the cause is known' : 'as soon as the situation changes'),
  },
  ja: {
    title: (node, down, over) =>
      `【第一報】${node} ${over ? '障害復旧' : down ? '停止' : '異常発生'}のお知らせ`,
    asOf: (at) => `${at} 現在`,
    labels: {
      site: '拠点',
      began: '発生日時',
      noticed: '検知日時',
      what: '対象機器',
      seen: '事象',
      affected: '影響範囲',
      now: '現在の状況',
      who: '対応者',
      next: '次回報告',
      by: '報告者',
    },
    line: (label, value) => `■ ${label}：${value}`,
    node: (name, address) => (address && address !== name ? `${name}（${address}）` : name),
    observed: (check, outcome) => `${check}：${outcome}`,
    checks: (names) => `監視項目 ${names.length} 件（${names.join('、')}）`,
    goingOn: (time) => `継続中（経過 ${time}）。原因を調査しています`,
    over: (at, time) => `${at} に復旧（継続時間 ${time}）`,
    nobody: '調整中',
    somebody: (by, at, note) => `${by}（${at} 着手）${note === '' ? '' : `：${note}`}`,
    next: (over) => (over ? '原因が判明次第ご報告します' : '状況に変化があり次第ご報告します'),
  },
};

export function firstReport(known: Known, language: Language): string {
  const { incident, now } = known;
  const t = words[language];
  const { resolved, acknowledged: ack } = incident;
  const over = resolved !== null;
  const time = duration(incident, now);
  const within = (at: Stamp, span: number) =>
    span < 500 ? dateTime(at) : `${dateTime(at)} ± ${long(Math.max(1000, span), language)}`;
  const line = (label: keyof Words['labels'], value: string) => t.line(t.labels[label], value);
  const lasted = durationWithin(time.long, time.uncertainty, language);
  const lines = [
    t.title(incident.node_name, known.down, over),
    t.asOf(dateTime(now)),
    '',
    line('site', known.site),
    line('what', t.node(incident.node_name, known.address)),
    line('began', within(incident.started, incident.uncertainty)),
    line('noticed', dateTime(incident.opened)),
    known.cause &&
      line('seen', t.observed(known.cause.check, outcomeText(known.cause.outcome, language))),
    known.checks.length > 0 && line('affected', t.checks(known.checks)),
    line('now', resolved ? t.over(dateTime(resolved.ended), lasted) : t.goingOn(lasted)),
    line('who', ack ? t.somebody(ack.by, dateTime(ack.at), ack.note.trim()) : t.nobody),
    line('next', t.next(over)),
    known.operator !== '' && line('by', known.operator),
  ];
  return lines.filter((each): each is string => typeof each === 'string').join('\n') + '\n';
}
