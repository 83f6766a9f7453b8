// A walk as CSV for a spreadsheet, and as text. Pure.

import type { WalkRow } from '../ipc/bindings';

/** A cell that a spreadsheet would take for a formula begins with an apostrophe (STACK 13). */
function cell(text: string): string {
  const safe = /^[=+\-@\t\r]/.test(text) && !/^-?\d+(\.\d+)?$/.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

/** With a mark that tells Excel it is UTF-8. */
export function csv(heads: readonly string[], rows: readonly WalkRow[]): string {
  const lines = rows.map((row) => [row.oid, row.name, row.kind, row.value, row.raw]);
  const all = [heads, ...lines].map((line) => line.map(cell).join(','));
  return `\uFEFF${all.join('\r\n')}\r\n`;
}

export const text = (rows: readonly WalkRow[]): string =>
  rows.map((row) => `${row.name} = ${row.value}`).join('\n');
