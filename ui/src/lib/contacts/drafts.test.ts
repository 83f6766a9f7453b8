import { describe, expect, it } from 'vitest';
import type { Way } from '../ipc/bindings';
import {
  draftOf,
  FORMS,
  isMailAddress,
  judge,
  judgeMail,
  judgeWay,
  secretsOf,
  typedContact,
  typedMail,
  typedWay,
  usualForm,
  usualWay,
  WAYS,
  withSecret,
} from './drafts';

const fields = (errors: { field: string }[]): string[] => errors.map((e) => e.field);

describe('a contact as it is typed', () => {
  it('says everything that is wrong at once, each at its field', () => {
    const typed = typedContact(null, 'ja');
    typed.ways = [
      typedWay({ way: 'mail', to: ['sato@example.jp', 'nobody'] }),
      typedWay(usualForm('slack')),
      typedWay({ way: 'program', path: 'bell', args: [] }),
    ];
    typed.quiet = [{ days: [], from: '22:00', until: '07:00', pass: null }];
    expect(fields(judge(typed))).toEqual([
      'name',
      'quiet.0.days',
      'ways.0.to.1',
      'ways.1.url',
      'ways.2.path',
    ]);
  });

  it('wants at least one way', () => {
    const typed = { ...typedContact(null, 'en'), name: 'Ops', ways: [] };
    expect(judge(typed)).toEqual([{ field: 'ways', problem: 'empty' }]);
  });

  it('judges a secret address before it is sealed', () => {
    const slack = typedWay(usualForm('slack'));
    const wrong = (url: string): string[] => fields(judgeWay({ ...slack, typed: { url } }, 0));
    expect(wrong('https://hooks.slack.com/services/T/B/x')).toEqual([]);
    expect(
      wrong('http://hooks.slack.com/x'),
      'because only one’s own network may be plain',
    ).toEqual(['ways.0.url']);
    expect(wrong('hooks.slack.com')).toEqual(['ways.0.url']);
    const generic = { ...typedWay(usualForm('generic')), typed: { url: 'http://10.0.0.9/bell' } };
    expect(judgeWay(generic, 0)).toEqual([]);
  });

  it('takes what the vault keeps for good', () => {
    const kept = withSecret(usualForm('telegram'), 'token', 7);
    expect(fields(judgeWay(typedWay(kept), 0)), 'because only the chat is missing').toEqual([
      'ways.0.chat',
    ]);
    expect(judgeWay(typedWay({ ...usualForm('ntfy'), topic: 'bell' } as Way), 0)).toEqual([]);
  });

  it('knows of every form which secrets it needs, and begins with none kept', () => {
    for (const form of FORMS) {
      const way = usualForm(form);
      for (const secret of secretsOf(way)) {
        expect(Object.keys(way), `because ${form} names it`).toContain(secret.field);
      }
    }
    expect(FORMS).toHaveLength(10);
    for (const way of WAYS) expect(usualWay(way).way).toBe(way);
  });

  it('never sends what was typed beside its way', () => {
    const typed = typedContact(null, 'en');
    typed.ways = [{ ...typedWay(usualForm('slack')), typed: { url: 'https://secret.example' } }];
    expect(JSON.stringify(draftOf(typed))).not.toContain('secret.example');
  });
});

describe('a mail server as it is typed', () => {
  const good = { ...typedMail(null), host: 'smtp.example.jp', from: 'hinomi@example.jp' };

  it('may do without a user, but not with one and no password', () => {
    expect(judgeMail(good)).toEqual([]);
    expect(fields(judgeMail({ ...good, user: 'hinomi' }))).toEqual(['password']);
    expect(judgeMail({ ...good, user: 'hinomi', typed: 'x' })).toEqual([]);
  });

  it('sends no password in the clear', () => {
    const clear = { ...good, security: 'none' as const, user: 'hinomi', password: 3 };
    expect(judgeMail(clear)).toEqual([{ field: 'security', problem: 'password_in_the_clear' }]);
  });

  it('knows an address mail can be sent to', () => {
    for (const yes of ['a@example.jp', 'on-duty+x@mail.example.co.jp', "o'neill@x.org"]) {
      expect(isMailAddress(yes), yes).toBe(true);
    }
    for (const no of ['', 'a', '@x.jp', 'a@', 'a b@x.jp', 'a@x..jp', '佐藤@x.jp', 'a.@x.jp']) {
      expect(isMailAddress(no), no).toBe(false);
    }
  });
});
