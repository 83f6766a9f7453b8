import { describe, expect, it } from 'vitest';
import type { Found, Node } from '../ipc/bindings';
import { cidr } from './cidr';
import { addition, edited, isChosen, listening, madeOf, moves } from './review';

describe('subnets as typed', () => {
  it.each([
    ['192.168.1.0/24', '192.168.1.0/24', 254],
    [' 192.168.1.77/24 ', '192.168.1.0/24', 254],
    ['192.168.1', '192.168.1.0/24', 254],
    ['10.1.2.3', '10.1.2.3/32', 1],
    ['10.0.0.0/31', '10.0.0.0/31', 2],
    ['１０．０．０．０／２４', '10.0.0.0/24', 254],
    ['10.9.0.0/16', '10.9.0.0/16', 65_534],
  ])('reads %s', (typed, text, addresses) => {
    expect(cidr(typed)).toEqual({ text, addresses });
  });

  it.each([
    ['', 'not_a_subnet'],
    ['192.168.1.256', 'not_a_subnet'],
    ['10.0.0.0/33', 'not_a_subnet'],
    ['lan', 'not_a_subnet'],
    ['10.0.0.0/8', 'too_many'],
    ['2001:db8::/64', 'only_v4'],
  ])('refuses %s', (typed, problem) => {
    expect(cidr(typed)).toBe(problem);
  });
});

describe('the review list', () => {
  const found = (address: string, more: Partial<Found> = {}): Found => ({
    address,
    name: null,
    mac: null,
    vendor: null,
    kind: 'other',
    rtt: 1,
    ports: [],
    checks: [],
    evidence: ['icmp'],
    known: null,
    gateway: false,
    this_pc: false,
    also: [],
    differences: [],
    model: null,
    sure: 'unknown',
    clues: [],
    snmp: null,
    beyond: null,
    ...more,
  });

  it('chooses what is new, except this PC', () => {
    expect(isChosen(found('a'), undefined)).toBe(true);
    expect(isChosen(found('a', { this_pc: true }), undefined)).toBe(false);
    expect(isChosen(found('a', { this_pc: true }), { chosen: true })).toBe(true);
    expect(
      isChosen(found('a', { known: 4 }), { chosen: true }),
      'because it is watched already',
    ).toBe(false);
  });

  it('adds what is chosen as it was edited, and links the gateway', () => {
    const all = [
      found('10.0.0.1', { gateway: true, kind: 'router', vendor: 'Yamaha', mac: '00:a0:de:1' }),
      found('10.0.0.2', { name: 'nas', also: ['2001:db8::2'] }),
      found('10.0.0.3'),
    ];
    let edits = edited(new Map(), '10.0.0.3', { chosen: false });
    edits = edited(edits, '10.0.0.2', { name: ' big nas ', kind: 'storage' });
    const call = addition(all, edits);
    expect(call.nodes.map((n) => [n.address, n.name, n.kind])).toEqual([
      ['10.0.0.1', '', 'router'],
      ['10.0.0.2', 'big nas', 'storage'],
    ]);
    expect(call.nodes[0]?.vendor).toBe('Yamaha');
    expect(call.nodes[1]?.also, 'because it is one box').toEqual(['2001:db8::2']);
    expect(call.gateways).toEqual(['10.0.0.1']);
    expect(call.checks.map((c) => c.kind)).toEqual(['icmp', 'quality']);
  });

  it('watches what a box is there for, and what else a person ticks', () => {
    const none = { warning: null, critical: null };
    const tcp = (port: number) => ({ kind: 'tcp', port, timeout: 3_000, connect: none }) as const;
    const checks: Found['checks'] = [
      { spec: tcp(22), usual_for: [] },
      { spec: tcp(9100), usual_for: ['printer'] },
    ];
    const all = ['a', 'b', 'c'].map((at) => found(at, { kind: 'printer', checks }));
    const [first] = all;
    if (!first) throw new Error('because there are three');
    expect(madeOf(first, undefined)).toEqual([1]);
    expect(madeOf(first, { kind: 'server' }), 'because a server prints nothing').toEqual([]);
    expect(madeOf(first, { kind: 'server', checks: [0] })).toEqual([0]);
    const edits = edited(new Map(), 'b', { checks: [0, 1] });
    const calls = listening(all, edits, [7, 8, 9]);
    expect(calls.map((c) => [c.nodes, c.checks.map((s) => s.spec)])).toEqual([
      [[7, 9], [tcp(9100)]],
      [[8], [tcp(22), tcp(9100)]],
    ]);
    expect(listening(all, edited(edits, 'a', { chosen: false }), [8, 9])[1]?.nodes).toEqual([9]);
  });

  it('proposes the new address of a watched node that has moved, and adds it to nobody', () => {
    const moved = found('10.0.0.9', {
      known: 4,
      differences: [{ difference: 'moved', from: '10.0.0.3' }],
      also: ['2001:db8::9'],
    });
    const renamed = found('10.0.0.5', {
      known: 5,
      differences: [{ difference: 'renamed', to: 'x' }],
    });
    const described = { serial: 'S1', changes: [{ fact: 'version' }] };
    const at = { id: 4, name: '10.0.0.3', address: '10.0.0.3' };
    const node = { ...at, kind: 'printer', described } as unknown as Node;
    expect(isChosen(moved, undefined)).toBe(true);
    expect(isChosen(renamed, undefined), 'because nothing is to be done about it').toBe(false);
    const all = [moved, renamed];
    const [draft, ...others] = moves(all, new Map(), new Map([[4, node]]));
    expect(others).toEqual([]);
    expect([draft?.id, draft?.address, draft?.kind, draft?.name]).toEqual([
      4,
      '10.0.0.9',
      'printer',
      '',
    ]);
    expect(draft?.also, 'because those are its addresses now').toEqual(['2001:db8::9']);
    expect(draft?.described, 'because it is the same box at another address').toBe(described);
    expect(addition(all, new Map()).nodes).toEqual([]);
    const off = edited(new Map(), '10.0.0.9', { chosen: false });
    expect(moves(all, off, new Map([[4, node]]))).toEqual([]);
  });
});
