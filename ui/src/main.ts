import './lib/tokens.css';
import './lib/base.css';

import { mount } from 'svelte';

import App from './App.svelte';
import { client } from './lib/ipc/client';
import { meet } from './lib/frame/here.svelte';
import { follow } from './lib/world/world.svelte';

// The language must be known before anything is drawn: the page's own may be "C" (STACK 9).
try {
  meet(await client.call('hello', {}));
} catch {
  // A window in a guessed language is better than none; the status line says what is wrong.
  meet();
}
void follow();

const target = document.getElementById('app');
if (target === null) throw new Error('index.html has no #app');
mount(App, { target });
