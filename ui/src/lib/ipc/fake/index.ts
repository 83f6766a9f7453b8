// A second host for the window: a living, scripted network inside the page, for `npm run dev`, for
// component tests and for pictures. No Tauri, no sockets.

import type { Calls } from '../bindings';
import type { CallName, Client } from '../client';
import { answers } from './answers';

export const fake: Client = {
  async call<K extends CallName>(name: K, with_: Calls[K]['with']): Promise<Calls[K]['reply']> {
    const answer = answers[name] as (w: Calls[K]['with']) => Promise<Calls[K]['reply']>;
    // What crosses a real wire is a copy; sharing objects here would hide mistakes.
    return structuredClone(await answer(structuredClone(with_)));
  },
  pickSite: () => Promise.resolve('/home/demo/Hinomi/branch.hinomi'),
  saveFile(name, base64) {
    const link = document.createElement('a');
    link.href = `data:application/octet-stream;base64,${base64}`;
    link.download = name;
    link.click();
    return Promise.resolve(name);
  },
  openOutside(url) {
    window.open(url, '_blank', 'noopener');
    return Promise.resolve();
  },
  hide: () => Promise.resolve(),
  fullscreen: () => Promise.resolve(),
  quit: () => Promise.resolve(),
  onGo: () => undefined,
  onAsk: () => undefined,
};
