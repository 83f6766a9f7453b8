import { describe, expect, it } from 'vitest';
import type { Check, Failure } from '../ipc/bindings';
import { draftOf, KINDS, rhythm, statusRanges, statusText, usualDraft, wrong } from './drafts';

describe('a check form', () => {
  it('begins with usual values for every kind', () => {
    for (const kind of KINDS) {
      const draft = usualDraft(7, kind);
      expect(draft).toMatchObject({ id: null, node: 7, spec: { kind } });
      expect(draft.every).toBe(rhythm(kind).every);
    }
    expect(rhythm('icmp').every, 'because a dead node is believed down within 15 s').toBe(10_000);
  });

  it('changes a copy, never the check itself', () => {
    const check = { ...usualDraft(1, 'tcp'), id: 3, paused: false } as Check;
    const draft = draftOf(check);
    draft.patience.to_ok = 9;
    expect(check.patience.to_ok).toBe(2);
    expect(draft).not.toHaveProperty('paused');
  });

  it('reads status codes as people write them', () => {
    expect(statusRanges('200-399, 401')).toEqual([
      [200, 399],
      [401, 401],
    ]);
    expect(statusRanges('200、204')).toHaveLength(2);
    expect(statusRanges('20x')).toBeNull();
    expect(statusRanges('')).toEqual([]);
    expect(
      statusText([
        [200, 399],
        [401, 401],
      ]),
    ).toBe('200-399, 401');
  });

  it('says what is wrong in the unit that is shown', () => {
    const failure: Failure = {
      code: 'fields',
      message: '',
      detail: '',
      fields: [{ field: 'every', problem: 'out_of_range', least: 1000, most: 86_400_000 }],
    };
    expect(wrong(failure, 'every', 1000)).toContain('1 ');
    expect(wrong(failure, 'every', 1000)).not.toContain('1000');
    expect(wrong(failure, 'name')).toBeNull();
  });
});
