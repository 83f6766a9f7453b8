import { describe, expect, it } from 'vitest';
import type { Policies } from '../ipc/bindings';
import { effective, holding, ownOf, read, saying, shown, silent, type Saying } from './policy';

const says = (every: number | null, to_ok: number | null = null): Policies => ({
  reachability: silent,
  metrics: { ...silent, every, to_ok },
});

describe('what is inherited', () => {
  const levels: Saying[] = [
    { level: 'site', policies: says(30_000, 5) },
    { level: 'group', policies: says(20_000) },
    { level: 'node', policies: says(null) },
  ];

  it('is what the last level says, else what is usual', () => {
    const held = effective(levels, 'metrics');
    expect(held.every).toEqual({ value: 20_000, from: 'group' });
    expect(held.to_ok).toEqual({ value: 5, from: 'site' });
    expect(held.to_trouble).toEqual({ value: 3, from: 'usual' });
    expect(effective(levels, 'reachability').every, 'because they are told apart').toEqual({
      value: 10_000,
      from: 'usual',
    });
  });

  it('gives way to what a check says itself', () => {
    const inherited = effective(levels, 'metrics');
    const now = holding(inherited, { ...silent, every: 5000 });
    expect(now.every).toBe(5000);
    expect(now.patience.to_ok).toBe(5);
  });

  it('is told from what is a check’s own', () => {
    const held = effective(levels, 'metrics');
    const own = ownOf({ ...held, every: { value: 7000, from: 'check' } });
    expect(own).toEqual({ ...silent, every: 7000 });
    expect(saying({ reachability: silent, metrics: own })).toBe(1);
  });
});

it('reads values as people type them', () => {
  expect(read('every', '１．５')).toBe(1500);
  expect(read('doubt_every', '0,5')).toBe(500);
  expect(read('to_ok', '3')).toBe(3);
  expect(read('to_ok', '999'), 'because the wire carries no more').toBe(255);
  expect(read('to_ok', 'x')).toBeNull();
  expect(read('every', ' ')).toBeNull();
  expect(shown('every', 500)).toBe('0.5');
});
