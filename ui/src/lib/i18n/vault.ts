import type { SecretKind } from '../ipc/bindings';
import { count } from './format';
import { words } from './language.svelte';

/** So many contacts are named; of others it is said how many. */
const NAMED = 8;

export const vault = words({
  en: {
    title: 'Vault',
    what: 'Passwords, tokens and secret addresses are kept sealed in the site file.',
    unmade: 'There is no vault yet.',
    unmadeKeychain: 'It is made with the first secret, and the keychain of this PC opens it.',
    unmadeAlone: 'This PC has no keychain that Hinomi may use, so it needs a passphrase first.',
    open: (secrets: number) =>
      secrets === 1 ? 'Open; it holds one secret.' : `Open; it holds ${count(secrets)} secrets.`,
    locked: 'Locked. What needs a secret cannot be sent until it is opened.',
    lockedElsewhere:
      'Locked. Its key lies in the keychain of the PC it was made on: open the site there and give the vault a passphrase.',
    byBoth: 'The keychain of this PC opens it; elsewhere its passphrase does.',
    byPassphrase: 'Its passphrase opens it.',
    byKeychain:
      'Only a keychain opens it. With a passphrase, a copy of the site file can be opened on another PC too.',
    unlock: 'Unlock',
    setPassphrase: 'Set a passphrase',
    changePassphrase: 'Change the passphrase',
    unlockTitle: 'Unlock the vault',
    unlockText: 'The secrets of this site are sealed. Its passphrase opens them on this PC.',
    makeTitle: 'Choose a passphrase for the vault',
    makeText:
      'Secrets are sealed in the site file. Whoever opens the file elsewhere needs this passphrase. It is not kept anywhere: note it in a safe place.',
    makeAlone: 'This PC has no keychain that Hinomi may use.',
    changeTitle: 'Change the passphrase of the vault',
    changeText: 'What is sealed stays as it is; the old passphrase opens nothing any more.',
    passphrase: 'Passphrase',
    oldPassphrase: 'Present passphrase',
    newPassphrase: 'New passphrase',
    again: 'Once more',
    least: (n: number) => `At least ${n} characters.`,
    differ: 'The two differ.',
    wrong: 'That is not the passphrase.',
    kept: 'The passphrase is kept.',
    opened: 'The vault is open.',
    keep: 'Keep the passphrase',
    remember: 'Remember on this PC',
    remembered: 'The keychain of this PC opens the vault from now on.',
    wipe: 'Wipe the vault',
    wiped: 'The vault is wiped.',
    wipeTitle: (secrets: number) =>
      secrets === 1
        ? 'Wipe the vault and its one secret?'
        : `Wipe the vault and its ${count(secrets)} secrets?`,
    wipeText: 'This cannot be undone. Until the secrets are entered again, this stops working:',
    lostNodes: (nodes: number) =>
      nodes === 1
        ? 'One node is no longer read over SNMP.'
        : `${count(nodes)} nodes are no longer read over SNMP.`,
    lostLogins: (logins: number) =>
      logins === 1
        ? 'The one SNMP login of the site opens no agent any more.'
        : `The ${count(logins)} SNMP logins of the site open no agent any more.`,
    lostContacts: (names: readonly string[]) =>
      `No longer told by mail or webhook: ${names.slice(0, NAMED).join(', ')}${
        names.length > NAMED ? ` and ${count(names.length - NAMED)} more` : ''
      }.`,
    lostLock: 'The passphrase and the key in the keychain of this PC open nothing any more.',
    wipeCopies:
      'Copies and backups of the site file keep what was sealed in them; their old passphrase still opens them.',
    inVault: 'kept in the vault',
    missing: 'It is not in the vault any more. Enter it again.',
    missingSome: (secrets: number) =>
      `${secrets === 1 ? 'One secret that is needed is' : `${count(secrets)} secrets that are needed are`} not in the vault any more. Enter what is missing again: with the SNMP logins, the nodes, the contacts, the mail server.`,
    replace: 'Replace',
    keepOld: 'Leave it as it is',
    secrets: {
      community: 'Community',
      snmp_auth: 'Authentication passphrase',
      snmp_privacy: 'Privacy passphrase',
      mail_password: 'Password',
      hook_url: 'Secret address',
      token: 'Token',
      ssh: 'SSH password or key',
    } satisfies Record<SecretKind, string> as Record<SecretKind, string>,
  },
  ja: {
    title: '保管庫',
    what: 'パスワード・トークン・秘密の URL は、暗号化してサイトファイルに保管します。',
    unmade: '保管庫はまだありません。',
    unmadeKeychain: '最初の秘密を保存するときに作成し、この PC のキーチェーンで解錠します。',
    unmadeAlone:
      'この PC には利用できるキーチェーンがないため、先にパスフレーズを設定してください。',
    open: (secrets) => `解錠済みです。${count(secrets)} 件の秘密を保管しています。`,
    locked: '施錠されています。解錠するまで、秘密の必要な通知は送信できません。',
    lockedElsewhere:
      '施錠されています。鍵は、保管庫を作成した PC のキーチェーンにあります。その PC でサイトを開き、パスフレーズを設定してください。',
    byBoth: 'この PC ではキーチェーンで、ほかの PC ではパスフレーズで解錠します。',
    byPassphrase: 'パスフレーズで解錠します。',
    byKeychain:
      'キーチェーンだけで解錠します。パスフレーズを設定すると、サイトファイルのコピーをほかの PC でも開けます。',
    unlock: '解錠',
    setPassphrase: 'パスフレーズを設定',
    changePassphrase: 'パスフレーズを変更',
    unlockTitle: '保管庫の解錠',
    unlockText:
      'このサイトの秘密は暗号化されています。パスフレーズを入力すると、この PC で使えます。',
    makeTitle: '保管庫のパスフレーズを設定',
    makeText:
      '秘密は暗号化してサイトファイルに保管します。ほかの PC で開くときにこのパスフレーズが必要です。どこにも保存されないので、安全な場所に控えてください。',
    makeAlone: 'この PC には利用できるキーチェーンがありません。',
    changeTitle: '保管庫のパスフレーズを変更',
    changeText: '保管中の秘密はそのままです。古いパスフレーズでは解錠できなくなります。',
    passphrase: 'パスフレーズ',
    oldPassphrase: '現在のパスフレーズ',
    newPassphrase: '新しいパスフレーズ',
    again: 'もう一度入力',
    least: (n) => `${n} 文字以上で入力してください。`,
    differ: '2 つの入力が一致しません。',
    wrong: 'パスフレーズが違います。',
    kept: 'パスフレーズを設定しました。',
    opened: '保管庫を解錠しました。',
    keep: '設定する',
    remember: 'この PC に記憶',
    remembered: '今後はこの PC のキーチェーンで解錠します。',
    wipe: '保管庫を消去',
    wiped: '保管庫を消去しました。',
    wipeTitle: (secrets) => `保管庫と ${count(secrets)} 件の秘密を消去しますか？`,
    wipeText: '元に戻せません。秘密を入力し直すまで、次のものが使えなくなります。',
    lostNodes: (nodes) => `${count(nodes)} 台のノードを SNMP で読み取れなくなります。`,
    lostLogins: (logins) =>
      `サイトの SNMP 認証情報 ${count(logins)} 件で、どのエージェントにも接続できなくなります。`,
    lostContacts: (names) =>
      `次の連絡先には、メールや Webhook で通知できなくなります：${names.slice(0, NAMED).join('、')}${
        names.length > NAMED ? `、ほか ${count(names.length - NAMED)} 件` : ''
      }`,
    lostLock: 'パスフレーズと、この PC のキーチェーンにある鍵は使えなくなります。',
    wipeCopies:
      'サイトファイルのコピーやバックアップには、暗号化された秘密が残ります。それらは以前のパスフレーズで解錠できます。',
    inVault: '保管庫に保存済み',
    missing: '保管庫にありません。入力し直してください。',
    missingSome: (secrets) =>
      `必要な秘密 ${count(secrets)} 件が保管庫にありません。SNMP の認証情報、ノード、連絡先、メールサーバーの各設定で入力し直してください。`,
    replace: '変更',
    keepOld: '変更しない',
    secrets: {
      community: 'コミュニティ名',
      snmp_auth: '認証パスフレーズ',
      snmp_privacy: '暗号化パスフレーズ',
      mail_password: 'パスワード',
      hook_url: '秘密の URL',
      token: 'トークン',
      ssh: 'SSH のパスワードまたは鍵',
    },
  },
});
