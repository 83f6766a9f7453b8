// Contrast, computed: 4.5:1 for words, 3:1 for marks, in both themes (WCAG 2.2, 1.4.3 and 1.4.11).

import { readFileSync } from 'node:fs';

import { describe, expect, it } from 'vitest';

const css = readFileSync('src/lib/tokens.css', 'utf8');

function theme(name: string): Map<string, string> {
  const block = new RegExp(`data-theme='${name}'\\] \\{([^}]*)\\}`).exec(css)?.[1] ?? '';
  return new Map([...block.matchAll(/--([\w-]+):\s*(#[0-9a-f]{6})/g)].map((m) => [m[1]!, m[2]!])); // eslint-disable-line @typescript-eslint/no-non-null-assertion
}

function luminance(hex: string): number {
  const [r = 0, g = 0, b = 0] = [1, 3, 5].map((i) => {
    const c = parseInt(hex.slice(i, i + 2), 16) / 255;
    return c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

function contrast(a: string, b: string): number {
  const [light = 0, dark = 0] = [luminance(a), luminance(b)].sort((x, y) => y - x);
  return (light + 0.05) / (dark + 0.05);
}

const grounds = [
  'ground',
  'ground-raised',
  'ground-sunk',
  'field',
  'ground-hover',
  'ground-chosen',
];
const states = ['ok', 'warning', 'critical', 'unknown', 'unreachable', 'maintenance', 'unobserved'];

describe.each(['dark', 'light'])('in the %s theme', (name) => {
  const t = theme(name);
  const of = (token: string): string => t.get(token) ?? '#000000';

  it.each(['text', 'text-dim', 'text-faint', ...states, 'pending'])('%s can be read', (word) => {
    for (const ground of grounds.filter((g) => word === 'text' || !/hover|chosen/.test(g))) {
      expect(contrast(of(word), of(ground)), `${word} on ${ground}`).toBeGreaterThanOrEqual(4.5);
    }
  });

  it.each(states)('%s and its words can be read on its own soft fill', (s) => {
    expect(contrast(of(s), of(`${s}-bg`)), 'the mark').toBeGreaterThanOrEqual(3);
    expect(contrast(of('text'), of(`${s}-bg`))).toBeGreaterThanOrEqual(4.5);
    expect(contrast(of('text-dim'), of(`${s}-bg`))).toBeGreaterThanOrEqual(4.5);
  });

  it('the primary action, the focus and the edges of controls can be seen', () => {
    expect(contrast(of('accent-text'), of('accent'))).toBeGreaterThanOrEqual(4.5);
    expect(contrast(of('accent-text'), of('accent-hover'))).toBeGreaterThanOrEqual(4.5);
    for (const ground of grounds.slice(0, 4)) {
      expect(contrast(of('focus'), of(ground)), ground).toBeGreaterThanOrEqual(3);
      expect(contrast(of('line-strong'), of(ground)), ground).toBeGreaterThanOrEqual(3);
    }
  });

  it('what is chosen or hovered can be read', () => {
    for (const ground of grounds) {
      expect(contrast(of('text-dim'), of(ground)), ground).toBeGreaterThanOrEqual(4.5);
    }
  });
});
