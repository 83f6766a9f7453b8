import { render, screen, waitFor, within } from '@testing-library/svelte';
import userEvent from '@testing-library/user-event';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import type { Contact, VaultStatus } from '../ipc/bindings';

const call = vi.hoisted(() => vi.fn());
vi.mock('../ipc/client', async (original) => ({
  ...(await original<typeof import('../ipc/client')>()),
  client: { call, onGo: () => undefined, onAsk: () => undefined },
}));
vi.mock('../world/world.svelte', () => ({
  world: { readOnly: false, settings: { language: 'en', mail: null }, now: 0 },
  pullSoon: () => undefined,
}));

import AskVault from '../vault/AskVault.svelte';
import ContactForm from './ContactForm.svelte';

const failure = (code: string, fields: unknown[] = []) => ({
  code,
  message: '',
  detail: '',
  fields,
});
const shut: VaultStatus = {
  state: 'unmade',
  passphrase: false,
  keychain: false,
  keychain_here: false,
  remembered_here: false,
  secrets: 0,
  missing: [],
};
const SECRET = 'https://hooks.slack.com/services/T0/B0/very-secret';

let answers: Record<string, (with_: never) => unknown>;
beforeEach(() => {
  answers = {
    vault: () => shut,
    secret_put: () => 11,
    contact_put: () => 1,
    way_try: () => ({ sent: 'delivered', proof: '200 OK' }),
  };
  call.mockReset();
  call.mockImplementation(async (name: string, with_: never) => {
    const answer = answers[name];
    if (!answer) throw new Error(`nobody answers ${name}`);
    return answer(with_);
  });
});

const calls = (name: string) => call.mock.calls.filter(([n]) => n === name).map(([, w]) => w);

async function slack(person: ReturnType<typeof userEvent.setup>): Promise<void> {
  await person.type(screen.getByTestId('contact-name'), 'Ops');
  await person.selectOptions(screen.getByTestId('way-kind'), 'webhook');
  await person.type(screen.getByTestId('way-url'), SECRET);
}

describe('a contact form', () => {
  it('says all that is wrong at once and seals nothing yet', async () => {
    const person = userEvent.setup();
    render(ContactForm, { contact: null, onclose: () => undefined });
    await person.selectOptions(screen.getByTestId('way-kind'), 'webhook');
    await person.click(screen.getByTestId('contact-save'));
    expect(await screen.findAllByRole('alert')).toHaveLength(2);
    expect(screen.getByTestId('way-url')).toHaveAttribute('aria-invalid', 'true');
    expect(call, 'because a secret is sealed only once all is well').not.toHaveBeenCalled();
  });

  it('seals a secret first, sends its number, and never shows it again', async () => {
    const person = userEvent.setup();
    const closed = vi.fn();
    render(ContactForm, { contact: null, onclose: closed });
    await slack(person);
    await person.click(screen.getByTestId('way-try'));
    await waitFor(() => expect(screen.getByTestId('way-tried')).toHaveTextContent('200 OK'));
    expect(calls('secret_put')).toEqual([{ kind: 'hook_url', value: SECRET }]);
    expect(screen.getByTestId('way-url')).toHaveValue('kept in the vault');
    await person.click(screen.getByTestId('contact-save'));
    await waitFor(() => expect(closed).toHaveBeenCalled());
    const [sent] = calls('contact_put');
    expect(sent.draft.ways).toEqual([{ way: 'webhook', form: 'slack', url: 11 }]);
    expect(JSON.stringify(sent)).not.toContain('very-secret');
    expect(calls('secret_put'), 'because it is kept already').toHaveLength(1);
  });

  it('shows what the other side said to a trial', async () => {
    const person = userEvent.setup();
    answers.way_try = () => ({
      sent: 'refused',
      why: { why: 'said', step: 'request', code: 404, said: 'no_service' },
    });
    render(ContactForm, { contact: null, onclose: () => undefined });
    await slack(person);
    await person.click(screen.getByTestId('way-try'));
    await waitFor(() =>
      expect(screen.getByTestId('way-tried')).toHaveTextContent(
        'Refused: the service answered no (404 no_service).',
      ),
    );
    await person.selectOptions(screen.getByTestId('way-form'), 'teams');
    expect(
      screen.getByTestId('way-tried'),
      'because that was said to another',
    ).toBeEmptyDOMElement();
  });

  it('puts what the desk finds at its field', async () => {
    const person = userEvent.setup();
    answers.contact_put = () => {
      throw failure('fields', [
        { field: 'ways.0.template', problem: 'bad_template', line: 2, detail: 'odd' },
      ]);
    };
    render(ContactForm, { contact: null, onclose: () => undefined });
    await slack(person);
    await person.selectOptions(screen.getByTestId('way-form'), 'generic');
    await person.type(screen.getByTestId('way-url'), 'https://bell.example/x');
    await person.click(screen.getByTestId('contact-save'));
    expect(await screen.findByRole('alert')).toHaveTextContent('Line 2 of the template: odd');
    await waitFor(() =>
      expect(screen.getByTestId('way-template'), 'because it may be out of sight').toHaveFocus(),
    );
  });

  it('asks for a passphrase just when the first secret needs one', async () => {
    const person = userEvent.setup();
    let made = false;
    answers.secret_put = () => {
      if (!made) throw failure('vault_unmade');
      return 12;
    };
    answers.vault_passphrase = () => {
      made = true;
      return { ...shut, state: 'open', passphrase: true };
    };
    const closed = vi.fn();
    render(AskVault);
    render(ContactForm, { contact: null, onclose: closed });
    await slack(person);
    await person.click(screen.getByTestId('contact-save'));
    const ask = await screen.findByTestId('vault-passphrase');
    expect(screen.getByTestId('ask-vault')).toHaveTextContent('no keychain');
    await person.type(ask, 'short');
    await person.click(screen.getByTestId('vault-save'));
    expect(within(screen.getByTestId('ask-vault')).getAllByRole('alert')).toHaveLength(2);
    await person.clear(ask);
    await person.type(ask, 'long enough');
    await person.type(screen.getByTestId('vault-again'), 'long enough');
    await person.click(screen.getByTestId('vault-save'));
    await waitFor(() => expect(closed).toHaveBeenCalled());
    expect(calls('vault_passphrase')).toEqual([{ old: null, new: 'long enough' }]);
    expect(screen.queryByTestId('vault-passphrase')).toBeNull();
  });

  it('keeps what it was if a secret is left as it is', async () => {
    const person = userEvent.setup();
    const contact: Contact = {
      id: 4,
      name: '佐藤',
      language: 'ja',
      ways: [{ way: 'webhook', form: 'telegram', chat: '@ops', token: 7 }],
      quiet: [{ days: ['mon'], from: '22:00', until: '07:00', pass: null }],
    };
    const closed = vi.fn();
    render(ContactForm, { contact, onclose: closed });
    const from = screen.getByTestId('quiet-0-from');
    await person.clear(from);
    await person.type(from, '2130{Tab}');
    expect(from).toHaveValue('21:30');
    await person.clear(from);
    await person.type(from, 'late{Tab}');
    expect(from, 'because that is no time').toHaveValue('21:30');
    await person.click(screen.getByTestId('contact-save'));
    await waitFor(() => expect(closed).toHaveBeenCalled());
    const [sent] = calls('contact_put');
    expect(sent).toEqual({
      contact: 4,
      draft: { ...contact, quiet: [{ ...contact.quiet[0], from: '21:30' }] },
    });
    expect(calls('secret_put')).toEqual([]);
  });
});
