// The one door between the window and whoever answers it. Everything else asks `client`.

import type { Calls, Failure, FieldError } from './bindings';
import { tauri } from './tauri';

export type CallName = keyof Calls;

/** What the host asks the window to ask the operator before it closes. */
export type Ask = 'tray' | 'quit';

export interface Client {
  /** Answers one call; throws a `Failure`. */
  call<K extends CallName>(name: K, with_: Calls[K]['with']): Promise<Calls[K]['reply']>;
  /** Lets the operator pick a site file; null if they changed their mind. */
  pickSite(): Promise<string | null>;
  /** Lets the operator keep a file; the path it went to, null if they changed their mind. */
  saveFile(name: string, base64: string): Promise<string | null>;
  /** Opens an http(s) address outside. */
  openOutside(url: string): Promise<void>;
  /** Puts the window away; watching goes on in the tray. */
  hide(): Promise<void>;
  /** Gives the window the whole screen, or takes it back. */
  fullscreen(on: boolean): Promise<void>;
  /** Ends Hinomi; watching stops. */
  quit(): Promise<void>;
  /** The host wants a place shown (a notification was clicked): a hash such as `#/incidents/12`. */
  onGo(listener: (hash: string) => void): void;
  /** The window is about to close and the operator should be told or asked. */
  onAsk(listener: (ask: Ask) => void): void;
}

// What is built lives inside Hinomi only. The fake has a life of its own from the moment it is
// imported, so it must not even be part of that.
const inside = import.meta.env.PROD || '__TAURI_INTERNALS__' in globalThis;

export const client: Client = inside ? tauri : (await import('./fake')).fake;

/** Whatever was thrown, as a failure the toasts have words for. */
export function asFailure(thrown: unknown): Failure {
  if (isFailure(thrown)) return thrown;
  const message = thrown instanceof Error ? thrown.message : String(thrown);
  return { code: 'fault', message, detail: '', fields: [] };
}

/** What is wrong was found here, before anybody was asked: thrown like any other refusal. */
export function refuse(fields: FieldError[]): void {
  if (fields.length === 0) return;
  const failure: Failure = { code: 'fields', message: '', detail: '', fields };
  throw failure;
}

function isFailure(x: unknown): x is Failure {
  return typeof x === 'object' && x !== null && 'code' in x && 'fields' in x;
}
