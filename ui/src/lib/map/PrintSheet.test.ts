import { fireEvent, render, screen } from '@testing-library/svelte';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';

import type { NodeKind } from '../ipc/bindings';
import PrintSheet from './PrintSheet.svelte';

const print = vi.fn();
const revoke = vi.fn();
let kept: Blob[] = [];

beforeEach(() => {
  kept = [];
  print.mockReset();
  revoke.mockReset();
  vi.spyOn(window, 'print').mockImplementation(print);
  // jsdom keeps no blobs.
  URL.createObjectURL = (blob: Blob) => `blob:${kept.push(blob)}`;
  URL.revokeObjectURL = revoke;
});
afterEach(() => {
  vi.restoreAllMocks();
  Reflect.deleteProperty(URL, 'createObjectURL');
  Reflect.deleteProperty(URL, 'revokeObjectURL');
});

function lay() {
  const ondone = vi.fn();
  const words = { title: 'Map of Tokyo', sentence: '60 nodes, nothing wrong.' };
  const sheet = {
    picture: '<svg/>',
    moment: '2026-11-22 10:00',
    kinds: new Set<NodeKind>(['switch']),
    ...words,
  };
  const { unmount } = render(PrintSheet, { ...sheet, ondone });
  return { ondone, unmount, picture: screen.getByRole<HTMLImageElement>('img') };
}

describe('the map on paper', () => {
  it('says what it is, how it stands, of when, and what its marks mean', () => {
    const { picture } = lay();
    const sheet = screen.getByTestId('map-print').textContent;
    expect(sheet).toContain('Map of Tokyo');
    expect(sheet).toContain('60 nodes, nothing wrong.');
    expect(sheet).toContain('As of 2026-11-22 10:00');
    expect(sheet, 'because nobody can ask a sheet of paper').toContain('inferred');
    expect(picture.src).toBe('blob:1');
    expect(kept.map((blob) => blob.type)).toEqual(['image/svg+xml']);
  });

  it('is printed once the picture is there, and not before', async () => {
    const { picture, ondone } = lay();
    expect(print, 'because the page would be empty').not.toHaveBeenCalled();
    await fireEvent.load(picture);
    expect(print).toHaveBeenCalledTimes(1);
    expect(ondone, 'because it is on its way only').not.toHaveBeenCalled();
  });

  it('is turned on paper that stands, unless it is higher than wide', async () => {
    const { picture } = lay();
    const sheet = picture.parentElement;
    vi.spyOn(picture, 'naturalWidth', 'get').mockReturnValue(800);
    const high = vi.spyOn(picture, 'naturalHeight', 'get').mockReturnValue(500);
    await fireEvent.load(picture);
    expect(sheet).toHaveClass('wide');
    high.mockReturnValue(900);
    await fireEvent.load(picture);
    expect(sheet).not.toHaveClass('wide');
  });

  it('goes when it was printed, and takes its picture along', async () => {
    const { picture, ondone, unmount } = lay();
    await fireEvent.load(picture);
    dispatchEvent(new Event('afterprint'));
    expect(ondone).toHaveBeenCalledTimes(1);
    unmount();
    expect(revoke).toHaveBeenCalledWith('blob:1');
    dispatchEvent(new Event('afterprint'));
    expect(ondone, 'because another sheet is none of its business').toHaveBeenCalledTimes(1);
  });

  it('goes, too, when there is no picture to print', async () => {
    const { picture, ondone } = lay();
    await fireEvent.error(picture);
    expect(ondone).toHaveBeenCalledTimes(1);
    expect(print).not.toHaveBeenCalled();
  });
});
