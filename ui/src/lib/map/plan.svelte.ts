// The picture beneath a map: fetched once for as long as it is the same, and made small enough on
// its way in.

import type { Plan, SiteMap } from '../ipc/bindings';
import { client } from '../ipc/client';
import { failed } from '../parts/toasts.svelte';

/** Longest edge of a picture that is kept, pixels. */
const MOST = 4096;
/** Longer than this in base64 it is kept as a JPEG. */
const LONG = 6_000_000;

/** A picture as it is painted. */
export interface Ground {
  image: HTMLImageElement;
  /** The picture as a data address, for files. */
  href: string;
  /** Height by width. */
  ratio: number;
}

/** Pictures kept besides the one that is shown: what is taken back need not be fetched anew. */
const KEPT = 3;

export class Grounds {
  #hash = '';
  #kept: { hash: string; ground: Ground }[] = [];
  ground = $state.raw<Ground | null>(null);

  /** Fetches what lies beneath a map, if it is another picture than before. */
  async follow(map: SiteMap | null): Promise<void> {
    const hash = map?.plan?.image.hash ?? '';
    if (hash === this.#hash) return;
    this.#hash = hash;
    this.ground = this.#kept.find((k) => k.hash === hash)?.ground ?? null;
    if (!map?.plan || this.ground) return;
    try {
      const { mime, content } = await client.call('plan', { map: map.id });
      const href = `data:${mime};base64,${content}`;
      const image = await loaded(href);
      const ground = { image, href, ratio: ratioOf(image) };
      this.#kept = [{ hash, ground }, ...this.#kept].slice(0, KEPT + 1);
      if (this.#hash === hash) this.ground = ground;
    } catch (thrown) {
      failed(thrown);
    }
  }
}

const ratioOf = (image: HTMLImageElement) => image.naturalHeight / Math.max(1, image.naturalWidth);

function loaded(src: string): Promise<HTMLImageElement> {
  return new Promise((done, wrong) => {
    const image = new Image();
    image.onload = () => done(image);
    image.onerror = () => wrong(new Error('This file is no picture this window can show.'));
    image.src = src;
  });
}

/** Keeps a picture in the site file and says how it lies beneath what is there already. */
export async function planOf(
  file: File,
  around: { x: number; y: number; w: number },
): Promise<Plan> {
  const url = URL.createObjectURL(file);
  try {
    const content = shrunk(await loaded(url));
    const name = file.name.slice(-200) || 'plan';
    const image = await client.call('plan_put', { name, content });
    const width = Math.min(100_000, Math.max(400, around.w));
    return { image, x: around.x, y: around.y, width, opacity: 0.4 };
  } finally {
    URL.revokeObjectURL(url);
  }
}

/** The picture in base64, drawn anew: so it is a picture and nothing else. */
function shrunk(image: HTMLImageElement): string {
  const [w, h] = [image.naturalWidth || 1000, image.naturalHeight || 1000];
  const scale = Math.min(1, MOST / Math.max(w, h));
  const canvas = document.createElement('canvas');
  canvas.width = Math.max(1, Math.round(w * scale));
  canvas.height = Math.max(1, Math.round(h * scale));
  const context = canvas.getContext('2d');
  if (!context) throw new Error('This webview cannot draw.');
  context.drawImage(image, 0, 0, canvas.width, canvas.height);
  const png = canvas.toDataURL('image/png').split(',')[1] ?? '';
  if (png.length < LONG) return png;
  return canvas.toDataURL('image/jpeg', 0.85).split(',')[1] ?? '';
}
