import { describe, expect, it } from 'vitest';

import { find, type Entry } from './search';

const entry = (title: string, detail = '', also = ''): Entry => ({
  kind: 'node',
  key: title,
  title,
  detail,
  also,
  run: () => undefined,
});

const all = [
  entry('core-sw-1', '10.0.0.2', 'Allied Telesis'),
  entry('sw-2f', '10.0.0.3'),
  entry('web-1', '10.0.0.20'),
  entry('勤怠システム', 'kintai.example.jp'),
  entry('ＡＰ－１', '10.0.0.4'),
];

const titles = (query: string): string[] => find(all, query).map((e) => e.title);

describe('the palette finds', () => {
  it('what begins with the query before what contains it', () => {
    expect(titles('sw')).toEqual(['sw-2f', 'core-sw-1']);
  });

  it('by address, maker and several words', () => {
    expect(titles('10.0.0.20')).toEqual(['web-1']);
    expect(titles('allied core')).toEqual(['core-sw-1']);
    expect(titles('core zebra')).toEqual([]);
  });

  it('Japanese names, and full-width letters typed in half width', () => {
    expect(titles('勤怠')).toEqual(['勤怠システム']);
    expect(titles('ap')).toEqual(['ＡＰ－１']);
  });

  it('everything, in order, while nothing is typed', () => {
    expect(find(all, ' ', 2).map((e) => e.title)).toEqual(['core-sw-1', 'sw-2f']);
  });
});
