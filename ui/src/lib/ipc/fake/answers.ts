import type { Calls, Failure } from '../bindings';
import type { CallName } from '../client';
import { cast } from './cast';
import { sceneOf } from './scene';

type Answers = { [K in CallName]?: (with_: Calls[K]['with']) => Promise<Calls[K]['reply']> };

const scene = sceneOf(location.search, location.hash);
const world = cast(scene.nodes, Date.now());

const known: Answers = {
  hello: async () => ({
    version: '0.1.0',
    platform: 'linux',
    system_language: scene.lang,
    account: 'demo',
    preferences: {
      language: null,
      theme: scene.theme ?? 'system',
      comfortable: false,
      operator: '',
      autostart: false,
      close_to_tray: true,
      tray_explained: false,
      recent: [],
    },
    could_not_open: null,
  }),
  changes: async (since) => {
    const fresh = since.epoch !== 'fake';
    if (!fresh) await new Promise((done) => setTimeout(done, 5000));
    return {
      epoch: 'fake',
      seq: 1,
      fresh,
      now: Date.now(),
      site: { path: 'demo.hinomi', name: 'Demo', size: 1e6, read_only: null, demo: true },
      settings: null,
      ...(fresh ? world : { nodes: [], groups: [], checks: [], links: [] }),
      states: [],
      incidents: [],
      pins: [],
      runbooks: [],
      gaps: [],
      gone: [],
      health: {
        watching: true,
        probes: 0,
        probes_per_second: 0,
        failed: 0,
        unable: 0,
        in_flight: 0,
        late: 0,
        stored: null,
        icmp: 'dgram',
        trouble: null,
        vantage: null,
      },
    };
  },
};

const failure: Failure = { code: 'not_built', message: 'Not yet.', detail: '', fields: [] };

export const answers = new Proxy(known, {
  get: (target, name: CallName) => target[name] ?? (() => Promise.reject(failure)),
}) as Required<Answers>;
