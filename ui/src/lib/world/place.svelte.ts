// Where the operator is: a screen, perhaps one thing on it, perhaps a side panel. It lives in the
// address, so that back and forward work and a notification can point at it.

export const screens = [
  'watch',
  'map',
  'nodes',
  'node',
  'incidents',
  'runbooks',
  'reports',
  'tools',
  'settings',
  'wallboard',
] as const;

export type Screen = (typeof screens)[number];
export type PanelKind = 'node' | 'incident';

export interface Place {
  screen: Screen;
  id?: number;
  /** A part of the screen that has parts: `#/settings/contacts`. */
  part?: string;
  panel?: { kind: PanelKind; id: number };
}

/** Reads `#/node/12?panel=incident:3`; what is not understood is the home screen. */
export function parse(hash: string): Place {
  const [path = '', query = ''] = hash.replace(/^#\/?/, '').split('?');
  const [name, id] = path.split('/');
  const screen = screens.find((s) => s === name) ?? 'watch';
  const place: Place = { screen };
  if (id !== undefined && /^\d+$/.test(id)) place.id = Number(id);
  const parted = screen === 'settings' || screen === 'tools';
  if (parted && id !== undefined && /^[a-z]+$/.test(id)) place.part = id;
  if (place.screen === 'node' && place.id === undefined) place.screen = 'nodes';
  const panel = /^(node|incident):(\d+)$/.exec(new URLSearchParams(query).get('panel') ?? '');
  if (panel) place.panel = { kind: panel[1] as PanelKind, id: Number(panel[2]) };
  return place;
}

/** The address of a place; other parameters (those of the fake) are carried along. */
export function hashOf(place: Place, before = ''): string {
  const rest = new URLSearchParams(before.split('?')[1] ?? '');
  rest.delete('panel');
  if (place.panel) rest.set('panel', `${place.panel.kind}:${place.panel.id}`);
  const query = rest.toString().replaceAll('%3A', ':');
  const inside = place.id ?? place.part;
  const id = inside === undefined ? '' : `/${inside}`;
  return `#/${place.screen}${id}${query === '' ? '' : `?${query}`}`;
}

let current = $state.raw<Place>(parse(globalThis.location?.hash ?? ''));

globalThis.addEventListener?.('hashchange', () => {
  current = parse(location.hash);
});

export const place = {
  get screen(): Screen {
    return current.screen;
  },
  get id(): number | undefined {
    return current.id;
  },
  get part(): string | undefined {
    return current.part;
  },
  get panel(): Place['panel'] {
    return current.panel;
  },
};

function move(next: Place): void {
  current = next;
  const hash = hashOf(next, location.hash);
  if (hash !== location.hash) history.pushState(null, '', hash);
}

globalThis.addEventListener?.('popstate', () => {
  current = parse(location.hash);
});

export function go(screen: Screen, id?: number): void {
  move(id === undefined ? { screen } : { screen, id });
}

/** Goes to a part of a screen that has parts. */
export function goPart(screen: Screen, part: string): void {
  move({ screen, part });
}

/** Opens a symptom's story beside the screen one is on. */
export function openPanel(kind: PanelKind, id: number): void {
  move({ ...current, panel: { kind, id } });
}

/** The address of the same screen with that story beside it. */
export function panelHref(kind: PanelKind, id: number): string {
  return hashOf({ ...current, panel: { kind, id } }, location.hash);
}

export function closePanel(): void {
  if (current.panel === undefined) return;
  const without = { ...current };
  delete without.panel;
  move(without);
}
