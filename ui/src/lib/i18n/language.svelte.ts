// The language the window speaks, and the way every area writes its words down.

import type { Language } from '../ipc/bindings';

let now = $state<Language>('en');

export const language = {
  get now(): Language {
    return now;
  },
  /** Speaks `next` from now on; also tells the page, for line breaks and screen readers. */
  speak(next: Language): void {
    now = next;
    document.documentElement.lang = next;
  },
};

/**
 * Words in both languages with one set of keys: a key that is missing or has another shape in one
 * of them does not compile. The getter is reactive: `const t = $derived(watch())`.
 */
export function words<T extends object>(both: { en: T; ja: NoInfer<T> }): () => T {
  return () => both[now];
}
