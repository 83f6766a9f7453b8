import { words } from './language.svelte';

const nodes = (n: number) => `${n} ${n === 1 ? 'node' : 'nodes'}`;

export const map = words({
  en: {
    cutOff: (n: number) => (n === 0 ? '' : `${nodes(n)} cannot be reached.`),
    planned: (all: number, n: number) => `${nodes(all)}: ${n} in trouble, as planned.`,
    well: (all: number) => `${nodes(all)}, nothing wrong.`,
    trouble: (all: number, down: number, warning: number) =>
      `${nodes(all)}: ` +
      [down ? `${down} critical` : '', warning ? `${warning} with a warning` : '']
        .filter(Boolean)
        .join(', ') +
      '.',
    waiting: (all: number) => (all === 0 ? 'Nothing is watched yet.' : `${nodes(all)}.`),
    unlinked: 'Nodes without a line are watched, but nobody has said yet how they are connected.',
    fit: 'Show all',
    zoomIn: 'Zoom in',
    zoomOut: 'Zoom out',
    link: 'Draw links',
    linkHint: 'Drag from the node nearer to this PC to the other. Esc ends.',
    linkFrom: (name: string) => `Link from ${name}: choose the other end, then Enter. Esc ends.`,
    linkRemove: 'Remove link',
    linkChosen: (from: string, to: string) => `Link ${from} – ${to}`,
    evidence: { by_hand: 'drawn by hand', gateway: 'this PC’s gateway' },
    unpin: 'Let go',
    unpinHint: 'The node goes back to its place in the layout',
    undo: 'Undo',
    redo: 'Redo',
    table: 'Table',
    picture: 'Map',
    exportSvg: 'Save as SVG',
    exportPng: 'Save as PNG',
    saved: (path: string) => `Saved to ${path}.`,
    tools: 'Map tools',
    legend: 'Legend',
    lineByHand: 'linked',
    lineDown: 'leads to a node that is down',
    ring: 'in doubt',
    mapLabel: 'Map of the site',
    mapHint:
      'Arrow keys and Tab go from node to node, Enter opens one, L links it, Escape leaves. The button "Table" shows the same as a table.',
    fileName: (site: string) => `${site} map`,
    loose: 'In no group',
    nodeAt: (name: string, address: string, look: string) => `${name}, ${address}, ${look}`,
    columns: {
      state: 'State',
      name: 'Name',
      address: 'Address',
      group: 'Group',
      via: 'Linked to',
      place: 'Place',
    },
    pinned: 'put by hand',
    laidOut: 'laid out',
    notLinked: 'not known',
    noAnswer: 'no answer yet',
    empty: 'The map draws itself',
    emptyText:
      'Every node you watch appears here, with this PC at the top. Find what is in your network, then draw the links you know.',
    emptyStep: 'Discover the network',
  },
  ja: {
    cutOff: (n) => (n === 0 ? '' : `${n} ノードに到達できません。`),
    planned: (all, n) => `${all} ノード中、メンテナンス中の異常 ${n} 件。`,
    well: (all) => `${all} ノード、異常はありません。`,
    trouble: (all, down, warning) =>
      `${all} ノード中、` +
      [down ? `重大 ${down} 件` : '', warning ? `警告 ${warning} 件` : '']
        .filter(Boolean)
        .join('、') +
      '。',
    waiting: (all) => (all === 0 ? '監視対象はまだありません。' : `${all} ノード。`),
    unlinked: '線のないノードは、監視中ですが接続関係がまだ登録されていません。',
    fit: '全体を表示',
    zoomIn: '拡大',
    zoomOut: '縮小',
    link: 'リンクを引く',
    linkHint: 'この PC に近い側のノードから、もう一方へドラッグします。Esc で終了。',
    linkFrom: (name) => `${name} からのリンク：相手を選んで Enter、Esc で終了。`,
    linkRemove: 'リンクを削除',
    linkChosen: (from, to) => `リンク ${from} – ${to}`,
    evidence: { by_hand: '手動で登録', gateway: 'この PC のゲートウェイ' },
    unpin: '固定を解除',
    unpinHint: 'ノードを自動配置の位置に戻します',
    undo: '元に戻す',
    redo: 'やり直す',
    table: '表',
    picture: 'マップ',
    exportSvg: 'SVG で保存',
    exportPng: 'PNG で保存',
    saved: (path) => `${path} に保存しました。`,
    tools: 'マップの操作',
    legend: '凡例',
    lineByHand: '接続',
    lineDown: '停止中のノードへの接続',
    ring: '確認中',
    mapLabel: 'サイトのマップ',
    mapHint:
      '矢印キーと Tab でノード間を移動、Enter で開く、L でリンク、Esc で終了。「表」ボタンで同じ内容を表で表示できます。',
    fileName: (site) => `${site} マップ`,
    loose: 'グループなし',
    nodeAt: (name, address, look) => `${name}、${address}、${look}`,
    columns: {
      state: '状態',
      name: '名前',
      address: 'アドレス',
      group: 'グループ',
      via: '接続先',
      place: '配置',
    },
    pinned: '手動で固定',
    laidOut: '自動',
    notLinked: '不明',
    noAnswer: '応答待ち',
    empty: 'マップは自動で描かれます',
    emptyText:
      '監視対象のノードが、この PC を起点にここへ表示されます。まずネットワークを探索し、分かっている接続を線で引いてください。',
    emptyStep: 'ネットワークを探索',
  },
});
