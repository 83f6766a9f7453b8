// What the operator can do from anywhere.

import { client } from '../ipc/client';
import { trying } from '../parts/toasts.svelte';
import { pullSoon, world } from '../world/world.svelte';
import { ensureOperator, here, prefer } from './here.svelte';

/** "I have it." Asks for the name first if it is not known. */
export async function acknowledge(incident: number, note = ''): Promise<void> {
  await trying(
    (async () => {
      if ((await ensureOperator()) === null) return;
      await client.call('incident_acknowledge', {
        incident,
        text: note,
        sticky: false,
        until: null,
      });
      pullSoon();
    })(),
  );
}

/** Stops watching the site, or goes on. */
export async function pauseWatching(paused: boolean): Promise<void> {
  const { settings } = world;
  if (settings === null) return;
  await trying(client.call('settings_put', { ...settings, paused }));
  pullSoon();
}

export async function openSite(path?: string): Promise<void> {
  const picked = path ?? (await client.pickSite());
  if (picked === null) return;
  await trying(client.call('site_open', { path: picked }));
  pullSoon();
}

export function dark(): boolean {
  return document.documentElement.dataset['theme'] !== 'light';
}

export async function switchTheme(): Promise<void> {
  await trying(prefer({ theme: dark() ? 'light' : 'dark' }));
}

export async function switchLanguage(): Promise<void> {
  const now = here.preferences.language ?? here.systemLanguage;
  await trying(prefer({ language: now === 'ja' ? 'en' : 'ja' }));
}
