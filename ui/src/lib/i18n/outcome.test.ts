import { describe, expect, it } from 'vitest';
import type { Outcome } from '../ipc/bindings';
import { checkName, outcomeText, saidText } from './outcome';

const timedOut: Outcome = { outcome: 'failed', phase: 'connect', cause: { cause: 'timed_out' } };

describe('an outcome in words', () => {
  it('says a missed echo without jargon', () => {
    expect(outcomeText(timedOut, 'en')).toBe('no answer in time');
    expect(outcomeText(timedOut, 'ja')).toBe('応答なし（タイムアウト）');
  });

  it('says where it happened when that is news', () => {
    const late: Outcome = { ...timedOut, phase: 'first_byte' };
    expect(outcomeText(late, 'en')).toBe('no answer in time (waiting for the answer)');
  });

  it('names the router that says no', () => {
    const says = (by: string, code: number): Outcome => ({
      outcome: 'failed',
      phase: 'connect',
      cause: { cause: 'unreachable', by, code },
    });
    expect(outcomeText(says('10.0.0.1', 1), 'en')).toBe('host unreachable, says 10.0.0.1');
    expect(outcomeText(says('fe80::1', 0), 'en')).toBe('no way to its network, says fe80::1');
  });

  it('gives the numbers that matter for each kind', () => {
    const measured = (...readings: [string, number][]): Outcome => ({
      outcome: 'measured',
      readings: readings.map(([metric, value]) => ({ metric, value })) as never,
    });
    const echo = measured(['rtt', 0.42], ['rtt_min', 0.4], ['jitter', 0], ['loss', 0]);
    expect(outcomeText(echo, 'en')).toBe('0.42 ms');
    const quality = measured(['rtt', 0.42], ['jitter', 0.1], ['loss', 20]);
    expect(outcomeText(quality, 'en')).toBe('0.42 ms, loss 20.0 %, jitter 0.10 ms');
    const page = measured(['status', 200], ['total', 34.2], ['bytes', 1400]);
    expect(outcomeText(page, 'en')).toBe('status 200 in 34.2 ms, 1.40 kB');
    expect(outcomeText(measured(['connect', 1.2]), 'ja')).toBe('1.20 ms で接続');
    const store = measured(['storage', 71], ['full_in', 5.2]);
    expect(outcomeText(store, 'en')).toBe('71 %, full in about 5 days');
    expect(outcomeText(store, 'ja')).toBe('71 %、約 5 日で満杯');
    const wire = measured(['traffic_in', 2e6], ['errors_in', 0], ['collisions', 4]);
    expect(outcomeText(wire, 'en')).toBe('in 2 Mbit/s, collisions 4 /s');
    expect(outcomeText(wire, 'ja')).toBe('受信 2 Mbit/s、コリジョン 4 /s');
  });

  it('keeps "could not look" apart from "failed"', () => {
    const unable: Outcome = { outcome: 'unable', obstacle: { obstacle: 'no_route' } };
    expect(outcomeText(unable, 'en')).toContain('could not look');
  });
});

describe('what a device says', () => {
  it('is Japanese where every word is known, and its own where one is not', () => {
    expect(saidText('no paper, door open', 'ja')).toBe('用紙切れ、カバー開');
    expect(saidText('no paper, door open', 'en')).toBe('no paper, door open');
    expect(saidText('off, says Ken', 'ja')).toBe('off, says Ken');
    for (const odd of ['constructor', 'toString, ok', '__proto__'])
      expect(saidText(odd, 'ja')).toBe(odd);
  });
});

describe('a check without a name', () => {
  it('is called by its kind and target', () => {
    const spec = {
      kind: 'tcp',
      port: 22,
      timeout: 2000,
      connect: { warning: null, critical: null },
    };
    expect(checkName({ name: '', spec: spec as never }, 'en')).toBe('TCP 22');
    expect(checkName({ name: 'ssh', spec: spec as never }, 'en')).toBe('ssh');
  });
});
