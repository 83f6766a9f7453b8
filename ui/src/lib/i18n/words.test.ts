// Types hold the keys; this holds what types cannot see: that nothing is empty or untranslated.

import { describe, expect, it } from 'vitest';

import { language } from './language.svelte';

const modules = import.meta.glob<Record<string, unknown>>('./*.ts', { eager: true });

/** Every `words` getter of every area, by name. */
function areas(): [string, () => object][] {
  return Object.entries(modules).flatMap(([file, exports]) =>
    Object.entries(exports).flatMap(([name, value]): [string, () => object][] => {
      if (typeof value !== 'function' || value.length !== 0) return [];
      const words = (value as () => unknown)();
      return typeof words === 'object' && words !== null
        ? [[`${file} ${name}`, value as () => object]]
        : [];
    }),
  );
}

function leaves(words: object, path = ''): [string, unknown][] {
  return Object.entries(words).flatMap(([key, value]): [string, unknown][] =>
    typeof value === 'object' && value !== null && !Array.isArray(value)
      ? leaves(value as object, `${path}.${key}`)
      : [[`${path}.${key}`, value]],
  );
}

function both(get: () => object): { en: Map<string, unknown>; ja: Map<string, unknown> } {
  language.speak('en');
  const en = new Map(leaves(get()));
  language.speak('ja');
  const ja = new Map(leaves(get()));
  language.speak('en');
  return { en, ja };
}

/** One thing has one word: what Japanese does not call it, and what it does. */
const ONE_WORD: [RegExp, string][] = [
  [/保管庫[^。]*ロック/u, '施錠'],
  [/コミュニティ(?!名)/u, 'コミュニティ名'],
  [/接続情報|SNMP ログイン/u, '認証情報'],
];

describe('every area', () => {
  const all = areas();

  it('is found', () => {
    expect(all.length).toBeGreaterThan(4);
  });

  for (const [name, get] of all) {
    it(`${name} has the same keys and kinds in both languages`, () => {
      const { en, ja } = both(get);
      expect([...ja.keys()].sort()).toEqual([...en.keys()].sort());
      for (const [key, value] of en) expect(typeof ja.get(key), key).toBe(typeof value);
    });

    it(`${name} has no empty words and no Japanese in English`, () => {
      const { en, ja } = both(get);
      for (const [key, value] of en) {
        if (typeof value !== 'string') continue;
        expect(value.trim(), key).not.toBe('');
        expect(String(ja.get(key)).trim(), key).not.toBe('');
        if (key !== '.changeLanguage') {
          expect(value, key).not.toMatch(/[\p{sc=Hiragana}\p{sc=Katakana}]/u);
        }
      }
    });

    it(`${name} calls one thing by one word`, () => {
      for (const [key, value] of both(get).ja) {
        // Of a sentence that is made, what it is made of.
        for (const [other, word] of ONE_WORD) {
          expect(String(value), `${key}: the word is ${word}`).not.toMatch(other);
        }
      }
    });
  }
});
