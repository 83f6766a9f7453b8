import { expect, it } from 'vitest';

import { stretch } from './text';

it('finds the line that is meant, wherever it is', () => {
  const text = 'name = "X"\n\nkind = "switch"';
  const line = (n: number) => text.slice(...stretch(text, n));
  expect([1, 2, 3].map(line)).toEqual(['name = "X"', '', 'kind = "switch"']);
  expect(line(99), 'because the end of the file may be what is missing').toBe('kind = "switch"');
});
