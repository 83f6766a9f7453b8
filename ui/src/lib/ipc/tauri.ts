// The window inside Hinomi. The only file that names the host.

import { invoke } from '@tauri-apps/api/core';
import { listen } from '@tauri-apps/api/event';

import type { Ask, Client } from './client';

export const tauri: Client = {
  call: (name, with_) => invoke('call', { call: { call: name, with: with_ } }),
  pickSite: () => invoke('pick_site'),
  saveFile: (name, content) => invoke('save_file', { name, content }),
  openOutside: (url) => invoke('open_outside', { url }),
  hide: () => invoke('hide'),
  fullscreen: (on) => invoke('fullscreen', { on }),
  quit: () => invoke('quit'),
  onGo: (listener) => void listen<string>('go', (event) => listener(event.payload)),
  onAsk: (listener) => void listen<Ask>('ask', (event) => listener(event.payload)),
};
