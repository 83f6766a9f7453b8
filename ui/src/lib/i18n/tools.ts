import type { ScanEvidence } from '../ipc/bindings';
import type { CidrProblem } from '../tools/cidr';
import type { Part } from '../tools/parts';
import { words } from './language.svelte';

const evidence = {
  en: { icmp: 'Ping', tcp: 'TCP', neighbour: 'ARP', mdns: 'mDNS' },
  ja: { icmp: 'Ping', tcp: 'TCP', neighbour: 'ARP', mdns: 'mDNS' },
} satisfies Record<string, Record<ScanEvidence, string>>;

const problems = {
  en: {
    not_a_subnet: 'Write a subnet such as 192.168.1.0/24.',
    too_many: 'That is more than 65,536 addresses. Choose a smaller subnet.',
    only_v4: 'Only IPv4 subnets can be searched. IPv6 nodes can be added by their address.',
  },
  ja: {
    not_a_subnet: '192.168.1.0/24 の形で入力してください。',
    too_many: 'アドレス数が 65,536 を超えます。範囲を狭めてください。',
    only_v4: '探索できるのは IPv4 のみです。IPv6 ノードはアドレスを指定して追加できます。',
  },
} satisfies Record<string, Record<CidrProblem, string>>;

export const tools = words({
  en: {
    title: 'Tools',
    parts: {
      discover: 'Discover',
      where: 'Where is this?',
      profiles: 'Device profiles',
    } satisfies Record<Part, string> as Record<Part, string>,
    discover: 'Discover',
    ask: 'Where shall we look?',
    askText:
      'Hinomi asks every address of these subnets whether it answers. Nothing is changed there.',
    noSubnets: 'This PC stands in no network just now. Type a subnet to look in.',
    reading: 'Looking at this PC’s interfaces …',
    via: (name: string, address: string) => `${name}, this PC is ${address}`,
    gateway: (address: string) => `gateway ${address}`,
    addresses: (n: string) => `${n} addresses`,
    tooBig: 'too large to propose',
    other: 'Another subnet',
    addSubnet: 'Add',
    takeAway: (cidr: string) => `Take ${cidr} away`,
    problems: problems.en,
    noneChosen: 'Choose at least one subnet.',
    start: 'Look around',
    again: 'Look again',
    stop: 'Stop',
    looking: (n: number) =>
      n === 0 ? 'Looking …' : `${n} ${n === 1 ? 'host answers' : 'hosts answer'} so far …`,
    progress: (done: string, of: string) => `${done} of ${of} addresses`,
    foundSome: (n: number, fresh: number) =>
      fresh === n
        ? `${n} ${n === 1 ? 'host answers' : 'hosts answer'}.`
        : `${n} ${n === 1 ? 'host answers' : 'hosts answer'}, ${fresh} of them new.`,
    foundText: 'Names and kinds are proposals: change them here or later.',
    foundNone: 'Nobody answered.',
    foundNoneText: 'Is this PC connected? Try another subnet, or add a node by its address.',
    nothingNew: 'Everything that answers is watched already.',
    columns: {
      address: 'Address',
      name: 'Name',
      vendor: 'Maker',
      kind: 'Kind',
      rtt: 'RTT',
      ports: 'Open ports',
      evidence: 'Seen by',
    },
    evidence: evidence.en,
    watched: 'watched',
    thisPc: 'this PC',
    isGateway: 'gateway',
    choose: (address: string) => `Watch ${address}`,
    chooseAll: 'Choose all',
    nameOf: (address: string) => `Name of ${address}`,
    kindOf: (address: string) => `Kind of ${address}`,
    add: (n: number) => `Watch ${n} ${n === 1 ? 'node' : 'nodes'}`,
    addNone: 'Choose at least one',
    adding: 'Adding …',
    added: (n: number) => `${n} ${n === 1 ? 'node is' : 'nodes are'} watched.`,
    byHand: 'Add by address',
    otherSubnets: 'Choose other subnets',
  },
  ja: {
    title: 'ツール',
    parts: { discover: '探索', where: '接続場所', profiles: '機器プロファイル' },
    discover: '探索',
    ask: 'どのネットワークを探索しますか',
    askText: '選んだサブネットの各アドレスに応答があるかを確認します。相手の設定は変更しません。',
    noSubnets: 'このPC はネットワークに接続されていません。探索するサブネットを入力してください。',
    reading: 'このPC のインターフェースを確認しています…',
    via: (name: string, address: string) => `${name}（このPC：${address}）`,
    gateway: (address: string) => `ゲートウェイ ${address}`,
    addresses: (n: string) => `${n} アドレス`,
    tooBig: '範囲が大きいため対象外',
    other: '別のサブネット',
    addSubnet: '追加',
    takeAway: (cidr: string) => `${cidr} を外す`,
    problems: problems.ja,
    noneChosen: 'サブネットを 1 つ以上選んでください。',
    start: '探索を開始',
    again: '再度探索',
    stop: '中止',
    looking: (n: number) => (n === 0 ? '探索しています…' : `探索中：${n} 台が応答`),
    progress: (done: string, of: string) => `${of} アドレス中 ${done}`,
    foundSome: (n: number, fresh: number) =>
      fresh === n
        ? `${n} 台から応答がありました。`
        : `${n} 台から応答がありました（新規 ${fresh} 台）。`,
    foundText: '名前と種類は推定です。ここでも後からでも変更できます。',
    foundNone: '応答がありませんでした。',
    foundNoneText:
      'このPC の接続を確認し、別のサブネットを試すか、アドレスを指定して追加してください。',
    nothingNew: '応答したものはすべて監視中です。',
    columns: {
      address: 'アドレス',
      name: '名前',
      vendor: 'メーカー',
      kind: '種類',
      rtt: '応答時間',
      ports: '開いているポート',
      evidence: '検出方法',
    },
    evidence: evidence.ja,
    watched: '監視中',
    thisPc: 'このPC',
    isGateway: 'ゲートウェイ',
    choose: (address: string) => `${address} を監視`,
    chooseAll: 'すべて選択',
    nameOf: (address: string) => `${address} の名前`,
    kindOf: (address: string) => `${address} の種類`,
    add: (n: number) => `${n} 台の監視を開始`,
    addNone: '1 台以上選んでください',
    adding: '追加しています…',
    added: (n: number) => `${n} 台の監視を開始しました。`,
    byHand: 'アドレスで追加',
    otherSubnets: 'サブネットを選び直す',
  },
});
