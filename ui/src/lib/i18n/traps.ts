import type { TrapDistrust, TrapTrouble, TrapVerdict } from '../ipc/bindings';
import { count } from './format';
import { words } from './language.svelte';

const verdicts = {
  en: { ignored: 'ignore', ok: 'note only', warning: 'warning', critical: 'critical' },
  ja: { ignored: '無視', ok: '記録のみ', warning: '警告', critical: '重大' },
} satisfies Record<string, Record<TrapVerdict, string>>;

const troubles = {
  en: {
    taken: (port: string) =>
      `UDP ${port} is used by another program, such as snmptrapd. Stop that, or choose another port.`,
    denied: (port: string) =>
      `The operating system does not give Hinomi UDP ${port}. Ports below 1024 take privilege: choose 1162 and redirect 162 to it.`,
    other: (port: string) => `UDP ${port} cannot be opened on this PC.`,
  },
  ja: {
    taken: (port: string) =>
      `UDP ${port} は snmptrapd など別のプログラムが使用中です。そのプログラムを止めるか、別のポートにしてください。`,
    denied: (port: string) =>
      `UDP ${port} は OS に許可されませんでした。1024 未満のポートには権限が必要です。1162 を使い、162 から転送してください。`,
    other: (port: string) => `この PC では UDP ${port} を開けません。`,
  },
} satisfies Record<string, Record<TrapTrouble, (port: string) => string>>;

const distrust = {
  en: {
    community: 'its community opens no agent of this site',
    user: 'nobody of that name is known here',
    level: 'it is not signed or encrypted as that user’s messages are',
    signature: 'its signature is wrong – another pass phrase or protocol',
    encryption: 'it cannot be decrypted – another pass phrase or protocol',
    age: 'it is older than what came before',
    engine: 'it was meant for another receiver',
  },
  ja: {
    community: 'このサイトで使っていないコミュニティ名',
    user: '未登録のユーザー',
    level: '認証または暗号化の設定がこのユーザーの設定と不一致',
    signature: '認証エラー（パスフレーズまたは認証方式の不一致）',
    encryption: '復号エラー（パスフレーズまたは暗号方式の不一致）',
    age: '以前の受信より古い内容',
    engine: '別の受信先宛て',
  },
} satisfies Record<string, Record<TrapDistrust, string>>;

export const traps = words({
  en: {
    title: 'Traps',
    sentence: (port: string, standing: number) =>
      standing === 0
        ? `Traps are heard on UDP ${port}; none stands.`
        : `Traps are heard on UDP ${port}; ${standing} ${standing === 1 ? 'trouble stands' : 'troubles stand'}.`,
    off: 'Traps are not heard.',
    waiting: 'Opening the port …',
    troubles: troubles.en,
    more: 'What devices say without being asked. Rules decide what is trouble.',
    on: 'Hear traps and informs',
    onHint: 'SNMPv1, v2c and v3, over IPv4 and IPv6. Devices send them to this PC.',
    port: 'UDP port',
    knownOnly: 'Only communities of this site',
    knownOnlyHint:
      'SNMPv1 and v2c: takes only messages with a community that opens an agent of this site.',
    users: 'SNMPv3 is heard from the users of this site’s nodes and of its list of logins.',
    usersLink: 'Edit the list',
    locked: 'The vault is locked: users of SNMPv3 are not heard until it is opened.',
    turnedAway: (from: string, user: string | null, why: string) =>
      `The last refused came from ${from}${user === null ? '' : `, user “${user}”`}: ${why}.`,
    distrust: distrust.en,
    redirect: 'Devices that can only send to port 162',
    redirectText:
      'Port 162 takes privilege. On Linux an administrator redirects it to this port, for IPv4 and IPv6:',
    redirectWindows:
      'On Windows set the port to 162, and stop the service “SNMP Trap” if it is running.',
    tally: (taken: number, refused: number, malformed: number, lost: number) =>
      [
        `${count(taken)} taken since the start`,
        refused > 0 ? `${count(refused)} refused` : '',
        malformed > 0 ? `${count(malformed)} that were no traps` : '',
        lost > 0 ? `${count(lost)} lost, because too many came at once` : '',
      ]
        .filter((part) => part !== '')
        .join(', '),
    log: 'Trap log',
    filter: 'Filter',
    onlyStanding: 'Only what stands',
    empty: 'No traps yet.',
    emptyText: (port: string) =>
      `Tell devices to send traps to this PC, port ${port}. They appear here as they come.`,
    noMatch: 'Nothing matches.',
    older: 'Older ones',
    columns: { when: 'When', from: 'From', what: 'What', times: 'Times' },
    stands: 'stands',
    over: 'over',
    endedBy: (name: string) => `ended by ${name}`,
    until: (at: string) => `until ${at} if nothing more is heard`,
    untilEnded: 'until another trap or a person ends it',
    end: 'It is over',
    endHint: 'Ends this trouble by hand',
    ended: 'Ended.',
    rest: 'and more of the kind, counted together',
    kind: 'Kind',
    vouched: 'Vouched for by',
    community: 'nobody (SNMPv1 or v2c)',
    user: (name: string) => `user ${name}`,
    relayed: (address: string) => `about ${address}`,
    objects: 'Objects',
    unknownSender: 'not a node of this site',
    rules: 'Rules',
    rulesText:
      'The first rule that fits is right. Without one Hinomi goes by what it knows of the trap; what nobody knows is noted.',
    noRules: 'No rules: Hinomi goes by what it knows of each trap.',
    addRule: 'Add a rule',
    ruleFor: 'Rule for this',
    trap: 'Trap',
    trapHint: 'A name such as linkDown, or numbers; empty fits all. All below it fits, too.',
    text: 'Words in a value',
    textHint: 'Empty: whatever they are',
    node: 'From',
    anyNode: 'any node',
    verdict: 'Is',
    verdicts: verdicts.en,
    ends: 'Ends',
    endsHint: 'The traps whose trouble it ends; empty: what is known of it',
    ruleNumber: (n: number) => `Rule ${n}`,
    up: 'Earlier',
    down: 'Later',
    drop: 'Remove',
    save: 'Save rules',
    saved: 'Rules saved.',
    nodeTitle: 'Traps',
    nodeEmpty: 'None so far.',
    all: 'All traps',
    lasts: 'Trouble stands for at most',
    lastsHint: 'Where no other trap ends it; some kinds are known to last less long.',
    hours: 'h',
  },
  ja: {
    title: 'トラップ',
    sentence: (port: string, standing: number) =>
      standing === 0
        ? `UDP ${port} でトラップを受信中。継続中の障害はありません。`
        : `UDP ${port} でトラップを受信中。継続中の障害 ${standing} 件。`,
    off: 'トラップを受信していません。',
    waiting: 'ポートを開いています…',
    troubles: troubles.ja,
    more: '機器が自ら知らせてくる内容です。何を障害とするかはルールで決まります。',
    on: 'トラップとインフォームを受信',
    onHint: 'SNMPv1・v2c・v3、IPv4・IPv6 に対応。機器側で送信先にこの PC を指定してください。',
    port: 'UDP ポート',
    knownOnly: 'このサイトのコミュニティ名に限定',
    knownOnlyHint:
      'SNMPv1・v2c では、このサイトの機器に使っているコミュニティ名のトラップだけを受け付けます。',
    users: 'SNMPv3 では、このサイトのノードと SNMP 認証情報のユーザーから受け付けます。',
    usersLink: '一覧を編集',
    locked: '保管庫が施錠されているため、SNMPv3 のユーザーからは受信できません。',
    turnedAway: (from: string, user: string | null, why: string) =>
      `直近の拒否は ${from}${user === null ? '' : `、ユーザー「${user}」`}。理由：${why}`,
    distrust: distrust.ja,
    redirect: 'ポート 162 にしか送れない機器がある場合',
    redirectText:
      'ポート 162 には権限が必要です。Linux では管理者がこのポートへ転送します（IPv4 と IPv6）。',
    redirectWindows:
      'Windows ではポートを 162 にし、「SNMP Trap」サービスが動作中なら停止してください。',
    tally: (taken: number, refused: number, malformed: number, lost: number) =>
      [
        `起動後の受信 ${count(taken)} 件`,
        refused > 0 ? `拒否 ${count(refused)} 件` : '',
        malformed > 0 ? `トラップでないもの ${count(malformed)} 件` : '',
        lost > 0 ? `集中により失われたもの ${count(lost)} 件` : '',
      ]
        .filter((part) => part !== '')
        .join('、'),
    log: 'トラップの記録',
    filter: '絞り込み',
    onlyStanding: '継続中のみ',
    empty: 'トラップはまだありません。',
    emptyText: (port: string) =>
      `機器のトラップ送信先に、この PC のポート ${port} を設定してください。届き次第ここに表示します。`,
    noMatch: '該当するものはありません。',
    older: '以前のもの',
    columns: { when: '時刻', from: '送信元', what: '内容', times: '回数' },
    stands: '継続中',
    over: '解消',
    endedBy: (name: string) => `${name} が解消`,
    until: (at: string) => `続報がなければ ${at} に解消`,
    untilEnded: '解消のトラップが届くか、人が終えるまで継続',
    end: '解消済みにする',
    endHint: 'この障害を手動で終えます',
    ended: '解消済みにしました。',
    rest: 'ほか同種のものをまとめて計数',
    kind: '種類',
    vouched: '送信者の確認',
    community: 'なし（SNMPv1 または v2c）',
    user: (name: string) => `ユーザー ${name}`,
    relayed: (address: string) => `対象 ${address}`,
    objects: 'オブジェクト',
    unknownSender: 'このサイトにないノード',
    rules: 'ルール',
    rulesText:
      '最初に一致したルールが適用されます。一致しなければ既知の意味に従い、未知のトラップは記録のみとします。',
    noRules: 'ルールはありません。既知の意味に従って判定します。',
    addRule: 'ルールを追加',
    ruleFor: 'これをルールにする',
    trap: 'トラップ',
    trapHint: 'linkDown などの名前または数字。空欄はすべて。配下も含みます。',
    text: '値に含まれる語句',
    textHint: '空欄の場合は問いません',
    node: '送信元',
    anyNode: 'すべてのノード',
    verdict: '判定',
    verdicts: verdicts.ja,
    ends: '解消する障害',
    endsHint: 'このトラップで解消するトラップの種類。空欄なら既知の意味に従います。',
    ruleNumber: (n: number) => `ルール ${n}`,
    up: '先へ',
    down: '後へ',
    drop: '削除',
    save: 'ルールを保存',
    saved: 'ルールを保存しました。',
    nodeTitle: 'トラップ',
    nodeEmpty: 'まだありません。',
    all: 'すべてのトラップ',
    lasts: '障害が継続する上限',
    lastsHint: '解消のトラップがない場合。種類によってはより短く扱います。',
    hours: '時間',
  },
});
