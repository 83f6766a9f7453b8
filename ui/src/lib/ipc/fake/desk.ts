// The fake's site: its tables, its settings, and the log of its incidents.

import type {
  Check,
  CheckState,
  Contact,
  Entry,
  Former,
  Gap,
  Group,
  Incident,
  Link,
  Node,
  NodeReach,
  Notification,
  Pin,
  Preferences,
  Proposal,
  RescanState,
  Runbook,
  Settings,
  SiteMap,
  SiteView,
  VantageState,
  WindowView,
} from '../bindings';
import { cast, inherited } from './cast';
import { formersOf } from './formers';
import { proposalsOf, rescanOf, rescanSettings } from './found';
import { chance } from './noise';
import { runbooks } from './library';
import { sceneOf, type Scene } from './scene';
import { windowsOf } from './plan';
import { chapters, contactsOf, gapsOf, ladderOf, type Chapter } from './script';
import { home, vantageOf } from './standing';
import { templatesOf } from './templates';
import { Clockwork, Table } from './table';

/** What an entry says, without what the log itself adds. */
export type Said = Entry extends infer E
  ? E extends Entry
    ? Omit<E, 'incident' | 'seq' | 'at' | 'hash' | 'author' | 'name'>
    : never
  : never;

export class Desk {
  readonly scene: Scene;
  readonly start = Date.now();
  readonly clockwork = new Clockwork();
  epoch = `fake-${this.start}`;

  readonly nodes = new Table<Node>(this.clockwork);
  readonly groups = new Table<Group>(this.clockwork);
  readonly checks = new Table<Check>(this.clockwork);
  readonly states = new Table<CheckState>(this.clockwork);
  readonly incidents = new Table<Incident>(this.clockwork);
  readonly links = new Table<Link>(this.clockwork);
  struck: Link[] = [];
  formers: Former[];
  readonly pins = new Table<Pin>(this.clockwork);
  readonly runbooks = new Table<Runbook>(this.clockwork);
  readonly reaches = new Table<NodeReach>(this.clockwork);
  readonly windows = new Table<WindowView>(this.clockwork);
  readonly contacts = new Table<Contact>(this.clockwork);
  readonly maps = new Table<SiteMap>(this.clockwork);
  readonly proposals = new Table<Proposal>(this.clockwork);
  rescan: RescanState;
  rescanSeq = 0;
  vantage: VantageState;
  vantageSeq = 0;
  readonly logs = new Map<number, Entry[]>();
  readonly notifications = new Map<number, Notification[]>();
  gaps: Gap[];
  gapsSeq = 0;
  settings: Settings;
  settingsSeq = 0;
  trapsSeq = 0;
  preferences: Preferences;
  chapters: Chapter[];
  files = new Map<string, { name: string; mime: string; content: string }>();
  probes = 48_211;
  failed = 96;
  /** Probes of the last ten seconds, by second. */
  rate: number[] = [];

  constructor(scene: Scene) {
    this.scene = scene;
    const all = cast(scene.scene === 'empty' ? 0 : scene.nodes, this.start, scene.lang);
    this.formers = formersOf(all, this.start);
    for (const n of all.nodes) this.nodes.put(n.id, n);
    for (const g of all.groups) this.groups.put(g.id, g);
    for (const c of all.checks) this.checks.put(c.id, c);
    for (const l of all.links) this.links.put(l.id, l);
    if (scene.scene !== 'empty') {
      for (const r of runbooks(all, this.start)) this.runbooks.put(r.id, r);
    }
    this.chapters = chapters(scene.scene, all, this.start);
    this.gaps = gapsOf(scene.scene, this.start);
    for (const w of windowsOf(scene, all, this.start)) this.windows.put(w.window.id, w);
    for (const c of contactsOf(scene)) this.contacts.put(c.id, c);
    this.vantage = vantageOf(scene.scene, this.start);
    for (const p of proposalsOf(scene, all, this.start)) this.proposals.put(p.id, p);
    this.rescan = rescanOf(scene, this.start);
    this.settings = {
      name: scene.lang === 'ja' ? '本社' : 'Head office',
      language: scene.lang,
      notify: true,
      notify_recovery: true,
      sound: true,
      paused: false,
      policies: inherited,
      fingerprints: [home],
      canaries: [],
      keep_awake: false,
      zone: null,
      speak: false,
      ...ladderOf(scene),
      service: [],
      mail: null,
      logins: [],
      templates: templatesOf(scene.lang === 'ja'),
      traps: { on: true, port: 1162, known_only: false, rules: [] },
      rescan: rescanSettings(scene),
    };
    this.preferences = {
      language: null,
      theme: scene.theme ?? 'system',
      comfortable: false,
      operator: '',
      autostart: false,
      close_to_tray: true,
      tray_explained: false,
      recent: [
        { path: '~/Hinomi/head-office.hinomi', name: this.settings.name, opened: this.start },
        {
          path: '~/Hinomi/branch.hinomi',
          name: scene.lang === 'ja' ? '大阪支店' : 'Osaka branch',
          opened: this.start - 5 * 86_400_000,
        },
      ],
      approved: [],
    };
  }

  get watching(): boolean {
    return !this.settings.paused && this.scene.scene !== 'readonly';
  }

  site(): SiteView {
    return {
      path: '~/Hinomi/head-office.hinomi',
      name: this.settings.name,
      size: 14_400_000 + Math.floor((Date.now() - this.start) / 60_000) * 40_000,
      read_only: this.scene.scene === 'readonly' ? { why: 'other_hinomi', pid: 4127 } : null,
      demo: false,
    };
  }

  /** Writes one line into an incident's log. */
  log(incident: number, at: number, said: Said, operator: string | null = null): void {
    const log = this.logs.get(incident) ?? [];
    const author =
      operator === null
        ? { author: 'system' as const }
        : { author: 'operator' as const, name: operator };
    const seq = log.length + 1;
    const hash = Array.from({ length: 64 }, (_, i) =>
      Math.floor(16 * chance(incident, seq, i, at)).toString(16),
    ).join('');
    log.push({ incident, seq, at, hash, ...author, ...said } as Entry);
    this.logs.set(incident, log);
  }

  checksOf(node: number): Check[] {
    return this.checks.all().filter((c) => c.node === node);
  }
}

export const desk = new Desk(sceneOf(location.search, location.hash));
