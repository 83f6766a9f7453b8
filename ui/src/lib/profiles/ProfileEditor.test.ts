import { render, screen, waitFor } from '@testing-library/svelte';
import userEvent from '@testing-library/user-event';
import { beforeEach, describe, expect, it, vi } from 'vitest';

import type { Node, ProfileTried, ProfilesView } from '../ipc/bindings';

const call = vi.hoisted(() => vi.fn());
const world = vi.hoisted(() => ({ readOnly: false, nodes: new Map<number, Node>() }));
vi.mock('../ipc/client', async (original) => ({
  ...(await original<typeof import('../ipc/client')>()),
  client: { call, onGo: () => undefined, onAsk: () => undefined },
}));
vi.mock('../world/world.svelte', () => ({ world, pullSoon: () => undefined }));

import { usualPacing } from '../snmp/pacing';
import { node } from '../world/made';
import ProfileEditor from './ProfileEditor.svelte';

const login = { version: 'v2c', community: 1 } as const;
const tried: ProfileTried = {
  wrong: [],
  outcome: null,
  device: {
    access: { port: 161, login, pacing: usualPacing },
    kind: 'switch',
    described: {
      at: 0,
      maker: 'Foundry',
      model: 'Bell 3',
      version: null,
      serial: null,
      name: null,
      descr: null,
      location: null,
      changes: [],
    },
    ports: [],
    values: [{ metric: 'temperature', label: 'Tower', value: 21, of: null }],
    health: [],
    parts: [],
    software: [],
    proposals: [],
  },
  chosen: 'Bell',
  fits: true,
};
const all = (wrong: ProfilesView['own'][number]['wrong']): ProfilesView => ({
  folder: '/sites/profiles',
  own: [{ name: 'bell', text: '', wrong }],
  built_in: ['cisco-ios'],
});

let answers: Record<string, (with_: never) => unknown>;
beforeEach(() => {
  world.nodes = new Map([
    [1, node(1, { snmp: { port: 161, login, pacing: usualPacing } })],
    [2, node(2)],
  ]);
  answers = {
    profile_text: () => 'name = "IOS"',
    profile_try: () => tried,
    profile_put: () => all([]),
  };
  call.mockReset();
  call.mockImplementation(async (name: string, with_: never) => {
    const answer = answers[name];
    if (!answer) throw new Error(`nobody answers ${name}`);
    return answer(with_);
  });
});

const asked = (name: string) => call.mock.calls.filter(([n]) => n === name).map(([, w]) => w);

function begin() {
  const props = { profile: null, builtIn: ['cisco-ios'], onclose: vi.fn(), onkept: vi.fn() };
  render(ProfileEditor, props);
  return { ...props, person: userEvent.setup() };
}

describe('the editor of a profile', () => {
  it('begins with one of ours, tries it on a node and keeps it', async () => {
    const { person, onclose, onkept } = begin();
    await person.selectOptions(screen.getByRole('combobox', { name: /from|Begin/i }), 'cisco-ios');
    await waitFor(() => expect(screen.getByTestId('profile-text')).toHaveValue('name = "IOS"'));
    expect(screen.getByTestId('profile-name')).toHaveValue('cisco-ios');
    const nodes = [...(screen.getByTestId('profile-node') as HTMLSelectElement).options];
    expect(
      nodes.map((option) => option.text),
      'because n2 is not asked',
    ).toEqual(['n1']);
    await person.click(screen.getByTestId('profile-try'));
    const told = screen.getByTestId('profile-tried');
    await waitFor(() => expect(told).toHaveTextContent('Foundry Bell 3'));
    expect(told).toHaveTextContent('It fits this device');
    expect(told).toHaveTextContent('Tower: 21');
    expect(asked('profile_try')).toEqual([{ name: 'cisco-ios', text: 'name = "IOS"', node: 1 }]);
    expect(asked('profile_put'), 'because trying keeps nothing').toHaveLength(0);
    await person.click(screen.getByTestId('profile-save'));
    await waitFor(() => expect(onclose).toHaveBeenCalled());
    expect(asked('profile_put')).toEqual([{ name: 'cisco-ios', text: 'name = "IOS"' }]);
    expect(onkept).toHaveBeenCalledOnce();
  });

  it('leads to the line that is wrong', async () => {
    answers.profile_try = () => ({
      ...tried,
      device: null,
      wrong: [{ line: 2, problem: 'a sensor needs a value' }],
    });
    const { person } = begin();
    await person.type(screen.getByTestId('profile-name'), 'bell');
    const text = screen.getByTestId('profile-text') as HTMLTextAreaElement;
    await person.clear(text);
    await person.click(text);
    await person.paste('name = "Bell"\n[[sensor]]\n');
    await person.click(screen.getByTestId('profile-try'));
    const line = await screen.findByRole('button', { name: 'Line 2: a sensor needs a value' });
    await person.click(line);
    expect(document.activeElement).toBe(text);
    expect(text.value.slice(text.selectionStart, text.selectionEnd)).toBe('[[sensor]]');
    expect(screen.getByTestId('profile-tried')).toBeEmptyDOMElement();
  });

  it('says why a name is refused and stays open', async () => {
    answers.profile_put = () => {
      const fields = [{ field: 'name', problem: 'no_such_thing' }];
      throw { code: 'fields', message: '', detail: '', fields };
    };
    const { person, onclose } = begin();
    expect(screen.getByTestId('profile-save'), 'because it has no name').toBeDisabled();
    await person.type(screen.getByTestId('profile-name'), 'Bell!');
    await person.click(screen.getByTestId('profile-save'));
    await waitFor(() =>
      expect(screen.getByTestId('profile-name')).toHaveAttribute('aria-invalid', 'true'),
    );
    expect(onclose).not.toHaveBeenCalled();
  });
});
