// What a row of the browser becomes when it is watched. Pure.

import { usualDraft, type SpecOf } from '../checks/drafts';
import type { CheckDraft, WalkRow } from '../ipc/bindings';

/** Most characters of a check's label, as the model takes it. */
const LABEL = 120;

const isNumber = (text: string): boolean => /^[+-]?\d+(\.\d+)?$/.test(text.trim());

/**
 * A counter is watched by its rate, a number by its value, whatever has meanings or is text by what
 * it says now, which is good.
 */
export function asCheck(node: number, row: WalkRow): CheckDraft {
  const named = row.meanings.length > 0;
  const number = isNumber(row.raw) && row.kind !== 'IpAddress';
  if (row.kind.startsWith('Counter') || (number && !named)) return value(node, row);
  const draft = usualDraft(node, 'word');
  const spec = draft.spec as SpecOf<'word'>;
  const words = Object.fromEntries(row.meanings.map(([said, word]) => [String(said), word]));
  return {
    ...draft,
    spec: { ...spec, label: label(row), oid: row.oid, good: [row.raw].filter(Boolean), words },
  };
}

function value(node: number, row: WalkRow): CheckDraft {
  const draft = usualDraft(node, 'value');
  const spec = draft.spec as SpecOf<'value'>;
  const metric = row.kind.startsWith('Counter') ? 'rate' : 'value';
  const formula = { ...spec.formula, plus: [{ oid: row.oid, times: 1 }] };
  return { ...draft, spec: { ...spec, metric, label: label(row), formula } };
}

const label = (row: WalkRow): string => [...row.name].slice(0, LABEL).join('');
