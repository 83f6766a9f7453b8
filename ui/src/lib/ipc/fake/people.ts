// Who is told, what is kept secret, and how much noise there was.

import type {
  Contact,
  Effective,
  FieldError,
  From,
  Level,
  NoiseView,
  Policies,
  Policy,
  SecretId,
  Sent,
  VaultStatus,
  Way,
} from '../bindings';
import { checkName } from '../../i18n/outcome';
import { secretsOf } from '../../vault/needed';
import { desk } from './desk';
import { edit, fail, or, sleep, type Answers } from './guard';
import { usual } from './cast';

let vault: VaultStatus = {
  state: 'unmade',
  passphrase: false,
  keychain: false,
  keychain_here: true,
  remembered_here: false,
  secrets: 0,
  missing: [],
};
let phrase = '';
/** The secrets that were ever put: none is called as another was. */
let put = 0;

/** Those that are named, whether or not they are there. */
function named(): SecretId[] {
  const own = desk.nodes.all().flatMap(({ snmp }) => (snmp === null ? [] : [snmp.login]));
  const contacts = desk.contacts.all().flatMap(({ ways }) => ways);
  const told = contacts.flatMap((way) => ('url' in way ? [way.url] : []));
  return [...new Set([...[...desk.settings.logins, ...own].flatMap(secretsOf), ...told])];
}

export const people: Answers<
  | 'contact_put'
  | 'contact_drop'
  | 'way_try'
  | 'vault'
  | 'vault_unlock'
  | 'vault_passphrase'
  | 'vault_remember'
  | 'vault_wipe'
  | 'secret_put'
  | 'secret_drop'
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
    const { ladder, duties } = desk.settings;
    desk.settings = {
      ...desk.settings,
      ladder: ladder
        .map((rung) => ({ ...rung, to: rung.to.filter((id) => id !== contact) }))
        .filter((rung) => rung.on_duty || rung.to.length > 0),
      duties: duties.filter((duty) => duty.contact !== contact),
    };
    desk.settingsSeq = desk.clockwork.next();
    return {};
  }),
  way_try: async ({ way }) => {
    await sleep(300);
    return said(way);
  },
  vault: () => {
    const still = named();
    return (vault = { ...vault, missing: vault.missing.filter((id) => still.includes(id)) });
  },
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
  vault_remember: edit(() => {
    if (vault.state !== 'open') fail('vault_locked');
    return (vault = { ...vault, keychain: true, remembered_here: true });
  }),
  vault_wipe: edit(() => {
    phrase = '';
    const nothing = { passphrase: false, keychain: false, remembered_here: false, secrets: 0 };
    return (vault = { ...vault, ...nothing, state: 'unmade', missing: named() });
  }),
  secret_put: edit(() => {
    if (vault.state === 'unmade')
      vault = { ...vault, state: 'open', keychain: true, remembered_here: true };
    if (vault.state === 'locked') fail('vault_locked');
    vault = { ...vault, secrets: vault.secrets + 1 };
    put += 1;
    return put;
  }),
  secret_drop: edit(() => {
    vault = { ...vault, secrets: Math.max(0, vault.secrets - 1) };
    return {};
  }),
  program_approve: (program) => {
    const approved = [...desk.preferences.approved, program];
    desk.preferences = { ...desk.preferences, approved };
    return {};
  },
  noise: ({ from }) => noise(from),
  policy: ({ check }) => effective(check),
  policies_put: edit(({ level, policies }) => {
    const wrong = wrongWith(policies);
    if (wrong.length > 0) fail('fields', '', wrong);
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

const RANGES: Record<keyof Policy, [number, number, number]> = {
  every: [1, 86_400, 1000],
  doubt_every: [0.5, 3600, 1000],
  to_trouble: [1, 60, 1],
  between: [1, 60, 1],
  to_ok: [1, 60, 1],
};

function wrongWith(policies: Policies): FieldError[] {
  return (['reachability', 'metrics'] as const).flatMap((of) =>
    (Object.keys(RANGES) as (keyof Policy)[]).flatMap((key) => {
      const [least, most, scale] = RANGES[key];
      const value = policies[of][key];
      const good = value === null || (value / scale >= least && value / scale <= most);
      const field = `policies.${of}.${key}`;
      return good ? [] : [{ field, problem: 'out_of_range' as const, least, most }];
    }),
  );
}

/** What the other side says to a trial. */
function said(way: Way): Sent {
  switch (way.way) {
    case 'desktop':
      return { sent: 'delivered', proof: 'Fake notification daemon 1.0, number 7' };
    case 'mail':
      if (desk.settings.mail === null) {
        return { sent: 'refused', why: { why: 'no_mail_server' } };
      }
      return { sent: 'delivered', proof: '250 2.0.0 Ok: queued as 4FB1C2' };
    case 'program':
      if (!desk.preferences.approved.some((p) => p.path === way.path)) {
        return { sent: 'refused', why: { why: 'not_approved' } };
      }
      return { sent: 'delivered', proof: 'rang' };
    case 'webhook':
      if (way.form === 'slack') {
        return {
          sent: 'refused',
          why: { why: 'said', step: 'request', code: 404, said: 'no_service' },
        };
      }
      return { sent: 'delivered', proof: '200 OK' };
  }
}

/** A week's noise: the checks of a few nodes, the older the fewer. */
function noise(from: number): NoiseView {
  const back = Math.max(0, Math.floor((Date.now() - from) / (7 * 86_400_000)));
  const checks = desk.checks.all().filter((_, n) => n % 7 === 2);
  const loudest = checks.slice(0, Math.max(0, 6 - back)).flatMap((check, n) => {
    const node = desk.nodes.get(check.node);
    if (node === undefined) return [];
    const name = checkName(check, desk.scene.lang);
    const times = Math.max(1, 14 - 3 * n - back);
    const brief = n % 3 === 0 ? times - 1 : 0;
    return [
      { check: check.id, name, node: node.id, node_name: node.name, times, told: times + 2, brief },
    ];
  });
  if (loudest.length === 0) return { told: [], held: [], incidents: 0, loudest };
  return {
    told: [
      ['opened', 21 - back],
      ['resolved', 19 - back],
      ['reminder', 4],
      ['escalated', 2],
    ],
    held: [
      ['parent_down', 41],
      ['maintenance', 12],
      ['quiet_hours', 5],
      ['flapping', 3],
    ],
    incidents: 23 - back,
    loudest,
  };
}
