import type { ReadOnlyView } from '../ipc/bindings';
import type { Command } from '../frame/shortcuts';
import type { Screen } from '../world/place.svelte';
import { words } from './language.svelte';

interface Total {
  screens: Record<Screen, string>;
  commands: Record<Command | 'open', string>;
}

const en = {
  rail: 'Screens',
  panel: 'Side panel',
  closePanel: 'Close the side panel',
  openFully: 'Open as a page',
  status: 'Status',
  search: 'Search or do',
  searchHint: 'Node, incident, runbook or action',
  searchNothing: 'Nothing matches.',
  kinds: { action: 'Action', node: 'Node', incident: 'Incident', runbook: 'Runbook' },
  site: 'Site',
  noSite: 'No site open',
  sites: 'Recent sites',
  openSite: 'Open another site…',
  newSite: 'New site…',
  newSiteName: 'What people call it',
  newSiteHint: 'A customer or an office. It becomes one file.',
  make: 'Make it',
  operator: 'Operator',
  operatorNobody: 'No name yet',
  askName: 'Who are you?',
  askNameText: 'Your name is written beside what you acknowledge and note. It stays on this PC.',
  yourName: 'Your name',
  goOn: 'Go on',
  stopWatching: 'Pause watching',
  startWatching: 'Go on watching',
  lookAround: 'Look around the network',
  addNode: 'Add a node',
  changeTheme: (dark: boolean): string => (dark ? 'Light colours' : 'Dark colours'),
  changeLanguage: '日本語で表示',
  shortcuts: 'Shortcuts',
  readOnly: (view: ReadOnlyView): string => {
    switch (view.why) {
      case 'other_hinomi':
        return view.pid === null
          ? 'Read-only: another Hinomi is watching this site.'
          : `Read-only: another Hinomi (process ${view.pid}) is watching this site.`;
      case 'not_writable':
        return 'Read-only: the site file cannot be written. Nothing is watched or kept.';
      case 'asked':
        return 'Read-only, as asked. Nothing is watched or kept.';
    }
  },
  pausedSince: 'Watching is paused: this time counts as not observed.',
  notStored: (why: string) => `Samples cannot be stored: ${why}`,
  notOpened: (path: string, why: string) =>
    `${path === '' ? 'The site' : path} could not be opened. ${why}`,
  vantage: (iface: string, address: string) => `${iface} ${address}`,
  vantageName: 'Vantage',
  gateway: (address: string) => `gateway ${address}`,
  noGateway: 'no gateway',
  noVantage: 'no network interface',
  probes: (n: string) => `${n} probes/s`,
  late: (ms: string) => `${ms} late`,
  keptAwake: 'Kept awake',
  notKeptAwake: 'This PC may fall asleep',
  notSpoken: 'The alarm was not spoken',
  noTraps: (port: string) => `no traps: UDP ${port}`,
  lateHint: 'How late probes leave, 99th percentile over 10 s',
  stored: 'stored',
  putAside: (n: number) => `${n} could not be stored`,
  putAsideHint:
    'The site file refused these for good. They were put aside in it, and everything else is stored. Please report this.',
  size: 'Site file',
  icmp: {
    dgram: 'ping: unprivileged',
    raw: 'ping: raw socket',
    tcp: 'ping: not allowed, TCP instead',
    none: 'ping: not possible',
  } as Record<string, string>,
  icmpHint: 'How echo requests are sent',
  notWatching: 'not watching',
  stale: (age: string) => `no answer from the engine, last ${age}`,
  newIncident: (node: string) => `New incident: ${node}`,
  endedIncident: (node: string) => `Over: ${node}`,
  trayTitle: 'Hinomi goes on watching',
  trayText:
    'Closing the window does not end Hinomi: it goes on watching from the tray. Quit from there, or here.',
  quitTitle: 'Quit Hinomi?',
  quitText: 'Nothing is watched until it is started again; that time counts as not observed.',
  quit: 'Quit',
  toTray: 'Go on in the tray',
  screens: {
    watch: 'Watch',
    map: 'Map',
    nodes: 'Nodes',
    node: 'Node',
    incidents: 'Incidents',
    runbooks: 'Runbooks',
    reports: 'Reports',
    tools: 'Tools',
    settings: 'Settings',
    wallboard: 'Wallboard',
  },
  commands: {
    go_watch: 'Go to Watch',
    go_map: 'Go to Map',
    go_nodes: 'Go to Nodes',
    go_incidents: 'Go to Incidents',
    go_runbooks: 'Go to Runbooks',
    go_reports: 'Go to Reports',
    go_tools: 'Go to Tools',
    go_settings: 'Go to Settings',
    next: 'Next in the list',
    previous: 'Previous in the list',
    open: 'Open what is in focus',
    acknowledge: 'Acknowledge the incident in focus',
    wallboard: 'Wallboard, and back',
    maintenance: 'Maintenance for the node in focus, or those chosen',
    filter: 'Filter the list',
    palette: 'Search, or do anything',
    help: 'These shortcuts',
    close: 'Close what is open',
  },
} satisfies Total & Record<string, unknown>;

export const frame = words({
  en,
  ja: {
    rail: '画面',
    panel: 'サイドパネル',
    closePanel: 'サイドパネルを閉じる',
    openFully: 'ページとして開く',
    status: '稼働状況',
    search: '検索・操作',
    searchHint: 'ノード、インシデント、手順書、操作',
    searchNothing: '一致するものはありません。',
    kinds: {
      action: '操作',
      node: 'ノード',
      incident: 'インシデント',
      runbook: '手順書',
    },
    site: 'サイト',
    noSite: 'サイトが開かれていません',
    sites: '最近のサイト',
    openSite: '別のサイトを開く…',
    newSite: '新しいサイト…',
    newSiteName: 'サイト名',
    newSiteHint: '顧客や拠点ごとに 1 つ。1 つのファイルになります。',
    make: '作成',
    operator: '担当者',
    operatorNobody: '名前未設定',
    askName: 'お名前を入力してください',
    askNameText: '確認やメモの記録に名前が残ります。名前はこの PC に保存されます。',
    yourName: '名前',
    goOn: '続ける',
    stopWatching: '監視を一時停止',
    startWatching: '監視を再開',
    lookAround: 'ネットワークを探索',
    addNode: 'ノードを追加',
    changeTheme: (dark) => (dark ? '明るい配色にする' : '暗い配色にする'),
    changeLanguage: 'Show in English',
    shortcuts: 'ショートカット',
    readOnly: (view) => {
      switch (view.why) {
        case 'other_hinomi':
          return view.pid === null
            ? '読み取り専用：別の Hinomi がこのサイトを監視しています。'
            : `読み取り専用：別の Hinomi（プロセス ${view.pid}）がこのサイトを監視しています。`;
        case 'not_writable':
          return '読み取り専用：サイトファイルに書き込めません。監視も記録も行われません。';
        case 'asked':
          return '読み取り専用で開いています。監視も記録も行われません。';
      }
    },
    pausedSince: '監視を一時停止中です。この間は未観測として扱われます。',
    notStored: (why) => `測定値を保存できません：${why}`,
    notOpened: (path, why) =>
      `${path === '' ? 'サイト' : ` ${path} `}を開けませんでした。${why}`.trimStart(),
    vantage: (iface, address) => `${iface} ${address}`,
    vantageName: '観測点',
    gateway: (address) => `ゲートウェイ ${address}`,
    noGateway: 'ゲートウェイなし',
    noVantage: 'ネットワークインターフェースなし',
    probes: (n) => `${n} 回/秒`,
    late: (ms) => `遅れ ${ms}`,
    keptAwake: 'スリープ抑止中',
    notKeptAwake: 'この PC はスリープする可能性があります',
    notSpoken: '警報を読み上げられませんでした',
    noTraps: (port) => `トラップ受信不可：UDP ${port}`,
    lateHint: 'プローブ送信の遅れ（直近 10 秒の 99 パーセンタイル）',
    stored: '保存',
    putAside: (n) => `保存できないもの ${n} 件`,
    putAsideHint:
      'サイトファイルが受け付けなかったため、ファイル内に別に取り置きました。ほかはすべて保存されています。開発者にお知らせください。',
    size: 'サイトファイル',
    icmp: {
      dgram: 'ping：一般権限',
      raw: 'ping：RAW ソケット',
      tcp: 'ping：不許可のため TCP で代替',
      none: 'ping：利用不可',
    },
    icmpHint: 'エコー要求の送信方法',
    notWatching: '監視停止中',
    stale: (age) => `エンジンの応答なし（最終 ${age}）`,
    newIncident: (node) => `新しいインシデント：${node}`,
    endedIncident: (node) => `復旧：${node}`,
    trayTitle: 'Hinomi は監視を続けます',
    trayText:
      'ウィンドウを閉じても Hinomi は終了せず、トレイで監視を続けます。終了はトレイのメニュー、またはここから行えます。',
    quitTitle: 'Hinomi を終了しますか',
    quitText: '次に起動するまで監視は行われず、その間は未観測として扱われます。',
    quit: '終了',
    toTray: 'トレイで監視を続ける',
    screens: {
      watch: '監視',
      map: 'マップ',
      nodes: 'ノード',
      node: 'ノード',
      incidents: 'インシデント',
      runbooks: '手順書',
      reports: 'レポート',
      tools: 'ツール',
      settings: '設定',
      wallboard: 'ウォールボード',
    },
    commands: {
      go_watch: '監視へ',
      go_map: 'マップへ',
      go_nodes: 'ノードへ',
      go_incidents: 'インシデントへ',
      go_runbooks: '手順書へ',
      go_reports: 'レポートへ',
      go_tools: 'ツールへ',
      go_settings: '設定へ',
      next: '次の項目',
      previous: '前の項目',
      open: '選択中の項目を開く',
      acknowledge: '選択中のインシデントを確認済みにする',
      wallboard: 'ウォールボードの表示・終了',
      maintenance: '選択中のノードをメンテナンスにする',
      filter: '絞り込み',
      palette: '検索・操作',
      help: 'ショートカット一覧',
      close: '閉じる',
    },
  },
});
