import { count } from './format';
import { words } from './language.svelte';

const times = (n: number, one: string, more: string) => `${count(n)} ${n === 1 ? one : more}`;

export const noise = words({
  en: {
    sentence: (told: number, held: number, incidents: number) =>
      `${times(told, 'notification', 'notifications')} told and ${count(held)} held in ${times(incidents, 'incident', 'incidents')}.`,
    quiet: 'Nothing was told and nothing was held.',
    waiting: 'What was told and what was held.',
    more: 'Every notification held back is accounted for, with its reason.',
    thisWeek: 'This week',
    earlier: 'The week before',
    later: 'The week after',
    range: (from: string, until: string) => `${from} – ${until}`,
    told: (n: number) => `Told: ${count(n)}`,
    held: (n: number) => `Held: ${count(n)}`,
    nothingTold: 'Nobody was told of anything.',
    nothingHeld: 'Nothing was held back.',
    loudest: 'What cried most',
    noneLoud: 'No check cried in this week.',
    columns: {
      check: 'Check',
      node: 'Node',
      times: 'Incidents',
      told: 'Told',
      brief: 'Brief',
      remedy: 'Remedy',
    },
    briefHint: 'Incidents that ended by themselves within 5 minutes.',
    brief: 'Brief: incidents that ended within 5 minutes before anybody took them.',
    remedies: {
      patience: 'Raise patience',
      limit: 'Widen the limit',
      parent: 'Add a parent',
      mute: 'Mute until …',
    },

    otherRemedies: (check: string) => `Other remedies for ${check}`,
    gone: 'not there any more',
    checkOf: (check: string, node: string) => `${check} (${node})`,
    muteName: (check: string) => `Muted: ${check}`,
    muteTitle: (check: string) => `Mute ${check}`,
    muteText:
      'A maintenance window for this check alone: it is looked at as before, and what it would tell is held.',
    muteFor: 'For',
    longs: { hour: '1 hour', shift: '8 hours', day: '1 day', week: '1 week' },
    muteUntil: (when: string) => `Until ${when}.`,
    mute: 'Mute',
    muted: (check: string, when: string) => `${check} is muted until ${when}.`,
  },
  ja: {
    sentence: (told, held, incidents) =>
      `インシデント ${count(incidents)} 件に対して、通知 ${count(told)} 件、保留 ${count(held)} 件でした。`,
    quiet: '通知も保留もありませんでした。',
    waiting: '通知したものと保留したもの',
    more: '保留した通知は、すべて理由とともに数えています。',
    thisWeek: '今週',
    earlier: '前の週',
    later: '次の週',
    range: (from, until) => `${from} 〜 ${until}`,
    told: (n) => `通知：${count(n)} 件`,
    held: (n) => `保留：${count(n)} 件`,
    nothingTold: '通知はありませんでした。',
    nothingHeld: '保留はありませんでした。',
    loudest: '通知の多いチェック',
    noneLoud: 'この週に異常となったチェックはありません。',
    columns: {
      check: 'チェック',
      node: 'ノード',
      times: 'インシデント',
      told: '通知',
      brief: '短時間',
      remedy: '対策',
    },
    briefHint: '5 分以内に自然に復旧したインシデント',
    brief: '短時間：誰も引き受けないまま 5 分以内に復旧したインシデント',
    remedies: {
      patience: '判定回数を増やす',
      limit: 'しきい値を緩める',
      parent: '上位ノードを設定',
      mute: '期限まで通知を止める',
    },

    otherRemedies: (check) => `${check} のほかの対策`,
    gone: '削除済み',
    checkOf: (check, node) => `${check}（${node}）`,
    muteName: (check) => `通知停止：${check}`,
    muteTitle: (check) => `${check} の通知を止める`,
    muteText:
      'このチェックだけをメンテナンス中にします。監視はそのまま続け、通知だけを保留します。',
    muteFor: '期間',
    longs: { hour: '1 時間', shift: '8 時間', day: '1 日', week: '1 週間' },
    muteUntil: (when) => `${when} まで`,
    mute: '止める',
    muted: (check, when) => `${check} の通知を ${when} まで止めます。`,
  },
});
