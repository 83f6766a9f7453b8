// Profiles of one's own: kept while the page is open, and read with less understanding than ours.

import type { OwnProfile, ProfilesView, WrongLine } from '../bindings';
import { usualPacing } from '../../snmp/pacing';
import { agents } from './agents';
import { desk } from './desk';
import { edit, fail, or, sleep, type Answers } from './guard';

const own = new Map<string, string>([
  ['ex-rack-fan', 'name = "Rack fan"\nvendor = "Example"\n\n[[sensor]]\nclass = "heat"\n'],
]);

function wrongWith(text: string): WrongLine[] {
  const lines = text.split('\n');
  const heat = lines.findIndex((line) => /class = "heat"/.test(line));
  if (heat >= 0) return [{ line: heat + 1, problem: 'unknown variant `heat`' }];
  return /^name = "/m.test(text) ? [] : [{ line: 1, problem: 'missing field `name`' }];
}

function view(): ProfilesView {
  const profile = ([name, text]: [string, string]): OwnProfile => ({
    name,
    text,
    wrong: wrongWith(text),
  });
  return {
    folder: '~/Hinomi/profiles',
    own: [...own].sort().map(profile),
    built_in: ['apc', 'cisco-ios', 'linux', 'routeros'],
  };
}

export const profiles: Answers<
  'profiles' | 'profile_text' | 'profile_put' | 'profile_drop' | 'profile_try'
> = {
  profiles: () => view(),
  profile_text: ({ name }) => `name = "${name}"\n\n[[match]]\nobject_id = ["1.3.6.1.4.1.99999"]\n`,
  profile_put: edit(({ name, text }) => {
    if (!/^[a-z0-9-]{1,60}$/.test(name)) {
      fail('fields', '', [{ field: 'name', problem: 'not_plain' }]);
    }
    own.set(name, text);
    return view();
  }),
  profile_drop: edit(({ name }) => {
    own.delete(name);
    return view();
  }),
  profile_try: async ({ text, node }) => {
    const wrong = wrongWith(text);
    const nothing = { wrong, outcome: null, device: null, chosen: null, fits: false };
    if (wrong.length > 0) return nothing;
    const { address, snmp } = or(desk.nodes.get(node));
    await sleep(200);
    const logins = snmp ? [snmp.login] : [];
    const { port, pacing } = snmp ?? { port: 161, pacing: usualPacing };
    const look = { address, port, pacing, logins, node: null, look: 0 };
    const { device } = await agents.snmp_look(look);
    const name = /^name = "(.*)"/m.exec(text)?.[1] ?? '';
    const fits = /\[\[match\]\]/.test(text);
    return { ...nothing, device, chosen: fits ? name : 'Example switch', fits };
  },
};
