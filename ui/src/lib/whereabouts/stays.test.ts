import { expect, it } from 'vitest';
import type { Sighting } from '../ipc/bindings';
import { isThere, kindOf, latest } from './stays';

const stay = (mac: string, port: string, since: number): Sighting => ({
  mac,
  at: 1,
  port: { name: port, index: null },
  since,
  seen: since,
});

it('the last stay of each hardware address is the one that counts', () => {
  const [now, before, other] = [stay('a', 'p2', 9), stay('a', 'p1', 5), stay('b', 'p3', 7)];
  expect(latest([now, before, other])).toEqual([now, other]);
});

it('who was not seen twice running may be gone', () => {
  const minutes = 60_000;
  expect(isThere(stay('a', 'p1', 0), 10 * minutes)).toBe(true);
  expect(isThere(stay('a', 'p1', 0), 12 * minutes)).toBe(false);
});

it('an address two use in turn is not one that was handed on', () => {
  const claim = { address: '10.0.0.9', mac: 'a', since: 0, seen: 0 };
  const answers = { noticed: 'answers', before: claim, now: claim } as const;
  expect(kindOf({ ...answers, disputed: false })).toBe('answers');
  expect(kindOf({ ...answers, disputed: true })).toBe('disputed');
});
