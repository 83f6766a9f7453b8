/**
 * One line of an incident's log in words. Total: a new kind of entry does not compile until both
 * languages have words for it.
 */
import type {
  Delivery,
  Entry,
  Grade,
  Hold,
  Outcome,
  Reason,
  Span,
  Stamp,
  Withdrawal,
} from '../ipc/bindings';
import { words } from './language.svelte';

export type What = Entry['what'];
export type EntryOf<K extends What> = Extract<Entry, { what: K }>;

/** What the words need from elsewhere. */
export interface Around {
  /** The name a check has, or had when it joined. */
  check(id: number): string;
  /** An outcome in words. */
  outcome(outcome: Outcome): string;
  clock(at: Stamp): string;
  long(span: Span): string;
}

/** `head` is the line; `text` is what a person wrote or the wire said, shown as text. */
export interface Said {
  head: string;
  text?: string;
}

type Lines = { [K in What]: (entry: EntryOf<K>, around: Around) => Said };

interface Timeline extends Record<string, unknown> {
  lines: Lines;
  grades: Record<Grade, string>;
  reasons: Record<Reason, string>;
  holds: Record<Hold, string>;
  withdrawals: Record<Withdrawal, string>;
  delivery: Record<Delivery['delivery'], string>;
  /** Of several nodes at once. */
  cutOff: (names: readonly string[]) => string;
  deliveredBy: (proof: string) => string;
  undeliveredBecause: (why: string) => string;
  heldBecause: (why: Hold) => string;
}

const within = (uncertainty: Span, around: Around) =>
  uncertainty < 500 ? '' : ` ± ${around.long(Math.max(1000, uncertainty))}`;

const grades = {
  en: { ok: 'ok', warning: 'warning', critical: 'critical', unknown: 'unknown' },
  ja: { ok: '正常', warning: '警告', critical: '重大', unknown: '不明' },
} satisfies Record<string, Record<Grade, string>>;

const reasons = {
  en: {
    opened: 'trouble began',
    worsened: 'it got worse',
    resolved: 'it is over',
    reminder: 'nobody has taken it yet',
    escalated: 'the next ones are told',
    flapping_began: 'it began to flap',
    flapping_ended: 'it has calmed down',
    vantage_lost: 'this PC went offline',
    vantage_back: 'this PC is online again',
    gateway_changed: 'the gateway has another hardware address',
    address_disputed: 'two answer for one address',
    stranger: 'somebody new is in the network',
    test: 'a trial',
  },
  ja: {
    opened: '発生',
    worsened: '悪化',
    resolved: '復旧',
    reminder: '再通知',
    escalated: 'エスカレーション',
    flapping_began: 'フラッピング開始',
    flapping_ended: 'フラッピング終息',
    vantage_lost: 'この PC のネットワーク切断',
    vantage_back: 'この PC のネットワーク回復',
    gateway_changed: 'ゲートウェイの MAC アドレス変化',
    address_disputed: 'IP アドレスの重複',
    stranger: '未知の機器の接続',
    test: 'テスト',
  },
} satisfies Record<string, Record<Reason, string>>;

const holds = {
  en: {
    switched_off: 'notifications are switched off in the settings',
    already_told: 'this node’s trouble had been told already and this is nothing worse',
    recovery_not_wanted: 'recoveries are not told, by the settings',
    maintenance: 'trouble is expected here by plan',
    flapping: 'it changes too often to be worth words',
    parent_down: 'what leads to it is down, which is told already',
    acknowledged: 'somebody has it, whatever becomes of it',
    quiet_hours: 'the contact is not to be disturbed now',
    over: 'it was over before it could be told',
    nobody_on_duty: 'nobody is on duty',
  },
  ja: {
    switched_off: '設定で通知がオフになっているため',
    already_told: 'このノードの異常は通知済みで、悪化していないため',
    recovery_not_wanted: '設定で復旧通知がオフになっているため',
    maintenance: 'メンテナンス中のため',
    flapping: '変化が頻繁なため（フラッピング）',
    parent_down: '上位の機器の停止を通知済みのため',
    acknowledged: '対応者がいて、悪化しても通知しない設定のため',
    quiet_hours: '連絡先の通知停止時間帯のため',
    over: '通知する前に復旧したため',
    nobody_on_duty: '当番がいないため',
  },
} satisfies Record<string, Record<Hold, string>>;

const withdrawals = {
  en: {
    paused: 'it was paused',
    removed: 'it was removed',
    changed: 'what it looks at was changed',
  },
  ja: { paused: '監視停止', removed: '削除', changed: '監視内容の変更' },
} satisfies Record<string, Record<Withdrawal, string>>;

const hasIt = {
  en: (e: EntryOf<'acknowledged'>, a: Around) =>
    `has it${e.until == null ? '' : ` until ${a.clock(e.until)}`}${e.sticky === true ? ', also if it gets worse' : ''}`,
  ja: (e: EntryOf<'acknowledged'>, a: Around) => {
    const how = [
      ...(e.until == null ? [] : [`${a.clock(e.until)} まで`]),
      ...(e.sticky === true ? ['悪化時も通知なし'] : []),
    ];
    return `確認済みにした${how.length === 0 ? '' : `（${how.join('、')}）`}`;
  },
};

/** Latin letters stand apart from Japanese ones; Japanese ones do not. */
const beside = (name: string) => (/[!-~]$/.test(name) ? `${name} ` : name);

export const timeline = words<Timeline>({
  en: {
    lines: {
      opened: (e, a) => ({
        head: `${e.check_name} believed ${grades.en[e.grade]} since ${a.clock(e.since)}${within(e.uncertainty, a)}`,
        text: a.outcome(e.evidence),
      }),
      joined: (e, a) =>
        e.place?.unreachable === true
          ? { head: `${e.place.name} cannot be reached: what leads to it is down` }
          : {
              head: `${e.place ? `${e.place.name}: ` : ''}${e.check_name} joined: ${grades.en[e.grade]} since ${a.clock(e.since)}`,
              text: a.outcome(e.evidence),
            },
      regraded: (e, a) => ({
        head: `${a.check(e.check)} is ${grades.en[e.grade]} since ${a.clock(e.since)}`,
      }),
      recovered: (e, a) => ({ head: `${a.check(e.check)} well again since ${a.clock(e.since)}` }),
      withdrawn: (e, a) => ({
        head: `${a.check(e.check)} left without recovering: ${withdrawals.en[e.why]}`,
      }),
      moved: (e, a) => ({
        head: `${a.check(e.check)} has a cause of its own: it goes on as incident ${e.to}`,
      }),
      merged: (e) => ({ head: `found it to be part of incident ${e.into}` }),
      absorbed: (e) => ({ head: `found incident ${e.part} to be part of this one` }),
      flapping_began: (e, a) => ({ head: `${a.check(e.check)} keeps changing: flapping` }),
      flapping_ended: (e, a) => ({ head: `${a.check(e.check)} has calmed down` }),
      escalated: (e) => ({
        head: `Nobody has it: rung ${e.rung} of the escalation ladder is told`,
      }),
      classified: (e) =>
        said(e.planned ? 'said it was planned' : 'said it was not planned', e.reason),
      resolved: (e, a) => ({ head: `Over at ${a.clock(e.ended)}${within(e.uncertainty, a)}` }),
      queued: (e) => ({
        head: `Notification${e.to == null ? '' : ` to ${e.to}`}: ${reasons.en[e.reason]}`,
      }),
      delivered: (e) => ({ head: 'Notification delivered', text: e.proof }),
      undelivered: (e) => ({ head: 'Notification not delivered', text: e.why }),
      held: (e) => ({
        head: `${e.to == null ? 'Not notified' : `${e.to} not notified`} (${reasons.en[e.reason]}): ${holds.en[e.why]}`,
      }),
      acknowledged: (e, a) => said(hasIt.en(e, a), e.note),
      unacknowledged: () => ({ head: 'gave it back' }),
      note: (e) => said('noted', e.text),
      closed: (e) => ({
        head: 'closed it',
        text: `Cause: ${e.cause}\nPrevention: ${e.prevention}`,
      }),
    },
    grades: grades.en,
    reasons: reasons.en,
    holds: holds.en,
    withdrawals: withdrawals.en,
    delivery: { waiting: 'waiting', delivered: 'delivered', undelivered: 'not delivered' },
    cutOff: (names) =>
      `${names.length} nodes cannot be reached: ${listed(names, ', ', (n) => ` and ${n} more`)}`,
    deliveredBy: (proof) => `delivered (${proof})`,
    undeliveredBecause: (why) => `not delivered: ${why}`,
    heldBecause: (why) => `held, because ${holds.en[why]}`,
  },
  ja: {
    lines: {
      opened: (e, a) => ({
        head: `${beside(e.check_name)}を${grades.ja[e.grade]}と判定（${a.clock(e.since)} から${within(e.uncertainty, a)}）`,
        text: a.outcome(e.evidence),
      }),
      joined: (e, a) =>
        e.place?.unreachable === true
          ? { head: `${beside(e.place.name)}に到達不可（上位の機器が停止）` }
          : {
              head: `${e.place ? `${e.place.name}：` : ''}${beside(e.check_name)}も${grades.ja[e.grade]}と判定（${a.clock(e.since)} から）`,
              text: a.outcome(e.evidence),
            },
      regraded: (e, a) => ({
        head: `${beside(a.check(e.check))}が${grades.ja[e.grade]}に変化（${a.clock(e.since)} から）`,
      }),
      recovered: (e, a) => ({ head: `${beside(a.check(e.check))}が回復（${a.clock(e.since)}）` }),
      withdrawn: (e, a) => ({
        head: `${beside(a.check(e.check))}を回復前に除外（${withdrawals.ja[e.why]}）`,
      }),
      moved: (e, a) => ({
        head: `${beside(a.check(e.check))}は別の原因と判明（インシデント ${e.to} で継続）`,
      }),
      merged: (e) => ({ head: `インシデント ${e.into} に統合` }),
      absorbed: (e) => ({ head: `インシデント ${e.part} をこのインシデントに統合` }),
      flapping_began: (e, a) => ({
        head: `${beside(a.check(e.check))}の変化が頻発（フラッピング）`,
      }),
      flapping_ended: (e, a) => ({ head: `${beside(a.check(e.check))}のフラッピングが終息` }),
      escalated: (e) => ({ head: `未対応のため第 ${e.rung} 段へエスカレーション` }),
      classified: (e) => said(e.planned ? '計画停止に分類' : '計画外に分類', e.reason),
      resolved: (e, a) => ({ head: `復旧（${a.clock(e.ended)}${within(e.uncertainty, a)}）` }),
      queued: (e) => ({
        head: `通知${e.to == null ? '' : `（${e.to}）`}：${reasons.ja[e.reason]}`,
      }),
      delivered: (e) => ({ head: '通知を送信', text: e.proof }),
      undelivered: (e) => ({ head: '通知を送信できず', text: e.why }),
      held: (e) => ({
        head: `${e.to == null ? '' : `${e.to} への`}通知を保留（${reasons.ja[e.reason]}）：${holds.ja[e.why]}`,
      }),
      acknowledged: (e, a) => said(hasIt.ja(e, a), e.note),
      unacknowledged: () => ({ head: '確認を取り消した' }),
      note: (e) => said('メモ', e.text),
      closed: (e) => ({
        head: 'クローズ',
        text: `原因：${e.cause}\n再発防止策：${e.prevention}`,
      }),
    },
    grades: grades.ja,
    reasons: reasons.ja,
    holds: holds.ja,
    withdrawals: withdrawals.ja,
    delivery: { waiting: '送信待ち', delivered: '送信済み', undelivered: '送信失敗' },
    cutOff: (names) =>
      `${names.length} ノードに到達不可：${listed(names, '、', (n) => `、ほか ${n} 件`)}`,
    deliveredBy: (proof) => `送信済み（${proof}）`,
    undeliveredBecause: (why) => `送信失敗：${why}`,
    heldBecause: (why) => `保留（${holds.ja[why]}）`,
  },
});

/** The first few by name, the rest as a number. */
function listed(names: readonly string[], comma: string, more: (n: number) => string): string {
  const shown = names.slice(0, 12).join(comma);
  return names.length > 12 ? shown + more(names.length - 12) : shown;
}

function said(head: string, text: string): Said {
  return text.trim() === '' ? { head } : { head, text };
}

/** One entry in words. */
export function say<K extends What>(lines: Lines, entry: EntryOf<K>, around: Around): Said {
  // TypeScript does not see that `entry.what` picks the very function for `entry`.
  const words = lines[entry.what] as (entry: EntryOf<K>, around: Around) => Said;
  return words(entry, around);
}
