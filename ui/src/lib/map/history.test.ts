import { describe, expect, it } from 'vitest';
import { History } from './history.svelte';

const adder = (log: string[], name: string) => ({
  forth: async () => void log.push(`+${name}`),
  back: async () => void log.push(`-${name}`),
});

describe('the history', () => {
  it('takes back the last step first and can do it again', async () => {
    const log: string[] = [];
    const h = new History();
    await h.take(adder(log, 'a'));
    await h.take(adder(log, 'b'));
    await h.undo();
    await h.undo();
    await h.undo();
    await h.redo();
    expect(log).toEqual(['+a', '+b', '-b', '-a', '+a']);
    expect([h.canUndo, h.canRedo]).toEqual([true, true]);
  });

  it('forgets what was undone once something new is done', async () => {
    const log: string[] = [];
    const h = new History();
    await h.take(adder(log, 'a'));
    await h.undo();
    await h.take(adder(log, 'b'));
    expect(h.canRedo).toBe(false);
  });

  it('does not remember a step that failed, and goes on working', async () => {
    const h = new History();
    const broken = { forth: () => Promise.reject(new Error('read-only')), back: async () => {} };
    await expect(h.take(broken)).rejects.toThrow('read-only');
    expect(h.canUndo).toBe(false);
    await h.take(adder([], 'a'));
    expect(h.canUndo).toBe(true);
  });

  it('runs two quick undos one after the other', async () => {
    const log: string[] = [];
    const h = new History();
    await h.take(adder(log, 'a'));
    await h.take(adder(log, 'b'));
    await Promise.all([h.undo(), h.undo()]);
    expect(log).toEqual(['+a', '+b', '-b', '-a']);
  });
});
