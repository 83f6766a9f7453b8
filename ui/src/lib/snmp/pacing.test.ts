import { expect, it } from 'vitest';

import { givenUpAfter, judgePacing, usualPacing } from './pacing';

it('gives an agent up within a minute, and says of which number that speaks', () => {
  const wrong = (timeout: number, retries: number, at_once: number) =>
    judgePacing({ timeout, retries, at_once }).map(({ field }) => field);
  expect(judgePacing(usualPacing)).toEqual([]);
  expect(givenUpAfter(usualPacing)).toBe(6_000);
  expect(wrong(500, 10, 8)).toEqual([]);
  expect(wrong(30_000, 1, 1)).toEqual([]);
  expect(wrong(30_000, 2, 1), 'because that would be a minute and a half').toEqual(['retries']);
  expect(wrong(499, 11, 0)).toEqual(['timeout', 'retries', 'at_once']);
  const [most] = judgePacing({ ...usualPacing, timeout: 10_000, retries: 9 });
  expect(most).toMatchObject({ field: 'retries', least: 0, most: 5 });
});
