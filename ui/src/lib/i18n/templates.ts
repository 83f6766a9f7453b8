import { words } from './language.svelte';

export const templates = words({
  en: {
    sentence: (n: number): string =>
      n === 0
        ? 'No check templates yet.'
        : n === 1
          ? 'One check template.'
          : `${n} check templates.`,
    more: 'Nodes get copies: what is changed here changes no node.',
    title: 'Check templates',
    what: 'Checks for nodes that are alike. Choose nodes in the list and add them to all at once.',
    none: 'There is none yet. Open a node that is watched as it should be, and save its checks as a template.',
    checks: (n: number): string => (n === 1 ? 'one check' : `${n} checks`),
    change: 'Change',
    remove: 'Remove',
    removed: (name: string) => `“${name}” is a template no more.`,
    saveAs: 'Save checks as a template …',
    saveTitle: (node: string) => `The checks of ${node} as a template`,
    name: 'Name',
    nameHint:
      'Such as “Access switch” or “Windows server”. A template of the same name is replaced.',
    saved: (name: string, n: number): string =>
      `“${name}” is kept with ${n === 1 ? 'one check' : `${n} checks`}.`,
    editTitle: (name: string) => `Template “${name}”`,
    changed: (name: string) => `“${name}” is kept.`,
    addTo: 'Add checks …',
    applyTitle: (n: number): string =>
      n === 1 ? 'Add checks to one node' : `Add checks to ${n} nodes`,
    which: 'Which',
    usual: 'As is usual for what each one is (asked over SNMP)',
    usualHint:
      'Each node is asked who it is, with its own SNMP login or the first of the site’s that is let in, and gets what fits it.',
    hasAlready:
      'What a node has already stays as it is. Interfaces and rows are found by their names.',
    add: 'Add',
    added: (checks: number): string =>
      checks === 1 ? 'One check added.' : `${checks} checks added.`,
    addedNone: 'Nothing was added: the nodes have these checks already.',
    takenBack: 'The checks are gone again.',
    chosen: (n: number, of: number) => `${n} of ${of} chosen`,
    noComposite: 'Composites look at checks of one node and stay out.',
  },
  ja: {
    sentence: (n) =>
      n === 0
        ? 'チェックのテンプレートはまだありません。'
        : `チェックのテンプレートが ${n} 件あります。`,
    more: 'ノードにはコピーが追加されます。ここで変更しても既存のノードは変わりません。',
    title: 'チェックのテンプレート',
    what: '同種のノードに使うチェックのまとまりです。一覧でノードを選び、まとめて追加できます。',
    none: 'まだありません。監視設定の整ったノードを開き、チェックをテンプレートとして保存してください。',
    checks: (n) => `チェック ${n} 件`,
    change: '編集',
    remove: '削除',
    removed: (name) => `テンプレート「${name}」を削除しました。`,
    saveAs: 'チェックをテンプレートとして保存…',
    saveTitle: (node) => `${node} のチェックをテンプレートとして保存`,
    name: '名前',
    nameHint: '例：「フロアスイッチ」「Windows サーバー」。同名のテンプレートは置き換えます。',
    saved: (name, n) => `「${name}」を保存しました（チェック ${n} 件）。`,
    editTitle: (name) => `テンプレート「${name}」`,
    changed: (name) => `「${name}」を保存しました。`,
    addTo: 'チェックを追加…',
    applyTitle: (n) => `${n} 台のノードにチェックを追加`,
    which: '追加する内容',
    usual: '機器ごとの標準（SNMP で識別）',
    usualHint:
      '各ノードの認証情報、またはサイトの認証情報を順に使って機器を識別し、適したチェックを追加します。',
    hasAlready: '既にあるチェックは変更しません。インターフェースや行は名前で探します。',
    add: '追加',
    added: (checks) => `チェックを ${checks} 件追加しました。`,
    addedNone: '追加はありません（すべて設定済み）。',
    takenBack: '追加したチェックを取り消しました。',
    chosen: (n, of) => `${of} 件中 ${n} 件を選択`,
    noComposite: '複合チェックは特定のノードのチェックを参照するため含まれません。',
  },
});
