// Names cut to the room there is: from the middle, because node names differ at their ends.

import type { Pen } from './pen';

export class Labels {
  /** Widths at 100 px, and cut names by room. Bounded: forgotten when grown too large. */
  #widths = new Map<string, number>();
  #cuts = new Map<string, string>();

  width(pen: Pen, words: string, size: number, bold = false): number {
    const key = bold ? `*${words}` : words;
    let at100 = this.#widths.get(key);
    if (at100 === undefined) {
      if (this.#widths.size > 20_000) this.forget();
      this.#widths.set(key, (at100 = pen.measure(words, 100, bold)));
    }
    return (at100 * size) / 100;
  }

  /** `words` as it fits into `room` pixels: `srv-file…-02`; empty if nothing readable would. */
  cut(pen: Pen, words: string, size: number, room: number, bold = false): string {
    if (this.width(pen, words, size, bold) <= room) return words;
    // Fewer letters than these tell no node from the next.
    if (room < size * 3) return '';
    const key = `${bold ? '*' : ''}${Math.round((room / size) * 4)} ${words}`;
    let cut = this.#cuts.get(key);
    if (cut === undefined) this.#cuts.set(key, (cut = this.#shorten(pen, words, size, room, bold)));
    return cut;
  }

  forget(): void {
    this.#widths.clear();
    this.#cuts.clear();
  }

  #shorten(pen: Pen, words: string, size: number, room: number, bold: boolean): string {
    const letters = [...words];
    let [least, most] = [1, letters.length - 1];
    const made = (n: number) => {
      // The end tells one from the next.
      const tail = Math.min(5, Math.ceil(n / 2));
      return `${letters.slice(0, n - tail).join('')}…${tail ? letters.slice(-tail).join('') : ''}`;
    };
    while (least < most) {
      const n = Math.ceil((least + most) / 2);
      if (pen.measure(made(n), 100, bold) * (size / 100) <= room) least = n;
      else most = n - 1;
    }
    return made(least);
  }
}

/** What is written where: a place is given once. In rows of pixels, so that asking is cheap. */
export class Taken {
  static readonly ROW = 16;
  readonly #rows = new Map<
    number,
    { left: number; right: number; top: number; bottom: number }[]
  >();

  free(x: number, y: number, w: number, h: number): boolean {
    for (const row of this.#range(y, h)) {
      for (const t of this.#rows.get(row) ?? []) {
        if (x < t.right && t.left < x + w && y < t.bottom && t.top < y + h) return false;
      }
    }
    return true;
  }

  take(x: number, y: number, w: number, h: number): void {
    const place = { left: x, right: x + w, top: y, bottom: y + h };
    for (const row of this.#range(y, h)) {
      const list = this.#rows.get(row);
      if (list) list.push(place);
      else this.#rows.set(row, [place]);
    }
  }

  /** Takes it if it is free. */
  claim(x: number, y: number, w: number, h: number): boolean {
    if (!this.free(x, y, w, h)) return false;
    this.take(x, y, w, h);
    return true;
  }

  *#range(y: number, h: number): Generator<number> {
    const last = Math.floor((y + h) / Taken.ROW);
    for (let row = Math.floor(y / Taken.ROW); row <= last; row++) yield row;
  }
}
