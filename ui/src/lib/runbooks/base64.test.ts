import { expect, it } from 'vitest';
import { base64, textOf } from './base64';

it('carries Japanese text and large files unharmed', () => {
  const text = '手順書 ' + 'あ'.repeat(100_000);
  expect(textOf(base64(new TextEncoder().encode(text)))).toBe(text);
});
