// This PC: who is here and what they prefer. Belongs to no site.

import type { Hello, Language, NotOpened, Preferences, Program } from '../ipc/bindings';
import { client } from '../ipc/client';
import { language } from '../i18n/language.svelte';

const unknown: Hello = {
  version: '',
  platform: 'linux',
  system_language: 'en',
  account: '',
  preferences: {
    language: null,
    theme: 'system',
    comfortable: false,
    operator: '',
    autostart: false,
    close_to_tray: true,
    tray_explained: false,
    recent: [],
    approved: [],
  },
  not_opened: null,
};

let hello = $state.raw(unknown);

const light =
  typeof matchMedia === 'function' ? matchMedia('(prefers-color-scheme: light)') : undefined;

export const here = {
  get version(): string {
    return hello.version;
  },
  get platform(): string {
    return hello.platform;
  },
  get account(): string {
    return hello.account;
  },
  get systemLanguage(): Language {
    return hello.system_language;
  },
  get notOpened(): NotOpened | null {
    return hello.not_opened;
  },
  get preferences(): Preferences {
    return hello.preferences;
  },
  get operator(): string {
    return hello.preferences.operator;
  },
};

/** Takes the host's first answer and dresses the page accordingly; without one it guesses. */
export function meet(first: Hello = unknown): void {
  hello = first;
  dress();
}

light?.addEventListener('change', dress);

function dress(): void {
  const { preferences, system_language } = hello;
  language.speak(preferences.language ?? system_language);
  const system = light?.matches === true ? 'light' : 'dark';
  const root = document.documentElement;
  root.dataset['theme'] = preferences.theme === 'system' ? system : preferences.theme;
  root.dataset['size'] = preferences.comfortable ? 'comfortable' : 'usual';
}

/** Keeps changed preferences; shown at once, taken back if they cannot be kept. */
export async function prefer(change: Partial<Preferences>): Promise<void> {
  const before = hello;
  hello = { ...hello, preferences: { ...hello.preferences, ...change } };
  dress();
  try {
    const kept = await client.call('preferences_put', hello.preferences);
    hello = { ...hello, preferences: kept };
  } catch (thrown) {
    hello = before;
    throw thrown;
  } finally {
    dress();
  }
}

/** Lets a program be run on this PC, just as it stands. */
export async function approve(program: Program): Promise<void> {
  await client.call('program_approve', program);
  const approved = [...hello.preferences.approved, program];
  hello = { ...hello, preferences: { ...hello.preferences, approved } };
}

// Acknowledgements and notes carry a name. It is asked for the first time one is needed, in place.

let asking = $state.raw<{ done: (name: string | null) => void } | null>(null);

export const nameWanted = {
  get open(): boolean {
    return asking !== null;
  },
  answer(name: string | null): void {
    asking?.done(name);
    asking = null;
  },
};

/** Asks for the operator's name, known or not; null if they would rather not say. */
export async function askName(): Promise<string | null> {
  asking?.done(null);
  const name = await new Promise<string | null>((done) => (asking = { done }));
  if (name === null) return null;
  await prefer({ operator: name });
  return name;
}

/** The operator's name, asked for only if it is not known yet. */
export async function ensureOperator(): Promise<string | null> {
  return here.operator === '' ? askName() : here.operator;
}
