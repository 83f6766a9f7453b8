// What the window says about a failure: one total table from codes to words, and one for fields.

import type { Code, Failure, FieldError } from '../ipc/bindings';
import { count } from './format';
import { words } from './language.svelte';

/** Half a second is none, and not one. */
const bound = (n: number): string => (Number.isInteger(n) ? count(n) : String(n));

const table = words<{
  codes: Record<Code, string>;
  empty: string;
  tooLong: (most: number) => string;
  outOfRange: (least: number, most: number) => string;
  notAnAddress: string;
  notAUrl: string;
  limits: string;
  noSuchThing: string;
  notAMailAddress: string;
  passwordInTheClear: string;
  notAFullPath: string;
  notPlain: string;
  badTemplate: (line: number, detail: string) => string;
  endsBeforeItBegins: string;
  notACron: string;
  twice: string;
  circle: (through: string) => string;
  notAnOid: string;
  notOneCounter: string;
}>({
  en: {
    codes: {
      fields: 'Some fields need attention.',
      not_found: 'It is not there any more.',
      no_site: 'No site is open. Open or make one first.',
      read_only: 'The site is open read-only; nothing was changed.',
      missing: 'The file does not exist. It may have been moved or renamed.',
      exists: 'A file of that name exists already. Choose another name.',
      not_ours: 'The file is not a Hinomi site. It was left as it is.',
      newer: 'The file was written by a newer Hinomi. Update Hinomi to open it.',
      damaged: 'The file is damaged or incomplete. It was left as it is; open a backup.',
      still_going_on: 'The incident is still going on. It can be closed once it is resolved.',
      closed_already: 'The incident is closed already. Write a note instead.',
      linked_to_itself: 'A node cannot be linked to itself.',
      linked_already: 'These two are linked already.',
      nothing_to_probe: 'The check is paused, or has nothing to judge yet.',
      bad_period: 'The period must end after it begins and be no longer than two years.',
      cut_short: 'The file did not arrive whole. Try again.',
      vault_locked: 'The vault is locked. Its passphrase opens it, in the settings.',
      vault_unmade: 'The vault needs a passphrase before it can keep anything.',
      wrong_passphrase: 'That is not the passphrase of the vault.',
      passphrase_too_short: 'The passphrase needs at least 8 characters.',
      not_allowed: 'The operating system does not allow it. Check the permissions.',
      not_built: 'This build of Hinomi cannot do it.',
      fault: 'Something went wrong inside Hinomi. Nothing was changed.',
    },
    empty: 'Required.',
    tooLong: (most) => `At most ${count(most)} characters.`,
    outOfRange: (least, most) => `Between ${bound(least)} and ${bound(most)}.`,
    notAnAddress: 'Not an IP address or DNS name.',
    notAUrl: 'Not an http:// or https:// address.',
    limits: 'The critical limit must not be below the warning limit.',
    noSuchThing: 'It is not there any more.',
    notAMailAddress: 'Not a mail address such as name@example.jp.',
    passwordInTheClear: 'A password is only sent over an encrypted connection.',
    notAFullPath: 'A full path is needed.',
    notPlain: 'Some of these characters cannot stand here.',
    badTemplate: (line, detail) => `Line ${count(line)} of the template: ${detail}`,
    endsBeforeItBegins: 'It must end after it begins.',
    notACron: 'Five fields are needed: minute, hour, day, month, weekday, such as 0 2 * * 1-5.',
    twice: 'It is there already.',
    circle: (through) => `These would look at each other: ${through}.`,
    notAnOid: 'A known name or numbers with dots are needed, such as 1.3.6.1.6.3.1.1.5.3.',
    notOneCounter:
      'A rate needs one counter: one object or one column, not several objects added up, nor the number of rows.',
  },
  ja: {
    codes: {
      fields: '入力内容を確認してください。',
      not_found: '対象はすでに存在しません。',
      no_site: 'サイトが開かれていません。サイトを開くか、新しく作成してください。',
      read_only: 'サイトは読み取り専用で開かれています。変更は行われませんでした。',
      missing: 'ファイルが見つかりません。移動または名前の変更がないか確認してください。',
      exists: '同じ名前のファイルがすでにあります。別の名前にしてください。',
      not_ours: 'Hinomi のサイトファイルではありません。ファイルには手を加えていません。',
      newer: '新しいバージョンの Hinomi で作成されたファイルです。Hinomi を更新してください。',
      damaged:
        'ファイルが壊れているか不完全です。ファイルには手を加えていません。バックアップを開いてください。',
      still_going_on: 'インシデントは継続中です。復旧後にクローズできます。',
      closed_already: 'インシデントはクローズ済みです。追記はメモに残してください。',
      linked_to_itself: 'ノードを自分自身に接続することはできません。',
      linked_already: 'この2つはすでに接続されています。',
      nothing_to_probe: 'チェックが一時停止中か、まだ判定できるデータがありません。',
      bad_period: '期間は開始より後に終わり、2年以内になるよう指定してください。',
      cut_short: 'ファイルを最後まで受け取れませんでした。もう一度お試しください。',
      vault_locked: '保管庫が施錠されています。設定でパスフレーズを入力してください。',
      vault_unmade: '保管庫を使うには、先にパスフレーズを設定してください。',
      wrong_passphrase: '保管庫のパスフレーズが違います。',
      passphrase_too_short: 'パスフレーズは 8 文字以上にしてください。',
      not_allowed: 'OS に許可されませんでした。アクセス権を確認してください。',
      not_built: 'このビルドの Hinomi では利用できません。',
      fault: 'Hinomi の内部で問題が起きました。変更は行われていません。',
    },
    empty: '入力してください。',
    tooLong: (most) => `${count(most)}文字以内で入力してください。`,
    outOfRange: (least, most) => `${bound(least)}〜${bound(most)}の範囲で入力してください。`,
    notAnAddress: 'IP アドレスまたは DNS 名を入力してください。',
    notAUrl: 'http:// または https:// で始まる URL を入力してください。',
    limits: '重大のしきい値は警告のしきい値以上にしてください。',
    noSuchThing: '対象はすでに存在しません。',
    notAMailAddress: 'メールアドレスを入力してください（例：name@example.jp）。',
    passwordInTheClear: '暗号化されていない接続ではパスワードを送信できません。',
    notAFullPath: '絶対パスで入力してください。',
    notPlain: '使用できない文字が含まれています。',
    badTemplate: (line, detail) => `テンプレートの${count(line)}行目：${detail}`,
    endsBeforeItBegins: '終了は開始より後にしてください。',
    notACron: '分・時・日・月・曜日の 5 項目で入力してください（例：0 2 * * 1-5）。',
    twice: '重複しています。',
    circle: (through) => `循環しています：${through}`,
    notAnOid: '既知の名前またはドット区切りの数字で入力してください（例：1.3.6.1.6.3.1.1.5.3）。',
    notOneCounter:
      'レートの対象は 1 つのカウンター（1 オブジェクトまたは 1 列）だけにしてください。複数オブジェクトの合算や行数は対象にできません。',
  },
});

export function failureWords(failure: Failure): string {
  return table().codes[failure.code];
}

export function fieldWords(error: FieldError): string {
  const t = table();
  switch (error.problem) {
    case 'empty':
      return t.empty;
    case 'too_long':
      return t.tooLong(error.most);
    case 'out_of_range':
      return t.outOfRange(error.least, error.most);
    case 'not_an_address':
      return t.notAnAddress;
    case 'not_a_url':
      return t.notAUrl;
    case 'limits_out_of_order':
      return t.limits;
    case 'no_such_thing':
      return t.noSuchThing;
    case 'not_a_mail_address':
      return t.notAMailAddress;
    case 'password_in_the_clear':
      return t.passwordInTheClear;
    case 'not_a_full_path':
      return t.notAFullPath;
    case 'not_plain':
      return t.notPlain;
    case 'bad_template':
      return t.badTemplate(error.line, error.detail);
    case 'ends_before_it_begins':
      return t.endsBeforeItBegins;
    case 'not_a_cron':
      return t.notACron;
    case 'twice':
      return t.twice;
    case 'circle':
      return t.circle(error.through.join(' → '));
    case 'not_an_oid':
      return t.notAnOid;
    case 'not_one_counter':
      return t.notOneCounter;
  }
}

/** What is wrong with the field at `path`, if the failure says so. */
export function fieldError(failure: Failure | null, path: string): string | null {
  const error = failure?.fields.find((f) => f.field === path);
  return error ? fieldWords(error) : null;
}
