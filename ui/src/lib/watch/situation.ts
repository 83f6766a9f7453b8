// The first line of Watch, in words.

import { common } from '../i18n/common';
import { duration, moment, percent, sentences } from '../i18n/format';
import { watch } from '../i18n/watch';
import type { Stamp } from '../ipc/bindings';
import { gradeNow, type Look, type Situation } from '../world/selectors';

export interface Said {
  text: string;
  more: string;
  look: Look;
}

/** `healthy` is how many nodes are believed well; `coverage` is the share of 24 h we looked. */
export function say(
  s: Situation,
  healthy: number,
  coverage: number | null,
  now: Stamp,
  size: number,
): Said {
  const t = watch();
  switch (s.kind) {
    case 'no_site':
      return { text: t.noSite, more: t.noSiteText, look: 'ok' };
    case 'empty':
      return { text: t.nothingYet, more: t.nothingYetText, look: 'ok' };
    case 'not_watching':
      return {
        text: (s.paused ? t.paused : t.notWatching)(size),
        more: t.notWatchingText,
        look: 'unobserved',
      };
    case 'waiting':
      return { text: t.waiting(s.nodes), more: '', look: 'ok' };
    case 'lost':
      return { text: t.lost(moment(s.since, now)), more: t.lostText, look: 'unobserved' };
    case 'off_site':
      return { text: t.offSite, more: t.offSiteText, look: 'unobserved' };
    case 'expected':
      return {
        text: t.expected(s.incidents),
        more: sentences(t.cutOff(s.unreachable), t.othersWell(healthy)),
        look: 'maintenance',
      };
    case 'well':
      return { text: t.well(s.nodes), more: watched(s, coverage, now), look: 'ok' };
    case 'one': {
      const { incident } = s;
      const { uncertainty } = incident;
      // Less than a second is not "0 s".
      const error = uncertainty < 500 ? '' : t.within(duration(Math.max(1000, uncertainty)));
      const since = moment(incident.started, now);
      const flaps = incident.flapping.length > 0;
      const text = (flaps ? t.flaps : s.down ? t.down : t.trouble)(
        incident.node_name,
        since,
        error,
      );
      const behind = s.down ? t.behind(s.unreachable) : t.cutOff(s.unreachable);
      return {
        text,
        more: sentences(behind, t.othersWell(healthy)),
        look: gradeNow(incident),
      };
    }
    case 'several': {
      const n = s.critical + s.warning + s.other;
      const counts = (['critical', 'warning', 'other'] as const)
        .filter((k) => s[k] > 0)
        .map((k) => t.counts[k](s[k]))
        .join(t.comma);
      const latest = t.latest(s.latest.node_name, moment(s.latest.started, now));
      return {
        text: `${t.several(n)}${t.colon}${counts}${t.stop}`,
        more: sentences(t.cutOff(s.unreachable), latest, t.othersWell(healthy)),
        look: s.critical > 0 ? 'critical' : s.warning > 0 ? 'warning' : 'unknown',
      };
    }
  }
}

function watched(s: Situation & { kind: 'well' }, coverage: number | null, now: Stamp): string {
  const t = watch();
  if (coverage === null) return '';
  const share = percent(coverage);
  if (s.unobserved === null) return t.watched(share);
  const { from, until, reason } = s.unobserved;
  const end = until === null ? t.until_now : moment(until, now);
  return t.watchedBut(share, common().gaps[reason], moment(from, now), end);
}
