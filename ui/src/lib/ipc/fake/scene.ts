// What the fake is asked to play, from the address: `?scene=trouble&nodes=60&theme=dark&lang=ja`,
// after the path or after the hash.

import type { Language, Theme } from '../bindings';

export type SceneName = 'calm' | 'trouble' | 'empty' | 'readonly';

export interface Scene {
  scene: SceneName;
  nodes: number;
  theme: Theme | null;
  lang: Language;
}

const scenes: readonly SceneName[] = ['calm', 'trouble', 'empty', 'readonly'];

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
