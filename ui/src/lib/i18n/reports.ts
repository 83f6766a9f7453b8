import type { Wrong } from '../reports/period';
import { words } from './language.svelte';

const wrong = {
  en: {
    no_date: 'Choose both days.',
    out_of_order: 'The last day lies before the first.',
    in_future: 'The period has not begun yet.',
  },
  ja: {
    no_date: '開始日と終了日を選んでください。',
    out_of_order: '終了日が開始日より前です。',
    in_future: '期間がまだ始まっていません。',
  },
} satisfies Record<string, Record<Wrong, string>>;

export const reports = words({
  en: {
    title: 'Reports',
    sentence: 'What is watched, what is wrong, and how available it was.',
    kind: 'Report',
    status: 'Status report',
    statusText: 'What is watched, what is wrong, availability with coverage, incidents.',
    period: 'Period',
    periods: {
      day: 'Last 24 h',
      week: 'Last 7 days',
      month: 'Last 30 days',
      calendar_month: 'This month',
      custom: 'Choose days',
    },
    from: 'First day',
    until: 'Last day',
    wrong: wrong.en,
    language: 'Language of the report',
    preview: 'Preview',
    refresh: 'Make again',
    making: 'Making the report …',
    saveHtml: 'Save HTML',
    savePdf: 'Save PDF',
    saved: (path: string) => `Saved as ${path}.`,
    noPdf: 'This build of Hinomi cannot make PDFs. Save HTML and print it from a browser.',
    failed: 'The report could not be made.',
    again: 'Try again',
  },
  ja: {
    title: 'レポート',
    sentence: '監視対象、異常、稼働率をまとめた提出用レポートを作成します。',
    kind: 'レポート',
    status: '稼働状況報告書',
    statusText: '監視対象、発生中の異常、稼働率と観測率、インシデント。',
    period: '期間',
    periods: {
      day: '直近 24 時間',
      week: '直近 7 日',
      month: '直近 30 日',
      calendar_month: '今月',
      custom: '日付を指定',
    },
    from: '開始日',
    until: '終了日',
    wrong: wrong.ja,
    language: 'レポートの言語',
    preview: 'プレビュー',
    refresh: '再作成',
    making: 'レポートを作成しています…',
    saveHtml: 'HTML で保存',
    savePdf: 'PDF で保存',
    saved: (path: string) => `${path} に保存しました。`,
    noPdf: 'この Hinomi は PDF を作成できません。HTML で保存し、ブラウザーから印刷してください。',
    failed: 'レポートを作成できませんでした。',
    again: '再試行',
  },
});
