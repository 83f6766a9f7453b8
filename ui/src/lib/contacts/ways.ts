// One form per way, and how a way is called. Total: a new way does not compile until it has both.

import type { Component } from 'svelte';
import { contacts as words } from '../i18n/contacts';
import type { FieldError, Way } from '../ipc/bindings';
import type { TypedWay } from './drafts';
import MailWay from './MailWay.svelte';
import ProgramWay from './ProgramWay.svelte';
import WebhookWay from './WebhookWay.svelte';

export interface WayProps<K extends Way['way']> {
  typed: TypedWay & { way: Extract<Way, { way: K }> };
  /** What is wrong with it, each at its field below the way: `to.0`. */
  errors: readonly FieldError[];
}

/** Null: there is nothing to set. */
export const FORM_OF: { [K in Way['way']]: Component<WayProps<K>, object, 'typed'> | null } = {
  desktop: null,
  mail: MailWay,
  webhook: WebhookWay,
  program: ProgramWay,
};

/** Which kind of way it is, in one or two words: `Mail`, `Slack`. */
export function wayName(way: Way): string {
  const t = words();
  return way.way === 'webhook' ? t.forms[way.form].name : t.kinds[way.way];
}

/** Where it leads, as far as that is no secret. */
export function wayTarget(way: Way): string {
  switch (way.way) {
    case 'desktop':
      return '';
    case 'mail':
      return way.to.join(', ');
    case 'program':
      return way.path.split(/[\\/]/).pop() ?? '';
    case 'webhook':
      if (way.form === 'ntfy') return way.topic;
      if (way.form === 'chatwork') return way.room;
      return way.form === 'telegram' ? way.chat : '';
  }
}
