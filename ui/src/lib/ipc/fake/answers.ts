// An answer to every call. Total: a new call does not compile until the fake answers it.

import type { Calls, FieldError, Frame, Gone, Link, NodeDraft } from '../bindings';
import type { CallName } from '../client';
import { browser } from './browser';
import { inherited, usual } from './cast';
import { desk } from './desk';
import { edit, fail, or, sleep, type Answer } from './guard';
import { incidents } from './incidents';
import { limits } from './law';
import { Life } from './life';
import { markdown, report } from './papers';
import { availability, ribbon, samples, series, sparks } from './past';
import { agents } from './agents';
import { maps } from './maps';
import { proposals } from './proposals';
import { people } from './people';
import { profiles } from './profiles';
import { viewOf } from './standing';
import { Sweep, subnets } from './sweep';
import { traps } from './traps';
import { truth } from './truth';
import { noticed, whereIs } from './whereabouts';
import { windows } from './windows';
import { drawn, toGateway } from './wires';

const life = new Life(desk);
const sweep = new Sweep(desk);
life.begin();

function wrongWith(draft: NodeDraft): FieldError[] {
  const wrong: FieldError[] = [];
  if (draft.address.trim() === '') wrong.push({ field: 'address', problem: 'empty' });
  else if (!/^[\p{L}\p{N}.:_-]+$/u.test(draft.address.trim())) {
    wrong.push({ field: 'address', problem: 'not_an_address' });
  }
  if (draft.name.length > 120) wrong.push({ field: 'name', problem: 'too_long', most: 120 });
  return wrong;
}

function putNode(draft: NodeDraft): number {
  const id = draft.id ?? desk.nodes.free();
  const old = desk.nodes.get(id);
  if (draft.id !== null && old === undefined) fail('not_found');
  desk.nodes.put(id, {
    ...draft,
    id,
    name: draft.name.trim() === '' ? draft.address : draft.name.trim(),
    paused: old?.paused ?? false,
    added: old?.added ?? Date.now(),
    parents: old?.parents ?? [],
    described: draft.described ?? old?.described ?? null,
    policies: old?.policies ?? inherited,
    also: draft.also ?? (old?.address === draft.address ? old.also : []),
    inferred: old?.inferred ?? false,
  });
  return id;
}

function putCheck(node: number, spec: Calls['check_put']['with']['spec']): void {
  const id = desk.checks.free();
  desk.checks.put(id, { id, node, name: '', spec, ...usual(spec), paused: false, own: null });
  life.soon(id);
}

/** Takes a link away; what it was is kept. */
function dropLink(link: Link): void {
  desk.formers.push({ was: 'link', until: Date.now(), link });
  desk.links.drop(link.id);
}

function dropCheck(id: number): void {
  if (!desk.checks.drop(id)) return;
  desk.states.drop(id);
  withdraw([id], 'removed');
}

/** Checks that are no longer looked at leave their incidents without having recovered. */
function withdraw(checks: number[], why: 'paused' | 'removed'): void {
  const at = Date.now();
  for (const incident of desk.incidents.all()) {
    if (incident.resolved !== null) continue;
    const leaving = incident.members.filter((m) => m.grade !== 'ok' && checks.includes(m.check));
    if (leaving.length === 0) continue;
    for (const m of leaving) desk.log(incident.id, at, { what: 'withdrawn', check: m.check, why });
    const members = incident.members.map((m) =>
      leaving.includes(m) ? { ...m, grade: 'ok' as const, since: at } : m,
    );
    const over = members.every((m) => m.grade === 'ok');
    const resolved = over ? { at, ended: at, uncertainty: 0 } : null;
    desk.incidents.put(incident.id, { ...incident, members, resolved });
    if (over) desk.log(incident.id, at, { what: 'resolved', ended: at, uncertainty: 0 });
  }
}

async function changes(since: Calls['changes']['with']): Promise<Frame> {
  const fresh = since.epoch !== desk.epoch || since.seq > desk.clockwork.seq;
  const until = Date.now() + since.wait;
  const nothing = (): boolean => desk.clockwork.seq <= since.seq;
  while (!fresh && nothing() && Date.now() < until) await sleep(100);
  const seq = fresh ? 0 : since.seq;
  return {
    epoch: desk.epoch,
    seq: desk.clockwork.seq,
    fresh,
    now: Date.now(),
    site: desk.site(),
    settings: fresh || desk.settingsSeq > seq ? desk.settings : null,
    nodes: desk.nodes.since(seq),
    groups: desk.groups.since(seq),
    checks: desk.checks.since(seq),
    states: desk.states.since(seq),
    incidents: desk.incidents.since(seq),
    links: desk.links.since(seq),
    pins: desk.pins.since(seq),
    runbooks: desk.runbooks.since(seq).map(({ text: _text, ...view }) => view),
    gaps: fresh || desk.gapsSeq > seq ? desk.gaps : [],
    reaches: desk.reaches.since(seq).filter((r) => !fresh || r.reach !== null),
    windows: desk.windows.since(seq),
    contacts: desk.contacts.since(seq),
    maps: desk.maps.since(seq),
    vantage: fresh || desk.vantageSeq > seq ? desk.vantage : null,
    traps: fresh || desk.trapsSeq > seq,
    proposals: desk.proposals.since(seq),
    rescan: fresh || desk.rescanSeq > seq ? desk.rescan : null,
    gone: fresh ? [] : goneSince(seq),
    health: {
      watching: desk.watching,
      probes: desk.probes,
      probes_per_second: desk.watching
        ? (desk.rate.reduce((a, b) => a + b, 0) / Math.max(1, desk.rate.length)) * 2
        : 0,
      failed: desk.failed,
      unable: 0,
      in_flight: 1,
      late: 3 + (Date.now() % 5),
      stored: desk.watching ? Date.now() - (Date.now() % 2000) : null,
      icmp: 'dgram',
      trouble: null,
      put_aside: 0,
      vantage: viewOf(desk.vantage.off_site ? 'offsite' : 'calm'),
      awake: { awake: 'free' },
      speech: { speech: 'untried' },
      traps: desk.settings.traps.on
        ? {
            port: desk.settings.traps.port,
            trouble: null,
            taken: 10_001,
            malformed: 0,
            refused: 2,
            lost: 0,
            turned_away: { from: '192.168.10.31', user: 'monitor', why: 'signature' },
            locked: false,
          }
        : null,
    },
  };
}

function goneSince(seq: number): Gone[] {
  const of = (gone: Gone['gone'], ids: number[]): Gone[] => ids.map((id) => ({ gone, id }));
  return [
    ...of('node', desk.nodes.goneSince(seq)),
    ...of('group', desk.groups.goneSince(seq)),
    ...of('check', desk.checks.goneSince(seq)),
    ...of('link', desk.links.goneSince(seq)),
    ...of('pin', desk.pins.goneSince(seq)),
    ...of('runbook', desk.runbooks.goneSince(seq)),
    ...of('window', desk.windows.goneSince(seq)),
    ...of('contact', desk.contacts.goneSince(seq)),
    ...of('map', desk.maps.goneSince(seq)),
    ...of('proposal', desk.proposals.goneSince(seq)),
    ...of('incident', desk.incidents.goneSince(seq)),
  ];
}

function pause(settings: Calls['settings_put']['with']): void {
  const now = Date.now();
  if (settings.paused && !desk.settings.paused) {
    desk.gaps = [...desk.gaps, { from: now, until: null, reason: 'paused' }];
  } else if (!settings.paused && desk.settings.paused) {
    closeGap();
  }
  desk.gapsSeq = desk.clockwork.next();
}

function closeGap(): void {
  const now = Date.now();
  desk.gaps = desk.gaps.map((g) => (g.until === null ? { ...g, until: now } : g));
  desk.gapsSeq = desk.clockwork.next();
}

export const answers: { [K in CallName]: Answer<K> } = {
  hello: () => ({
    version: '0.1.0',
    platform: 'linux',
    system_language: desk.scene.lang,
    account: 'demo',
    preferences: desk.preferences,
    not_opened: null,
  }),
  preferences_put: (preferences) => (desk.preferences = preferences),
  site_new: (site) => {
    desk.settings = { ...desk.settings, name: site.name };
    desk.settingsSeq = desk.clockwork.next();
    return desk.site();
  },
  site_open: () => desk.site(),
  changes,
  settings_put: edit((settings) => {
    if (settings.name.trim() === '') fail('fields', '', [{ field: 'name', problem: 'empty' }]);
    if (settings.paused !== desk.settings.paused) pause(settings);
    desk.settings = settings;
    desk.settingsSeq = desk.clockwork.next();
    return settings;
  }),

  nodes_add: edit(({ nodes, checks, gateways }) => {
    const wrong = nodes.flatMap((draft, i) =>
      wrongWith(draft).map((e) => ({ ...e, field: `nodes.${i}.${e.field}` })),
    );
    if (wrong.length > 0) fail('fields', '', wrong);
    const ids = nodes.map(putNode);
    for (const [i, id] of ids.entries()) {
      for (const spec of checks) putCheck(id, spec);
      if (!gateways.includes(nodes[i]?.address ?? '')) continue;
      const link = desk.links.free();
      desk.links.put(link, toGateway(link, id, Date.now()));
    }
    return ids;
  }),
  node_put: edit((draft) => {
    const wrong = wrongWith(draft);
    if (wrong.length > 0) fail('fields', '', wrong);
    return putNode(draft);
  }),
  nodes_drop: edit(({ nodes }) => {
    for (const id of nodes) {
      for (const check of desk.checksOf(id)) dropCheck(check.id);
      for (const l of desk.links.all()) if (l.from === id || l.to === id) dropLink(l);
      const { name, address, added } = or(desk.nodes.get(id));
      desk.formers.push({ was: 'node', until: Date.now(), node: id, name, address, added });
      desk.pins.drop(id);
      desk.nodes.drop(id);
    }
    return {};
  }),
  nodes_pause: edit(({ nodes, paused }) => {
    for (const id of nodes) {
      desk.nodes.change(id, (n) => ({ ...n, paused }));
      if (paused)
        withdraw(
          desk.checksOf(id).map((c) => c.id),
          'paused',
        );
    }
    return {};
  }),
  nodes_group: edit(({ nodes, group }) => {
    for (const id of nodes) desk.nodes.change(id, (n) => ({ ...n, group }));
    return {};
  }),

  check_put: edit((draft) => {
    const wrong: FieldError[] = limits(draft.spec)
      .filter(([, l]) => l.warning !== null && l.critical !== null && l.critical < l.warning)
      .map(([metric]) => ({ field: `spec.${metric}`, problem: 'limits_out_of_order' }));
    if (draft.every < 1000 || draft.every > 86_400_000) {
      wrong.push({ field: 'every', problem: 'out_of_range', least: 1000, most: 86_400_000 });
    }
    if (draft.spec.kind === 'http' && !/^https?:\/\/./.test(draft.spec.url)) {
      wrong.push({ field: 'spec.url', problem: 'not_a_url' });
    }
    if (draft.spec.kind === 'tcp' && !(draft.spec.port >= 1 && draft.spec.port <= 65_535)) {
      wrong.push({ field: 'spec.port', problem: 'out_of_range', least: 1, most: 65_535 });
    }
    if (wrong.length > 0) fail('fields', '', wrong);
    const id = draft.id ?? desk.checks.free();
    desk.checks.put(id, { ...draft, id, paused: desk.checks.get(id)?.paused ?? false });
    life.soon(id);
    return id;
  }),
  checks_drop: edit(({ checks }) => {
    checks.forEach(dropCheck);
    return {};
  }),
  check_pause: edit(({ check, paused }) => {
    if (!desk.checks.change(check, (c) => ({ ...c, paused }))) fail('not_found');
    if (paused) withdraw([check], 'paused');
    return {};
  }),
  check_now: edit(async ({ check }) => {
    await sleep(120);
    const row = or(desk.checks.get(check));
    const at = Date.now();
    return { check, at, took: 12, ...or(life.probe(row, at) ?? undefined) };
  }),
  check_try: async ({ spec }) => {
    await sleep(300);
    const at = Date.now();
    const node = or(desk.nodes.all()[0]);
    const check = {
      id: 0,
      node: node.id,
      name: '',
      spec,
      ...usual(spec),
      paused: false,
      own: null,
    };
    return { check: 0, at, took: 12, ...truth(check, node, at, []) };
  },

  group_put: edit(({ group, name }) => {
    if (name.trim() === '') fail('fields', '', [{ field: 'name', problem: 'empty' }]);
    const id = group ?? desk.groups.free();
    desk.groups.put(id, {
      id,
      name: name.trim(),
      policies: desk.groups.get(id)?.policies ?? inherited,
    });
    return id;
  }),
  group_drop: edit(({ group }) => {
    for (const n of desk.nodes.all()) {
      if (n.group === group) desk.nodes.put(n.id, { ...n, group: null });
    }
    desk.groups.drop(group);
    return {};
  }),
  link_put: edit(({ from, to }) => {
    const struck = desk.struck.find((l) => l.from === from && l.to === to);
    desk.struck = desk.struck.filter((l) => l !== struck);
    const id = struck?.id ?? desk.links.free();
    if (struck) desk.formers.push({ was: 'link', until: Date.now(), link: struck });
    desk.links.put(id, struck ? { ...struck, struck: null } : drawn(id, from, to, Date.now()));
    return id;
  }),
  link_drop: edit(({ link }) => {
    const was = desk.links.get(link);
    if (was && was.evidence !== 'by_hand') desk.struck.push({ ...was, struck: Date.now() });
    if (was) dropLink(was);
    return {};
  }),
  links_struck: () => [...desk.struck],
  where_is: ({ what }) => whereIs(desk, what),
  noticed: () => noticed(desk),
  pins_put: edit(({ pins, unpin }) => {
    for (const pin of pins) desk.pins.put(pin.node, pin);
    for (const id of unpin) desk.pins.drop(id);
    return {};
  }),

  ...maps,
  ...proposals(putNode),
  ...incidents,
  ...windows,
  ...people,
  ...profiles,
  ...agents,
  ...traps,
  ...browser,
  parents_put: edit(({ node, parents }) => {
    if (parents.includes(node)) fail('linked_to_itself');
    if (!desk.nodes.change(node, (n) => ({ ...n, parents }))) fail('not_found');
    return {};
  }),
  same_site: edit(() => {
    const fingerprints = [...desk.settings.fingerprints, desk.vantage.network];
    desk.settings = { ...desk.settings, fingerprints };
    desk.settingsSeq = desk.clockwork.next();
    desk.vantage = { ...desk.vantage, off_site: false };
    desk.vantageSeq = desk.clockwork.next();
    closeGap();
    return {};
  }),

  series: (w) => series(desk, w),
  sparks: (w) => sparks(desk, w),
  samples: (w) => samples(desk, w),
  ribbon: (w) => ribbon(desk, w),
  availability: (w) => availability(desk, w),
  formers: ({ since }) => ({
    whole_since: desk.start - 3 * 86_400_000,
    formers: desk.formers.filter((f) => f.until > since),
  }),

  subnets: () => subnets,
  scan_start: ({ cidrs, exclude }) => {
    const rescan = { ...desk.settings.rescan, ranges: cidrs, exclude };
    desk.settings = { ...desk.settings, rescan };
    desk.settingsSeq = desk.clockwork.next();
    return sweep.start(cidrs);
  },
  scan: () => sweep.view(),
  scan_stop: () => sweep.stop(),
  scan_resume: () => sweep.resume(),

  runbook: ({ runbook }) => or(desk.runbooks.get(runbook)),
  runbook_put: edit(({ runbook, title, text, nodes, checks }) => {
    if (title.trim() === '') fail('fields', '', [{ field: 'title', problem: 'empty' }]);
    const id = runbook ?? desk.runbooks.free();
    const attachments = desk.runbooks.get(id)?.attachments ?? [];
    const changed = Date.now();
    desk.runbooks.put(id, { id, title, text, nodes, checks, attachments, changed });
    return id;
  }),
  runbook_drop: edit(({ runbook }) => {
    desk.runbooks.drop(runbook);
    return {};
  }),
  runbook_attach: edit(({ runbook, name, content }) => {
    const row = or(desk.runbooks.get(runbook));
    const hash = `${content.length.toString(16)}${name.length.toString(16)}`.padStart(64, '0');
    const attachment = { name, size: Math.floor((content.length * 3) / 4), hash };
    desk.files.set(hash, { name, mime: 'application/octet-stream', content });
    const attachments = [...row.attachments, attachment];
    desk.runbooks.put(runbook, { ...row, attachments, changed: Date.now() });
    return attachment;
  }),
  runbook_detach: edit(({ runbook, hash }) => {
    const row = or(desk.runbooks.get(runbook));
    const attachments = row.attachments.filter((a) => a.hash !== hash);
    desk.runbooks.put(runbook, { ...row, attachments });
    return {};
  }),
  runbook_file: ({ hash }) => or(desk.files.get(hash)),
  markdown: ({ text }) => ({ html: markdown(text) }),
  report: async (w) => {
    await sleep(250);
    if (w.format === 'pdf') fail('not_built', 'The fake makes HTML only.');
    return report(desk, w);
  },
  speak_test: async () => {
    await sleep(300);
    return { speech: 'nothing' };
  },
  notify_test: async () => {
    await sleep(200);
    return { taken: true, words: 'Fake notification daemon 1.0 took it as number 1.' };
  },
};
