// What a probe brought back, in words. Total over phases, causes, obstacles and kinds of check: a new one does not compile until both languages have a word for it.

import type {
  Cause,
  Check,
  CheckSpec,
  Denied,
  Language,
  Login,
  Metric,
  Node,
  Obstacle,
  Outcome,
  Phase,
  Reading,
} from '../ipc/bindings';
import { SAID_JA } from '../ipc/bindings';
import { common } from './common';
import { bytes, digits, duration, milliseconds, reading } from './format';
import { language, words } from './language.svelte';

export type CheckKind = CheckSpec['kind'];
type CauseOf<K extends Cause['cause']> = Extract<Cause, { cause: K }>;
type CauseWords = { [K in Cause['cause']]: (c: CauseOf<K>) => string };
type ObstacleWords = {
  [K in Obstacle['obstacle']]: (o: Extract<Obstacle, { obstacle: K }>) => string;
};

/** What a device says of itself: of several words all, and what is no word of ours as it is. */
export function saidText(text: string, lang: Language = language.now): string {
  if (lang === 'en') return text;
  // What is read off the network may be called as any object's own properties are.
  const japanese = (word: string) => (Object.hasOwn(SAID_JA, word) ? SAID_JA[word] : undefined);
  const said = text.split(', ').map(japanese);
  return said.every((word) => word !== undefined) ? said.join('、') : text;
}

const FAULTS = ['errors_in', 'errors_out', 'discards_in', 'discards_out', 'collisions'] as const;
type Fault = (typeof FAULTS)[number];
/** Below this so many per second are written as none. */
const SEEN = 0.005;

interface OutcomeWords extends Record<string, unknown> {
  phase: Record<Phase, string>;
  cause: CauseWords;
  obstacle: ObstacleWords;
  kind: Record<CheckKind, string>;
  /** A failure with where it happened. */
  failed: (cause: string, phase: string) => string;
  lost: (share: string) => string;
  loss: (share: string) => string;
  jitter: (ms: string) => string;
  wellOf: (well: number, of: number) => string;
  connected: (ms: string) => string;
  page: (status: string, ms: string, size: string) => string;
  running: (long: string) => string;
  received: (traffic: string) => string;
  sent: (traffic: string) => string;
  halfDuplex: string;
  /** What goes wrong on an interface; one of them may be what a limit was passed by. */
  faults: Record<Fault, string>;
  fullIn: (days: number) => string;
  nothing: string;
  /** Nothing was asked: it was listened for trouble. */
  calm: string;
}

/** Why a router says "unreachable" (RFC 792, RFC 1812 5.2.7.1, RFC 4443 3.1). */
type Barred = 'net' | 'host' | 'prohibited' | 'port' | 'other';

function barred(cause: CauseOf<'unreachable'>): Barred {
  const six = cause.by?.includes(':') === true;
  const codes: Partial<Record<number, Barred>> = six
    ? { 0: 'net', 1: 'prohibited', 3: 'host', 4: 'port', 5: 'prohibited', 6: 'prohibited' }
    : { 0: 'net', 1: 'host', 3: 'port', 9: 'prohibited', 10: 'prohibited', 13: 'prohibited' };
  return codes[cause.code] ?? 'other';
}

const BARRED: Record<Language, Record<Barred, string>> = {
  en: {
    net: 'no way to its network',
    host: 'host unreachable',
    prohibited: 'access prohibited on the way',
    port: 'port unreachable',
    other: 'unreachable',
  },
  ja: {
    net: '宛先ネットワークへの経路なし',
    host: '宛先ホストに到達不能',
    prohibited: '途中で通信が禁止されている',
    port: '宛先ポートに到達不能',
    other: '到達不能',
  },
};

/** The step at which an agent refused us, and what to look at. */
const DENIED: Record<Language, Record<Denied, string>> = {
  en: {
    community: 'an agent is there, but not for this community, or not for this PC',
    user: 'the agent does not know this user',
    auth: 'the pass phrase or the method for signing (auth) is wrong',
    privacy: 'the pass phrase or the method for encryption (priv) is wrong',
    clock: 'the agent’s clock or boot counter is out of step; restarting the agent helps',
    level: 'the agent does not let this user ask at this level of protection',
    context: 'the agent has no such context',
    view: 'the agent lets us in, but shows nothing: check the view of this user',
  },
  ja: {
    community: 'エージェントは存在しますが、このコミュニティ名またはこの PC には応答しません',
    user: 'エージェントに登録のないユーザー名です',
    auth: '認証（auth）のパスフレーズまたは方式が違います',
    privacy: '暗号化（priv）のパスフレーズまたは方式が違います',
    clock: 'エージェントの時計または起動回数が不整合です（再起動で解消）',
    level: 'このユーザーには許可されていないセキュリティレベルです',
    context: 'エージェントに存在しないコンテキストです',
    view: '認証は成功しましたが、読み取り権限がありません（ビューを確認）',
  },
};

/** An agent that is not there, and one that says nothing to strangers, are the same silence. */
const SILENT: Record<Language, Record<'community' | 'user', string>> = {
  en: {
    community: 'no answer in time: no agent there, or none for this community or this PC',
    user: 'no answer in time: no agent there, or none that speaks SNMPv3 to this PC',
  },
  ja: {
    community:
      '応答なし：エージェントが動作していないか、このコミュニティ名またはこの PC には応答しません',
    user: '応答なし：エージェントが動作していないか、この PC からの SNMPv3 に応答しません',
  },
};

/** Names after a lead, if there are any. */
function also(lead: string, names: readonly string[], comma: string): string {
  return names.length === 0 ? '' : lead + names.join(comma);
}

const en: OutcomeWords = {
  phase: {
    resolve: 'looking up the name',
    connect: 'connecting',
    tls: 'in the TLS handshake',
    request: 'sending the request',
    first_byte: 'waiting for the answer',
    body: 'reading the answer',
  },
  cause: {
    timed_out: () => 'no answer in time',
    refused: () => 'refused',
    unreachable: (c) => BARRED.en[barred(c)] + (c.by === null ? '' : `, says ${c.by}`),
    ttl_exceeded: (c) => `routing loop${c.by === null ? '' : `, says ${c.by}`}`,
    no_such_name: () => 'no such name',
    closed: () => 'connection closed early',
    tls: (c) => `TLS: ${c.detail}`,
    status: (c) => `status ${c.status}`,
    keyword_missing: () => 'the keyword is missing',
    keyword_present: () => 'the forbidden keyword is there',
    too_large: (c) => `answer larger than ${bytes(c.limit)}`,
    too_few: (c) =>
      `${c.well} of ${c.of} well, ${c.need} needed${also('; failed: ', c.failed, ', ')}`,
    redirects: () => 'too many redirects, or one that leads nowhere',
    malformed: (c) => `not a valid answer: ${c.detail}`,
    denied: (c) => DENIED.en[c.step],
    not_there: () => 'the agent does not have it, or no longer',
    link_down: (c) => (c.switched_off ? 'switched off by an administrator' : 'link down'),
    says: (c) => `it says “${c.text}”`,
    told: (c) => c.said.en,
  },
  obstacle: {
    no_permission: () => 'could not look: the system does not let Hinomi send this',
    no_route: () => 'could not look: this PC has no route there',
    no_name_server: () => 'could not look: the name server does not answer this PC',
    exhausted: () => 'could not look: this PC ran out of sockets or memory',
    agent_silent: () => 'cannot measure: the SNMP agent does not answer',
    table_too_long: () =>
      'cannot measure: the agent’s table is longer than a check reads (5,000 rows, 15 s)',
    no_access: () => 'could not look: nobody has said how the SNMP agent is opened',
    vault_locked: () => 'could not look: the vault is locked',
    secret_missing: () =>
      'could not look: the secret that opens the SNMP agent is not in the vault any more; enter it again',
    undecided: (o) =>
      `cannot be told: ${o.well} of ${o.of} well, ${o.need} needed${also('; not judged: ', o.unjudged, ', ')}`,
    our_fault: () => 'could not look: a fault in Hinomi',
  },
  kind: {
    icmp: 'Ping',
    tcp: 'TCP port',
    http: 'Web page',
    quality: 'Line quality',
    agent: 'SNMP agent',
    interface: 'Interface',
    value: 'Value over SNMP',
    word: 'State or text over SNMP',
    composite: 'Composite',
    trap: 'Traps',
  },
  failed: (cause, phase) => `${cause} (${phase})`,
  lost: (share) => `${share} lost`,
  loss: (share) => `loss ${share}`,
  jitter: (ms) => `jitter ${ms}`,
  wellOf: (well, of) => `${well} of ${of} well`,
  connected: (ms) => `connected in ${ms}`,
  page: (status, ms, size) => `status ${status} in ${ms}${size === '' ? '' : `, ${size}`}`,
  running: (long) => `running for ${long}`,
  received: (traffic) => `in ${traffic}`,
  sent: (traffic) => `out ${traffic}`,
  halfDuplex: 'half duplex',
  faults: {
    errors_in: 'errors in',
    errors_out: 'errors out',
    discards_in: 'discards in',
    discards_out: 'discards out',
    collisions: 'collisions',
  },
  fullIn: (days) =>
    days < 1.5 ? 'full within a day or so' : `full in about ${Math.round(days)} days`,
  nothing: 'answered',
  calm: 'no trouble known',
};

const ja: OutcomeWords = {
  phase: {
    resolve: '名前解決中',
    connect: '接続中',
    tls: 'TLS ハンドシェイク中',
    request: '要求の送信中',
    first_byte: '応答待ち',
    body: '本文の受信中',
  },
  cause: {
    timed_out: () => '応答なし（タイムアウト）',
    refused: () => '接続拒否',
    unreachable: (c) => BARRED.ja[barred(c)] + (c.by === null ? '' : `（${c.by} が通知）`),
    ttl_exceeded: (c) => `経路がループ${c.by === null ? '' : `（${c.by} が通知）`}`,
    no_such_name: () => '名前が存在しません',
    closed: () => '接続が途中で切断',
    tls: (c) => `TLS エラー：${c.detail}`,
    status: (c) => `ステータス ${c.status}`,
    keyword_missing: () => '必要な語句が見つかりません',
    keyword_present: () => 'あってはならない語句が含まれています',
    too_large: (c) => `応答が上限 ${bytes(c.limit)} を超過`,
    too_few: (c) =>
      `${c.of} 件中 ${c.well} 件のみ正常（必要 ${c.need} 件）${also('、異常：', c.failed, '、')}`,
    redirects: () => 'リダイレクトが多すぎるか、転送先がありません',
    malformed: (c) => `不正な応答：${c.detail}`,
    denied: (c) => DENIED.ja[c.step],
    not_there: () => 'エージェントに該当する項目がありません',
    link_down: (c) => (c.switched_off ? '管理者によるシャットダウン' : 'リンクダウン'),
    says: (c) => `状態「${saidText(c.text, 'ja')}」`,
    told: (c) => c.said.ja,
  },
  obstacle: {
    no_permission: () => '確認不能：OS が送信を許可していません',
    no_route: () => '確認不能：この PC から経路がありません',
    no_name_server: () => '確認不能：ネームサーバーが応答しません',
    exhausted: () => '確認不能：この PC のソケットまたはメモリが不足しています',
    agent_silent: () => '測定不能：SNMP エージェントの応答なし',
    table_too_long: () => '測定不能：表が長すぎて読み切れません（上限 5,000 行・15 秒）',
    no_access: () => '確認不能：SNMP の認証情報が未設定',
    vault_locked: () => '確認不能：保管庫が施錠されています',
    secret_missing: () => '確認不能：SNMP の秘密が保管庫にありません。入力し直してください',
    undecided: (o) =>
      `判定不能：${o.of} 件中 ${o.well} 件正常（必要 ${o.need} 件）${also('、未判定：', o.unjudged, '、')}`,
    our_fault: () => '確認不能：Hinomi の内部エラー',
  },
  kind: {
    icmp: 'Ping',
    tcp: 'TCP ポート',
    http: 'Web ページ',
    quality: '回線品質',
    agent: 'SNMP エージェント',
    interface: 'インターフェース',
    value: 'SNMP の値',
    word: 'SNMP の状態・文字列',
    composite: '複合チェック',
    trap: 'トラップ',
  },
  failed: (cause, phase) => `${cause}・${phase}`,
  lost: (share) => `損失 ${share}`,
  loss: (share) => `損失 ${share}`,
  jitter: (ms) => `ジッター ${ms}`,
  wellOf: (well, of) => `${of} 件中 ${well} 件正常`,
  connected: (ms) => `${ms} で接続`,
  page: (status, ms, size) => `ステータス ${status}、${ms}${size === '' ? '' : `、${size}`}`,
  running: (long) => `稼働時間 ${long}`,
  received: (traffic) => `受信 ${traffic}`,
  sent: (traffic) => `送信 ${traffic}`,
  halfDuplex: '半二重',
  faults: {
    errors_in: '受信エラー',
    errors_out: '送信エラー',
    discards_in: '受信破棄',
    discards_out: '送信破棄',
    collisions: 'コリジョン',
  },
  fullIn: (days) => (days < 1.5 ? '約 1 日で満杯' : `約 ${Math.round(days)} 日で満杯`),
  nothing: '応答あり',
  calm: '把握している異常なし',
};

export const outcomes = words({ en, ja });

const table: Record<Language, OutcomeWords> = { en, ja };

/** Where a failure happened is worth a word unless the cause says it already. */
const SAYS_WHERE: Record<Cause['cause'], boolean> = {
  timed_out: false,
  refused: false,
  unreachable: true,
  ttl_exceeded: true,
  no_such_name: true,
  closed: false,
  tls: true,
  status: true,
  keyword_missing: true,
  keyword_present: true,
  too_large: true,
  too_few: true,
  redirects: true,
  malformed: true,
  denied: true,
  not_there: true,
  link_down: true,
  says: true,
  told: true,
};

/** `no answer in time (waiting for the answer)`; for an echo just `no answer in time`. */
export function causeText(phase: Phase, cause: Cause, lang: Language = language.now): string {
  const t = table[lang];
  const say = t.cause[cause.cause] as (c: Cause) => string;
  if (SAYS_WHERE[cause.cause] || phase === 'connect') return say(cause);
  return t.failed(say(cause), t.phase[phase]);
}

/** What was in our way. */
export function obstacleText(obstacle: Obstacle, lang: Language = language.now): string {
  const say = table[lang].obstacle[obstacle.obstacle] as (o: Obstacle) => string;
  return say(obstacle);
}

function measuredText(readings: readonly Reading[], lang: Language): string {
  const t = table[lang];
  if (readings.length === 0) return t.calm;
  const of = (m: Metric) => readings.find((r) => r.metric === m)?.value;
  const share = (x: number) => `${digits(x)} %`;
  const [rtt, loss, jitter] = [of('rtt'), of('loss'), of('jitter')];
  const [status, total, connect, size] = [of('status'), of('total'), of('connect'), of('bytes')];
  const [well, all] = [of('well'), of('of')];
  if (well !== undefined && all !== undefined) return t.wellOf(well, all);
  const join = (parts: (string | false | undefined)[]) =>
    parts.filter(Boolean).join(lang === 'ja' ? '、' : ', ');
  if (status !== undefined && total !== undefined) {
    const whole = size === undefined ? '' : bytes(size);
    return t.page(String(status), milliseconds(total, lang), whole);
  }
  if (rtt !== undefined || loss !== undefined) {
    // An echo's jitter is that of one burst; only a quality check, which has no minimum, judges it.
    const quality = of('rtt_min') === undefined && jitter !== undefined;
    return join([
      rtt !== undefined && milliseconds(rtt, lang),
      loss !== undefined && (quality ? t.loss(share(loss)) : loss > 0 && t.lost(share(loss))),
      quality && t.jitter(milliseconds(jitter, lang)),
    ]);
  }
  if (connect !== undefined) return t.connected(milliseconds(connect, lang));
  if (total !== undefined) return milliseconds(total, lang);
  const uptime = of('uptime');
  if (uptime !== undefined) return t.running(duration(uptime * 1000, lang));
  const way = (traffic: Metric, load: Metric, say: (traffic: string) => string) => {
    const [bits, used] = [of(traffic), of(load)];
    const share = used === undefined ? '' : ` (${reading(load, used, lang)})`;
    return bits !== undefined && say(`${reading(traffic, bits, lang)}${share}`);
  };
  const traffic = [
    way('traffic_in', 'load_in', t.received),
    way('traffic_out', 'load_out', t.sent),
    (of('half_duplex') ?? 0) > 0 && t.halfDuplex,
    ...FAULTS.map((fault) => {
      const rate = of(fault) ?? 0;
      return rate >= SEEN && `${t.faults[fault]} ${reading(fault, rate, lang)}`;
    }),
  ];
  if (traffic.some(Boolean)) return join(traffic);
  const [level, days] = [of('storage'), of('full_in')];
  if (level !== undefined && days !== undefined) {
    return join([reading('storage', level, lang), t.fullIn(days)]);
  }
  const [only] = readings;
  const telling = readings.length === 1 && only !== undefined && only.metric !== 'speed';
  return telling ? reading(only.metric, only.value, lang) : t.nothing;
}

/** One phrase, without a full stop: `0.42 ms`, `no answer in time`, `status 503`. */
export function outcomeText(outcome: Outcome, lang: Language = language.now): string {
  switch (outcome.outcome) {
    case 'measured':
      return measuredText(outcome.readings, lang);
    case 'failed':
      return causeText(outcome.phase, outcome.cause, lang);
    case 'unable':
      return obstacleText(outcome.obstacle, lang);
  }
}

/** The same of an SNMP agent that was to be opened: its silence says what to look at. */
export function agentText(
  outcome: Outcome,
  version: Login['version'],
  lang: Language = language.now,
): string {
  const silent = outcome.outcome === 'failed' && outcome.cause.cause === 'timed_out';
  if (!silent) return outcomeText(outcome, lang);
  return SILENT[lang][version === 'v3' ? 'user' : 'community'];
}

/** What a check of a node brought. */
export function checkText(
  { spec }: Pick<Check, 'spec'>,
  { snmp }: Pick<Node, 'snmp'>,
  outcome: Outcome,
): string {
  const opens = spec.kind === 'agent' && snmp !== null;
  return opens ? agentText(outcome, snmp.login.version) : outcomeText(outcome);
}

export function kindName(kind: CheckKind, lang: Language = language.now): string {
  return table[lang].kind[kind];
}

/** `HTTP :8080/status`: short, and as Rust names it in the record. */
function webName(url: string): string {
  const [, scheme = 'http', rest = url] = /^(https?):\/\/(.*)$/.exec(url) ?? [];
  const place = rest.replace(/^\{address\}/, '').replace(/\/+$/, '');
  return `${scheme.toUpperCase()} ${place}`.trim();
}

/** `2 of 3`: what a composite needs, as Rust names it in the record. */
function needName(spec: Extract<CheckSpec, { kind: 'composite' }>, lang: Language): string {
  const of = spec.of.length;
  switch (spec.need.need) {
    case 'all':
      return lang === 'ja' ? `${of}件すべて` : `All of ${of}`;
    case 'any':
      return lang === 'ja' ? `${of}件のいずれか` : `Any of ${of}`;
    case 'at_least':
      return lang === 'ja' ? `${of}件中${spec.need.n}件以上` : `${spec.need.n} of ${of}`;
  }
}

/** A check's own name, else its kind and target. */
export function checkName(
  check: Pick<Check, 'name' | 'spec'>,
  lang: Language = language.now,
): string {
  if (check.name !== '') return check.name;
  const kind = kindName(check.spec.kind, lang);
  switch (check.spec.kind) {
    case 'icmp':
    case 'quality':
    case 'trap':
      return kind;
    case 'composite':
      return needName(check.spec, lang);
    case 'tcp':
      return `TCP ${check.spec.port}`;
    case 'http':
      return webName(check.spec.url);
    case 'agent':
      return kind;
    case 'interface':
      return `${kind} ${check.spec.port.name}`;
    case 'value':
      return `${common().metrics[check.spec.metric]} ${check.spec.label}`.trim();
    case 'word':
      return check.spec.label === '' ? kind : check.spec.label;
  }
}
