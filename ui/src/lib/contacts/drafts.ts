// A contact as it is being typed, and what is wrong with it. Pure. Secrets that were typed and not
// yet kept stand beside their way, under the name of its field; nothing is called 0 in the vault.
//
// `judge` says before a secret is sealed what the model would say afterwards, so that everything
// wrong is shown at once; the model's word counts all the same (`ContactDraft::into_contact`).

import type {
  Contact,
  ContactDraft,
  FieldError,
  Form,
  Language,
  MailServer,
  QuietHours,
  SecretKind,
  Security,
  Way,
} from '../ipc/bindings';

/** The fields of ways that hold a secret. */
export type SecretField = 'url' | 'token' | 'key';

export interface TypedWay {
  /** Known by this while the form is open: ways have no identity of their own. */
  key: number;
  way: Way;
  typed: Partial<Record<SecretField, string>>;
}

export interface TypedContact {
  id: number | null;
  name: string;
  language: Language;
  ways: TypedWay[];
  quiet: QuietHours[];
}

/** Not kept yet. */
export const NONE = 0;

type FormOf<K extends Form['form']> = Extract<Form, { form: K }>;

const TEMPLATE = `{
  "title": "{{ title }}",
  "body": "{{ body }}",
  "grade": "{{ grade }}",
  "over": {{ over }},
  "site": "{{ site }}",
  "at": "{{ at }}"
}`;

/** What a form begins with, in the order they are offered. */
const USUAL: { [K in Form['form']]: () => FormOf<K> } = {
  slack: () => ({ form: 'slack', url: NONE }),
  teams: () => ({ form: 'teams', url: NONE }),
  google_chat: () => ({ form: 'google_chat', url: NONE }),
  discord: () => ({ form: 'discord', url: NONE }),
  line_works: () => ({ form: 'line_works', url: NONE }),
  chatwork: () => ({ form: 'chatwork', room: '', token: NONE }),
  ntfy: () => ({ form: 'ntfy', server: 'https://ntfy.sh', topic: '', token: null }),
  telegram: () => ({ form: 'telegram', chat: '', token: NONE }),
  pager_duty: () => ({ form: 'pager_duty', server: 'https://events.pagerduty.com', key: NONE }),
  generic: () => ({ form: 'generic', url: NONE, template: TEMPLATE, content: 'json', token: null }),
};

export const FORMS = Object.keys(USUAL) as Form['form'][];
export const WAYS: readonly Way['way'][] = ['desktop', 'mail', 'webhook', 'program'];

export const usualForm = (form: Form['form']): Way => ({ way: 'webhook', ...USUAL[form]() });

export function usualWay(way: Way['way']): Way {
  switch (way) {
    case 'desktop':
      return { way };
    case 'mail':
      return { way, to: [] };
    case 'webhook':
      return usualForm('slack');
    case 'program':
      return { way, path: '', args: [] };
  }
}

let next = 1;

export const typedWay = (way: Way): TypedWay => ({ key: next++, way, typed: {} });

/** The draft a person goes on from. */
export function typedContact(contact: Contact | null, language: Language): TypedContact {
  if (contact === null) {
    return { id: null, name: '', language, ways: [typedWay(usualWay('mail'))], quiet: [] };
  }
  const { id, name, language: own, ways, quiet } = structuredClone(contact);
  return { id, name, language: own, ways: ways.map(typedWay), quiet };
}

/** What is sent, once every secret is kept. */
export function draftOf(typed: TypedContact): ContactDraft {
  const { id, name, language, quiet } = typed;
  return { id, name, language, ways: typed.ways.map((w) => w.way), quiet };
}

export interface Secret {
  field: SecretField;
  kind: SecretKind;
  optional: boolean;
}

const address: Secret = { field: 'url', kind: 'hook_url', optional: false };
const token: Secret = { field: 'token', kind: 'token', optional: false };

/** The secrets a form needs. Total: a new form does not compile until it says which. */
const SECRETS: Record<Form['form'], readonly Secret[]> = {
  slack: [address],
  teams: [address],
  google_chat: [address],
  discord: [address],
  line_works: [address],
  chatwork: [token],
  ntfy: [{ ...token, optional: true }],
  telegram: [token],
  pager_duty: [{ field: 'key', kind: 'token', optional: false }],
  generic: [address, { ...token, optional: true }],
};

export const secretsOf = (way: Way): readonly Secret[] =>
  way.way === 'webhook' ? SECRETS[way.form] : [];

/** The fields of forms that hold a short text. */
export type TextField = 'room' | 'chat' | 'topic' | 'server';

const TEXTS: Partial<Record<Form['form'], readonly TextField[]>> = {
  chatwork: ['room'],
  telegram: ['chat'],
  ntfy: ['topic', 'server'],
  pager_duty: ['server'],
};

export const textsOf = (form: Form['form']): readonly TextField[] => TEXTS[form] ?? [];

/** Where a secret lies; 0 or null is nowhere yet. */
export function keptAt(way: Way, field: SecretField): number | null {
  return (way as Partial<Record<SecretField, number | null>>)[field] ?? null;
}

/** Every secret a way names. */
export function secretsIn(way: Way): number[] {
  return secretsOf(way).flatMap(({ field }) => keptAt(way, field) || []);
}

/** The same way with a secret kept there. */
export function withSecret(way: Way, field: SecretField, id: number | null): Way {
  return { ...way, [field]: id } as Way;
}

/** May its address be a plain `http` one? Only where it can lie in one's own network. */
const PLAIN: readonly Form['form'][] = ['generic', 'ntfy', 'pager_duty'];

type Problem = FieldError extends infer E
  ? E extends FieldError
    ? Omit<E, 'field'>
    : never
  : never;

function judgeUrl(url: string, plain: boolean): Problem | null {
  const text = url.trim();
  if (text === '') return { problem: 'empty' };
  if (text.length > 2000) return { problem: 'too_long', most: 2000 };
  const read = URL.canParse(text) ? new URL(text) : null;
  const good = read?.protocol === 'https:' || (plain && read?.protocol === 'http:');
  return good && read.host !== '' ? null : { problem: 'not_a_url' };
}

const ATOM = /^[A-Za-z0-9!#$%&'*+\-/=?^_`{|}~]+(\.[A-Za-z0-9!#$%&'*+\-/=?^_`{|}~]+)*$/;
const NAME =
  /^(?=.{1,253}$)([A-Za-z0-9_]([A-Za-z0-9_-]{0,61}[A-Za-z0-9_])?)(\.[A-Za-z0-9_]([A-Za-z0-9_-]{0,61}[A-Za-z0-9_])?)*$/;

export function isMailAddress(text: string): boolean {
  const at = text.lastIndexOf('@');
  const [local, domain] = [text.slice(0, at), text.slice(at + 1)];
  return at > 0 && local.length <= 64 && ATOM.test(local) && NAME.test(domain);
}

class Findings {
  readonly found: FieldError[] = [];

  add(field: string, problem: Problem | null): void {
    if (problem) this.found.push({ field, ...problem } as FieldError);
  }

  filled(field: string, text: string, most: number): void {
    if (text.trim() === '') this.add(field, { problem: 'empty' });
    else if ([...text].length > most) this.add(field, { problem: 'too_long', most });
  }

  many(field: string, n: number, least: number, most: number): void {
    if (n === 0 && least > 0) this.add(field, { problem: 'empty' });
    else if (n > most) this.add(field, { problem: 'out_of_range', least, most });
  }

  mail(field: string, text: string): void {
    if (text.trim() === '') this.add(field, { problem: 'empty' });
    else if (!isMailAddress(text.trim())) this.add(field, { problem: 'not_a_mail_address' });
  }

  word(field: string, text: string, most: number, plain: RegExp): void {
    this.filled(field, text, most);
    if (text.trim() !== '' && !plain.test(text)) this.add(field, { problem: 'not_plain' });
  }
}

function judgeForm(found: Findings, at: (field: string) => string, form: Form): void {
  switch (form.form) {
    case 'generic':
      return found.filled(at('template'), form.template, 16_000);
    case 'chatwork':
      return found.word(at('room'), form.room, 20, /^\d+$/);
    case 'ntfy':
      found.add(at('server'), judgeUrl(form.server, true));
      return found.word(at('topic'), form.topic, 64, /^[\w-]+$/);
    case 'telegram':
      return found.word(at('chat'), form.chat, 64, /^[\w@-]+$/);
    case 'pager_duty':
      return found.add(at('server'), judgeUrl(form.server, true));
    case 'slack':
    case 'teams':
    case 'google_chat':
    case 'discord':
    case 'line_works':
      return;
  }
}

function judgeSecrets(found: Findings, at: (field: string) => string, typed: TypedWay): void {
  for (const { field, kind, optional } of secretsOf(typed.way)) {
    const text = typed.typed[field] ?? '';
    if (text === '') {
      if (!optional && !keptAt(typed.way, field)) found.add(at(field), { problem: 'empty' });
    } else if (kind === 'hook_url') {
      const plain = typed.way.way === 'webhook' && PLAIN.includes(typed.way.form);
      found.add(at(field), judgeUrl(text, plain));
    } else if (!/^[!-~]+$/.test(text.trim())) found.add(at(field), { problem: 'not_plain' });
  }
}

/** Everything wrong with one way; `n` is its place. */
export function judgeWay(typed: TypedWay, n: number): FieldError[] {
  const found = new Findings();
  const at = (field: string): string => `ways.${n}.${field}`;
  const { way } = typed;
  switch (way.way) {
    case 'desktop':
      break;
    case 'mail':
      found.many(at('to'), way.to.length, 1, 20);
      way.to.forEach((to, i) => found.mail(at(`to.${i}`), to));
      break;
    case 'webhook':
      judgeForm(found, at, way);
      break;
    case 'program':
      found.filled(at('path'), way.path, 1000);
      if (way.path !== '' && !/^(\/|\\\\|.:[\\/])/.test(way.path)) {
        found.add(at('path'), { problem: 'not_a_full_path' });
      }
      found.many(at('args'), way.args.length, 0, 50);
  }
  judgeSecrets(found, at, typed);
  return found.found;
}

/** Everything wrong with a contact. */
export function judge(typed: TypedContact): FieldError[] {
  const found = new Findings();
  found.filled('name', typed.name, 80);
  found.many('ways', typed.ways.length, 1, 10);
  found.many('quiet', typed.quiet.length, 0, 10);
  typed.quiet.forEach((quiet, n) => {
    if (quiet.days.length === 0) found.add(`quiet.${n}.days`, { problem: 'empty' });
  });
  return [...found.found, ...typed.ways.flatMap(judgeWay)];
}

/** A mail server as it is being typed. */
export interface TypedMail {
  host: string;
  port: number;
  security: Security;
  user: string;
  password: number | null;
  typed: string;
  from: string;
}

export const usualPort: Record<Security, number> = { start_tls: 587, tls: 465, none: 25 };

export function typedMail(server: MailServer | null): TypedMail {
  if (server === null) {
    return {
      host: '',
      port: 587,
      security: 'start_tls',
      user: '',
      password: null,
      typed: '',
      from: '',
    };
  }
  return { ...server, user: server.user ?? '', typed: '' };
}

/** Everything wrong with a mail server, as `MailServerDraft` of the model has it. Without a user the
    password is let go. */
export function judgeMail(mail: TypedMail): FieldError[] {
  const found = new Findings();
  const host = mail.host.trim();
  if (host === '') found.add('host', { problem: 'empty' });
  else if (!NAME.test(host) && !/^[\da-fA-F:.]+$/.test(host)) {
    found.add('host', { problem: 'not_an_address' });
  }
  if (!(mail.port >= 1 && mail.port <= 65_535)) {
    found.add('port', { problem: 'out_of_range', least: 1, most: 65_535 });
  }
  const [user, password] = [mail.user.trim() !== '', mail.typed !== '' || mail.password !== null];
  if (user && !password) found.add('password', { problem: 'empty' });
  if (user && password && mail.security === 'none') {
    found.add('security', { problem: 'password_in_the_clear' });
  }
  found.mail('from', mail.from);
  return found.found;
}
