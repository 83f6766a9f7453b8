// A login as it is typed, and how it becomes what a site keeps: secrets go into the vault first.

import type {
  AuthProtocol,
  Failure,
  FieldError,
  Login,
  PrivProtocol,
  SecretId,
} from '../ipc/bindings';
import { keepSecret } from '../vault/vault.svelte';

/** A secret: where it lies in the vault (0 is nowhere yet), and what is typed instead. */
export interface TypedSecret {
  kept: number;
  typed: string;
}

export interface TypedLogin {
  version: Login['version'];
  community: TypedSecret;
  user: string;
  context: string;
  auth: AuthProtocol | null;
  authPhrase: TypedSecret;
  priv: PrivProtocol | null;
  privPhrase: TypedSecret;
}

const nothing = (): TypedSecret => ({ kept: 0, typed: '' });

export function typedLogin(login: Login | null): TypedLogin {
  const typed: TypedLogin = {
    version: login?.version ?? 'v2c',
    community: nothing(),
    user: '',
    context: '',
    auth: 'sha256',
    authPhrase: nothing(),
    priv: 'aes128',
    privPhrase: nothing(),
  };
  if (login === null) return typed;
  if (login.version !== 'v3') return { ...typed, community: { kept: login.community, typed: '' } };
  const { user, context, auth, privacy } = login;
  return {
    ...typed,
    user,
    context,
    auth: auth?.protocol ?? null,
    authPhrase: { kept: auth?.phrase ?? 0, typed: '' },
    priv: privacy?.protocol ?? null,
    privPhrase: { kept: privacy?.phrase ?? 0, typed: '' },
  };
}

type Gone = (secret: SecretId) => boolean;
const empty = ({ kept, typed }: TypedSecret, gone: Gone): boolean =>
  typed === '' && (kept === 0 || gone(kept));
const short = (secret: TypedSecret): boolean =>
  secret.typed !== '' && new TextEncoder().encode(secret.typed).length < 8;

/** What the vault cannot judge: the desk sees secrets only sealed. One that is kept and `gone` has to
 * be typed again. */
export function judgeLogin(typed: TypedLogin, gone: Gone = () => false): FieldError[] {
  const wrong: FieldError[] = [];
  const least = (field: string) =>
    wrong.push({ field, problem: 'out_of_range', least: 8, most: 1000 });
  if (typed.version !== 'v3') {
    if (empty(typed.community, gone)) wrong.push({ field: 'community', problem: 'empty' });
    return wrong;
  }
  if (typed.user.trim() === '') wrong.push({ field: 'user', problem: 'empty' });
  if (typed.auth !== null) {
    if (empty(typed.authPhrase, gone)) wrong.push({ field: 'auth', problem: 'empty' });
    else if (short(typed.authPhrase)) least('auth');
  }
  if (typed.auth !== null && typed.priv !== null) {
    if (empty(typed.privPhrase, gone)) wrong.push({ field: 'priv', problem: 'empty' });
    else if (short(typed.privPhrase)) least('priv');
  }
  return wrong;
}

export function failureOf(fields: FieldError[]): Failure | null {
  return fields.length === 0 ? null : { code: 'fields', message: '', detail: '', fields };
}

/** Seals what is typed; `null` if the operator would rather not open the vault. What was sealed is
 * told, so that it can be forgotten if nothing comes to name it. */
export async function keepLogin(
  typed: TypedLogin,
  sealed: (secret: SecretId) => void,
): Promise<Login | null> {
  const seal = (kind: SnmpSecret, secret: TypedSecret) => sealOne(kind, secret, sealed);
  if (typed.version !== 'v3') {
    const community = await seal('community', typed.community);
    return community === null ? null : { version: typed.version, community };
  }
  const { user, context, auth, priv } = typed;
  const login: Extract<Login, { version: 'v3' }> = {
    version: 'v3',
    user: user.trim(),
    context: context.trim(),
    auth: null,
    privacy: null,
  };
  if (auth === null) return login;
  const phrase = await seal('snmp_auth', typed.authPhrase);
  if (phrase === null) return null;
  login.auth = { protocol: auth, phrase };
  if (priv === null) return login;
  const secret = await seal('snmp_privacy', typed.privPhrase);
  if (secret === null) return null;
  return { ...login, privacy: { protocol: priv, phrase: secret } };
}

type SnmpSecret = 'community' | 'snmp_auth' | 'snmp_privacy';

async function sealOne(
  kind: SnmpSecret,
  secret: TypedSecret,
  sealed: (secret: SecretId) => void,
): Promise<SecretId | null> {
  if (secret.typed === '') return secret.kept;
  const kept = await keepSecret(kind, secret.typed);
  if (kept === null) return null;
  sealed(kept);
  // Kept once: pressing the button again must not seal it again.
  secret.kept = kept;
  secret.typed = '';
  return kept;
}
