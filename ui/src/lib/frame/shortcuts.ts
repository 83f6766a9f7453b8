// Which keys mean what. Pure: feeds on key presses, answers with commands.

export type Command =
  | 'go_watch'
  | 'go_map'
  | 'go_nodes'
  | 'go_incidents'
  | 'go_runbooks'
  | 'go_reports'
  | 'go_tools'
  | 'go_settings'
  | 'next'
  | 'previous'
  | 'acknowledge'
  | 'maintenance'
  | 'wallboard'
  | 'filter'
  | 'palette'
  | 'help'
  | 'close';

export interface Press {
  key: string;
  ctrl: boolean;
  meta: boolean;
  alt: boolean;
  /** The focus is where text is typed. */
  typing: boolean;
}

const after_g: Partial<Record<string, Command>> = {
  w: 'go_watch',
  m: 'go_map',
  n: 'go_nodes',
  i: 'go_incidents',
  r: 'go_runbooks',
  p: 'go_reports',
  t: 'go_tools',
  s: 'go_settings',
};

const single: Partial<Record<string, Command>> = {
  j: 'next',
  k: 'previous',
  a: 'acknowledge',
  m: 'maintenance',
  '/': 'filter',
  '?': 'help',
  Escape: 'close',
};

/** How long `g` waits for its second key, ms. */
const PATIENCE = 1500;

/** Turns presses into commands; remembers a `g` for a moment. */
export class Keyboard {
  private gAt = -Infinity;

  press({ key, ctrl, meta, alt, typing }: Press, at: number): Command | null {
    if ((ctrl || meta) && !alt && key.toLowerCase() === 'k') return 'palette';
    if (ctrl || meta || alt) return null;
    if (key === 'F11') return 'wallboard';
    if (key === 'Escape') return 'close';
    if (typing) return null;
    if (at - this.gAt < PATIENCE) {
      this.gAt = -Infinity;
      const there = after_g[key.toLowerCase()];
      if (there !== undefined) return there;
    }
    if (key === 'g') {
      this.gAt = at;
      return null;
    }
    return single[key] ?? null;
  }
}

/** What `?` shows, in this order. */
export const listed: readonly { command: Command | 'open'; keys: readonly string[] }[] = [
  { command: 'palette', keys: ['Ctrl/⌘', 'K'] },
  { command: 'go_watch', keys: ['g', 'w'] },
  { command: 'go_map', keys: ['g', 'm'] },
  { command: 'go_nodes', keys: ['g', 'n'] },
  { command: 'go_incidents', keys: ['g', 'i'] },
  { command: 'go_runbooks', keys: ['g', 'r'] },
  { command: 'go_reports', keys: ['g', 'p'] },
  { command: 'go_tools', keys: ['g', 't'] },
  { command: 'go_settings', keys: ['g', 's'] },
  { command: 'next', keys: ['j'] },
  { command: 'previous', keys: ['k'] },
  { command: 'open', keys: ['Enter'] },
  { command: 'acknowledge', keys: ['a'] },
  { command: 'maintenance', keys: ['m'] },
  { command: 'filter', keys: ['/'] },
  { command: 'wallboard', keys: ['F11'] },
  { command: 'close', keys: ['Esc'] },
  { command: 'help', keys: ['?'] },
];

/** What keys do on the map while it has the focus. */
export type MapAct =
  | 'walk'
  | 'slide'
  | 'open'
  | 'fold'
  | 'foldGroup'
  | 'pick'
  | 'unpin'
  | 'link'
  | 'choose'
  | 'unlink'
  | 'zoom'
  | 'fit'
  | 'undo'
  | 'redo'
  | 'leave';

/** What `?` shows of them, in this order; `MapCanvas` and `MapPage` do it. */
export const onMap: readonly { act: MapAct; keys: readonly string[] }[] = [
  { act: 'walk', keys: ['←', '↑', '↓', '→'] },
  { act: 'slide', keys: ['Shift', '← ↑ ↓ →'] },
  { act: 'open', keys: ['Enter'] },
  { act: 'fold', keys: ['f'] },
  { act: 'foldGroup', keys: ['Shift', 'F'] },
  { act: 'pick', keys: ['Space'] },
  { act: 'unpin', keys: ['u'] },
  { act: 'link', keys: ['l'] },
  { act: 'choose', keys: ['e'] },
  { act: 'unlink', keys: ['Delete'] },
  { act: 'zoom', keys: ['+', '−'] },
  { act: 'fit', keys: ['0'] },
  { act: 'undo', keys: ['Ctrl/⌘', 'Z'] },
  { act: 'redo', keys: ['Ctrl/⌘', 'Shift', 'Z'] },
  { act: 'leave', keys: ['Esc'] },
];
