/**
 * Runbook texts that are being typed, kept on this PC until they are saved, so that a crash or a
 * careless click loses nothing. One site file never sees another's drafts.
 */
import type { Runbook, RunbookPut } from '../ipc/bindings';

export interface Draft extends RunbookPut {
  /** When the runbook it started from was last changed; null for a new one. */
  base: number | null;
}

type Store = Pick<Storage, 'getItem' | 'setItem' | 'removeItem'>;

/** The place of a runbook that is not saved yet: `#/runbooks/0`. */
export const NEW = 0;

export function fresh(title = '', nodes: number[] = []): Draft {
  return { runbook: null, title, text: '', nodes, checks: [], base: null };
}

export function draftOf(book: Runbook): Draft {
  const { id, title, text, nodes, checks, changed } = book;
  return { runbook: id, title, text, nodes: [...nodes], checks: [...checks], base: changed };
}

const name = (site: string, runbook: number | null) =>
  `hinomi.runbook.draft:${site}:${runbook ?? 'new'}`;

const isNumbers = (value: unknown): value is number[] =>
  Array.isArray(value) && value.every((n) => typeof n === 'number');

function isDraft(value: unknown): value is Draft {
  if (typeof value !== 'object' || value === null) return false;
  const it = value as Record<string, unknown>;
  return (
    typeof it.title === 'string' &&
    typeof it.text === 'string' &&
    isNumbers(it.nodes) &&
    isNumbers(it.checks) &&
    (it.base === null || typeof it.base === 'number') &&
    (it.runbook === null || typeof it.runbook === 'number')
  );
}

export function kept(store: Store, site: string, runbook: number | null): Draft | null {
  try {
    const value: unknown = JSON.parse(store.getItem(name(site, runbook)) ?? 'null');
    return isDraft(value) && value.runbook === runbook ? value : null;
  } catch {
    return null;
  }
}

/** A full or forbidden store must not keep anyone from typing. */
export function keep(store: Store, site: string, draft: Draft): boolean {
  try {
    store.setItem(name(site, draft.runbook), JSON.stringify(draft));
    return true;
  } catch {
    return false;
  }
}

export function forget(store: Store, site: string, runbook: number | null): void {
  try {
    store.removeItem(name(site, runbook));
  } catch {
    // Nothing is lost: an old draft is offered once more.
  }
}

export function differs(draft: Draft, from: Draft): boolean {
  const same = (a: readonly number[], b: readonly number[]) =>
    a.length === b.length && a.every((id) => b.includes(id));
  return (
    draft.title !== from.title ||
    draft.text !== from.text ||
    !same(draft.nodes, from.nodes) ||
    !same(draft.checks, from.checks)
  );
}
