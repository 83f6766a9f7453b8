// A look at an SNMP agent, as a form follows it: how far it is, and ending it.

import type { LookView, SnmpLook, SnmpView } from '../ipc/bindings';
import { client } from '../ipc/client';

/** How often it is asked how far it is, ms. */
const EVERY = 400;

let count = 0;

export class Look {
  /** How far it is; `null` while nobody is asked. */
  now = $state.raw<LookView | null>(null);
  #number = 0;
  #end: () => void = () => undefined;

  /** What a look brings; `null` if it was ended. One under way is ended first. */
  async ask(with_: Omit<SnmpLook, 'look'>): Promise<SnmpView | null> {
    this.stop();
    const look = (this.#number = count += 1);
    this.now = { login: 0, of: 0, reading: false };
    const following = setInterval(() => void this.#follow(look), EVERY);
    try {
      const ended = new Promise<null>((end) => (this.#end = () => end(null)));
      return await Promise.race([client.call('snmp_look', { ...with_, look }), ended]);
    } finally {
      clearInterval(following);
      if (this.#number === look) this.#ended();
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
