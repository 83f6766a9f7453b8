// The vault as the window knows it, and the one place that asks for its passphrase: just when a
// secret is to be kept and cannot be.

import type { SecretId, SecretKind, VaultStatus } from '../ipc/bindings';
import { asFailure, client } from '../ipc/client';

/** What the operator is asked for. */
export type Asked = 'unlock' | 'make' | 'change';

/** As the model has it. */
export const LEAST = 8;

let status = $state.raw<VaultStatus | null>(null);
let asking = $state.raw<{ what: Asked; done: (opened: boolean) => void } | null>(null);

export const vault = {
  /** `null` until it was first asked for. */
  get status(): VaultStatus | null {
    return status;
  },
  /** Is it named somewhere, and nowhere any more? */
  misses(secret: SecretId | null): boolean {
    return secret !== null && (status?.missing ?? []).includes(secret);
  },
  /** What is being asked just now. */
  get asking(): Asked | null {
    return asking?.what ?? null;
  },
  /** Ends the question; with a status if it was answered. */
  answer(now: VaultStatus | null): void {
    if (now) status = now;
    asking?.done(now !== null);
    asking = null;
  },
};

export async function lookAtVault(): Promise<void> {
  status = await client.call('vault', {});
}

/** Looks in the background, unless somebody has: what is shown of a secret hangs on it. */
export function knowVault(): void {
  if (status === null) void lookAtVault().catch(() => undefined);
}

/** Asks for a passphrase; false if the operator would rather not. */
export async function askVault(what: Asked): Promise<boolean> {
  asking?.done(false);
  if (status === null) await lookAtVault();
  return new Promise((done) => (asking = { what, done }));
}

/** Forgets secrets that were sealed for something that then was not kept. */
export function dropSecrets(ids: Iterable<SecretId>): void {
  // What is left behind by a failure goes when the site is opened next.
  for (const secret of ids) void client.call('secret_drop', { secret }).catch(() => undefined);
}

/** Seals a secret; asks for the passphrase if need be. `null` if the operator would rather not. */
export async function keepSecret(kind: SecretKind, value: string): Promise<SecretId | null> {
  for (;;) {
    try {
      const id = await client.call('secret_put', { kind, value });
      // The first one makes the vault.
      void lookAtVault().catch(() => undefined);
      return id;
    } catch (thrown) {
      const { code } = asFailure(thrown);
      if (code !== 'vault_locked' && code !== 'vault_unmade') throw thrown;
      await lookAtVault();
      if (!(await askVault(code === 'vault_locked' ? 'unlock' : 'make'))) return null;
    }
  }
}
