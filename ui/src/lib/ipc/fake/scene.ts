// What the fake is asked to play, from the address: `?scene=trouble&nodes=60&theme=dark&lang=ja`,
// after the path or after the hash.

import type { Language, Theme } from '../bindings';

export const scenes = [
  'calm',
  'trouble',
  'empty',
  'readonly',
  /** A switch is down, and what is behind it cannot be reached. */
  'cut',
  /** A printer keeps going up and down. */
  'flapping',
  /** Trouble that is expected by plan. */
  'maintenance',
  /** This PC itself has lost the network. */
  'offline',
  /** This PC stands in another network. */
  'offsite',
  /** Cut, flapping and maintenance at once. */
  'storm',
] as const;

export type SceneName = (typeof scenes)[number];

export interface Scene {
  scene: SceneName;
  nodes: number;
  theme: Theme | null;
  lang: Language;
}

export function sceneOf(search: string, hash: string): Scene {
  const asked = new URLSearchParams(search);
  for (const [k, v] of new URLSearchParams(hash.split('?')[1] ?? '')) asked.set(k, v);
  const nodes = Number(asked.get('nodes') ?? 60);
  const theme = asked.get('theme');
  return {
    scene: scenes.find((s) => s === asked.get('scene')) ?? 'calm',
    nodes: Number.isFinite(nodes) ? Math.min(5000, Math.max(1, Math.round(nodes))) : 60,
    theme: theme === 'dark' || theme === 'light' ? theme : null,
    lang: asked.get('lang') === 'ja' ? 'ja' : 'en',
  };
}
