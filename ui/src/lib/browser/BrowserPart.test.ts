import { render, screen, waitFor } from '@testing-library/svelte';
import userEvent from '@testing-library/user-event';
import { beforeEach, describe, expect, it, vi } from 'vitest';

import type { Node, WalkRow, WalkView } from '../ipc/bindings';

const call = vi.hoisted(() => vi.fn());
const saveFile = vi.hoisted(() => vi.fn());
const world = vi.hoisted(() => ({
  readOnly: false,
  nodes: new Map<number, Node>(),
  checks: new Map(),
  groups: new Map(),
  settings: null as unknown,
}));
vi.mock('../ipc/client', async (original) => ({
  ...(await original<typeof import('../ipc/client')>()),
  client: { call, saveFile, onGo: () => undefined, onAsk: () => undefined },
}));
vi.mock('../world/world.svelte', () => ({ world, pullSoon: () => undefined }));

import { nothing } from '../policy/policy';
import { usualPacing } from '../snmp/pacing';
import { node } from '../world/made';
import BrowserPart from './BrowserPart.svelte';

const login = { version: 'v2c', community: 1 } as const;
const row = (oid: string, name: string, value: string): WalkRow => ({
  oid,
  name,
  value,
  kind: 'OctetString',
  raw: value,
  about: '',
  meanings: [],
});
const ROWS = [
  row('1.3.6.1.2.1.1.1.0', 'sysDescr.0', 'Example OS'),
  row('1.3.6.1.2.1.1.5.0', 'sysName.0', 'core-sw'),
];
const view = (rows: WalkRow[], with_: Partial<WalkView> = {}): WalkView => ({
  running: false,
  count: rows.length,
  rows,
  bounded: false,
  trouble: null,
  ...with_,
});

let answers: Record<string, (with_: never) => unknown>;
beforeEach(() => {
  world.nodes = new Map([
    [1, node(1, { snmp: { port: 161, login, pacing: usualPacing } })],
    [2, node(2)],
  ]);
  world.settings = { logins: [login], policies: nothing };
  answers = { walk_start: () => view(ROWS), row_place: () => ({ place: 'alone' }) };
  saveFile.mockReset();
  call.mockReset();
  call.mockImplementation(async (name: string, with_: never) => {
    const answer = answers[name];
    if (!answer) throw new Error(`nobody answers ${name}`);
    return answer(with_);
  });
});

const asked = (name: string) => call.mock.calls.filter(([n]) => n === name).map(([, w]) => w);
const names = () => screen.getAllByRole('rowheader').map((cell) => (cell.textContent ?? '').trim());

describe('the SNMP browser', () => {
  it('reads at an address with the logins of the site, and filters what came', async () => {
    const person = userEvent.setup();
    render(BrowserPart);
    await person.type(screen.getByTestId('walk-address'), '10.0.0.9');
    await person.click(screen.getByTestId('walk-start'));
    expect(await screen.findByTestId('walk-status')).toHaveTextContent('2 objects.');
    expect(asked('walk_start')).toEqual([
      {
        address: '10.0.0.9',
        port: 161,
        logins: [login],
        pacing: usualPacing,
        from: 'system',
        most: 5000,
      },
    ]);
    expect(names()).toEqual(['sysDescr.0', 'sysName.0']);
    expect(
      screen.queryByTestId('walk-watch-1.3.6.1.2.1.1.5.0'),
      'because no node is there to watch it',
    ).toBeNull();
    await person.type(screen.getByRole('searchbox'), 'core');
    expect(names()).toEqual(['sysName.0']);
  });

  it('asks on while the walk is under way, each row once', async () => {
    answers.walk_start = () => view(ROWS.slice(0, 1), { running: true, count: 1 });
    answers.walk = () => view(ROWS.slice(1), { count: 2, bounded: true });
    const person = userEvent.setup();
    render(BrowserPart);
    await person.type(screen.getByTestId('walk-address'), '10.0.0.9');
    await person.click(screen.getByTestId('walk-start'));
    await waitFor(() => expect(names()).toEqual(['sysDescr.0', 'sysName.0']));
    expect(asked('walk')).toEqual([{ seen: 1 }]);
    expect(screen.getByTestId('walk-status')).toHaveTextContent('as much as one walk reads');
    expect(screen.getByTestId('walk-start'), 'because it has ended').toBeEnabled();
  });

  it('makes a check of a row for a node whose agent is opened', async () => {
    const person = userEvent.setup();
    render(BrowserPart);
    await person.selectOptions(screen.getByTestId('walk-node'), '1');
    await person.click(screen.getByTestId('walk-start'));
    const watch = await screen.findByTestId('walk-watch-1.3.6.1.2.1.1.5.0');
    expect(asked('walk_start')[0]).toMatchObject({ address: '10.0.0.1', logins: [login] });
    await person.click(watch);
    expect(await screen.findByDisplayValue('sysName.0')).toBeInTheDocument();
    expect(screen.getByDisplayValue('core-sw'), 'because that is good now').toBeInTheDocument();
  });

  it('says how the row of a check is found again', async () => {
    answers.row_place = () => ({
      place: 'named',
      object: '1.3.6.1.2.1.1.5',
      rows: { rows: 'row', column: '1.3.6.1.2.1.31.1.1.1.1', says: 'Gi0/3', index: [0] },
      by: 'ifName',
    });
    const person = userEvent.setup();
    render(BrowserPart);
    await person.selectOptions(screen.getByTestId('walk-node'), '1');
    await person.click(screen.getByTestId('walk-start'));
    await person.click(await screen.findByTestId('walk-watch-1.3.6.1.2.1.1.5.0'));
    expect(await screen.findByTestId('check-note')).toHaveTextContent('ifName: Gi0/3');
    expect(asked('row_place')).toEqual([{ node: 1, oid: '1.3.6.1.2.1.1.5.0' }]);
    expect(screen.getByDisplayValue('sysName Gi0/3')).toBeInTheDocument();
  });

  it('says at its field what is wrong, and what stood in the way', async () => {
    const person = userEvent.setup();
    answers.walk_start = () => {
      const fields = [{ field: 'address', problem: 'not_an_address' }];
      throw { code: 'fields', message: '', detail: '', fields };
    };
    render(BrowserPart);
    await person.click(screen.getByTestId('walk-start'));
    await waitFor(() =>
      expect(screen.getByTestId('walk-address')).toHaveAttribute('aria-invalid', 'true'),
    );
    answers.walk_start = () => view([], { trouble: 'no answer' });
    await person.type(screen.getByTestId('walk-address'), '10.0.0.9');
    await person.click(screen.getByTestId('walk-start'));
    expect(await screen.findByText('no answer')).toBeInTheDocument();
  });

  it('saves what is shown as a file', async () => {
    saveFile.mockResolvedValue('/home/ito/walk.csv');
    const person = userEvent.setup();
    render(BrowserPart);
    await person.type(screen.getByTestId('walk-address'), '10.0.0.9');
    await person.click(screen.getByTestId('walk-start'));
    await person.click(await screen.findByTestId('walk-csv'));
    const [name, content] = saveFile.mock.calls[0] as [string, string];
    expect(name).toBe('walk.csv');
    const octets = Uint8Array.from(atob(content), (c) => c.charCodeAt(0));
    expect(new TextDecoder().decode(octets)).toContain('core-sw');
  });
});
