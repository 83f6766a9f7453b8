// Short messages at the edge: what was done (with undo), or what could not be done and why.

import { asFailure } from '../ipc/client';
import { failureWords } from '../i18n/failure';

export interface Toast {
  id: number;
  kind: 'done' | 'failure';
  text: string;
  undo?: () => void;
}

const MOST = 3;
let next = 1;
let shown = $state.raw<readonly Toast[]>([]);

export const toasts = {
  get shown(): readonly Toast[] {
    return shown;
  },
};

/** Where toasts can be shown, the one over all others last: behind a dialog nobody could press them. */
let places = $state.raw<readonly symbol[]>([]);

/** A place for toasts; they are shown in the last that is there. */
export class Place {
  readonly #own = Symbol();

  /** Takes the place; returns how to leave it. */
  take(): () => void {
    places = [...places, this.#own];
    return () => {
      places = places.filter((p) => p !== this.#own);
    };
  }

  get shown(): readonly Toast[] {
    return places.at(-1) === this.#own ? shown : [];
  }
}

function show(toast: Omit<Toast, 'id'>, ms: number): void {
  const id = next++;
  shown = [...shown, { ...toast, id }].slice(-MOST);
  setTimeout(() => dismiss(id), ms);
}

export function dismiss(id: number): void {
  shown = shown.filter((t) => t.id !== id);
}

export function done(text: string, undo?: () => void): void {
  show(undo ? { kind: 'done', text, undo } : { kind: 'done', text }, undo ? 10_000 : 4000);
}

/** Shows why something could not be done, in words of the window's language. */
export function failed(thrown: unknown): void {
  const failure = asFailure(thrown);
  if (failure.code === 'fault') console.error(failure.message, failure.detail);
  show({ kind: 'failure', text: failureWords(failure) }, 12_000);
}

/** Runs `work`; what it throws becomes a toast and `undefined`. */
export async function trying<T>(work: Promise<T>): Promise<T | undefined> {
  try {
    return await work;
  } catch (thrown) {
    failed(thrown);
    return undefined;
  }
}
