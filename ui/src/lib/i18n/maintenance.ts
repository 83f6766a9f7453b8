import type { Schedule, Scope } from '../ipc/bindings';
import { duration, moment } from './format';
import { words } from './language.svelte';
import { daysText } from './week';

type Kind = Schedule['when'];

const s = (n: number): string => (n === 1 ? '' : 's');

export const maintenance = words({
  en: {
    sentence: (on: number): string =>
      on === 0
        ? 'Nothing is under maintenance.'
        : `${on} maintenance window${s(on)} ${on === 1 ? 'is' : 'are'} on.`,
    next: (name: string, at: string): string => `Next: ${name}, ${at}.`,
    more: 'Trouble expected by plan: everything is measured and kept, nobody is told.',
    on: 'On now',
    coming: 'Coming',
    past: 'Over',
    none: 'Nothing is planned.',
    noneText: 'Plan works ahead, or press m on a node when they begin.',
    plan: 'Plan maintenance',
    sectionButton: 'Maintenance',
    change: 'Change',
    changeTitle: 'Change maintenance',
    callOff: 'Call off',
    callOffTitle: (name: string): string => `Call off ${name}?`,
    callOffText: 'From then on trouble there is told again.',
    endNow: 'End now',
    ended: 'Maintenance ended.',
    calledOff: 'Called off.',
    kept: 'Planned.',
    columns: { what: 'What', where: 'Where', when: 'When', next: 'On', by: 'Planned by' },
    until: (at: string): string => `until ${at}`,
    fromUntil: (from: string, until: string): string => `${from} – ${until}`,
    waits: 'waits for trouble',
    name: 'What is done',
    nameHint: 'Others read it in the status line and in incidents.',
    where: 'Where trouble is expected',
    scopes: { site: 'Everywhere', groups: 'Groups', nodes: 'Nodes', checks: 'Checks' } as Record<
      Scope['scope'],
      string
    >,
    find: 'Find by name',
    take: (name: string): string => `Take ${name} away`,
    gone: '(gone)',
    when: 'When',
    kinds: {
      once: 'Once',
      weekly: 'Weekly',
      monthly: 'Monthly',
      cron: 'Cron',
      flexible: 'With first trouble',
    } as Record<Kind, string>,
    from: 'From',
    till: 'Until',
    earliest: 'Earliest begin',
    latest: 'Latest begin',
    flexibleHint: 'It begins with the first trouble in that time, once.',
    days: 'Days',
    at: 'Begins at',
    lasts: 'Lasts',
    minutes: 'minutes',
    hours: 'hours',
    unit: 'Unit of the length',
    day: 'Day of the month',
    dayHint: '1 to 31; 0 is the last day. A month without that day is left out.',
    cron: 'Minute, hour, day, month, weekday',
    cronHint: 'Such as 0 2 * * 1-5: at 02:00 from Monday to Friday.',
    nothingAhead: 'Not once in the next 31 days.',
    preview: 'Then it is on',
    previewNone: 'Never in the coming year.',
    quickTitle: (what: string): string => `Maintenance of ${what}`,
    quickNodes: (n: number): string => `${n} nodes`,
    quickText: 'From now on. Everything is measured and kept; nobody is told.',
    quickLong: 'For how long',
    longs: { one: '1 h', two: '2 h', four: '4 h', until: 'Until …' },
    quickName: (what: string): string => `Maintenance of ${what}`,
    quickDone: (what: string, at: string): string => `${what} is under maintenance until ${at}.`,
    quickDo: 'Begin',
    pastMoment: 'Choose a moment that is still to come.',
    all: (site: string): string => (site === '' ? 'the whole site' : `all of ${site}`),
    few: (names: string, more: number): string => (more === 0 ? names : `${names} + ${more}`),
    join: ', ',
    statusOn: (name: string, until: string): string =>
      until === '' ? `maintenance: ${name}` : `maintenance until ${until}: ${name}`,
    statusNext: (name: string, at: string): string => `next maintenance ${at}: ${name}`,
    statusMore: (n: number): string => `+ ${n}`,
    schedule: {
      weekly: (days: string, at: string, long: string): string => `${days} ${at}, for ${long}`,
      monthly: (day: number, at: string, long: string): string =>
        `${day === 0 ? 'Last day of the month' : `Day ${day} of the month`} ${at}, for ${long}`,
      cron: (cron: string, long: string): string => `cron ${cron}, for ${long}`,
      flexible: (from: string, until: string, long: string): string =>
        `With the first trouble ${from} – ${until}, for ${long}`,
    },
  },
  ja: {
    sentence: (on) =>
      on === 0 ? 'メンテナンス中のものはありません。' : `${on} 件のメンテナンスを実施中です。`,
    next: (name, at) => `次は ${at} から${name}。`,
    more: '計画された期間の異常は、測定と記録を続け、通知はしません。',
    on: '実施中',
    coming: '予定',
    past: '終了',
    none: '予定はありません。',
    noneText: '作業を事前に登録するか、開始時にノードで m を押してください。',
    plan: 'メンテナンスを計画',
    sectionButton: 'メンテナンス',
    change: '変更',
    changeTitle: 'メンテナンスを変更',
    callOff: '取りやめ',
    callOffTitle: (name) => `${name} を取りやめますか`,
    callOffText: '以後、対象の異常は通常どおり通知されます。',
    endNow: '今すぐ終了',
    ended: 'メンテナンスを終了しました。',
    calledOff: '取りやめました。',
    kept: '登録しました。',
    columns: { what: '作業', where: '対象', when: '日程', next: '実施', by: '計画者' },
    until: (at) => `${at} まで`,
    fromUntil: (from, until) => `${from}〜${until}`,
    waits: '異常の発生待ち',
    name: '作業の内容',
    nameHint: 'ステータスバーとインシデントに表示されます。',
    where: '対象',
    scopes: { site: 'サイト全体', groups: 'グループ', nodes: 'ノード', checks: 'チェック' },
    find: '名前で検索',
    take: (name) => `${name} を外す`,
    gone: '（削除済み）',
    when: '日程',
    kinds: {
      once: '1 回',
      weekly: '毎週',
      monthly: '毎月',
      cron: 'cron',
      flexible: '異常の発生から',
    },
    from: '開始',
    till: '終了',
    earliest: '開始の最早',
    latest: '開始の最遅',
    flexibleHint: 'この間に最初の異常が起きたときに 1 回だけ始まります。',
    days: '曜日',
    at: '開始時刻',
    lasts: '長さ',
    minutes: '分',
    hours: '時間',
    unit: '長さの単位',
    day: '日',
    dayHint: '1〜31。0 は月末。その日がない月は実施しません。',
    cron: '分・時・日・月・曜日',
    cronHint: '例：0 2 * * 1-5（月〜金の 02:00）',
    nothingAhead: '今後 31 日間に該当する日時はありません。',
    preview: '実施予定',
    previewNone: '今後 1 年間に該当する日時はありません。',
    quickTitle: (what) => `${what} のメンテナンス`,
    quickNodes: (n) => `${n} ノード`,
    quickText: '今から始めます。測定と記録は続け、通知はしません。',
    quickLong: '長さ',
    longs: { one: '1 時間', two: '2 時間', four: '4 時間', until: '日時を指定' },
    quickName: (what) => `${what} のメンテナンス`,
    quickDone: (what, at) => `${what} は ${at} までメンテナンス中です。`,
    quickDo: '開始',
    pastMoment: '現在より後の日時を指定してください。',
    all: (site) => (site === '' ? 'サイト全体' : `${site} 全体`),
    few: (names, more) => (more === 0 ? names : `${names} ほか ${more} 件`),
    join: '、',
    statusOn: (name, until) =>
      until === '' ? `メンテナンス中：${name}` : `${until} までメンテナンス：${name}`,
    statusNext: (name, at) => `次のメンテナンス ${at}：${name}`,
    statusMore: (n) => `ほか ${n} 件`,
    schedule: {
      weekly: (days, at, long) => `毎週 ${days} ${at} から ${long}`,
      monthly: (day, at, long) => `毎月${day === 0 ? '末日' : ` ${day} 日`} ${at} から ${long}`,
      cron: (cron, long) => `cron ${cron}、${long}`,
      flexible: (from, until, long) => `${from}〜${until} の最初の異常から ${long}`,
    },
  },
});

/** A schedule in one line. */
export function scheduleText(schedule: Schedule, now: number): string {
  const t = maintenance();
  switch (schedule.when) {
    case 'once':
      return t.fromUntil(moment(schedule.from, now), moment(schedule.until, now));
    case 'weekly':
      return t.schedule.weekly(daysText(schedule.days), schedule.at, duration(schedule.lasts));
    case 'monthly':
      return t.schedule.monthly(schedule.day, schedule.at, duration(schedule.lasts));
    case 'cron':
      return t.schedule.cron(schedule.cron, duration(schedule.lasts));
    case 'flexible':
      return t.schedule.flexible(
        moment(schedule.from, now),
        moment(schedule.until, now),
        duration(schedule.lasts),
      );
  }
}

/** A scope by names; `nameOf` tells the name of a group, node or check. */
export function scopeText(
  scope: Scope,
  site: string,
  nameOf: (kind: 'groups' | 'nodes' | 'checks', id: number) => string,
): string {
  const t = maintenance();
  if (scope.scope === 'site') return t.all(site);
  const { scope: kind, of } = scope;
  const names = of.slice(0, 3).map((id) => nameOf(kind, id));
  return t.few(names.join(t.join), Math.max(0, of.length - 3));
}
