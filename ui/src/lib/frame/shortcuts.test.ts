import { describe, expect, it } from 'vitest';

import { Keyboard, listed, type Press } from './shortcuts';

const press = (key: string, with_: Partial<Press> = {}): Press => ({
  key,
  ctrl: false,
  meta: false,
  alt: false,
  typing: false,
  ...with_,
});

describe('keys', () => {
  it('go to a screen after g', () => {
    const keyboard = new Keyboard();
    expect(keyboard.press(press('g'), 0)).toBeNull();
    expect(keyboard.press(press('m'), 300)).toBe('go_map');
    expect(keyboard.press(press('m'), 400), 'because the g is used up').toBe('maintenance');
  });

  it('forget a g that was long ago', () => {
    const keyboard = new Keyboard();
    keyboard.press(press('g'), 0);
    expect(keyboard.press(press('n'), 5000)).toBeNull();
  });

  it('mean what they say after a g that led nowhere', () => {
    const keyboard = new Keyboard();
    keyboard.press(press('g'), 0);
    expect(keyboard.press(press('j'), 100)).toBe('next');
  });

  it('are letters while someone types', () => {
    const keyboard = new Keyboard();
    expect(keyboard.press(press('a', { typing: true }), 0)).toBeNull();
    expect(keyboard.press(press('/', { typing: true }), 0)).toBeNull();
    expect(keyboard.press(press('Escape', { typing: true }), 0)).toBe('close');
  });

  it('open the palette with Ctrl or ⌘, even while typing', () => {
    const keyboard = new Keyboard();
    expect(keyboard.press(press('k', { ctrl: true, typing: true }), 0)).toBe('palette');
    expect(keyboard.press(press('K', { meta: true }), 0)).toBe('palette');
    expect(keyboard.press(press('a', { ctrl: true }), 0), 'because Ctrl A selects').toBeNull();
  });

  it('are all listed where ? shows them', () => {
    const keyboard = new Keyboard();
    for (const { command, keys } of listed) {
      if (command === 'open' || keys.length > 2 || keys[0]?.startsWith('Ctrl')) continue;
      let got: string | null = null;
      for (const key of keys) got = keyboard.press(press(key === 'Esc' ? 'Escape' : key), 0);
      expect(got).toBe(command);
    }
  });
});
