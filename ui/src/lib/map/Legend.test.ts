import { render, screen, within } from '@testing-library/svelte';
import { afterEach, expect, it } from 'vitest';

import type { NodeKind } from '../ipc/bindings';
import { language } from '../i18n/language.svelte';
import Legend from './Legend.svelte';

afterEach(() => language.speak('en'));

it.each([
  ['en', 'from 70 % of its capacity', 'from 90 %: full', 'leads to a node that is down'],
  ['ja', '使用率 70 % 以上', '90 % 以上（飽和）', '停止中のノードへの接続'],
] as const)('says in %s what width and colour of a link mean', (lang, ...meanings) => {
  language.speak(lang);
  render(Legend, { kinds: new Set<NodeKind>() });
  for (const meaning of meanings) expect(screen.getByText(meaning)).toBeInTheDocument();
});

it('explains the symbols that are on the map, and no others', () => {
  render(Legend, { kinds: new Set(['switch', 'printer'] as const) });
  const symbols = screen.getByRole('list', { name: 'Symbols', hidden: true });
  const words = within(symbols).getAllByRole('listitem', { hidden: true });
  expect(words.map((w) => w.textContent?.trim())).toEqual(['This PC', 'Switch', 'Printer']);
});
