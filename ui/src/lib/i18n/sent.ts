// What came of sending a letter, in words. Total over the kinds of answers: a new one does not
// compile until both languages have a word for it. The sentences are those of the record.

import type { Language, Sent, Step, Why } from '../ipc/bindings';
import { duration } from './format';
import { language } from './language.svelte';
import { causeText, obstacleText } from './outcome';

type WhyOf<K extends Why['why']> = Extract<Why, { why: K }>;
type SentOf<K extends Sent['sent']> = Extract<Sent, { sent: K }>;

interface SentWords {
  sent: { [K in Sent['sent']]: (s: SentOf<K>, why: string) => string };
  why: { [K in Why['why']]: (w: WhyOf<K>) => string };
}

const steps: Record<Language, Record<Step, string>> = {
  en: {
    greeting: 'the mail server does not want to talk',
    login: 'the mail server does not accept the user or password',
    sender: 'the mail server does not accept the sender',
    recipient: 'the mail server does not accept a recipient',
    letter: 'the mail server does not take the letter',
    request: 'the service answered no',
  },
  ja: {
    greeting: 'メールサーバーが応答を拒否しました',
    login: 'メールサーバーの認証に失敗しました',
    sender: 'メールサーバーが差出人を拒否しました',
    recipient: 'メールサーバーが宛先を拒否しました',
    letter: 'メールサーバーが本文を拒否しました',
    request: '送信先のサービスが拒否しました',
  },
};

const tables: Record<Language, SentWords> = {
  en: {
    sent: {
      delivered: (s) => `Delivered: ${s.proof}`,
      refused: (_, why) => `Refused: ${why}.`,
      deferred: (s, why) =>
        s.after === null
          ? `Not now: ${why}.`
          : `Not for another ${duration(s.after, 'en')}: ${why}.`,
      unreached: (_, why) => `Not reached: ${why}.`,
    },
    why: {
      failed: (w) => causeText(w.phase, w.cause, 'en'),
      unable: (w) => obstacleText(w.obstacle, 'en'),
      said: (w) => `${steps.en[w.step]} (${`${w.code} ${w.said}`.trim()})`,
      no_encryption: () => 'the mail server does not offer STARTTLS, so nothing was sent',
      no_login: () => 'the mail server offers no way to log in that Hinomi knows (PLAIN, LOGIN)',
      no_mail_server: () => 'no mail server is set up for this site',
      no_secret: () =>
        'its password or address cannot be read. Unlock the vault, or enter it again',
      unfit: (w) => `it cannot be sent like this: ${w.detail}`,
      not_approved: () => 'this program has not been approved on this PC',
      not_started: (w) => `the program could not be started: ${w.detail}`,
      ended: (w) => {
        const head =
          w.code === null ? 'the program was killed' : `the program ended with ${w.code}`;
        return w.said === '' ? head : `${head}: ${w.said}`;
      },
      took_too_long: (w) => `it did not end within ${duration(w.limit, 'en')} and was ended`,
    },
  },
  ja: {
    sent: {
      delivered: (s) => `送信できました：${s.proof}`,
      refused: (_, why) => `拒否されました：${why}`,
      deferred: (s, why) =>
        s.after === null
          ? `いまは送信できません：${why}`
          : `あと${duration(s.after, 'ja')}は送信できません：${why}`,
      unreached: (_, why) => `届きませんでした：${why}`,
    },
    why: {
      failed: (w) => causeText(w.phase, w.cause, 'ja'),
      unable: (w) => obstacleText(w.obstacle, 'ja'),
      said: (w) => `${steps.ja[w.step]}（${`${w.code} ${w.said}`.trim()}）`,
      no_encryption: () => 'メールサーバーが STARTTLS に対応していないため、送信を中止しました',
      no_login: () =>
        'メールサーバーの認証方式に対応していません（PLAIN と LOGIN のみ対応しています）',
      no_mail_server: () => 'このサイトにはメールサーバーが設定されていません',
      no_secret: () =>
        'パスワードまたは送信先を読み出せません。保管庫を解錠するか、もう一度入力してください',
      unfit: (w) => `この設定では送信できません：${w.detail}`,
      not_approved: () => 'このプログラムは、この PC での実行が許可されていません',
      not_started: (w) => `プログラムを起動できませんでした：${w.detail}`,
      ended: (w) => {
        const head =
          w.code === null
            ? 'プログラムが強制終了しました'
            : `プログラムが終了コード ${w.code} で終了しました`;
        return w.said === '' ? head : `${head}：${w.said}`;
      },
      took_too_long: (w) => `${duration(w.limit, 'ja')}以内に終わらなかったため、終了させました`,
    },
  },
};

/** Why a letter was not taken, without a full stop. */
export function whyText(why: Why, lang: Language = language.now): string {
  // TypeScript does not see that `why.why` picks the very function for `why`.
  const say = tables[lang].why[why.why] as (w: Why) => string;
  return say(why);
}

/** What came of sending a letter: one sentence. */
export function sentText(sent: Sent, lang: Language = language.now): string {
  const why = sent.sent === 'delivered' ? '' : whyText(sent.why, lang);
  const say = tables[lang].sent[sent.sent] as (s: Sent, why: string) => string;
  return say(sent, why);
}
