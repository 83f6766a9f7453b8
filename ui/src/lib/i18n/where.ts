import { words } from './language.svelte';

/** Is its name but a number? */
const bare = (port: string): boolean => /^\d/.test(port);

export const where = words({
  en: {
    title: 'Where is this?',
    intro: 'Find the switch and port of anything in this network.',
    introMore:
      'Switches that are asked by SNMP tell every five minutes whom they see; it is kept for 90 days.',
    what: 'Hardware address, IP address or name',
    find: 'Find',
    nothing: 'No switch that is asked has seen it.',
    several: (n: number) => `${n} hardware addresses match.`,
    is: (who: string, spot: string, since: string) => `${who} is on ${spot} since ${since}.`,
    was: (who: string, spot: string, seen: string) => `${who} was last seen on ${spot}, ${seen}.`,
    moves: (n: number) =>
      n === 0 ? 'It has not moved.' : `It has moved ${n === 1 ? 'once' : `${n} times`}.`,
    spot: (at: string, port: string) => `${at}, ${bare(port) ? `port ${port}` : port}`,
    gone: 'a switch that is gone',
    ports: 'Ports',
    addresses: 'IP addresses',
    columns: {
      name: 'Name',
      mac: 'Hardware address',
      address: 'IP address',
      at: 'Switch',
      port: 'Port',
      since: 'Since',
      seen: 'Last seen',
    },
    lately: 'Lately',
    quiet: 'Nobody came, moved or took another’s address since switches are asked.',
    kinds: {
      new: 'new',
      moved: 'moved',
      answers: 'handed on',
      disputed: 'in use twice',
    },
    came: (who: string, spot: string) => `${who} appeared on ${spot}.`,
    moved: (who: string, from: string, to: string) => `${who} went from ${from} to ${to}.`,
    answers: (address: string, now: string, before: string) =>
      `${address} is now ${now}, before it was ${before}.`,
    disputed: (address: string, now: string, before: string) =>
      `${address} is used by ${now} and ${before} in turn.`,
    on: 'Plugged into',
    onSince: (since: string) => `since ${since}`,
    onUntil: (seen: string) => `last seen ${seen}`,
    unknown: 'no switch has seen it',
    history: 'Moves',
  },
  ja: {
    title: '接続場所の検索',
    intro: '機器が接続されているスイッチとポートを検索します。',
    introMore: 'SNMP で監視中のスイッチから 5 分ごとに取得し、90 日間保存します。',
    what: 'MAC アドレス、IP アドレス、または名前',
    find: '検索',
    nothing: '監視中のスイッチでは見つかりません。',
    several: (n) => `${n} 件の MAC アドレスが該当します。`,
    is: (who, spot, since) => `${who} は ${since} から ${spot} に接続されています。`,
    was: (who, spot, seen) => `${who} は ${seen} に ${spot} で確認されたのが最後です。`,
    moves: (n) => (n === 0 ? '移動の記録はありません。' : `これまでに ${n} 回移動しています。`),
    spot: (at, port) => `${at} の ${bare(port) ? `ポート ${port}` : port}`,
    gone: '削除済みのスイッチ',
    ports: 'ポート',
    addresses: 'IP アドレス',
    columns: {
      name: '名前',
      mac: 'MAC アドレス',
      address: 'IP アドレス',
      at: 'スイッチ',
      port: 'ポート',
      since: '確認開始',
      seen: '最終確認',
    },
    lately: '最近の変化',
    quiet: '新しい機器、移動、アドレスの引き継ぎはありません。',
    kinds: {
      new: '新規',
      moved: '移動',
      answers: '引き継ぎ',
      disputed: '重複',
    },
    came: (who, spot) => `${who} が ${spot} に現れました。`,
    moved: (who, from, to) => `${who} が ${from} から ${to} へ移動しました。`,
    answers: (address, now, before) =>
      `${address} の使用者が ${before} から ${now} に替わりました。`,
    disputed: (address, now, before) =>
      `${address} を ${now} と ${before} が交互に使用しています。`,
    on: '接続ポート',
    onSince: (since) => `${since} から`,
    onUntil: (seen) => `最終確認 ${seen}`,
    unknown: '記録なし',
    history: '移動の記録',
  },
});
