// A look at an SNMP agent, as a form follows it: how far it is, and ending it.

import type { LookView, SnmpLook, SnmpView } from '../ipc/bindings';
import { client } from '../ipc/client';

/** How often it is asked how far it is, ms. */
const EVERY = 400;

/** Every window counts, and the looks of all are in one list: none is to end another's. */
let count = Math.floor(Math.random() * 2 ** 31);

type With = Omit<SnmpLook, 'look'>;

export class Look {
  /** How far it is; `null` while nobody is asked. */
  now = $state.raw<LookView | null>(null);
  #number = 0;
  #end: () => void = () => undefined;

  /**
   * What a look brings; `null` if it was ended, or if there is nothing to ask with. One under way
   * is ended first. It may be ended while `take` is still finding out what to ask with, too.
   */
  async ask(take: () => Promise<With | null>): Promise<SnmpView | null> {
    this.stop();
    const look = (this.#number = count += 1);
    try {
      const ended = new Promise<null>((end) => (this.#end = () => end(null)));
      return await Promise.race([this.#look(look, take), ended]);
    } finally {
      if (this.#number === look) this.#ended();
    }
  }

  async #look(look: number, take: () => Promise<With | null>): Promise<SnmpView | null> {
    const with_ = await take();
    if (with_ === null || this.#number !== look) return null;
    this.now = { login: 0, of: 0, reading: false };
    const following = setInterval(() => void this.#follow(look), EVERY);
    try {
      return await client.call('snmp_look', { ...with_, look });
    } finally {
      clearInterval(following);
    }
  }

  /** Nobody is asked any more. */
  stop(): void {
    const look = this.#number;
    if (look === 0) return;
    this.#ended();
    this.#end();
    // If it cannot be ended it ends by itself, and its answer is not taken.
    client.call('snmp_look_stop', { look }).catch(() => undefined);
  }

  #ended(): void {
    this.#number = 0;
    this.now = null;
  }

  async #follow(look: number): Promise<void> {
    try {
      const now = await client.call('snmp_look_now', { look });
      if (this.#number === look && now.of > 0) this.now = now;
    } catch {
      // The look itself says what is wrong.
    }
  }
}
