import { expect, it } from 'vitest';
import { incident as made } from '../world/made';
import { firstReport, type Known } from './firstReport';

const at = (h: number, m: number, s = 0) => new Date(2026, 10, 21, h, m, s).getTime();
const known: Known = {
  incident: made(41, 3, {
    node_name: 'core-sw-1',
    members: [{ check: 7, grade: 'critical', since: at(10, 32, 5), place: null }],
    started: at(10, 32, 5),
    opened: at(10, 32, 9),
  }),
  site: 'Honsha',
  address: '10.0.0.1',
  down: true,
  cause: {
    check: 'Ping',
    outcome: { outcome: 'failed', phase: 'connect', cause: { cause: 'timed_out' } },
  },
  checks: ['Ping', 'HTTP'],
  operator: 'Tanaka',
  now: at(10, 45),
};

it('says in English what is known and that somebody is needed', () => {
  const text = firstReport(known, 'en');
  expect(text).toContain('[First report] core-sw-1: down');
  expect(text).toContain('Began: 2026-11-21 10:32:05 ± 10 s');
  expect(text).toContain('What: core-sw-1 (10.0.0.1)');
  expect(text).toContain('Observed: Ping: no answer in time');
  expect(text).toContain('In hand: nobody yet');
  expect(text).toContain('Reported by: Tanaka');
});

it('says it in Japanese whatever language the window speaks', () => {
  const text = firstReport(known, 'ja');
  expect(text).toContain('【第一報】core-sw-1 停止のお知らせ');
  expect(text).toContain('■ 発生日時：2026-11-21 10:32:05 ± 10秒');
  expect(text).toContain('応答なし');
  expect(text).not.toMatch(/no answer|going on/);
});

it('tells that it is over, how long it took, and who had it', () => {
  const text = firstReport(
    {
      ...known,
      incident: {
        ...known.incident,
        acknowledged: {
          by: 'Sato',
          at: at(10, 35),
          note: 'on site',
          sticky: false,
          until: null,
        },
        resolved: { at: at(10, 40, 20), ended: at(10, 40, 5), uncertainty: 20_000 },
      },
    },
    'en',
  );
  expect(text).toContain('recovered at 2026-11-21 10:40:05, after 8 min ± 20 s');
  expect(text).toContain('Sato, since 2026-11-21 10:35:00 – on site');
});
