// What of a site needs a secret, and so stops working when the vault is wiped.

import type { Contact, Login, Node, SecretId, Settings, Way } from '../ipc/bindings';

export interface Needed {
  /** Nodes whose SNMP agent is opened by a secret. */
  nodes: number;
  /** Logins of the site that are tried on agents. */
  logins: number;
  /** Contacts that are told by one, by name. */
  contacts: string[];
}

export function needed(
  nodes: Iterable<Pick<Node, 'snmp'>>,
  contacts: Iterable<Pick<Contact, 'name' | 'ways'>>,
  settings: Pick<Settings, 'logins' | 'mail'> | null,
): Needed {
  const mail = (settings?.mail?.password ?? null) !== null;
  const told = [...contacts].filter((contact) => contact.ways.some((way) => byWay(way, mail)));
  return {
    nodes: [...nodes].filter(({ snmp }) => snmp !== null && byLogin(snmp.login)).length,
    logins: (settings?.logins ?? []).filter(byLogin).length,
    contacts: told.map((contact) => contact.name),
  };
}

/** The secrets a login names. */
export function secretsOf(login: Login): SecretId[] {
  if (login.version !== 'v3') return [login.community];
  return [login.auth, login.privacy].flatMap((part) => (part === null ? [] : [part.phrase]));
}

const byLogin = (login: Login): boolean => secretsOf(login).length > 0;

function byWay(way: Way, mail: boolean): boolean {
  if (way.way === 'mail') return mail;
  if (way.way !== 'webhook') return false;
  return 'url' in way || 'key' in way || way.token !== null;
}
