// Who does what a command says. A screen may take a command over with `onCommand`; what nobody
// takes falls back to the page's markup: `data-item` (j, k), `data-acknowledge` (a) and
// `data-filter` (/).

import type { Command } from './shortcuts';

/** True if it did something. */
type Handler = () => boolean | void;

const handlers: { command: Command; run: Handler }[] = [];

/** Takes a command over for as long as the component lives; call it in the component's script. */
export function onCommand(command: Command, run: Handler): void {
  $effect(() => {
    const mine = { command, run };
    handlers.push(mine);
    return () => {
      handlers.splice(handlers.indexOf(mine), 1);
    };
  });
}

/** Runs a command; the youngest handler first. True if somebody did something. */
export function run(command: Command): boolean {
  for (const h of handlers.toReversed()) {
    if (h.command === command && h.run() !== false) return true;
  }
  return byMarkup(command);
}

function byMarkup(command: Command): boolean {
  switch (command) {
    case 'next':
      return step(1);
    case 'previous':
      return step(-1);
    case 'acknowledge':
      return press('[data-acknowledge]');
    case 'filter':
      return focus('main [data-filter]');
    default:
      return false;
  }
}

function step(by: 1 | -1): boolean {
  const items = [...document.querySelectorAll<HTMLElement>('main [data-item]')];
  if (items.length === 0) return false;
  const at = items.findIndex((i) => i.contains(document.activeElement));
  const to = at < 0 ? (by > 0 ? 0 : items.length - 1) : at + by;
  const item = items[Math.min(items.length - 1, Math.max(0, to))];
  const target = item?.matches('a, button, [tabindex]')
    ? item
    : item?.querySelector<HTMLElement>('a, button, [tabindex]');
  target?.focus();
  target?.scrollIntoView({ block: 'nearest' });
  return true;
}

/** Within the item in focus, else the only one there is: never a guess between two. */
function press(what: string): boolean {
  const near = document.activeElement?.closest('[data-item]')?.querySelector<HTMLElement>(what);
  const all = [...document.querySelectorAll<HTMLElement>(what)];
  const one = near ?? (all.length === 1 ? all[0] : undefined);
  one?.click();
  return one !== undefined;
}

function focus(what: string): boolean {
  const field = document.querySelector<HTMLInputElement>(what);
  field?.focus();
  field?.select?.();
  return field !== null;
}
