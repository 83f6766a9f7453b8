import { render, screen, waitFor } from '@testing-library/svelte';
import userEvent from '@testing-library/user-event';
import { beforeEach, describe, expect, it, vi } from 'vitest';

import type { TrapKind, TrapRule } from '../ipc/bindings';

const call = vi.hoisted(() => vi.fn());
const world = vi.hoisted(() => ({
  readOnly: false,
  nodes: new Map<number, { id: number; name: string }>(),
  settings: { traps: { rules: [] as TrapRule[] } },
}));
vi.mock('../ipc/client', async (original) => ({
  ...(await original<typeof import('../ipc/client')>()),
  client: { call, onGo: () => undefined, onAsk: () => undefined },
}));
vi.mock('../world/world.svelte', () => ({ world, pullSoon: () => undefined }));

import { blank } from './rules';
import TrapRules from './TrapRules.svelte';

const DOWN = '1.3.6.1.6.3.1.1.5.3';
const UP = '1.3.6.1.6.3.1.1.5.4';
const kind = (oid: string, name: string): TrapKind => ({
  kind: oid,
  name,
  said: { en: name, ja: name },
  verdict: 'warning',
});
const rule = (with_: Partial<TrapRule>): TrapRule => ({
  trap: DOWN,
  text: '',
  node: null,
  verdict: 'critical',
  ends: [],
  ...with_,
});

let refusal: unknown;
beforeEach(() => {
  refusal = null;
  world.readOnly = false;
  world.settings = {
    traps: { rules: [rule({}), rule({ trap: UP, verdict: 'ok', ends: [DOWN] })] },
  };
  call.mockReset();
  call.mockImplementation(async (name: string) => {
    if (name === 'trap_kinds') return [kind(DOWN, 'linkDown'), kind(UP, 'linkUp')];
    if (refusal) throw refusal;
    return {};
  });
});

const kept = () => call.mock.calls.filter(([n]) => n === 'trap_rules_put').map(([, w]) => w.rules);

describe('the rules of traps', () => {
  it('are shown by the names of their traps and kept as a whole, in their order', async () => {
    const person = userEvent.setup();
    render(TrapRules, { begun: null, onbegun: () => undefined });
    await waitFor(() => expect(screen.getByTestId('rule-trap-1')).toHaveValue('linkUp'));
    expect(screen.queryByTestId('rules-save'), 'because nothing was changed').toBeNull();
    await person.selectOptions(screen.getByTestId('rule-verdict-0'), 'warning');
    await person.click(screen.getAllByRole('button', { name: 'Later' })[0] as HTMLElement);
    await person.click(screen.getByTestId('rules-save'));
    await waitFor(() => expect(kept()).toHaveLength(1));
    expect(kept()[0]).toEqual([
      { trap: 'linkUp', text: '', node: null, verdict: 'ok', ends: 'linkDown' },
      { trap: 'linkDown', text: '', node: null, verdict: 'warning', ends: '' },
    ]);
    await waitFor(() => expect(screen.queryByTestId('rules-save')).toBeNull());
  });

  it('say at its field what is wrong, and keep what was typed', async () => {
    const person = userEvent.setup();
    refusal = {
      code: 'fields',
      message: '',
      detail: '',
      fields: [{ field: 'rules.2.trap', problem: 'no_such_thing' }],
    };
    render(TrapRules, { begun: null, onbegun: () => undefined });
    await person.click(screen.getByTestId('rule-add'));
    await person.type(screen.getByTestId('rule-trap-2'), 'linkSideways');
    await person.click(screen.getByTestId('rules-save'));
    expect(await screen.findByRole('alert')).toBeInTheDocument();
    expect(screen.getByTestId('rule-trap-2')).toHaveAttribute('aria-invalid', 'true');
    expect(screen.getByTestId('rule-trap-2')).toHaveValue('linkSideways');
    expect(screen.getByTestId('rules-save')).toBeEnabled();
  });

  it('begin with the one somebody began in the log', async () => {
    const begun = vi.fn();
    render(TrapRules, { begun: { ...blank(), trap: 'coldStart' }, onbegun: begun });
    await waitFor(() => expect(begun).toHaveBeenCalled());
    expect(screen.getByTestId('rule-trap-0')).toHaveValue('coldStart');
    expect(screen.getByTestId('rules-save')).toBeEnabled();
  });

  it('cannot be changed where the site is read-only', () => {
    world.readOnly = true;
    render(TrapRules, { begun: null, onbegun: () => undefined });
    expect(screen.getByTestId('rule-add')).toBeDisabled();
    expect(screen.getByTestId('rule-trap-0')).toBeDisabled();
  });
});
