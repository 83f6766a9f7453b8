import type { Speech } from '../ipc/bindings';
import type { Section } from '../settings/sections';
import { words } from './language.svelte';

export const settings = words({
  en: {
    sentence: (site: string) => `Settings of ${site} and of this PC.`,
    sentenceNoSite: 'Settings of this PC.',
    changes: 'Changes are kept at once.',
    parts: 'Parts of the settings',
    sections: {
      general: 'General',
      maintenance: 'Maintenance',
      vantage: 'Vantage',
      contacts: 'Contacts',
      escalation: 'Escalation and duty',
      delivery: 'Mail and vault',
      snmp: 'SNMP',
      policies: 'Rhythm and patience',
      templates: 'Templates',
      noise: 'Noise',
    } satisfies Record<Section, string> as Record<Section, string>,
    and: ', ',
    deliverySentence: (mail: boolean): string =>
      mail ? 'Mail goes out through the site’s own server.' : 'This site sends no mail yet.',
    deliveryMore: 'Contacts are told by mail through it; its password lies in the vault.',
    site: 'Site',
    name: 'Name',
    language: 'Language of notifications and reports',
    zone: 'Time zone',
    zoneHint: 'Maintenance, duty, reports and all times shown are on its clock.',
    notify: 'Notify through the operating system',
    notifyHint: 'One notification per incident, when it opens.',
    recovery: 'Notify about recoveries too',
    sound: 'Play a sound with a notification',
    speak: 'Speak a sentence when trouble is told',
    speakHint: 'In the language above, where this PC can speak.',
    speakTest: 'Speak a test sentence',
    spoken: (s: Speech): string => {
      switch (s.speech) {
        case 'untried':
          return 'Nothing was spoken yet.';
        case 'spoken':
          return `Spoken by ${s.by}.`;
        case 'nothing':
          return 'Nothing on this PC can speak. On Linux, install speech-dispatcher (spd-say).';
        case 'failed':
          return `Not spoken: ${s.why}`;
      }
    },
    test: 'Send a test notification',
    testTaken: (words: string) => `Taken. ${words}`,
    testFailed: (words: string) => `Not taken. ${words}`,
    paused: 'Pause watching this site',
    pausedHint: 'The time counts as not observed, never as downtime.',
    file: 'Site file',
    thisPc: 'This PC',
    windowLanguage: 'Language',
    system: 'As the system',
    theme: 'Colours',
    dark: 'Dark',
    light: 'Light',
    comfortable: 'Bigger type',
    comfortableHint: '15 px instead of 13.',
    operator: 'Your name',
    operatorHint: 'Written beside what you acknowledge and note.',
    autostart: 'Start with the desktop session',
    autostartHint: 'Watching begins when you log in.',
    tray: 'Closing the window keeps watching in the tray',
    trayHint: 'Otherwise closing the window ends Hinomi, and watching stops.',
    about: 'About',
    version: (v: string) => `Hinomi ${v}`,
    aboutText:
      'A small watchtower for one neighbourhood. Nothing leaves this PC unless you ask for it.',
    licence: 'MIT or Apache-2.0',
    kept: 'Kept.',
  },
  ja: {
    sentence: (site) => `「${site}」とこの PC の設定`,
    sentenceNoSite: 'この PC の設定',
    changes: '変更はすぐに保存されます。',
    parts: '設定の区分',
    sections: {
      general: '全般',
      maintenance: 'メンテナンス',
      vantage: '観測点',
      contacts: '連絡先',
      escalation: 'エスカレーションと当番',
      delivery: 'メールと保管庫',
      snmp: 'SNMP',
      policies: '間隔と判定',
      templates: 'テンプレート',
      noise: '通知の量',
    },
    and: '、',
    deliverySentence: (mail) =>
      mail
        ? 'メールはサイトのメールサーバーから送信されます。'
        : 'このサイトからのメール送信はまだ設定されていません。',
    deliveryMore: '連絡先へのメールに使います。パスワードは保管庫に保存します。',
    site: 'サイト',
    name: 'サイト名',
    language: '通知とレポートの言語',
    zone: 'タイムゾーン',
    zoneHint: 'メンテナンス、当番、レポートと画面の時刻は、すべてこのタイムゾーンです。',
    notify: 'OS の通知で知らせる',
    notifyHint: 'インシデントの発生時に 1 回だけ通知します。',
    recovery: '復旧も通知する',
    sound: '通知時に音を鳴らす',
    speak: '障害の通知時に読み上げる',
    speakHint: '上で選んだ言語で読み上げます（この PC で可能な場合）。',
    speakTest: '読み上げを試す',
    spoken: (s): string => {
      switch (s.speech) {
        case 'untried':
          return 'まだ読み上げていません。';
        case 'spoken':
          return `${s.by} で読み上げました。`;
        case 'nothing':
          return 'この PC では読み上げできません。Linux では speech-dispatcher（spd-say）が必要です。';
        case 'failed':
          return `読み上げできませんでした：${s.why}`;
      }
    },
    test: 'テスト通知を送る',
    testTaken: (words) => `受け付けられました。${words}`,
    testFailed: (words) => `受け付けられませんでした。${words}`,
    paused: 'このサイトの監視を一時停止する',
    pausedHint: '停止中は未観測として扱われ、障害時間には数えません。',
    file: 'サイトファイル',
    thisPc: 'この PC',
    windowLanguage: '表示言語',
    system: 'システムに合わせる',
    theme: '配色',
    dark: 'ダーク',
    light: 'ライト',
    comfortable: '文字を大きくする',
    comfortableHint: '13 px を 15 px にします。',
    operator: '名前',
    operatorHint: '確認やメモの記録に残ります。',
    autostart: 'ログイン時に起動する',
    autostartHint: 'ログインと同時に監視を始めます。',
    tray: 'ウィンドウを閉じてもトレイで監視を続ける',
    trayHint: 'オフにすると、ウィンドウを閉じたときに Hinomi が終了し、監視も止まります。',
    about: 'このアプリについて',
    version: (v) => `Hinomi ${v}`,
    aboutText:
      '身近なネットワークのための小さな火の見やぐら。指示しない限り、データがこの PC の外に出ることはありません。',
    licence: 'MIT または Apache-2.0',
    kept: '保存しました。',
  },
});
