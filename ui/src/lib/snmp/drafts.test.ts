import { beforeEach, expect, it, vi } from 'vitest';

const keepSecret = vi.hoisted(() => vi.fn());
vi.mock('../vault/vault.svelte', () => ({ keepSecret }));

import { judgeLogin, keepLogin, typedLogin } from './drafts';

beforeEach(() => keepSecret.mockReset());

it('asks for what a login lacks, and for nothing else', () => {
  const fields = (typed: ReturnType<typeof typedLogin>) => judgeLogin(typed).map((e) => e.field);
  expect(fields(typedLogin(null))).toEqual(['community']);
  const user = { ...typedLogin(null), version: 'v3' as const };
  expect(fields(user)).toEqual(['user', 'auth', 'priv']);
  expect(fields({ ...user, user: 'hinomi', auth: null }), 'because nothing is signed').toEqual([]);
  const short = { kept: 0, typed: 'seven77' };
  expect(fields({ ...user, user: 'hinomi', authPhrase: short, priv: null })).toEqual(['auth']);
});

it('asks again for what the vault has no more', () => {
  const typed = typedLogin({ version: 'v2c', community: 3 });
  const gone = (secret: number): boolean => secret === 3;
  expect(judgeLogin(typed)).toEqual([]);
  expect(judgeLogin(typed, gone).map((e) => e.field)).toEqual(['community']);
  typed.community.typed = 'public';
  expect(judgeLogin(typed, gone)).toEqual([]);
});

it('seals what is typed once, and leaves what is kept', async () => {
  keepSecret.mockResolvedValue(7);
  const typed = typedLogin({
    version: 'v3',
    user: 'hinomi',
    context: '',
    auth: { protocol: 'sha256', phrase: 3 },
    privacy: { protocol: 'aes128', phrase: 4 },
  });
  typed.privPhrase.typed = 'another phrase';
  const sealed: number[] = [];
  const login = await keepLogin(typed, (secret) => sealed.push(secret));
  expect(login).toMatchObject({ auth: { phrase: 3 }, privacy: { phrase: 7 } });
  await keepLogin(typed, (secret) => sealed.push(secret));
  expect(keepSecret, 'because it is in the vault by now').toHaveBeenCalledTimes(1);
  expect(sealed, 'because whoever asked may have to forget it again').toEqual([7]);
});

it('keeps nothing when the vault stays closed', async () => {
  keepSecret.mockResolvedValue(null);
  const typed = typedLogin(null);
  typed.community.typed = 'office';
  expect(await keepLogin(typed, () => undefined)).toBeNull();
});
