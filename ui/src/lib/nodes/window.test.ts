import { expect, it } from 'vitest';
import { reveal, visible } from './window';

it('draws a handful of five thousand rows', () => {
  const at = visible(60_000, 600, 30, 5000, 10);
  expect(at.first).toBe(1990);
  expect(at.end).toBe(2030);
  expect(at.whole).toBe(150_000);
});

it('stays within the rows there are, however far it was scrolled before they went', () => {
  const at = visible(60_000, 600, 30, 5, 10);
  expect(at.first, 'because five rows need no scrolling').toBe(0);
  expect(at.end).toBe(5);
  expect(visible(-40, 600, 30, 0)).toEqual({ first: 0, end: 0, whole: 0 });
});

it('scrolls no further than needed to show a row', () => {
  expect(reveal(100, 300, 30, 5), 'because it is visible already').toBe(100);
  expect(reveal(100, 300, 30, 0)).toBe(0);
  expect(reveal(0, 300, 30, 10)).toBe(30);
});
