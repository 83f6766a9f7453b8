import { beforeEach, describe, expect, it, vi } from 'vitest';
import type { SnmpLook, SnmpView } from '../ipc/bindings';
import { Look } from './look.svelte';
import { usualPacing } from './pacing';

const { call } = vi.hoisted(() => ({
  call: vi.fn<(name: string, with_: unknown) => Promise<unknown>>(),
}));
vi.mock('../ipc/client', () => ({ client: { call } }));

const WITH: Omit<SnmpLook, 'look'> = {
  ...{ address: '192.0.2.1', port: 161, pacing: usualPacing },
  ...{ logins: [], node: null },
};
const VIEW: SnmpView = { tried: [], device: null };
const looked = () => call.mock.calls.filter(([name]) => name === 'snmp_look');

beforeEach(() => {
  call.mockReset();
  call.mockResolvedValue(VIEW);
});

describe('a look at an agent', () => {
  it('brings what the desk says', async () => {
    const look = new Look();
    expect(await look.ask(() => Promise.resolve(WITH))).toBe(VIEW);
    expect(look.now).toBeNull();
  });

  it('asks nobody once it was ended, though what opens the agent comes later', async () => {
    const look = new Look();
    let take: (with_: typeof WITH) => void = () => undefined;
    const seen = look.ask(() => new Promise((resolve) => (take = resolve)));
    look.stop();
    take(WITH);
    expect(await seen).toBeNull();
    await Promise.resolve();
    expect(looked()).toEqual([]);
  });

  it('asks nobody where there is nothing to ask with', async () => {
    expect(await new Look().ask(() => Promise.resolve(null))).toBeNull();
    expect(looked()).toEqual([]);
  });

  it('has a number that no other window counts from', async () => {
    const first = async () => {
      vi.resetModules();
      const { Look } = await import('./look.svelte');
      await new Look().ask(() => Promise.resolve(WITH));
      return (looked().at(-1)?.[1] as SnmpLook).look;
    };
    const numbers = [await first(), await first(), await first()];
    expect(new Set(numbers).size, 'because their looks stand in one list').toBe(3);
    for (const n of numbers) expect(n > 0 && n < 2 ** 32 && Number.isInteger(n)).toBe(true);
  });
});
