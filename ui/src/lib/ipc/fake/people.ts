// Who is told, what is kept secret, and how much noise there was.

import type { Contact, Effective, From, Level, Policy, VaultStatus } from '../bindings';
import { desk } from './desk';
import { edit, fail, or, sleep, type Answers } from './guard';
import { usual } from './cast';

let vault: VaultStatus = {
  state: 'unmade',
  passphrase: false,
  keychain: false,
  keychain_here: true,
  secrets: 0,
};
let phrase = '';

export const people: Answers<
  | 'contact_put'
  | 'contact_drop'
  | 'way_try'
  | 'vault'
  | 'vault_unlock'
  | 'vault_passphrase'
  | 'secret_put'
  | 'program_approve'
  | 'noise'
  | 'policy'
  | 'policies_put'
> = {
  contact_put: edit(({ contact, draft }) => {
    if (draft.name.trim() === '') fail('fields', '', [{ field: 'name', problem: 'empty' }]);
    if (contact !== null) or(desk.contacts.get(contact));
    const id = contact ?? desk.contacts.free();
    const row: Contact = { ...draft, id };
    desk.contacts.put(id, row);
    return id;
  }),
  contact_drop: edit(({ contact }) => {
    if (!desk.contacts.drop(contact)) fail('not_found');
    return {};
  }),
  way_try: async () => {
    await sleep(300);
    return { sent: 'delivered', proof: '250 2.0.0 Ok: queued as 4FB1C2' };
  },
  vault: () => vault,
  vault_unlock: ({ passphrase }) => {
    if (passphrase !== phrase) fail('wrong_passphrase');
    return (vault = { ...vault, state: 'open' });
  },
  vault_passphrase: edit(({ old, new: next }) => {
    if (vault.passphrase && old !== phrase) fail('wrong_passphrase');
    if (next.length < 8) fail('passphrase_too_short');
    phrase = next;
    return (vault = { ...vault, state: 'open', passphrase: true });
  }),
  secret_put: edit(() => {
    if (vault.state === 'unmade') vault = { ...vault, state: 'open', keychain: true };
    if (vault.state === 'locked') fail('vault_locked');
    vault = { ...vault, secrets: vault.secrets + 1 };
    return vault.secrets;
  }),
  program_approve: (program) => {
    const approved = [...desk.preferences.approved, program];
    desk.preferences = { ...desk.preferences, approved };
    return {};
  },
  noise: () => ({ told: [], held: [], incidents: 0, loudest: [] }),
  policy: ({ check }) => effective(check),
  policies_put: edit(({ level, policies }) => {
    if (level.level === 'site') {
      desk.settings = { ...desk.settings, policies };
      desk.settingsSeq = desk.clockwork.next();
    } else if (level.level === 'group') {
      if (!desk.groups.change(level.of, (g) => ({ ...g, policies }))) fail('not_found');
    } else if (!desk.nodes.change(level.of, (n) => ({ ...n, policies }))) fail('not_found');
    return {};
  }),
};

/** The last level that says something is right. */
function effective(id: number): Effective {
  const check = or(desk.checks.get(id));
  const node = or(desk.nodes.get(check.node));
  const group = node.group === null ? undefined : desk.groups.get(node.group);
  const part = check.spec.kind === 'icmp' ? 'reachability' : 'metrics';
  const levels: [Level, Policy | undefined][] = [
    ['check', check.own ?? undefined],
    ['node', node.policies[part]],
    ['group', group?.policies[part]],
    ['site', desk.settings.policies[part]],
  ];
  const of = (key: keyof Policy, usual: number): From<number> => {
    for (const [from, policy] of levels) {
      const value = policy?.[key] ?? null;
      if (value !== null) return { value, from };
    }
    return { value: usual, from: 'usual' };
  };
  const { every, patience } = usual(check.spec);
  return {
    every: of('every', every),
    to_trouble: of('to_trouble', patience.to_trouble),
    between: of('between', patience.between),
    to_ok: of('to_ok', patience.to_ok),
    doubt_every: of('doubt_every', patience.doubt_every),
  };
}
