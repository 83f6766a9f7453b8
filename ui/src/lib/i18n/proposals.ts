import type { Proposal, Rhythm } from '../ipc/bindings';
import { words } from './language.svelte';

type Kind = Proposal['proposed'];

const devices = (n: number): string => `${n} ${n === 1 ? 'device' : 'devices'}`;
const nodes = (n: number): string => `${n} ${n === 1 ? 'node' : 'nodes'}`;

export const proposals = words({
  en: {
    sentence: (fresh: number, gone: number, changed: number) => {
      const parts = [
        fresh > 0 ? `${devices(fresh)} nobody watches` : '',
        gone > 0 ? `${nodes(gone)} that no longer ${gone === 1 ? 'answers' : 'answer'}` : '',
        changed > 0 ? `${changed} ${changed === 1 ? 'change' : 'changes'}` : '',
      ].filter((part) => part !== '');
      const last = parts.pop() ?? '';
      return `Found: ${parts.length > 0 ? `${parts.join(', ')} and ${last}` : last}.`;
    },
    more: 'Nothing changes until you decide. What you ignore is not proposed again.',
    title: 'Proposals',
    waiting: (n: number) => `${n} ${n === 1 ? 'proposal waits' : 'proposals wait'}`,
    columns: {
      what: 'What is different',
      seen: 'Evidence',
      first: 'First found',
      last: 'Last found',
      actions: 'Decide',
    },
    kinds: {
      new: 'new',
      gone: 'gone',
      moved: 'moved',
      replaced: 'other MAC',
      renamed: 'renamed',
      became: 'changed',
      opened: 'open port',
    } satisfies Record<Kind, string> as Record<Kind, string>,
    isNew: (name: string) => `${name} is not watched.`,
    isGone: (name: string, times: number) =>
      `${name} did not answer ${times} times in a row, and nothing else says that it lives.`,
    isMoved: (name: string, from: string, to: string) =>
      `${name} answers at ${to}, no longer at ${from}.`,
    isReplaced: (name: string, from: string, to: string) =>
      `${name} answers with the hardware address ${to}, no longer ${from}.`,
    isRenamed: (name: string, to: string) => `${name} calls itself ${to}.`,
    isBecome: (name: string, from: string, to: string) =>
      `${name} looked like “${to}”; before, like “${from}”.`,
    isOpened: (name: string, ports: string, many: boolean) =>
      `${many ? 'Ports' : 'Port'} ${ports} of ${name} ${many ? 'were' : 'was'} found open, and in no look before.`,
    lastSeen: (when: string) => `last seen ${when}`,
    private: 'random hardware address, as phones use',
    times: (n: number) => (n === 1 ? 'once' : `${n} times`),
    where: 'Where is it?',
    accept: {
      new: 'Watch it',
      gone: 'Remove it',
      moved: 'Take over the address',
      replaced: 'Take over the hardware address',
      renamed: 'Take over the name',
      became: 'Take over the kind',
      opened: 'Watch the port',
    } satisfies Record<Kind, string> as Record<Kind, string>,
    ignore: 'Ignore',
    keep: 'Keep it',
    watchAll: (n: number) => `Watch all ${n} new`,
    ignoreAll: (n: number) => `Ignore all ${n}`,
    done: {
      new: (name: string) => `${name} is watched.`,
      gone: (name: string) => `${name} was removed.`,
      moved: (name: string) => `${name} is watched at its new address.`,
      replaced: (name: string) => `${name} has its new hardware address.`,
      renamed: (name: string) => `${name} has its new name.`,
      became: (name: string) => `${name} has its new kind.`,
      opened: (name: string) => `The port of ${name} is watched.`,
    } satisfies Record<Kind, (name: string) => string> as Record<Kind, (name: string) => string>,
    watched: (n: number) => `${devices(n)} ${n === 1 ? 'is' : 'are'} watched.`,
    ignored: (n: number) => `${n === 1 ? 'It is' : `${n} are`} not proposed again.`,
    removeTitle: (name: string) => `Remove ${name}?`,
    removeText: 'Its checks go with it. Incidents and history stay.',
    ignoredOnes: (n: number) => `Ignored: ${n}`,
    takeBack: 'Propose again',
    show: 'Show',
    hide: 'Hide',
    again: 'Looking again',
    every: 'How often',
    rhythms: { off: 'Off', daily: 'Every day', weekly: 'Every week' } satisfies Record<
      Rhythm,
      string
    > as Record<Rhythm, string>,
    at: 'At',
    on: 'On',
    ranges: 'What is looked at',
    rangesHint:
      'Looking at other networks by hand replaces this, looking at a part of it does not.',
    exclude: 'Left alone',
    rangesWrong: 'Type networks or addresses, such as 192.168.1.0/24, 192.168.2.5-9.',
    nothingYet:
      'Look around once. What you choose then is looked at again by itself, and what is new, gone or changed is proposed here.',
    off: 'It is not looked at again by itself.',
    under: 'Looking just now …',
    waits: 'It is due, and waits until this network may be looked at.',
    ended: (when: string) => `Last looked ${when}.`,
    never: 'Not looked again yet.',
    next: (when: string) => `Next ${when}.`,
    quiet: 'Nothing is new, gone or changed.',
    partial: 'Not every address could be looked at: who is gone is not known.',
    locked: 'Switches and routers were not all asked by SNMP: the vault was locked.',
    pace: 'At most 200 packets a second, and never in another network, while watching is paused or the whole site is under maintenance.',
    now: 'Look again now',
    begun: 'Looking again.',
    strangers: 'Tell me when a device is in the network that never was before',
    strangersHint:
      'Switches and address tables tell within minutes, looking again tells the rest. Those on the first rung of the escalation are told, too.',
    privateToo: 'Also of devices with a random hardware address',
    privateHint: 'Phones make up another one for each network, and some a new one each day.',
  },
  ja: {
    sentence: (fresh: number, gone: number, changed: number) => {
      const parts = [
        fresh > 0 ? `監視対象外の機器 ${fresh} 台` : '',
        gone > 0 ? `応答しなくなったノード ${gone} 台` : '',
        changed > 0 ? `変更 ${changed} 件` : '',
      ].filter((part) => part !== '');
      return `${parts.join('、')}が見つかりました。`;
    },
    more: '決定するまで何も変更しません。無視したものは再度提案しません。',
    title: '提案',
    waiting: (n: number) => `未決定の提案 ${n} 件`,
    columns: {
      what: '変化',
      seen: '根拠',
      first: '初回検出',
      last: '最終検出',
      actions: '対応',
    },
    kinds: {
      new: '新規',
      gone: '消失',
      moved: '移動',
      replaced: 'MAC 変更',
      renamed: '名前変更',
      became: '変化',
      opened: '開いたポート',
    },
    isNew: (name: string) => `${name} は監視していません。`,
    isGone: (name: string, times: number) =>
      `${name} は ${times} 回続けて応答がなく、ほかに稼働の形跡もありません。`,
    isMoved: (name: string, from: string, to: string) =>
      `${name} は ${from} ではなく ${to} で応答しています。`,
    isReplaced: (name: string, from: string, to: string) =>
      `${name} の MAC アドレスが変わっています（${from} → ${to}）。`,
    isRenamed: (name: string, to: string) => `${name} の機器側の名前は ${to} です。`,
    isBecome: (name: string, from: string, to: string) =>
      `${name} の種類が「${from}」から「${to}」に変わったようです。`,
    isOpened: (name: string, ports: string, _many: boolean) =>
      `${name} でポート ${ports} が開いていました（以前の探索では未検出）。`,
    lastSeen: (when: string) => `最終確認 ${when}`,
    private: 'ランダム MAC アドレス（スマートフォンなど）',
    times: (n: number) => `${n} 回`,
    where: '接続場所を検索',
    accept: {
      new: '監視する',
      gone: '削除する',
      moved: 'アドレスを変更',
      replaced: 'MAC アドレスを変更',
      renamed: '名前を変更',
      became: '種類を変更',
      opened: 'ポートを監視',
    },
    ignore: '無視',
    keep: '残す',
    watchAll: (n: number) => `新規 ${n} 台をすべて監視`,
    ignoreAll: (n: number) => `${n} 件をすべて無視`,
    done: {
      new: (name: string) => `${name} の監視を開始しました。`,
      gone: (name: string) => `${name} を削除しました。`,
      moved: (name: string) => `${name} を新しいアドレスで監視します。`,
      replaced: (name: string) => `${name} の MAC アドレスを変更しました。`,
      renamed: (name: string) => `${name} の名前を変更しました。`,
      became: (name: string) => `${name} の種類を変更しました。`,
      opened: (name: string) => `${name} のポートの監視を開始しました。`,
    },
    watched: (n: number) => `${n} 台の監視を開始しました。`,
    ignored: (n: number) => (n === 1 ? '今後は提案しません。' : `${n} 件を今後は提案しません。`),
    removeTitle: (name: string) => `${name} を削除しますか`,
    removeText: 'チェックも削除されます。インシデントと履歴は残ります。',
    ignoredOnes: (n: number) => `無視したもの：${n} 件`,
    takeBack: '提案に戻す',
    show: '表示',
    hide: '隠す',
    again: '自動の再探索',
    every: '頻度',
    rhythms: { off: 'しない', daily: '毎日', weekly: '毎週' },
    at: '時刻',
    on: '曜日',
    ranges: '再探索の範囲',
    rangesHint: '別の範囲を手動で探索すると置き換わります。一部だけを探索した場合は変わりません。',
    exclude: '除外するアドレス',
    rangesWrong:
      'ネットワークまたはアドレスを入力してください（例：192.168.1.0/24, 192.168.2.5-9）。',
    nothingYet:
      'まず一度探索してください。以後は同じ範囲を自動で再探索し、新規・消失・変化をここで提案します。',
    off: '自動では再探索しません。',
    under: '再探索しています…',
    waits: '再探索の予定時刻を過ぎました。探索できる状態になりしだい開始します。',
    ended: (when: string) => `前回 ${when}。`,
    never: '再探索はまだ行っていません。',
    next: (when: string) => `次回 ${when}。`,
    quiet: '新規・消失・変化はありません。',
    partial: '探索できなかったアドレスがあるため、消失は判定していません。',
    locked: '保管庫が施錠されていたため、SNMP で問い合わせていないスイッチやルーターがあります。',
    pace: '送信は毎秒 200 パケット以下。別のネットワークにいる間、監視の一時停止中、サイト全体のメンテナンス中は行いません。',
    now: '今すぐ再探索',
    begun: '再探索を開始しました。',
    strangers: '未知の機器がネットワークに現れたら通知する',
    strangersHint:
      'スイッチとアドレス表からは数分以内、それ以外は再探索で検出します。エスカレーションの第 1 段階の連絡先にも通知します。',
    privateToo: 'ランダム MAC アドレスの機器も通知する',
    privateHint: 'スマートフォンはネットワークごとに、機種によっては毎日アドレスを変えます。',
  },
});
