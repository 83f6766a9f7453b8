// The trap log as far as it was asked for, asked for again whenever it has changed.

import type { TrapLine, TrapsWanted } from '../ipc/bindings';
import { client } from '../ipc/client';
import { world } from '../world/world.svelte';

type Which = Pick<TrapsWanted, 'node' | 'standing'>;

export class TrapLog {
  lines = $state.raw<readonly TrapLine[]>([]);
  /** The log was read at least once. */
  known = $state(false);
  /** There may be older ones. */
  more = $state(false);
  #most: number;

  constructor(
    private readonly which: () => Which,
    private readonly portion = 100,
  ) {
    this.#most = portion;
    $effect(() => {
      // Read again when the log has changed, and when another part of it is wanted.
      void world.trapsChanged;
      const which = this.which();
      void this.#read(which);
    });
  }

  older(): void {
    this.#most += this.portion;
    void this.#read(this.which());
  }

  async #read(which: Which): Promise<void> {
    const most = Math.min(this.#most, 500);
    try {
      const found = await client.call('traps', { ...which, before: null, most });
      const now = this.which();
      if (now.node !== which.node || now.standing !== which.standing) return;
      this.lines = found;
      this.more = found.length === most && most < 500;
      this.known = true;
    } catch {
      // The next change asks again.
    }
  }
}
