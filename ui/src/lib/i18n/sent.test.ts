import { expect, it } from 'vitest';
import type { Sent } from '../ipc/bindings';
import { sentText } from './sent';

it('tells what the other side said, in both languages', () => {
  const no: Sent = {
    sent: 'refused',
    why: { why: 'said', step: 'recipient', code: 550, said: '5.1.1 no such user' },
  };
  expect(sentText(no, 'en')).toBe(
    'Refused: the mail server does not accept a recipient (550 5.1.1 no such user).',
  );
  expect(sentText(no, 'ja')).toBe(
    '拒否されました：メールサーバーが宛先を拒否しました（550 5.1.1 no such user）',
  );
  const later: Sent = {
    sent: 'deferred',
    why: { why: 'said', step: 'request', code: 429, said: '' },
    after: 90_000,
  };
  expect(sentText(later, 'en')).toContain('Not for another 1 min 30 s');
  expect(sentText(later, 'ja')).toContain('あと1分30秒は');
  const yes: Sent = { sent: 'delivered', proof: '250 queued as 4F2' };
  expect(sentText(yes, 'ja')).toContain('250 queued as 4F2');
});
